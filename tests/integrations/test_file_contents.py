"""Is a file judged by what it holds, and is whatever could hurt its reader refused with a remedy?"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidAnswer
from portal.domain.uploads import ENDINGS, KINDS, clean_name
from portal.integrations.file_contents import examined
from tests import files

TEMPLATE = b'<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" TargetMode="External" Target="http://x/"/></Relationships>'
LINK = b'<Relationships><Relationship Id="1" Type="http://x/hyperlink" TargetMode="External" Target="http://x/"/></Relationships>'


def with_a_password() -> bytes:
    held = BytesIO()
    with pikepdf.open(BytesIO(files.pdf())) as document:
        document.save(held, encryption=pikepdf.Encryption(owner="a", user="b"))
    return held.getvalue()


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def test_a_file_of_each_kind_is_taken_in() -> None:
    found = {examined(name, content)[0].code for name, content in files.one_of_each_kind().items()}
    assert found == {kind.code for kind in KINDS}
    assert examined("links.docx", files.word({"word/_rels/document.xml.rels": LINK}))[0].code == "docx"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.exe", b"MZ"),
        ("page.html", b"<html>"),
        ("page.svg", b"<svg/>"),
        ("packed.zip", files.packed({"a": b"a"})),
        ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1")),
        ("noending", b"text"),
        ("empty.txt", b""),
        ("program.txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("page.pdf", b"<html>"),
        ("late.pdf", b"GIF89a " + files.pdf()),
        ("broken.pdf", b"%PDF-1.7\nnothing"),
        ("locked.pdf", with_a_password()),
        ("script.pdf", files.pdf(root={"/OpenAction": script()})),
        ("start.pdf", files.pdf(root={"/OpenAction": pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x")})),
        ("form.pdf", files.pdf(root={"/AcroForm": pikepdf.Dictionary(XFA=pikepdf.Array([]))})),
        ("picture.png", files.JPEG),
        ("picture.jpg", files.png()),
        ("archive.docx", files.packed({"a.txt": b"a"})),
        ("sheet.docx", files.excel()),
        ("text.ods", files.open_text()),
        ("broken.docx", files.word()[:60]),
        ("macro.docx", files.word({"word/vbaProject.bin": b"macro"})),
        ("macro.xlsx", files.word(main="sheet.macroEnabled.main+xml")),
        ("macro.odt", files.open_text({"Basic/Standard/Module1.xml": b"<m/>"})),
        ("template.docx", files.word({"word/_rels/settings.xml.rels": TEMPLATE})),
        ("nested.docx", files.word({"word/embeddings/inner.zip": b"PK"})),
        ("object.docx", files.word({"word/embeddings/oleObject1.bin": b"x"})),
        ("bomb.docx", files.word({"word/media/zeros.txt": b"\0" * 9_000_000})),
        ("climbs.docx", files.word({"../../etc/passwd": b"x"})),
        ("many.docx", files.word({f"word/{number}.xml": b"" for number in range(2_100)})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_what_it_says_or_could_hurt_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(InvalidAnswer):
        examined(name, content)


def test_what_is_attached_to_a_pdf_is_brought_out_for_the_scanner() -> None:
    _, parts = examined("both.pdf", files.pdf(inside={"a.txt": b"first", "b.txt": b"second"}))
    assert set(parts[1:]) == {b"first", b"second"}


def test_an_attachment_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(InvalidAnswer, match="unpacks"):
        examined("bomb.pdf", files.pdf(inside={"zeros.txt": b"\0" * 60_000_000}))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\fakepath\\Family note.pdf", "Family note.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("note\u202efdp.exe", "notefdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("", ""),
        ("...", ""),
    ],
)
def test_a_name_keeps_no_folder_and_hides_nothing(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("n" * 500 + ".pdf").endswith("n.pdf")
    assert len(clean_name("n" * 500 + ".pdf")) == len(clean_name("n" * 500)) == 120


@given(st.text(max_size=300))
def test_no_name_leads_out_of_a_folder_or_changes_when_it_is_cleaned_again(name: str) -> None:
    cleaned = clean_name(name)
    assert not set(cleaned) & set("/\\\0\r\n") and len(cleaned) <= 120
    assert clean_name(cleaned) == cleaned


@given(st.sampled_from(ENDINGS), st.binary(max_size=400))
def test_whatever_bytes_come_a_file_is_taken_in_or_refused_and_nothing_breaks(
    ending: str, content: bytes
) -> None:
    for head in (b"", b"%PDF-1.7\n", b"PK\x03\x04"):
        with suppress(InvalidAnswer):
            assert examined(f"note{ending}", head + content)[1][0] == head + content
