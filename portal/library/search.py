"""What has been published about this, when a reader asks in their own words and spelling?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from portal.library.lines import OutputLine, output_line
from portal.library.passages import Passage, passage, says
from portal.library.queries import OUTPUT_COLUMNS, VISIBLE, WITH_REVIEW, Filters, Output, Review
from portal.library.spelling import nearest
from portal.models.published_search import folded, scope_token
from portal.tenancy.model import Tenant

PER_PAGE = 30
MOST_COUNTED = 500
FEW = 1_000
MOST_TERMS = 12
SHORTEST_PREFIX = 3
# A passage is looked for in the first twelve pages or so of a report.
TEXT_FOR_PASSAGE = 20_000

_TERMS = re.compile(r'"([^"]*)"|(\S+)')
_WORDS = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True)
class Term:
    """A word, or words in quotes that stand together; the last word may be the beginning of a longer one."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True)
class Hit:
    """One output that was found."""

    output: OutputLine
    review_title: str
    passage: Passage


@dataclass(frozen=True)
class Found:
    """What a search found: how many, this page of them, and what else the reader may have meant."""

    hits: list[Hit]
    total: int
    is_more: bool
    number: int
    pages: int
    is_relaxed: bool = False
    suggestion: str = ""


def search(
    session: Session, tenant: Tenant, query: str, filters: Filters, number: int, now: datetime
) -> Found:
    """Return a page of what was found; where nothing has all the words, what has some, and a nearer spelling."""
    terms = terms_of(query)
    rows: list[int] = []
    is_relaxed = False
    for asked, joined_by in attempts(terms):
        rows = matching(session, tenant, asked, filters, now, joined_by)
        is_relaxed = joined_by == "OR"
        if rows:
            break
    suggestion = nearest(session, tenant, query, now) if terms and (is_relaxed or not rows) else ""
    counted = rows[:MOST_COUNTED]
    pages = max(1, -(-len(counted) // PER_PAGE))
    number = min(number, pages)
    here = counted[(number - 1) * PER_PAGE : number * PER_PAGE]
    hits = hits_of(session, tenant, here, terms, now)
    return Found(
        hits, len(counted), len(rows) > MOST_COUNTED, number, pages, is_relaxed and bool(rows), suggestion
    )


def terms_of(query: str) -> list[Term]:
    """Return the words and phrases of any text at all; no character is an error or an operator."""
    plain = _POSSESSIVE.sub("", folded(unicodedata.normalize("NFKC", query)))
    terms = []
    for quoted, word in _TERMS.findall(plain):
        words = tuple(_WORDS.findall(quoted or word))
        if words:
            terms.append(Term(words))
    return terms[:MOST_TERMS]


def attempts(terms: Sequence[Term]) -> Iterator[tuple[Sequence[Term], str]]:
    """Yield ways to ask, from exact to forgiving: all the words, the last one begun, then any of them."""
    if not terms:
        return
    yield terms, "AND"
    last = terms[-1]
    begun = (
        [*terms[:-1], replace(last, is_beginning=True)] if len(last.words[-1]) >= SHORTEST_PREFIX else terms
    )
    if begun is not terms:
        yield begun, "AND"
    if len(terms) > 1:
        yield begun, "OR"


def matching(
    session: Session, tenant: Tenant, terms: Sequence[Term], filters: Filters, now: datetime, joined_by: str
) -> list[int]:
    """Return the rows that match, newest first; where they are few, those that say it in their title before others.

    The engines' own ranks weigh how rare a word is, and read everything a partnership has published to know it
    (measured over 100,000 outputs: 15 ms on SQLite for 96 that match, against 0.5 ms).
    """
    on_postgres = session.get_bind().dialect.name == "postgresql"
    statement, words = (POSTGRES, postgres_match) if on_postgres else (SQLITE, sqlite_match)
    asked = {"tenant": tenant.slug, "now": now, **words(terms, scope_tokens(tenant, filters), joined_by)}
    rows = session.execute(statement, asked).all()
    if not 1 < len(rows) <= MOST_COUNTED:
        return [row for row, _ in rows]
    each, is_any = [term.words for term in terms], joined_by == "OR"
    # One look at all the titles together: most searches are for what no title says.
    if not says(folded("\n".join(title for _, title in rows)), each, is_any=is_any):
        return [row for row, _ in rows]
    return [row for row, _ in sorted(rows, key=lambda row: not says(folded(row.title), each, is_any=is_any))]


def scope_tokens(tenant: Tenant, filters: Filters) -> list[str]:
    """Return the words that hold a search to one partnership and to what the reader has chosen."""
    filed = {"tenant": tenant.slug, "review": filters.kind, "output": filters.output, "year": filters.year}
    return [scope_token(name, value) for name, value in filed.items() if value]


def sqlite_match(terms: Sequence[Term], scope: Sequence[str], joined_by: str) -> dict[str, str]:
    """Return what SQLite is asked: words, partnership and filters as one MATCH of the index, and the words alone."""
    words = "{title words} : (" + f" {joined_by} ".join(fts5(term) for term in terms) + ")"
    narrowed = words + "".join(f' AND scope : "{token}"' for token in scope)
    # The first token is the partnership's, which the statement asks of each row too.
    return {"narrowed": narrowed, "words": words if len(scope) == 1 else narrowed}


def fts5(term: Term) -> str:
    """Return a term as FTS5 reads it: always quoted, so that nothing in it is an operator."""
    return f'"{" ".join(term.words)}"' + (" *" if term.is_beginning else "")


def postgres_match(terms: Sequence[Term], scope: Sequence[str], joined_by: str) -> dict[str, str]:
    """Return what PostgreSQL is asked, of the column that the engine makes from each row."""
    between = " & " if joined_by == "AND" else " | "
    return {"match": " & ".join([f"({between.join(tsquery(term) for term in terms)})", *scope])}


def tsquery(term: Term) -> str:
    """Return a term as PostgreSQL reads it: words of letters and digits only, one after another."""
    return "(" + " <-> ".join(term.words) + (":*" if term.is_beginning else "") + ")"


# To look the partnership up for each of a few rows takes SQLite longer than to read those rows (measured: 2.1 ms
# against 0.4 for 340 among 100,000): only where more than these match is the index asked whose they are.
MATCHES = text(
    "published_words MATCH CASE WHEN EXISTS "  # noqa: S608 - the number is our own
    f"(SELECT 1 FROM published_words WHERE published_words MATCH :words LIMIT 1 OFFSET {FEW}) "
    "THEN :narrowed ELSE :words END"
)
# Written, not bound: a bound limit is a plan that SQLite makes anew for every search.
MOST_ROWS: ColumnElement[int] = literal_column(str(MOST_COUNTED + 1))
# The plus keeps SQLite from looking every published row up in the index of words instead of reading that first.
FOUND_ROW: ColumnElement[int] = literal_column("+published_words.rowid")
SQLITE = (
    select(Output.search_row, Output.title)
    # Of an equal row SQLite would read the whole, words and all, where the index says what is asked (measured: 2.4 ms
    # against 1.7 for 340 rows).
    .join(table("published_words"), Output.search_row.between(FOUND_ROW, FOUND_ROW))
    .where(MATCHES, VISIBLE)
    .order_by(literal_column("published_words.rowid").desc())
    .limit(MOST_ROWS)
)
POSTGRES = (
    select(Output.search_row, Output.title)
    .where(text("published_output.words @@ to_tsquery('english', :match)"), VISIBLE)
    .order_by(Output.search_row.desc())
    .limit(MOST_ROWS)
)
FOUND = (
    select(
        *OUTPUT_COLUMNS, Output.search_row, Review.slug.label("review_slug"),
        Review.title.label("review_title"),
        func.substr(Output.search_text, 1, TEXT_FOR_PASSAGE).label("words"),
    )
    .select_from(WITH_REVIEW)
    .where(VISIBLE, Output.search_row.in_(bindparam("rows", expanding=True)))
)  # fmt: skip


def hits_of(
    session: Session, tenant: Tenant, rows: Sequence[int], terms: Sequence[Term], now: datetime
) -> list[Hit]:
    """Return what the rows are, in their order, each with the passage that speaks of it."""
    if not rows:
        return []
    found = session.execute(FOUND, {"tenant": tenant.slug, "now": now, "rows": list(rows)}).all()
    asked = [word for term in terms for word in term.words]
    by_row = {
        row.search_row: Hit(
            output_line(row, row.review_slug, tenant, now),
            row.review_title,
            # Of what is only listed there are no words to show.
            Passage() if row.is_as_listed else passage(row.words, asked),
        )
        for row in found
    }
    return [by_row[row] for row in rows if row in by_row]
