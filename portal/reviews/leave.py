"""How does a lead reviewer come by leave to know of a review's cases, and lose it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, select

from portal.models.audit import record
from portal.models.case import Case, CaseGrant
from portal.models.event import tell
from portal.models.lead_reviewer import LeadReviewer
from portal.models.review import ReviewOfCase
from portal.models.session import TenantSession
from portal.web.access import Actor
from portal.web.wording import LONDON

REASON = "Leads the review."


def cases_looked_at(session: TenantSession, review_id: UUID) -> Sequence[Case]:
    """Return all cases of a review."""
    of_review = and_(ReviewOfCase.tenant == Case.tenant, ReviewOfCase.case_id == Case.id)
    wanted = select(Case).join(ReviewOfCase, of_review).where(ReviewOfCase.review_id == review_id)
    return session.scalars(wanted.order_by(Case.reference)).all()


def give_leave(session: TenantSession, actor: Actor, case: Case, leader: LeadReviewer) -> None:
    """Give whoever leads a review leave to know of one of its cases, until the day of their appointment."""
    assert leader.account_id is not None
    assert leader.access_until is not None
    until = datetime.combine(leader.access_until + timedelta(days=1), time(), tzinfo=LONDON).astimezone(UTC)
    wanted = select(CaseGrant).where(CaseGrant.case_id == case.id, CaseGrant.account_id == leader.account_id)
    given = session.scalar(wanted)
    if given is None:
        given = CaseGrant(tenant=case.tenant, unit=case.unit, case_id=case.id, account_id=leader.account_id)
    given.granted_by, given.granted_at, given.ends_at = actor.account_id, datetime.now(UTC), until
    given.reason = REASON
    session.add(given)
    tell(session, case.tenant, "case", case.id, "access-granted", actor.account_id)
    record(session, "case-granted", "case", case.id, (f"account:{leader.account_id}",))


def take_leave_away(session: TenantSession, actor: Actor, case: Case, account_id: UUID) -> None:
    """Take the leave away, unless the same person leads another review of the case."""
    if leads_another(session, case.id, account_id):
        return
    now = datetime.now(UTC)
    wanted = select(CaseGrant).where(
        CaseGrant.case_id == case.id, CaseGrant.account_id == account_id,
        CaseGrant.ends_at.is_(None) | (CaseGrant.ends_at > now),
    )  # fmt: skip
    for given in session.scalars(wanted):
        given.ends_at = now
        tell(session, case.tenant, "case", case.id, "access-ended", actor.account_id)
        record(session, "case-grant-ended", "case", case.id, (f"account:{account_id}",))


def leads_another(session: TenantSession, case_id: UUID, account_id: UUID) -> bool:
    """Whether somebody leads a review of this case now; the appointment that ends has been ended before."""
    wanted = (
        select(LeadReviewer.id)
        .join(
            ReviewOfCase,
            and_(
                ReviewOfCase.tenant == LeadReviewer.tenant, ReviewOfCase.review_id == LeadReviewer.review_id
            ),
        )
        .where(
            ReviewOfCase.case_id == case_id,
            LeadReviewer.account_id == account_id,
            LeadReviewer.ended_on.is_(None),
        )
    )
    return session.scalar(wanted.limit(1)) is not None
