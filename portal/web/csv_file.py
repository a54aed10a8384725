"""How does a table leave as a file that any spreadsheet opens, and opens without running anything?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# A spreadsheet takes a cell that begins so for a formula; the full-width signs are read as the plain ones.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Without this mark at its start the commonest spreadsheet reads UTF-8 as if it were an older alphabet.
MARK = "\ufeff"


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet runs: words that begin like a formula get an apostrophe before them."""
    is_formula = isinstance(value, str) and value.startswith(BEGINS_A_FORMULA)
    return f"'{value}" if is_formula else value


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180) with a line of column names first."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return MARK + file.getvalue()


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a table as a file to keep, called by this plain name."""
    answer = Response(csv_text(head, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
