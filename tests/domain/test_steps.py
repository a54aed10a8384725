"""Is a timed step met, running or late on the very day, and what may a notification be about?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.domain.errors import InvalidAnswer
from portal.domain.notifying import (
    CLOCK_OF,
    ChildFacts,
    WhyTogether,
    asks_answer,
    begins_rapid_review,
    outstanding,
    require_children,
    require_why_together,
)
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


def test_several_share_one_as_brothers_and_sisters_or_behind_the_main_child_of_an_investigation() -> None:
    require_why_together([1], None, None)
    require_why_together([1, 2], WhyTogether.SIBLINGS, None)
    require_why_together([1, 2], WhyTogether.LARGE_INVESTIGATION, 2)
    for why, main, field in (
        (None, None, "why_together"),
        (WhyTogether.LARGE_INVESTIGATION, 3, "main_child"),
    ):
        with pytest.raises(InvalidAnswer) as refusal:
            require_why_together([1, 2], why, main)
        assert refusal.value.field == field


def due(
    children: list[ChildFacts], harm: str, suspicion: str, *made: tuple[Kind, list[int]]
) -> dict[Kind, list[int]]:
    found = outstanding(children, harm, suspicion, made)
    return {kind: [each.key for each in whom] for kind, whom in found.items()}  # type: ignore[misc]


def test_each_child_is_owed_a_notification_until_one_is_made_about_that_child() -> None:
    both = [ChildFacts(1), ChildFacts(2)]
    assert due(both, "death", "suspected") == {Kind.DEATH: [1, 2]}
    assert due(both, "death", "suspected", (Kind.DEATH, [1])) == {Kind.DEATH: [2]}
    assert due(both, "death", "suspected", (Kind.DEATH, [1]), (Kind.DEATH, [2])) == {}
    assert due(both, "serious-harm", "known", (Kind.SERIOUS_HARM, [1, 2])) == {}
    one_died = [ChildFacts(1), ChildFacts(2, harm="serious-harm"), ChildFacts(3, harm="other")]
    assert due(one_died, "death", "not-known") == {Kind.DEATH: [1], Kind.SERIOUS_HARM: [2]}
    assert due([], "death", "suspected") and due([], "death", "suspected", (Kind.DEATH, [])) == {}


def test_a_looked_after_childs_or_care_leavers_death_is_owed_one_whatever_its_cause() -> None:
    looked_after = [
        ChildFacts(1, legal_status="interim-care-order"), ChildFacts(1, living_arrangement="foster-care"),
        ChildFacts(1, agency_status=frozenset({"looked-after"})),
    ]  # fmt: skip
    for child in looked_after:
        assert due([child], "death", "not-suspected") == {Kind.LOOKED_AFTER_CHILD_DEATH: [1]}
        # Where abuse or neglect is suspected, the notification of the incident tells the death too.
        assert due([child], "death", "suspected") == {Kind.DEATH: [1]}
        assert due([child], "serious-harm", "not-suspected") == {}
    leaver = [ChildFacts(1, age_band="care-leaver")]
    for suspicion in ("not-suspected", "known"):
        assert due(leaver, "death", suspicion) == {Kind.CARE_LEAVER_DEATH: [1]}
    assert (
        due(leaver, "serious-harm", "known")
        == due([ChildFacts(1, age_band="unborn")], "death", "known")
        == {}
    )


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
