"""Is this the right password, and is a new one too easy to guess?"""

from __future__ import annotations

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from portal.domain.errors import InvalidAnswer

# Cyber Essentials: at least 12 characters where a second factor is always asked, which it is here.
SHORTEST = 12
LONGEST = 128
# Of 0 to 4; 3 withstands somebody who holds the stolen hashes and moderate means.
LEAST_SCORE = 3
# What the estimate reads of a long password: it takes time that grows faster than the length.
READ_AT_MOST = 72

HASHER = PasswordHasher()
# Verified for accounts that do not exist, so that they take as long as those that do.
NOBODYS = HASHER.hash("no account has this password")


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password."""
    return HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; with nothing kept the work is done all the same."""
    try:
        HASHER.verify(kept or NOBODYS, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def require_strong(password: str, own_words: Iterable[str]) -> None:
    """Refuse a password that is short, long, common, or made of the person's own words."""
    if len(password) < SHORTEST:
        raise InvalidAnswer(f"Your password must have {SHORTEST} characters or more", "new_password")
    if len(password) > LONGEST:
        raise InvalidAnswer(f"Your password must have {LONGEST} characters or fewer", "new_password")
    whole = list(own_words)
    words = whole + [part for word in whole for part in word.replace("@", " ").replace(".", " ").split()]
    if zxcvbn(password[:READ_AT_MOST], user_inputs=words)["score"] < LEAST_SCORE:
        raise InvalidAnswer(
            "This password is too easy to guess. Three or more unrelated words make a good one",
            "new_password",
        )
