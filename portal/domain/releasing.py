"""Which figures of casework may regional leads be shown, over which years, and why is one hidden?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from portal.domain.coded import Coded
from portal.domain.errors import InvalidAnswer
from portal.domain.suppression import Series, Shown, carries_median, face, release, share, shares_a_year
from portal.domain.vocabulary import Outcome

# Years run from April to March, as those in which the Department for Education counts notifications do.
FIRST_MONTH = 4
# A release looks at both; the longer run first, since what it says bounds the other.
WINDOWS = (5, 3)
# What happened is looked at once it has settled: a frozen figure is never a live one.
SETTLED_IN_MONTH = 7


class Measure(Coded):
    """One figure of a release; every partnership's is worked out in the same way, whatever its own clocks say."""

    REFERRALS = "referrals", "Referrals received"
    DAYS_TO_DECISION = "days-to-decision", "Days from a referral to the first signed decision (median)"
    NOTIFICATIONS = "notifications", "Notifications sent to the National Panel"
    IN_TIME = "notified-in-time", "Notifications sent within five working days"
    LATER = "notified-later", "Notifications sent later"
    IN_TIME_SHARE = "notified-in-time-share", "Notifications sent within five working days (per cent)"
    RAPID_REVIEWS = "rapid-reviews", "Rapid reviews begun"
    RAPID_REVIEW_DAYS = (
        "rapid-review-days",
        "Working days from notification to the rapid review sent (median; 15 are allowed)",
    )
    NO_REVIEW = "decided-without-review", "Decisions that began no review"
    AUDITS = "audits-decided", "Audits begun"
    LOCAL_REVIEWS = "local-reviews-decided", "Local case and serious offence reviews begun"


class Hidden(Coded):
    """Why a figure is not shown. The first is one reason for two cases, so that nobody can tell them apart."""

    SMALL = "small", "It is from 1 to 7, or a number like that could be worked out from it"
    BASE = "base", "The numbers that it is worked out from are hidden, or not over 20"
    FEW = "few", "It is the middle of a number that is hidden, or that may not be over 8"
    UNFINISHED = "unfinished", "Half or more of what it counts was not finished"
    CORRECTED = (
        "corrected",
        "A number for some of these years was wrong when it was first shown or has changed since, and both could say "
        "too much",
    )


# What each figure is worked out from: the measures whose numbers are tried before they are shown.
FAMILIES: dict[Measure, tuple[Measure, ...]] = {
    Measure.REFERRALS: (Measure.REFERRALS, Measure.DAYS_TO_DECISION),
    Measure.IN_TIME: (Measure.NOTIFICATIONS, Measure.IN_TIME, Measure.LATER, Measure.IN_TIME_SHARE),
    Measure.RAPID_REVIEWS: (Measure.RAPID_REVIEWS, Measure.RAPID_REVIEW_DAYS),
    Measure.NO_REVIEW: (Measure.NO_REVIEW,),
    Measure.AUDITS: (Measure.AUDITS,),
    Measure.LOCAL_REVIEWS: (Measure.LOCAL_REVIEWS,),
}
MEDIANS = {Measure.REFERRALS: Measure.DAYS_TO_DECISION, Measure.RAPID_REVIEWS: Measure.RAPID_REVIEW_DAYS}

# The outcomes that are counted by kind. Work whose reports are published is not among them: those appear one by one,
# and a frozen number beside them would say how many are to come.
OUTCOMES: dict[Measure, frozenset[Outcome]] = {
    Measure.NO_REVIEW: frozenset(
        {Outcome.CRITERIA_NOT_MET, Outcome.NO_FURTHER_ACTION, Outcome.ANOTHER_PROCESS, Outcome.TRANSFER}
    ),
    Measure.AUDITS: frozenset({Outcome.MULTI_AGENCY_AUDIT, Outcome.SINGLE_AGENCY_AUDIT}),
    Measure.LOCAL_REVIEWS: frozenset({Outcome.LOCAL_CASE_REVIEW, Outcome.SERIOUS_OFFENCE_REVIEW}),
}


@dataclass(frozen=True)
class Figure:
    """One figure over a run of years; without a number it says why."""

    measure: Measure
    years: int
    number: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True)
