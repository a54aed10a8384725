"""Which referrals may this person see, and what do they say?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session, object_session

from portal.domain.errors import NotFound
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage, HowReceived, OfferStatus, ReferralStatus
from portal.domain.workflow import Facts, Thing, Transition, available_actions
from portal.models.account import Account
from portal.models.attachment import Attachment
from portal.models.case import Case, CaseExclusion
from portal.models.case_access import cases_known_to
from portal.models.decision import Decision
from portal.models.draft_colleague import has_written, was_taken_on_by, works_on
from portal.models.event import events_of
from portal.models.information import InformationRequest
from portal.models.notification import Notification
from portal.models.offer import offers_of
from portal.models.referral import OnBehalf, Referral
from portal.models.review import ReviewOfCase, has_open_review
from portal.models.screening import Screening
from portal.referrals.telling import URGENT_HARM
from portal.tenancy.answers import (
    Reader,
    closing_section,
    sections_for,
)
from portal.tenancy.model import Form, Tenant
from portal.web.access import Actor
from portal.web.answered import SectionTask, task_of
from portal.web.lists import MOST_LISTED
from portal.web.question_form import FileShown

Files = Mapping[str, tuple[FileShown, ...]]
# What is told of a case that the council opened to notify, and of the referral that it opened one from.
OPENED_TO_NOTIFY, CASE_OPENED = "opened-to-notify", "notified-first"


@lru_cache(maxsize=512)
def seen_by(actor: Actor) -> Select[Referral]:
    """Select what the person may see: their own, their agency's once sent, or all once sent.

    A draft is its writer's, and that of the colleagues whom they asked to work on it; one that was sent, told of a
    death or serious harm and was returned stays known to whoever knew of it. A referral that became a
    case follows that case's exclusions, for everybody but who wrote it: whoever entered it for somebody, or took
    it on from a colleague, did not.
    """
    is_known = or_(Referral.status != ReferralStatus.DRAFT, Referral.harm.in_(URGENT_HARM))
    is_sent = and_(is_known, Referral.sent_at.is_not(None))
    ways: list[ColumnElement[bool]] = []
    if actor.may(Permission.REFERRAL_SEE_OWN):
        wrote = and_(~is_on_behalf(), ~was_taken_on_by(actor.account_id))
        is_open = or_(wrote, ~is_closed_to(actor.account_id))
        ways.append(and_(Referral.referrer_id == actor.account_id, is_open))
        ways.append(is_shared_with(actor))
    if actor.may(Permission.REFERRAL_SEE_AGENCY) and actor.agency:
        ways.append(and_(is_sent, Referral.agency == actor.agency, ~is_closed_to(actor.account_id)))
    if actor.may(Permission.REFERRAL_SEE_ALL):
        ways.append(and_(is_sent, ~is_closed_to(actor.account_id)))
    # Every referral has its writer: where no way is open, nothing is found.
    return select(Referral).where(or_(*ways) if ways else Referral.referrer_id.is_(None))


def is_shared_with(actor: Actor) -> ColumnElement[bool]:
    """Say of a referral whether its writer asked this person, who is of the same agency, to work on it."""
    is_of_agency = Referral.agency == actor.agency if actor.agency else false()
    return and_(is_of_agency, works_on(actor.account_id), ~is_closed_to(actor.account_id))


def is_theirs(actor: Actor) -> ColumnElement[bool]:
    """Say of a draft whether the person began it or was asked to work on it."""
    return or_(Referral.referrer_id == actor.account_id, is_shared_with(actor))


def is_on_behalf() -> ColumnElement[bool]:
    """Say of a referral whether somebody here entered it for its writer, or took it over from another area."""
    return exists().where(OnBehalf.tenant == Referral.tenant, OnBehalf.referral_id == Referral.id)


def is_closed_to(account_id: UUID) -> ColumnElement[bool]:
    """Say of a referral whether the person is personally involved in the case it became."""
    return exists().where(
        CaseExclusion.tenant == Referral.tenant,
        CaseExclusion.case_id == Referral.case_id,
        CaseExclusion.account_id == account_id,
    )


def referral_seen_by(session: Session, actor: Actor, referral_id: UUID, *, locked: bool = False) -> Referral:
    """Return one referral; NotFound alike where there is none and where the person may not see it."""
    wanted = seen_by(actor).where(Referral.id == referral_id)
    if locked:
        # Read anew: the page may have loaded the referral before somebody else changed it.
        wanted = wanted.with_for_update(of=Referral).execution_options(populate_existing=True)
    referral: Referral | None = session.scalar(wanted)
    if referral is None:
        raise NotFound("There is no such referral.")
    return referral


def file_of(session: Session, referral: Referral, attachment_id: UUID) -> Attachment:
    """Return one file that was handed in with a referral; NotFound where there is none."""
    wanted = select(Attachment).where(Attachment.id == attachment_id, Attachment.referral_id == referral.id)
    found: Attachment | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such file.")
    return found


def sent_referrals(session: Session, actor: Actor) -> list[Referral]:
    """Return the sent referrals that the person may see, the latest first."""
    wanted = seen_by(actor).where(or_(Referral.status != ReferralStatus.DRAFT, ~is_theirs(actor)))
    return list(session.scalars(wanted.order_by(Referral.sent_at.desc()).limit(MOST_LISTED)))


def waiting(session: Session, actor: Actor, status: ReferralStatus) -> list[Referral]:
    """Return the referrals of a status that the person may see, those sent first first."""
    wanted = seen_by(actor).where(Referral.status == status)
    return list(session.scalars(wanted.order_by(Referral.sent_at)))


def case_reference(session: Session, actor: Actor, referral: Referral) -> str:
    """Return the reference of the case a referral became; empty where the person may not know of it."""
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.reference)
    return session.scalar(known.where(Case.id == referral.case_id)) or ""


def case_references(session: Session, actor: Actor, referrals: Iterable[Referral]) -> dict[UUID, str]:
    """Return the references of the cases that referrals became, by the case's id, as far as the person may know."""
    ids = {each.case_id for each in referrals if each.case_id is not None}
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.id, Case.reference)
    return {row[0]: row[1] for row in session.execute(known.where(Case.id.in_(ids)))} if ids else {}


