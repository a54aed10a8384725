"""How does the coordinator ask agencies about a case, and see who has answered, is late or was gone on without?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.domain.errors import NotFound
from portal.domain.information import Power, Purpose, clock_of
from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReturnStatus
from portal.domain.workflow import Thing, require_action
from portal.extensions import db
from portal.information import links, operations, queries
from portal.information.blueprint import blueprint, case_here, pdf_answer, to, word_answer
from portal.information.boards import Board, boards_of
from portal.information.forms import BY_NAME, AskForm, LinkForm, ReasonForm
from portal.information.letter import Letter, letter_to
from portal.models.attention import members_who_may
from portal.models.case import Case, Child
from portal.models.information import NIL_RECORDS, AgencyReturn, asked_of
from portal.models.notification import notifications_of
from portal.tenancy.answers import first_day, precision_of
from portal.web.access import current_actor
from portal.web.answered import answered
from portal.web.clock_lines import clock_lines
from portal.web.fields import is_carried_out
from portal.web.file_answers import file_answer
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.question_form import FileShown
from portal.web.wording import date_words
from portal.web.working_days import today

ALL = "/<tenant:tenant>/cases/<reference>/information"
ONE = f"{ALL}/<uuid:return_id>"
USUAL_QUESTIONS = (
    "What did your agency know of the child and the family in this time?\n"
    "What did it do, and what can be learned from that?"
)


@blueprint.get(ALL)
def index(reference: str) -> ResponseReturnValue:
    """The board: every request, and where each agency stands."""
    case, tenant, actor = case_here(reference), current_tenant(), current_actor()
    boards = boards_of(db.session(), tenant, case, today())
    return render_template(
        "information/index.html", case=case, boards=boards, may_ask=queries.may_ask(case, actor), today=today(),
        clocks={each.request.id: clocks_of(each) for each in boards},
    )  # fmt: skip


def clocks_of(board: Board) -> list[Any]:
    """The clock by which a request's due day was counted, with its reasoning."""
    asked = board.request
    done = [line.agency_return.returned_on for line in board.lines if line.agency_return.returned_on]
    is_done = board.asked > 0 and board.returned == board.asked
    return clock_lines(
        current_tenant(), clock_of(asked.purpose), asked.counted_from, "", met_on=max(done) if is_done else None,
        today=today(),
    )  # fmt: skip


