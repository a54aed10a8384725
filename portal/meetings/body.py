"""How does somebody come to sit on the screening body, and stop? Each ends in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.meetings import Seat
from portal.domain.permissions import Permission
from portal.meetings.queries import seat_here
from portal.models.account import lock_member
from portal.models.attention import members_who_may
from portal.models.audit import record
from portal.models.event import tell
from portal.models.meeting import BodySeat, seats_of_body
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor


@dataclass(frozen=True)
class Seated:
    """Who is to sit on the body, speaking for which agency, as what, and from which day."""

    account_id: UUID
    agency: str
    sits: Seat
    from_on: date
    deputy_for_id: UUID | None = None


def seat(session: TenantSession, tenant: Tenant, actor: Actor, seated: Seated) -> BodySeat:
    """Give somebody a seat. InvalidAnswer names what is wrong; the same asked twice is one seat."""
    require_keeper(actor)
    lock_member(session, seated.account_id)
    anew = select(BodySeat).with_for_update().execution_options(populate_existing=True)
    every = list(session.scalars(anew).all())
    held = next((each for each in every if is_same(each, seated)), None)
    if held is not None:
        return held
    require_sound(session, tenant, every, seated)
    given = BodySeat(
        tenant=tenant.slug, account_id=seated.account_id, agency=seated.agency, sits=seated.sits,
        deputy_for_id=seated.deputy_for_id, from_on=seated.from_on, added_by=actor.account_id,
    )  # fmt: skip
    session.add(given)
    session.flush()
    tell(session, tenant.slug, "body", given.id, "seated", actor.account_id, sits=seated.sits.value)
    record(session, "body-seated", "body_seat", given.id, (f"account:{seated.account_id}",))
    session.commit()
    return given


def is_same(held: BodySeat, seated: Seated) -> bool:
    """Whether a seat is just the one that is asked for."""
    asked = (seated.account_id, seated.agency, seated.sits, seated.from_on, seated.deputy_for_id)
    return asked == (held.account_id, held.agency, held.sits, held.from_on, held.deputy_for_id)


def require_sound(session: TenantSession, tenant: Tenant, every: list[BodySeat], seated: Seated) -> None:
    """Refuse a seat that nobody could hold. Raises InvalidAnswer."""
    if seated.account_id not in members_who_may(session, Permission.MEETING_SEE):
        raise InvalidAnswer("Select somebody whose role lets them take part in meetings", "account_id")
    if seated.agency not in {each.code for each in tenant.agencies}:
        raise InvalidAnswer("Select the agency that they speak for", "agency")
    if any(each.account_id == seated.account_id and overlaps(each, seated.from_on) for each in every):
        raise InvalidAnswer("They have a seat already. End it first", "account_id")
    if seated.sits is not Seat.DEPUTY and seated.deputy_for_id is not None:
        raise InvalidAnswer("Only a deputy stands in for somebody", "deputy_for_id")
    if seated.sits is Seat.DEPUTY and not any(can_be_stood_in_for(each, seated) for each in every):
        raise InvalidAnswer("Select the chair or member for whom they are the deputy", "deputy_for_id")


def overlaps(held: BodySeat, from_on: date) -> bool:
    """Whether a seat is still held on a day or after it."""
    return held.until_on is None or held.until_on >= from_on


def can_be_stood_in_for(held: BodySeat, seated: Seated) -> bool:
    """Whether a seat is the one that a deputy is named for, and is held."""
    return held.id == seated.deputy_for_id and held.sits is not Seat.DEPUTY and held.until_on is None


def end_seat(
    session: TenantSession, tenant: Tenant, actor: Actor, seat_id: UUID, until_on: date, today: date
) -> BodySeat:
    """End a seat with a last day, and those of its deputies with it; nothing of the past changes."""
    require_keeper(actor)
    held = seat_here(session, seat_id)
    session.refresh(held, with_for_update=True)
    if held.until_on is not None:
        raise Conflict("This seat has been ended already.")
    if until_on < held.from_on:
        raise InvalidAnswer("The last day cannot be before the first", "until_on")
    if until_on > today:
        raise InvalidAnswer("Enter today or an earlier day", "until_on")
    of_it = [
        each for each in seats_of_body(session) if each.deputy_for_id == held.id and each.until_on is None
    ]
    for each in (held, *of_it):
        each.until_on = max(until_on, each.from_on)
        tell(session, tenant.slug, "body", each.id, "seat-ended", actor.account_id)
        record(session, "body-seat-ended", "body_seat", each.id, (f"account:{each.account_id}",))
    session.commit()
    return held


def require_keeper(actor: Actor) -> None:
    """Refuse whoever does not keep the body's membership. Raises NotAllowed."""
    if not actor.may(Permission.BODY_MANAGE):
        raise NotAllowed("Only the coordinator keeps who sits on the body.")
