"""What is known of a partnership on its first day on the portal?"""

from __future__ import annotations

import re
from dataclasses import dataclass

EVERYONE = "all-partnerships"


class CannotBegin(RuntimeError):
    """The new folder cannot be made; the message says what to change."""


@dataclass(frozen=True)
class Beginning:
    """What is known of a new partnership on its first day; the rest is edited in its files."""

    slug: str
    name: str
    short_name: str
    prefix: str
    email: str
    area: str
    council: str
    integrated_care_board: str = ""
    police_force: str = ""

    @property
    def website(self) -> str:
        """An address that leads nowhere until the partnership writes its own."""
        return f"https://{self.slug}.example"


def beginning(
    slug: str,
    name: str,
    taken_prefixes: frozenset[str],
    *,
    short_name: str = "",
    prefix: str = "",
    email: str = "",
    area: str = "",
    council: str = "",
    icb: str = "",
    police: str = "",
) -> Beginning:
    """The new partnership, with what was not given made from its name; its force and board may be the donor's."""
    if re.search(r"[\"\\\x00-\x1f]", f"{name}{short_name}{prefix}{email}{area}{council}{icb}{police}"):
        raise CannotBegin("Names hold no double quotes, backslashes or line breaks.")
    area = area or str(re.split(r"\s+(?:Local\s+)?Safeguarding\b", name)[0])
    prefix = prefix or _free_prefix(name, taken_prefixes)
    return Beginning(
        slug=slug,
        name=name,
        short_name=short_name or prefix,
        prefix=prefix,
        email=email or f"partnership@{slug}.example",
        area=area,
        council=council or f"{area} Council",
        integrated_care_board=icb,
        police_force=police,
    )


def _free_prefix(name: str, taken: frozenset[str]) -> str:
    """The initials of the name, with letters of its first word added until nobody else has them."""
    words: list[str] = re.findall(r"[A-Za-z]+", name)
    initials = "".join(word[0] for word in words if word[0].isupper()).upper()
    for length in range(1, len(words[0]) + 1 if words else 1):
        prefix = (words[0][:length].upper() + initials[1:])[:8]
        if len(prefix) > 1 and prefix not in taken:
            return prefix
    raise CannotBegin("Give --prefix: 2 to 8 capital letters that no other partnership has.")