def name_of(session: Session, account_id: UUID | None) -> str:
    """Return the name of a person who works here; empty where nobody is named."""
    account = session.get(Account, account_id) if account_id else None
    return (account.name or "") if account else ""


def known_of_referrer(session: Session, actor: Actor) -> dict[str, str]:
    """Return what the portal knows of the referrer already, by core field: they need not type it again."""
    account = session.get_one(Account, actor.account_id)
    return {
        "referral.agency": actor.agency,
        "referral.referrer_name": account.name or "",
        "referral.referrer_email": account.email or "",
    }


# --- what may be done ------------------------------------------------------------------------------------


def facts_of(referral: Referral, tenant: Tenant, actor: Actor) -> Facts:
    """What the workflow asks of a referral and this person."""
    on_behalf = referral.on_behalf
    is_copy = on_behalf is not None and on_behalf.how is HowReceived.ANOTHER_AREA
    is_writer = referral.referrer_id == actor.account_id and not is_copy
    # Whoever sees what the agency sends may answer for it: the row would not have been found otherwise.
    is_agency = actor.may(Permission.REFERRAL_SEE_AGENCY) and actor.agency == referral.agency != ""
    return {
        "quality_assurance": tenant.requires_quality_assurance
        and not (on_behalf and on_behalf.is_quality_assured),
        "is_own_referral": is_writer,
        "is_approved": actor.approval is None,
        "is_writer": (has_part := has_written(session_of(referral), referral, actor.account_id)),
        "may_add": has_part,
        "was_sent": referral.sent_at is not None,
        "is_of_incident": (referral.asked or {}).get("kind") == "incident",
        "has_case_opened": case_id_opened_for(session_of(referral), referral) is not None,
        **offer_facts(session_of(referral), referral),
        **case_facts(session_of(referral), referral, actor),
        "may_answer": is_writer or is_agency or actor.may(Permission.REFERRAL_ACCEPT),
    }


