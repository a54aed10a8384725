"""How do made-up referrals come to wait for an answer, to be added to, or to belong to another area?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from portal.domain.vocabulary import OfferReason

if TYPE_CHECKING:
    from portal.commands.fictional_lot import Course

# On how many days before loading the three of a stage are referred.
ASKED_ABOUT, OFFERED = (5, 8, 19), (4, 7, 12)
A_WORKING_WEEK = 7
QUESTIONS = (
    "Which adults were in the home that evening, and who has spoken with each of them?",
    "Has the hospital said in writing how the injury may have come about? Please send us its words.",
    "When did your agency last see the brother, and who saw him?",
)
LEARNT_SINCE = (
    "The grandmother has told us that she was there in the afternoon. She can be reached through our office.",
    "The hospital has changed its mind: there are two injuries, and one of them is older.",
)
TOLD = "We asked on the same day. The mother and a neighbour were there, and the duty social worker has met both."
# No place of these names is on any map.
ELSEWHERE = ("Westmere Safeguarding Children Partnership", "Nowhereshire Safeguarding Children Partnership")
LETTER = (
    "The family had lived in your area for a year when it happened, and has since moved here.\n\n"
    "A colleague of ours will tell yours by telephone what we know, once you accept."
)
YES = "Alex Stand-in of their business unit rang: they accept, and have begun to read."
NO = "Alex Stand-in of their business unit rang: the family had moved here a week before, so they do not accept."


def asked_about(course: Course, place: int) -> Course:
    """A question that waits for an answer; the first was asked lately, and the last has waited too long."""
    if place == 1:
        course.then(1, "add-information", reason=LEARNT_SINCE[0])
    return course.then(2, "ask-for-more", reason=QUESTIONS[place], in_days=A_WORKING_WEEK)


def added_to(course: Course, place: int) -> Course:
    """What waits to be taken in: as it was sent, with something added that nobody has read, or asked about and read."""
    if place == 1:
        course.then(1, "add-information", reason=LEARNT_SINCE[1])
    elif place:
        course.then(1, "ask-for-more", reason=QUESTIONS[0], in_days=A_WORKING_WEEK).then(
            1, "tell-more", reason=TOLD
        )
        course.then(0, "add-information", reason=LEARNT_SINCE[0]).then(1, "read-additions")
    return course


def offered(course: Course, place: int, areas: Sequence[str]) -> Course:
    """An offer that waits for an answer: the first two on the portal where others are there, and one by letter."""
    if place < len(areas[:2]):
        return course.then(1, "offer", area=areas[place], because=OfferReason.LIVES_THERE.value)
    if place > 1:
        course.then(1, "ask-for-more", reason=QUESTIONS[2], in_days=A_WORKING_WEEK)
        course.then(4, "go-on", reason="It can be read without an answer.")
    return by_letter(course, ELSEWHERE[0])


def passed_on(course: Course, place: int) -> Course:
    """A referral that another area has accepted; the last after a first one had declined."""
    if place > 1:
        by_letter(course, ELSEWHERE[1]).then(4, "hear-refusal", reason=NO)
    return by_letter(course, ELSEWHERE[0]).then(3, "hear-acceptance", reason=YES)


def by_letter(course: Course, name: str) -> Course:
    """Offer it by letter to an invented area."""
    return course.then(1, "offer-by-letter", name=name, because=OfferReason.HAPPENED_THERE.value, text=LETTER)
