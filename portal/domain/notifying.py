"""What does a notification begin, which clock times it, whom may it be about, and which are still to be made?"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from portal.domain.clocks import ClockRule, ClockUnit, Direction, Force
from portal.domain.coded import Coded
from portal.domain.codes import AgeBand, AgencyStatus, HarmKind, LegalStatus, LivingArrangement, Suspicion
from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import NotificationKind as Kind
from portal.domain.vocabulary import PanelSays


class WhyTogether(Coded):
    """Why several seriously harmed children share one notification: others each have their own."""

    SIBLINGS = "siblings", "They are brothers and sisters"
    LARGE_INVESTIGATION = (
        "large-investigation",
        "A large investigation into exploitation: one main child, and the details of the others",
    )


# A rapid review follows every notification of an incident (WT 2023 ch. 5); the two deaths that are notified
# whatever their cause begin none of themselves.
BEGINS_RAPID_REVIEW = frozenset({Kind.DEATH, Kind.SERIOUS_HARM})

CLOCK_OF: dict[Kind, str] = {
    Kind.DEATH: "incident-notification",
    Kind.SERIOUS_HARM: "incident-notification",
    Kind.LOOKED_AFTER_CHILD_DEATH: "looked-after-child-death",
    Kind.CARE_LEAVER_DEATH: "care-leaver-death",
}

# Children Act 1989 s.22(1): in care, or accommodated for more than a day; LASPO 2012 s.104: on remand.
LOOKED_AFTER_BY_LAW = frozenset(
    {
        LegalStatus.ACCOMMODATED, LegalStatus.INTERIM_CARE_ORDER, LegalStatus.CARE_ORDER, LegalStatus.REMAND,
        LegalStatus.EMERGENCY_PROTECTION_ORDER, LegalStatus.POLICE_PROTECTION, LegalStatus.PLACEMENT_ORDER,
    }
)  # fmt: skip


PANEL_LETTER = "panel-letter"

# What the National Panel does: an expectation, and no duty of the partnership's.
PANEL_CLOCKS: dict[str, ClockRule] = {
    PANEL_LETTER: ClockRule(
        PANEL_LETTER, "The National Panel’s letter about the rapid review",
        "the day the rapid review was sent to the National Panel", 10, ClockUnit.CALENDAR_DAYS, Direction.FORWARD,
        Force.LOCAL, "No rule names a day; a partnership elsewhere (Kent) tells its agencies about ten days",
        # Somebody asks after it a working day later; there is nobody here to pass it to.
        remind=(1,), escalate_after=None,
    ),
}  # fmt: skip


def begins_rapid_review(kind: Kind) -> bool:
    """Whether a rapid review follows this notification, unless it is found not to meet the criteria."""
    return kind in BEGINS_RAPID_REVIEW


def asks_answer(says: PanelSays) -> bool:
    """Whether the Panel's letter waits for an answer."""
    return says is not PanelSays.AGREES


# --- which are still to be made ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What notifying asks of one child: `harm` is empty where only what happened in the case as a whole is known."""

    key: Hashable = None
    harm: str = ""
    age_band: str = ""
    legal_status: str = ""
    living_arrangement: str = ""
    agency_status: frozenset[str] = frozenset()

    @property
    def is_care_leaver(self) -> bool:
        """Whether this is a young adult who was in care."""
        return self.age_band == AgeBand.CARE_LEAVER

    @property
    def is_looked_after(self) -> bool:
        """Whether the council looks after the child, as far as is known."""
        return (
            self.legal_status in LOOKED_AFTER_BY_LAW
            or self.living_arrangement == LivingArrangement.FOSTER_CARE
            or AgencyStatus.LOOKED_AFTER in self.agency_status
        )


NOBODY_KNOWN = ChildFacts()


