"""How does made-up work come to stand at every step of the path? By the portal's own operations, in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.casework.operations import grant
from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_differing import name_delegates
from portal.commands.fictional_people import Cast, token_of
from portal.commands.fictional_referring import areas_beside
from portal.commands.fictional_telling import Telling
from portal.commands.fictional_words import Learning, told
from portal.commands.fictional_years import Years
from portal.domain.briefing import BOX_CODES
from portal.domain.outcomes import review_begun_by
from portal.domain.vocabulary import DecisionStage, Outcome, OutputKind, PartnerPosition, Role
from portal.extensions import db
from portal.models.output import Output
from portal.models.referral import Referral
from portal.models.session import TenantSession, entering, in_one_commit
from portal.outputs import operations as writing
from portal.outputs import publishing
from portal.outputs.content import hash_of
from portal.referrals import operations as referring
from portal.reviews import operations as reviewing
from portal.screening import operations as deciding
from portal.screening.criteria_asked import criteria_at
from portal.screening.queries import outcomes_offered
from portal.tenancy.answers import Reader
from portal.tenancy.demonstration import Story
from portal.tenancy.model import Tenant

DECISION_MAKERS = (Role.LOCAL_AUTHORITY_DECISION_MAKER, Role.ICB_DECISION_MAKER, Role.POLICE_DECISION_MAKER)
REASONS = "Made-up reasons: there is learning for several agencies."
BRIEFING, REPORT = OutputKind.SEVEN_MINUTE_BRIEFING, OutputKind.REPORT


@dataclass
class Teller:
    """Tells made-up stories in one partnership. `number` tells its names from those of the others."""

    cast: Cast
    number: int
    today: date

    @contextmanager
    def session(self) -> Iterator[TenantSession]:
        """Give a session of the partnership."""
        with entering(db.session, self.cast.tenant.slug) as session:
            yield session

    def tell_all(self) -> int:
        """Tell every story that has not been told, in the order in which they began; return how many were."""
        known, tenant = self.tokens_known(), self.cast.tenant
        stories = [*tenant.demonstration.stories, *Years(tenant, areas_beside(tenant.slug)).all()]
        untold = [story for story in stories if token_of(story.code) not in known]
        for story in sorted(untold, key=lambda story: -story.steps[0].days_ago):
            self.tell(story)
        with self.session() as session:
            name_delegates(session, self.cast, self.today)
        return len(untold)

    def tell(self, story: Story) -> None:
        """Tell one story, whole or not at all: its referral is there only once its last step has happened."""
        with self.session() as session, in_one_commit(session):
            Telling(session, self.cast, story, token_of(story.code), self.today).tell()

    def tokens_known(self) -> set[str | None]:
        """Return the tokens of what was sent before."""
        with self.session() as session:
            return set(session.scalars(select(Referral.send_token).where(Referral.send_token.is_not(None))))

    # --- one step of the path each -------------------------------------------------------------------------

    def draft(self, happened_on: date) -> UUID:
        """Fill in a referral on the partnership's main form."""
        tenant, referrer = self.cast.tenant, self.cast(Role.REFERRER)
        answers = story_answers(tenant.main_form, self.reader, told("Rowan"), happened_on - timedelta(days=2))
        with self.session() as session:
            referral_id = referring.begin(session, tenant, referrer, tenant.main_form.code).id
        with self.session() as session:
            referring.save(session, tenant, referrer, referral_id, answers)
        return referral_id

    def sent(self, story: str, on: date) -> UUID:
        """Send a referral."""
        referral_id = self.draft(on)
        with self.session() as session:
            referring.send(
                session, self.cast.tenant, self.cast(Role.REFERRER), referral_id, token_of(story), self.today
            )
        return referral_id

    def case(self, story: str, on: date) -> str:
        """Have a referral quality assured where that is the way, and taken into a case; return its reference."""
        tenant = self.cast.tenant
        referral_id = self.sent(story, on)
        if tenant.requires_quality_assurance:
            answers = story_answers(tenant.main_form, self.reader, told("Rowan"), on, "quality-assurer")
            with self.session() as session:
                member = self.cast(Role.SCREENING_MEMBER)
                referring.pass_quality_assurance(session, tenant, member, referral_id, answers, self.today)
        with self.session() as session:
            coordinator = self.cast(Role.COORDINATOR)
            return referring.accept(
                session, tenant, coordinator, referral_id, on, is_fictional=True
            ).reference

    def prepared(self, reference: str, outcome: Outcome | None = None) -> UUID:
        """Put a decision that begins a review to the partners."""
        tenant, stage = self.cast.tenant, DecisionStage.SCREENING
        outcome = outcome or outcome_that_begins(tenant)
        criteria = criteria_at(stage, tenant.main_form.kind)
        weighed = {each.code: {"answer": "yes", "reason": REASONS} for each in criteria}
        put = deciding.Prepared(stage, outcome, REASONS, weighed)
        with self.session() as session:
            return deciding.prepare(session, tenant, self.cast(Role.COORDINATOR), reference, put).id

    def answer(self, reference: str, decision_id: UUID, roles: tuple[Role, ...]) -> None:
        """Have partners agree."""
        for role in roles:
            with self.session() as session:
                deciding.record_position(
                    session,
                    self.cast.tenant,
                    self.cast(role),
                    reference,
                    decision_id,
                    PartnerPosition.AGREE,
                    REASONS,
                )

    def sign(self, reference: str, decision_id: UUID) -> None:
        """Have every partner agree, and sign."""
        self.answer(reference, decision_id, DECISION_MAKERS)
        with self.session() as session:
            deciding.sign(session, self.cast.tenant, self.cast(DECISION_MAKERS[0]), reference, decision_id)

    def review(self, story: str, name: str, on: date) -> UUID:
        """Open a review, with leave for its lead reviewer to know of the case."""
        tenant, coordinator = self.cast.tenant, self.cast(Role.COORDINATOR)
        reference = self.case(story, on)
        self.sign(reference, self.prepared(reference))
        with self.session() as session:
            grant(session, tenant, coordinator, reference, self.cast(Role.LEAD_REVIEWER).account_id, REASONS)
        with self.session() as session:
            return reviewing.open_review(
                session, tenant, coordinator, reference, chosen_name=name, methods=["learning-event"],
                scope="Made up: how agencies shared what they knew.", today=on, is_fictional=True,
            ).id  # fmt: skip

    def submitted(self, review_id: UUID, kind: OutputKind, learning: Learning) -> UUID:
        """Write a briefing or report, and submit it."""
        tenant, writer, title = self.cast.tenant, self.cast(Role.COORDINATOR), learning.title_of(kind)
        boxes = {code: ("", text) for code, text in zip(BOX_CODES, learning.boxes, strict=True)}
        with self.session() as session:
            output_id = writing.begin(session, tenant, writer, review_id, kind, title).id
        with self.session() as session:
            writing.save(
                session, tenant, writer, output_id, edition=1, title=title, body=learning.report, boxes=boxes
            )
        with self.session() as session:
            writing.submit(session, tenant, writer, output_id)
        return output_id

    def approved(self, review_id: UUID, kind: OutputKind, learning: Learning) -> UUID:
        """Have what was submitted approved by the chair."""
        output_id = self.submitted(review_id, kind, learning)
        with self.session() as session:
            content_hash = hash_of(session.get_one(Output, output_id))
            writing.approve(session, self.cast.tenant, self.cast(Role.CHAIR), output_id, content_hash)
        return output_id

    def publish(self, output_id: UUID, on: date) -> None:
        """Have it prepared and published by two people on a day."""
        tenant, at = self.cast.tenant, datetime.combine(on, time(9), tzinfo=UTC)
        with self.session() as session:
            publishing.prepare(session, tenant, self.cast(Role.COORDINATOR), output_id, on, now=at)
        with self.session() as session:
            content_hash = hash_of(session.get_one(Output, output_id))
            publishing.publish(session, tenant, self.cast(Role.PUBLISHER), output_id, content_hash, now=at)

    @property
    def reader(self) -> Reader:
        """What answers are read against."""
        return Reader(self.cast.tenant.agencies, self.today)


def outcome_that_begins(tenant: Tenant) -> Outcome:
    """Return the outcome of a made-up decision: a review whose learning is published, which a rapid review's is not."""
    offered = [Outcome(each.code) for each in outcomes_offered(tenant, DecisionStage.SCREENING)]
    begins = [each for each in offered if review_begun_by(each)]
    return next((each for each in begins if each is not Outcome.RAPID_REVIEW), begins[0])
