"""How does a person sign in: password, one-time code, and then where?"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import arriving, operations, queries, second_factor
from portal.accounts.blueprint import blueprint, here_and_anywhere
from portal.accounts.forms import (
    ChoiceForm,
    CodeForm,
    ForgottenForm,
    NewPasswordForm,
    RecoveryForm,
    SignInForm,
)
from portal.domain.errors import InvalidAnswer, NotFound
from portal.models.account import PASSWORD_RESET, account_with, email_index
from portal.models.sign_in import for_accounts
from portal.web import held_forms, limits, places, session_rows, sign_in_session
from portal.web.fields import blame

Accept = Callable[[UUID, str], bool]

WRONG = "The email address or password is not right"
WRONG_CODE = "This code is not right, or it has been used. Wait for the next one and enter that"


@blueprint.route("/<tenant:tenant>/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail and password in the partnership's brand."""
    return first_step()


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in_anywhere() -> ResponseReturnValue:
    """Ask for e-mail and password, wherever the person belongs."""
    return first_step()


def first_step() -> ResponseReturnValue:
    """Check e-mail and password; every failure looks and lasts alike."""
    if current_user.is_authenticated:
        return redirect(url_for("accounts.choose_place"), 303)
    arriving.remember_next()
    form = SignInForm()
    if form.validate_on_submit():
        account_id = checked(form.email.data, form.password.data)
        if account_id is not None:
            arriving.await_second_factor(account_id)
            return redirect(step("code"), 303)
        form.password.errors = [WRONG]
    return render_template("accounts/sign_in.html", form=form)


def checked(email: str, password: str) -> UUID | None:
    """Return whose e-mail and password these are; 429 where too many were tried."""
    index = email_index(email)
    buckets = limits.for_password(index, limits.address_digest(), arriving.place_code(), known_device(email))
    attempt = limits.reserve(buckets)
    if attempt is None:
        abort(429)
    account_id = operations.check_password(email, password)
    if account_id is not None:
        limits.succeeded(attempt)
    return account_id


def known_device(email: str) -> str | None:
    """Return the browser's token where the person of this address has signed in with it before."""
    token = arriving.device()
    if token is None:
        return None
    with for_accounts(writes=False) as own:
        account = account_with(own, email)
        account_id = account.id if account else None
    return token if limits.is_known(token, account_id) else None


@here_and_anywhere("/sign-in/code", endpoint="code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """Ask for the one-time code."""
    return second_step(CodeForm(), operations.accept_second_factor, "accounts/code.html")


@here_and_anywhere("/sign-in/recovery-code", endpoint="recovery_code", methods=["GET", "POST"])
def recovery_code() -> ResponseReturnValue:
    """Take a recovery code instead, from somebody without their app."""
    return second_step(RecoveryForm(), operations.accept_recovery_code, "accounts/recovery_code.html")


def second_step(form: CodeForm | RecoveryForm, accept: Accept, template: str) -> ResponseReturnValue:
    """Check the second factor of whoever's password was right, and let them in."""
    account_id = arriving.pending_account()
    if account_id is None:
        return redirect(step("sign_in"), 303)
    if form.validate_on_submit():
        if is_accepted(account_id, form.one_time_code.data, accept):
            session.pop("pending", None)
            return arriving.arrive(account_id)
        form.one_time_code.errors = [WRONG_CODE]
    return render_template(template, form=form, shown_code=demonstration_code(account_id))


def is_accepted(account_id: UUID, given: str, accept: Accept) -> bool:
    """Whether the code is right; 429 where too many were tried."""
    attempt = limits.reserve(limits.for_code(account_id))
    if attempt is None:
        abort(429)
    is_right = accept(account_id, given)
    if is_right:
        limits.succeeded(attempt)
    return is_right


def demonstration_code(account_id: UUID) -> str | None:
    """Return the code that a demonstration account's app would show next; nobody else's, and nowhere else."""
    if not session_rows.settings().is_demonstration:
        return None
    found = queries.demonstration_secret(account_id)
    if found is None:
        return None
    secret, last = found
    counter = max(second_factor.counter_now(), (last or 0) + 1)
    return second_factor.code_at(secret, counter) if counter <= second_factor.counter_now() + 1 else None


def step(name: str) -> str:
    """Return the address of a step of signing in, here or anywhere."""
    if name == "sign_in" and g.tenant is None:
        name = "sign_in_anywhere"
    return url_for(f"accounts.{name}")


@here_and_anywhere("/sign-out", endpoint="sign_out", methods=["POST"])
def sign_out() -> ResponseReturnValue:
    """End the session in the database and in the browser."""
    sign_in_session.end()
    response = redirect(url_for("accounts.signed_out"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@here_and_anywhere("/signed-out", endpoint="signed_out")
def signed_out() -> ResponseReturnValue:
    """Say that it is done."""
    return render_template("accounts/signed_out.html", sign_in_address=step("sign_in"))


@blueprint.route("/places", methods=["GET", "POST"])
def choose_place() -> ResponseReturnValue:
    """Let a person with several places choose; entering another begins a new session."""
    account_id = current_user.id
    belongs = queries.places_of(account_id, places.all_tenants())
    form = ChoiceForm()
    form.offer("Partnership or region", [(place.code, place.name) for place in belongs])
    if form.validate_on_submit():
        place = next(each for each in belongs if each.code == form.choice.data)
        wanted = session.get("next")
        sign_in_session.enter(place.code)
        return redirect(arriving.address_after(account_id, place, wanted), 303)
    return render_template("accounts/places.html", form=form, belongs=belongs, here=session.get("place"))


@here_and_anywhere("/forgotten-password", endpoint="forgotten_password", methods=["GET", "POST"])
def forgotten_password() -> ResponseReturnValue:
    """Send a link for a new password; the answer is the same for every address."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten_password.html", form=form)
    email = form.email.data
    if limits.reserve(limits.for_reset(email_index(email), limits.address_digest())) is not None:
        operations.ask_for_new_password(email, arriving.place_code())
    return render_template("accounts/forgotten_password_sent.html", sign_in_address=step("sign_in"))


@blueprint.route("/new-password/<token>", methods=["GET", "POST"])
def new_password(token: str) -> ResponseReturnValue:
    """Choose a new password through the link; looking at the page does not use it up."""
    if queries.open_link(PASSWORD_RESET, token) is None:
        raise NotFound("This link can no longer be used")
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            operations.reset_password(token, form.new_password.data)
        except InvalidAnswer as error:
            blame(form, error, "new_password")
        else:
            flash("Your password has been changed. Sign in with it now.", "success")
            return redirect(url_for("accounts.sign_in_anywhere"), 303)
    return render_template("accounts/new_password.html", form=form)


@here_and_anywhere("/confirm", endpoint="confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Ask for the second factor again before what matters most."""
    if request.method == "GET":
        arriving.remember_next()
    form = CodeForm()
    account_id = current_user.id
    if form.validate_on_submit():
        if is_accepted(account_id, form.one_time_code.data, operations.accept_second_factor):
            wanted = session.pop("next", None)
            sign_in_session.step_up()
            return redirect(after_confirming(account_id, wanted), 303)
        form.one_time_code.errors = [WRONG_CODE]
    return render_template("accounts/confirm.html", form=form, shown_code=demonstration_code(account_id))


def after_confirming(account_id: UUID, wanted: str | None) -> str:
    """Return the held form, else the page that asked for the confirmation."""
    if held_forms.is_held(account_id, held_forms.place_of_person()):
        return url_for("accounts.held_form")
    return wanted or (url_for("accounts.desk") if g.tenant else url_for("accounts.account"))
