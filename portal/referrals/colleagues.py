"""Who works on a draft, who of the agency could be asked to, and who saved it last?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission, permissions_of
from portal.domain.vocabulary import Role
from portal.models.account import Account, Membership, is_of_many
from portal.models.draft_colleague import WRITING, colleagues_on
from portal.models.event import Event
from portal.models.referral import Referral
from portal.web.access import Actor


@dataclass(frozen=True)
class Colleague:
    """Somebody of the same agency, by name; with their roles where one of them is to be chosen."""

    account_id: UUID
    name: str
    roles: tuple[Role, ...] = ()


def colleagues_to_ask(session: Session, actor: Actor, referral: Referral) -> list[Colleague]:
    """Return the people of the writer's agency who refer and do not work on this draft yet."""
    known = {referral.referrer_id, *(each.account_id for each in colleagues_on(session, referral.id))}
    return of_agency(session, actor, but=known)


def colleagues_to_send(session: Session, actor: Actor, referral: Referral) -> list[Colleague]:
    """Return the people of a draft's agency to whom it can be passed, so that they send it."""
    if referral.agency != actor.agency:
        return []
    return of_agency(session, actor, but={referral.referrer_id})


def of_agency(session: Session, actor: Actor, *, but: Collection[UUID]) -> list[Colleague]:
    """Return the people of a person's organisation who refer, some left out; none for who is of no agency."""
    if not actor.agency:
        return []
    wanted = select(Membership).where(
        Membership.agency == actor.agency,
        Membership.is_active,
        Membership.accepted_at.is_not(None),
        Membership.approval.is_(None),
    )
    here = session.scalars(wanted).all()
    if here and is_of_many(here[0]):
        own = host_of(session, actor.account_id)
        here = [each for each in here if host_of(session, each.account_id) == own]
    ids = [
        each.account_id
        for each in here
        if each.account_id not in but and Permission.REFERRAL_CREATE in permissions_of(each.roles)
    ]
    roles = {each.account_id: each.roles for each in here}
    return [replace(each, roles=tuple(roles[each.account_id])) for each in named(session, ids)]


def host_of(session: Session, account_id: UUID) -> str:
    """Return where somebody's e-mail is, which tells the organisations apart that share an entry."""
    return (session.get_one(Account, account_id).email or "").rpartition("@")[2].casefold()


def working_on(session: Session, referral: Referral) -> list[Colleague]:
    """Return the colleagues who were asked to work on a referral."""
    return named(session, [each.account_id for each in colleagues_on(session, referral.id)])


def was_passed_on(session: Session, referral: Referral) -> bool:
    """Whether somebody else began a referral than the person whose it is to send now."""
    wanted = select(Event.actor_id).where(
        Event.thing_kind == "referral", Event.thing_id == referral.id, Event.what == "begun"
    )
    began = session.scalar(wanted)
    return began is not None and began != referral.referrer_id


def named(session: Session, account_ids: Collection[UUID]) -> list[Colleague]:
    """Return people by name."""
    if not account_ids:
        return []
    found = session.scalars(select(Account).where(Account.id.in_(list(account_ids))))
    people = [Colleague(each.id, each.name or "") for each in found]
    return sorted(people, key=lambda each: (each.name.casefold(), str(each.account_id)))


def last_saved_by_another(session: Session, referral: Referral, actor: Actor) -> tuple[str, datetime | None]:
    """Return who else saved a draft last, and when; nothing where nobody did."""
    wanted = select(Event).where(
        Event.thing_kind == "referral",
        Event.thing_id == referral.id,
        Event.what.in_(WRITING),
        Event.actor_id != actor.account_id,
    )
    event = session.scalar(wanted.order_by(Event.at.desc()).limit(1))
    if event is None or event.actor_id is None:
        return "", None
    account = session.get(Account, event.actor_id)
    return (account.name or "") if account else "", event.at
