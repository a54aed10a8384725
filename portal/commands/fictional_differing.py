"""How do the people of a made-up case come to see it differently: members who advise, and partners who decide?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domain.deciding import MemberSays
from portal.domain.vocabulary import Outcome

if TYPE_CHECKING:
    from portal.commands.fictional_years import Course

VIEWS: tuple[dict[str, str], ...] = (
    {
        "says": MemberSays.NEEDED.value,
        "outcome": Outcome.RAPID_REVIEW.value,
        "reason": "A child was seriously harmed and neglect is suspected. I would not wait.",
    },
    {
        "says": MemberSays.NOT_NEEDED.value,
        "reason": "The injury has been explained, and the agencies did what they should. I would close it here.",
        "interest": "Our school taught the child until the summer.",
    },
    {
        "says": MemberSays.CANNOT_SAY.value,
        "reason": "The hospital has not said how the injury came about. I would ask again before anybody advises.",
    },
)


def screened(course: Course, place: int, **says: str) -> Course:
    """Advice on a case, with a member's view beside it: one agrees, one sees it otherwise, one cannot say yet."""
    return course.then(2, "give-view", **VIEWS[place]).then(1, "screen", **says)
