"""What is drawn by lot for made-up stories, and which turns do stories that are over and under way share?

The lot falls the same every time: it is seeded by the partnership's address and asks for no day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any

from portal.commands.fictional_learning import ASKS
from portal.commands.fictional_names import NAMES
from portal.commands.fictional_scenes import GOOD, SCENES, Scene
from portal.commands.fictional_words import Learning
from portal.domain.outcomes import outcomes_at, review_begun_by
from portal.domain.vocabulary import (
    STATUTORY_REVIEW_KINDS,
    AgencyKind,
    DecisionStage,
    NotificationKind,
    Outcome,
    OutputKind,
    PanelSays,
)
from portal.tenancy.demonstration import Relative, Step, Story
from portal.tenancy.model import Tenant

A_DISSENT = 0.05
# How many days pass before an incident is referred; one in seven is late.
TO_REFER = (1, 1, 2, 3, 4, 5, 9)
# How many days the council has known when it notifies: within five working days, but for two of nine.
TO_NOTIFY = (6, 5, 7, 13, 6, 4, 7, 5, 8)
# How long, in days, from the case to the decision, the rapid review and the end of a review; two of each are late.
TO_DECIDE = (3, 4, 4, 6, 9)
TO_REVIEW_RAPIDLY = (17, 19, 20, 18, 27, 19, 20, 31)
TO_REVIEW = (120, 135, 140, 150, 265, 330)

# Of what was referred in these days it is known when the council became aware, so a clock runs; earlier it may not be.
LATELY = 10

# How long it takes to write something for readers, to submit, to approve and to publish it.
TO_PUBLISH = (8, 3, 9, 6)

SCREENING, AFTERWARDS = DecisionStage.SCREENING, DecisionStage.AFTER_RAPID_REVIEW
REPORT, BRIEFING = OutputKind.REPORT, OutputKind.SEVEN_MINUTE_BRIEFING
LOCAL_REVIEW = Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW
NOTHING = {
    Outcome.NO_FURTHER_ACTION: "There is nothing here that agencies do not know already. The family has help.",
    Outcome.CRITERIA_NOT_MET: "The child was hurt by accident, and no abuse or neglect is suspected any longer.",
    Outcome.ANOTHER_PROCESS: "The health service’s own inquiry fits better, and the partnership will read its report.",
    Outcome.TRANSFER: "It happened in another area, whose partnership has agreed to take it.",
}

# What was found of an incident that the council had no duty to notify.
NOT_NOTIFIABLE: dict[str, dict[str, Any]] = {
    "death": {
        "incident.abuse_or_neglect": "not-suspected",
        "criteria.gate_reason": "A child has died. Nobody suspects abuse or neglect; agencies can learn from it.",
    },
    "serious-harm": {
        "incident.harm": "other",
        "criteria.gate_reason": "Abuse or neglect is suspected. The harm was not found to be serious.",
        "referral.reasons": ["practice-not-robust"],
    },
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
class Lot:
    """Draws one partnership's stories."""

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

    @property
    def good_form(self) -> str:
        """The partnership's form for work that went well, where it has one."""
        return next((form.code for form in self.tenant.forms.values() if form.kind == "good-outcome"), "")

    def story(self, code: str, name: str, scene: Scene, course: Course) -> Story:
        """Return a story of a scene."""
        is_good = scene is GOOD
        days_ago = course.steps[0].days_ago + (0 if is_good else self.lot.choice(TO_REFER))
        return Story(
            code, name, days_ago, self.lot.randint(*scene.ages), said_of(scene, course), tuple(course.steps),
            form=self.good_form if is_good else "",
            agencies=self.codes_of(scene.agencies),
            family=(
                Relative("The mother", "mother", self.lot.randint(22, 45), "female"),
                Relative("A brother", "brother-or-sister", self.lot.randint(1, 15), "male"),
            ),
        )  # fmt: skip

    def codes_of(self, kinds: Iterable[AgencyKind]) -> tuple[str, ...]:
        """Return the partnership's agencies of these kinds; its first where it has none of them."""
        codes = {each.kind: each.code for each in reversed(self.tenant.agencies)}
        found = tuple(codes[kind.value] for kind in kinds if kind.value in codes)
        return found or (self.tenant.agencies[0].code,)

    # --- the turns that a story takes ----------------------------------------------------------------------

    def sent(self, course: Course, *, is_checked: bool = True) -> Course:
        """Refer, and have it quality assured where that is the way."""
        course.then(0, "refer")
        if is_checked and self.tenant.requires_quality_assurance:
            course.then(1, "quality-assure")
        return course

    def accepted(self, course: Course) -> Course:
        """Refer, and take it into a case."""
        return self.sent(course).then(1, "accept")

    def decided(
        self, course: Course, outcome: Outcome, scene: Scene, stage: DecisionStage = SCREENING
    ) -> Course:
        """Let the partners decide; now and then one of them does not agree."""
        says: dict[str, str] = {
            "stage": stage.value,
            "outcome": outcome.value,
            "reason": reasons_for(outcome, scene),
        }
        if self.lot.random() < A_DISSENT:
            says |= {
                "dissent": "police",
                "dissent_reason": "We would have waited for the result of our inquiries.",
            }
        return course.then(next(self.to_decide), "decide", **says)

    def notified(self, course: Course, name: str, scene: Scene) -> Course:
        """Let the council notify, now and then late; its rapid review opens."""
        is_death = scene.says["incident.harm"] == "death"
        kind = NotificationKind.DEATH if is_death else NotificationKind.SERIOUS_HARM
        title = f"Child {name} (rapid review)"
        return course.then(1, "notify", notifies=kind.value, name=title, aware_days=next(self.to_notify))

    def rapidly_reviewed(self, course: Course, name: str, scene: Scene) -> Course:
        """Hold a rapid review, now and then late; the Panel answers."""
        self.decided(course, Outcome.RAPID_REVIEW, scene)
        self.notified(course, name, scene)
        course.then(next(self.to_review_rapidly), "send-to-panel").then(1, "complete-review")
        words = "The Panel thanks the partners for a clear rapid review."
        return course.then(14, "hear-from-panel", panel=PanelSays.AGREES.value, reason=words)

    def reviewed(self, course: Course, name: str, scene: Scene) -> Course:
        """Hold the local review that follows, now and then late."""
        self.decided(course, LOCAL_REVIEW, scene, AFTERWARDS)
        course.then(7, "open-review", name=f"Child {name}", scope=scene.scope, method="learning-together")
        self.led(course, scene)
        return course.then(next(self.lengths), "complete-review")

    def led(self, course: Course, scene: Scene) -> None:
        """Appoint who leads it, and recommend what was learned."""
        course.then(6, "appoint")
        for text, change, kinds, theme in ASKS[scene.learning.subject]:
            codes = self.codes_of(AgencyKind(kind) for kind in kinds.split())
            course.then(1, "recommend", text=text, change=change, agencies=codes, themes=[theme], in_days=540)


def said_of(scene: Scene, course: Course) -> dict[str, Any]:
    """Return what is said of a scene: of one that went on without a notification, why none was due."""
    if course.steps[0].days_ago <= LATELY or any(step.do == "notify" for step in course.steps):
        return dict(scene.says)
    return dict(scene.says) | NOT_NOTIFIABLE.get(str(scene.says.get("incident.harm")), {})


def published(course: Course, kind: OutputKind, learning: Learning, in_days: int = 0) -> None:
    """Write, approve and publish something for readers, who have it on that day or so many days later."""
    written(course, kind, learning)
    _, to_submit, to_approve, to_publish = TO_PUBLISH
    course.then(to_submit, "submit", kind=kind.value).then(to_approve, "approve", kind=kind.value)
    course.then(to_publish, "publish", kind=kind.value, in_days=in_days)


def written(course: Course, kind: OutputKind, learning: Learning) -> None:
    """Write something for readers of what was learned."""
    says: dict[str, Any] = {"kind": kind.value, "title": learning.title_of(kind)}
    says |= {"boxes": learning.boxes} if kind is BRIEFING else {"body": learning.report}
    course.then(TO_PUBLISH[0], "write", **says)


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
