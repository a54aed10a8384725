"""What does an invented partnership look like, for tests that need one and no folder?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.tenancy.model import Brand, Contact, Listing, Page, Screening, Tenant, Words


def invented_partnership(**differences: Any) -> Tenant:
    """Return a partnership that exists nowhere, with these differences."""
    pages = {
        slug: Page(slug, slug.replace("-", " "), "", "", 1, "Our own")
        for slug in ("how-to-refer", "for-families")
    }
    tenant = Tenant(
        slug="alder-vale",
        name="Alder Vale Safeguarding Partnership",
        short_name="AVSP",
        reference_prefix="AVSP",
        area="Alder Vale",
        council="Alder Vale Council",
        integrated_care_board="NHS Alder Integrated Care Board",
        police_force="Alder Police",
        contact=Contact("partnership@alder.example", "https://alder.example"),
        brand=Brand("Alder Vale Safeguarding", "#1d4f5f", "#1a5a8a", "#d98f2b"),
        words=Words("coordinator", "referral", "7 minute briefing", "7 minute briefings", "team"),
        screening=Screening("Learning Panel", "Panel", "Screens referrals.", "", "Our own"),
        referral_steps=(),
        requires_quality_assurance=False,
        outcomes=(),
        automatic_review_circumstances="prompt",
        clocks={},
        retention={},
        offers_withdrawn_reports_on_request=False,
        listing=Listing("by-year", "Published reviews", ""),
        agencies=(),
        forms={},
        pages=pages,
        catalogue=(),
    )
    return replace(tenant, **differences)
