"""What stands in every partnership while walls are tried? Work at every step, with canaries in all its words.

A canary is a word that stands nowhere else: "Zq" and the partnership's letters in what nobody outside may read,
"Zp" and its letters in what it has published. Whoever sees another partnership's canary has seen through a wall.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.accounts import operations as accounts
from portal.accounts import people
from portal.casework import correcting
from portal.casework import operations as casework
from portal.casework.corrected_answers import Part, questions_of
from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_casework import DECISION_MAKERS, Teller, outcome_that_begins
from portal.commands.fictional_people import Cast, token_of
from portal.commands.fictional_words import Learning, told
from portal.documents import operations as documents
from portal.domain.notifying import WhyTogether
from portal.domain.uploads import ScanState
from portal.domain.vocabulary import (
    DecisionStage,
    NotificationKind,
    Outcome,
    OutputKind,
    PanelSays,
    PartnersAgreement,
    Role,
)
from portal.models.account import Membership, account_with
from portal.models.case import Case, CaseGrant, Child
from portal.models.moment import as_of
from portal.models.output import Output
from portal.models.review import ReviewOfCase
from portal.notifications import operations as notifying
from portal.outputs import publishing
from portal.outputs.content import hash_of
from portal.referrals import adding, handing_in, together
from portal.referrals import operations as referring
from portal.reviews import operations as reviewing
from portal.screening import advising, confirming, members_say
from portal.screening.criteria_asked import criteria_at
from portal.tenancy.answers import sections_for
from portal.tenancy.model import Form, Question
from portal.web.filing import FileGiven, write_down
from portal.web.theme import theme_digest
from portal.web.working_days import today
from tests.walls.furnishing_decisions import DecisionFurnisher
from tests.walls.furnishing_emergency import ask_in_emergencies
from tests.walls.furnishing_intake import IntakeFurnisher
from tests.walls.furnishing_meetings import seat_the_body, seats_held
from tests.walls.furnishing_outputs import APPROVING, OutputFurnisher
from tests.walls.furnishing_people import PeopleFurnisher
from tests.walls.furnishing_releases import release
from tests.walls.furnishing_reviews import tick_steps
from tests.walls.places import Place, letters

REFERRING = (Role.REFERRER, Role.SAFEGUARDING_LEAD, Role.SCREENING_MEMBER, Role.COORDINATOR)
WORD_KINDS = {"text", "paragraph", "person", "address"}


class Furnisher(Teller):
    """Tells made-up stories as the demonstration does, in canaries."""

    place: Place

    def word(self, name: str) -> str:
        """Return a canary that nobody outside may read."""
        return f"Zq{letters(self.cast.tenant.slug)} {name}"

    def public_word(self, name: str) -> str:
        """Return a canary that is published."""
        return f"Zp{letters(self.cast.tenant.slug)} {name}"

    def learning(self, kind: str, *, title_is_public: bool = False, is_public: bool = False) -> Learning:
        """Return what an output says."""
        say = self.public_word if is_public else self.word
        title = self.public_word if title_is_public or is_public else self.word
        boxes = tuple(say(f"{kind} box {number}") for number in range(7))
        return Learning(title(f"{kind} title"), boxes, say(f"{kind} report"))  # type: ignore[arg-type]

    def answers(self, form: Form, days_ago: int = 4) -> dict[str, Any]:
        """Answer a form, with a canary for every answer in words."""
        happened_on = self.today - timedelta(days=days_ago)
        # Whoever lives elsewhere has an address of their own, which is words.
        said = told("Rowan") | {"person.is_in_household": "no"}
        answers = story_answers(form, self.reader, said, happened_on)
        questions = [each for section in sections_for(form, "referrer") for each in section.questions]
        return self.in_canaries(questions, answers)

    def assured(self) -> dict[str, Any]:
        """Answer what the quality assurer is asked."""
        return story_answers(self.cast.tenant.main_form, self.reader, {}, self.today, "quality-assurer")

    def in_canaries(self, questions: Any, row: dict[str, Any]) -> dict[str, Any]:
        """Return the answers with those that are words in canaries."""
        kept = dict(row)
        for question in questions:
            answer = kept.get(question.code)
            if question.kind == "group" and answer:
                kept[question.code] = [self.in_canaries(question.questions, each) for each in answer]
            elif answer is not None and is_in_words(question, answer):
                kept[question.code] = self.word(question.code)
        return kept

    # --- referrals and cases -------------------------------------------------------------------------------

    def begun(self, role: Role, form: Form | None = None) -> UUID:
        """Begin a draft on a form and answer everything."""
        tenant, form = self.cast.tenant, form or self.cast.tenant.main_form
        with self.session() as session:
            referral_id = referring.begin(session, tenant, self.cast(role), form.code).id
            referring.save(session, tenant, self.cast(role), referral_id, self.answers(form))
        self.place.know(referral_id=referral_id)
        self.place.know(referral_id=referral_id, section_code=form.sections[0].code)
        self.place.know(form_code=form.code)
        return referral_id

    def sent_by(self, role: Role, story: str, *, has_file: bool = False) -> UUID:
        """Send a referral."""
        referral_id = self.begun(role)
        if has_file:
            self.file_handed_in(role, referral_id)
        with self.session() as session:
            referring.send(
                session, self.cast.tenant, self.cast(role), referral_id, token_of(story), self.today
            )
        return referral_id

    def received(self, role: Role, story: str) -> UUID:
        """Send a referral that reaches the partnership."""
        referral_id = self.sent_by(role, story)
        if self.cast.tenant.requires_quality_assurance:
            with self.session() as session:
                member = self.cast(Role.SCREENING_MEMBER)
                referring.pass_quality_assurance(
                    session, self.cast.tenant, member, referral_id, self.assured(), self.today
                )
        return referral_id

    def case(self, story: str, on: Any = None) -> str:
        """Have a referral taken into a case, today whatever day is named."""
        referral_id = self.received(Role.REFERRER, story)
        with self.session() as session:
            case = referring.accept(
                session, self.cast.tenant, self.cast(Role.COORDINATOR), referral_id, self.today
            )
            self.place.know(reference=case.reference)
            return case.reference

    def prepared(self, reference: str, outcome: Outcome | None = None) -> UUID:
        """Put a decision to the partners."""
        decision_id = super().prepared(reference, outcome)
        self.place.know(reference=reference, decision_id=decision_id)
        return decision_id

    def decided_case(self, story: str) -> str:
        """Have a decision signed, after the screening body has advised."""
        reference = self.case(story)
        screening_id = self.screened(reference)
        if story == "closed":
            with self.session() as session:
                confirming.confirm(session, self.cast(Role.CHAIR), reference, screening_id)
        # What a practice review publishes goes to the Panel first, and somebody records that.
        practice = Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW if story == "writing" else None
        self.sign(reference, self.prepared(reference, practice))
        return reference

    def file_handed_in(self, role: Role, referral_id: UUID) -> None:
        """Hand a file in with a draft, found clean, whose name and content are canaries."""
        tenant = self.cast.tenant
        asked = [q for section in sections_for(tenant.main_form, "referrer") for q in section.questions]
        question = next(question for question in asked if question.kind == "file")
        with self.session() as session:
            given = [self.file("handed in")]
            handed = handing_in.hand_in(session, tenant, self.cast(role), referral_id, question.code, given)
        self.place.know(referral_id=referral_id, attachment_id=self.looked_through(handed.ids[0]))

    def document(self, role: Role, reference: str, virus: str = "") -> None:
        """Add a document to a case; a virus is found in it where one is named."""
        with self.session() as session:
            given = [self.file(f"document {role.value}")]
            added = documents.add(session, self.cast.tenant, self.cast(role), reference, given)
        self.place.know(reference=reference, attachment_id=self.looked_through(added.ids[0], virus))

    def file(self, name: str) -> FileGiven:
        """Return a file of canaries."""
        return FileGiven(f"{self.word(name)}.txt", self.word(f"content {name}").encode())

    def looked_through(self, attachment_id: UUID, virus: str = "") -> UUID:
        """Write down what the scanner would have answered."""
        state = ScanState.INFECTED if virus else ScanState.CLEAN
        write_down(self.cast.tenant.slug, attachment_id, state, virus)
        return attachment_id

    def shared_with(self, colleague: Role, role: Role, referral_id: UUID) -> None:
        """Have the person who began a draft ask a colleague of the agency to work on it."""
        account_id = self.place.members[colleague].account_id
        with self.session() as session:
            together.ask_colleague(session, self.cast.tenant, self.cast(role), referral_id, account_id)
        self.place.know(referral_id=referral_id, account_id=account_id)

    def followed(self) -> None:
        """Something was added to a referral of everybody who refers, and one was withdrawn."""
        tenant = self.cast.tenant
        for role in REFERRING:
            added_to, words = self.sent_by(role, f"added-to-{role.value}"), self.word("added")
            with self.session() as session:
                given = [self.file(f"added {role.value}")]
                ids = adding.add_information(session, tenant, self.cast(role), added_to, words, given)
            self.place.know(referral_id=added_to, attachment_id=self.looked_through(ids[0]))
        withdrawn = self.sent_by(Role.REFERRER, "withdrawn")
        with self.session() as session:
            adding.withdraw(session, tenant, self.cast(Role.REFERRER), withdrawn, self.word("withdrawn"))

    def refer(self) -> None:
        """Referrals at every step: drafts and sent ones of everybody who refers, one declined, one returned."""
        tenant = self.cast.tenant
        for form in tenant.forms.values():
            self.begun(Role.REFERRER, form)
        for role in REFERRING:
            draft = self.begun(role)
            self.file_handed_in(role, draft)
            self.shared_with(
                Role.REFERRER if role is not Role.REFERRER else Role.SAFEGUARDING_LEAD, role, draft
            )
            self.sent_by(role, f"waits-{role.value}", has_file=True)
        self.received(Role.REFERRER, "to-take-in")
        self.followed()
        IntakeFurnisher(self).work()
        if tenant.requires_quality_assurance:
            returned, member = self.sent_by(Role.REFERRER, "returned"), self.cast(Role.SCREENING_MEMBER)
            with self.session() as session:
                referring.return_to_referrer(
                    session,
                    tenant,
                    member,
                    returned,
                    {},
                    self.word("quality note"),
                    self.today,
                    {tenant.main_form.sections[0].code: self.word("section comment")},
                )

    def decide(self) -> None:
        """Cases at every step, with leave for the lead reviewer and closed to one person."""
        tenant, coordinator = self.cast.tenant, self.cast(Role.COORDINATOR)
        for story in ("open", "another-open"):
            reference = self.case(story)
        for role in (Role.COORDINATOR, Role.SCREENING_MEMBER, *APPROVING):
            self.document(role, reference)
        self.document(Role.COORDINATOR, reference, self.word("virus"))
        answered = self.case("answered")
        self.answer(answered, self.prepared(answered), DECISION_MAKERS)
        ask_in_emergencies(self, answered, self.decided_case("decided"))
        closed = self.decided_case("closed")
        with self.session() as session:
            casework.close(session, tenant, coordinator, closed, self.word("closing reason"))
        assert self.place.spare is not None
        involved, member = self.place.spare.account_id, self.place.members[Role.SCREENING_MEMBER].account_id
        with self.session() as session:
            excluded = casework.exclude(
                session, tenant, coordinator, closed, involved, self.word("exclusion reason")
            )
            self.place.know(reference=closed, exclusion_id=excluded.id)
        self.opened_again(closed, self.cast(Role.ICB_DECISION_MAKER))
        with self.session() as session:
            casework.grant(session, tenant, coordinator, closed, member, self.word("grant reason"))
        self.know_grants()
        self.correct(reference)
        IntakeFurnisher(self).join(reference)

    def opened_again(self, reference: str, person: Any) -> None:
        """Have somebody say that they are involved in a case, which was a mistake."""
        tenant = self.cast.tenant
        with self.session() as session:
            closed = casework.declare_own_involvement(
                session, tenant, person, reference, self.word("involved")
            )
            exclusion_id = closed.id
        with self.session() as session:
            why = self.word("not involved")
            casework.end_exclusion(session, tenant, self.cast(Role.CHAIR), reference, exclusion_id, why)

    def correct(self, reference: str) -> None:
        """Correct a case and a child of it, and add another."""
        tenant, coordinator = self.cast.tenant, self.cast(Role.COORDINATOR)
        said = {
            "family_name": self.word("corrected"),
            "given_names": self.word("name"),
            "why": self.word("why"),
        }
        with self.session() as session:
            child_id = correcting.add_child(session, tenant, coordinator, reference, said).id
        with self.session() as session:
            again = {**said, "other_names": self.word("other")}
            correcting.correct_child(session, tenant, coordinator, reference, child_id, again)
        self.place.know(reference=reference, child_id=child_id)
        self.place.know(reference=reference, part="incident")
        self.correct_family(reference)

    def correct_family(self, reference: str) -> None:
        """Put one person in the place of a case's family, with a canary for every answer in words."""
        tenant, coordinator = self.cast.tenant, self.cast(Role.COORDINATOR)
        with self.session() as session:
            case = session.scalars(select(Case).where(Case.reference == reference)).one()
            asked = questions_of(correcting.referrals_of(session, case), Part.FAMILY)
        group = next(each for each in asked if each.code == "family_members")
        person = {each.code: self.word(each.code) for each in group.questions if each.kind in WORD_KINDS}
        said = {each.code: None for each in asked} | {group.code: [person], "why": self.word("family")}
        with self.session() as session:
            correcting.correct_part(session, tenant, coordinator, reference, Part.FAMILY, said)

    # --- screening, and the National Panel -----------------------------------------------------------------

    def screened(self, reference: str, *, is_recorded: bool = True) -> UUID:
        """Have the screening body advise; without `is_recorded` it stays a whole draft."""
        tenant, chair = self.cast.tenant, self.cast(Role.CHAIR)
        criteria = criteria_at(DecisionStage.SCREENING, tenant.main_form.kind)
        considered = advising.Considered(
            "correspondence", self.today, outcome_that_begins(tenant).value,
            {
                each.code: {"answer": "may", "reason": self.word("criterion"), "evidence": self.word("evidence")}
                for each in criteria
            },
            self.word("members"), self.word("advice"), self.word("dissent"), seats_held(self),
        )  # fmt: skip
        view = members_say.Said("no-review-needed", "", self.word("view"), self.word("interest"))
        with self.session() as session:
            members_say.give(session, tenant, self.cast(Role.SCREENING_MEMBER), reference, view)
        with self.session() as session:
            screening_id = advising.save(session, tenant, chair, reference, considered).id
        if is_recorded:
            with self.session() as session:
                # Not the chair, who has still to confirm it.
                coordinator = self.cast(Role.COORDINATOR)
                advising.record_advice(session, tenant, coordinator, reference, screening_id, self.today)
        self.place.know(reference=reference, screening_id=screening_id)
        return screening_id

    def notified(self, reference: str) -> UUID:
        """Record a notification; what it opens and what runs on it is remembered."""
        coordinator = self.cast(Role.COORDINATOR)
        with self.session() as session:
            case_id = session.scalars(select(Case.id).where(Case.reference == reference)).one()
            children = tuple(session.scalars(select(Child.id).where(Child.case_id == case_id)))
            notified = notifying.Notified(
                NotificationKind.SERIOUS_HARM, self.today - timedelta(days=3), self.today - timedelta(days=2),
                children, self.word("panel reference"), True, self.word("others told"),
                PartnersAgreement.NOT_AGREED, self.word("partner dissent"), self.word(f"rapid {reference}"),
                WhyTogether.SIBLINGS,
            )  # fmt: skip
            kept = notifying.record_notification(
                session, self.cast.tenant, coordinator, reference, notified, self.today
            )
            assert kept.review_id is not None
            self.place.know(reference=reference, notification_id=kept.id)
            self.place.know(review_id=kept.review_id)
            self.place.know(reference=reference, clock="rapid-review", thing_id=kept.review_id)
            notification_id, review_id = kept.id, kept.review_id
        tick_steps(self, review_id)
        return notification_id

    def replied(self, reference: str, notification_id: UUID) -> UUID:
        """Have the National Panel ask the partners to reconsider."""
        letter = notifying.Letter(
            self.today, PanelSays.ASKS_TO_RECONSIDER, self.word("letter"), self.today + timedelta(days=7)
        )
        with self.session() as session:
            reply_id = notifying.record_reply(
                session,
                self.cast.tenant,
                self.cast(Role.COORDINATOR),
                reference,
                notification_id,
                letter,
                self.today,
            ).id
        self.place.know(reference=reference, reply_id=reply_id)
        return reply_id

    def notify(self) -> None:
        """A notification that stands, with letters and a late step, and one found not to meet the criteria."""
        tenant, coordinator = self.cast.tenant, self.cast(Role.COORDINATOR)
        self.screened(self.case("to-screen"), is_recorded=False)
        reference = self.case("notified")
        standing = self.notified(reference)
        answered = self.replied(reference, standing)
        self.replied(reference, standing)
        with self.session() as session:
            notifying.answer_panel(
                session, tenant, coordinator, reference, answered, self.today, self.word("answer"), self.today
            )
        (step,) = self.place.known[frozenset({"reference", "clock", "thing_id"})]
        with self.session() as session:
            notifying.explain_late_step(
                session, tenant, coordinator, reference, "rapid-review", UUID(step["thing_id"]),
                self.today + timedelta(days=90), self.word("explanation"), self.today,
            )  # fmt: skip
        unmet = self.case("unmet")
        found = self.notified(unmet)
        with self.session() as session:
            notifying.find_criteria_not_met(
                session, tenant, coordinator, unmet, found, self.today, self.word("unmet reason"), self.today
            )

    def know_grants(self) -> None:
        """Remember who was given leave."""
        with self.session() as session:
            wanted = select(CaseGrant.id, Case.reference).join(Case, Case.id == CaseGrant.case_id)
            for grant_id, reference in session.execute(wanted):
                self.place.know(reference=reference, grant_id=grant_id)

    # --- reviews and outputs -------------------------------------------------------------------------------

    def review_named(self, story: str, name: str) -> UUID:
        """Open a review, with leave for the lead reviewer to know of its case."""
        tenant, coordinator = self.cast.tenant, self.cast(Role.COORDINATOR)
        reference = self.decided_case(story)
        if story == "writing":
            self.notified(reference)
        lead = self.place.members[Role.LEAD_REVIEWER].account_id
        with self.session() as session:
            casework.grant(session, tenant, coordinator, reference, lead, self.word("grant reason"))
        with self.session() as session:
            review = reviewing.open_review(
                session, tenant, coordinator, reference, chosen_name=name, methods=["learning-event"],
                scope=self.word("scope"), today=self.today,
            )  # fmt: skip
            review_id = review.id
        self.place.know(review_id=review_id)
        self.document(Role.LEAD_REVIEWER, reference)
        return review_id

    def case_of(self, review_id: UUID) -> str:
        """Return the reference of the case that a review looks at."""
        with self.session() as session:
            looks_at = (ReviewOfCase.tenant == Case.tenant) & (ReviewOfCase.case_id == Case.id)
            wanted = select(Case.reference).join(ReviewOfCase, looks_at)
            return str(session.scalars(wanted.where(ReviewOfCase.review_id == review_id)).first())

    def submitted(self, review_id: UUID, kind: OutputKind, learning: Learning) -> UUID:
        """Submit it as a story is told, which prints nothing: `know_public` prints what readers are to find."""
        with as_of(datetime.now(UTC)):
            return super().submitted(review_id, kind, learning)

    def approved(self, review_id: UUID, kind: OutputKind, learning: Learning) -> UUID:
        """Have it approved, printing nothing."""
        with as_of(datetime.now(UTC)):
            return super().approved(review_id, kind, learning)

    def publish(self, output_id: UUID, on: Any) -> None:
        """Have it published by two people, printing nothing."""
        with as_of(datetime.now(UTC)):
            self.publish_on(output_id, on)

    def publish_on(self, output_id: UUID, on: Any) -> None:
        """Have it published on a day that has not come, or as if that day were now."""
        if on <= self.today:
            super().publish(output_id, on)
            return
        with self.session() as session:
            publishing.prepare(session, self.cast.tenant, self.cast(Role.COORDINATOR), output_id, on)
            content_hash = hash_of(session.get_one(Output, output_id))
            publishing.publish(session, self.cast.tenant, self.cast(Role.PUBLISHER), output_id, content_hash)

    def know_output(self, output_id: UUID) -> None:
        """Remember an output."""
        self.place.know(output_id=output_id)

