"""Is a file what its name says, can it hurt whoever opens it, and what is packed inside it? (security 4.9)

Judged by what the file holds, never by what the browser said of it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

import pikepdf
import puremagic

from portal.domain.errors import InvalidAnswer
from portal.domain.uploads import ACCEPTED, FileKind, kind_by_name

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
MOST_TIMES_LARGER = 100
# A short text shrinks by more than any honest document; only what is large can fill a disk.
RATIO_COUNTS_FROM = 1_000_000
MOST_RELATIONS = 1_000_000
DEEPEST = 40

# What the part that a document begins with is called, by kind.
MAIN_PARTS = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
NESTED = re.compile(
    r"\.(zip|jar|7z|rar|gz|bz2|xz|tar|exe|dll|js|vbs|bat|cmd|ps1|scr|hta|lnk)$", re.IGNORECASE
)
MACROS = re.compile(
    r"(^|/)(vbaProject[^/]*\.bin|vbaData\.xml|Basic/|Scripts/|macrosheets/|activeX/)", re.IGNORECASE
)
EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
ONLY_A_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
SCRIPT_NAMES = frozenset({"/JavaScript", "/Launch", "/RichMedia", "/Movie"})
MACRO_WORDS = "It holds macros. Save it without them, or as a PDF, and choose it again."
ACTIVE_WORDS = (
    "It holds something that runs or reaches elsewhere when it is opened. "
    "Save it as a plain PDF and choose it again."
)
UNREADABLE = (
    "It cannot be read. It may be damaged or need a password; save it without one and choose it again."
)


def examined(name: str, content: bytes) -> tuple[FileKind, list[bytes]]:
    """Return the kind of a file, and every part of it that the scanner is to see; InvalidAnswer says why not."""
    kind = kind_by_name(name)
    if kind is None:
        raise InvalidAnswer(f"This kind of file is not taken in. Choose {ACCEPTED}.")
    if not content:
        raise InvalidAnswer("It is empty.")
    return kind, [content, *PARTS[kind.code](kind, content)]


def parts_of(kind: FileKind, content: bytes) -> list[bytes]:
    """Return a file that was taken in, and what is packed inside it."""
    return [content, *PARTS[kind.code](kind, content)]


def looks_like(content: bytes, endings: tuple[str, ...]) -> bool:
    """Whether the file's first bytes are those of a kind."""
    try:
        found = puremagic.magic_string(content[:8_192])
    except (puremagic.PureError, ValueError):
        return False
    return any(each.extension in endings for each in found)


def not_what_it_says(kind: FileKind) -> InvalidAnswer:
    """Return the refusal of a file whose name and content differ."""
    return InvalidAnswer(f"Its name ends like a {kind.says}, but it is not one.")


# --- plain text and pictures -------------------------------------------------------------------------------


def text_parts(kind: FileKind, content: bytes) -> list[bytes]:
    """Refuse what is no text."""
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        raise not_what_it_says(kind)
    return []


def picture_parts(kind: FileKind, content: bytes) -> list[bytes]:
    """Refuse what is no picture of this kind."""
    if not looks_like(content, kind.ending):
        raise not_what_it_says(kind)
    return []


# --- documents that are packed folders ---------------------------------------------------------------------


def packed_parts(kind: FileKind, content: bytes) -> list[bytes]:
    """Refuse a packed document that is none, that unpacks without end, or that holds macros or archives."""
    if not content.startswith(b"PK\x03\x04"):
        raise not_what_it_says(kind)
    try:
        with ZipFile(BytesIO(content)) as packed:
            refuse_members(packed.infolist(), len(content))
            refuse_other_kind(kind, packed)
            refuse_relations(packed)
    except (
        BadZipFile,
        LargeZipFile,
        KeyError,
        RuntimeError,
        zlib.error,
        EOFError,
        ValueError,
    ):
        raise InvalidAnswer(UNREADABLE) from None
    return []


def refuse_members(members: list[ZipInfo], size: int) -> None:
    """Refuse by the list of what is packed, before anything is unpacked."""
    unpacked = sum(member.file_size for member in members)
    too_much = unpacked > MOST_UNPACKED or (
        unpacked > RATIO_COUNTS_FROM and unpacked > size * MOST_TIMES_LARGER
    )
    if len(members) > MOST_MEMBERS or too_much:
        raise InvalidAnswer("It unpacks to far more than a document holds.")
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise InvalidAnswer(UNREADABLE)
    if any(MACROS.search(name) for name in names):
        raise InvalidAnswer(MACRO_WORDS)
    if any(NESTED.search(name) for name in names):
        raise InvalidAnswer("It has other files packed inside it. Take them out and choose them one by one.")
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise InvalidAnswer(UNREADABLE)


