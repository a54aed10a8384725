"""How does a test open a review, write for readers and publish, without going through the pages?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from portal.domain.briefing import SEVEN_BOXES
from portal.domain.vocabulary import Outcome
from portal.models.output import Output
from portal.models.publications import newest_of, publications_of
from portal.models.published import PublishedOutput, PublishedReview
from tests.beginnings import remembered
from tests.work import TODAY, Work

BRIEFING, REPORT = "seven-minute-briefing", "report"
BEGINS_A_REVIEW = Outcome.RAPID_REVIEW
BODY = "## What we found\n\nPeople worked hard for the child.\n\n- They listened."


@dataclass
class Reading(Work):
    """One partnership at work, up to what readers read."""

    reviews_opened: int = 0

    @remembered
    def decided_case(self) -> str:
        """Return the reference of a case whose signed decision begins a review."""
        reference = self.case()
        self.decided(reference, BEGINS_A_REVIEW)
        return reference

    @remembered
    def review(self, name: str = "") -> UUID:
        """Open a review."""
        from portal.reviews import operations

        reference = self.decided_case()
        self.reviews_opened += 1
        name = name or f"Child Example {self.reviews_opened}"
        with self.session() as session:
            return operations.open_review(
                session, self.tenant, self.actor("coordinator"), reference, chosen_name=name,
                scope="How agencies shared what they knew.", today=TODAY,
            ).id  # fmt: skip

    def draft_of(self, kind: str = REPORT, review_id: UUID | None = None) -> UUID:
        """Write something whole; it is a draft of the coordinator's."""
        from portal.outputs import operations

        review_id = review_id or self.review()
        writer = self.actor("coordinator")
        with self.session() as session:
            output_id = operations.begin(session, self.tenant, writer, review_id, kind, f"The {kind}").id
        with self.session() as session:
            operations.save(
                session, self.tenant, writer, output_id, edition=1, title=f"The {kind}", body=BODY,
                boxes={box.code: ("", f"Words about {box.code}.") for box in SEVEN_BOXES},
            )  # fmt: skip
        return output_id

    def submitted(self, kind: str = REPORT, review_id: UUID | None = None) -> UUID:
        """Submit something for approval."""
        from portal.outputs import operations

        output_id = self.draft_of(kind, review_id)
        with self.session() as session:
            operations.submit(session, self.tenant, self.actor("coordinator"), output_id)
        return output_id

    @remembered
    def approved(self, kind: str = REPORT, review_id: UUID | None = None) -> UUID:
        """Have the chair approve something."""
        from portal.outputs import operations

        output_id = self.submitted(kind, review_id)
        with self.session() as session:
            operations.approve(session, self.tenant, self.actor("chair"), output_id, self.hash_of(output_id))
        return output_id

    def prepared_for(self, appears_on: date, kind: str = REPORT, review_id: UUID | None = None) -> UUID:
        """Prepare a publication on the day itself."""
        from portal.outputs import publishing

        output_id = self.approved(kind, review_id)
        with self.session() as session:
            publishing.prepare(
                session, self.tenant, self.actor("coordinator"), output_id, appears_on, now=noon(appears_on)
            )
        return output_id

    def published(self, on: date = TODAY, kind: str = REPORT, review_id: UUID | None = None) -> UUID:
        """Publish something on a day, by two people."""
        output_id = self.prepared_for(on, kind, review_id)
        self.publish(output_id, noon(on))
        return output_id

    def publish(self, output_id: UUID, at: datetime) -> None:
        """Approve a prepared publication."""
        from portal.outputs import publishing

        with self.session() as session:
            publishing.publish(
                session, self.tenant, self.actor("publisher"), output_id, self.hash_of(output_id), now=at
            )

    # --- what became of it ---------------------------------------------------------------------------------

    def hash_of(self, output_id: UUID) -> str:
        """Return the hash of what an output says now."""
        from portal.outputs.content import hash_of

        with self.session(writes=False) as session:
            return hash_of(session.get_one(Output, output_id))

    def status(self, output_id: UUID) -> str:
        """Return an output's status."""
        with self.session(writes=False) as session:
            return str(session.get_one(Output, output_id).status)

    def publication(self, output_id: UUID, *names: str) -> tuple[Any, ...]:
        """Return facts of an output's newest publication."""
        with self.session(writes=False) as session:
            newest = newest_of(publications_of(session, output_id))
            assert newest is not None
            return tuple(getattr(newest, name) for name in names)

    def copy(self, output_id: UUID, *names: str) -> tuple[Any, ...]:
        """Return facts of an output's public copy."""
        (published_output_id,) = self.publication(output_id, "published_output_id")
        with self.session(writes=False) as session:
            row = session.get_one(PublishedOutput, published_output_id)
            return tuple(getattr(row, name) for name in names)

    def public_path(self, output_id: UUID) -> str:
        """Return the address of an output's public page."""
        (published_output_id,) = self.publication(output_id, "published_output_id")
        with self.session(writes=False) as session:
            row = session.get_one(PublishedOutput, published_output_id)
            review = session.get_one(PublishedReview, row.review_id)
            return f"/{self.slug}/reviews/{review.slug}/{row.slug}"


def noon(day: date) -> datetime:
    """Return the middle of a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)
