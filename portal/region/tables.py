"""What stands in each table that a regional lead takes away?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from portal.domain.following_up import quarter_of
from portal.domain.quality_markers import Marker
from portal.domain.releasing import window_words
from portal.domain.vocabulary import OutputKind, ReviewKind
from portal.region import (
    action_tables,
    comparing,
    following,
    learning_queries,
    quarterly,
    queries,
    release_queries,
    releasing,
)
from portal.region.addresses import public_address
from portal.region.asked import Asked
from portal.region.following import Share
from portal.region.learning_queries import Recommendation
from portal.region.sides import Table, in_order, names
from portal.tenancy.model import Tenants
from portal.web.wording import date_words, in_london

REVIEW_KINDS: dict[str, str] = dict(ReviewKind.choices())
OUTPUT_KINDS: dict[str, str] = dict(OutputKind.choices())
NOT_STATED = "Not stated"


def overview(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return what each partnership shows at this moment."""
    found = queries.shown(session, asked)
    kinds = [kind for kind in (*OUTPUT_KINDS, "") if any(kind in each.outputs for each in found.values())]
    head = ("Partnership", "Reviews on show", *(OUTPUT_KINDS.get(kind, "Kind not stated") for kind in kinds),
            "Outputs no longer on show", "Latest")  # fmt: skip
    return Table(head, [
        (names(tenants)[slug], found[slug].reviews, *(found[slug].outputs.get(kind, 0) for kind in kinds),
         found[slug].no_longer, date_words(found[slug].latest_on, found[slug].precision))
        for slug in in_order(asked, tenants)
    ])  # fmt: skip


