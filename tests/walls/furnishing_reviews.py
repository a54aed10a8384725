"""What stands in a review while walls are tried? Work on each of its parts, with canaries in all its words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from portal.domain.quality_markers import Marker
from portal.domain.vocabulary import Role
from portal.models.recommendation import recommendations_of
from portal.reviews import (
    action_operations,
    follow_up_operations,
    plan_operations,
    quality_operations,
    recommendation_operations,
    record_operations,
    reviewer_operations,
    section_operations,
)
from portal.reviews.action_operations import Asked, Ended
from portal.reviews.follow_up_operations import Recorded
from portal.reviews.recommendation_operations import Said


class ReviewFurnisher:
    """Works on a review for a furnisher of everything."""

    def __init__(self, furnisher: Any, review_id: UUID) -> None:
        self.of, self.review_id = furnisher, review_id
        self.tenant, self.today = furnisher.cast.tenant, furnisher.today
        self.coordinator, self.lead = furnisher.cast(Role.COORDINATOR), furnisher.cast(Role.LEAD_REVIEWER)

    def do(self, operation: Any, *given: Any, by: Any = None, **named: Any) -> Any:
        """Carry an operation on the review out; return the id of what it kept."""
        with self.of.session() as session:
            return operation(session, self.tenant, by or self.coordinator, self.review_id, *given, **named).id

    def know(self, **values: Any) -> None:
        """Remember identifiers of what belongs to the review."""
        self.of.place.know(review_id=self.review_id, **values)

    def work(self) -> None:
        """Work on every part."""
        self.sections()
        self.records()
        self.reviewers()
        self.recommendations()
        self.do(quality_operations.score_marker, Marker.ANALYSIS, "partly-met", self.of.word("score"))
        self.know(marker=Marker.ANALYSIS.value)

    def sections(self) -> None:
        """Method, cases, terms, expected day, waiting."""
        word, do, later = self.of.word, self.do, self.today + timedelta(days=400)
        do(section_operations.set_method, ["audit"], [word("joint partner")])
        other = self.of.case("joins the review")
        do(section_operations.add_case, other)
        self.know(reference=other)
        do(section_operations.set_terms, scope=word("scope"), questions=[word("question")],
           period_from=None, period_to=None)  # fmt: skip
        do(section_operations.expect, later, word("explanation"))
        wait_id = do(section_operations.begin_wait, "inquest", word("waiting reason"), self.today)
        do(section_operations.look_at_wait, wait_id, word("look"), self.today, is_over=False)
        self.know(wait_id=wait_id)

    def records(self) -> None:
        """Dates, linked processes, the family."""
        word, do = self.of.word, self.do
        self.know(
            date_id=do(
                record_operations.put_date, None, kind="sign-off", held_on=self.today, note=word("note")
            )
        )
        self.know(
            process_id=do(
                record_operations.put_process,
                None,
                process="criminal",
                is_lead=True,
                ended_on=None,
                note=word("note"),
            )
        )
        self.know(
            part_id=do(
                record_operations.put_family_part, None, relationship="mother", approach="letter", asked_on=None,
                answer="takes-part", wants_real_name=True, wishes=word("wishes"),
            )
        )  # fmt: skip

    def reviewers(self) -> None:
        """One without an account who left, then one with an account who has declared."""
        self.name_one()
        self.do(reviewer_operations.declare, self.of.word("declaration"), self.today, self.today)
        self.do(reviewer_operations.end_appointment, "withdrew", self.of.word("end reason"), self.today)
        self.appoint()
        self.do(
            reviewer_operations.declare, self.of.word("declaration"), self.today, self.today, by=self.lead
        )

    def name_one(self) -> None:
        """Name somebody without an account, who has not declared anything."""
        self.do(
            reviewer_operations.name_reviewer,
            self.of.word("reviewer"),
            self.of.word("organisation"),
            self.today,
        )

    def appoint(self) -> None:
        """Appoint the lead reviewer, who has not declared anything."""
        until = self.today + timedelta(days=300)
        self.do(reviewer_operations.appoint, self.lead.account_id, until, self.today)

    def recommendations(self) -> None:
        """Three recommendations, of which two were not accepted: one under way, one to be verified, one closed."""
        word = self.of.word
        for number in range(3):
            self.recommend(word(f"recommendation {number}"))
        with self.of.session() as session:
            ids = [(each.row.id, each.owners[0].id) for each in recommendations_of(session, self.review_id)]
        for recommendation_id, owner_id in reversed(ids):
            self.know(recommendation_id=recommendation_id)
            self.know(recommendation_id=recommendation_id, owner_id=owner_id)
        for recommendation_id in (ids[0][0], ids[2][0]):
            self.do(
                recommendation_operations.record_answer, recommendation_id, self.asked, answer="not-accepted",
                reason=word("answer reason"), answered_on=self.today, today=self.today,
            )  # fmt: skip
        self.actions(ids[1][0])
        for at, action in (
            (1, "put-at-risk"),
            (1, "record-impact"),
            (1, "say-complete"),
            (2, "close-not-accepted"),
        ):
            said = Recorded(word("step"), self.today, impact="child")
            self.do(follow_up_operations.take_step, ids[at][0], action, said, self.today)

    def actions(self, recommendation_id: UUID) -> None:
        """Two actions for one recommendation: one done, one under way and late."""
        word = self.of.word
        for role in ("done by", "owner of the action"):
            asked = Asked(word("action"), self.asked, word(role), self.today - timedelta(days=5))
            action_id = self.do(action_operations.add_action, recommendation_id, asked, self.today)
            self.know(recommendation_id=recommendation_id, action_id=action_id)
            if role == "done by":
                said = Ended(word("what shows it"), self.today, "audit")
                self.do(
                    action_operations.end_action,
                    recommendation_id,
                    action_id,
                    "action-done",
                    said,
                    self.today,
                )

    @property
    def asked(self) -> str:
        """An agency that whoever verifies does not work for."""
        theirs = {self.of.cast(role).agency for role in (Role.CHAIR, Role.SCREENING_MEMBER, Role.COORDINATOR)}
        return next(each.code for each in self.tenant.agencies if each.code not in theirs)

    def recommend(self, text: str) -> None:
        """Recommend something."""
        word = self.of.word
        said = Said(
            text, word("change"), {self.asked: word("owner's role")}, "national", ["thresholds"], self.today,
            word("due"),
        )  # fmt: skip
        self.do(recommendation_operations.add, said)


def tick_steps(of: Any, review_id: UUID) -> None:
    """Tick one step of a rapid review's working days with a note, find one not needed, and leave some open."""
    tenant, coordinator = of.cast.tenant, of.cast(Role.COORDINATOR)
    by_hand = [rung.code for rung in tenant.rapid_review_ladder if rung.met_by is None]
    for code, as_what in zip(by_hand, ("done", "not-needed"), strict=False):
        with of.session() as session:
            plan_operations.mark(
                session,
                tenant,
                coordinator,
                review_id,
                code,
                of.today,
                as_what=as_what,
                note=of.word("step note"),
            )
    for code in reversed(by_hand):
        of.place.know(review_id=review_id, step=code)
