"""What becomes of a case when the referral that it was opened from passes to another area?

It is worked on here until then. Once none of its referrals is held here any more, it closes as transferred; each day
that was still due is told, since the other area counts its own from when it receives the referral.
"""

from __future__ import annotations

from uuid import UUID

from portal.domain.permissions import HAND_OVER_PERMISSIONS
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Thing, available_actions
from portal.models.audit import record
from portal.models.case import Case, open_case_locked
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.offer import offers_of_case
from portal.models.referral import Referral
from portal.models.review import has_open_review
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.due_next import days_of_all
from portal.web.recounting import the_portal
from portal.web.steps import case_steps
from portal.web.working_days import today


def pass_case_on(
    session: TenantSession, tenant: Tenant, referral: Referral, actor_id: UUID | None = None
) -> None:
    """Close the case of a referral that has passed to another area, in the caller's transaction.

    It stays open while it holds another referral, or while a review looks at it.
    """
    case = open_case_locked(session, referral.case_id) if referral.case_id else None
    if case is None:
        return
    session.flush()
    facts = {"has_open_review": has_open_review(session, case.id)}
    offered = available_actions(Thing.CASE, case.stage, HAND_OVER_PERMISSIONS, facts)
    closing = next((each for each in offered if each.action == "close-as-transferred"), None)
    if closing is None or offers_of_case(session, case.id):
        tell(session, tenant.slug, "case", case.id, "referral-passed-on", actor_id, form=referral.form_code)
        return
    tell_days_that_end(session, tenant, case, actor_id)
    case.stage, case.closed_at = CaseStage(closing.arrives_at(case.stage)), this_moment()
    tell(session, tenant.slug, "case", case.id, "closed-as-transferred", actor_id)
    record(session, "case-closed-as-transferred", "case", case.id)


def tell_days_that_end(session: TenantSession, tenant: Tenant, case: Case, actor_id: UUID | None) -> None:
    """Tell of each step that was still due by which day it was."""
    days = days_of_all(session, the_portal(tenant), tenant, [case.id], today())
    for line in case_steps(tenant, case, days[case.id], today()):
        if line.due_on is not None and line.met_on is None:
            tell(session, tenant.slug, "case", case.id, "clock-passed-on", actor_id,
                 clock=line.rule.code, due_on=line.due_on.isoformat())  # fmt: skip
