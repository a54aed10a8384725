"""Does a real scanner find the test virus wherever it hides, and is silence never taken for clean?"""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.domain.uploads import ScanState
from portal.integrations import virus_scanner
from portal.integrations.file_contents import examined
from tests import clamd, files


@pytest.fixture(scope="module")
def address() -> str:
    return clamd.scanner_address()


def test_the_test_virus_is_found_in_a_stream_and_a_letter_is_clean(address: str) -> None:
    assert virus_scanner.scan(address, [clamd.EICAR])[0] is ScanState.INFECTED
    assert virus_scanner.scan(address, [b"Nothing here happened."]) == (ScanState.CLEAN, "")
    assert virus_scanner.is_there(address)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.txt", clamd.EICAR),
        ("note.docx", files.word(extra={"word/media/note.txt": clamd.EICAR})),
        ("note.odt", files.open_text(extra={"Pictures/note.txt": clamd.EICAR})),
        ("note.pdf", files.pdf(inside={"note.txt": clamd.EICAR})),
    ],
    ids=["by itself", "in a Word document", "in an OpenDocument text", "attached to a PDF"],
)
def test_the_test_virus_is_found_where_it_is_packed(address: str, name: str, content: bytes) -> None:
    _, parts = examined(name, content)
    state, virus = virus_scanner.scan(address, parts)
    assert state is ScanState.INFECTED
    assert virus


def test_a_scanner_does_not_look_into_a_pdf_by_itself_so_we_do(address: str) -> None:
    content = files.pdf(inside={"note.txt": clamd.EICAR})
    assert virus_scanner.scan(address, [content])[0] is ScanState.CLEAN


@pytest.mark.parametrize(
    "place", ["unix:/nowhere/clamd.socket", "tcp:127.0.0.1:1", "", "elsewhere", "tcp:nowhere"]
)
def test_no_scanner_is_no_answer(place: str) -> None:
    with pytest.raises((virus_scanner.NoAnswer, ValueError)):
        virus_scanner.scan(place, [b"Nothing"])
    assert not virus_scanner.is_there(place)


def test_a_scanner_that_was_stopped_gives_no_answer_and_answers_again_when_it_is_back(tmp_path: Path) -> None:
    scanner = clamd.Scanner(tmp_path)
    scanner.start()
    try:
        assert virus_scanner.scan(scanner.address, [b"Nothing"])[0] is ScanState.CLEAN
        scanner.stop()
        with pytest.raises(virus_scanner.NoAnswer):
            virus_scanner.scan(scanner.address, [b"Nothing"])
        scanner.start()
        assert virus_scanner.scan(scanner.address, [b"Nothing"])[0] is ScanState.CLEAN
    finally:
        scanner.stop()
