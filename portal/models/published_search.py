"""How is what is public found by its words? The engine keeps the index itself, so that no code can forget to."""

from __future__ import annotations

import secrets
from datetime import date
from hashlib import sha256
from html import unescape
from re import compile as pattern

from sqlalchemy import Connection

# A reader's browser never waits for more than this of a report to be searched for a passage to show.
LONGEST_TEXT = 400_000

_TAGS = pattern(r"<[^>]*>")
# What leads back from a note is no word of the report's.
_WAYS_BACK = pattern(r"<a [^>]*portal-notes__back[^>]*>.*?</a>")
_SPACES = pattern(r"\s+")
_MARKDOWN_LINK = pattern(r"\[([^\]]*)\]\([^)]*\)")
_MARKDOWN_START = pattern(r"(?m)^\s*(?:[-*+]|\d+\.|#{1,6}|>)\s+")
_MARKDOWN_MARKS = pattern(r"[*_`|]+")

# Porter's stems, and letters without their marks: "béa" is found by "bea" (stack section 3).
_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS published_words USING fts5(
  title, words, scope, tokenize = 'porter unicode61 remove_diacritics 2')
"""
# Without it the words of what came down would stay readable in the file until the index is next merged.
_FORGETS = "INSERT INTO published_words(published_words, rank) VALUES('secure-delete', 1)"
_FILL = (
    "INSERT INTO published_words(rowid, title, words, scope) "
    "SELECT search_row, title, search_text, search_scope FROM published_output"
)
_ADD = (
    "INSERT INTO published_words(rowid, title, words, scope) "
    "VALUES (NEW.search_row, NEW.title, NEW.search_text, NEW.search_scope);"
)
_REMOVE = "DELETE FROM published_words WHERE rowid = OLD.search_row;"
_TRIGGERS = {
    "published_words_added": f"AFTER INSERT ON published_output BEGIN {_ADD} END",
    "published_words_changed": (
        "AFTER UPDATE OF title, search_text, search_scope, search_row ON published_output "
        f"BEGIN {_REMOVE} {_ADD} END"
    ),
    "published_words_removed": f"AFTER DELETE ON published_output BEGIN {_REMOVE} END",
}

# PostgreSQL's own way to drop marks is an extension; this list needs none.
_MARKED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"
_FOLDING = str.maketrans(_MARKED, _PLAIN)


def create_search(connection: Connection) -> None:
    """Make the index over what is published, as the database's owner; a second time changes nothing."""
    if connection.dialect.name == "postgresql":
        _create_on_postgres(connection)
    else:
        _create_on_sqlite(connection)


def _create_on_sqlite(connection: Connection) -> None:
    is_new = not connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE name = 'published_words'"
    ).scalar()
    connection.exec_driver_sql(_TABLE)
    connection.exec_driver_sql(_FORGETS)
    if is_new:
        connection.exec_driver_sql(_FILL)
    for name, body in _TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")


def _create_on_postgres(connection: Connection) -> None:
    connection.exec_driver_sql(
        "ALTER TABLE published_output ADD COLUMN IF NOT EXISTS words tsvector "
        f"GENERATED ALWAYS AS ({_weighted('title', 'A')} || {_weighted('search_text', 'B')} "
        "|| to_tsvector('simple', search_scope)) STORED"
    )
    connection.exec_driver_sql(
        "CREATE INDEX IF NOT EXISTS ix_published_output_words ON published_output USING gin (words)"
    )


def _weighted(column: str, weight: str) -> str:
    # Dots and hyphens become spaces, or PostgreSQL would take "15.05.2018" and "M1&M2" for one word each.
    plain = f"regexp_replace(translate(lower({column}), '{_MARKED}', '{_PLAIN}'), '[^[:alnum:]]+', ' ', 'g')"
    return f"setweight(to_tsvector('english', {plain}), '{weight}')"


def folded(text: str) -> str:
    """Return text in small letters without the marks that PostgreSQL's index drops, each letter in its place."""
    small = text.lower()
    if small.isascii():
        return small
    # A few capitals of other alphabets have a longer small form.
    return (small if len(small) == len(text) else text).translate(_FOLDING)


def search_row(sort_on: date) -> int:
    """Return a number that is larger the later the date: the index is read newest first by it alone."""
    return (sort_on.toordinal() << 32) | secrets.randbits(32)


def sorted_on(row: int) -> date:
    """Return the date that a number of `search_row` was made from."""
    return date.fromordinal(row >> 32)


def scope_token(name: str, value: object) -> str:
    """Return the one word by which the index knows a partnership, a kind or a year."""
    # Digits only after the first letter: no stemmer changes them, and no two slugs become one word.
    return f"{name[0]}{int.from_bytes(sha256(f'{name}:{value}'.encode()).digest()[:7])}"


def search_scope(tenant: str, review_kind: str, output_kind: str, year: int | None) -> str:
    """Return the words under which an output is filed, so that a filter is part of the one match."""
    filed = {"tenant": tenant, "review": review_kind, "output": output_kind, "year": year}
    return " ".join(scope_token(name, value) for name, value in filed.items() if value)


def plain_text(*parts: str | None) -> str:
    """Return the words of HTML or of plain text, in order, without markup."""
    words = " ".join(unescape(_TAGS.sub(" ", _WAYS_BACK.sub("", part))) for part in parts if part)
    return _SPACES.sub(" ", words).strip()[:LONGEST_TEXT]


def plain_markdown(text: str) -> str:
    """Return the words of Markdown without its marks."""
    words = _MARKDOWN_START.sub(" ", _MARKDOWN_LINK.sub(r"\1", text))
    return _MARKDOWN_MARKS.sub("", words).replace("<", "&lt;")
