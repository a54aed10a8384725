"""May this person have this answer? The one place where every request is admitted or refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from flask import Flask, abort, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.domain.permissions import Permission, permissions_of
from portal.domain.vocabulary import Approval, Role
from portal.extensions import db
from portal.models.account import Membership, is_regional_lead, membership_of, permissions_here
from portal.models.actor import acting
from portal.models.session import Face, Scope, entering
from portal.web import held_forms
from portal.web.policy import POLICY, Rule
from portal.web.sign_in_session import session_reference, stepped_up_recently

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Actor:
    """The person of this request, at one partnership or region, with what their roles there allow."""

    account_id: UUID
    tenant: str | None
    region: str | None
    roles: frozenset[Role] = frozenset()
    agency: str = ""
    permissions: frozenset[Permission] = field(default=frozenset())
    # What still keeps somebody who came in by themselves from sending; nothing for everybody else.
    approval: Approval | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the person's roles here carry the permission."""
        return permission in self.permissions


def init_app(app: Flask) -> None:
    """Guard every request, tell templates whose it is, and forget a held form once it was sent."""
    app.before_request(guard)
    app.after_request(held_forms.forget_sent)
    app.context_processor(lambda: {"actor": g.get("actor")})


def guard() -> ResponseReturnValue | None:
    """Refuse what the policy does not name; bind the database session; admit, ask to sign in, or answer 404."""
    if request.endpoint is None:
        return None
    if writes() and request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        # Another site's page made the browser send this (Fetch Metadata); tokens are asked for as well.
        abort(400)
    rule = POLICY.get(request.endpoint)
    if rule is None:
        abort(404)
    g.rule = rule
    db.session().enter(Scope(face_of(rule), g.tenant.slug if g.tenant else None, writes()))
    return ADMIT[rule.who](rule)


def writes() -> bool:
    """Whether this request may change anything: plain reads take no write lock (design 7)."""
    return request.method not in SAFE_METHODS


def face_of(rule: Rule) -> Face:
    """Return the face whose database rights this address is answered with."""
    if rule.who == "anyone":
        return "public"
    return "region" if g.region else "staff"


def admit_anyone(rule: Rule) -> None:
    """Admit everyone."""


def admit_signed_in(rule: Rule) -> ResponseReturnValue | None:
    """Admit a person signed in at this place; elsewhere 404, signed out the sign-in page with their form held."""
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if not is_at_this_place():
        abort(404)
    g.actor = actor = actor_here()
    acting(current_user.id, session_reference())
    if actor is None or (rule.permission is not None and not actor.may(rule.permission)):
        abort(404)
    if rule.step_up and not stepped_up_recently():
        return held_forms.ask_again("accounts.confirm")
    return None


ADMIT = {
    "anyone": admit_anyone,
    "visitor": admit_anyone,
    "signed-in": admit_signed_in,
    "permission": admit_signed_in,
}


def ask_to_sign_in() -> ResponseReturnValue:
    """Send the person to the sign-in page, holding what they were sending for after it."""
    return held_forms.ask_again("accounts.sign_in" if g.tenant else "accounts.sign_in_anywhere")


def is_at_this_place() -> bool:
    """Whether the sign-in session is for the partnership or region of the address, where it names one."""
    place = session.get("place")
    if g.tenant is not None:
        return place == f"tenant:{g.tenant.slug}"
    if g.region is not None:
        return place == f"region:{g.region.slug}"
    return True


def actor_here() -> Actor | None:
    """Return the person with their roles at this place as they are now; None where they no longer have any."""
    account_id: UUID = current_user.id
    if g.tenant is not None:
        return member(account_id, g.tenant.slug)
    if g.region is not None:
        return regional_lead(account_id, g.region.slug)
    return Actor(account_id, None, None)


def member(account_id: UUID, tenant: str) -> Actor | None:
    """Return the person with their roles in this partnership."""
    membership = membership_of(db.session(), account_id)
    if membership is None:
        return None
    return actor_of(membership)


def actor_of(membership: Membership) -> Actor:
    """Return somebody with the roles that they have in their partnership."""
    roles, agency = frozenset(membership.roles), membership.agency
    return Actor(
        membership.account_id, membership.tenant, None, roles, agency, permissions_here(membership),
        membership.approval,
    )  # fmt: skip


def regional_lead(account_id: UUID, region: str) -> Actor | None:
    """Return the person as a lead of this region; asked apart, since the region's database rights reach no account."""
    with entering(db.session, None, writes=False) as own:
        if not is_regional_lead(own.connection(), account_id, region):
            return None
    roles = frozenset({Role.REGIONAL_LEAD})
    return Actor(account_id, None, region, roles, "", permissions_of(roles))


def current_actor() -> Actor:
    """Return the person of this request; only views whose rule admits signed-in people may ask."""
    actor: Actor = g.actor
    return actor