def case_facts(session: Session, referral: Referral, actor: Actor) -> dict[str, bool]:
    """What the workflow asks of the case that a referral belongs to; nothing where the person may know of none."""
    if referral.case_id is None:
        return {}
    known = cases_known_to(actor.account_id, actor.permissions)
    case: Case | None = session.scalar(known.where(Case.id == referral.case_id))
    if case is None:
        return {}
    is_shared = select(Referral.id).where(Referral.case_id == case.id, Referral.id != referral.id)
    return {
        "case_is_open": case.stage != CaseStage.CLOSED,
        "has_open_review": has_open_review(session, case.id),
        "case_rests_on_it": session.scalars(is_shared).first() is None
        and has_work(session, case)
        and not stands_alone(session, case),
    }


def stands_alone(session: Session, case: Case) -> bool:
    """Whether a case was opened by the council to notify, so that it rests on no referral."""
    return any(each.what == OPENED_TO_NOTIFY for each in events_of(session, "case", case.id))


def case_id_opened_for(session: Session, referral: Referral) -> UUID | None:
    """Return the id of the case that the council opened to notify from this referral, while it waited."""
    told = [each for each in events_of(session, "referral", referral.id) if each.what == CASE_OPENED]
    return UUID(told[-1].facts["case"]) if told else None


def offer_facts(session: Session, referral: Referral) -> dict[str, bool]:
    """Whether an area has been offered a referral and not answered yet, and whether it is one outside the portal."""
    if referral.status not in (ReferralStatus.OFFERED, ReferralStatus.ACCEPTED):
        return {"is_offered": False, "offer_is_on_paper": False}
    waiting = [each for each in offers_of(session, referral.id) if each.status is OfferStatus.WAITING]
    return {"is_offered": bool(waiting), "offer_is_on_paper": any(not each.to_slug for each in waiting)}


def has_work(session: Session, case: Case) -> bool:
    """Whether anything was recorded about a case that would lose its ground with its only referral."""
    models = (Screening, InformationRequest, Decision, Notification, ReviewOfCase)
    return any(session.scalars(select(model.id).where(model.case_id == case.id)).first() for model in models)


def session_of(referral: Referral) -> Session:
    """Return the session that a referral was read in."""
    session = object_session(referral)
    assert session is not None, "a referral is asked about while it is being worked on"
    return session


def actions_for(referral: Referral, tenant: Tenant, actor: Actor) -> tuple[Transition, ...]:
    """What this person may do to the referral now."""
    facts = facts_of(referral, tenant, actor)
    return available_actions(Thing.REFERRAL, referral.status, actor.permissions, facts)


def form_of(tenant: Tenant, referral: Referral) -> Form:
    """Return the referral's form as it is now; NotFound where the partnership no longer has it."""
    form = tenant.forms.get(referral.form_code)
    if form is None:
        raise NotFound("This form is no longer used.")
    return form


def clocks_of(tenant: Tenant, referral: Referral) -> tuple[str, ...]:
    """Return the partnership's clocks that the referral's form starts; there may be none."""
    form = tenant.forms.get(referral.form_code)
    return form.clocks if form else ()


def form_title(tenant: Tenant, referral: Referral) -> str:
    """Return what the referral's form is called; its code where the partnership no longer has it."""
    form = tenant.forms.get(referral.form_code)
    if form is None and referral.on_behalf is not None:
        return "Referral from another area"
    return form.title if form else referral.form_code


def tasks_of(form: Form, answers: Mapping[str, Any], reader: Reader) -> list[SectionTask]:
    """Where each section of the referrer's stands, without the one that only declares."""
    closing = closing_section(form)
    return [
        task_of(form, section, answers, reader)
        for section in sections_for(form, "referrer")
        if section is not closing
    ]
