"""How does a referrer check what they wrote, send it, and keep the receipt?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.vocabulary import ReferralStatus
from portal.extensions import db
from portal.models.referral import Referral
from portal.referrals import operations, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.clash_views import draft_print
from portal.referrals.referring_views import files_of, own_draft, questions_of, reader, title_of
from portal.tenancy.answers import closing_section, section_faults, sections_for
from portal.tenancy.conditions import without_left_branches
from portal.tenancy.model import Form
from portal.web.access import current_actor
from portal.web.answered import answered, as_asked
from portal.web.places import current_tenant
from portal.web.question_form import QuestionForm, clean
from portal.web.working_days import today


@blueprint.route("/<tenant:tenant>/referrals/<uuid:referral_id>/check", methods=["GET", "POST"])
def check(referral_id: UUID) -> ResponseReturnValue:
    """Check the answers, declare, and send; what was sent before leads to its receipt."""
    tenant, actor, session = current_tenant(), current_actor(), db.session()
    if is_sent_before(referral_id):
        return redirect(url_for("referrals.receipt", referral_id=referral_id), 303)
    referral = own_draft(referral_id)
    form = queries.form_of(tenant, referral)
    closing = closing_section(form)
    page = questions_of(form, closing, referral) if closing else QuestionForm((), reader())
    has_changed = False
    if request.method == "POST":
        page.read(request.form)
        token = clean(request.form.get("token", ""))[:64]
        has_changed = request.form.get("seen") != draft_print(referral)
        if not has_changed and not page.faults and not faults_left(form, referral) and token:
            seen = request.form.get("seen", "")
            operations.send(session, tenant, actor, referral_id, token, today(), page.readable, seen)
            return redirect(url_for("referrals.receipt", referral_id=referral_id), 303)
    return render_template(
        "referrals/check.html", page=page, closing=closing, form=form, referral_id=referral_id,
        sections=checked_sections(form, referral), left=faults_left(form, referral), has_changed=has_changed,
        seen=draft_print(referral), is_own=referral.referrer_id == actor.account_id,
        sender=queries.name_of(session, referral.referrer_id),
        token=request.form.get("token") or operations.new_token(),
    )  # fmt: skip


def is_sent_before(referral_id: UUID) -> bool:
    """Whether the person has sent it already: a second press of the button makes no second referral."""
    referral = queries.referral_seen_by(db.session(), current_actor(), referral_id)
    is_own = referral.referrer_id == current_actor().account_id
    return is_own and referral.status != ReferralStatus.DRAFT and referral.sent_at is not None


def checked_sections(form: Form, referral: Referral) -> list[dict[str, Any]]:
    """The answers by section, each with the address where it is changed; branches that were left are gone."""
    answers = without_left_branches(form, referral.answers or {})
    closing = closing_section(form)
    own = {each.code for each in sections_for(form, "referrer") if each is not closing}
    return [
        {
            "title": each.title,
            "lines": each.lines,
            "address": url_for("referrals.section", referral_id=referral.id, section_code=each.code),
        }
        for each in answered(as_asked(form, answers, reader()), answers, files_of(referral))
        if each.code in own
    ]


def faults_left(form: Form, referral: Referral) -> list[tuple[str, str, str]]:
    """What has still to be answered: section, message and address."""
    closing = closing_section(form)
    return [
        (
            each.title,
            fault.message,
            url_for("referrals.section", referral_id=referral.id, section_code=each.code) + f"#{fault.field}",
        )
        for each in sections_for(form, "referrer")
        if each is not closing
        for fault in section_faults(form, each, referral.answers or {}, reader())
    ]


@blueprint.get("/<tenant:tenant>/referrals/<uuid:referral_id>/receipt")
def receipt(referral_id: UUID) -> ResponseReturnValue:
    """The receipt that the referrer keeps, and what happens next."""
    referral = queries.referral_seen_by(db.session(), current_actor(), referral_id)
    if referral.referrer_id != current_actor().account_id or referral.receipt is None:
        abort(404)
    return render_template("referrals/receipt.html", referral=referral, title=title_of(referral))
