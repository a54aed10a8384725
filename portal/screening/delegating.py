"""Who speaks for a statutory partner in whose place? Named by the partner, on record before a position is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.permissions import RECORD_POSITION, Permission, permissions_of
from portal.domain.vocabulary import StatutoryPartner
from portal.models.account import Account, Membership
from portal.models.attention import call_person
from portal.models.audit import record
from portal.models.delegate import Delegate, delegates
from portal.models.event import tell
from portal.models.session import TenantSession
from portal.screening.queries import partner_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor

FOR_ONESELF = ""


@dataclass(frozen=True)
class Named:
    """Whom a partner names: a colleague by their account, or somebody by name and office."""

    account_id: str
    name: str
    acts_for: str
    authority: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Speaking:
    """In whose name a person may give their partner's position today: for themselves, and by which delegates."""

    for_oneself: bool
    delegates: tuple[Delegate, ...] = ()


def name_delegate(session: TenantSession, tenant: Tenant, actor: Actor, named: Named) -> Delegate:
    """Put on record that somebody speaks for the actor's partner; a delegate names no delegate."""
    partner = partner_that_names(session, actor)
    name = name_of(session, partner, actor, named)
    for field, words, missing in (
        ("acts_for", named.acts_for, "Enter in whose place they speak"),
        ("authority", named.authority, "Say what gives them the authority"),
    ):
        if not words.strip():
            raise InvalidAnswer(missing, field)
    if named.until_on is not None and named.until_on < named.from_on:
        raise InvalidAnswer("Enter a day on or after the first", "until_on")
    delegate = Delegate(
        tenant=tenant.slug, partner=partner, account_id=UUID(named.account_id) if named.account_id else None,
        from_on=named.from_on, until_on=named.until_on, named_by=actor.account_id, name=name,
        acts_for=named.acts_for.strip(), authority=named.authority.strip(),
    )  # fmt: skip
    session.add(delegate)
    tell(session, tenant.slug, "delegate", delegate.id, "named", actor.account_id, partner=partner.value)
    record(session, "delegate-named", "delegate", delegate.id)
    if delegate.account_id:
        call_person(session, tenant.slug, delegate.account_id)
    session.commit()
    return delegate


def partner_that_names(session: Session, actor: Actor) -> StatutoryPartner:
    """Return the partner whom the actor may name delegates for. Raises NotAllowed."""
    partner = partner_of(actor)
    if partner is None or not actor.may(Permission.DELEGATE_NAME):
        raise NotAllowed("Only a statutory partner’s decision maker names its delegates.")
    if own_authorities(session, actor):
        raise NotAllowed("A delegate names no delegate. Whoever you speak for can.")
    return partner


def name_of(session: Session, partner: StatutoryPartner, actor: Actor, named: Named) -> str:
    """Return by which name a delegate goes on record: their account's, or the one that is written."""
    if not named.account_id:
        if not named.name.strip():
            raise InvalidAnswer("Enter their name and office", "name")
        return named.name.strip()
    found = dict(colleagues(session, partner, actor))
    if named.account_id not in found:
        raise InvalidAnswer("Select a colleague who decides for your organisation here", "account_id")
    if any(
        str(each.account_id) == named.account_id and lasts_into(each, named.from_on)
        for each in delegates(session)
    ):
        raise InvalidAnswer("They are on record already. End that first, or let it run out", "account_id")
    return found[named.account_id]


def lasts_into(delegate: Delegate, day: date) -> bool:
    """Whether an authority is not over by a day."""
    return delegate.ended_on is None and (delegate.until_on is None or delegate.until_on >= day)