@blueprint.route(f"{ALL}/ask", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    """Choose agencies, period, due day and power, and ask."""
    case, tenant, actor = case_here(reference), current_tenant(), current_actor()
    require_action(Thing.CASE, case.stage, "ask-agencies", actor.permissions, {})
    form = AskForm(data=likeliest(case))
    readers = names_of(db.session(), members_who_may(db.session(), Permission.CASE_SEE))
    form.offer(tenant.agencies, in_words(readers))
    put_ids: list[UUID] = []
    if is_carried_out(form, lambda: put_ids.append(put(reference, form)), "purpose"):
        if BY_NAME in (form.agencies.data or ()):
            message = "The request is made. Name the first organisation."
            return to("ask_by_name", message, reference=reference, request_id=put_ids[0])
        return to("index", "The agencies have been asked.", reference=reference)
    return render_template("information/ask.html", case=case, form=form, due_days=list(due_days(case)))


def put(reference: str, form: AskForm) -> UUID:
    """Carry out what the form asks for; return the request."""
    who, chosen = form.escalation_id.data, form.agencies.data or ()
    asked = operations.Asked(
        Purpose(form.purpose.data), Power(form.power.data), tuple(each for each in chosen if each != BY_NAME),
        form.period_from.day, form.period_until.day, form.due_on.day, form.about.data or "",
        form.questions.data or "", form.contact.data or "", UUID(who) if who else None, BY_NAME in chosen,
    )  # fmt: skip
    return operations.ask(db.session(), current_tenant(), current_actor(), reference, asked, today()).id


def in_words(people: dict[UUID, str]) -> list[tuple[str, str]]:
    """The ids and names of people, as a page offers them."""
    return sorted(((str(account_id), name) for account_id, name in people.items()), key=lambda each: each[1])


def likeliest(case: Case) -> dict[str, object]:
    """What the case says already, so that nothing is typed twice."""
    days = dict(due_days(case))
    purpose = Purpose.RAPID_REVIEW if Purpose.RAPID_REVIEW in days else Purpose.BEFORE_SCREENING
    return {
        "purpose": purpose.value, "about": about(case), "period_until": today(), "due_on": days.get(purpose),
        "questions": USUAL_QUESTIONS, "power": Power.SECTION_16H.value,
    }  # fmt: skip


def about(case: Case) -> str:
    """The children of a case, as an agency finds them in its records."""
    wanted = select(Child).where(Child.case_id == case.id).order_by(Child.position)
    lines = []
    for child in db.session().scalars(wanted):
        name = " ".join(part for part in (child.given_names, child.family_name) if part)
        parts = (
            name,
            f"also {child.other_names}" if child.other_names else "",
            born(child),
            child.address or "",
        )
        lines.append(", ".join(part for part in parts if part))
    return "\n".join(line for line in lines if line)


def born(child: Child) -> str:
    """A child's date of birth, as far as it is known."""
    said = child.born_on
    return f"born {date_words(first_day(said), precision_of(said))}" if said else ""


def due_days(case: Case) -> Iterable[tuple[Purpose, date]]:
    """By when a return of each purpose would be due; nothing where its clock has not begun."""
    standing = [each.sent_on for each in notifications_of(db.session(), case.id) if each.stands]
    starts = {Purpose.BEFORE_SCREENING: today(), Purpose.RAPID_REVIEW: standing[-1] if standing else None}
    for purpose, start in starts.items():
        for line in clock_lines(current_tenant(), clock_of(purpose), start, "") if start else ():
            if line.due_on is not None:
                yield purpose, line.due_on


# --- one agency -------------------------------------------------------------------------------------------------


@blueprint.get(ONE)
def show(reference: str, return_id: UUID) -> ResponseReturnValue:
    """One agency: what it was asked, what was done meanwhile, and what it returned once that was approved."""
    case, tenant, session = case_here(reference), current_tenant(), db.session()
    one = queries.return_of(session, case, return_id)
    asked = queries.request_of(session, one)
    board = next(each for each in boards_of(session, tenant, case, today()) if each.request.id == asked.id)
    line = next(each for each in board.lines if each.agency_return.id == one.id)
    return render_template(
        "information/show.html", case=case, one=one, asked=asked, line=line, today=today(),
        actions=queries.actions_for(one, asked.due_on, current_actor(), today()), **returned(one),
        names=names_of(session, [each for each in (one.author_id, one.approver_id) if each]),
    )  # fmt: skip


def returned(one: AgencyReturn) -> dict[str, Any]:
    """What came back; a return that nobody approved is not shown."""
    if one.status is not ReturnStatus.RETURNED:
        return {"sections": [], "records": "", "is_returned": False}
    reference = request.view_args["reference"] if request.view_args else ""
    shown: dict[str, tuple[FileShown, ...]] = {}
    for each in queries.files_of(db.session(), one):
        address = url_for("information.file", reference=reference, return_id=one.id, attachment_id=each.id)
        shown[each.question] = (*shown.get(each.question, ()), FileShown(each, address))
    answers = one.answers or {}
    sections = [] if one.is_nil else answered(one.asked or {}, answers, shown, queries.PARTY)
    return {
        "sections": sections,
        "records": answers.get(NIL_RECORDS, "") if one.is_nil else "",
        "is_returned": True,
    }


@blueprint.get(f"{ONE}/files/<uuid:attachment_id>")
def file(reference: str, return_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One file of a return, once it was approved and the file found clean."""
    one = queries.return_of(db.session(), case_here(reference), return_id)
    if one.status is not ReturnStatus.RETURNED:
        raise NotFound("There is no such file.")
    return file_answer(queries.file_of(db.session(), one, attachment_id))


@blueprint.get(f"{ONE}/letter/pdf")
def letter_pdf(reference: str, return_id: UUID) -> ResponseReturnValue:
    """The letter to one agency as a tagged PDF; the formal one where it is late."""
    return pdf_answer(letter_here(reference, return_id))


@blueprint.get(f"{ONE}/letter/word")
def letter_word(reference: str, return_id: UUID) -> ResponseReturnValue:
    """The letter to one agency as a Word file; the formal one where it is late."""
    return word_answer(letter_here(reference, return_id))


def letter_here(reference: str, return_id: UUID) -> Letter:
    """The letter that one agency gets now."""
    one = queries.return_of(db.session(), case_here(reference), return_id)
    asked = queries.request_of(db.session(), one)
    is_formal = "go-on-without" in queries.actions_for(one, asked.due_on, current_actor(), today())
    signed_by = queries.asker_of(db.session(), asked)
    return letter_to(current_tenant(), asked, one, signed_by, today(), is_formal=is_formal)


@blueprint.route(f"{ONE}/link", methods=["GET", "POST"])
def send_link(reference: str, return_id: UUID) -> ResponseReturnValue:
    """Send a one-off link to somebody without an account; the code is shown once, to be told by telephone."""
    case, form = case_here(reference), LinkForm()
    one = queries.return_of(db.session(), case, return_id)
    operations.allowed(db.session(), one, current_actor(), "send-link", today())
    agency = asked_of(current_tenant(), one)
    codes: list[str] = []

    def act() -> None:
        recipient = links.Recipient(form.name.data or "", form.email.data or "")
        codes.append(
            links.send_link(
                db.session(), current_tenant(), current_actor(), reference, return_id, recipient, today()
            )
        )

    if is_carried_out(form, act, "email"):
        # On this page and nowhere else: the database keeps a hash of it.
        return render_template(
            "information/link_sent.html", case=case, return_id=return_id, agency=agency, code=codes[0],
            name=form.name.data,
        )  # fmt: skip
    return render_template("information/send_link.html", case=case, one=one, agency=agency, form=form)


@blueprint.route(f"{ONE}/withdraw", methods=["GET", "POST"])
def withdraw(reference: str, return_id: UUID) -> ResponseReturnValue:
    """Ask an agency no longer, with the reason."""
    return with_reason(reference, return_id, "withdraw")


@blueprint.route(f"{ONE}/go-on-without", methods=["GET", "POST"])
def go_on_without(reference: str, return_id: UUID) -> ResponseReturnValue:
    """Go on without a late return, with the reason."""
    return with_reason(reference, return_id, "go-on-without")


CARRIED_OUT = {
    "withdraw": (operations.withdraw, "This agency is asked no longer."),
    "go-on-without": (operations.go_on_without, "The work goes on without this return."),
}


def with_reason(reference: str, return_id: UUID, action: str) -> ResponseReturnValue:
    """Ask for the reason, then carry the action out."""
    case, form, tenant, actor = case_here(reference), ReasonForm(), current_tenant(), current_actor()
    one = queries.return_of(db.session(), case, return_id)
    transition = operations.allowed(db.session(), one, actor, action, today())
    act, message = CARRIED_OUT[action]
    if is_carried_out(
        form,
        lambda: act(db.session(), tenant, actor, reference, return_id, form.reason.data or "", today()),
        "reason",
    ):
        return to("show", message, reference=reference, return_id=return_id)
    return render_template(
        "information/give_reason.html", case=case, one=one, form=form, label=transition.label, action=action,
        agency=asked_of(tenant, one),
    )  # fmt: skip
