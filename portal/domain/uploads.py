"""Which files may be handed in, under what name, and how far has the search for viruses come?"""

import re
import unicodedata
from dataclasses import dataclass

from portal.domain.coded import Coded

LONGEST_NAME = 120
MOST_FILES = 10


class ScanState(Coded):
    """Where a file stands with the virus scanner; only one that was found clean can be opened."""

    WAITING = "waiting", "Waiting to be checked for viruses"
    CLEAN = "clean", "Checked for viruses"
    INFECTED = "infected", "Locked: a virus was found"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken in: how its name ends, and what it is served as."""

    code: str
    ending: tuple[str, ...]
    media_type: str
    says: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS: tuple[FileKind, ...] = (
    FileKind("pdf", (".pdf",), "application/pdf", "PDF"),
    FileKind("docx", (".docx",), f"{_OFFICE}.wordprocessingml.document", "Word document"),
    FileKind("odt", (".odt",), f"{_OPEN}.text", "OpenDocument text"),
    FileKind("xlsx", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook"),
    FileKind("ods", (".ods",), f"{_OPEN}.spreadsheet", "OpenDocument spreadsheet"),
    FileKind("text", (".txt",), "text/plain", "Plain text"),
    FileKind("png", (".png",), "image/png", "PNG picture"),
    FileKind("jpeg", (".jpg", ".jpeg"), "image/jpeg", "JPEG picture"),
)
KIND_OF_TYPE = {kind.media_type: kind for kind in KINDS}
ENDINGS = tuple(ending for kind in KINDS for ending in kind.ending)
ACCEPTED = (
    "a PDF, a Word document (.docx), an Excel workbook (.xlsx), an OpenDocument file (.odt, .ods), "
    "plain text (.txt) or a picture (.png, .jpg)"
)
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def kind_by_name(name: str) -> FileKind | None:
    """Return the kind that a file's name promises; None where no such kind is taken in."""
    ending = "." + name.rpartition(".")[2].lower()
    return next((kind for kind in KINDS if ending in kind.ending), None)


def clean_name(name: str) -> str:
    """Return a file's own name, without folders and without letters that hide how it ends."""
    own = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in own if letter.isprintable() and letter not in _DIRECTIONS)
    plain = " ".join(seen.replace(":", " ").split()).strip(". ")
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[:LONGEST_NAME]
