"""How does a referral join a case, bringing what is new to it, and how does it leave one with nothing lost?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Thing, require_action
from portal.models.attachment import attachments_of_referral
from portal.models.audit import record
from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.event import tell
from portal.models.likeness import LikenessKey, find_child_by
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.sealed import sealed_names
from portal.models.session import TenantSession
from portal.models.unjoining import Unjoining
from portal.referrals.carrying import Carried, Part, add_fact, carried, new_row
from portal.referrals.mapping import FIRST_CHILD, add_facts_of_other
from portal.referrals.operations import allowed, case_to_join, move, take_into
from portal.referrals.queries import referral_seen_by, stands_alone
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def join(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    referral_id: UUID,
    reference: str,
    bring: Collection[str],
) -> Case:
    """Take a referral into a case that is open, with those of its things that the case shall have too."""
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "accept")
    case = case_to_join(session, actor, reference)
    things = carried(session, case, referral)
    brought = [each for each in things if each.key in bring and not each.is_there]
    main = next((each.row for each in things if each.key == FIRST_CHILD), None)
    add_to_case(session, case, brought, main.id if main is not None else None)
    if brought:
        tell(
            session, tenant.slug, "case", case.id, "facts-brought", actor.account_id, count=str(len(brought))
        )
    take_into(session, tenant, actor, referral, case, transition)
    session.commit()
    return case


def add_to_case(
    session: TenantSession, case: Case, things: Iterable[Carried], child_id: UUID | None = None
) -> None:
    """Add to a case what a referral says and the case does not; coded facts of a child are those of `child_id`."""
    listed = list(things)
    position = session.scalar(select(func.max(Child.position)).where(Child.case_id == case.id)) or 0
    for thing in listed:
        position += thing.part is Part.CHILD
        row = new_row(session, case, thing, position)
        if row is not None:
            session.add(row)
            session.flush()
        if isinstance(row, Child):
            find_child_by(session, row)
            if thing.key != FIRST_CHILD:
                add_facts_of_other(session, case, row, thing.value)
            child_id = child_id or row.id
    for thing in listed:
        if thing.part is Part.FACT:
            add_fact(session, case, child_id, thing)
    answers = {thing.key.removeprefix("said-"): thing.value for thing in listed if thing.part is Part.SAID}
    if answers:
        # What the case holds already stays: another referral's words are never written over.
        case.said = {**answers, **(case.said or {})}


def leave(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    referral_id: UUID,
    reason: str,
    take_out: Collection[str],
) -> Referral:
    """Take a referral out of its case, with a reason; the case keeps what of it is not named."""
    if not reason.strip():
        raise InvalidAnswer("Say why it does not belong to this case", "reason")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "leave-case")
    case = session.scalars(select(Case).where(Case.id == referral.case_id).with_for_update()).one()
    things = [each for each in carried(session, case, referral) if each.is_there]
    gone = [each for each in things if each.key in take_out and not each.tied]
    kept = [each.words for each in things if each not in gone]
    session.add(
        Unjoining(
            tenant=tenant.slug, unit=case.unit, case_id=case.id, referral_id=referral.id, made_by=actor.account_id,
            reason=reason.strip(), taken_out=[as_kept(each) for each in gone], stayed=kept,
        )
    )  # fmt: skip
    for thing in gone:
        take_away(session, case, thing)
    referral.case_id = None
    for attachment in attachments_of_referral(session, referral.id):
        attachment.case_id = None
    tell(session, tenant.slug, "case", case.id, "referral-left", actor.account_id, form=referral.form_code)
    move(session, tenant, actor, referral, transition, "left-case")
    close_if_empty(session, tenant, actor, case)
    session.commit()
    return referral


def as_kept(thing: Carried) -> dict[str, Any]:
    """Return everything that was known of something that leaves a case."""
    kept: dict[str, Any] = {"part": thing.part.value, "words": thing.words, "said": thing.value}
    if isinstance(thing.row, Child | FamilyMember):
        row = thing.row
        kept["known"] = {name: getattr(row, name) for name in sealed_names(type(row)) if getattr(row, name)}
    return kept


def take_away(session: TenantSession, case: Case, thing: Carried) -> None:
    """Take one thing out of a case."""
    if thing.part is Part.SAID:
        name = thing.key.removeprefix("said-")
        case.said = {key: value for key, value in (case.said or {}).items() if key != name}
        return
    if isinstance(thing.row, Child):
        session.execute(delete(LikenessKey).where(LikenessKey.child_id == thing.row.id))
        for fact in session.scalars(select(CaseFact).where(CaseFact.child_id == thing.row.id)):
            session.delete(fact)
        session.flush()
    session.delete(thing.row)
    session.flush()


def is_last(session: TenantSession, referral: Referral) -> bool:
    """Whether no other referral belongs to the case, and it was not opened without one."""
    others = select(Referral.id).where(Referral.case_id == referral.case_id, Referral.id != referral.id)
    case = session.get_one(Case, referral.case_id)
    return session.scalars(others).first() is None and not stands_alone(session, case)


def close_if_empty(session: TenantSession, tenant: Tenant, actor: Actor, case: Case) -> None:
    """Close a case to which no referral belongs any more, unless it never rested on one: nothing else was done."""
    if session.scalar(select(func.count()).select_from(Referral).where(Referral.case_id == case.id)):
        return
    if stands_alone(session, case):
        return
    facts = {"has_referral": False}
    transition = require_action(Thing.CASE, case.stage, "close-as-empty", actor.permissions, facts)
    case.stage, case.closed_at = CaseStage(transition.arrives_at(case.stage)), this_moment()
    tell(session, tenant.slug, "case", case.id, "closed-as-empty", actor.account_id)
    record(session, "case-closed-as-empty", "case", case.id)
