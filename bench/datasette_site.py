"""What would the list and the search cost in Datasette, which publishes tables with full-text search?

Run as a program it fills the database that the server then serves.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from bench import fictional

FILE = "items.db"
# Datasette finds the index by these very words, without spaces round the signs.
TABLES = """
CREATE TABLE item (
  id INTEGER PRIMARY KEY, title TEXT, review TEXT, kind TEXT, published_on TEXT, words TEXT
);
CREATE VIRTUAL TABLE item_fts USING fts5(
  title, words, content="item", content_rowid="id", tokenize = 'porter unicode61 remove_diacritics 2'
);
"""


def fill(items: int) -> None:
    """Write the same items into one table with a full-text index."""
    connection = sqlite3.connect(database())
    with connection:
        connection.executescript(TABLES)
        connection.executemany(
            "INSERT INTO item (title, review, kind, published_on, words) VALUES (?, ?, ?, ?, ?)",
            (
                (output.title, review.title, output.kind, review.published_on.isoformat(), output.words)
                for review in fictional.reviews(items)
                for output in review.outputs
            ),
        )
        connection.execute("CREATE INDEX item_published_on ON item (published_on)")
        connection.execute("INSERT INTO item_fts (item_fts) VALUES ('rebuild')")
    connection.close()


def app() -> Any:
    """Return the server, with the excerpt as long as ours and without the suggestions that ours does not make."""
    from datasette.app import Datasette

    settings = {"truncate_cells_html": 240, "suggest_facets": False, "default_page_size": 30}
    return Datasette(files=[str(database())], settings=settings).app()


def database() -> Path:
    """Return the file that this run's Datasette serves."""
    return Path(os.environ["BENCH_DATASETTE"]) / FILE


if __name__ == "__main__":
    fill(int(sys.argv[1]))
