"""What do reviews write while walls are tried? Drafts, what waits, what is published, and what came down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.commands.fictional_casework import BRIEFING, DECISION_MAKERS, REPORT
from portal.commands.printing import print_for
from portal.domain.agency_actions import ActionStatus
from portal.domain.factors import PracticeTheme
from portal.domain.retention import RetentionThen
from portal.domain.vocabulary import AgencyKind, OutputKind, Role
from portal.models.published import PublishedOutput, PublishedReview
from portal.models.published_file import name_of
from portal.models.published_learning import (
    PublishedAction,
    PublishedRecommendation,
    PublishedRecommendationBody,
    PublishedTheme,
)
from portal.outputs import operations as writing
from portal.outputs import publishing
from portal.reviews import operations as reviewing
from tests.walls.furnishing_information import InformationFurnisher
from tests.walls.furnishing_learning import use_briefings
from tests.walls.furnishing_meetings import MeetingsFurnisher
from tests.walls.furnishing_reviews import ReviewFurnisher

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher

APPROVING = (Role.CHAIR, *DECISION_MAKERS)


@dataclass
class OutputFurnisher:
    """Writes and publishes, in canaries."""

    at: Furnisher

    def write(self) -> None:
        """A review nobody outside knows of: drafts, what waits for approval, what waits to be published."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        review_id = self.at.review_named("writing", self.at.word("unpublished review"))
        ReviewFurnisher(self.at, review_id).work()
        InformationFurnisher(self.at, self.at.case_of(review_id)).work()
        MeetingsFurnisher(self.at, self.at.case_of(review_id)).work()
        for role in (Role.COORDINATOR, Role.LEAD_REVIEWER):
            self.drafted(review_id, role)
        for approved_by in (*(role.value for role in APPROVING), "nobody"):
            self.at.know_output(
                self.at.submitted(review_id, REPORT, self.at.learning(f"submitted {approved_by}"))
            )
        self.at.know_output(self.at.approved(review_id, BRIEFING, self.at.learning("approved")))
        waiting = self.at.approved(review_id, REPORT, self.at.learning("prepared"))
        with self.at.session() as session:
            publishing.prepare(session, tenant, coordinator, waiting, self.at.today + timedelta(days=7))
        self.at.know_output(waiting)
        ahead = self.at.approved(review_id, REPORT, self.at.learning("ahead"))
        with self.at.session() as session:
            publishing.prepare(session, tenant, coordinator, ahead, self.at.today)
        returned = self.at.submitted(review_id, REPORT, self.at.learning("returned"))
        with self.at.session() as session:
            writing.return_to_author(
                session, tenant, self.at.cast(Role.CHAIR), returned, self.at.word("comments")
            )
        self.at.know_output(returned)

    def drafted(self, review_id: UUID, role: Role) -> None:
        """Write a draft, whole but not submitted."""
        tenant, writer = self.at.cast.tenant, self.at.cast(role)
        with self.at.session() as session:
            output_id = writing.begin(
                session, tenant, writer, review_id, OutputKind.SUMMARY, self.at.word("draft")
            ).id
            writing.save(
                session, tenant, writer, output_id, edition=1, title=self.at.word("draft title"),
                body=self.at.word("draft body"),
            )  # fmt: skip
        self.at.know_output(output_id)

    def publish(self) -> None:
        """A review whose outputs are published, due, published from tomorrow, and taken down by two people."""
        review_id = self.at.review_named("published", self.at.public_word("review"))
        ReviewFurnisher(self.at, review_id).appoint()
        ReviewFurnisher(self.at, self.at.review_named("named", self.at.word("named review"))).name_one()
        self.at.review_named("unled", self.at.word("unled review"))
        tomorrow = self.at.today + timedelta(days=1)
        for kind, learning, on in (
            (BRIEFING, self.at.learning("briefing", is_public=True), self.at.today - timedelta(days=10)),
            (self.due_kind(), self.at.learning("due", is_public=True), self.at.today - timedelta(days=800)),
        ):
            output_id = self.at.approved(review_id, kind, learning)
            self.at.publish(output_id, on)
            self.at.know_output(output_id)
        ahead = self.at.approved(review_id, REPORT, self.at.learning("from tomorrow"))
        self.at.publish(ahead, tomorrow)
        self.at.know_output(ahead)
        for role in (Role.PUBLISHER, Role.COORDINATOR):
            taken = self.at.approved(
                review_id, BRIEFING, self.at.learning(f"taken {role.value}", title_is_public=True)
            )
            self.at.publish(taken, self.at.today)
            with self.at.session() as session:
                publishing.take_down_now(
                    session, self.at.cast.tenant, self.at.cast(role), taken, self.at.word("removal reason")
                )
            self.at.know_output(taken)
        complete = self.at.review_named("complete", self.at.word("complete review"))
        with self.at.session() as session:
            reviewing.complete(session, self.at.cast.tenant, self.at.cast(Role.COORDINATOR), complete)
        self.know_public()
        self.recommend()
        use_briefings(self.at)

    def recommend(self) -> None:
        """Have the published review recommend something, under a theme and to one whom others name too."""
        slug, id = self.at.cast.tenant.slug, uuid4()
        with self.at.session() as session:
            shown = select(PublishedReview.id).where(PublishedReview.visible_from.is_not(None))
            review_id = session.scalars(shown.order_by(PublishedReview.slug)).first()
            session.add(
                PublishedRecommendation(
                    tenant=slug, id=id, review_id=review_id, position=1, visible_from=datetime.now(UTC),
                    text=self.at.public_word("recommendation"), is_fictional=True,
                )
            )  # fmt: skip
            session.flush()
            for name in (self.at.public_word("body"), "A service of several areas"):
                session.add(
                    PublishedRecommendationBody(
                        tenant=slug, recommendation_id=id, name=name, kind=AgencyKind.POLICE
                    )
                )
            theme = PracticeTheme.INFORMATION_SHARING
            session.add(PublishedTheme(tenant=slug, review_id=review_id, recommendation_id=id, theme=theme))
            session.add(
                PublishedAction(
                    tenant=slug, recommendation_id=id, position=1, body=self.at.public_word("acting body"),
                    status=ActionStatus.UNDER_WAY, added_on=self.at.today, due_on=self.at.today,
                )
            )  # fmt: skip
            session.commit()

    def due_kind(self) -> OutputKind:
        """Return a kind whose term ends with a person's decision, or a report."""
        rule = self.at.cast.tenant.retention
        waits = (kind for kind in (REPORT,) if rule[kind.value].then is RetentionThen.PERSON_DECIDES)
        return next(waits, OutputKind.SUMMARY)

    def know_public(self) -> None:
        """Print what is published, and remember the public addresses."""
        print_for(self.at.cast.tenant)
        with self.at.session() as session:
            wanted = select(PublishedReview.slug, PublishedOutput.slug).join(
                PublishedOutput, PublishedOutput.review_id == PublishedReview.id
            )
            for review, output in session.execute(wanted):
                self.at.place.know(slug=review)
                self.at.place.know(slug=review, output=output)
                self.at.place.know(slug=review, output=output, file=name_of(review, output))