def is_in_words(question: Question, answer: Any) -> bool:
    """Whether an answer is anybody's own words."""
    return question.kind in WORD_KINDS and isinstance(answer, str)


def furnish(portal: Flask) -> dict[str, Place]:
    """Furnish every partnership of the portal; return them by slug."""
    import pytest

    furnished: dict[str, Place] = {}
    with portal.app_context(), pytest.MonkeyPatch.context() as patch:
        for number, tenant in enumerate(portal.extensions["tenants"].by_slug.values()):
            furnisher = Furnisher(Cast(tenant), number, today())
            furnisher.place = furnished[tenant.slug] = Place(tenant)
            patch.setattr("portal.commands.fictional_casework.REASONS", furnisher.word("reasons"))
            PeopleFurnisher(furnisher).work(portal)
            furnisher.refer()
            seat_the_body(furnisher)
            furnisher.decide()
            DecisionFurnisher(furnisher).work()
            furnisher.notify()
            outputs = OutputFurnisher(furnisher)
            outputs.write()
            outputs.publish()
            furnisher.know_grants()
            release(furnisher)
            furnished[tenant.slug].know(tenant_slug=tenant.slug, digest=theme_digest(tenant))
            furnished[tenant.slug].know(page=next(iter(tenant.pages)))
            furnished[tenant.slug].know(filename="favicon.svg")
            furnished[tenant.slug].know(table="recommendations")
        invite_each_other(furnished)
    return furnished


def invite_each_other(furnished: dict[str, Place]) -> None:
    """Have each partnership invite somebody of another, whose account is called by that one's canary."""
    slugs = list(furnished)
    for here, there in zip(slugs, slugs[1:] + slugs[:1], strict=True):
        typed = people.Invited(
            f"Zq{letters(here)} typed", f"of.{letters(there)}@agency.example", (Role.REFERRER,), ""
        )
        with accounts.at_place(f"tenant:{here}") as session:
            people.invite(session, here, typed)
            invited = account_with(session, typed.email)
            assert invited is not None and invited.confirmed_at is not None
            wanted = select(Membership.id).where(Membership.account_id == invited.id)
            furnished[here].know(membership_id=session.scalar(wanted))
