"""What do the papers of a made-up story hold? A few plain words, as a PDF, a Word document or a text; always the same.

They are handed in and kept as people's files are. The portal makes them itself, so no scanner is asked while a story
is told: the story says what it answered, and a file for which it says nothing yet waits for the one that runs.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
from sqlalchemy import select

from portal.commands.scanner import TEST_FILE
from portal.documents import operations as filing_documents
from portal.domain.uploads import ScanState
from portal.domain.vocabulary import Role
from portal.models.attachment import Attachment
from portal.referrals import handing_in
from portal.tenancy.answers import sections_for
from portal.tenancy.demonstration import Paper
from portal.web.filing import FileGiven, Taken, settle

if TYPE_CHECKING:
    from uuid import UUID

    from portal.commands.fictional_telling import Telling
    from portal.tenancy.demonstration import Step

MADE_UP = "This paper is made up for the demonstration. Nobody in it exists, and nothing in it happened."
# What clamd calls a find of the demonstration's own signature.
VIRUS = "Test-File.UNOFFICIAL"
LETTERS_A_LINE, LINE_HEIGHT, TOP, LEFT = 84, 16, 780, 60
A4 = (595, 842)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{DOCUMENT}" '
    'Target="word/document.xml"/></Relationships>'
)


# --- told ----------------------------------------------------------------------------------------------------


def hand_in(telling: Telling, referral_id: UUID) -> None:
    """Hand the story's papers in with its referral, where the form first asks for a file."""
    if not telling.story.papers:
        return
    referrer, tenant = telling.cast(Role.REFERRER), telling.cast.tenant
    asked = [question for section in sections_for(telling.form, "referrer") for question in section.questions]
    question = next(each.code for each in asked if each.kind == "file")
    for paper in telling.story.papers:
        taken = handing_in.hand_in(
            telling.session, tenant, referrer, referral_id, question, [FileGiven(paper.file, made(paper))]
        )
        scanned(telling, taken, paper)


def add_document(telling: Telling, step: Step) -> None:
    """Add a paper to the case: the coordinator, or whom the story names."""
    says = step.says
    paper = Paper(says["file"], says["text"], ScanState(says.get("scan", ScanState.CLEAN)))
    who = telling.cast(Role(says.get("by", Role.COORDINATOR)))
    taken = filing_documents.add(
        telling.session, telling.cast.tenant, who, telling.reference, [FileGiven(paper.file, made(paper))]
    )
    scanned(telling, taken, paper)


def scanned(telling: Telling, taken: Taken, paper: Paper) -> None:
    """Write down what the scanner answered in the story."""
    assert not taken.refusals, taken.refusals
    if paper.scan is ScanState.WAITING:
        return
    for attachment in telling.session.scalars(select(Attachment).where(Attachment.id.in_(taken.ids))):
        settle(telling.session, attachment, paper.scan, VIRUS if paper.scan is ScanState.INFECTED else "")
    telling.session.commit()


# --- made ----------------------------------------------------------------------------------------------------


def made(paper: Paper) -> bytes:
    """Return a paper's bytes; one in which a virus is found holds the harmless file that every scanner knows."""
    paragraphs = [MADE_UP, *paper.text.split("\n\n")]
    if paper.scan is ScanState.INFECTED:
        return TEST_FILE + b"\n" + in_text(paragraphs)
    return MADE[paper.file.rpartition(".")[2]](paragraphs)


def in_text(paragraphs: list[str]) -> bytes:
    """Return plain text."""
    return ("\n\n".join(paragraphs) + "\n").encode()


def in_word(paragraphs: list[str]) -> bytes:
    """Return a Word document."""
    body = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in paragraphs)
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        for name, words in parts.items():
            # A part of no day, so that the same words are the same bytes.
            packed.writestr(ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{words}')
    return held.getvalue()


def in_pdf(paragraphs: list[str]) -> bytes:
    """Return a PDF of one page, in a typeface that every reader has."""
    held = BytesIO()
    with pikepdf.new() as document:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )  # fmt: skip
        page = document.add_blank_page(page_size=A4)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(drawn(paragraphs))
        document.save(held, deterministic_id=True)
    return held.getvalue()


def drawn(paragraphs: list[str]) -> bytes:
    """Return the drawing of a page's lines."""
    lines = [line for each in paragraphs for line in [*textwrap.wrap(each, LETTERS_A_LINE), ""]]
    shown = [f"({line.translate(KEPT_APART)}) Tj T*" for line in lines]
    begin = f"BT /F1 11 Tf {LINE_HEIGHT} TL {LEFT} {TOP} Td"
    return "\n".join([begin, *shown, "ET"]).encode("cp1252")


KEPT_APART = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})
MADE: Mapping[str, Callable[[list[str]], bytes]] = {"txt": in_text, "docx": in_word, "pdf": in_pdf}
