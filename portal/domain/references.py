"""How are a case's reference and a referrer's receipt written?"""

import re
import secrets
from dataclasses import dataclass

from portal.domain.errors import InvalidAnswer

# No vowels, so that no receipt spells a word, and none of the look-alikes 0 O, 1 I L, 2 Z, 5 S, 6 G and 8 B.
# Twenty letters in thirty places are 129 bits; security asks for 128.
RECEIPT_ALPHABET = "CDFHJKMNPQRTVWXY3479"
RECEIPT_GROUPS = 6
RECEIPT_GROUP_LENGTH = 5

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


def new_receipt() -> str:
    """A random receipt for a referrer, in groups that can be read out; at least 128 bits."""
    groups = (
        "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_GROUP_LENGTH))
        for _ in range(RECEIPT_GROUPS)
    )
    return "-".join(groups)
