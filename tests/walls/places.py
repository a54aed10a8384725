"""Where do walls stand while they are tried? Every partnership, with what its canaries are called and what is in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.domain.vocabulary import Role
from portal.tenancy.model import Tenant
from tests.databases import ROOT
from tests.people import SomeBody

Values = dict[str, str]


def letters(slug: str) -> str:
    """Return a slug as canaries write it."""
    return re.sub(r"[^a-z]", "", slug)


def folders_with_the_invented(folder: Path) -> Path:
    """Copy the real partnerships' folders, and put the invented one beside them."""
    invented = ROOT / "tests" / "tenants_invented"
    copied = Path(shutil.copytree(ROOT / "tenants", folder / "tenants"))
    shutil.copytree(invented / "eastmere", copied / "eastmere")
    shutil.copytree(invented / "shared", copied / "shared", dirs_exist_ok=True)
    region = (invented / "regions.toml").read_text("utf-8").split("[[region]]")[1]
    with (copied / "regions.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[region]]{region}")
    return copied


@dataclass
class Place:
    """One partnership with its people and the identifiers of what stands in it."""

    tenant: Tenant
    members: dict[Role, SomeBody] = field(default_factory=dict)
    # One whom the others may close, and one who was closed.
    spare: SomeBody | None = None
    former: SomeBody | None = None
    known: dict[frozenset[str], list[Values]] = field(default_factory=dict)
    # What opens one address only: links from letters.
    links: dict[str, list[Values]] = field(default_factory=dict)

    def know(self, **values: Any) -> None:
        """Remember identifiers that together fill in an address."""
        kept = {name: str(value) for name, value in values.items()}
        listed = self.known.setdefault(frozenset(kept), [])
        if kept not in listed:
            listed.append(kept)