def kind_due(child: ChildFacts, harm: str, suspicion: str) -> Kind | None:
    """The notification that is due for a child, of what happened in the case; None where none is.

    CA 2004 s.16C(1) is about children: a care leaver of 18 to 24 has the notification of WT 2023 ch. 5 alone. For a
    child not yet born somebody asks for legal advice, and no clock starts by itself.
    """
    happened = child.harm or harm
    if child.age_band == AgeBand.UNBORN:
        return None
    if child.is_care_leaver:
        return Kind.CARE_LEAVER_DEATH if happened == HarmKind.DEATH else None
    if happened == HarmKind.SERIOUS_HARM:
        return Kind.SERIOUS_HARM if suspicion != Suspicion.NOT_SUSPECTED else None
    if happened != HarmKind.DEATH:
        return None
    if suspicion != Suspicion.NOT_SUSPECTED:
        return Kind.DEATH
    return Kind.LOOKED_AFTER_CHILD_DEATH if child.is_looked_after else None


def outstanding(
    children: Collection[ChildFacts],
    harm: str,
    suspicion: str,
    made: Iterable[tuple[Kind, Collection[Hashable]]],
) -> Mapping[Kind, tuple[ChildFacts, ...]]:
    """Which notifications are still to be made, and for which children; `made` holds each with whom it is about.

    One that was found not to meet the criteria is made too: nothing is due again until the facts say otherwise. Where
    no child is recorded, the case itself is the one; a notification about nobody named answers for it alone.
    """
    about = [(kind, set(whom) or {NOBODY_KNOWN.key}) for kind, whom in made]
    due: dict[Kind, tuple[ChildFacts, ...]] = {}
    for child in children or (NOBODY_KNOWN,):
        kind = kind_due(child, harm, suspicion)
        if kind and not any(child.key in whom and answers_for(each, kind) for each, whom in about):
            due[kind] = (*due.get(kind, ()), child)
    return due


def awaits_advice(child: ChildFacts, harm: str, made: Iterable[tuple[Kind, Collection[Hashable]]]) -> bool:
    """Whether a child not yet born died or was seriously harmed, and no notification is made: nobody counts days."""
    is_grave = (child.harm or harm) in {HarmKind.DEATH, HarmKind.SERIOUS_HARM}
    return child.age_band == AgeBand.UNBORN and is_grave and not any(child.key in whom for _, whom in made)


def answers_for(made: Kind, due: Kind) -> bool:
    """Whether a notification that was made leaves nothing due of this kind: that of an incident tells all."""
    return made in BEGINS_RAPID_REVIEW or made is due


# --- whom one is about -------------------------------------------------------------------------------------


def require_children(
    kind: Kind, about: Collection[Hashable], known: Collection[Hashable], notified: Collection[Hashable]
) -> None:
    """Refuse a notification about the wrong children. Raises InvalidAnswer at `children`.

    `known` are the children of the case, `notified` those whom a standing notification of this kind is about.
    The National Panel is sent one for each child who died, and one for all who were seriously harmed together.
    """
    if not set(about) <= set(known):
        raise InvalidAnswer("Select children of this case", "children")
    if known and not about:
        raise InvalidAnswer("Select who the notification is about", "children")
    if kind is not Kind.SERIOUS_HARM and len(set(about)) > 1:
        raise InvalidAnswer("Select one child: each child who died has a notification", "children")
    if set(about) & set(notified):
        raise InvalidAnswer("A notification of this kind about this child is recorded already", "children")


def require_why_together(about: Collection[Hashable], why: WhyTogether | None, main: Hashable | None) -> None:
    """Refuse several children in one notification without saying what joins them. Raises InvalidAnswer.

    Brothers and sisters share one; other children each have their own, but for a large investigation into
    exploitation, which has one for its main child with the details of the others.
    """
    if len(set(about)) < 2:
        return
    if why is None:
        raise InvalidAnswer(
            "Say why these children share one notification, or select one child", "why_together"
        )
    if why is WhyTogether.LARGE_INVESTIGATION and main not in set(about):
        raise InvalidAnswer("Select the main child among those whom it is about", "main_child")
