"""How does an administrator let people into the partnership, change what they may do, and see them out?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import people, queries
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import ChoiceForm, InviteForm, RolesForm
from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.account import Membership
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, blame
from portal.web.places import current_tenant

BASE = "/<tenant:tenant>/settings/people"


@blueprint.get(BASE, endpoint="people")
def everybody() -> ResponseReturnValue:
    """List the people of the partnership."""
    return render_template("accounts/people.html", people=queries.people(db.session()))


@blueprint.route(f"{BASE}/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite somebody by e-mail."""
    form = InviteForm()
    form.offer(people.PARTNERSHIP_ROLES, current_tenant())
    if form.validate_on_submit():
        invited = people.Invited(form.name.data, form.email.data, roles_of(form), form.agency.data)
        try:
            people.invite(db.session(), current_tenant().slug, invited)
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "email")
        else:
            flash("The invitation is on its way. It works once, for 3 days.", "success")
            return redirect(url_for("accounts.people"), 303)
    return render_template("accounts/invite.html", form=form)


@blueprint.get(f"{BASE}/<uuid:membership_id>")
def person(membership_id: UUID) -> ResponseReturnValue:
    """Show one person and what can be done."""
    membership = people.member(db.session(), membership_id)
    return render_template(
        "accounts/person.html",
        person=queries.person(db.session(), membership),
        is_self=membership.account_id == current_actor().account_id,
        held=queries.held_work(db.session(), membership.account_id),
    )


@blueprint.route(f"{BASE}/<uuid:membership_id>/roles", methods=["GET", "POST"])
def change_roles(membership_id: UUID) -> ResponseReturnValue:
    """Change what a person may do; it counts at once."""
    membership = people.member(db.session(), membership_id)
    form = RolesForm(roles=[role.value for role in membership.roles], agency=membership.agency)
    form.offer(people.PARTNERSHIP_ROLES, current_tenant())
    if form.validate_on_submit():
        try:
            people.change_roles(
                db.session(), current_actor().account_id, membership, roles_of(form), form.agency.data
            )
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "roles")
        else:
            return to_person(membership_id, "Their roles have changed. They will be asked to sign in again.")
    return render_template("accounts/change_roles.html", form=form, person=shown(membership_id))


@blueprint.route(f"{BASE}/<uuid:membership_id>/close", methods=["GET", "POST"])
def close_person(membership_id: UUID) -> ResponseReturnValue:
    """Close a person's way in, after asking."""
    form = ConfirmForm()
    if form.validate_on_submit():
        membership = people.member(db.session(), membership_id)
        people.set_active(db.session(), current_actor().account_id, membership, False)
        return to_person(membership_id, "They can no longer sign in here.")
    return render_template("accounts/close_person.html", form=form, person=shown(membership_id))


@blueprint.route(f"{BASE}/<uuid:membership_id>/open", methods=["GET", "POST"])
def open_person(membership_id: UUID) -> ResponseReturnValue:
    """Open a person's way in again, after asking."""
    form = ConfirmForm()
    if form.validate_on_submit():
        membership = people.member(db.session(), membership_id)
        people.set_active(db.session(), current_actor().account_id, membership, True)
        return to_person(membership_id, "They can sign in here again.")
    return render_template("accounts/open_person.html", form=form, person=shown(membership_id))


@blueprint.route(f"{BASE}/<uuid:membership_id>/end-sessions", methods=["GET", "POST"])
def end_person_sessions(membership_id: UUID) -> ResponseReturnValue:
    """End a person's sessions at this partnership, after asking."""
    form = ConfirmForm()
    if form.validate_on_submit():
        people.end_sessions_here(db.session(), people.member(db.session(), membership_id))
        return to_person(membership_id, "Their sessions here have ended.")
    return render_template("accounts/end_person_sessions.html", form=form, person=shown(membership_id))


@blueprint.route(f"{BASE}/<uuid:membership_id>/invite-again", methods=["GET", "POST"])
def invite_again(membership_id: UUID) -> ResponseReturnValue:
    """Send a new invitation to somebody who has not accepted, after asking."""
    form = ConfirmForm()
    if form.validate_on_submit():
        people.invite_again(db.session(), people.member(db.session(), membership_id))
        return to_person(membership_id, "A new invitation is on its way. The earlier one no longer works.")
    return render_template("accounts/invite_again.html", form=form, person=shown(membership_id))


@blueprint.route(f"{BASE}/<uuid:membership_id>/hand-over", methods=["GET", "POST"])
def hand_over(membership_id: UUID) -> ResponseReturnValue:
    """Give a leaver's open work to a colleague."""
    leaver = people.member(db.session(), membership_id)
    form = ChoiceForm()
    colleagues = queries.takers(db.session(), leaver)
    form.offer(
        "Who takes it on?",
        [(str(each.membership_id), f"{each.name}: {' and '.join(kinds)}") for each, kinds in colleagues],
    )
    if form.validate_on_submit():
        taker = people.member(db.session(), UUID(form.choice.data))
        try:
            people.hand_over(db.session(), leaver, taker)
        except InvalidAnswer as error:
            db.session.rollback()
            blame(form, error, "choice")
        else:
            return to_person(membership_id, what_was_handed_over(leaver))
    return render_template(
        "accounts/hand_over.html",
        form=form,
        person=shown(membership_id),
        held=queries.held_work(db.session(), leaver.account_id),
        colleagues=colleagues,
    )


def what_was_handed_over(leaver: Membership) -> str:
    """Say whether anything of a leaver's work waits for somebody else."""
    left = queries.held_work(db.session(), leaver.account_id)
    if not left:
        return "Their work has been handed over."
    return f"Part of their work has been handed over. Hand over {' and '.join(left)} to somebody else."


def shown(membership_id: UUID) -> queries.Person:
    """Return the person as the page shows them."""
    return queries.person(db.session(), people.member(db.session(), membership_id))


def to_person(membership_id: UUID, message: str) -> ResponseReturnValue:
    """Go back to the person's page and say what was done."""
    flash(message, "success")
    return redirect(url_for("accounts.person", membership_id=membership_id), 303)


def roles_of(form: RolesForm) -> tuple[Role, ...]:
    """Return the roles that were ticked."""
    return tuple(Role(code) for code in form.roles.data or ())