def published(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return what was published, one line for each partnership, year and kind."""
    counted = (
        ("Review", queries.reviews_by_year(session, asked), REVIEW_KINDS),
        ("Output", queries.outputs_by_year(session, asked), OUTPUT_KINDS),
    )
    rows = [
        (names(tenants)[each.tenant], what, each.year or "No date given", words.get(each.kind, NOT_STATED), each.number)
        for what, counts, words in counted
        for each in counts
    ]  # fmt: skip
    return Table(("Partnership", "What", "Year", "Kind", "Number"), sorted(rows, key=_words))


def published_by_quarter(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how many reviews and outputs were published in each quarter of two years."""
    columns, since = in_order(asked, tenants), following.quarters(asked)[0].begins_on
    of_reviews, of_outputs = (
        following.published_by_quarter(query(session, asked, since), asked, columns)
        for query in (queries.dated_reviews, queries.dated_outputs)
    )
    return Table(("Quarter", "Partnership", "Reviews", "Outputs"), [
        (review.key, names(tenants)[slug], review.numbers[at], output.numbers[at])
        for review, output in zip(of_reviews, of_outputs, strict=True)
        for at, slug in enumerate(columns)
    ])  # fmt: skip


def reviews(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return the reviews asked for."""
    head = ("Partnership", "Review", "Kind", "Year", "As listed", "Invented", "Address")
    return Table(head, [
        (names(tenants)[each.tenant], each.title, REVIEW_KINDS.get(each.kind, NOT_STATED), each.year or "No date given",
         _yes(each.is_as_listed), _yes(each.is_fictional), public_address(tenants.by_slug[each.tenant], each.slug))
        for each in queries.reviews(session, asked)
    ])  # fmt: skip


def themes(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how often each theme stands, one line for each partnership that has it."""
    rows = [
        (each.theme.label, names(tenants)[each.tenant], each.reviews, each.outputs, each.recommendations)
        for each in learning_queries.theme_counts(session, asked)
    ]
    return Table(("Theme", "Partnership", "Reviews", "Outputs", "Recommendations"), sorted(rows, key=_words))


def recommendations(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return the recommendations asked for."""
    lines = comparing.narrowed(learning_queries.recommendations(session, asked), asked)
    return Table(RECOMMENDATION_HEAD, [recommendation(line, tenants) for line in lines])


def by_quarter(subject: str) -> Callable[[Session, Asked, Tenants], Table]:
    """Return the table of a subject quarter by quarter, from the first that there is."""

    def table(session: Session, asked: Asked, tenants: Tenants) -> Table:
        rows = [
            (quarter.code, names(tenants)[each.tenant], each.words, each.what, number)
            for quarter, each, number in quarterly.counted(quarterly.SUBJECTS[subject](session, asked))
        ]
        return Table(("Quarter", "Partnership", quarterly.FIRST[subject], "What", "Number"), rows)

    return table


def quality(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return in how many published reviews each quality marker has each score, by the quarter it was given in."""
    given = Counter[tuple[str, str, Marker, str]]()
    for each in queries.scores(session, asked):
        quarter = quarter_of(each.scored_on).code if each.scored_on else ""
        given[quarter, names(tenants)[each.tenant], each.marker, each.score.label] += each.reviews
    order = list(Marker)
    rows = sorted(given.items(), key=lambda each: (*each[0][:2], order.index(each[0][2]), each[0][3]))
    return Table(("Quarter", "Partnership", "Marker", "Score", "Reviews"), [
        (quarter, name, marker.label, score, number) for (quarter, name, marker, score), number in rows
    ])  # fmt: skip


def briefings(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how often briefings were used in each quarter and setting, and with how many people."""
    times, people = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for use in queries.briefing_uses(session, asked):
        key = (quarter_of(use.used_on).code, names(tenants)[use.tenant], use.setting.label)
        times[key] += 1
        people[key] += use.people
    rows = [(*key, times[key], people[key]) for key in sorted(times)]
    return Table(("Quarter", "Partnership", "Setting", "Times used", "People"), rows)


def shared_bodies(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how many recommendations of each partnership name each body."""
    columns = in_order(asked, tenants)
    rows = comparing.by_body(learning_queries.recommendations(session, asked), columns)
    head = ("Organisation", *(names(tenants)[slug] for slug in columns))
    return Table(head, [(row.words, *row.numbers) for row in rows])


def recurring(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return the recommendations that share a theme and a body across partnerships or years, the years in each line."""
    found = comparing.recurring(learning_queries.recommendations(session, asked))
    head = ("Theme in common", "Organisation in common", "Partnerships", "Years", *RECOMMENDATION_HEAD)
    return Table(head, [
        (each.theme.label, each.body, each.partnerships, "; ".join(map(str, each.years)),
         *recommendation(line, tenants))
        for each in found
        for line in each.lines
    ])  # fmt: skip


def releases(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return every figure of every release, one line each; a hidden one says why."""
    head = ("Release to March", "Partnership", "Figure", "Years", "Number", "Why there is no number", "Edition",
            "Correction", "Invented", "Hash of the partnership's figures")  # fmt: skip
    rows: list[Sequence[object]] = []
    for release in release_queries.releases(session, asked):
        for slug in in_order(asked, tenants):
            part = release.parts.get(slug)
            name = names(tenants)[slug]
            if part is None:
                rows.append((release.through, name, "", "", "", releasing.ABSENT, "", "", "", ""))
                continue
            for (measure, years), figure in part.figures.items():
                number = "" if figure.number is None else figure.number
                why = figure.hidden.label if figure.hidden else ""
                words = window_words(release.through, years)
                rows.append((release.through, name, measure.label, words, number, why, part.edition, part.note,
                             _yes(part.is_fictional), part.digest))  # fmt: skip
    return Table(head, rows)


def progress(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return how recommendations stood at the end of each quarter, one line for each word of each table."""
    lines = comparing.narrowed(learning_queries.followed(session, asked), asked)
    columns, rows = in_order(asked, tenants), []
    for quarter in following.quarters(asked):
        day = following.day_of(quarter, asked)
        found = following.stood(lines, day)
        for name, (title, _, _) in following.TABLES.items():
            for row in following.counted(found, columns, name):
                rows += [
                    (quarter.code, day.isoformat(), names(tenants)[slug], title, row.words, number)
                    for slug, number in zip(columns, row.numbers, strict=True)
                ]
    return Table(("Quarter", "Counted on", "Partnership", "What", "Value", "Number"), rows)


def progress_by_theme(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return every measure by theme at the end of the quarter asked for."""
    return _measured(session, asked, tenants, "Theme", following.shares_by_theme)


def progress_by_organisation(session: Session, asked: Asked, tenants: Tenants) -> Table:
    """Return every measure by organisation at the end of the quarter asked for."""
    return _measured(session, asked, tenants, "Organisation", following.shares_by_body)


def _measured(
    session: Session, asked: Asked, tenants: Tenants, what: str, shares: Callable[..., list[Share]]
) -> Table:
    quarter, columns = following.quarter_asked(asked), in_order(asked, tenants)
    day = following.day_of(quarter, asked)
    found = following.stood(comparing.narrowed(learning_queries.followed(session, asked), asked), day)
    by_measure = [shares(found, columns, measure) for measure in following.Measure]
    rows = [
        (
            quarter.code,
            day.isoformat(),
            names(tenants)[slug],
            alike[0].words,
            *(each.pairs[at][0] for each in alike),
        )
        for alike in zip(*by_measure, strict=True)
        for at, slug in enumerate(columns)
    ]
    return Table(
        ("Quarter", "Counted on", "Partnership", what, *(each.label for each in following.Measure)), rows
    )


RECOMMENDATION_HEAD = (
    "Partnership", "Review", "Published", "Quarter", "Recommendation", "Themes", "Organisations", "To be done by",
    "Invented", "Address",
)  # fmt: skip


def recommendation(line: Recommendation, tenants: Tenants) -> tuple[object, ...]:
    """Return one recommendation as a row."""
    published_on = in_london(line.published_at).date()
    return (
        names(tenants)[line.tenant], line.review_title, published_on.isoformat(), quarter_of(published_on).code,
        line.text, "; ".join(theme.label for theme in line.themes), "; ".join(line.bodies),
        line.due_on.isoformat() if line.due_on else "", _yes(line.is_fictional),
        public_address(tenants.by_slug[line.tenant], line.review_slug),
    )  # fmt: skip


def _words(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(str, row))


def _yes(is_so: bool) -> str:
    return "Yes" if is_so else "No"


TABLES: dict[str, Callable[[Session, Asked, Tenants], Table]] = {
    "overview": overview,
    "published": published,
    "published-by-quarter": published_by_quarter,
    "reviews": reviews,
    "themes": themes,
    "themes-by-quarter": by_quarter("themes"),
    "methods": by_quarter("methods"),
    "briefings": briefings,
    "quality": quality,
    "recommendations": recommendations,
    "shared-bodies": shared_bodies,
    "shared-bodies-by-quarter": by_quarter("shared-bodies"),
    "recurring": recurring,
    "progress": progress,
    "progress-by-theme": progress_by_theme,
    "progress-by-organisation": progress_by_organisation,
    "actions": action_tables.over_time,
    "actions-by-theme": action_tables.by_theme,
    "actions-by-organisation": action_tables.by_organisation,
    "releases": releases,
}
