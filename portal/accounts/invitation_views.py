"""How does somebody open their account by a link: invited, or with their authenticator app lost?"""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import arriving, operations, queries
from portal.accounts.account_views import shown
from portal.accounts.blueprint import blueprint, here_and_anywhere
from portal.accounts.forms import CodeForm, LostFactorForm, NewPasswordForm
from portal.domain.errors import InvalidAnswer, NotFound
from portal.models.account import INVITATION, LOST_FACTOR
from portal.web import limits, places, sign_in_session
from portal.web.fields import ConfirmForm, blame


@here_and_anywhere("/invitations/<token>", endpoint="invitation", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Take a password from somebody new; somebody with an account only says yes."""
    link = open_invitation(token)
    if link.is_account_open:
        return accept(token, link)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            operations.begin_invitation(token, form.new_password.data)
        except InvalidAnswer as error:
            blame(form, error, "new_password")
        else:
            return redirect(url_for("accounts.invitation_second_factor", token=token), 303)
    return render_template("accounts/invitation.html", form=form)


def open_invitation(token: str) -> queries.OpenLink:
    """Return the invitation at its own address; NotFound alike for used, old, unknown and elsewhere."""
    link = queries.open_link(INVITATION, token)
    if link is None or (g.tenant is None) != ((link.place or "").startswith("region:")):
        raise NotFound("This link can no longer be used")
    if g.tenant is not None and link.place != arriving.place_code():
        raise NotFound("This link can no longer be used")
    return link


def accept(token: str, link: queries.OpenLink) -> ResponseReturnValue:
    """Let another place count for an account that is open."""
    form = ConfirmForm()
    if form.validate_on_submit():
        operations.accept_invitation(token, link.place)
        flash("You have accepted. Sign in to begin.", "success")
        if g.tenant and queries.is_newcomer(link.account_id, g.tenant.slug):
            return redirect(url_for("accounts.sign_in", next=url_for("referrals.start")), 303)
        return redirect(url_for("accounts.sign_in" if g.tenant else "accounts.sign_in_anywhere"), 303)
    return render_template("accounts/invitation_accept.html", form=form, name=link.name)


@here_and_anywhere(
    "/invitations/<token>/second-factor", endpoint="invitation_second_factor", methods=["GET", "POST"]
)
def invitation_second_factor(token: str) -> ResponseReturnValue:
    """Show the secret for the person's app, and open the account when a code proves that it is there."""
    link = open_invitation(token)
    waiting = queries.secret_to_enrol(link.account_id)
    if link.is_account_open or not link.is_password_set or waiting is None:
        return redirect(url_for("accounts.invitation", token=token), 303)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            account_id, codes = operations.finish_invitation(token, link.place, form.one_time_code.data)
        except InvalidAnswer as error:
            blame(form, error, "one_time_code")
        else:
            belongs = queries.places_of(account_id, places.all_tenants())
            place = arriving.place_to_enter(belongs)
            arriving.remember_device(account_id)
            sign_in_session.begin(account_id, place.code if place else None)
            following = place.address if place else url_for("accounts.choose_place")
            if g.tenant and queries.is_newcomer(account_id, g.tenant.slug):
                following = url_for("referrals.start")
            return render_template("accounts/codes_shown.html", codes=codes, next_address=following)
    return render_template("accounts/second_factor.html", form=form, is_first=True, **shown(waiting))


@blueprint.route("/new-second-factor/<token>", methods=["GET", "POST"])
def new_second_factor(token: str) -> ResponseReturnValue:
    """Let somebody who lost their app set up another: the link, their password and the new app's code together."""
    link = queries.open_link(LOST_FACTOR, token)
    waiting = queries.secret_to_enrol(link.account_id) if link else None
    if link is None or waiting is None:
        raise NotFound("This link can no longer be used")
    form = LostFactorForm()
    if form.validate_on_submit():
        attempt = limits.reserve(limits.for_code(link.account_id))
        if attempt is None:
            abort(429)
        try:
            codes = operations.replace_lost_factor(token, form.password.data, form.one_time_code.data)
        except InvalidAnswer as error:
            blame(form, error, "one_time_code")
        else:
            limits.succeeded(attempt)
            following = url_for("accounts.sign_in_anywhere")
            return render_template("accounts/codes_shown.html", codes=codes, next_address=following)
    return render_template("accounts/second_factor.html", form=form, **shown(waiting))
