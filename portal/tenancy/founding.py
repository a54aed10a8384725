"""How does a new partnership's folder begin, ready to edit, from a copy of another's?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.tenancy.catalogue import COLUMNS
from portal.tenancy.demonstration import FILE as DEMONSTRATION
from portal.tenancy.faults import FaultyConfiguration
from portal.tenancy.loader import check, load
from portal.tenancy.model import Tenant, Tenants

EVERYONE = "all-partnerships"
# An address is one word to the rewriting: a name inside it is not the name of the partnership.
ADDRESS = r"https?://[^\s)>\"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


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
) -> Beginning:
    """The new partnership, with what was not given made from its name."""
    if re.search(r"[\"\\\x00-\x1f]", f"{name}{short_name}{prefix}{email}{area}{council}"):
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


def begin(directory: Path, new: Beginning, donor_slug: str, region: str = EVERYONE) -> Path:
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
        # The donor's made-up stories are its own.
        shutil.copytree(donor.folder, folder, ignore=shutil.ignore_patterns(DEMONSTRATION))
        _rewrite(folder, donor, new, before)
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


def _rewrite(folder: Path, donor: Tenant, new: Beginning, everyone: Tenants) -> None:
    """Give every file of the copy the new partnership's names; the catalogue begins empty."""
    renamed = _renaming(donor, new, everyone)
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".toml", ".md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(_rewritten(text, renamed, donor, new, path), encoding="utf-8")
    (folder / "catalogue.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    settings = folder / "tenant.toml"
    settings.write_text(_with_own_values(settings.read_text(encoding="utf-8"), new), encoding="utf-8")


def _rewritten(text: str, renamed: Callable[[str], str], donor: Tenant, new: Beginning, path: Path) -> str:
    """A file's text renamed line by line; a source is not claimed for a partnership that never said it."""
    unsure = f'source = "Copied from {donor.name}; to be confirmed by {new.name}"'
    lines = []
    for line in text.splitlines():
        if "source" not in line or path.parent.name == "forms":
            is_source = line.lstrip().startswith("source")
            lines.append(line if is_source else renamed(line))
            continue
        before, *after = re.split(r'\bsource\s*=\s*"(?:[^"\\]|\\.)*"', line)
        lines.append(unsure.join(renamed(part) for part in (before, *after)))
    return "\n".join(lines) + "\n"


def _renaming(donor: Tenant, new: Beginning, everyone: Tenants) -> Callable[[str], str]:
    """How a line is renamed: the donor's names become the new ones, its neighbours' and shared bodies' stay."""
    stays = [
        donor.police_force,
        donor.integrated_care_board,
        *(one.name for one in everyone.regions.values()),
    ]
    names = {name: name for name in stays}
    names |= {
        donor.area: new.area,
        donor.council: new.council,
        donor.short_name: new.short_name,
        donor.reference_prefix: new.prefix,
        donor.name: new.name,
    }
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?P<address>{ADDRESS})|(?<![\w-])(?P<name>{words})(?![\w-])")
    addresses = {donor.contact.email: new.email, donor.contact.website: new.website}

    def one(found: re.Match[str]) -> str:
        if found["name"]:
            return names[found["name"]]
        return _readdressed(found["address"], donor, addresses)

    return lambda line: _domains_renamed(pattern.sub(one, line), donor.slug, new.slug)


def _readdressed(address: str, donor: Tenant, addresses: Mapping[str, str]) -> str:
    """The new partnership's address for the donor's own; another's stays, and the donor's area's is dropped."""
    if address in addresses:
        return addresses[address]
    host = re.sub(r"^https?://|/.*$", "", address)
    is_the_donors = donor.slug.replace("-", "") in host.replace("-", "") and "@" not in address
    return "contact:website" if is_the_donors else address


def _domains_renamed(line: str, old: str, new: str) -> str:
    """Invented domains of the directory of agencies: `schools.OLD.example` becomes `schools.NEW.example`."""
    return re.sub(rf"(?<![\w-]){re.escape(old)}\.example\b", f"{new}.example", line)


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
        return re.sub(r"(?ms)^empty_years\s*=\s*\[.*?\]\n", "", table)
    return table


def _set(text: str, key: str, value: str) -> str:
    return re.sub(rf"(?m)^{key}\s*=.*$", lambda _: f"{key} = {value}", text, count=1)