def refuse_other_kind(kind: FileKind, packed: ZipFile) -> None:
    """Refuse an archive that is no document, and a document of another kind than its name says."""
    names = set(packed.namelist())
    if kind.code in MAIN_PARTS:
        if "[Content_Types].xml" not in names:
            raise not_what_it_says(kind)
        types = first_bytes(packed, "[Content_Types].xml")
        if b"macroEnabled" in types or b"vbaProject" in types:
            raise InvalidAnswer(MACRO_WORDS)
        if MAIN_PARTS[kind.code] not in types:
            raise not_what_it_says(kind)
    elif "mimetype" not in names or first_bytes(packed, "mimetype").strip() != kind.media_type.encode():
        raise not_what_it_says(kind)


def refuse_relations(packed: ZipFile) -> None:
    """Refuse what would fetch a template or a picture from elsewhere, or start another program, when opened."""
    for name in packed.namelist():
        if name.endswith(".rels"):
            for relation in EXTERNAL.findall(first_bytes(packed, name)):
                if not ONLY_A_LINK.search(relation):
                    raise InvalidAnswer(ACTIVE_WORDS)
        if "/embeddings/" in name and name.endswith(".bin"):
            raise InvalidAnswer(
                "It has other files packed inside it. Take them out and choose them one by one."
            )


def first_bytes(packed: ZipFile, name: str) -> bytes:
    """Return a packed part, as much of it as any honest one has."""
    with packed.open(name) as part:
        return part.read(MOST_RELATIONS)


# --- PDF ---------------------------------------------------------------------------------------------------


def pdf_parts(kind: FileKind, content: bytes) -> list[bytes]:
    """Return the files inside a PDF: the scanner does not look into them by itself (tried)."""
    if not content.startswith(b"%PDF-"):
        raise not_what_it_says(kind)
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if document.is_encrypted:
                raise InvalidAnswer(UNREADABLE)
            return list(embedded(document))
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        pikepdf.DataDecodingError,
        ValueError,
        RuntimeError,
        TypeError,
    ):
        raise InvalidAnswer(UNREADABLE) from None


def embedded(document: pikepdf.Pdf) -> Iterator[bytes]:
    """Yield each embedded file; InvalidAnswer for scripts and for what starts a program."""
    for one in document.objects:
        for inner in with_own_parts(one, 0):
            names = {str(inner.get(key)) for key in ("/S", "/Subtype") if key in inner}
            if names & SCRIPT_NAMES or "/JS" in inner or "/XFA" in inner:
                raise InvalidAnswer(ACTIVE_WORDS)
            if "/EF" in inner:
                yield from (unpacked(stream) for stream in inner["/EF"].as_dict().values())


def with_own_parts(one: Any, depth: int) -> Iterator[Any]:
    """Yield a dictionary and those written inside it; what it only points to is met on its own."""
    if depth > DEEPEST or not isinstance(one, pikepdf.Object):
        return
    if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        yield one
        inside: list[Any] = [value for _, value in one.items()]
    elif isinstance(one, pikepdf.Array):
        inside = list(one)
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from with_own_parts(value, depth + 1)


def unpacked(stream: Any) -> bytes:
    """Return an embedded file; InvalidAnswer where it is packed in a way that could fill the memory."""
    if not isinstance(stream, pikepdf.Stream):
        raise InvalidAnswer(UNREADABLE)
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters or "")]
    raw = stream.read_raw_bytes()
    if names in ([], [""]):
        return raw
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        raise InvalidAnswer(UNREADABLE)
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(raw, MOST_UNPACKED // 4)
    except zlib.error:
        raise InvalidAnswer(UNREADABLE) from None
    if unpacker.unconsumed_tail:
        raise InvalidAnswer("It unpacks to far more than a document holds.")
    return plain


PARTS = {
    "pdf": pdf_parts,
    "docx": packed_parts,
    "odt": packed_parts,
    "xlsx": packed_parts,
    "ods": packed_parts,
    "text": text_parts,
    "png": picture_parts,
    "jpeg": picture_parts,
}
