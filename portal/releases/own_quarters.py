"""How did this partnership's own work stand at the end of each quarter of two years, and how much came in each?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.agency_actions import ActionStanding, action_standing
from portal.domain.bank_holidays import BankHolidays
from portal.domain.following_up import Quarter, State, quarter_of, quarters_until, state_on
from portal.domain.quality_markers import Score
from portal.domain.releasing import OUTCOMES, Measure, year_of
from portal.models.agency_action import AgencyAction
from portal.models.marker_score import MarkerScore
from portal.models.recommendation import Recommendation
from portal.releases import counting
from portal.releases.counting import Dated
from portal.releases.own_figures import COLUMNS, COUNTED, Line, steps_known
from portal.web.wording import in_london

QUARTERS = 8


def quarters(today: date) -> Sequence[Quarter]:
    """Return the last two years' quarters, the running one last."""
    return quarters_until(today, QUARTERS)


def recommendations(session: Session, today: date) -> list[Line]:
    """Return how those that are published stood at the end of each quarter, each from the day of its publication."""
    steps = steps_known(session)
    row = Recommendation
    rows: list[Any] = list(
        session.execute(select(row.id, row.due_on, row.published_at).where(row.published_at.is_not(None)))
    )

    def states(day: date) -> list[State]:
        return [
            state_on(day, due_on, steps.get(id, ()))
            for id, due_on, published_at in rows
            if in_london(published_at).date() <= day
        ]

    return _at_each_end(COLUMNS, states, today) if rows else []


def actions(session: Session, today: date) -> list[Line]:
    """Return how agencies' actions stood at the end of each quarter, each from the day on which it was added."""
    row = AgencyAction
    rows: list[Any] = list(session.execute(select(row.added_on, row.due_on, row.status, row.ended_on)))

    def standings(day: date) -> list[ActionStanding]:
        return [action_standing(day, *said) for added_on, *said in rows if added_on <= day]

    counts = {each.label: each.__eq__ for each in ActionStanding}
    return _at_each_end(counts, standings, today) if rows else []


def _at_each_end(
    counts: Mapping[str, Callable[[Any], bool]], found_on: Callable[[date], list[Any]], today: date
) -> list[Line]:
    ends = [found_on(min(each.ends_on, today)) for each in quarters(today)]
    return [(words, [sum(map(is_one, found)) for found in ends]) for words, is_one in counts.items()]


def scores(session: Session, today: date) -> list[Line]:
    """Return how many scores of each sort were given in each quarter; nothing where none was."""
    row = MarkerScore
    given = [(score, in_london(at).date()) for score, at in session.execute(select(row.score, row.scored_at))]
    found = [(each.label, _in_each([on for score, on in given if score is each], today)) for each in Score]
    return found if given else []


def casework(session: Session, today: date, holidays: BankHolidays) -> list[Line]:
    """Return what came, was sent, begun or decided in each quarter, counted as a regional release counts."""
    first, last = quarters(today)[0], quarters(today)[-1]
    found = _dated(session, range(year_of(first.begins_on), year_of(last.ends_on) + 1), holidays)
    return [(each.label, _in_each([one.on for one in found[each]], today)) for each in COUNTED]


def _dated(session: Session, reporting: range, holidays: BankHolidays) -> dict[Measure, list[Dated]]:
    # Which of them reports tell of is asked of a release alone.
    told = counting.cases_that_reports_tell_of(session)
    notified, decided = (
        counting.notifications(session, told, holidays, reporting),
        counting.decisions(session),
    )
    return {
        Measure.REFERRALS: counting.referrals(session, told),
        Measure.NOTIFICATIONS: notified,
        Measure.IN_TIME: [each for each in notified if each.is_in_time],
        Measure.LATER: [each for each in notified if not each.is_in_time],
        Measure.RAPID_REVIEWS: counting.rapid_reviews(session, told, holidays, reporting),
        **{
            measure: [each for each, outcome in decided if outcome in outcomes]
            for measure, outcomes in OUTCOMES.items()
        },
    }


def _in_each(days: Sequence[date], today: date) -> list[int]:
    fallen = [quarter_of(each) for each in days]
    return [fallen.count(each) for each in quarters(today)]
