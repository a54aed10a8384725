"""What comes of a partnership's work and eight yearly releases of it, made up at random, with slips as in life?

The rules of the portal say what may be prepared when, what a release says and what a correction takes away; here are
only the partnership, its slips, and the people who try things out of turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from portal.domain.errata import (
    changed_families,
    check_erratum,
    counted_by,
    erratum,
    families_taken_away,
    require_none_waits,
    require_turn,
)
from portal.domain.errors import Conflict
from portal.domain.releasing import FAMILIES, WINDOWS, Facts, Figure, Measure, Prepared, prepare
from portal.domain.suppression import Series, Shown
from portal.domain.vocabulary import ReleaseStatus

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
    # What each frozen release had counted, in its newest edition.
    counted: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    # Where each release stands; what waits is kept with the facts that it counted.
    standing: dict[int, ReleaseStatus] = field(default_factory=dict)
    waiting: dict[int, tuple[Facts, Prepared]] = field(default_factory=dict)
    # How often something was tried out of turn and refused, and how many figures changed with no erratum before the
    # next release.
    refused: int = 0
    unannounced: int = 0

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
        Measure.AUDITS: Series(tuple(few_or_many(lot, rate / 4) for rate in rates)),
        Measure.LOCAL_REVIEWS: Series(tuple(few_or_many(lot, rate / 10) for rate in rates)),
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


def changed_since(history: History, through: int) -> list[Measure]:
    """Return the families of which a frozen release counted anything but what is held to be so today."""
    return changed_families(history.counted[through], history.facts, through)


def issue_errata(lot: Random, history: History, share: float) -> None:
    """Correct a share of the releases that counted otherwise, each checked against the edition that it corrects."""
    for through, editions in history.releases.items():
        wrong = changed_since(history, through)
        if not wrong or lot.random() >= share:
            continue
        try:
            require_none_waits(history.standing)
        except Conflict:
            history.refused += 1
            continue
        after = erratum(editions[-1], wrong)
        check_erratum(editions[-1], after)
        for family in families_taken_away(editions[-1], after):
            history.corrected[family].append(looked_at(through))
        editions.append(after)
        history.counted[through] = counted_by(history.facts, through)


def looked_at(through: int) -> Run:
    """Return the years that a release looks at."""
    return through - FIRST + 1 - max(WINDOWS), through - FIRST + 1


def history_of(seed: int) -> History:
    """Make up a history of eight releases; some years go unsigned, and facts are corrected after they were shown.

    Some corrections are told of by errata at once, some a year late or of some releases only, some never. Some are
    made while a release waits, which is then counted again or frozen as it was signed. Some people prepare releases
    ahead of their turn.
    """
    lot = Random(seed)
    unsigned = some(lot, 1, 0.4)
    releases = list(range(FIRST_RELEASE, FIRST_RELEASE + FEWEST_RELEASES + unsigned))
    history = History(facts_of(lot, releases[-1] - FIRST + 1))
    skipped = set(lot.sample(releases[1:], unsigned))
    slips, told, ahead = lot.choice((0, 0.1, 0.2)), lot.choice((0, 0.5, 1)), lot.choice((0, 1, 3))
    for through in releases:
        if through in skipped:
            continue
        put_forward(history, through)
        for later in range(through + 1, through + 1 + ahead):
            put_forward(history, later)
        if lot.random() < slips / 2 and correct(lot, history, lot.choice(tuple(FAMILIES))):
            issue_errata(lot, history, told)
            if lot.random() < 0.5:
                put_forward(history, through)
        freeze(history, through)
        if lot.random() < slips:
            correct(lot, history, lot.choice(tuple(FAMILIES)))
        issue_errata(lot, history, told)
    return history


def put_forward(history: History, through: int) -> None:
    """Prepare a release of what is held to be so, or once more while it waits; out of turn nothing is prepared."""
    try:
        require_turn(through, history.standing)
    except Conflict:
        history.refused += 1
        return
    corrected = {family: list(runs) for family, runs in history.corrected.items()}
    for earlier in history.releases:
        for family in changed_since(history, earlier):
            history.unannounced += 1
            corrected[family].append(looked_at(earlier))
    history.standing[through] = ReleaseStatus.PREPARED
    history.waiting[through] = history.facts, prepare(history.facts, through, history.said, corrected)


def freeze(history: History, through: int) -> None:
    """Freeze a release as it was prepared."""
    facts, prepared = history.waiting.pop(through)
    history.standing[through] = ReleaseStatus.FROZEN
    history.releases[through], history.counted[through] = [prepared.figures], counted_by(facts, through)
    for family, shown in prepared.shown.items():
        history.said[family] += shown
        if facts.series[family] != history.facts.series[family]:
            history.before.append(Version(family, facts.series[family], tuple(history.said[family])))


def prepared_together(seed: int) -> History:
    """Make up a history in which all releases are prepared before the first is frozen, as no rule allows."""
    history = History(facts_of(Random(seed), FIRST_RELEASE + FEWEST_RELEASES - FIRST))
    for through in range(FIRST_RELEASE, FIRST_RELEASE + FEWEST_RELEASES):
        history.waiting[through] = history.facts, prepare(history.facts, through, {})
    for through in list(history.waiting):
        freeze(history, through)
    return history
