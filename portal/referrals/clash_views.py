"""How does the second of two people see both answers to a question, and choose without losing either?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from portal.extensions import db
from portal.models.referral import Referral
from portal.referrals.colleagues import last_saved_by_another
from portal.referrals.merging import print_of, prints, read_prints, written_prints
from portal.tenancy.answers import Reader
from portal.tenancy.model import Form, Question, Section
from portal.web.access import current_actor
from portal.web.answered import Line, in_words, line_of
from portal.web.question_form import QuestionForm

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICE = "choose-"
# What the page of a choice sends of its own, beside the fields of the section that it carries along.
OWN_FIELDS = {"csrf_token", "seen", "clash"}


@dataclass(frozen=True)
class Clash:
    """One question with the answer of each of two people."""

    code: str
    label: str
    mine: Line
    theirs: Line
    can_keep_both: bool
    chosen: str = ""
    error: str = ""


def settle(page: QuestionForm, kept: Mapping[str, Any]) -> list[str]:
    """Put what the person chose into the answers of their page; return the questions they have still to choose."""
    unsettled = []
    for question in page.questions:
        if question.code not in request.form.getlist("clash"):
            continue
        theirs, mine = kept.get(question.code), page.answers.get(question.code)
        match request.form.get(f"{CHOICE}{question.code}", ""):
            case "mine":
                continue
            case "theirs":
                put(page, question.code, theirs)
            case "both" if can_keep_both(question, mine, theirs):
                put(page, question.code, f"{theirs}\n\n{mine}")
            case _:
                unsettled.append(question.code)
    page.find_faults()
    return unsettled


def put(page: QuestionForm, code: str, answer: Any) -> None:
    """Let a page's answer to one question be this one, whatever was typed."""
    page.typed = {name: typed for name, typed in page.typed.items() if name != code}
    page.answers[code] = answer
    if answer in (None, "", []):
        del page.answers[code]


def can_keep_both(question: Question, mine: Any, theirs: Any) -> bool:
    """Whether two answers can stand one after the other: only what people wrote at length."""
    return question.kind == "paragraph" and bool(mine) and bool(theirs)


def seen_here() -> dict[str, str]:
    """Return the prints that this page was opened with."""
    return read_prints(request.form.get("seen", ""))


def seen_after(page: QuestionForm, referral: Referral, before: Mapping[str, str] | None = None) -> str:
    """Return the prints for the page as it is shown now; what could not be read keeps the print it came with."""
    now = prints((question.code for question in page.questions), referral.answers or {})
    unread = {question.code for question in page.questions if question.code not in page.readable}
    earlier = {code: seen for code, seen in (before or {}).items() if code in unread}
    return written_prints({**now, **earlier})


def draft_print(referral: Referral) -> str:
    """Return the print of a whole draft, for whoever checks it before sending."""
    return print_of(referral.answers)


def choosing_page(
    form: Form,
    here: Section,
    referral: Referral,
    page: QuestionForm,
    codes: Iterable[str],
    *,
    is_asked_again: bool,
) -> str:
    """Return the page that shows both answers to each of these questions; everything that was typed goes with it."""
    wanted, kept, reader = set(codes), referral.answers or {}, page.reader
    clashes = [
        clash_of(question, page.answers, kept, reader, is_asked_again=is_asked_again)
        for question in page.questions
        if question.code in wanted
    ]
    name, at = last_saved_by_another(db.session(), referral, current_actor())
    return render_template(
        "referrals/clash.html", clashes=clashes, section=here, form=form, referral_id=referral.id,
        other=name or "Somebody else", at=at, seen=seen_after(page, referral, seen_here()), carried=carried(),
        errors=[(f"{CHOICE}{each.code}", each.error) for each in clashes if each.error],
    )  # fmt: skip


def clash_of(
    question: Question,
    mine: Mapping[str, Any],
    kept: Mapping[str, Any],
    reader: Reader,
    *,
    is_asked_again: bool,
) -> Clash:
    """Return one question with both answers in words."""
    asked = in_words(question, reader)
    chosen = request.form.get(f"{CHOICE}{question.code}", "") if is_asked_again else ""
    return Clash(
        question.code, question.label, line_of(asked, mine), line_of(asked, kept),
        can_keep_both(question, mine.get(question.code), kept.get(question.code)), chosen,
        "Select which answer to keep" if is_asked_again else "",
    )  # fmt: skip


def carried() -> list[tuple[str, str]]:
    """Return what was sent, to be sent again with the choice."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in OWN_FIELDS and not name.startswith(CHOICE)
    ]
