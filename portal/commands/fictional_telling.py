"""How is one made-up story told? Step by step, by the portal's own operations, each as of its own day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.casework import operations as casework
from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_asking import ASKING
from portal.commands.fictional_differing import settle, settle_at_once, tell_lead_partners, weighed
from portal.commands.fictional_files import add_document, hand_in
from portal.commands.fictional_lot import LATELY
from portal.commands.fictional_notifying import NOTIFYING
from portal.commands.fictional_people import Cast
from portal.commands.fictional_referring import REFERRING
from portal.commands.fictional_reviewing import WORK
from portal.commands.fictional_words import everyday
from portal.domain.briefing import BOX_CODES
from portal.domain.vocabulary import (
    DecisionStage,
    Outcome,
    OutputKind,
    PartnerPosition,
    Role,
    StatutoryPartner,
)
from portal.models.moment import as_of
from portal.models.output import Output
from portal.models.session import TenantSession
from portal.outputs import operations as writing
from portal.outputs import publishing
from portal.outputs.content import hash_of
from portal.referrals import operations as referring
from portal.retention import operations as ending
from portal.reviews import operations as reviewing
from portal.screening import operations as deciding
from portal.tenancy.answers import Reader
from portal.tenancy.demonstration import Relative, Step, Story
from portal.tenancy.model import Form, Tenant
from portal.web.wording import LONDON

SPEAKS_FOR = {
    StatutoryPartner.LOCAL_AUTHORITY: Role.LOCAL_AUTHORITY_DECISION_MAKER,
    StatutoryPartner.INTEGRATED_CARE_BOARD: Role.ICB_DECISION_MAKER,
    StatutoryPartner.POLICE: Role.POLICE_DECISION_MAKER,
}
OFFICE_OPENS = time(9)
APART, A_DAY = timedelta(minutes=7), timedelta(days=1)
SATURDAY = 5


@dataclass
class Telling:
    """One story on its way: what it has come to so far."""

    session: TenantSession
    cast: Cast
    story: Story
    token: str
    today: date
    referral_id: UUID | None = None
    reference: str = ""
    decision_id: UUID | None = None
    review_id: UUID | None = None
    notification_id: UUID | None = None
    reply_id: UUID | None = None
    outputs: dict[str, UUID] = field(default_factory=dict)
    day: date = date.min

    def tell(self) -> None:
        """Tell every step as of its day."""
        for number, step in enumerate(self.story.steps):
            moment = self.moment_of(step, number)
            self.day = moment.astimezone(LONDON).date()
            with as_of(moment):
                TOLD[step.do](self, step)

    def moment_of(self, step: Step, number: int) -> datetime:
        """Return when a step happens: in the working week and in its turn, and not before the clock says so."""
        day = working_day(self.today - timedelta(days=step.days_ago))
        at = datetime.combine(day, OFFICE_OPENS, tzinfo=LONDON) + number * APART
        return min(at.astimezone(UTC), datetime.now(UTC))

    @property
    def referral(self) -> UUID:
        """The referral that the story began with."""
        assert self.referral_id is not None, f"{self.story.code} has not been referred yet"
        return self.referral_id

    @property
    def review(self) -> UUID:
        """The review that the story has come to last."""
        assert self.review_id is not None, f"{self.story.code} has no review yet"
        return self.review_id

    @property
    def decision(self) -> UUID:
        """The decision that was prepared last."""
        assert self.decision_id is not None, f"{self.story.code} has no decision yet"
        return self.decision_id

    @property
    def form(self) -> Form:
        """The form on which it is referred."""
        tenant = self.cast.tenant
        return tenant.forms[self.story.form] if self.story.form else tenant.main_form

    def output(self, step: Step) -> UUID:
        """The output that a step is about."""
        return self.outputs[step.says["kind"]]

    # --- the referral --------------------------------------------------------------------------------------

    def answers(self, completed_by: str = "referrer") -> dict[str, Any]:
        """Answer the form with what the story says, and otherwise with everyday made-up things."""
        happened_on = min(self.today - timedelta(days=self.story.happened_days_ago), self.day - A_DAY)
        reader = Reader(self.cast.tenant.agencies, self.day)
        said = said_of(self.story, happened_on, self.cast.tenant)
        if self.story.steps[0].days_ago <= LATELY:
            said.setdefault("incident.council_aware_on", self.day)
        return story_answers(self.form, reader, said, happened_on, completed_by, is_brief=True)

    def draft(self, step: Step) -> None:
        """Begin a referral and leave it."""
        self.begun()

    def begun(self) -> UUID:
        """Begin a referral and answer everything."""
        tenant, referrer = self.cast.tenant, self.cast(Role.REFERRER)
        referral_id = referring.begin(self.session, tenant, referrer, self.form.code).id
        referring.save(self.session, tenant, referrer, referral_id, self.answers())
        hand_in(self, referral_id)
        return referral_id

    def refer(self, step: Step) -> None:
        """Send a referral; one that was returned is sent again."""
        self.referral_id = self.referral_id or self.begun()
        referrer = self.cast(Role.REFERRER)
        referring.send(self.session, self.cast.tenant, referrer, self.referral_id, self.token, self.day)

    def accept(self, step: Step) -> None:
        """Take it into a case."""
        coordinator = self.cast(Role.COORDINATOR)
        case = referring.accept(
            self.session, self.cast.tenant, coordinator, self.referral, self.day, is_fictional=True
        )
        self.reference = case.reference

    # --- the decision --------------------------------------------------------------------------------------

    def prepare_decision(self, step: Step) -> None:
        """Put a decision to the partners, of whom some have answered."""
        says, stage = step.says, DecisionStage(step.says["stage"])
        said = weighed(stage, self.form.kind, says["reason"])
        put = deciding.Prepared(stage, Outcome(says["outcome"]), says["reason"], said)
        coordinator = self.cast(Role.COORDINATOR)
        self.decision_id = deciding.prepare(
            self.session, self.cast.tenant, coordinator, self.reference, put
        ).id
        for partner in list(StatutoryPartner)[: says.get("answered", 0)]:
            self.speak(partner, says)

    def speak(self, partner: StatutoryPartner, says: Mapping[str, Any]) -> None:
        """Record one partner's position: agreement, unless the story says otherwise."""
        is_against = says.get("dissent") == partner
        position = PartnerPosition.DO_NOT_AGREE if is_against else PartnerPosition.AGREE
        reason = says["dissent_reason"] if is_against else "We have read what agencies know, and we agree."
        deciding.record_position(
            self.session, self.cast.tenant, self.cast(SPEAKS_FOR[partner]), self.reference, self.decision,
            position, reason,
        )  # fmt: skip

    def decide(self, step: Step) -> None:
        """Prepare, hear all three partners, and sign."""
        self.prepare_decision(step)
        for partner in StatutoryPartner:
            self.speak(partner, step.says)
        if "dissent" in step.says:
            settle_at_once(self, step)
        self.sign(step)

    def sign(self, step: Step) -> None:
        """Sign what was prepared."""
        signer = self.cast(Role.LOCAL_AUTHORITY_DECISION_MAKER)
        deciding.sign(self.session, self.cast.tenant, signer, self.reference, self.decision)

    # --- the review ----------------------------------------------------------------------------------------

    def open_review(self, step: Step) -> None:
        """Open the review that was decided."""
        tenant, coordinator, says = self.cast.tenant, self.cast(Role.COORDINATOR), step.says
        self.review_id = reviewing.open_review(
            self.session, tenant, coordinator, self.reference, chosen_name=says["name"],
            methods=[says["method"]] if "method" in says else (), scope=says["scope"], today=self.day,
            is_fictional=True,
        ).id  # fmt: skip

    def complete_review(self, step: Step) -> None:
        """Mark the review as complete."""
        reviewing.complete(self.session, self.cast.tenant, self.cast(Role.COORDINATOR), self.review)

    def close(self, step: Step) -> None:
        """Close the case."""
        coordinator = self.cast(Role.COORDINATOR)
        casework.close(self.session, self.cast.tenant, coordinator, self.reference, step.says["reason"])

    # --- what is written -----------------------------------------------------------------------------------

    def write(self, step: Step) -> None:
        """Write something for readers."""
        tenant, writer, says = self.cast.tenant, self.cast(Role.COORDINATOR), step.says
        kind, title = OutputKind(says["kind"]), says["title"]
        output_id = writing.begin(self.session, tenant, writer, self.review, kind, title).id
        boxes = {code: ("", text) for code, text in zip(BOX_CODES, says.get("boxes", ()), strict=False)}
        writing.save(
            self.session,
            tenant,
            writer,
            output_id,
            edition=1,
            title=title,
            body=says.get("body", ""),
            boxes=boxes,
        )
        self.outputs[says["kind"]] = output_id

    def submit(self, step: Step) -> None:
        """Submit it for approval."""
        writing.submit(self.session, self.cast.tenant, self.cast(Role.COORDINATOR), self.output(step))

    def return_output(self, step: Step) -> None:
        """Give it back to its author with comments."""
        chair = self.cast(Role.CHAIR)
        writing.return_to_author(
            self.session, self.cast.tenant, chair, self.output(step), step.says["reason"]
        )

    def approve(self, step: Step) -> None:
        """Approve what was submitted."""
        chair, output_id = self.cast(Role.CHAIR), self.output(step)
        writing.approve(self.session, self.cast.tenant, chair, output_id, self.hash_of(output_id))

    def hash_of(self, output_id: UUID) -> str:
        """Return the hash that is shown with what a person reads."""
        return hash_of(self.session.get_one(Output, output_id))

    def prepare_publication(self, step: Step) -> None:
        """Prepare it for a later day."""
        on = self.day + timedelta(days=step.says["in_days"])
        self.prepared_for(self.output(step), on)

    def prepared_for(self, output_id: UUID, on: date) -> str:
        """Have a publication prepared with what its review recommends; return the hash of that."""
        coordinator = self.cast(Role.COORDINATOR)
        publication = publishing.prepare(
            self.session, self.cast.tenant, coordinator, output_id, on, carries_learning=True
        )
        return publication.learning_hash

    def publish(self, step: Step) -> None:
        """Publish it, by two people, on this day or ahead of its day."""
        tenant, output_id = self.cast.tenant, self.output(step)
        on = self.day + timedelta(days=step.says.get("in_days", 0))
        learning_hash = self.prepared_for(output_id, on)
        publishing.publish(
            self.session, tenant, self.cast(Role.PUBLISHER), output_id, self.hash_of(output_id),
            learning_hash=learning_hash,
        )  # fmt: skip

    def come_down(self, step: Step) -> None:
        """Let its rule take it down."""
        at = datetime.combine(self.day, OFFICE_OPENS, tzinfo=LONDON).astimezone(UTC)
        ending.come_down(self.session, self.cast.tenant.slug, self.output(step), self.day, at)

    def end_publication(self, step: Step) -> None:
        """Decide that its time is over."""
        officer = self.cast(Role.COORDINATOR)
        ending.end_publication(
            self.session, self.cast.tenant.slug, officer, self.output(step), step.says["reason"]
        )

    def keep_longer(self, step: Step) -> None:
        """Keep it published for longer."""
        until = self.day + timedelta(days=step.says["in_days"])
        officer = self.cast(Role.DATA_PROTECTION_OFFICER)
        ending.keep_longer(
            self.session, self.cast.tenant.slug, officer, self.output(step), until, step.says["reason"]
        )

    def take_down(self, step: Step) -> None:
        """Take it down at once."""
        publishing.take_down_now(
            self.session, self.cast.tenant, self.cast(Role.COORDINATOR), self.output(step), step.says["reason"],
            is_quiet=step.says.get("quietly", False),
        )  # fmt: skip

    def confirm_taking_down(self, step: Step) -> None:
        """Confirm, as somebody else, that it was right to take it down."""
        officer = self.cast(Role.DATA_PROTECTION_OFFICER)
        publishing.confirm_withdrawal(self.session, self.cast.tenant, officer, self.output(step))


