"""What have the partnerships of a region published?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import OutputKind
from portal.models.published import PublishedOutput, PublishedReview, visible
from portal.tenancy.model import Region, Tenant, Tenants


@dataclass(frozen=True)
class Shown:
    """How much one partnership shows to everyone today; exact, since anyone can count it."""

    tenant: Tenant
    reviews: int
    reports: int
    briefings: int
    latest_on: date | None


def shown_in(session: Session, region: Region, tenants: Tenants, now: datetime) -> list[Shown]:
    """Return what each partnership of the region shows at this moment, by name; fictional entries are left out."""
    figures = {row.tenant: row for row in session.execute(_figures(region.tenants, now))}
    found = []
    for slug in region.tenants:
        row = figures.get(slug)
        counts = (row.reviews, row.reports, row.briefings, row.latest_on) if row else (0, 0, 0, None)
        found.append(Shown(tenants.by_slug[slug], *counts))
    return sorted(found, key=lambda shown: shown.tenant.name)


def _figures(tenants: Iterable[str], now: datetime) -> Select[str, int, int, int, date | None]:
    """Count visible outputs and the reviews they belong to, a row for each partnership."""
    of_kind = {
        kind: func.count().filter(PublishedOutput.kind == kind.value)
        for kind in (OutputKind.REPORT, OutputKind.SEVEN_MINUTE_BRIEFING)
    }
    return (
        select(
            PublishedOutput.tenant,
            func.count(func.distinct(PublishedOutput.review_id)).label("reviews"),
            of_kind[OutputKind.REPORT].label("reports"),
            of_kind[OutputKind.SEVEN_MINUTE_BRIEFING].label("briefings"),
            func.max(PublishedOutput.published_on).label("latest_on"),
        )
        .join(
            PublishedReview,
            (PublishedReview.tenant == PublishedOutput.tenant)
            & (PublishedReview.id == PublishedOutput.review_id),
        )
        .where(
            PublishedOutput.tenant.in_(tenants),
            visible(now),
            PublishedOutput.is_fictional.is_(False),
            PublishedReview.is_review,
        )
        .group_by(PublishedOutput.tenant)
    )
