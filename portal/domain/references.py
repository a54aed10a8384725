"""How are a case, a referrer's receipt and a public address written, and how are they read back?"""

import re
import secrets
import unicodedata
from dataclasses import dataclass

from portal.domain.errors import InvalidAnswer

# No vowels, so that no receipt spells a word, and none of the look-alikes 0 O, 1 I L, 2 Z, 5 S, 6 G and 8 B.
# Twenty letters in thirty places are 129 bits; security asks for 128.
RECEIPT_ALPHABET = "CDFHJKMNPQRTVWXY3479"
RECEIPT_GROUPS = 6
RECEIPT_GROUP_LENGTH = 5
MAXIMUM_SLUG = 80

_REFERENCE = re.compile(r"(?P<prefix>[A-Z]{2,8})-(?P<year>20[0-9]{2})-(?P<number>[0-9]{4,})")
_PREFIX = re.compile(r"[A-Z]{2,8}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A case's reference: a partnership's prefix, the year, and a number without gaps in that year."""

    prefix: str
    year: int
    number: int

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix) or not 2000 <= self.year <= 2099 or self.number < 1:
            raise InvalidAnswer("A reference has a prefix of capital letters, a year and a number.")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.number:04d}"


def read_reference(text: str) -> Reference:
    """The reference that somebody typed, in either case and with spaces around it. Raises InvalidAnswer."""
    match = _REFERENCE.fullmatch(text.strip().upper())
    if match is None:
        raise InvalidAnswer("Enter a reference like ABC-2026-0007.", "reference")
    reference = Reference(match["prefix"], int(match["year"]), int(match["number"]))
    if str(reference) != match[0]:
        raise InvalidAnswer("Enter a reference like ABC-2026-0007.", "reference")
    return reference


def new_receipt() -> str:
    """A random receipt for a referrer, in groups that can be read out; at least 128 bits."""
    groups = (
        "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_GROUP_LENGTH))
        for _ in range(RECEIPT_GROUPS)
    )
    return "-".join(groups)


def read_receipt(text: str) -> str:
    """A receipt as it was given out, from what somebody typed. Raises InvalidAnswer for another shape."""
    letters = re.sub(r"[\s-]", "", text).upper()
    if len(letters) != RECEIPT_GROUPS * RECEIPT_GROUP_LENGTH or set(letters) - set(RECEIPT_ALPHABET):
        raise InvalidAnswer("Enter the receipt exactly as it was shown to you.", "receipt")
    starts = range(0, len(letters), RECEIPT_GROUP_LENGTH)
    return "-".join(letters[start : start + RECEIPT_GROUP_LENGTH] for start in starts)


def slugify(text: str) -> str:
    """Words for an address: lower case, ASCII, joined by hyphens. Raises InvalidAnswer if none are left."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").lower())
    slug = words.strip("-")[:MAXIMUM_SLUG].strip("-")
    if not slug:
        raise InvalidAnswer("Give it a title with at least one letter or figure.", "title")
    return slug
