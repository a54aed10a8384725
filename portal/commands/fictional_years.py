"""Which made-up cases fill a partnership's five years, besides the stories that are its own?

Drawn by lot, and the lot falls the same every time: it is seeded by the partnership's address and asks for no day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any

from portal.commands import fictional_differing as differing
from portal.commands import fictional_waiting as waiting
from portal.commands.fictional_learning import ASKS
from portal.commands.fictional_names import NAMES
from portal.commands.fictional_people import agency_for
from portal.commands.fictional_scenes import BELOW, GOOD, SCENES, Scene
from portal.commands.fictional_words import Learning
from portal.domain.outcomes import outcomes_at, review_begun_by
from portal.domain.retention import FLOOR_MONTHS, RetentionThen
from portal.domain.vocabulary import (
    STATUTORY_REVIEW_KINDS,
    AgencyKind,
    DecisionStage,
    NotificationKind,
    Outcome,
    OutputKind,
    PanelSays,
    Role,
)
from portal.tenancy.demonstration import YEARS, Relative, Step, Story
from portal.tenancy.model import Tenant

FIVE_YEARS = 365 * YEARS
# The latest day on which something that is over by now was referred, and one whose review is over by now.
SETTLED, REVIEWED = 150, 700
LONGEST_MONTH, A_WEEK, SOON = 31, 7, 60
# In which ways a publication ends, in turn: kept longer and then taken down, kept longer, or over by its rule.
THEN_TAKEN_DOWN, THEN_COMES_DOWN = 0, 2
A_DISSENT, HALF = 0.1, 0.5
# How many days pass before an incident is referred; one in seven is late.
TO_REFER = (1, 1, 2, 3, 4, 5, 9)
AT_EACH_STAGE = 3

SCREENING, AFTERWARDS = DecisionStage.SCREENING, DecisionStage.AFTER_RAPID_REVIEW
REPORT, BRIEFING, SUMMARY, LEARNING_REPORT = (
    OutputKind.REPORT, OutputKind.SEVEN_MINUTE_BRIEFING, OutputKind.SUMMARY, OutputKind.LEARNING_REPORT,
)  # fmt: skip
LOCAL_REVIEW = Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW

# Of every twelve that are referred, and in this order: about half go no further than the first decisions.
FATES = (
    "reviewed", "nothing", "enough", "declined", "learned", "nothing", "enough", "withdrawn", "reviewed", "learned",
    "enough", "declined",
)  # fmt: skip
# How many days the council has known when it notifies: within five working days, but for the last two.
TO_NOTIFY = (6, 5, 7, 6, 8, 13)
# How long, in days, from the case to the decision, the rapid review and the end of a review; the last are late.
TO_DECIDE, TO_REVIEW_RAPIDLY, TO_REVIEW = (3, 4, 4, 6, 9), (20, 21, 21, 22, 27, 31), (150, 178, 200, 265, 330, 420)
NOTHING = {
    Outcome.NO_FURTHER_ACTION: "There is nothing here that agencies do not know already. The family has help.",
    Outcome.CRITERIA_NOT_MET: "The child was hurt by accident, and no abuse or neglect is suspected any longer.",
    Outcome.ANOTHER_PROCESS: "The health service’s own inquiry fits better, and the partnership will read its report.",
    Outcome.TRANSFER: "It happened in another area, whose partnership has agreed to take it.",
}


@dataclass
class Course:
    """The steps of a story as they are drawn; each comes some days after the one before."""

    days_ago: int
    steps: list[Step] = field(default_factory=list)

    def then(self, after: int, do: str, **says: Any) -> Course:
        """Add a step."""
        self.days_ago = max(0, self.days_ago - after)
        self.steps.append(Step(do, self.days_ago, says))
        return self


@dataclass
class Years:
    """Draws a partnership's made-up years."""

    tenant: Tenant
    # The other partnerships of the portal, to which a referral may be offered.
    areas: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Seed the lot, and lay out names, scenes and outcomes in an order of this partnership's own."""
        self.lot = Random(self.tenant.slug)  # noqa: S311 - a story, not a secret
        taken = {story.given_name for story in self.tenant.demonstration.stories}
        free = [name for name in NAMES if name not in taken]
        self.names = iter(self.lot.sample(free, len(free)))
        self.scenes = cycle(self.lot.sample(SCENES, len(SCENES)))
        offered = outcomes_at(SCREENING, tuple(Outcome(each.code) for each in self.tenant.outcomes))
        self.nothing = cycle([each for each in offered if each in NOTHING])
        self.other_reviews = cycle([each for each in offered if is_other_learning(each)] or [LOCAL_REVIEW])
        self.endings, self.lengths = cycle(range(3)), cycle(TO_REVIEW)
        self.to_notify = cycle(TO_NOTIFY)
        self.to_decide, self.to_review_rapidly = cycle(TO_DECIDE), cycle(TO_REVIEW_RAPIDLY)

    def all(self) -> Iterator[Story]:
        """Yield what is over, then what is under way."""
        yield from self.past()
        yield from self.present()

    # --- the years before ----------------------------------------------------------------------------------

    def past(self) -> Iterator[Story]:
        """Yield the referrals of five years that have run their course, spread over them unevenly."""
        number = self.tenant.demonstration.referrals_a_year * YEARS
        apart = (FIVE_YEARS - SETTLED) / number
        for place, fate in zip(range(number), cycle(FATES), strict=False):
            days_ago = FIVE_YEARS - int(place * apart) - self.lot.randrange(max(1, int(apart)))
            yield self.over(f"year-{place}", fate, days_ago)

    def over(self, code: str, fate: str, days_ago: int) -> Story:
        """Return a story that has ended; what was referred lately has not had the time for a review."""
        name, course = next(self.names), Course(days_ago)
        if fate in ("declined", "withdrawn"):
            scene = BELOW if fate == "declined" else next(self.scenes)
            self.sent(course, is_checked=fate == "declined")
            self.turned_away(course, fate)
            return self.story(code, name, scene, course)
        outcome = next(self.other_reviews) if fate == "learned" and days_ago > REVIEWED else None
        scene = self.scene_for(outcome)
        self.accepted(course)
        if fate == "nothing":
            self.nothing_more(course)
        elif outcome is not None and outcome is not LOCAL_REVIEW:
            self.decided(course, outcome, scene)
            self.learned(course, name, scene)
        else:
            self.reviewed(course, name, scene, is_more=fate in ("reviewed", "learned") and days_ago > REVIEWED)
        return self.story(code, name, scene, course)

    def scene_for(self, outcome: Outcome | None) -> Scene:
        """Return what happened, so that the outcome fits it."""
        if outcome is Outcome.SERIOUSLY_GOOD_OUTCOME_REVIEW and self.good_form:
            return GOOD
        is_serious = outcome in (None, LOCAL_REVIEW) or self.lot.random() < HALF
        return next(self.scenes) if is_serious else BELOW

    @property
    def good_form(self) -> str:
        """The partnership's form for work that went well, where it has one."""
        return next((form.code for form in self.tenant.forms.values() if form.kind == "good-outcome"), "")

    def sent(self, course: Course, *, is_checked: bool = True) -> Course:
        """Refer, and have it quality assured where that is the way."""
        course.then(0, "refer")
        if is_checked and self.tenant.requires_quality_assurance:
            course.then(1, "quality-assure")
        return course

    def accepted(self, course: Course) -> Course:
        """Refer, and take it into a case."""
        return self.sent(course).then(1, "accept")

    def turned_away(self, course: Course, fate: str) -> None:
        """Decline it, or let its writer withdraw it."""
        if fate == "withdrawn":
            course.then(1, "withdraw-referral")
            return
        reason = "No child was seriously harmed, and early help has begun. Please talk to us if that changes."
        course.then(3, "decline", reason=reason)

    def decided(self, course: Course, outcome: Outcome, scene: Scene, stage: DecisionStage = SCREENING) -> Course:
        """Let the partners decide; now and then one of them does not agree."""
        says: dict[str, str] = {"stage": stage.value, "outcome": outcome.value, "reason": reasons_for(outcome, scene)}
        if self.lot.random() < A_DISSENT:
            says |= {"dissent": "police", "dissent_reason": "We would have waited for the result of our inquiries."}
        return course.then(next(self.to_decide), "decide", **says)

    def nothing_more(self, course: Course) -> None:
        """Decide that nothing local begins, and close."""
        outcome = next(self.nothing)
        says = {"stage": SCREENING.value, "outcome": outcome.value, "reason": NOTHING[outcome]}
        course.then(next(self.to_decide), "decide", **says)
        course.then(2, "close", reason="Decided, and the referrer has been told.")

    def reviewed(self, course: Course, name: str, scene: Scene, *, is_more: bool) -> None:
        """Hold a rapid review; it is enough, or a local review follows whose report is published."""
        self.decided(course, Outcome.RAPID_REVIEW, scene)
        self.notified(course, name, scene)
        course.then(next(self.to_review_rapidly), "send-to-panel").then(1, "complete-review")
        words = "The Panel thanks the partners for a clear rapid review."
        course.then(14, "hear-from-panel", panel=PanelSays.AGREES.value, reason=words)
        if not is_more:
            self.decided(course, Outcome.RAPID_REVIEW_IS_ENOUGH, scene, AFTERWARDS)
            course.then(5, "close", reason="The rapid review’s learning has gone to every agency.")
            return
        self.decided(course, LOCAL_REVIEW, scene, AFTERWARDS)
        course.then(7, "open-review", name=f"Child {name}", scope=scene.scope, method="learning-together")
        self.led(course, scene)
        course.then(next(self.lengths), "complete-review")
        self.published(course, REPORT, scene.learning)
        self.published(course, BRIEFING, scene.learning)
        self.ended(course, REPORT)

    def learned(self, course: Course, name: str, scene: Scene) -> None:
        """Hold a review that no law asks for, and publish what was learned."""
        course.then(7, "open-review", name=f"Child {name}", scope=scene.scope, method="learning-event")
        self.led(course, scene)
        course.then(next(self.lengths) // 2, "complete-review")
        self.published(course, BRIEFING, scene.learning)
        self.published(course, LEARNING_REPORT, scene.learning)
        self.ended(course, LEARNING_REPORT)

    def notified(self, course: Course, name: str, scene: Scene) -> None:
        """Let the council notify, now and then late; its rapid review opens."""
        kind = NotificationKind.DEATH if scene.says["incident.harm"] == "death" else NotificationKind.SERIOUS_HARM
        title = f"Child {name} (rapid review)"
        course.then(1, "notify", notifies=kind.value, name=title, aware_days=next(self.to_notify))

    def led(self, course: Course, scene: Scene) -> None:
        """Appoint who leads it, and recommend what was learned."""
        course.then(6, "appoint")
        for text, change, kinds, theme in ASKS[scene.learning.subject]:
            codes = self.codes_of(AgencyKind(kind) for kind in kinds.split())
            course.then(1, "recommend", text=text, change=change, agencies=codes, themes=[theme], in_days=540)

    def codes_of(self, kinds: Iterable[AgencyKind]) -> tuple[str, ...]:
        """Return the partnership's agencies of these kinds; its first where it has none of them."""
        codes = {each.kind: each.code for each in reversed(self.tenant.agencies)}
        found = tuple(codes[kind.value] for kind in kinds if kind.value in codes)
        return found or (self.tenant.agencies[0].code,)

    def published(self, course: Course, kind: OutputKind, learning: Learning) -> None:
        """Write, approve and publish something for readers."""
        written(course, kind, learning)
        course.then(3, "submit", kind=kind.value).then(9, "approve", kind=kind.value)
        course.then(6, "publish", kind=kind.value)

    def ended(self, course: Course, kind: OutputKind) -> None:
        """End a publication in one of three ways, where there has been time for it."""
        ending, rule = next(self.endings), self.tenant.retention[kind.value]
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

    # --- under way -----------------------------------------------------------------------------------------

    def present(self) -> Iterator[Story]:
        """Yield three stories at each stage that there is."""
        stages = {
            "sent": self.waiting, "checked": self.received, "declined": self.refused, "withdrawn": self.regretted,
            "open": self.opened, "screened": self.screened, "deciding": self.deciding,
            "decided": self.awaiting_review, "reviewing": self.reviewing, "asked": self.more_asked,
            "offered": self.offered, "elsewhere": self.handed_over, "differing": self.differing,
        }  # fmt: skip
        for stage, draw in stages.items():
            for place in range(AT_EACH_STAGE):
                name, scene = next(self.names), next(self.scenes)
                yield self.story(f"now-{stage}-{place}", name, scene, draw(place, name, scene))

    def waiting(self, place: int, name: str, scene: Scene) -> Course:
        """A draft, and a referral that was sent and that nobody has read."""
        return Course(place + 2).then(0, "draft").then(1, "refer")

    def received(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that waits to be taken in."""
        return waiting.added_to(self.sent(Course(place + 3)), place)

    def more_asked(self, place: int, name: str, scene: Scene) -> Course:
        """A referral about which its writer has been asked."""
        return waiting.asked_about(self.sent(Course(waiting.ASKED_ABOUT[place])), place)

    def offered(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that may belong to another area, which has been asked."""
        return waiting.offered(self.sent(Course(waiting.OFFERED[place])), place, self.areas)

    def handed_over(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that another area has accepted."""
        return waiting.passed_on(self.sent(Course(waiting.PASSED_ON[place])), place)

    def refused(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that was not taken forward this month."""
        course = self.sent(Course(20 + place))
        self.turned_away(course, "declined")
        return course

    def regretted(self, place: int, name: str, scene: Scene) -> Course:
        """A referral that its writer took back."""
        return Course(25 + place).then(0, "refer").then(1, "withdraw-referral")

    def opened(self, place: int, name: str, scene: Scene) -> Course:
        """A case of which nothing has been decided; the last has waited too long."""
        course, asked = self.accepted(Course((4, 6, 13)[place])), self.asked_in()
        course.then(1, "ask-agencies", purpose="before-screening", agencies=asked)
        if place:
            course.then(1, "know-nothing", agencies=asked[1:2], reason="The records of five years, and the archive.")
        return course.then(20, "chase-agencies") if place == 2 else course

    def asked_in(self) -> list[str]:
        """Return the agencies that are asked in a case: the one that most made-up people work for, and two more."""
        here = agency_for(self.tenant, Role.REFERRER)
        others = [each.code for each in self.tenant.agencies if each.code != here]
        return [here, *others[:2]]

    def screened(self, place: int, name: str, scene: Scene) -> Course:
        """A case on which the body that screens has advised, and for which no decision is prepared."""
        says = {"outcome": Outcome.RAPID_REVIEW.value, "reason": reasons_for(Outcome.RAPID_REVIEW, scene)}
        return differing.screened(self.accepted(Course((6, 9, 12)[place])), place, **says)

    def deciding(self, place: int, name: str, scene: Scene) -> Course:
        """A decision for which positions are missing."""
        course, outcome = self.accepted(Course((8, 10, 16)[place])), Outcome.RAPID_REVIEW
        says = {"stage": SCREENING.value, "outcome": outcome.value, "reason": reasons_for(outcome, scene)}
        return course.then(3, "prepare-decision", answered=place, **says)

    def differing(self, place: int, name: str, scene: Scene) -> Course:
        """A decision on which the three partners do not agree."""
        says = {"outcome": Outcome.RAPID_REVIEW.value, "reason": reasons_for(Outcome.RAPID_REVIEW, scene)}
        return differing.differed(self.accepted(Course(differing.DIFFERED[place])), place, **says)

    def awaiting_review(self, place: int, name: str, scene: Scene) -> Course:
        """A signed decision whose review is still to be opened."""
        return self.decided(self.accepted(Course((14, 17, 20)[place])), Outcome.RAPID_REVIEW, scene)

    def reviewing(self, place: int, name: str, scene: Scene) -> Course:
        """A review with something for readers at each status before it is published; the last is late."""
        outcome = next(self.other_reviews)
        course = self.decided(self.accepted(Course((80, 150, 260)[place])), outcome, scene)
        course.then(5, "open-review", name=f"Child {name}", scope=scene.scope, method="appreciative-inquiry")
        self.led(course, scene)
        course.days_ago = 24
        for kind in (SUMMARY, REPORT, LEARNING_REPORT, BRIEFING):
            written(course, kind, scene.learning)
        course.then(3, "submit", kind=REPORT.value)
        course.then(2, "submit", kind=LEARNING_REPORT.value).then(0, "submit", kind=BRIEFING.value)
        course.then(2, "approve", kind=LEARNING_REPORT.value).then(0, "approve", kind=BRIEFING.value)
        return course.then(5, "prepare-publication", kind=BRIEFING.value, in_days=30 + place)

    # --- the story -----------------------------------------------------------------------------------------

    def story(self, code: str, name: str, scene: Scene, course: Course) -> Story:
        """Return a story of a scene."""
        is_good = scene is GOOD
        days_ago = course.steps[0].days_ago + (0 if is_good else self.lot.choice(TO_REFER))
        return Story(
            code, name, days_ago, self.lot.randint(*scene.ages), scene.says, tuple(course.steps),
            form=self.good_form if is_good else "",
            agencies=self.codes_of(scene.agencies),
            family=(
                Relative("The mother", "mother", self.lot.randint(22, 45), "female"),
                Relative("A brother", "brother-or-sister", self.lot.randint(1, 15), "male"),
            ),
        )  # fmt: skip


def is_other_learning(outcome: Outcome) -> bool:
    """Whether an outcome begins a review that no law asks for."""
    kind = review_begun_by(outcome)
    return kind is not None and kind not in STATUTORY_REVIEW_KINDS


def reasons_for(outcome: Outcome, scene: Scene) -> str:
    """Return the reasons of a made-up decision."""
    if outcome is Outcome.RAPID_REVIEW_IS_ENOUGH:
        return "The rapid review has found what there is to learn, and every agency has begun to act on it."
    if is_other_learning(outcome):
        return "The criteria for a statutory review are not met. There is learning for several agencies all the same."
    return f"{scene.says.get('criteria.gate_reason', 'There is learning for several agencies.')}"


def written(course: Course, kind: OutputKind, learning: Learning) -> None:
    """Write something for readers of what was learned."""
    says: dict[str, Any] = {"kind": kind.value, "title": learning.title_of(kind)}
    says |= {"boxes": learning.boxes} if kind is BRIEFING else {"body": learning.report}
    course.then(8, "write", **says)
