"""How does the coordinator correct what is known of a case, or add a child?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework import correcting
from portal.casework.blueprint import blueprint, case_here
from portal.casework.corrected_answers import (
    Part,
    in_words,
    label_of,
    questions_of_case,
    values_of,
)
from portal.casework.corrected_facts import (
    CASE_FACTS,
    CHILD_FACTS,
    LABELS,
    case_values,
    child_values,
    why_asked,
)
from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.workflow import Thing, available_actions, require_action
from portal.extensions import db
from portal.models.case import Case, Child
from portal.models.correction import corrections_of
from portal.models.read_once import read_once
from portal.models.referral import Referral
from portal.tenancy.answers import AnswerFault, Reader
from portal.tenancy.model import Question, Tenant
from portal.web.access import Actor, current_actor
from portal.web.case_panels import Panel, register_panel
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.question_form import QuestionForm
from portal.web.working_days import today


@dataclass(frozen=True)
class Corrected:
    """One correction, in words; `child` is whom it is about, where the case is about several."""

    at: Any
    child: str
    who: str
    reason: str
    lines: Sequence[str]


@blueprint.route("/<tenant:tenant>/cases/<reference>/correct", methods=["GET", "POST"])
def correct(reference: str) -> ResponseReturnValue:
    """Correct facts of a case."""
    case = correctable(reference)
    return asked(case, "Correct what is known", CASE_FACTS, case_values(case), correcting.correct_case)


@blueprint.route("/<tenant:tenant>/cases/<reference>/children/add", methods=["GET", "POST"])
def add_child(reference: str) -> ResponseReturnValue:
    """Add a child whom the case is about too."""
    return asked(correctable(reference), "Add a child", CHILD_FACTS, {}, correcting.add_child)


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/children/<uuid:child_id>/correct", methods=["GET", "POST"]
)
def correct_child(reference: str, child_id: UUID) -> ResponseReturnValue:
    """Correct what is known of a child."""
    case = correctable(reference)
    child = correcting.child_of(db.session(), case, child_id)

    def operation(
        session: Session, tenant: Tenant, actor: Actor, reference: str, said: dict[str, Any]
    ) -> Any:
        return correcting.correct_child(db.session(), tenant, actor, reference, child_id, said)

    return asked(case, "Correct what is known of a child", CHILD_FACTS, child_values(child), operation)


@blueprint.route("/<tenant:tenant>/cases/<reference>/correct/<part>", methods=["GET", "POST"])
def correct_part(reference: str, part: str) -> ResponseReturnValue:
    """Correct other facts that a referral brought, part by part; what it said of a child has pages of its own."""
    case, session = correctable(reference), db.session()
    which = Part(part) if part in set(Part) - {Part.CHILD} else None
    questions = questions_of_case(case, correcting.referrals_of(session, case), which) if which else ()
    if which is None or not questions:
        abort(404)

    def operation(
        session: Session, tenant: Tenant, actor: Actor, reference: str, said: dict[str, Any]
    ) -> Any:
        return correcting.correct_part(db.session(), tenant, actor, reference, which, said)

    return asked(
        case, f"Correct: {which.label}", questions, values_of(session, case, None, questions), operation
    )


@blueprint.route(
    "/<tenant:tenant>/cases/<reference>/children/<uuid:child_id>/correct/more", methods=["GET", "POST"]
)
def correct_more_of_child(reference: str, child_id: UUID) -> ResponseReturnValue:
    """Correct what else a referral said of one child, whichever child it is."""
    case, session = correctable(reference), db.session()
    child = correcting.child_of(session, case, child_id)
    questions = correcting.questions_about(session, case, child)
    if not questions:
        abort(404)

    def operation(
        session: Session, tenant: Tenant, actor: Actor, reference: str, said: dict[str, Any]
    ) -> Any:
        return correcting.correct_more_of_child(db.session(), tenant, actor, reference, child_id, said)

    title = f"Correct more about {child.given_names or 'a child'}"
    return asked(case, title, questions, values_of(session, case, child, questions), operation)


def correctable(reference: str) -> Case:
    """Return the case of the address where the person may correct what is known of it now."""
    case = case_here(reference)
    require_action(Thing.CASE, case.stage, "correct", current_actor().permissions, {})
    return case


def asked(
    case: Case,
    title: str,
    questions: tuple[Question, ...],
    values: dict[str, Any],
    operation: Callable[..., Any],
) -> ResponseReturnValue:
    """Show what is known as answers, read what is right, and have it written down."""
    session, tenant, reference = db.session(), current_tenant(), case.reference
    referrals = session.scalars(
        select(Referral).where(Referral.case_id == case.id).order_by(Referral.sent_at)
    )
    every = (*questions, *why_asked(tenant, referrals))
    another = request.args.get("add", "")
    page = QuestionForm.kept(every, values, Reader(tenant.agencies, today()), another=another)
    if request.method == "POST":
        page.read(request.form)
        page.another = request.form.get("add", "")
        is_row = "add" in request.form or "remove" in request.form
        if is_row:
            page.only_blocking()
        elif not page.faults:
            try:
                operation(session, tenant, current_actor(), reference, page.readable)
            except InvalidAnswer as error:
                db.session.rollback()
                page.faults = [AnswerFault(error.field or "why", error.message)]
            else:
                flash("What is known of the case has been corrected.", "success")
                return redirect(url_for("casework.known", reference=reference), 303)
    return render_template("casework/correct.html", page=page, title=title, reference=reference)


def panel(session: Session, actor: Actor, tenant: Tenant, case: Case) -> Panel | None:
    """What was corrected, and by whom; where this person may correct more, the way to it."""
    offered = available_actions(Thing.CASE, case.stage, actor.permissions, {})
    may_correct = any(each.action == "correct" for each in offered)
    found = corrections_of(session, case.id)
    if not found and not may_correct:
        return None
    names = names_of(session, {each.made_by for each in found})
    children = children_of(session, case)
    called = {each.id: each.given_names or "" for each in children} if len(children) > 1 else {}
    listed = [
        Corrected(
            each.made_at,
            called.get(each.child_id or case.id, ""),
            names.get(each.made_by, ""),
            each.reason or "",
            lines_of(each.changed or {}),
        )
        for each in found
    ]
    ways = ways_of(session, case) if may_correct else []
    shown = {"listed": listed, "may_correct": may_correct, "case": case, "ways": ways}
    return Panel("Corrections", "casework/_corrections.html", shown, "known")


@read_once
def children_of(session: Session, case: Case) -> Sequence[Child]:
    """Return the children of a case, the first one first."""
    return session.scalars(select(Child).where(Child.case_id == case.id).order_by(Child.position)).all()


def ways_of(session: Session, case: Case) -> list[tuple[str, str]]:
    """Return what can be corrected of what the referrals of a case asked, and where; for each child apart."""
    referrals, children = correcting.referrals_of(session, case), children_of(session, case)
    found = []
    for part in Part:
        if part is not Part.CHILD and questions_of_case(case, referrals, part):
            address = url_for("casework.correct_part", reference=case.reference, part=part.value)
            found.append((part.label, address))
    for child in children:
        if correcting.questions_about(session, case, child):
            address = url_for("casework.correct_more_of_child", reference=case.reference, child_id=child.id)
            found.append((f"More about {child.given_names or 'a child'}", address))
    return found


def lines_of(changed: dict[str, list[Any]]) -> list[str]:
    """Return each change in words."""
    return [
        f"{label_of(name, LABELS)}: {in_words(name, after, LABELS)}, was {in_words(name, before, LABELS)}"
        for name, (before, after) in changed.items()
    ]


register_panel(90, Permission.CASE_SEE_GRANTED, panel)
