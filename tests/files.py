"""How does a test make a small file of each kind, and one that should not be let in?"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf

OFFICE = "application/vnd.openxmlformats-officedocument"
PLAIN = b"Nothing here happened. It was invented for a test.\n"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def word(extra: Mapping[str, bytes] | None = None, main: str = "wordprocessingml.document.main+xml") -> bytes:
    """Return a Word document, or another of its family."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{OFFICE}.{main}"/></Types>'
    return packed(
        {"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>", **(extra or {})}
    )


def excel(extra: Mapping[str, bytes] | None = None) -> bytes:
    """Return an Excel workbook."""
    return word(extra, main="spreadsheetml.sheet.main+xml")


def open_text(extra: Mapping[str, bytes] | None = None, kind: str = "text") -> bytes:
    """Return an OpenDocument text, or another of its family."""
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": media_type, "content.xml": b"<office:document-content/>", **(extra or {})})


def pdf(inside: Mapping[str, bytes] | None = None, root: Mapping[str, object] | None = None) -> bytes:
    """Return a PDF with a page, and perhaps with files attached to it or something in its root."""
    held = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, content in (inside or {}).items():
            document.attachments[name] = content
        for name, value in (root or {}).items():
            document.Root[name] = value  # type: ignore[assignment]
        document.save(held)
    return held.getvalue()


def png() -> bytes:
    """Return a picture of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def one_of_each_kind() -> dict[str, bytes]:
    """Return a small file of each kind that is taken in, by name."""
    return {
        "note.pdf": pdf(), "note.docx": word(), "note.xlsx": excel(), "note.odt": open_text(),
        "note.ods": open_text(kind="spreadsheet"), "note.txt": PLAIN, "tree.png": png(), "tree.JPG": JPEG,
    }  # fmt: skip