def end(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    delegate_id: UUID,
    today: date,
    *,
    is_lifted: bool = False,
) -> Delegate:
    """End an authority from this day on; what was said by it stays.

    Whoever was named speaks no longer, unless it is lifted because they speak for the partner themselves now.
    """
    delegate = delegate_of(session, delegate_id, locked=True)
    if partner_that_names(session, actor) is not delegate.partner:
        raise NotAllowed("Only the partner itself ends what it gave.")
    if delegate.ended_on is not None:
        raise Conflict("This is ended already.")
    delegate.ended_on, delegate.ended_by, delegate.is_lifted = today, actor.account_id, is_lifted
    tell(
        session,
        tenant.slug,
        "delegate",
        delegate.id,
        "ended",
        actor.account_id,
        partner=delegate.partner.value,
    )
    record(session, "delegate-ended", "delegate", delegate.id)
    session.commit()
    return delegate


def delegate_of(session: Session, delegate_id: UUID, *, locked: bool = False) -> Delegate:
    """Return a delegate; NotFound where there is none with this id."""
    wanted = select(Delegate).where(Delegate.id == delegate_id)
    if locked:
        # Read anew: the page may have loaded it before somebody else ended it.
        wanted = wanted.with_for_update(of=Delegate).execution_options(populate_existing=True)
    found: Delegate | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such delegate.")
    return found


def own_authorities(session: Session, actor: Actor) -> list[Delegate]:
    """Return what the partner ever named the actor for: from its day on they speak by it alone until it is lifted."""
    return authorities_among(delegates(session), actor)


def authorities_among(every: Sequence[Delegate], actor: Actor) -> list[Delegate]:
    """Return which of these authorities bind the actor."""
    partner = partner_of(actor)
    own = [each for each in every if each.account_id == actor.account_id and each.partner is partner]
    is_lifted = bool(own) and max(own, key=lambda each: each.named_at).is_lifted
    return [] if is_lifted else own


def colleagues(session: Session, partner: StatutoryPartner, actor: Actor) -> list[tuple[str, str]]:
    """Return the ids and names of the other people here who decide for a partner, by name."""
    members = select(Membership, Account).join(Account, Account.id == Membership.account_id)
    found = session.execute(members.where(Membership.is_active, Membership.accepted_at.is_not(None)))
    people = [
        (str(account.id), account.name or "")
        for membership, account in found
        if RECORD_POSITION[partner] in permissions_of(membership.roles) and account.id != actor.account_id
    ]
    return sorted(people, key=lambda each: each[1].casefold())


def speaking(session: Session, actor: Actor, today: date) -> Speaking:
    """Return in whose name the actor may give their partner's position today.

    Whoever was named speaks as a delegate, while that holds; others for themselves, or for a named delegate who
    has no account and told them.
    """
    partner, every = partner_of(actor), delegates(session)
    own = [each for each in authorities_among(every, actor) if each.from_on <= today]
    if own:
        return Speaking(False, tuple(each for each in own if each.is_current(today)))
    named = (each for each in every if each.partner is partner and each.account_id is None)
    return Speaking(True, tuple(each for each in named if each.is_current(today)))


def require_voice(session: Session, actor: Actor, given_by: str, today: date) -> UUID | None:
    """Return the delegate in whose name a position is given; None for oneself. Raises what is refused."""
    open_to = speaking(session, actor, today)
    if not open_to.for_oneself and not open_to.delegates:
        raise NotAllowed("The time for which you were named is over. Your organisation can name you again.")
    if given_by == FOR_ONESELF and open_to.for_oneself:
        return None
    chosen = [each.id for each in open_to.delegates if str(each.id) == given_by]
    if not chosen and not open_to.for_oneself and given_by == FOR_ONESELF:
        chosen = [open_to.delegates[0].id]
    if not chosen:
        raise InvalidAnswer("Select who gives this position", "given_by")
    return chosen[0]


def listed(every: Sequence[Delegate], today: date) -> tuple[list[Delegate], list[Delegate]]:
    """Return those who speak today or will, and those whose time is over."""
    over = [each for each in every if each.ended_on or (each.until_on is not None and each.until_on < today)]
    return [each for each in every if each not in over], over
