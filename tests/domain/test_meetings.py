"""Does the quorum count who was there, name who was missing, and let no other meeting advise?"""

from __future__ import annotations

import pytest

from portal.domain.errors import Conflict, NotAllowed
from portal.domain.meetings import MeetingStatus, QuorumRule, TookPart, quorum_of
from portal.domain.permissions import Permission as P
from portal.domain.workflow import Thing, next_status, require_action

RULE = QuorumRule(6, ("council", "health", "police"))
NAMES = {"council": "The council", "health": "The health board", "police": "Invented Police"}
RUNS_MEETINGS = frozenset({P.MEETING_MANAGE, P.MEETING_SEE})


def table(*agencies: str, chairs: str = "council") -> list[TookPart]:
    return [TookPart(agency, agency == chairs) for agency in agencies]


@pytest.mark.parametrize(
    ("present", "is_met", "sentence"),
    [
        (
            table("council", "health", "police", "school", "school", "housing"), True,
            "Six took part and six are needed, and every agency that has to be there was.",
        ),
        (
            table("council", "health", "school", "school", "housing"), False,
            "Five of the six needed took part; Invented Police was missing.",
        ),
        (
            table("school", "school", "housing", "housing", "police", "health", chairs="police"), False,
            "The council was missing.",
        ),
        (
            table("council", "health", "police", "school", "school", "housing", chairs=""), False,
            "Nobody chaired.",
        ),
        ([], False, "None of the six needed took part; The council, The health board and Invented Police were "
                    "missing; nobody chaired."),
    ],
)  # fmt: skip
def test_the_quorum_says_who_was_missing(present: list[TookPart], is_met: bool, sentence: str) -> None:
    found = quorum_of(RULE, present, NAMES)
    assert (found.is_met, found.sentence) == (is_met, sentence)


def test_without_agencies_and_chair_the_number_alone_counts() -> None:
    assert quorum_of(QuorumRule(1, (), needs_chair=False), table("school", chairs=""), {}).is_met


def test_a_meeting_ends_as_held_or_as_one_without_a_quorum_and_is_followed_once() -> None:
    facts = {"has_come": True, "is_followed": False}
    for has_quorum, status in ((True, MeetingStatus.HELD), (False, MeetingStatus.INQUORATE)):
        known = {**facts, "has_quorum": has_quorum}
        row = require_action(Thing.MEETING, MeetingStatus.PLANNED, "hold", RUNS_MEETINGS, known)
        assert row.leads_to is status
    early = {**facts, "has_come": False, "has_quorum": True}
    with pytest.raises(NotAllowed, match="day of the meeting"):
        require_action(Thing.MEETING, MeetingStatus.PLANNED, "hold", RUNS_MEETINGS, early)
    assert next_status(Thing.MEETING, MeetingStatus.INQUORATE, "rebook", facts) is MeetingStatus.INQUORATE
    again = {**facts, "is_followed": True}
    with pytest.raises(NotAllowed, match="taken the place"):
        require_action(Thing.MEETING, MeetingStatus.INQUORATE, "rebook", RUNS_MEETINGS, again)
    with pytest.raises(Conflict):
        require_action(Thing.MEETING, MeetingStatus.HELD, "rebook", RUNS_MEETINGS, facts)
