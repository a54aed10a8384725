"""How does the council have a case to notify from, where no referral has been taken in? Each ends in one commit.

The council notifies of its own duty, from its own awareness (Children Act 2004 s.16C): no referral and no quality
assurance stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.case import Case, Child
from portal.models.case_access import cases_known_to
from portal.models.event import tell
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.models.views_awaited import call_for_views
from portal.referrals.drafts import answers_as_sent
from portal.referrals.operations import allowed, new_case, open_case
from portal.referrals.queries import CASE_OPENED, OPENED_TO_NOTIFY, case_id_opened_for, referral_seen_by
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def open_without_referral(
    session: TenantSession, tenant: Tenant, actor: Actor, said: Mapping[str, Any], today: date,
    *, is_another: bool = False, is_fictional: bool = False,
) -> Case:  # fmt: skip
    """Open a case from what the council knows itself, by core field.

    InvalidAnswer at `is_another` where an open case that the person may know of is about a child of the same name
    and date of birth, unless they say that this is another incident.
    """
    case = new_case(session, tenant, "incident", dict(said), today, is_fictional=is_fictional)
    found = None if is_another else about_the_same_child(session, actor, case)
    if found is not None:
        raise InvalidAnswer(
            f"{found.reference} is open already and is about a child of this name and date of birth. Record the "
            "notification there, or say that this is another incident.",
            "is_another",
        )
    told(session, tenant, actor, case)
    call_for_views(session, tenant.slug, case.id, today, but=actor.account_id)
    session.commit()
    return case


def open_from_referral(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, today: date,
    *, is_fictional: bool = False,
) -> Case:  # fmt: skip
    """Open a case from what a referral that still waits, or was returned, said when it was sent.

    The referral waits on, and can join the case later.
    """
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    allowed(referral, tenant, actor, "notify-first")
    said = answers_as_sent(session, referral)
    case = open_case(session, tenant, referral, today, said, is_fictional=is_fictional)
    told(session, tenant, actor, case)
    call_for_views(session, tenant.slug, case.id, today, but=actor.account_id)
    tell(session, tenant.slug, "referral", referral.id, CASE_OPENED, actor.account_id, case=str(case.id))
    record(session, f"referral-{CASE_OPENED}", "referral", referral.id)
    session.commit()
    return case


def told(session: TenantSession, tenant: Tenant, actor: Actor, case: Case) -> None:
    """Tell that a case was opened to notify, and call those who take referrals in and prepare decisions."""
    tell(session, tenant.slug, "case", case.id, OPENED_TO_NOTIFY, actor.account_id)
    record(session, "case-opened", "case", case.id)
    for permission in (Permission.REFERRAL_ACCEPT, Permission.DECISION_PREPARE):
        call_for_attention(session, tenant.slug, permission, about=[case.id], but=actor.account_id)


def about_the_same_child(session: TenantSession, actor: Actor, case: Case) -> Case | None:
    """Return another open case about a child of this one, of those that the person may know of."""
    own = select(Child.name_index).where(Child.case_id == case.id)
    others = select(Child.case_id).where(Child.name_index.in_(own), Child.case_id != case.id)
    known = cases_known_to(actor.account_id, actor.permissions).where(Case.id.in_(others))
    wanted = known.where(Case.stage != CaseStage.CLOSED).order_by(Case.opened_at.desc())
    found: Case | None = session.scalars(wanted).first()
    return found


def case_opened_for(session: TenantSession, actor: Actor, referral: Referral) -> Case | None:
    """Return the open case that the council opened from a referral, where the person may know of it."""
    case_id = case_id_opened_for(session, referral)
    known = cases_known_to(actor.account_id, actor.permissions).where(Case.id == case_id)
    found: Case | None = session.scalar(known.where(Case.stage != CaseStage.CLOSED)) if case_id else None
    return found
