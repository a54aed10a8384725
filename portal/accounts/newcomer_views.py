"""How does an agency's safeguarding lead agree that somebody refers for the agency, or refuse?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts import newcomers, queries
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import APPROVE, NewcomerForm
from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import Approval
from portal.extensions import db
from portal.models.access_request import AccessRequest
from portal.tenancy.model import Tenant
from portal.web import desk
from portal.web.access import Actor, current_actor
from portal.web.fields import blame
from portal.web.lists import after_here
from portal.web.places import current_tenant
from portal.web.wording import instant_words
from portal.web.working_days import time_left, today

BASE = "/<tenant:tenant>/newcomers"


@blueprint.get(BASE, endpoint="newcomers")
def everybody_new() -> ResponseReturnValue:
    """List who asked to refer for the agency: those who wait, and those decided about."""
    session, tenant, actor, after = db.session(), current_tenant(), current_actor(), after_here()
    page = newcomers.decided_for(session, actor, after)
    waiting = newcomers.waiting_for(session, actor) if page.is_first else []
    return render_template(
        "accounts/newcomers.html", page=page,
        waiting=[queries.newcomer(session, tenant, each) for each in waiting],
        decided=[queries.newcomer(session, tenant, each) for each in page.rows],
    )  # fmt: skip


@blueprint.route(f"{BASE}/<uuid:newcomer_id>", methods=["GET", "POST"])
def newcomer(newcomer_id: UUID) -> ResponseReturnValue:
    """Show who asks, and take the decision."""
    session, actor, form = db.session(), current_actor(), NewcomerForm()
    request = newcomers.request_seen_by(session, actor, newcomer_id)
    if form.validate_on_submit():
        is_approved = form.decision.data == APPROVE
        try:
            newcomers.decide(
                session, actor, newcomer_id, is_approved=is_approved, reason=form.reason.data or ""
            )
        except InvalidAnswer as error:
            session.rollback()
            blame(form, error, "reason")
        else:
            flash("They can send referrals now." if is_approved else "They cannot send referrals.", "success")
            return redirect(url_for("accounts.newcomers"), 303)
    shown = queries.newcomer(session, current_tenant(), request)
    clock = shown.written.clock if shown.written else None
    left = time_left(clock[1], today()) if clock else ""
    return render_template("accounts/newcomer.html", form=form, newcomer=shown, clock=clock, left=left)


def to_approve(session: Session, actor: Actor, tenant: Tenant) -> list[desk.DeskLine]:
    """Return the people who wait for this person's word."""
    waiting = newcomers.waiting_for(session, actor)  # type: ignore[arg-type]
    return [
        desk.DeskLine(
            f"Approve a new referrer: {each.name}",
            url_for("accounts.newcomer", newcomer_id=each.id),
            each.written.clock[1] if each.written and each.written.clock else None,
            f"Asked {instant_words(each.asked_at)} to refer for {each.agency}. {what_they_wrote(each)}{why}",
        )
        for each, why in ((queries.newcomer(session, tenant, one), why_here(actor, one)) for one in waiting)
    ]


def why_here(actor: Actor, request: AccessRequest) -> str:
    """Say why somebody of another agency has this to decide; nothing for the agency's own lead."""
    is_own = request.agency == actor.agency
    return "" if is_own else " Their safeguarding lead has not answered, or there is none."


def what_they_wrote(newcomer: queries.Newcomer) -> str:
    """Say what waits with a newcomer."""
    if newcomer.written is None:
        return "They can write, and not send."
    return f"A referral is begun, last saved {instant_words(newcomer.written.saved_at)}. They cannot send it before."


def own_standing(session: Session, actor: Actor, tenant: Tenant) -> list[desk.DeskLine]:
    """Tell a newcomer where they stand."""
    words = {
        Approval.WAITING: "You can write a referral now, and send it once your safeguarding lead has agreed.",
        Approval.REFUSED: "You cannot send referrals for this agency. Read why, and how else to refer.",
    }
    if actor.approval is None:
        return []
    return [
        desk.DeskLine("Your agency’s approval", url_for("accounts.own_approval"), None, words[actor.approval])
    ]


desk.register_source(Permission.ACCESS_APPROVE, to_approve)
desk.register_source(Permission.REFERRAL_CREATE, own_standing)
desk.register_offer(
    Permission.ACCESS_APPROVE,
    desk.Offer("New referrers", "accounts.newcomers", "Agree who refers for your agency."),
)
