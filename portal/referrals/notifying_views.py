"""On which pages does the council open a case to notify, with no referral or before one is taken in?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.models.case import Case
from portal.referrals import drafts, notifying
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.mapping import by_core_field
from portal.referrals.referring_views import title_of
from portal.tenancy.answers import AnswerFault, Reader
from portal.tenancy.code_lists import coded_lists
from portal.tenancy.model import Condition, Question
from portal.web.access import current_actor
from portal.web.desk import Offer, register_offer
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.places import current_tenant
from portal.web.question_form import QuestionForm
from portal.web.working_days import today


def asked(code: str, kind: str, label: str, maps_to: str, *, codes: str = "", **rest: Any) -> Question:
    """Return a question; `codes` names the list that its answers are from."""
    options = coded_lists()[codes] if codes else ()
    return Question(code, kind, label, options=options, maps_to=maps_to, **rest)


# What a case needs before a notification can be recorded: the rest is asked of agencies, or comes with a referral.
QUESTIONS: tuple[Question, ...] = (
    asked("family_name", "text", "Family name of the child", "child.family_name"),
    asked(
        "given_names", "text", "Given names", "child.given_names", is_required=True,
        hint="For a child not yet born, write Unborn.",
    ),
    asked("unborn", "yes-no-not-known", "Is the child not yet born?", "child.is_unborn"),
    asked(
        "born_on", "date", "Date of birth, or the date the birth is expected", "child.born_on", precision="year",
        hint="For example, 27 3 2019. Leave out what is not known.",
    ),
    asked(
        "other_children", "group", "Other children who died or were harmed", "family.other_children",
        questions=(
            asked("other_name", "text", "Name", "person.name", is_required=True),
            asked("other_born_on", "date", "Date of birth", "person.born_on", precision="year"),
        ),
    ),
    asked("harm", "one-of", "What happened to the child?", "incident.harm", codes="harm-kind", is_required=True),
    asked(
        "circumstances", "many-of", "Did the child die in any of these circumstances?", "incident.circumstances",
        codes="recorded-reason-circumstance", condition=Condition("all", (("harm", ("death",)),)),
        hint="Choose all that apply; none where none does. If no review follows such a death, the partners record why.",
    ),
    asked(
        "suspicion", "one-of", "Abuse or neglect", "incident.abuse_or_neglect", codes="suspicion", is_required=True
    ),
    asked(
        "occurred_on", "date", "When did it happen?", "incident.occurred_on", precision="year", is_required=True,
        hint="The day, or as much of it as is known.",
    ),
    asked(
        "council_aware_on", "date", "When did the council become aware?", "incident.council_aware_on",
        is_required=True, hint="The days for the notification are counted from this day.",
    ),
    asked("area", "text", "Council area where it happened", "incident.area"),
    asked(
        "account", "paragraph", "What happened?", "incident.account", is_required=True,
        hint="Facts only, as far as they are known today.",
    ),
)  # fmt: skip
# Asked only where a case about a child of this name is open.
IS_ANOTHER = Question(
    "is_another", "one-of", "Is this another incident?", is_required=True,
    options=(("yes", "Yes, open a case of its own"), ("no", "No, it is the same")),
)  # fmt: skip


@blueprint.route("/<tenant:tenant>/notify", methods=["GET", "POST"])
def notify() -> ResponseReturnValue:
    """Open a case from what the council knows itself, and go on to the notification."""
    is_asked_again = "is_another" in request.form
    page = blank(with_another=is_asked_again)
    if request.method == "POST":
        page.read(request.form)
        page.another = request.form.get("add", "")
        if "add" in request.form or "remove" in request.form:
            page.only_blocking()
        elif not page.faults:
            try:
                return to_notification(opened(page))
            except InvalidAnswer as error:
                db.session.rollback()
                page = page if is_asked_again else blank(with_another=True)
                page.read(request.form)
                page.faults = [AnswerFault(error.field or "given_names", error.message)]
    return render_template("referrals/notify.html", page=page)


def blank(*, with_another: bool) -> QuestionForm:
    """Return the questions without answers."""
    questions = (*QUESTIONS, IS_ANOTHER) if with_another else QUESTIONS
    return QuestionForm.kept(questions, {}, Reader(current_tenant().agencies, today()))


def opened(page: QuestionForm) -> Case:
    """Open the case that the answers describe."""
    answers = page.readable
    said = {
        each.maps_to: by_core_field(each, answers[each.code]) for each in QUESTIONS if answers.get(each.code)
    }
    return notifying.open_without_referral(
        db.session(), current_tenant(), current_actor(), said, today(),
        is_another=answers.get("is_another") == "yes", is_fictional=is_made_up(),
    )  # fmt: skip


@blueprint.route(f"{ONE}/notify", methods=["GET", "POST"])
def notify_first(referral_id: UUID) -> ResponseReturnValue:
    """Open a case from a referral that still waits, so that the notification need not wait with it."""
    referral, form = referral_for(referral_id, "notify-first"), ConfirmForm()
    found: list[Case] = []
    if is_carried_out(form, lambda: found.append(notifying.open_from_referral(
        db.session(), current_tenant(), current_actor(), referral_id, today(), is_fictional=is_made_up()
    ))):  # fmt: skip
        return to_notification(found[0])
    return render_template(
        "referrals/notify_first.html", referral=referral, title=title_of(referral), form=form,
        standing=drafts.standing_words(referral), is_back=drafts.is_returned(referral),
    )  # fmt: skip


def is_made_up() -> bool:
    """Whether everything here is fictional."""
    return bool(current_app.extensions["settings"].is_demonstration)


def to_notification(case: Case) -> ResponseReturnValue:
    """Go on to the notification of a case that was opened for it."""
    flash(f"{case.reference} is open. Record the notification.", "success")
    return redirect(url_for("notifications.record_notification", reference=case.reference), 303)


register_offer(
    Permission.PANEL_RECORD,
    Offer("Notify where nobody has referred", "referrals.notify", "Record a notification with no referral."),
)
