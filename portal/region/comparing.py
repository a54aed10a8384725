"""How do the published figures and recommendations of several partnerships stand side by side?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.factors import PracticeTheme
from portal.domain.quality_markers import Marker, Score
from portal.domain.vocabulary import Method
from portal.region.asked import UNDATED, Asked
from portal.region.learning_queries import Recommendation, ThemeCount
from portal.region.queries import Count, Scored, Used
from portal.web.wording import in_london

# What is counted under themes.
UNDER_THEMES = ("reviews", "outputs", "recommendations")
NO_THEME, NO_BODY, NO_METHOD = "No theme is named", "No organisation is named", "No method is recorded"


@dataclass(frozen=True)
class Row:
    """One line of a table: what it is of, and a number for each partnership in the order of the columns."""

    key: str
    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Recommendations under one heading."""

    heading: str
    lines: tuple[Recommendation, ...]


@dataclass(frozen=True)
class Recurring:
    """One theme and one body that recommendations of two or more partnerships, or years, have in common."""

    theme: PracticeTheme
    body: str
    lines: tuple[Recommendation, ...]

    @property
    def years(self) -> list[int]:
        """Return the years in which it was recommended, the first first."""
        return sorted({int(year_of(line)) for line in self.lines})

    @property
    def partnerships(self) -> int:
        """Return how many partnerships recommended it."""
        return len({line.tenant for line in self.lines})


def folded(name: str) -> str:
    """Return a body's name as it is compared: spaces and capitals make no difference."""
    return " ".join(name.split()).casefold()


def year_of(line: Recommendation) -> str:
    """Return the year in England in which a recommendation was published."""
    return str(in_london(line.published_at).year)


def narrowed(lines: Iterable[Recommendation], asked: Asked) -> list[Recommendation]:
    """Return the recommendations of the theme, body, year and partnership asked for."""
    return [
        line
        for line in lines
        if (not asked.theme or asked.theme in line.themes)
        and (not asked.body or folded(asked.body) in map(folded, line.bodies))
        and (not asked.year or asked.year == year_of(line))
        and line.tenant in asked.tenants
    ]


def over_years(counts: Sequence[Count], columns: Sequence[str]) -> list[Row]:
    """Return a row for each year from the last to the first, years without anything too, then what has no date."""
    years = [count.year for count in counts if count.year is not None]
    listed: list[int | None] = list(range(max(years), min(years) - 1, -1)) if years else []
    listed += [None] if any(count.year is None for count in counts) else []
    sums = _sums(counts, lambda count: count.year)
    return [
        Row(str(year or UNDATED), str(year or "No date given"), tuple(sums[year, slug] for slug in columns))
        for year in listed
    ]


def by_kind(counts: Sequence[Count], columns: Sequence[str], words: Mapping[str, str]) -> list[Row]:
    """Return a row for each kind there is, in the order of its words; no kind stands last."""
    sums = _sums(counts, lambda count: count.kind)
    rows = [
        Row(kind, words.get(kind, "Kind not stated"), tuple(sums[kind, slug] for slug in columns))
        for kind in (*words, "")
    ]
    return [row for row in rows if any(row.numbers)]


def _sums(counts: Iterable[Count], of: Callable[[Count], Hashable]) -> Counter[tuple[Hashable, str]]:
    sums: Counter[tuple[Hashable, str]] = Counter()
    for count in counts:
        sums[of(count), count.tenant] += count.number
    return sums


def by_theme(counts: Sequence[ThemeCount], columns: Sequence[str], of: str) -> list[Row]:
    """Return a row for each theme that stands anywhere; `of` is one of UNDER_THEMES."""
    found = {(count.theme, count.tenant): getattr(count, of) for count in counts}
    rows = [
        Row(theme.value, theme.label, tuple(found.get((theme, slug), 0) for slug in columns))
        for theme in PracticeTheme
    ]
    return [row for row in rows if any(row.numbers)]


def years_of(lines: Iterable[Recommendation], columns: Sequence[str]) -> list[Row]:
    """Return how many of these recommendations each partnership published in each year, years without any too."""
    return over_years([Count(line.tenant, int(year_of(line)), "", 1) for line in lines], columns)


def themes_recurring(found: Iterable[Recurring], columns: Sequence[str]) -> list[Row]:
    """Return a row for each theme that recurs, with how many recommendations of each partnership stand under it."""
    # One recommendation can recur for several bodies, and counts once; two may say the same word for word.
    under: dict[PracticeTheme, dict[int, str]] = {}
    for each in found:
        under.setdefault(each.theme, {}).update((id(line), line.tenant) for line in each.lines)
    return [
        Row(theme.value, theme.label, tuple(list(lines.values()).count(slug) for slug in columns))
        for theme, lines in under.items()
    ]


