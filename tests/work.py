"""How does a test refer a case, take it in and decide about it, without going through the pages?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.domain.meetings import Seat
from portal.domain.notifying import WhyTogether
from portal.domain.permissions import permissions_at
from portal.domain.vocabulary import (
    DecisionStage,
    NotificationKind,
    Outcome,
    PartnerPosition,
    Role,
)
from portal.extensions import db
from portal.models.case import Case, Child
from portal.models.session import TenantSession, entering
from portal.tenancy.answers import Reader, sections_for
from portal.tenancy.conditions import applies
from portal.tenancy.model import Form, Question, Tenant
from portal.web.access import Actor
from tests.beginnings import remembered
from tests.people import SomeBody, signed_in, somebody

TODAY = date(2026, 11, 20)
AGENCY = "hospital-trust"
# Who sits on the screening body where a test says nothing of it: enough to advise.
SITS = (
    ("chair", AGENCY, Seat.CHAIR),
    ("screening-member", "childrens-services", Seat.MEMBER),
    ("screening-member", "integrated-care-board", Seat.MEMBER),
    ("screening-member", "police", Seat.MEMBER),
)
DECISION_MAKERS = ("local-authority-decision-maker", "icb-decision-maker", "police-decision-maker")


@dataclass
class Work:
    """One partnership at work: its people by role, and what they do."""

    portal: Flask
    slug: str = "manchester"
    people: dict[tuple[str, ...], SomeBody] = field(default_factory=dict)
    # Whether this work is done for whoever begins where it ends, who gets the fields named below.
    is_first: bool = field(default=False, kw_only=True)
    KEPT: ClassVar[tuple[str, ...]] = ("people", "reviews_opened")

    @cached_property
    def tenant(self) -> Tenant:
        found = self.portal.extensions["tenants"].by_slug[self.slug]
        assert isinstance(found, Tenant)
        return found

    @property
    def reader(self) -> Reader:
        return Reader(self.tenant.agencies, TODAY)

    def person(self, *roles: str, agency: str = AGENCY) -> SomeBody:
        """Return the person here with these roles, the same one each time."""
        key = (*roles, agency)
        if key not in self.people:
            name = f"{roles[0].replace('-', ' ').title()} Example"
            self.people[key] = somebody(self.portal, f"tenant:{self.slug}", roles, agency=agency, name=name)
        return self.people[key]

    def actor(self, *roles: str, agency: str = AGENCY) -> Actor:
        """Return the person with these roles as an operation sees them."""
        held = frozenset(Role(role) for role in roles)
        person = self.person(*roles, agency=agency)
        allowed = permissions_at(held, is_of_many=self.tenant.is_many(agency))
        return Actor(person.account_id, self.slug, None, held, agency, allowed)

    def browser(self, *roles: str, agency: str = AGENCY) -> Any:
        """Return a browser signed in as the person with these roles."""
        return signed_in(self.portal, self.person(*roles, agency=agency), f"tenant:{self.slug}")

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[TenantSession]:
        """Give a database session of this partnership."""
        with self.portal.app_context(), entering(db.session, self.slug, writes=writes) as session:
            yield session

    # --- referring -----------------------------------------------------------------------------------------

    def answers(self, form: Form | None = None, **given: Any) -> dict[str, Any]:
        """Return an answer to every question that the referrer meets; `given` answers by code."""
        return filled(form or self.tenant.main_form, self.reader, given)

    def draft(self, *, form: Form | None = None, agency: str = AGENCY, **given: Any) -> UUID:
        """Begin a referral and answer everything."""
        from portal.referrals import operations

        form = form or self.tenant.main_form
        referrer = self.actor("referrer", agency=agency)
        with self.session() as session:
            referral_id = operations.begin(session, self.tenant, referrer, form.code).id
            operations.save(session, self.tenant, referrer, referral_id, self.answers(form, **given))
            return referral_id

    def sent(self, *, form: Form | None = None, agency: str = AGENCY, **given: Any) -> UUID:
        """Send a referral; where the partnership quality assures, it waits for that."""
        from portal.referrals import operations

        referral_id = self.draft(form=form, agency=agency, **given)
        with self.session() as session:
            referrer = self.actor("referrer", agency=agency)
            operations.send(session, self.tenant, referrer, referral_id, f"token-{referral_id}", TODAY)
        return referral_id

    def received(self, *, form: Form | None = None, agency: str = AGENCY, **given: Any) -> UUID:
        """Send a referral, and have it quality assured where that is the way here."""
        from portal.referrals import operations

        referral_id = self.sent(form=form, agency=agency, **given)
        if self.tenant.requires_quality_assurance:
            with self.session() as session:
                member = self.actor("screening-member", agency=agency)
                operations.pass_quality_assurance(
                    session, self.tenant, member, referral_id, self.assured, TODAY
                )
        return referral_id

    @property
    def assured(self) -> dict[str, str]:
        """A yes to every question that a quality assurer is asked here."""
        sections = [
            each for form in self.tenant.forms.values() for each in sections_for(form, "quality-assurer")
        ]
        return {question.code: "yes" for section in sections for question in section.questions}

    def case(self, *, form: Form | None = None, **given: Any) -> str:
        """Take a referral into a case; return the case's reference."""
        return (
            self.usual_case()
            if form is None and not given
            else self.accepted(self.received(form=form, **given))
        )

    @remembered
    def usual_case(self) -> str:
        """Take a referral on the main form into a case; return the case's reference."""
        return self.accepted(self.received())

    def accepted(self, referral_id: UUID) -> str:
        """Accept a referral into a case of its own; return the case's reference."""
        from portal.referrals import operations

        with self.session() as session:
            coordinator = self.actor("coordinator")
            return operations.accept(session, self.tenant, coordinator, referral_id, TODAY).reference

    # --- screening and notifying ---------------------------------------------------------------------------

    def screened(
        self, reference: str, outcome: Outcome = Outcome.LOCAL_LEARNING_REVIEW, **given: Any
    ) -> UUID:
        """Have the screening body's advice recorded."""
        from portal.screening import advising

        considered = advising.Considered(
            **{
                "came_from": "correspondence", "considered_on": TODAY, "outcome": outcome.value, "weighed": weighed(),
                "members": "B. Guest, housing", "reasons": "Several agencies can learn.",
                "answered": () if "came_from" in given else self.seated(),
                **given,
            }
        )  # fmt: skip
        chair = self.actor("chair")
        with self.session() as session:
            draft_id = advising.save(session, self.tenant, chair, reference, considered).id
        with self.session() as session:
            return advising.record_advice(session, self.tenant, chair, reference, draft_id, TODAY).id

    def seated(self) -> tuple[str, ...]:
        """Return the seats of the screening body, given to a chair and two members where nobody has one."""
        from portal.models.meeting import seats_of_body

        with self.session(writes=False) as session:
            held = tuple(str(each.id) for each in seats_of_body(session) if each.sits_on(TODAY))
        return held if len(held) >= len(SITS) else (*(self.seat(*each) for each in SITS), *held)

    def seat(self, role: str, agency: str, sits: Seat, deputy_for: UUID | None = None) -> str:
        """Give the person of a role and an agency a seat on the screening body."""
        from portal.meetings import body

        who, seat_since = self.actor(role, agency=agency).account_id, date(2026, 1, 5)
        with self.session() as session:
            seated = body.Seated(who, agency, sits, seat_since, deputy_for)
            return str(body.seat(session, self.tenant, self.actor("coordinator"), seated).id)

    def viewed(self, reference: str, agency: str = AGENCY, **given: Any) -> None:
        """Have a member of an agency give a view: a rapid review is needed, unless something else is given."""
        from portal.screening import members_say

        said = members_say.Said(
            **{
                "says": "review-needed", "outcome": Outcome.RAPID_REVIEW.value,
                "reasons": f"As {agency} sees it.", **given,
            }
        )  # fmt: skip
        with self.session() as session:
            members_say.give(
                session, self.tenant, self.actor("screening-member", agency=agency), reference, said
            )

    def case_of(self, session: TenantSession, reference: str) -> Case:
        """Return the case of a reference."""
        return session.scalars(select(Case).where(Case.reference == reference)).one()

    def children(self, reference: str) -> tuple[UUID, ...]:
        """Return the ids of a case's children, in their order."""
        with self.session(writes=False) as session:
            wanted = select(Child.id).join(Case, Case.id == Child.case_id).where(Case.reference == reference)
            return tuple(session.scalars(wanted.order_by(Child.position)))

    def notified(self, reference: str, *, role: str = "local-authority-decision-maker", **given: Any) -> UUID:
        """Record a notification, sent four days after the council became aware."""
        from portal.notifications import operations

        notified = operations.Notified(
            **{
                "kind": NotificationKind.SERIOUS_HARM, "council_aware_on": date(2026, 11, 12),
                "sent_on": date(2026, 11, 16), "children": self.children(reference),
                "panel_reference": "INVENTED-1", "why_together": WhyTogether.SIBLINGS, **given,
            }
        )  # fmt: skip
        with self.session() as session:
            return operations.record_notification(
                session, self.tenant, self.actor(role), reference, notified, TODAY
            ).id

    # --- deciding ------------------------------------------------------------------------------------------

    def prepared(self, reference: str, outcome: Outcome = Outcome.LOCAL_LEARNING_REVIEW) -> UUID:
        """Put a decision to the partners."""
        from portal.screening import operations

        reasons = "There is learning for several agencies."
        put = operations.Prepared(DecisionStage.SCREENING, outcome, reasons, weighed())
        with self.session() as session:
            return operations.prepare(session, self.tenant, self.actor("coordinator"), reference, put).id

    def answered(self, reference: str, decision_id: UUID, *roles: str) -> None:
        """Have the partners of these roles agree; all three where none is named."""
        from portal.screening import operations

        for role in roles or DECISION_MAKERS:
            with self.session() as session:
                operations.record_position(
                    session, self.tenant, self.actor(role), reference, decision_id,
                    PartnerPosition.AGREE, "The reasons given are ours too.",
                )  # fmt: skip

    def differed(self, reference: str, decision_id: UUID, reasons: str = "Too early for us.") -> None:
        """Have the council and the integrated care board agree, and the police not."""
        from portal.screening import operations

        self.answered(reference, decision_id, *DECISION_MAKERS[:2])
        with self.session() as session:
            operations.record_position(
                session, self.tenant, self.actor(DECISION_MAKERS[2]), reference, decision_id,
                PartnerPosition.DO_NOT_AGREE, reasons,
            )  # fmt: skip

    def escalated(self, reference: str, decision_id: UUID) -> None:
        """Have the lead safeguarding partners told and asked."""
        from portal.screening import disagreeing

        with self.session() as session:
            disagreeing.escalate(
                session, self.tenant, self.actor("coordinator"), reference, decision_id,
                "A. Chief, council, by telephone", "Is a review needed now?",
            )  # fmt: skip

    def settled(self, reference: str, decision_id: UUID, outcome: Outcome, today: date | None = None) -> None:
        """Have the lead safeguarding partners decide."""
        from portal.screening import disagreeing
        from portal.web.working_days import today as today_here

        day = today or today_here()
        settled = disagreeing.Settlement(day, outcome.value, "A. Chief, council", "It cannot wait.")
        with self.session() as session:
            disagreeing.settle(
                session, self.tenant, self.actor("coordinator"), reference, decision_id, settled, day
            )

    def decided(self, reference: str, outcome: Outcome = Outcome.LOCAL_LEARNING_REVIEW) -> UUID:
        """Prepare, answer and sign a decision."""
        from portal.screening import operations

        decision_id = self.prepared(reference, outcome)
        self.answered(reference, decision_id)
        with self.session() as session:
            signer = self.actor(DECISION_MAKERS[0])
            operations.sign(session, self.tenant, signer, reference, decision_id)
        return decision_id


