"""Does how an action stands follow from its day and from when it ended?"""

from datetime import date

from portal.domain.agency_actions import ActionStanding, ActionStatus, action_standing


def test_what_ended_later_was_under_way_or_overdue_until_then() -> None:
    due, later = date(2026, 3, 1), date(2026, 4, 1)
    done, stands = ActionStatus.DONE, ActionStanding
    assert action_standing(due, due, ActionStatus.UNDER_WAY, None) is stands.UNDER_WAY
    assert action_standing(later, due, ActionStatus.UNDER_WAY, None) is stands.OVERDUE
    assert action_standing(due, due, done, later) is stands.UNDER_WAY
    assert [action_standing(later, due, done, on) for on in (due, later)] == [stands.DONE_IN_TIME, stands.DONE_LATE]
    assert action_standing(later, due, ActionStatus.NO_LONGER_ASKED, due) is stands.NO_LONGER_ASKED
