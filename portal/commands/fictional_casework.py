"""How does made-up work come to stand at every step of the path? By the portal's own operations, in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.casework.operations import grant
from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_people import Cast
from portal.commands.fictional_words import ONLINE, PUBLISHED, Learning, told, tree
from portal.domain.briefing import BOX_CODES
from portal.domain.outcomes import review_begun_by
from portal.domain.vocabulary import DecisionStage, Outcome, OutputKind, PartnerPosition, Role
from portal.extensions import db
from portal.models.moment import as_of
from portal.models.outbox import Outbox
from portal.models.output import Output
from portal.models.referral import Referral
from portal.models.session import TenantSession, entering
from portal.outputs import operations as writing
from portal.outputs import publishing
from portal.outputs.content import hash_of
from portal.referrals import operations as referring
from portal.reviews import operations as reviewing
from portal.screening import operations as deciding
from portal.screening.criteria_asked import criteria_at
from portal.screening.queries import outcomes_offered
from portal.tenancy.answers import Reader
from portal.tenancy.model import Tenant

DECISION_MAKERS = (Role.LOCAL_AUTHORITY_DECISION_MAKER, Role.ICB_DECISION_MAKER, Role.POLICE_DECISION_MAKER)
REASONS = "Made-up reasons: there is learning for several agencies."
BRIEFING, REPORT = OutputKind.SEVEN_MINUTE_BRIEFING, OutputKind.REPORT
# How long ago the made-up reviews were published: one in its term, one whose report is past it.
PUBLISHED_AGO = (timedelta(days=60), timedelta(days=400))


@dataclass
class Teller:
    """Tells made-up stories in one partnership. `number` tells its names from those of the others."""

    cast: Cast
    number: int
    today: date

    kept: TenantSession | None = field(default=None, init=False)

    @contextmanager
    def session(self) -> Iterator[TenantSession]:
        """Give a session of the partnership: the sitting's, where there is one."""
        if self.kept is not None:
            yield self.kept
            return
        with entering(db.session, self.cast.tenant.slug) as session:
            yield session

    @contextmanager
    def sitting(self) -> Iterator[None]:
        """Tell what follows in one session, so that keys are opened once and not for every step."""
        with self.session() as session:
            self.kept = session
            try:
                yield
            finally:
                self.kept = None

    def tell_all(self) -> int:
        """Tell every story that has not been told; return how many were."""
        stories = [self.published, self.being_written, self.decided, self.being_decided, self.open_case, self.waiting]
        begun_at = datetime.now(UTC)
        count = 0
        for story in stories:
            with self.sitting(), as_of(datetime.now(UTC)):
                count += story()
        self.write_to_nobody(begun_at)
        return count

    def write_to_nobody(self, since: datetime) -> None:
        """Let go of the letters that these stories wrote: nobody has to hear of what never happened."""
        with self.session() as session:
            waiting = select(Outbox).where(Outbox.sent_at.is_(None), Outbox.written_at >= since)
            for letter in session.scalars(waiting):
                letter.given_up_at, letter.link = datetime.now(UTC), None
            session.commit()

    def published(self) -> int:
        """Two published reviews, each with a briefing and a report."""
        return sum(
            self.publish_review(f"published-{place}", learning, tree(self.number * 4 + place), self.today - ago)
            for place, (learning, ago) in enumerate(zip(PUBLISHED, PUBLISHED_AGO, strict=True))
        )

    def publish_review(self, story: str, learning: Learning, name: str, on: date) -> int:
        """Tell one review from its referral to its publication on a day."""
        if self.is_told(story):
            return 0
        review_id = self.review(story, name, on - timedelta(days=120))
        for kind in (BRIEFING, REPORT):
            output_id = self.approved(review_id, kind, learning)
            self.publish(output_id, on)
        with self.session() as session:
            reviewing.complete(session, self.cast.tenant, self.cast(Role.COORDINATOR), review_id)
        return 1

    def being_written(self) -> int:
        """An open review whose report waits for approval, whose briefing waits to be published, and a draft."""
        if self.is_told("being-written"):
            return 0
        review_id = self.review("being-written", tree(self.number * 4 + 2), self.today - timedelta(days=40))
        self.submitted(review_id, REPORT, PUBLISHED[0])
        output_id = self.approved(review_id, BRIEFING, ONLINE)
        with self.session() as session:
            publishing.prepare(
                session, self.cast.tenant, self.cast(Role.COORDINATOR), output_id, self.today + timedelta(days=7)
            )
        with self.session() as session:
            writing.begin(
                session, self.cast.tenant, self.cast(Role.COORDINATOR), review_id, OutputKind.SUMMARY, "A draft"
            )
        return 1

    def decided(self) -> int:
        """A case whose signed decision waits for its review to be opened."""
        if self.is_told("decided"):
            return 0
        reference = self.case("decided", self.today - timedelta(days=12))
        self.sign(reference, self.prepared(reference))
        return 1

    def being_decided(self) -> int:
        """A case whose decision waits for one partner's position."""
        if self.is_told("being-decided"):
            return 0
        reference = self.case("being-decided", self.today - timedelta(days=6))
        self.answer(reference, self.prepared(reference), DECISION_MAKERS[:2])
        return 1

    def open_case(self) -> int:
        """A case on which no decision has been prepared."""
        if self.is_told("open"):
            return 0
        self.case("open", self.today - timedelta(days=3))
        return 1

    def waiting(self) -> int:
        """A referral that was sent yesterday and that nobody has taken in, and a draft."""
        if self.is_told("sent"):
            return 0
        self.sent("sent", self.today - timedelta(days=1))
        self.draft(self.today)
        return 1

    # --- one step of the path each -------------------------------------------------------------------------

    def is_told(self, story: str) -> bool:
        """Whether the story's referral was sent before."""
        with self.session() as session:
            return session.scalar(select(Referral.id).where(Referral.send_token == token_of(story))) is not None

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
            return referring.accept(session, tenant, coordinator, referral_id, on, is_fictional=True).reference

    def prepared(self, reference: str) -> UUID:
        """Put a decision that begins a review to the partners."""
        tenant, stage = self.cast.tenant, DecisionStage.SCREENING
        outcome = outcome_that_begins(tenant)
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
                    session, self.cast.tenant, self.cast(role), reference, decision_id, PartnerPosition.AGREE, REASONS
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


def token_of(story: str) -> str:
    """Return the token by which a story's referral is known again."""
    return f"demonstration-{story}"