TOLD: Mapping[str, Callable[[Telling, Step], None]] = {
    "draft": Telling.draft,
    "refer": Telling.refer,
    "accept": Telling.accept,
    "prepare-decision": Telling.prepare_decision,
    "decide": Telling.decide,
    "tell-lead-partners": tell_lead_partners,
    "settle": settle,
    "sign": Telling.sign,
    "open-review": Telling.open_review,
    "complete-review": Telling.complete_review,
    "close": Telling.close,
    "write": Telling.write,
    "submit": Telling.submit,
    "return-output": Telling.return_output,
    "approve": Telling.approve,
    "prepare-publication": Telling.prepare_publication,
    "publish": Telling.publish,
    "come-down": Telling.come_down,
    "end-publication": Telling.end_publication,
    "keep-longer": Telling.keep_longer,
    "take-down": Telling.take_down,
    "confirm-taking-down": Telling.confirm_taking_down,
    "add-document": add_document,
    **ASKING,
    **NOTIFYING,
    **REFERRING,
    **WORK,
}


def working_day(day: date) -> date:
    """Return the day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def said_of(story: Story, happened_on: date, tenant: Tenant) -> dict[str, Any]:
    """Return what a story's referral says, by core field."""
    siblings = [relative(each, happened_on) for each in story.family if each.relationship in SIBLINGS]
    said: dict[str, Any] = {
        **everyday(story.given_name, story.born_days_before, tenant.area),
        "child.born_on": happened_on - timedelta(days=story.born_days_before),
        "has-siblings": "yes" if siblings else "no",
        "family.siblings": siblings,
        "family.members": [
            relative(each, happened_on) for each in story.family if each.relationship not in SIBLINGS
        ],
        "family.other_children": [relative(each, happened_on) for each in story.other_children],
        "agencies.involved": [{"agencies.agency": code} for code in story.agencies],
        **story.says,
    }
    return said


# Who is asked for with brothers and sisters.
SIBLINGS = frozenset({"brother-or-sister", "half-brother-or-sister", "step-brother-or-sister"})


def relative(person: Relative, happened_on: date) -> dict[str, Any]:
    """Return one person of a family, by core field."""
    born_on = happened_on - timedelta(days=person.years * 365 + 100)
    return {
        "person.name": person.name,
        # A child of whom the referral speaks as well is asked for by both names.
        "person.given_names": person.name.rpartition(" ")[0] or person.name,
        "person.family_name": person.name.rpartition(" ")[2],
        "person.relationship": person.relationship,
        "person.born_on": born_on,
        "person.born_or_due_on": born_on,
        "person.is_in_household": "yes" if person.is_in_household else "no",
        "person.is_suspected": "no",
        **({"person.sex": person.sex} if person.sex else {}),
    }
