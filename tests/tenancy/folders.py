"""How does a test come by a whole folder of partnerships that it may spoil?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from portal.tenancy.model import Tenant

ROOT = Path(__file__).resolve().parents[2]
INVENTED = ROOT / "tests" / "tenants_invented"
OURS = ROOT / "tenants"
SLUG = "eastmere"
Spoil = Callable[[Path], None]


def invented(tmp_path: Path) -> Path:
    """A copy of the invented partnership's folder, sound until somebody spoils it."""
    return Path(shutil.copytree(INVENTED, tmp_path / "tenants"))


def edit(file: str, old: str, new: str) -> Spoil:
    """Write `new` where `old` first stands in the file; a test whose `old` is gone fails rather than passes."""

    def spoil(directory: Path) -> None:
        path = directory / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}; mend this test"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def append(file: str, text: str) -> Spoil:
    """Write more at the end of the file."""

    def spoil(directory: Path) -> None:
        path = directory / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return spoil


def remove(file: str) -> Spoil:
    """Take the file away."""
    return lambda directory: (directory / file).unlink()


def rename(old: str, new: str) -> Spoil:
    """Rename a partnership's folder, in regions.toml too."""

    def spoil(directory: Path) -> None:
        (directory / old).rename(directory / new)
        path = directory / "regions.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), encoding="utf-8")

    return spoil


def twin(old: str, new: str, *edits: tuple[str, str]) -> Spoil:
    """Copy a partnership's folder under a second name, in a region, with edits to its tenant.toml."""

    def spoil(directory: Path) -> None:
        shutil.copytree(directory / old, directory / new)
        for before, after in edits:
            edit(f"{new}/tenant.toml", before, after)(directory)
        edit("regions.toml", f'tenants = ["{old}"]', f'tenants = ["{old}", "{new}"]')(directory)

    return spoil


def told_of(tenant: Tenant) -> str:
    """A pattern of what is true of one partnership alone: its names, reviews, publishers and joint partners."""
    names = {tenant.name, tenant.short_name, tenant.area, tenant.council, *tenant.joint_partners}
    names |= {tenant.police_force, tenant.integrated_care_board, tenant.contact.email, tenant.contact.website}
    names |= {mark for partner in tenant.joint_partners for mark in re.findall(r"\((.+?)\)", partner)}
    for entry in tenant.catalogue:
        names |= {entry.review, entry.publisher_as_given, *entry.joint_with.split("; ")}
        names |= set(re.findall(r"[A-Z]\w{3,}", entry.review)) - {"Child", "Baby"}
    return r"(?<!\w)(?:{})(?!\w)".format("|".join(re.escape(name) for name in sorted(names - {""})))
