"""How does a copied file speak of the new partnership, and claim no source for it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from portal.tenancy.beginning import EVERYONE, Beginning
from portal.tenancy.model import AgencyEntry, Region, Tenant, Tenants

# An address is one word to the rewriting: a name inside it is not the name of the partnership.
ADDRESS = r"https?://[^\s)>\"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
SOURCE = r'\bsource\s*=\s*"(?:[^"\\]|\\.)*"'
# Bodies of a region that is not the new partnership's, by what every area calls them.
REGIONAL = {"fire-and-rescue": "Fire and rescue service"}


def renaming(
    donor: Tenant, new: Beginning, everyone: Tenants, joined: str, source: str = ""
) -> Callable[[str], str]:
    """How a file's text is renamed; each source in it becomes `source`, or stays where that is empty.

    The donor's names become the new ones, wherever a line breaks in them; its neighbours' stay.
    """
    names = _names(donor, new, everyone, joined)
    words = "|".join(_across_lines(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(
        rf"(?P<source>{SOURCE})|(?P<address>{ADDRESS})|(?<![\w-])(?P<name>{words})(?![\w-])(?P<gap>\s?)"
    )
    addresses = {donor.contact.email: new.email, donor.contact.website: new.website}

    def one(found: re.Match[str]) -> str:
        if found["source"]:
            return f'source = "{source}"' if source else found["source"]
        if found["address"]:
            return _readdressed(found["address"], donor, addresses, new.website)
        name = names[" ".join(found["name"].split())]
        return f"{name}{found['gap']}" if name else ""

    return lambda text: _domains_renamed(pattern.sub(one, text), donor.slug, new.slug)


def _across_lines(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _names(donor: Tenant, new: Beginning, everyone: Tenants, joined: str) -> dict[str, str]:
    """What each name becomes: those of other regions' bodies stand for nothing, and shared ones stay."""
    names = {region.name: region.name for region in everyone.regions.values()}
    names |= {region.name: "" for region in _regions_left(donor, everyone, joined)}
    for agency in donor.agencies:
        names |= _body_of_its_own(agency, donor, new)
    return names | {
        donor.area: new.area,
        donor.council: new.council,
        donor.integrated_care_board: new.integrated_care_board or donor.integrated_care_board,
        donor.police_force: new.police_force or donor.police_force,
        donor.short_name: new.short_name,
        donor.reference_prefix: new.prefix,
        donor.name: new.name,
    }


def _regions_left(donor: Tenant, everyone: Tenants, joined: str) -> list[Region]:
    """The regions of the donor that the new partnership is no part of."""
    return [
        region
        for slug, region in everyone.regions.items()
        if slug not in (joined, EVERYONE) and donor.slug in region.tenants
    ]


def _body_of_its_own(agency: AgencyEntry, donor: Tenant, new: Beginning) -> dict[str, str]:
    """An agency of the donor's region under a plain name; real addresses become invented ones of the new's own."""
    is_another = {
        donor.police_force: bool(new.police_force),
        donor.integrated_care_board: bool(new.integrated_care_board),
    }
    name = REGIONAL.get(agency.kind)
    is_own = bool(name or is_another.get(agency.name))
    # Whoever has an agency's address may ask to get in: nobody does with an address of the donor's agencies.
    left = [domain for domain in agency.email_domains if is_own or not domain.endswith(".example")]
    return dict.fromkeys(left, f"{agency.code}.{new.slug}.example") | ({agency.name: name} if name else {})


def _readdressed(address: str, donor: Tenant, addresses: Mapping[str, str], website: str) -> str:
    """The new partnership's address for the donor's own and for websites of the donor's area; another's stays."""
    if address in addresses:
        return addresses[address]
    host = re.sub(r"^https?://|/.*$", "", address)
    is_the_donors = donor.slug.replace("-", "") in host.replace("-", "") and "@" not in address
    return website if is_the_donors else address


def _domains_renamed(text: str, old: str, new: str) -> str:
    """Invented domains of the directory of agencies: `schools.OLD.example` becomes `schools.NEW.example`."""
    return re.sub(rf"(?<![\w-]){re.escape(old)}\.example\b", f"{new}.example", text)
