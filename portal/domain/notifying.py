"""What does a notification begin, which clock times it, and which children may it be about?"""

from collections.abc import Collection, Hashable

from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import NotificationKind as Kind
from portal.domain.vocabulary import PanelSays

# A rapid review follows every notification of an incident (WT 2023 ch. 5); the two deaths that are notified
# whatever their cause begin none of themselves.
BEGINS_RAPID_REVIEW = frozenset({Kind.DEATH, Kind.SERIOUS_HARM})

CLOCK_OF: dict[Kind, str] = {
    Kind.DEATH: "incident-notification",
    Kind.SERIOUS_HARM: "incident-notification",
    Kind.LOOKED_AFTER_CHILD_DEATH: "looked-after-child-death",
    Kind.CARE_LEAVER_DEATH: "care-leaver-death",
}


def begins_rapid_review(kind: Kind) -> bool:
    """Whether a rapid review follows this notification, unless it is found not to meet the criteria."""
    return kind in BEGINS_RAPID_REVIEW


def asks_answer(says: PanelSays) -> bool:
    """Whether the Panel's letter waits for an answer."""
    return says is not PanelSays.AGREES


def require_children(
    kind: Kind, about: Collection[Hashable], known: Collection[Hashable], notified: Collection[Hashable]
) -> None:
    """Refuse a notification about the wrong children. Raises InvalidAnswer at `children`.

    `known` are the children of the case, `notified` those whom a standing notification of this kind is about.
    The National Panel is sent one for each child who died, and one for all who were seriously harmed.
    """
    if not set(about) <= set(known):
        raise InvalidAnswer("Select children of this case", "children")
    if known and not about:
        raise InvalidAnswer("Select who the notification is about", "children")
    if kind is not Kind.SERIOUS_HARM and len(set(about)) > 1:
        raise InvalidAnswer("Select one child: each child who died has a notification", "children")
    if set(about) & set(notified):
        raise InvalidAnswer("A notification of this kind about this child is recorded already", "children")
