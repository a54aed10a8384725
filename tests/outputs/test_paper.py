"""Is what readers may keep a real document: tagged, titled, in English, in order, a briefing on its one page?"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pypdfium2
import pytest
from flask import Flask

from portal.domain.briefing import SEVEN_BOXES
from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import OutputKind
from portal.integrations.pdf import Paper, tagged_pdf
from portal.models.output import Output
from portal.models.review import Review
from portal.outputs import operations
from portal.outputs.paper import paper_of
from tests.people import send
from tests.reading import BRIEFING, REPORT, Reading
from tests.work import TODAY

BODY = """## What we found

People listened.[^guidance]

| What has to change | Who does it |
| --- | --- |
ROWS

## What happens next

### By spring

- Ask about fathers.

[^guidance]: Working Together, chapter 5.
""".replace("ROWS", "\n".join(f"| Change number {number} | Health visiting |" for number in range(60)))


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def printed(reading: Reading, kind: str, **said: Any) -> Paper:
    review = cast(Review, SimpleNamespace(chosen_name="Child Alder", is_fictional=True))
    output = Printed(OutputKind(kind), **said)
    with reading.portal.app_context():
        return paper_of(reading.tenant, cast(Output, output), review, TODAY)


@dataclass
class Printed:
    """What an output says, without a database to seal it in."""

    kind: OutputKind
    title: str = "What we learned"
    body: str = ""
    boxes: list[dict[str, str]] | None = None


def boxes(words: int) -> list[dict[str, str]]:
    return [
        {"code": box.code, "title": box.title, "text": f"Begins box {box.number}. " + "learning " * words}
        for box in SEVEN_BOXES
    ]


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_report_is_a_tagged_document_with_title_and_language(reading: Reading) -> None:
    with pikepdf.open(io.BytesIO(printed(reading, REPORT, body=BODY).content)) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in document.Root
        with document.open_metadata() as about:
            assert about["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert about["{http://purl.org/dc/elements/1.1/}title"] == "Child Alder: What we learned"
        kinds = {str(each.S) for each in structure(document)}
        assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= kinds


def structure(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_report_has_a_cover_contents_repeated_table_headings_notes_and_page_numbers(
    reading: Reading,
) -> None:
    pages = pages_of(printed(reading, REPORT, body=BODY).content)
    assert "What we learned" in pages[0]
    assert "20 November 2026" in pages[0]
    assert reading.tenant.name in " ".join(pages[0].split())
    assert "Page" not in pages[0]
    assert "Contents" in pages[1]
    with_rows = [page for page in pages if "Change number" in page]
    assert len(with_rows) > 1
    assert all("What has to change" in page for page in with_rows)
    assert f"Page 3 of {len(pages)}" in pages[2]
    assert (
        pages[-1].index("What happens next") < pages[-1].index("Notes") < pages[-1].index("Working Together")
    )


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_briefing_is_one_page_read_from_one_to_seven_with_the_foot_last(reading: Reading) -> None:
    paper = printed(reading, BRIEFING, boxes=boxes(90))
    assert paper.pages == 1
    (page,) = pages_of(paper.content)
    assert re.findall(r"Begins box (\d)", page) == list("1234567")
    foot = page[page.index("Begins box 7") :]
    for words in (reading.tenant.name, "20 November 2026", reading.tenant.contact.email):
        assert words in " ".join(foot.split())


def test_the_same_words_give_the_same_bytes() -> None:
    html = '<html lang="en-GB"><head><title>T</title></head><body><h1>T</h1></body></html>'
    assert tagged_pdf(html, "").content == tagged_pdf(html, "").content


def test_nothing_is_fetched_for_a_pdf() -> None:
    html = '<html lang="en"><head><title>T</title></head><body><img alt="x" src="file:///etc/hostname"></body></html>'
    styles = "@import url(http://127.0.0.1:9/x.css); body { background: url(file:///etc/hostname) }"
    assert tagged_pdf(html, styles).pages == 1


def test_a_briefing_too_long_for_its_page_is_refused_before_anybody_approves_it(reading: Reading) -> None:
    coordinator, output_id = reading.actor("coordinator"), reading.draft_of(BRIEFING)
    too_much = {box.code: ("", "learning " * 240) for box in SEVEN_BOXES}
    with reading.session() as session:
        operations.save(session, reading.tenant, coordinator, output_id, edition=2, title="T", boxes=too_much)
    with reading.session() as session, pytest.raises(InvalidAnswer, match="does not fit on one page"):
        operations.submit(session, reading.tenant, coordinator, output_id)
    browser, show = reading.browser("coordinator"), f"/manchester/work/outputs/{output_id}"
    assert send(browser, show, f"{show}/submit").status_code == 303
    assert "does not fit on one page" in browser.get(show).text
    assert reading.status(output_id) == "draft"


def test_staff_see_the_pdf_before_approval_marked_as_not_published(reading: Reading) -> None:
    output_id = reading.submitted(REPORT)
    answer = reading.browser("chair").get(f"/manchester/work/outputs/{output_id}/pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Not published." in pages_of(answer.data)[0]
    assert (
        reading.browser("referrer").get(f"/manchester/work/outputs/{output_id}/pdf").status_code
        != 200
    )
