"""How does a table leave as an Excel file in which nothing can run?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from flask import Response

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL, LONGEST_NAME = 32_767, 31
NARROWEST, WIDEST = 8, 60


def excel_bytes(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as one sheet: whole numbers as numbers, everything else as words, whatever they begin with."""
    # Only a regional lead ever asks for one: nobody else waits for it to load.
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:LONGEST_NAME])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, words in enumerate(head):
            sheet.write_string(0, column, words, bold)
            sheet.set_column(column, column, min(max(len(words), NARROWEST) + 2, WIDEST))
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, str(value)[:LONGEST_CELL], wrapped)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def excel_answer(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a table as a file to keep, called by this plain name."""
    answer = Response(excel_bytes(title, head, rows), mimetype=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
