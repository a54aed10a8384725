"""How is a person found by exact name, where no name is stored in the clear?

By a keyed hash of what was typed, made the same way each time. Each partnership has a key of its own, so that
nobody can compare the people of two partnerships; without the key, a list of names finds nobody.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from portal.models.keystore import keystore


def blind_index(tenant: str, purpose: str, parts: Sequence[str]) -> str:
    """Return the keyed hash of already normalised parts, 64 hexadecimal digits."""
    key = keystore().derived(tenant, f"blind-index-{purpose}")
    return hmac.new(key, spelt(parts), sha256).hexdigest()


def spelt(parts: Sequence[str]) -> bytes:
    """Return parts as bytes, the length of each first: ("ab", "c") and ("a", "bc") are different people."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def name_index(tenant: str, given_names: str, family_name: str, born_on: date | None) -> str:
    """Return what a person of this name and date of birth is found by, in one partnership alone."""
    born = born_on.isoformat() if born_on else ""
    return blind_index(tenant, "name", [plain_letters(given_names), plain_letters(family_name), born])


def plain_letters(name: str) -> str:
    """Return a name without accents, case, spaces or punctuation: Zoë O’Neill is zoeoneill."""
    # Apart, without case, apart again: some letters without case are themselves made of two.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(letter for letter in apart if letter.isalnum())
