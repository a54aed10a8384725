"""Which cases and referrals here may be about a child of this referral, and why? The coordinator’s alone to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.likeness import STRENGTH, Likeness, reason_of
from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReferralStatus
from portal.models.case import Case, Child
from portal.models.case_access import cases_known_to
from portal.models.likeness import LikenessKey, SetApart
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.referrals.operations import allowed, move
from portal.referrals.queries import referral_seen_by, seen_by
from portal.tenancy.model import Tenant
from portal.web.access import Actor

Reasons = dict[UUID, Likeness]
# More than a person compares: a form that everybody fills in alike must not bury the page.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Alike:
    """A case or a referral that may be about the same child, and the strongest reason to think so."""

    why: Likeness
    case: Case | None = None
    referral: Referral | None = None

    @property
    def id(self) -> UUID:
        """The id of the case or referral."""
        found = self.case or self.referral
        assert found is not None, "a likeness is to something"
        return found.id


@dataclass(frozen=True)
class Apart:
    """What somebody looked at and found not to be the same."""

    row: SetApart
    case: Case | None
    referral: Referral | None


def alike(session: Session, actor: Actor, referral: Referral) -> list[Alike]:
    """Return what is likely to be about the same child, the strongest reason first; nothing for anybody else."""
    if not actor.may(Permission.REFERRAL_ACCEPT):
        return []
    cases, referrals = reasons(session, referral)
    apart = set_apart_from(session, referral)
    found = [
        Alike(cases[case.id], case=case)
        for case in known_cases(session, actor, set(cases) - apart - {referral.case_id})
    ] + [
        Alike(referrals[each.id], referral=each)
        for each in known_referrals(session, actor, set(referrals) - apart)
        # One that was taken into a case is found with its case.
        if each.case_id is None
    ]
    return sorted(found, key=lambda each: (STRENGTH[each.why], str(each.id)))[:MOST_SHOWN]


def reasons(session: Session, referral: Referral) -> tuple[Reasons, Reasons]:
    """Return why cases, and why other referrals, may be about the same child, by their ids."""
    mine = session.scalars(select(LikenessKey).where(LikenessKey.referral_id == referral.id)).all()
    own = {each.key: each.likeness for each in mine}
    of_child = and_(LikenessKey.tenant == Child.tenant, LikenessKey.child_id == Child.id)
    of_referral = and_(LikenessKey.tenant == Referral.tenant, LikenessKey.referral_id == Referral.id)
    wanted = (
        select(LikenessKey.key, LikenessKey.likeness, Child.case_id, Referral.case_id, Referral.id)
        .outerjoin(Child, of_child)
        .outerjoin(Referral, of_referral)
        .where(LikenessKey.key.in_(own))
        .where(or_(LikenessKey.referral_id.is_(None), LikenessKey.referral_id != referral.id))
    )
    cases: Reasons = {}
    referrals: Reasons = {}
    # Of a key either the child or the referral is missing, which the types of the columns do not know.
    rows: Iterable[Any] = session.execute(wanted) if own else ()
    for key, theirs, case_of_child, case_of_referral, referral_id in rows:
        why = reason_of(own[key], theirs)
        if why is not None:
            strengthen(cases, case_of_child or case_of_referral, why)
            strengthen(referrals, referral_id, why)
    return cases, referrals


def strengthen(found: Reasons, thing_id: UUID | None, why: Likeness) -> None:
    """Keep the strongest reason for a thing."""
    if thing_id is not None:
        found[thing_id] = min(found.get(thing_id, why), why, key=STRENGTH.__getitem__)


def known_cases(session: Session, actor: Actor, ids: AbstractSet[UUID | None]) -> Sequence[Case]:
    """Return those of these cases that the person may know of."""
    wanted = cases_known_to(actor.account_id, actor.permissions).where(Case.id.in_(ids - {None}))
    return session.scalars(wanted).all() if ids - {None} else ()


def known_referrals(session: Session, actor: Actor, ids: set[UUID]) -> Sequence[Referral]:
    """Return those of these referrals that were sent and that the person may see."""
    wanted = seen_by(actor).where(Referral.id.in_(ids), Referral.status != ReferralStatus.DRAFT)
    return session.scalars(wanted).all() if ids else ()


def set_apart_from(session: Session, referral: Referral) -> set[UUID]:
    """Return the ids of what was found not to be the same, from either side."""
    rows = session.execute(
        select(SetApart.referral_id, SetApart.other_case_id, SetApart.other_referral_id).where(
            or_(SetApart.referral_id == referral.id, SetApart.other_referral_id == referral.id)
        )
    )
    return {each for row in rows for each in row if each is not None} - {referral.id}


def apart_of(session: Session, actor: Actor, referral: Referral) -> list[Apart]:
    """Return what was found not to be the same, with the reasons; nothing for anybody but the coordinator."""
    if not actor.may(Permission.REFERRAL_ACCEPT):
        return []
    rows = session.scalars(
        select(SetApart).where(SetApart.referral_id == referral.id).order_by(SetApart.set_at, SetApart.id)
    ).all()
    others = {row.other_case_id for row in rows}
    cases: dict[UUID | None, Case] = {each.id: each for each in known_cases(session, actor, others)}
    ids = {row.other_referral_id for row in rows if row.other_referral_id}
    referrals: dict[UUID | None, Referral] = {each.id: each for each in known_referrals(session, actor, ids)}
    found = [Apart(row, cases.get(row.other_case_id), referrals.get(row.other_referral_id)) for row in rows]
    return [each for each in found if each.case or each.referral]


def one_alike(session: Session, actor: Actor, referral: Referral, other_id: UUID) -> Alike:
    """Return one likeness; NotFound for anything that is none, that is set apart, or that they may not know of."""
    found = next((each for each in alike(session, actor, referral) if each.id == other_id), None)
    if found is None:
        raise NotFound("There is no such likeness.")
    return found


def set_apart(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, other_id: UUID, reason: str
) -> SetApart:
    """Say that a referral is not about the same child as a case or another referral, and why."""
    if not reason.strip():
        raise InvalidAnswer("Say why it is not the same", "reason")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "set-apart")
    other = one_alike(session, actor, referral, other_id)
    apart = SetApart(
        tenant=tenant.slug, unit=referral.unit, referral_id=referral.id, set_by=actor.account_id,
        other_case_id=other.case.id if other.case else None,
        other_referral_id=other.referral.id if other.referral else None, reason=reason.strip(),
    )  # fmt: skip
    session.add(apart)
    move(session, tenant, actor, referral, transition, "set-apart")
    session.commit()
    return apart
