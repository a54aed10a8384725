"""What can a person see and change of their own account?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import operations, queries, second_factor
from portal.accounts.blueprint import blueprint, here_and_anywhere
from portal.accounts.forms import ChangePasswordForm, CodeForm, MailForm
from portal.domain.errors import InvalidAnswer
from portal.domain.reminding import MailChoice
from portal.models.sign_in import SignInSession
from portal.web import held_forms, limits, session_rows, sign_in_session
from portal.web.fields import ConfirmForm, blame
from portal.web.question_form import clean

ISSUER = "Child safeguarding reviews"


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    """Show what the person can change."""
    return render_template(
        "accounts/account.html",
        codes_left=queries.recovery_codes_left(current_user.id),
        sessions_count=len(own_sessions()),
        desk_address=address_of_place(),
        calendar_address=address_of_calendar(),
        mail_choice=queries.mail_choice_of(current_user.id),
    )


@blueprint.get("/account/sessions")
def sessions() -> ResponseReturnValue:
    """Show where the person is signed in."""
    here = sign_in_session.browser_session().id_hash
    return render_template("accounts/sessions.html", sessions=own_sessions(), here=here)


@blueprint.post("/account/sessions/end")
def end_session() -> ResponseReturnValue:
    """End one of the person's other sessions."""
    operations.end_own_session(current_user.id, clean(request.form.get("session")))
    flash("That session has ended.", "success")
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change the password; the person's other sessions end."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        attempt = limits.reserve(limits.for_present_password(current_user.id))
        if attempt is None:
            abort(429)
        try:
            operations.change_password(
                current_user.id, form.current_password.data, form.new_password.data, this_session()
            )
        except InvalidAnswer as error:
            blame(form, error, "new_password")
            if error.field == "new_password":  # the present one was right
                limits.succeeded(attempt)
        else:
            limits.succeeded(attempt)
            flash("Your password has been changed, and your other sessions have ended.", "success")
            return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/change_password.html", form=form)


@blueprint.route("/account/emails", methods=["GET", "POST"])
def choose_mail() -> ResponseReturnValue:
    """Choose which e-mails come at once, gathered or not at all."""
    form = MailForm(choice=queries.mail_choice_of(current_user.id).value)
    if form.validate_on_submit():
        operations.choose_mail(current_user.id, MailChoice(form.choice.data))
        flash("Your choice of emails is kept.", "success")
        return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/choose_mail.html", form=form)


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
def recovery_codes() -> ResponseReturnValue:
    """Replace the recovery codes and show the new ones once."""
    form = ConfirmForm()
    if form.validate_on_submit():
        codes = operations.renew_recovery_codes(current_user.id)
        return render_template(
            "accounts/codes_shown.html", codes=codes, next_address=url_for("accounts.account")
        )
    left = queries.recovery_codes_left(current_user.id)
    return render_template("accounts/recovery_codes.html", form=form, codes_left=left)


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
def change_second_factor() -> ResponseReturnValue:
    """Move to another authenticator app: a new secret, confirmed by a code that it shows."""
    account_id = current_user.id
    if request.method == "POST" and "one_time_code" not in request.form:
        operations.prepare_second_factor(account_id)
        return redirect(url_for("accounts.change_second_factor"), 303)
    waiting = queries.secret_to_enrol(account_id)
    if waiting is None:
        return render_template("accounts/second_factor_begin.html", form=ConfirmForm())
    form = CodeForm()
    if form.validate_on_submit():
        try:
            codes = operations.change_second_factor(account_id, form.one_time_code.data, this_session())
        except InvalidAnswer as error:
            blame(form, error, "one_time_code")
        else:
            return render_template(
                "accounts/codes_shown.html", codes=codes, next_address=url_for("accounts.account")
            )
    return render_template("accounts/second_factor.html", form=form, **shown(waiting))


def shown(waiting: queries.SecretToEnrol) -> dict[str, str]:
    """Return a secret as its page shows it: picture, groups of letters and an address for the same machine."""
    issuer = g.tenant.short_name if g.tenant else ISSUER
    address = second_factor.app_address(waiting.secret, waiting.email, issuer)
    return {
        "picture": second_factor.picture(address),
        "letters": second_factor.grouped(waiting.secret),
        "app_address": address,
    }


@blueprint.get("/stay-signed-in")
def stay() -> ResponseReturnValue:
    """Keep a session awake that is about to go quiet; being asked is enough."""
    return "", 204


@here_and_anywhere("/held-form", endpoint="held_form")
def held_form() -> ResponseReturnValue:
    """Offer again what the person was sending when their session ran out."""
    form = held_forms.held_for(current_user.id, held_forms.place_of_person())
    if form is None:
        return redirect(url_for("accounts.desk") if g.tenant else url_for("accounts.account"), 303)
    return render_template(
        "accounts/held_form.html", held=form, sent=form.sent, held_at=form.held_at,
        sent_again=held_forms.SENT_AGAIN,
    )  # fmt: skip


@here_and_anywhere("/held-form/let-go", endpoint="let_held_form_go", methods=["POST"])
def let_held_form_go() -> ResponseReturnValue:
    """Forget a held form."""
    held_forms.let_go(id_given(), current_user.id)
    return redirect(url_for("accounts.desk") if g.tenant else url_for("accounts.account"), 303)


def id_given() -> UUID:
    """Return the identifier in the form; 400 where it is none."""
    try:
        return UUID(request.form.get("held", ""))
    except ValueError:
        abort(400)


def own_sessions() -> list[SignInSession]:
    """Return the person's sessions that still count."""
    quiet_since = datetime.now(UTC) - timedelta(minutes=session_rows.settings().idle_minutes)
    return queries.sessions_of(current_user.id, quiet_since)


def this_session() -> str | None:
    """Return the key of this browser's session, which may go on."""
    return sign_in_session.browser_session().id_hash


def address_of_place() -> str | None:
    """Return the desk or region that the person is working in."""
    kind, _, slug = (session.get("place") or "").partition(":")
    if kind == "tenant":
        return url_for("accounts.desk", tenant=slug)
    return f"/regions/{slug}/" if kind == "region" else None


def address_of_calendar() -> str | None:
    """Return the page of the person's calendar at the partnership that they are working in."""
    kind, _, slug = (session.get("place") or "").partition(":")
    return url_for("accounts.calendar", tenant=slug) if kind == "tenant" else None
