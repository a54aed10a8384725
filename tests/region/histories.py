"""Twelve years of one partnership's work and eight yearly releases of it, made up at random, with slips as in life."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from portal.domain.releasing import FAMILIES, Facts, Measure, Prepared, prepare
from portal.domain.suppression import Series, Shown

FIRST, RELEASES = 2015, range(2019, 2027)
YEARS = RELEASES[-1] - FIRST + 1


@dataclass
class History:
    """What happened, what was shown of it in which release, and what was corrected in between."""

    facts: Facts
    releases: dict[int, Prepared] = field(default_factory=dict)
    # Every number that was ever shown or hidden, in the order in which everybody saw it.
    said: dict[Measure, list[Shown]] = field(default_factory=lambda: {family: [] for family in FAMILIES})


def few_or_many(lot: Random, mean: float) -> int:
    """Return how often something happened in a while."""
    return sum(lot.random() < mean / 60 for _ in range(60))


def some(lot: Random, of: int, share: float) -> int:
    """Return how many of so many, each with this chance."""
    return sum(lot.random() < share for _ in range(of))


def facts_of(lot: Random) -> Facts:
    """Make up a partnership, small or large, with good years and bad ones."""
    size, years = lot.choice((0.5, 1, 2, 4, 8, 15)), range(YEARS)
    trend = lot.uniform(0.85, 1.2)
    rates = [max(0.1, size * trend ** (at - YEARS / 2) * lot.uniform(0.5, 1.5)) for at in years]
    quarters = tuple(tuple(few_or_many(lot, rate / 4) for _ in range(4)) for rate in rates)
    notified = tuple(map(sum, quarters))
    punctual, learnt = lot.uniform(0.4, 1), lot.uniform(0, 0.5)
    in_time = tuple(some(lot, number, punctual) for number in notified)
    begun = tuple(some(lot, number, 0.9) for number in notified)
    referred = tuple(few_or_many(lot, rate * lot.uniform(1, 3)) for rate in rates)
    ended = tuple(few_or_many(lot, rate / 2) for rate in rates)

    def told(counts: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(some(lot, number, learnt) for number in counts)

    late = tuple(number - part for number, part in zip(notified, in_time, strict=True))
    most = tuple(number - part for number, part in zip(notified, told(late), strict=True))
    series = {
        Measure.REFERRALS: Series(referred, least=told(referred)),
        Measure.IN_TIME: Series(in_time, least=told(in_time), most=most, totals=quarters),
        Measure.RAPID_REVIEWS: Series(begun, least=told(begun), most=notified),
        Measure.NO_REVIEW: Series(ended),
    }
    medians = {(measure, years): 20 for measure in Measure for years in (3, 5)}
    return Facts(FIRST, series, medians)


def corrected(lot: Random, history: History) -> None:
    """Correct one year of one family by one, as an erratum would say, within what everybody knows."""
    family = lot.choice((Measure.REFERRALS, Measure.NO_REVIEW))
    series, at = history.facts.series[family], lot.randrange(YEARS)
    counts = list(series.counts)
    counts[at] = max(series.least[at] if series.least else 0, counts[at] + lot.choice((-1, 1)))
    again = Series(tuple(counts), series.least, series.most, series.totals)
    history.facts = Facts(FIRST, {**history.facts.series, family: again}, history.facts.medians)


def history_of(seed: int) -> History:
    """Make up a history; now and then a release goes unsigned, or a fact is corrected after it was shown."""
    lot = Random(seed)
    history = History(facts_of(lot))
    for through in RELEASES:
        if lot.random() < 0.08:
            continue
        prepared = prepare(history.facts, through, history.said)
        history.releases[through] = prepared
        for family, shown in prepared.shown.items():
            history.said[family] += shown
        if lot.random() < 0.04:
            corrected(lot, history)
    return history
