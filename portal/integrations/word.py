"""How does a letter become a Word file, with nothing in it of the machine or the person that made it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Word shows a document without a date of its own as made in 2013.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Block:
    """One part of a letter: a heading, and paragraphs under it."""

    heading: str
    paragraphs: tuple[str, ...]


def word_file(
    title: str, author: str, opening: Sequence[str], blocks: Sequence[Block], closing: Sequence[str]
) -> bytes:
    """Return a letter as a .docx: real headings, British English, names of the partnership only in its properties."""
    # Here and not above: it takes a moment to import, and most processes never write a letter.
    from docx import Document

    document = Document()
    describe(document, title, author)
    for line in opening:
        document.add_paragraph(line)
    document.add_heading(title, level=1)
    for block in blocks:
        document.add_heading(block.heading, level=2)
        for paragraph in block.paragraphs:
            document.add_paragraph(paragraph)
    for line in closing:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def describe(document: Any, title: str, author: str) -> None:
    """Set what a reader's program shows of the document, and the language in which it is read out."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    said = document.core_properties
    said.title, said.author, said.last_modified_by, said.language = title, author, author, "en-GB"
    said.comments, said.created, said.modified = "", EPOCH, EPOCH
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "en-GB"})
    normal.element.get_or_add_rPr().append(language)
