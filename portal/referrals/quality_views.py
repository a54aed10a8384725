"""On which page does a colleague of the agency check a referral, section by section, and what do its writers see?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.models.quality_check import QualityCheck, last_returned, open_check
from portal.models.referral import Referral
from portal.referrals import checking, operations, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.checked_together import (
    WHOLE,
    CheckedMeanwhile,
    Together,
    bring_together,
    field_of,
    said_of,
    said_so_far,
)
from portal.referrals.merging import differs, prints, read_prints, written_prints
from portal.referrals.referring_views import files_of, reader, title_of
from portal.tenancy.answers import sections_for
from portal.web.access import current_actor
from portal.web.answered import AnsweredSection, answered
from portal.web.places import current_tenant
from portal.web.question_form import QuestionForm, clean
from portal.web.working_days import today

LONGEST_COMMENTS = 5_000
TOO_LONG = f"Use {LONGEST_COMMENTS:,} characters or fewer"


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
    referral = referral_to_check(referral_id)
    page, begun = assurer_questions(referral), open_check(db.session(), referral_id)
    if request.method == "GET":
        return show_check(referral, page, *comments_kept(begun), seen=said_here(referral))
    page.read(request.form)
    comments, note = comments_sent(referral)
    faults, seen = faults_of(comments, note), read_prints(request.form.get("seen", ""))
    if "pass" not in request.form:
        # What is put by or returned may have questions left; what is passed on has each answered.
        page.only_blocking()
    if page.faults or faults:
        return show_check(referral, page, comments, note, faults, seen=seen)
    try:
        return act_on(referral_id, page, comments, note, seen)
    except CheckedMeanwhile:
        db.session.rollback()
        return show_both(referral_id, page, said_of(comments, note), seen)


def referral_to_check(referral_id: UUID) -> Referral:
    """Return a referral that this person may quality assure now."""
    tenant, actor = current_tenant(), current_actor()
    referral = queries.referral_seen_by(db.session(), actor, referral_id)
    operations.allowed(referral, tenant, actor, "pass-quality-assurance")
    return referral


def said_here(referral: Referral) -> dict[str, str]:
    """Return the prints of what stands in the check now."""
    kept = said_so_far(db.session(), current_tenant(), referral)
    return prints(kept, kept)


def show_check(
    referral: Referral, page: QuestionForm, comments: Mapping[str, str], note: str,
    faults: Mapping[str, str] | None = None, *, seen: Mapping[str, str], both: Together | None = None,
) -> str:  # fmt: skip
    """Return the page of a check, with what stands in its boxes."""
    session, wrong = db.session(), faults or {}
    return render_template(
        "referrals/quality_assurance.html", referral=referral, title=title_of(referral), page=page,
        comments=note, fault=wrong.get(WHOLE, ""), faults=wrong, seen=written_prints(seen), both=both,
        referrer=queries.name_of(session, referral.referrer_id), earlier=last_returned(session, referral.id),
        sections=checked_sections(session, referral, comments, wrong),
    )  # fmt: skip


def show_both(referral_id: UUID, page: QuestionForm, mine: Mapping[str, Any], seen: Mapping[str, str]) -> str:
    """Show what a colleague kept meanwhile together with what this person typed; nothing of either is lost."""
    referral = referral_to_check(referral_id)
    boxes = [*map(field_of, codes_of(referral)), WHOLE]
    typed = {**{box: mine.get(box) for box in boxes}, **page.readable}
    both = bring_together(db.session(), current_tenant(), referral, seen, typed)
    page.answers = {q.code: both.said[q.code] for q in page.questions if both.said.get(q.code)}
    page.find_faults()
    page.only_blocking()
    faults = {}
    for box in both.theirs:
        if box in boxes:
            faults[box] = "Your colleague wrote here too. Make one comment of both"
        else:
            page.refuse(box, ["Your colleague answered this otherwise. Choose which answer stands"])
    comments = {
        code: both.said[field_of(code)] for code in codes_of(referral) if both.said.get(field_of(code))
    }
    return show_check(
        referral, page, comments, both.said.get(WHOLE) or "", faults, seen=said_here(referral), both=both
    )


def assurer_questions(referral: Referral) -> QuestionForm:
    """The questions that the partnership's form asks of the quality assurer; there may be none."""
    form = queries.form_of(current_tenant(), referral)
    questions = [q for section in sections_for(form, "quality-assurer") for q in section.questions]
    return QuestionForm.kept(questions, referral.answers or {}, reader(), referral.answers or {})


def comments_kept(check: QualityCheck | None) -> tuple[dict[str, str], str]:
    """What was written in the round that is open."""
    return (dict(check.comments or {}), check.note or "") if check else ({}, "")


def codes_of(referral: Referral) -> list[str]:
    """The sections of a referral as it was asked."""
    return [section["code"] for section in (referral.asked or {}).get("sections", ())]


def comments_sent(referral: Referral) -> tuple[dict[str, str], str]:
    """What was typed on the page, by section, and of the whole."""
    typed = {code: clean(request.form.get(field_of(code), "")) for code in codes_of(referral)}
    return {code: words for code, words in typed.items() if words}, clean(request.form.get(WHOLE, ""))


def faults_of(comments: Mapping[str, str], note: str) -> dict[str, str]:
    """What is wrong with the comments for what the person wants to do, by the id of the box."""
    said = said_of(comments, note)
    faults = {field: TOO_LONG for field, words in said.items() if len(words) > LONGEST_COMMENTS}
    if not faults and "return" in request.form and not said:
        faults[WHOLE] = "Say what needs to change"
    if not faults and "pass" in request.form and said:
        faults[next(iter(said))] = (
            "You have written comments. Return it with them, or take them away to pass it on"
        )
    return faults


def act_on(
    referral_id: UUID, page: QuestionForm, comments: Mapping[str, str], note: str, seen: Mapping[str, str]
) -> ResponseReturnValue:
    """Keep the check, return the referral or pass it on, as the button says."""
    session, tenant, actor = db.session(), current_tenant(), current_actor()
    if "return" in request.form:
        operations.return_to_referrer(
            session, tenant, actor, referral_id, page.readable, note, today(), comments, seen
        )
        flash("The referral has been returned to its writer.", "success")
    elif "pass" in request.form:
        operations.pass_quality_assurance(session, tenant, actor, referral_id, page.readable, today(), seen)
        flash("The referral has reached the partnership.", "success")
    else:
        checking.save_check(session, tenant, actor, referral_id, page.readable, comments, note, seen)
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
