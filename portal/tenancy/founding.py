"""How does a new partnership's folder begin, ready to edit, from a copy of another's?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from portal.tenancy.beginning import EVERYONE, Beginning, CannotBegin
from portal.tenancy.catalogue import COLUMNS
from portal.tenancy.demonstration import FILE as DEMONSTRATION
from portal.tenancy.faults import FaultyConfiguration
from portal.tenancy.loader import check, load
from portal.tenancy.model import Tenant, Tenants
from portal.tenancy.pages import WHERE_OFFERED
from portal.tenancy.renaming import renaming

FIRST_PAGES = Path(__file__).with_name("first_pages")


def begin(directory: Path, new: Beginning, donor_slug: str, today: date, region: str = EVERYONE) -> Path:
    """Make the new folder and put it in a region; CannotBegin or FaultyConfiguration leave all as it was."""
    before = load(directory)
    donor = before.get(donor_slug)
    if donor is None:
        raise CannotBegin(f"There is no partnership {donor_slug!r}; there are: {', '.join(before.by_slug)}.")
    folder = directory / new.slug
    if folder.exists() or Path(new.slug).name != new.slug:
        raise CannotBegin(f"{new.slug!r} is there already, or is not the name of a folder; choose another.")
    regions_file = directory / "regions.toml"
    regions = regions_file.read_text(encoding="utf-8")
    joined = _with_member(regions, region, new.slug)
    try:
        # The donor's pages and made-up stories tell of the donor alone.
        shutil.copytree(donor.folder, folder, ignore=shutil.ignore_patterns("pages", DEMONSTRATION))
        _rewrite(folder, donor, new, before, region)
        _write_first_pages(folder / "pages", donor, new, today)
        regions_file.write_text(joined, encoding="utf-8")
        if faults := check(directory):
            raise FaultyConfiguration(faults)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        regions_file.write_text(regions, encoding="utf-8")
        raise
    return folder


def _with_member(regions: str, region: str, slug: str) -> str:
    """The text of regions.toml with one more partnership in a region; comments and order stay."""
    blocks = re.split(r"(?m)^(?=\[\[region\]\])", regions)
    for at, block in enumerate(blocks):
        if re.search(rf'(?m)^slug\s*=\s*"{re.escape(region)}"', block):
            blocks[at] = re.sub(r"(?ms)^(tenants\s*=\s*\[)(.*?)(\s*,?\s*)\]", _one_more(slug), block, count=1)
            return "".join(blocks)
    raise CannotBegin(f"regions.toml has no region {region!r}; add it, or name another with --region.")


def _one_more(slug: str) -> Callable[[re.Match[str]], str]:
    def joined(found: re.Match[str]) -> str:
        comma = ", " if found[2].strip() else ""
        return f'{found[1]}{found[2]}{comma}"{slug}"]'

    return joined


def _rewrite(folder: Path, donor: Tenant, new: Beginning, everyone: Tenants, joined: str) -> None:
    """Give every file of the copy the new partnership's names; the catalogue begins empty."""
    unsure = f"Copied from {donor.name}; to be confirmed by {new.name}"
    settings = folder / "tenant.toml"
    for path in sorted(folder.rglob("*.toml")):
        renamed = renaming(donor, new, everyone, joined, unsure if path == settings else "")
        path.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "catalogue.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    own = _with_own_values(_without_comments(settings.read_text(encoding="utf-8")), new)
    settings.write_text(
        f"# {new.name}. Every choice and source was copied from {donor.name}: confirm each.\n{own}",
        encoding="utf-8",
    )


def _without_comments(text: str) -> str:
    """What is said beside the donor's choices is why the donor made them."""
    return re.sub(r"(?m)^#.*\n", "", text)


def _write_first_pages(folder: Path, donor: Tenant, new: Beginning, today: date) -> None:
    """The pages that every partnership has, saying what is so everywhere and nothing of the donor."""
    blanks = {
        "name": new.name,
        "area": new.area,
        "council": new.council,
        "integrated_care_board": new.integrated_care_board or donor.integrated_care_board,
        "police_force": new.police_force or donor.police_force,
        "briefings": donor.words.briefings,
        "today": f"{today.day} {today:%B %Y}",
    }
    folder.mkdir()
    for path in sorted(FIRST_PAGES.glob("*.md")):
        if path.stem != WHERE_OFFERED or donor.offers_withdrawn_reports_on_request:
            text = re.sub(r"\{(\w+)\}", lambda found: blanks[found[1]], path.read_text(encoding="utf-8"))
            (folder / path.name).write_text(text, encoding="utf-8")


def _with_own_values(text: str, new: Beginning) -> str:
    """tenant.toml with what is the new partnership's alone written in, or taken out where it has none yet."""
    values = {
        "name": new.name,
        "short_name": new.short_name,
        "reference_prefix": new.prefix,
        "area": new.area,
        "council": new.council,
    }
    top, *tables = re.split(r"(?m)^(?=\[)", text)
    for key, value in values.items():
        top = _set(top, key, f'"{value}"')
    top = re.sub(r"(?m)^(hostname|joint_partners)\s*=.*\n", "", top)
    return top + "".join(_with_own_table(table, new) for table in tables)


def _with_own_table(table: str, new: Beginning) -> str:
    if table.startswith("[contact]"):
        return f'[contact]\nemail = "{new.email}"\nwebsite = "{new.website}"\n\n'
    if table.startswith("[brand]"):
        return _set(table, "text_mark", f'"{new.name}"')
    if table.startswith("[listing]"):
        return re.sub(r"(?ms)^empty_(?:years|headings)\s*=\s*\[.*?\]\n", "", table)
    return table


def _set(text: str, key: str, value: str) -> str:
    return re.sub(rf"(?m)^{key}\s*=.*$", lambda _: f"{key} = {value}", text, count=1)
