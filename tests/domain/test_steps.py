"""Is a timed step met, running or late on the very day, and what may a notification be about?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.domain.errors import InvalidAnswer
from portal.domain.notifying import CLOCK_OF, asks_answer, begins_rapid_review, require_children
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.steps import Standing, standing
from portal.domain.vocabulary import NotificationKind as Kind
from portal.domain.vocabulary import PanelSays

DUE = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("met_on", "today", "stands"),
    [
        (None, DUE - timedelta(days=6), Standing.RUNNING),
        (None, DUE - timedelta(days=5), Standing.DUE_SOON),
        (None, DUE, Standing.DUE_SOON),
        (None, DUE + timedelta(days=1), Standing.LATE),
        (DUE, DUE + timedelta(days=90), Standing.MET),
        (DUE + timedelta(days=1), DUE + timedelta(days=1), Standing.MET_LATE),
    ],
)
def test_the_due_day_itself_is_in_time(met_on: date | None, today: date, stands: Standing) -> None:
    assert standing(DUE, met_on, today) is stands


def test_each_child_who_died_has_a_notification_and_those_harmed_share_one() -> None:
    require_children(Kind.SERIOUS_HARM, [1, 2], [1, 2, 3], [])
    require_children(Kind.DEATH, [1], [1, 2, 3], [2])
    for kind in set(Kind) - {Kind.SERIOUS_HARM}:
        with pytest.raises(InvalidAnswer, match="one child"):
            require_children(kind, [1, 2], [1, 2, 3], [])


@pytest.mark.parametrize("about", [[], [4], [1]])
def test_nobody_strangers_and_the_already_notified_are_refused(about: list[int]) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        require_children(Kind.SERIOUS_HARM, about, [1, 2], [1])
    assert refusal.value.field == "children"


def test_a_case_in_which_no_child_is_recorded_can_be_notified() -> None:
    require_children(Kind.DEATH, [], [], [])


def test_every_notification_has_a_statutory_clock_and_incidents_alone_begin_a_rapid_review() -> None:
    assert set(CLOCK_OF) == set(Kind)
    assert set(CLOCK_OF.values()) <= set(STATUTORY_CLOCKS)
    assert {kind for kind in Kind if begins_rapid_review(kind)} == {Kind.DEATH, Kind.SERIOUS_HARM}


def test_a_letter_that_agrees_asks_for_no_answer() -> None:
    assert [says for says in PanelSays if not asks_answer(says)] == [PanelSays.AGREES]
