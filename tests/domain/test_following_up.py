"""Does a recommendation stand on each day as what was recorded by then says?"""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import NotAllowed
from portal.domain.following_up import (
    FollowUp,
    Impact,
    Lateness,
    Quarter,
    Standing,
    Step,
    Stepped,
    Strength,
    Verification,
    quarter_of,
    quarters_until,
    state_on,
)
from portal.domain.permissions import Separation, permissions_of
from portal.domain.vocabulary import Role
from portal.domain.workflow import Thing, require_action

DUE = date(2026, 3, 31)
STORY = (
    Stepped(Step.PROGRESS, date(2026, 1, 10), FollowUp.AT_RISK),
    Stepped(Step.IMPACT, date(2026, 2, 1), FollowUp.AT_RISK, impact=Impact.CHILD),
    Stepped(Step.COMPLETE, date(2026, 4, 20), FollowUp.AWAITING_VERIFICATION),
    Stepped(Step.VERIFIED, date(2026, 5, 1), FollowUp.VERIFIED, Strength.MODERATE),
    Stepped(Step.EMBEDDED, date(2026, 8, 1), FollowUp.EMBEDDED, Strength.STRONG),
    Stepped(Step.REOPENED, date(2026, 10, 1), FollowUp.NOT_STARTED),
)


@pytest.mark.parametrize(
    ("day", "standing", "lateness", "verification"),
    [
        (date(2026, 1, 9), Standing.NOT_STARTED, Lateness.NOT_DUE, Verification.NOT_COMPLETE),
        (date(2026, 3, 31), Standing.AT_RISK, Lateness.NOT_DUE, Verification.NOT_COMPLETE),
        (date(2026, 4, 1), Standing.OVERDUE, Lateness.LATE, Verification.NOT_COMPLETE),
        (date(2026, 4, 20), Standing.AWAITING_VERIFICATION, Lateness.DONE_LATE, Verification.AWAITED),
        (date(2026, 6, 30), Standing.VERIFIED, Lateness.DONE_LATE, Verification.MODERATE),
        (date(2026, 9, 30), Standing.EMBEDDED, Lateness.DONE_LATE, Verification.STRONG),
        (date(2026, 10, 1), Standing.OVERDUE, Lateness.VERY_LATE, Verification.NOT_COMPLETE),
    ],
)
def test_it_stands_on_each_day_as_what_was_recorded_by_then_says(
    day: date, standing: Standing, lateness: Lateness, verification: Verification
) -> None:
    state = state_on(day, DUE, STORY)
    assert (state.standing, state.lateness, state.verification) == (standing, lateness, verification)
    assert state.impacts == ({Impact.CHILD} if day >= date(2026, 2, 1) else set())


def test_what_has_no_day_is_never_late_and_what_is_not_accepted_is_neither_late_nor_verified() -> None:
    assert state_on(date(2030, 1, 1), None, ()).lateness is Lateness.NO_DAY
    closed = state_on(date(2030, 1, 1), DUE, [Stepped(Step.CLOSED, date(2026, 1, 1), FollowUp.NOT_ACCEPTED)])
    assert (closed.standing, closed.lateness) == (Standing.NOT_ACCEPTED, Lateness.NOT_ACCEPTED)


def test_quarters_follow_one_another_over_the_year() -> None:
    assert [each.code for each in quarters_until(date(2026, 1, 1), 3)] == ["2025-Q3", "2025-Q4", "2026-Q1"]
    assert [Quarter(2024, number).ends_on.isoformat()[5:] for number in (1, 2, 3, 4)] == [
        "03-31", "06-30", "09-30", "12-31",
    ]  # fmt: skip
    assert all(
        quarter_of(Quarter(2026, n).begins_on) == quarter_of(Quarter(2026, n).ends_on) for n in (1, 2, 3, 4)
    )


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("has_said_complete", Separation.ACTION_VERIFICATION),
        ("is_of_an_owner", Separation.OWNER_VERIFICATION),
    ],
)
def test_neither_who_said_it_was_done_nor_an_agency_that_it_asks_verifies_it(fact: str, words: str) -> None:
    facts, held = {"has_said_complete": False, "is_of_an_owner": False}, permissions_of([Role.COORDINATOR])
    waiting = FollowUp.AWAITING_VERIFICATION
    assert require_action(Thing.RECOMMENDATION, waiting, "verify", held, facts).leads_to is FollowUp.VERIFIED
    for action in ("verify", "ask-further-work", "reopen"):
        with pytest.raises(NotAllowed, match=words):
            require_action(Thing.RECOMMENDATION, waiting, action, held, facts | {fact: True})
