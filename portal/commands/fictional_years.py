"""Which made-up cases fill a partnership's five years, besides the stories that are its own?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from portal.commands import fictional_waiting as waiting
from portal.commands.fictional_lot import (
    AFTERWARDS,
    BRIEFING,
    LOCAL_REVIEW,
    NOTHING,
    REPORT,
    SCREENING,
    Course,
    Lot,
    published,
)
from portal.commands.fictional_present import Present
from portal.commands.fictional_scenes import BELOW, GOOD, Scene
from portal.domain.retention import FLOOR_MONTHS, RetentionThen
from portal.domain.vocabulary import Outcome, OutputKind
from portal.tenancy.demonstration import YEARS, Story
from portal.tenancy.model import Tenant

FIVE_YEARS = 365 * YEARS
# The latest day on which something that is over by now was referred, and one whose review is over by now.
SETTLED, REVIEWED = 150, 700
LONGEST_MONTH, A_WEEK, SOON = 31, 7, 60
# In which ways a publication ends, in turn: kept longer and then taken down, kept longer, or over by its rule.
THEN_TAKEN_DOWN, THEN_COMES_DOWN = 0, 2
HALF = 0.5

# Of every twenty that are referred, and in this order: most go no further than the first decisions.
FATES = (
    "reviewed", "nothing", "enough", "declined", "learned", "elsewhere", "declined", "withdrawn", "reviewed", "nothing",
    "learned", "elsewhere", "declined", "withdrawn", "nothing", "declined", "elsewhere", "enough", "withdrawn",
    "declined",
)  # fmt: skip
TURNED_AWAY = ("declined", "withdrawn", "elsewhere")


@dataclass
class Years:
    """A partnership's made-up years."""

    tenant: Tenant
    # The other partnerships of the portal, to which a referral may be offered.
    areas: Sequence[str] = ()

    def all(self) -> Iterator[Story]:
        """Yield what is over, then what is under way."""
        lot = Lot(self.tenant, self.areas)
        yield from Past(lot).all()
        yield from Present(lot).all()


class Past:
    """What has run its course."""

    def __init__(self, lot: Lot) -> None:
        self.lot, self.passed_on = lot, cycle(range(3))

    def all(self) -> Iterator[Story]:
        """Yield the referrals of five years that have run their course, spread over them unevenly."""
        number = self.lot.tenant.demonstration.referrals_a_year * YEARS
        apart = (FIVE_YEARS - SETTLED) / number
        for place, fate in zip(range(number), cycle(FATES), strict=False):
            days_ago = FIVE_YEARS - int(place * apart) - self.lot.lot.randrange(max(1, int(apart)))
            yield self.over(f"year-{place}", fate, days_ago)

    def over(self, code: str, fate: str, days_ago: int) -> Story:
        """Return a story that has ended; what was referred lately has not had the time for a review."""
        name, course = next(self.lot.names), Course(days_ago)
        if fate in TURNED_AWAY:
            scene = BELOW if fate == "declined" else next(self.lot.scenes)
            self.lot.sent(course, is_checked=fate != "withdrawn")
            self.turned_away(course, fate)
            return self.lot.story(code, name, scene, course)
        outcome = next(self.lot.other_reviews) if fate == "learned" and days_ago > REVIEWED else None
        scene = self.scene_for(outcome)
        self.lot.accepted(course)
        if fate == "nothing":
            self.nothing_more(course)
        elif outcome is not None and outcome is not LOCAL_REVIEW:
            self.lot.decided(course, outcome, scene)
            self.learned(course, name, scene)
        else:
            is_more = fate in ("reviewed", "learned") and days_ago > REVIEWED
            self.reviewed(course, name, scene, is_more=is_more)
        return self.lot.story(code, name, scene, course)

    def scene_for(self, outcome: Outcome | None) -> Scene:
        """Return what happened, so that the outcome fits it."""
        if outcome is Outcome.SERIOUSLY_GOOD_OUTCOME_REVIEW and self.lot.good_form:
            return GOOD
        is_serious = outcome in (None, LOCAL_REVIEW) or self.lot.lot.random() < HALF
        return next(self.lot.scenes) if is_serious else BELOW

    def turned_away(self, course: Course, fate: str) -> None:
        """Decline it, pass it to another area, or let its writer withdraw it."""
        if fate == "withdrawn":
            course.then(1, "withdraw-referral")
        elif fate == "elsewhere":
            waiting.passed_on(course, next(self.passed_on))
        else:
            reason = "No child was seriously harmed, and early help has begun. Please talk to us if that changes."
            course.then(3, "decline", reason=reason)

    def nothing_more(self, course: Course) -> None:
        """Decide that nothing local begins, and close."""
        outcome = next(self.lot.nothing)
        says = {"stage": SCREENING.value, "outcome": outcome.value, "reason": NOTHING[outcome]}
        course.then(next(self.lot.to_decide), "decide", **says)
        course.then(2, "close", reason="Decided, and the referrer has been told.")

    def reviewed(self, course: Course, name: str, scene: Scene, *, is_more: bool) -> None:
        """Hold a rapid review; it is enough, or a local review follows whose report is published."""
        self.lot.rapidly_reviewed(course, name, scene)
        if not is_more:
            self.lot.decided(course, Outcome.RAPID_REVIEW_IS_ENOUGH, scene, AFTERWARDS)
            course.then(5, "close", reason="The rapid review’s learning has gone to every agency.")
            return
        self.lot.reviewed(course, name, scene)
        published(course, REPORT, scene.learning)
        published(course, BRIEFING, scene.learning)
        self.ended(course, REPORT)

    def learned(self, course: Course, name: str, scene: Scene) -> None:
        """Hold a review that no law asks for, and publish what was learned."""
        course.then(7, "open-review", name=f"Child {name}", scope=scene.scope, method="learning-event")
        self.lot.led(course, scene)
        course.then(next(self.lot.lengths) // 2, "complete-review")
        published(course, BRIEFING, scene.learning)
        published(course, OutputKind.LEARNING_REPORT, scene.learning)
        self.ended(course, OutputKind.LEARNING_REPORT)

    def ended(self, course: Course, kind: OutputKind) -> None:
        """End a publication in one of three ways, where there has been time for it."""
        ending, rule = next(self.lot.endings), self.lot.tenant.retention[kind.value]
        term = (rule.keep_months or FLOOR_MONTHS) * LONGEST_MONTH + A_WEEK
        if ending < THEN_COMES_DOWN and course.days_ago > 2 * SOON:
            course.then(SOON, "keep-longer", kind=kind.value, in_days=FIVE_YEARS, reason="Schools teach with it.")
            if ending == THEN_TAKEN_DOWN:
                reason = "A sentence could tell readers which family is meant."
                course.then(SOON, "take-down", kind=kind.value, reason=reason)
                course.then(1, "confirm-taking-down", kind=kind.value)
        elif course.days_ago > term and rule.then is RetentionThen.WITHDRAW:
            course.then(term, "come-down", kind=kind.value)
        elif course.days_ago > term and rule.then is RetentionThen.PERSON_DECIDES:
            reason = "Its time is over, and its briefing stays."
            course.then(term, "end-publication", kind=kind.value, reason=reason)

