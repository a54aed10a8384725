"""On which page does a colleague of the agency check a referral, section by section, and what do its writers see?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.models.quality_check import QualityCheck, last_returned, open_check
from portal.models.referral import Referral
from portal.referrals import checking, operations, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.merging import differs
from portal.referrals.referring_views import files_of, reader, title_of
from portal.tenancy.answers import sections_for
from portal.web.access import current_actor
from portal.web.answered import AnsweredSection, answered
from portal.web.places import current_tenant
from portal.web.question_form import QuestionForm, clean
from portal.web.working_days import today

LONGEST_COMMENTS = 5_000
TOO_LONG = f"Use {LONGEST_COMMENTS:,} characters or fewer"
WHOLE = "comments"


@dataclass(frozen=True)
class CheckedSection:
    """One section with what is said of it now, and what was said when it was last returned."""

    said: AnsweredSection
    comment: str
    earlier: str
    is_changed: bool
    error: str = ""

    @property
    def field(self) -> str:
        """The id of the box for this section's comment."""
        return field_of(self.said.code)


@blueprint.route("/<tenant:tenant>/referrals/<uuid:referral_id>/quality-assurance", methods=["GET", "POST"])
def quality_assurance(referral_id: UUID) -> ResponseReturnValue:
    """Read a referral, comment on its sections, answer the questions about it, and pass it on or return it."""
    tenant, actor, session = current_tenant(), current_actor(), db.session()
    referral = queries.referral_seen_by(session, actor, referral_id)
    operations.allowed(referral, tenant, actor, "pass-quality-assurance")
    page, begun = assurer_questions(referral), open_check(session, referral_id)
    comments, note = comments_kept(begun)
    faults: dict[str, str] = {}
    if request.method == "POST":
        page.read(request.form)
        comments, note = comments_sent(referral)
        faults = faults_of(comments, note)
        if "later" in request.form:
            page.only_blocking()
        if not page.faults and not faults:
            return act_on(referral_id, page, comments, note)
    return render_template(
        "referrals/quality_assurance.html", referral=referral, title=title_of(referral), page=page,
        comments=note, fault=faults.get(WHOLE, ""), faults=faults,
        referrer=queries.name_of(session, referral.referrer_id), earlier=last_returned(session, referral_id),
        sections=checked_sections(session, referral, comments, faults),
    )  # fmt: skip


def assurer_questions(referral: Referral) -> QuestionForm:
    """The questions that the partnership's form asks of the quality assurer; there may be none."""
    form = queries.form_of(current_tenant(), referral)
    questions = [q for section in sections_for(form, "quality-assurer") for q in section.questions]
    return QuestionForm.kept(questions, referral.answers or {}, reader(), referral.answers or {})


def comments_kept(check: QualityCheck | None) -> tuple[dict[str, str], str]:
    """What was written in the round that is open."""
    return (dict(check.comments or {}), check.note or "") if check else ({}, "")


def comments_sent(referral: Referral) -> tuple[dict[str, str], str]:
    """What was typed on the page, by section, and of the whole."""
    codes = [section["code"] for section in (referral.asked or {}).get("sections", ())]
    typed = {code: clean(request.form.get(field_of(code), "")) for code in codes}
    return {code: words for code, words in typed.items() if words}, clean(request.form.get(WHOLE, ""))


def faults_of(comments: Mapping[str, str], note: str) -> dict[str, str]:
    """What is wrong with the comments for what the person wants to do, by the id of the box."""
    said = {field_of(code): words for code, words in comments.items()} | ({WHOLE: note} if note else {})
    faults = {field: TOO_LONG for field, words in said.items() if len(words) > LONGEST_COMMENTS}
    if not faults and "return" in request.form and not said:
        faults[WHOLE] = "Say what needs to change"
    if not faults and "pass" in request.form and said:
        faults[next(iter(said))] = (
            "You have written comments. Return it with them, or take them away to pass it on"
        )
    return faults


def act_on(
    referral_id: UUID, page: QuestionForm, comments: Mapping[str, str], note: str
) -> ResponseReturnValue:
    """Keep the check, return the referral or pass it on, as the button says."""
    session, tenant, actor = db.session(), current_tenant(), current_actor()
    if "return" in request.form:
        operations.return_to_referrer(
            session, tenant, actor, referral_id, page.readable, note, today(), comments
        )
        flash("The referral has been returned to its writer.", "success")
    elif "pass" in request.form:
        operations.pass_quality_assurance(session, tenant, actor, referral_id, page.readable, today())
        flash("The referral has reached the partnership.", "success")
    else:
        checking.save_check(session, tenant, actor, referral_id, page.readable, comments, note)
        flash("Your comments are kept. Nobody else sees them yet.", "success")
    return redirect(url_for("referrals.index"), 303)


def checked_sections(
    session: Session, referral: Referral, comments: Mapping[str, str], faults: Mapping[str, str]
) -> list[CheckedSection]:
    """The referrer's sections, each with its comments and whether it was changed since it was returned."""
    earlier = last_returned(session, referral.id)
    asked = {
        each["code"]: [question["code"] for question in each["questions"]]
        for each in (referral.asked or {}).get("sections", ())
    }
    return [
        CheckedSection(
            each, comments.get(each.code, ""),
            (earlier.comments or {}).get(each.code, "") if earlier else "",
            earlier is not None and differs(asked[each.code], earlier.answers or {}, referral.answers or {}),
            faults.get(field_of(each.code), ""),
        )
        for each in answered(referral.asked or {}, referral.answers or {}, files_of(referral))
        if each.completed_by == "referrer"
    ]  # fmt: skip


def field_of(section_code: str) -> str:
    """Return the id of the box for a section's comment; no question's id looks like it."""
    return f"comment-on-{section_code}"