def by_score(found: Sequence[Scored], columns: Sequence[str]) -> list[tuple[Score, list[Row]]]:
    """Return for each score there is a row for each marker, in the order of the markers."""
    numbers = Counter[tuple[Score, Marker, str]]()
    for each in found:
        numbers[each.score, each.marker, each.tenant] += each.reviews
    tables = [
        (score, [
            Row(marker.value, marker.label, tuple(numbers[score, marker, slug] for slug in columns))
            for marker in Marker
        ])
        for score in Score
    ]  # fmt: skip
    return [(score, rows) for score, rows in tables if any(any(row.numbers) for row in rows)]


def scores_together(found: Sequence[Scored], columns: Sequence[str]) -> list[Row]:
    """Return how often each score stands, whatever the marker."""
    return [
        Row(score.value, score.label, tuple(
            sum(each.reviews for each in found if each.score is score and each.tenant == slug) for slug in columns
        ))
        for score in Score
    ]  # fmt: skip


def by_method(used: Sequence[Used], columns: Sequence[str]) -> list[Row]:
    """Return a row for each method there is, in the order of the vocabulary; reviews without one stand last."""
    listed: list[tuple[Method | None, str]] = [(method, method.label) for method in Method]
    rows = [
        Row(method or "", words, tuple(sum(each.method == method and each.tenant == slug for each in used)
                                       for slug in columns))
        for method, words in (*listed, (None, NO_METHOD))
    ]  # fmt: skip
    return [row for row in rows if any(row.numbers)]


def bodies_named(lines: Iterable[Recommendation]) -> dict[str, str]:
    """Return the bodies that are named, by their folded names, each as it is written first in the alphabet."""
    found: dict[str, str] = {}
    for name in sorted({body for line in lines for body in line.bodies}):
        found.setdefault(folded(name), name)
    return dict(sorted(found.items()))


def by_body(lines: Sequence[Recommendation], columns: Sequence[str]) -> list[Row]:
    """Return a row for each body, with how many recommendations of each partnership name it."""
    return [
        Row(name, name, tuple(
            sum(line.tenant == slug and body in map(folded, line.bodies) for line in lines) for slug in columns
        ))
        for body, name in bodies_named(lines).items()
    ]  # fmt: skip


def is_shared(row: Row) -> bool:
    """Whether two or more partnerships stand in a row."""
    return sum(number > 0 for number in row.numbers) > 1


def grouped(lines: Sequence[Recommendation], by: str) -> list[Group]:
    """Return recommendations under each of their themes, or of the bodies they name, or all together."""
    if by == "theme":
        headings = [(theme.label, _with_theme(lines, theme)) for theme in PracticeTheme]
        headings.append((NO_THEME, [line for line in lines if not line.themes]))
    elif by == "body":
        headings = [(name, _naming(lines, body)) for body, name in bodies_named(lines).items()]
        headings.append((NO_BODY, [line for line in lines if not line.bodies]))
    else:
        headings = [("", list(lines))]
    return [Group(heading, tuple(found)) for heading, found in headings if found]


def recurring(lines: Sequence[Recommendation]) -> list[Recurring]:
    """Return each theme with each body that recommendations of two partnerships, or of two years, have in common."""
    found = []
    for theme in PracticeTheme:
        of_theme = _with_theme(lines, theme)
        for body, name in bodies_named(of_theme).items():
            alike = sorted(_naming(of_theme, body), key=lambda line: (line.tenant, line.published_at))
            each = Recurring(theme, name, tuple(alike))
            found += [each] if each.partnerships > 1 or len(each.years) > 1 else []
    return found


def years_recurring(found: Sequence[Recurring]) -> list[int]:
    """Return the years from the first to the last in which something that recurs was recommended, the empty too."""
    years = [year for each in found for year in each.years]
    return list(range(min(years), max(years) + 1)) if years else []


def over_years_recurring(found: Sequence[Recurring], years: Sequence[int]) -> list[Row]:
    """Return a row for each thing that recurs, with how many recommendations each year made of it."""
    return [
        Row(str(number), f"{each.theme.label}: {each.body}", tuple(
            sum(year_of(line) == str(year) for line in each.lines) for year in years
        ))
        for number, each in enumerate(found, 1)
    ]  # fmt: skip


def _with_theme(lines: Sequence[Recommendation], theme: PracticeTheme) -> list[Recommendation]:
    return [line for line in lines if theme in line.themes]


def _naming(lines: Sequence[Recommendation], body: str) -> list[Recommendation]:
    return [line for line in lines if body in map(folded, line.bodies)]
