"""Which partnerships and which of their pages does a front page lead to, in what order?"""

from __future__ import annotations

from dataclasses import dataclass

from portal.tenancy.model import Page, Region, Tenant, Tenants


@dataclass(frozen=True)
class RegionCards:
    """A region with those of its partnerships that are on this portal."""

    region: Region
    tenants: tuple[Tenant, ...]


def by_region(tenants: Tenants) -> list[RegionCards]:
    """Return every partnership once, under the smallest region that it belongs to."""
    shown: set[str] = set()
    found: dict[str, RegionCards] = {}
    for region in sorted(tenants.regions.values(), key=lambda region: len(region.tenants)):
        new = [slug for slug in region.tenants if slug not in shown and slug in tenants.by_slug]
        shown.update(new)
        if new:
            ordered = sorted((tenants.by_slug[slug] for slug in new), key=lambda tenant: tenant.name)
            found[region.slug] = RegionCards(region, tuple(ordered))
    # In the order of the file, which is the order that people expect.
    return [found[slug] for slug in tenants.regions if slug in found]


def pages(tenant: Tenant) -> list[Page]:
    """Return the partnership's pages in its own order."""
    return sorted(tenant.pages.values(), key=lambda page: page.position)
