"""Which frozen figures of casework has each partnership of a region signed off?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.domain.releasing import Figure, Measure
from portal.domain.suppression import FEWEST_MEMBERS, together
from portal.models.released import ReleasedEdition, ReleasedFigure
from portal.region.asked import Asked

Edition, Figured = ReleasedEdition, ReleasedFigure


@dataclass(frozen=True)
class Part:
    """One partnership's figures of one release, in its newest edition."""

    tenant: str
    through: int
    edition: int
    frozen_at: datetime
    digest: str
    note: str
    is_fictional: bool
    figures: dict[tuple[Measure, int], Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class Release:
    """One release: the partnerships that signed it off, by slug."""

    through: int
    parts: dict[str, Part]

    @property
    def is_fictional(self) -> bool:
        """Whether any of it is made up."""
        return any(part.is_fictional for part in self.parts.values())

    def figure(self, tenant: str, measure: Measure, years: int) -> Figure | None:
        """Return a partnership's figure; None where it has not signed the release off."""
        part = self.parts.get(tenant)
        return part.figures.get((measure, years)) if part else None

    def together(self, tenants: Sequence[str], measure: Measure, years: int) -> int | None:
        """Return the sum of what these partnerships show of a count, where there may be one."""
        shown = [self.figure(slug, measure, years) for slug in tenants]
        return together([each.number for each in shown if each is not None])


def releases(session: Session, asked: Asked) -> list[Release]:
    """Return every release of a region with its newest editions, the latest release first."""
    found: dict[int, dict[str, Part]] = {}
    for part in parts(session, asked):
        kept = found.setdefault(part.through, {})
        if part.tenant not in kept or kept[part.tenant].edition < part.edition:
            kept[part.tenant] = part
    return [Release(through, found[through]) for through in sorted(found, reverse=True)]


def parts(session: Session, asked: Asked) -> Iterable[Part]:
    """Return every edition of a region's partnerships with its figures; made-up ones where they count."""
    wanted = (
        select(Edition, Figured)
        .join(Figured, and_(Figured.tenant == Edition.tenant, Figured.edition_id == Edition.id))
        .where(Edition.tenant.in_(asked.tenants))
    )
    if not asked.with_invented:
        wanted = wanted.where(Edition.is_fictional.is_(False))
    found: dict[tuple[str, int, int], Part] = {}
    for each, figured in session.execute(wanted):
        key = (each.tenant, each.through, each.edition)
        if key not in found:
            found[key] = Part(*key, each.frozen_at, each.digest, each.note, each.is_fictional)
        found[key].figures[figured.measure, figured.years] = figured.figure
    return found.values()


def may_sum(release: Release) -> bool:
    """Whether as many partnerships signed a release off as a sum over them needs."""
    return len(release.parts) >= FEWEST_MEMBERS
