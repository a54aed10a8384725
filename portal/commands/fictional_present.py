"""Which made-up cases are under way in a partnership: three at each stage that there is, some of them late?"""

from __future__ import annotations

from collections.abc import Iterator

from portal.commands import fictional_differing as differing
from portal.commands import fictional_waiting as waiting
from portal.commands.fictional_lot import (
    BRIEFING,
    REPORT,
    SCREENING,
    TO_PUBLISH,
    Course,
    Lot,
    published,
    reasons_for,
    written,
)
from portal.commands.fictional_people import agency_for
from portal.commands.fictional_scenes import Scene
from portal.domain.vocabulary import Outcome, OutputKind, Role
from portal.tenancy.demonstration import Story

AT_EACH_STAGE = 3
# So many days ago the council notified: lately, so that the rapid review is due this week, and so that it is late.
NOTIFIED, BEFORE_NOTIFYING = (4, 19, 30), 12
# In so many days the year of a published report is over.
YEAR_OVER_IN, A_YEAR = (6, 14, 24), 365
# How long a referral takes at most to become a report that readers have; the review itself is as long as it is.
TO_A_REPORT = 480
SUMMARY, LEARNING_REPORT = OutputKind.SUMMARY, OutputKind.LEARNING_REPORT


class Present:
    """What is under way."""

    def __init__(self, lot: Lot) -> None:
        self.lot = lot

    def all(self) -> Iterator[Story]:
        """Yield three stories at each stage that there is."""
        stages = {
            "sent": self.waiting, "checked": self.received, "asked": self.more_asked, "offered": self.offered,
            "open": self.opened, "screened": self.screened, "deciding": self.deciding, "differing": self.differing,
            "decided": self.awaiting_review, "rapid": self.rapidly_reviewing, "reviewing": self.reviewing,
            "warned": self.coming_down,
        }  # fmt: skip
        for stage, draw in stages.items():
            for place in range(AT_EACH_STAGE):
                name, scene = next(self.lot.names), next(self.lot.scenes)
                yield self.lot.story(f"now-{stage}-{place}", name, scene, draw(place, name, scene))

    # --- referrals -----------------------------------------------------------------------------------------

    def waiting(self, place: int, name: str, scene: Scene) -> Course:
        """A draft, and a referral that was sent and that nobody has read."""
        return Course(place + 2).then(0, "draft").then(1, "refer")

    def received(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that waits to be taken in."""
        return waiting.added_to(self.lot.sent(Course(place + 3)), place)

    def more_asked(self, place: int, name: str, scene: Scene) -> Course:
        """A referral about which its writer has been asked."""
        return waiting.asked_about(self.lot.sent(Course(waiting.ASKED_ABOUT[place])), place)

    def offered(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that may belong to another area, which has been asked."""
        return waiting.offered(self.lot.sent(Course(waiting.OFFERED[place])), place, self.lot.areas)

    # --- cases ---------------------------------------------------------------------------------------------

    def opened(self, place: int, name: str, scene: Scene) -> Course:
        """A case of which nothing has been decided; the last has waited too long."""
        course, asked = self.lot.accepted(Course((4, 6, 13)[place])), self.asked_in()
        course.then(1, "ask-agencies", purpose="before-screening", agencies=asked)
        if place:
            course.then(
                1, "know-nothing", agencies=asked[1:2], reason="The records of five years, and the archive."
            )
        return course.then(20, "chase-agencies") if place == 2 else course

    def asked_in(self) -> list[str]:
        """Return the agencies that are asked in a case: the one that most made-up people work for, and two more."""
        here = agency_for(self.lot.tenant, Role.REFERRER)
        others = [each.code for each in self.lot.tenant.agencies if each.code != here]
        return [here, *others[:2]]

    def screened(self, place: int, name: str, scene: Scene) -> Course:
        """A case on which the body that screens has advised, and for which no decision is prepared."""
        says = {"outcome": Outcome.RAPID_REVIEW.value, "reason": reasons_for(Outcome.RAPID_REVIEW, scene)}
        return differing.screened(self.lot.accepted(Course((6, 9, 12)[place])), place, **says)

    def deciding(self, place: int, name: str, scene: Scene) -> Course:
        """A decision for which positions are missing."""
        course, outcome = self.lot.accepted(Course((8, 10, 16)[place])), Outcome.RAPID_REVIEW
        says = {"stage": SCREENING.value, "outcome": outcome.value, "reason": reasons_for(outcome, scene)}
        return course.then(3, "prepare-decision", answered=place, **says)

    def differing(self, place: int, name: str, scene: Scene) -> Course:
        """A decision on which the three partners do not agree."""
        says = {"outcome": Outcome.RAPID_REVIEW.value, "reason": reasons_for(Outcome.RAPID_REVIEW, scene)}
        return differing.differed(self.lot.accepted(Course(differing.DIFFERED[place])), place, **says)

    def awaiting_review(self, place: int, name: str, scene: Scene) -> Course:
        """A signed decision whose review is still to be opened."""
        return self.lot.decided(self.lot.accepted(Course((14, 17, 20)[place])), Outcome.RAPID_REVIEW, scene)

    # --- reviews, and what readers have of them ------------------------------------------------------------

    def rapidly_reviewing(self, place: int, name: str, scene: Scene) -> Course:
        """A rapid review that has still to go to the Panel: just begun, due this week, and late."""
        asked = self.asked_in()
        course = self.lot.accepted(Course(NOTIFIED[place] + BEFORE_NOTIFYING))
        self.lot.decided(course, Outcome.RAPID_REVIEW, scene)
        course.days_ago = NOTIFIED[place] + 1
        self.lot.notified(course, name, scene)
        course.then(1, "ask-agencies", purpose="rapid-review", agencies=asked).then(0, "tick-steps")
        if place == 1:
            course.then(
                4, "know-nothing", agencies=asked, reason="The records of five years, and the archive."
            )
        return course.then(6, "tick-steps") if place else course

    def reviewing(self, place: int, name: str, scene: Scene) -> Course:
        """A review with something for readers at each status before readers have it; the last is late."""
        outcome = next(self.lot.other_reviews)
        course = self.lot.decided(self.lot.accepted(Course((80, 150, 260)[place])), outcome, scene)
        course.then(5, "open-review", name=f"Child {name}", scope=scene.scope, method="appreciative-inquiry")
        self.lot.led(course, scene)
        course.days_ago = 24
        for kind in (SUMMARY, REPORT, LEARNING_REPORT, BRIEFING):
            written(course, kind, scene.learning)
        course.then(3, "submit", kind=REPORT.value)
        course.then(2, "submit", kind=LEARNING_REPORT.value).then(0, "submit", kind=BRIEFING.value)
        course.then(2, "approve", kind=LEARNING_REPORT.value).then(0, "approve", kind=BRIEFING.value)
        return course.then(5, "prepare-publication", kind=BRIEFING.value, in_days=30 + place)

    def coming_down(self, place: int, name: str, scene: Scene) -> Course:
        """A report in the last month of its year, which readers can still open; a summary is to appear soon."""
        since = A_YEAR - YEAR_OVER_IN[place]
        course = self.lot.accepted(Course(since + TO_A_REPORT))
        if place:
            self.learned(course, name, scene)
        else:
            self.lot.rapidly_reviewed(course, name, scene)
            self.lot.reviewed(course, name, scene)
        course.days_ago = since + sum(TO_PUBLISH)
        published(course, REPORT, scene.learning)
        course.days_ago = sum(TO_PUBLISH)
        published(course, SUMMARY, scene.learning, in_days=YEAR_OVER_IN[place])
        return course

    def learned(self, course: Course, name: str, scene: Scene) -> None:
        """Hold a review that no law asks for."""
        self.lot.decided(course, next(self.lot.other_reviews), scene)
        course.then(7, "open-review", name=f"Child {name}", scope=scene.scope, method="learning-event")
        self.lot.led(course, scene)
        course.then(next(self.lot.lengths) // 2, "complete-review")
