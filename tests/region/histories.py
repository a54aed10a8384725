"""What comes of a partnership's work and eight yearly releases of it, made up at random, with slips as in life?"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from portal.domain.errata import check_erratum, erratum, families_taken_away
from portal.domain.releasing import FAMILIES, WINDOWS, Facts, Figure, Measure, prepare
from portal.domain.suppression import Series, Shown

FIRST, FIRST_RELEASE, FEWEST_RELEASES = 2015, 2019, 8
Run = tuple[int, int]


@dataclass(frozen=True)
class Version:
    """What one family's counts were held to be for a time, and everything that had been said of it by then."""

    family: Measure
    series: Series
    said: tuple[Shown, ...]


@dataclass
class History:
    """What happened, what was shown of it in which release, and what was corrected in between."""

    facts: Facts
    # Of each release that was frozen, its editions: as it was first shown, and each erratum after it.
    releases: dict[int, list[tuple[Figure, ...]]] = field(default_factory=dict)
    # Every number that was ever shown or hidden, in the order in which everybody saw it.
    said: dict[Measure, list[Shown]] = field(default_factory=lambda: {family: [] for family in FAMILIES})
    # The years of every release that an erratum took a family's figures from.
    corrected: dict[Measure, list[Run]] = field(default_factory=lambda: {family: [] for family in FAMILIES})
    # What a correction put an end to.
    before: list[Version] = field(default_factory=list)
    # What each frozen release had counted.
    counted: dict[int, Facts] = field(default_factory=dict)

    @property
    def versions(self) -> list[Version]:
        """Everything that was ever held to be so, and what is held to be so in the end."""
        last = [Version(each, self.facts.series[each], tuple(self.said[each])) for each in FAMILIES]
        return self.before + last

    @property
    def errata(self) -> int:
        """How many errata were frozen."""
        return sum(len(editions) - 1 for editions in self.releases.values())


def few_or_many(lot: Random, mean: float) -> int:
    """Return how often something happened in a while."""
    return sum(lot.random() < mean / 60 for _ in range(60))


def some(lot: Random, of: int, share: float) -> int:
    """Return how many of so many, each with this chance."""
    return sum(lot.random() < share for _ in range(of))


def facts_of(lot: Random, count: int) -> Facts:
    """Make up so many years of a partnership, small or large, with good years and bad ones."""
    size, years = lot.choice((0.5, 1, 2, 4, 8, 15)), range(count)
    trend = lot.uniform(0.85, 1.2)
    rates = [max(0.1, size * trend ** (at - count / 2) * lot.uniform(0.5, 1.5)) for at in years]
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


def correct(lot: Random, history: History, family: Measure) -> bool:
    """Count one year of a family otherwise by one, within what everybody knows; return whether that was possible."""
    series, at = history.facts.series[family], lot.randrange(len(history.facts.series[family].counts))
    most = series.most[at] if series.most else None
    least = series.least[at] if series.least else 0
    count = series.counts[at] + lot.choice((-1, 1))
    if count < least or (most is not None and count > most):
        return False
    counts = (*series.counts[:at], count, *series.counts[at + 1 :])
    history.before.append(Version(family, series, tuple(history.said[family])))
    again = Series(counts, series.least, series.most, series.totals)
    history.facts = Facts(FIRST, {**history.facts.series, family: again}, history.facts.medians)
    return True


def issue_errata(lot: Random, history: History, share: float) -> None:
    """Correct a share of the releases that counted otherwise, each checked against the edition that it corrects."""
    for through, editions in history.releases.items():
        end = through - FIRST + 1
        years = slice(end - max(WINDOWS), end)
        then = history.counted[through].series
        now = history.facts.series
        wrong = [family for family in FAMILIES if then[family].counts[years] != now[family].counts[years]]
        if not wrong or lot.random() >= share:
            continue
        after = erratum(editions[-1], wrong)
        check_erratum(editions[-1], after)
        for family in families_taken_away(editions[-1], after):
            history.corrected[family].append((end - max(WINDOWS), end))
        editions.append(after)
        history.counted[through] = history.facts


def history_of(seed: int) -> History:
    """Make up a history of eight releases; some years go unsigned, and facts are corrected after they were shown.

    Some corrections are told of by errata at once, some a year late or of some releases only, some never.
    """
    lot = Random(seed)
    unsigned = some(lot, 1, 0.4)
    releases = list(range(FIRST_RELEASE, FIRST_RELEASE + FEWEST_RELEASES + unsigned))
    history = History(facts_of(lot, releases[-1] - FIRST + 1))
    skipped = set(lot.sample(releases[1:], unsigned))
    slips, told = lot.choice((0, 0.1, 0.2)), lot.choice((0, 0.5, 1))
    for through in releases:
        if through not in skipped:
            freeze(history, through)
        if lot.random() < slips:
            correct(lot, history, lot.choice(tuple(FAMILIES)))
        issue_errata(lot, history, told)
    return history


def freeze(history: History, through: int) -> None:
    """Freeze a release of what is held to be so."""
    prepared = prepare(history.facts, through, history.said, history.corrected)
    history.releases[through], history.counted[through] = [prepared.figures], history.facts
    for family, shown in prepared.shown.items():
        history.said[family] += shown
