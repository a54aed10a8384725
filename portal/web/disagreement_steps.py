"""By when do the lead safeguarding partners settle what the three partners of a case do not agree on?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.deciding import LEAD_PARTNERS_CLOCK
from portal.models.decision import Disagreement
from portal.tenancy.model import Tenant
from portal.web.clock_lines import ClockLine, clock_lines
from portal.web.wording import in_london


def clock_of(tenant: Tenant, disagreement: Disagreement, day: date) -> ClockLine | None:
    """Return by when the lead safeguarding partners settle it, counted from the day on which positions differed."""
    met_on = disagreement.settled_on
    if disagreement.agreed_at is not None:
        met_on = in_london(disagreement.agreed_at).date()
    lines = clock_lines(
        tenant, LEAD_PARTNERS_CLOCK, in_london(disagreement.arose_at).date(), "",
        met_on=met_on, thing_id=disagreement.id, today=day,
    )  # fmt: skip
    return lines[0] if lines else None


def disagreement_steps(tenant: Tenant, disagreements: Sequence[Disagreement], today: date) -> list[ClockLine]:
    """Return the clock of each disagreement."""
    lines = (clock_of(tenant, each, today) for each in disagreements)
    return [line for line in lines if line is not None]


def disagreements_of(session: Session, case_ids: Collection[UUID]) -> Sequence[Disagreement]:
    """Return what the partners differ or differed on in these cases, the earliest first."""
    wanted = select(Disagreement).where(Disagreement.case_id.in_(case_ids))
    return session.scalars(wanted.order_by(Disagreement.arose_at, Disagreement.id)).all()