def weighed() -> dict[str, dict[str, str]]:
    """Return an answer and a reason for every criterion."""
    from portal.screening.criteria_asked import criteria_at

    every = criteria_at(DecisionStage.SCREENING, "incident")
    return {criterion.code: {"answer": "yes", "reason": "As the account says."} for criterion in every}


def filled(
    form: Form, reader: Reader, given: dict[str, Any], completed_by: str = "referrer"
) -> dict[str, Any]:
    """Return an answer to every question that is asked of one party, given these answers."""
    answers: dict[str, Any] = {}
    given = {code.replace("_", "-"): answer for code, answer in given.items()}
    for section in form.sections:
        for question in section.questions:
            is_theirs = section.completed_by == completed_by and question.kind != "file"
            if is_theirs and applies(question.condition, answers):
                answers[question.code] = given.get(question.code, sample(question, reader))
    return answers


def sample(question: Question, reader: Reader) -> Any:
    """Return an answer that a person could give to a question."""
    if question.code == "other-child-unborn":
        return "no"
    if question.kind == "group":
        return [sample_row(question, reader)]
    if question.kind == "date":
        return "2014-03-09" if "born" in question.code else "2026-11-16"
    if question.kind == "many-of":
        return [code for code, _ in question.options[:2]]
    if question.kind in SAMPLES:
        return SAMPLES[question.kind]
    options = reader.options(question)
    if AGENCY in dict(options):
        return AGENCY
    return options[0][0] if options else f"Invented {question.code}"


SAMPLES: dict[str, Any] = {
    "email": "referrer@agency.example",
    "telephone": "0161 496 0000",
    "number": 3,
    "paragraph": "First line.\nSecond line, invented.",
}


def sample_row(group: Question, reader: Reader) -> dict[str, Any]:
    """Return one row of a group, every question answered."""
    row: dict[str, Any] = {}
    for inner in group.questions:
        if applies(inner.condition, row) and inner.kind != "file":
            row[inner.code] = sample(inner, reader)
    return row