class Facts:
    """What one partnership's casework says, exactly, from the reporting year `first` on.

    `series` holds each family's counts; `medians` a median over each run of years, None where half is not finished.
    """

    first: int
    series: Mapping[Measure, Series]
    medians: Mapping[tuple[Measure, int], int | None]


@dataclass(frozen=True)
class Prepared:
    """A release of one partnership: the figures for everybody, and what each tried number was shown as."""

    figures: tuple[Figure, ...]
    shown: Mapping[Measure, tuple[Shown, ...]]


def year_of(day: date) -> int:
    """Return the reporting year of a day, called by the calendar year in which it ends."""
    return day.year + (day.month >= FIRST_MONTH)


def quarter_of(day: date) -> int:
    """Return the quarter of its reporting year in which a day is, from 0."""
    return (day.month - FIRST_MONTH) % 12 // 3


def window_words(through: int, years: int) -> str:
    """Return a run of years in words: April 2023 to March 2026."""
    return f"April {through - years} to March {through}"


def last_settled(today: date) -> int:
    """Return the last reporting year that ended three months ago or longer."""
    return today.year if today.month >= SETTLED_IN_MONTH else today.year - 1


def require_settled(through: int, today: date) -> None:
    """Refuse a year that has not settled. Raises InvalidAnswer."""
    if through > last_settled(today):
        raise InvalidAnswer(
            f"The year to March {through} has not settled: wait until 1 July {through}.", "through"
        )


def windows_of(through: int, first: int) -> list[tuple[int, int]]:
    """Return a release's runs of years as places in a series that begins with the year `first`."""
    end = through - first + 1
    return [(end - years, end) for years in WINDOWS]


def prepare(
    facts: Facts,
    through: int,
    earlier: Mapping[Measure, Sequence[Shown]],
    corrected: Mapping[Measure, Sequence[tuple[int, int]]] = MappingProxyType({}),
) -> Prepared:
    """Return what would be shown of one partnership, after everything that was shown of it before.

    `corrected` holds, by family, the runs of years of every release that an erratum took its figures from.
    """
    windows = windows_of(through, facts.first)
    wrong = {family: corrected.get(family, ()) for family in FAMILIES}
    shown = {
        family: tuple(release(facts.series[family], earlier.get(family, ()), windows, wrong[family]))
        for family in FAMILIES
    }
    found = [
        figure
        for at, years in enumerate(WINDOWS)
        for family in FAMILIES
        for figure in (
            taken_away(family, years)
            if shares_a_year(*windows[at], wrong[family])
            else family_figures(facts, family, years, shown[family][at])
        )
    ]
    order = list(Measure)
    figures = sorted(found, key=lambda each: (order.index(each.measure), each.years))
    return Prepared(tuple(figures), shown)


def taken_away(family: Measure, years: int) -> list[Figure]:
    """Return the figures of a family where nothing is said, since some of its years were corrected."""
    return [Figure(measure, years, None, Hidden.CORRECTED) for measure in FAMILIES[family]]


def family_figures(facts: Facts, family: Measure, years: int, shown: Shown) -> list[Figure]:
    """Return the figures of one family: its numbers as they were tried, and what is worked out from them alone."""
    number = counted(family, years, shown.number)
    if family is Measure.IN_TIME:
        total = face(facts.series[family].total(shown.start, shown.end) or 0)
        whole = total[0] if total else None
        percent = share(shown.number, whole)
        return [
            counted(Measure.NOTIFICATIONS, years, whole),
            number,
            counted(Measure.LATER, years, shown.rest),
            Figure(Measure.IN_TIME_SHARE, years, percent, None if percent is not None else Hidden.BASE),
        ]
    return [number, middle(facts, family, years, shown)] if family in MEDIANS else [number]


def counted(measure: Measure, years: int, number: int | None) -> Figure:
    """Return a count as it is shown."""
    return Figure(measure, years, number, Hidden.SMALL if number is None else None)


def middle(facts: Facts, family: Measure, years: int, shown: Shown) -> Figure:
    """Return the median of what a number counts; whether it stands there follows from that number as it is shown."""
    measure = MEDIANS[family]
    if not carries_median(shown.number):
        return Figure(measure, years, None, Hidden.FEW)
    median = facts.medians[measure, years]
    return Figure(measure, years, median, Hidden.UNFINISHED if median is None else None)
