"""What does whoever writes a return see and send, wherever from? Each page takes the bench that it is written at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.domain.uploads import ACCEPTED
from portal.extensions import db
from portal.information import answering, approving, operations, queries
from portal.information.answering import Signed
from portal.information.bench import Bench
from portal.information.forms import LONGEST_WORDS, LeadNilForm, NilForm, SendForm, SignedNilForm, SignForm
from portal.models.information import NIL_RECORDS
from portal.tenancy.answers import Reader, earlier_answers, section_faults
from portal.tenancy.conditions import without_left_branches
from portal.tenancy.model import Form, Section
from portal.web.answered import answered, as_asked, task_of
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.file_answers import file_answer
from portal.web.filing import Taken, files_sent, scan_and_tell, settings_here
from portal.web.places import current_tenant
from portal.web.question_form import FileShown, QuestionForm, clean
from portal.web.working_days import today

NAMES = ("author_name", "approver_name", "approver_role")


def reader() -> Reader:
    """Return what answers are read against."""
    return Reader(current_tenant().agencies, today())


def tasks_of(bench: Bench, form: Form) -> list[dict[str, Any]]:
    """The sections of the form, and where each stands."""
    answers = bench.one.answers or {}
    found = [task_of(form, section, answers, reader()) for section in queries.sections_of(form)]
    return [
        {
            "title": each.section.title,
            "address": bench.url("section", section_code=each.section.code),
            "status": each.status,
            "is_done": each.is_done,
        }
        for each in found
    ]


def files_of(bench: Bench, *, may_remove: bool = False) -> dict[str, tuple[FileShown, ...]]:
    """The files of the return, by question, with where each is opened and taken away."""
    found: dict[str, tuple[FileShown, ...]] = {}
    for each in queries.files_of(db.session(), bench.one):
        remove = bench.url("remove_file", attachment_id=each.id) if may_remove else ""
        shown = FileShown(each, bench.url("file", attachment_id=each.id), remove)
        found[each.question] = (*found.get(each.question, ()), shown)
    return found


# --- one section ----------------------------------------------------------------------------------------------


def section_page(bench: Bench, section_code: str) -> ResponseReturnValue:
    """One section's questions: saved as they are, and asked again where an answer is missing."""
    require_writing(bench)
    form = queries.form_of(current_tenant())
    here = section_of(form, section_code)
    page = questions_of(bench, form, here)
    if request.method == "POST":
        is_leaving, is_row = (
            "save-and-come-back" in request.form,
            "add" in request.form or "remove" in request.form,
        )
        page = sent_page(bench, form, here, asks_all=not (is_leaving or is_row))
        if not page.faults:
            return redirect(after_saving(bench, form, here, is_leaving=is_leaving, is_row=is_row), 303)
    return bench.show(
        "section", page=page, section=here, form=form, accepted=ACCEPTED, most=settings_here().upload_bytes
    )


def sent_page(bench: Bench, form: Form, here: Section, *, asks_all: bool) -> QuestionForm:
    """Keep what was sent for a section, its files too, and return its page with what is still wrong."""
    taken = files_taken(bench, here)
    page = questions_of(bench, form, here)
    page.read(request.form)
    for code, each in taken.items():
        page.refuse(code, each.refusals)
    if not asks_all:
        page.only_blocking()
    answering.save(db.session(), current_tenant(), bench.actor, bench.one.id, page.readable, today())
    scan_and_tell(current_tenant().slug, [file_id for each in taken.values() for file_id in each.ids])
    page.files = files_of(bench, may_remove=True)
    return page


def save_late(bench: Bench, section_code: str) -> None:
    """Keep the answers of a section that was sent after a visit ran out; files have to be sent again."""
    form = queries.form_of(current_tenant())
    here = section_of(form, section_code)
    page = questions_of(bench, form, here)
    page.read(request.form)
    page.only_blocking()
    answering.save(db.session(), current_tenant(), bench.actor, bench.one.id, page.readable, today())


def files_taken(bench: Bench, here: Section) -> dict[str, Taken]:
    """Keep the files that were sent for questions of this section, each question's in a commit of its own."""
    sent = {
        question.code: files_sent(question.code) for question in here.questions if question.kind == "file"
    }
    return {
        code: answering.hand_in(
            db.session(), current_tenant(), bench.actor, bench.one.id, code, given, today()
        )
        for code, given in sent.items()
        if given
    }


def questions_of(bench: Bench, form: Form, here: Section) -> QuestionForm:
    """The section's questions with the answers kept so far."""
    answers = bench.one.answers or {}
    has_files = any(question.kind == "file" for question in here.questions)
    files = files_of(bench, may_remove=True) if has_files else {}
    before = earlier_answers(form, here, answers)
    return QuestionForm.kept(here.questions, answers, reader(), before, request.args.get("add", ""), files)


def section_of(form: Form, code: str) -> Section:
    """Return a section that the agency completes; 404 for none."""
    return next((each for each in queries.sections_of(form) if each.code == code), None) or abort(404)


def after_saving(bench: Bench, form: Form, here: Section, *, is_leaving: bool, is_row: bool) -> str:
    """Where to go on: the same page for another row, the task list, or the next section."""
    if is_row:
        asked = request.form.get("add", "")
        where = bench.url("section", section_code=here.code)
        is_group = asked in {question.code for question in here.questions if question.kind == "group"}
        return f"{where}?add={asked}#{asked}-add" if is_group else where
    if is_leaving:
        return bench.url("show")
    codes = [each.code for each in queries.sections_of(form)]
    later = codes[codes.index(here.code) + 1 :]
    return bench.url("section", section_code=later[0]) if later else bench.url("check")


# --- sending --------------------------------------------------------------------------------------------------


def check_page(bench: Bench) -> ResponseReturnValue:
    """Check the answers, say who wrote and who approved it where that is asked, and send it."""
    require_sending(bench)
    form, one = queries.form_of(current_tenant()), bench.one
    closing = queries.closing_of(form)
    page = questions_of(bench, form, closing) if closing else QuestionForm((), reader())
    signing = signing_form(bench)
    left = faults_left(bench, form)
    if request.method == "POST":
        page.read(request.form)
        is_signed = signing.validate_on_submit()
        if (
            is_signed
            and not page.faults
            and not left
            and is_carried_out(signing, lambda: send(bench, page.readable, signing), "author_name")
        ):
            return bench.to("done")
    return bench.show(
        "check", page=page, closing=closing, form=form, signing=signing, left=left,
        sections=checked_sections(bench, form), errors=[*page.errors, *errors_of(signing)], is_nil=one.is_nil,
    )  # fmt: skip


def send(bench: Bench, declared: dict[str, Any], signing: Any) -> object:
    """Send the return."""
    return answering.send(
        db.session(), current_tenant(), bench.actor, bench.one.id, declared, today(), signed_in(signing)
    )


def signing_form(bench: Bench) -> Any:
    """Return the form that asks for both names where neither has an account, with what was typed before."""
    if not bench.names_both:
        return SendForm()
    return SignForm(data={name: getattr(bench.one, name) or "" for name in NAMES})


def signed_in(form: Any) -> Signed:
    """Return the names that a form asks for; none where it asks for none."""
    return Signed(*(str(form[name].data or "") if name in form else "" for name in NAMES))


def errors_of(form: Any) -> list[tuple[str, str]]:
    """What is wrong with a form's fields, for the error summary."""
    return [
        (name, message) for name, messages in form.errors.items() if name in NAMES for message in messages
    ]


def checked_sections(bench: Bench, form: Form) -> list[dict[str, Any]]:
    """The answers by section, each with the address where it is changed."""
    answers = without_left_branches(form, bench.one.answers or {})
    own = {each.code for each in queries.sections_of(form)}
    shown = answered(as_asked(form, answers, reader()), answers, files_of(bench), queries.PARTY)
    return [
        {"title": each.title, "lines": each.lines, "address": bench.url("section", section_code=each.code)}
        for each in shown
        if each.code in own
    ]


def faults_left(bench: Bench, form: Form) -> list[tuple[str, str, str]]:
    """What has still to be answered: section, message and address."""
    return [
        (each.title, fault.message, bench.url("section", section_code=each.code) + f"#{fault.field}")
        for each in queries.sections_of(form)
        for fault in section_faults(form, each, bench.one.answers or {}, reader())
    ]


def nil_page(bench: Bench) -> ResponseReturnValue:
    """Say in one step that nothing is known."""
    if not bench.confirms_nil:
        require_sending(bench)
    typed = {"records": (bench.one.answers or {}).get(NIL_RECORDS, "")}
    kind = LeadNilForm if bench.confirms_nil else SignedNilForm if bench.names_both else NilForm
    form: Any = kind(data={**typed, **{name: getattr(bench.one, name) or "" for name in NAMES}})
    if is_carried_out(form, lambda: send_nil(bench, form), "records"):
        return bench.to("done")
    return bench.show("nil", form=form, has_answers=bool(set(bench.one.answers or {}) - {NIL_RECORDS}))


def send_nil(bench: Bench, form: Any) -> object:
    """Send the nil return: a lead's counts at once, since somebody else looked."""
    session, tenant, records, signed = (
        db.session(),
        current_tenant(),
        form.records.data or "",
        signed_in(form),
    )
    if bench.confirms_nil:
        looked = signed.author_name
        return approving.confirm_nil(session, tenant, bench.actor, bench.one.id, records, looked, today())
    return answering.send_nil(session, tenant, bench.actor, bench.one.id, records, today(), signed)


def keep_late(bench: Bench) -> None:
    """Keep the names and words of a page that was sent after a visit ran out."""
    said = Signed(*(clean(request.form.get(name, "")) for name in NAMES))
    records = clean(request.form.get("records", ""))[:LONGEST_WORDS]
    answering.keep_typed(db.session(), current_tenant(), bench.actor, bench.one.id, said, records, today())


# --- files ----------------------------------------------------------------------------------------------------


def file_page(bench: Bench, attachment_id: UUID) -> ResponseReturnValue:
    """One file of the return, once it was found clean."""
    return file_answer(queries.file_of(db.session(), bench.one, attachment_id))


def remove_file_page(bench: Bench, attachment_id: UUID) -> ResponseReturnValue:
    """Ask before a file is taken out of the return, then take it."""
    require_writing(bench)
    attachment, form = queries.file_of(db.session(), bench.one, attachment_id), ConfirmForm()
    back = bench.url("show")
    for section in queries.sections_of(queries.form_of(current_tenant())):
        if attachment.question in {question.code for question in section.questions}:
            back = bench.url("section", section_code=section.code)
    if form.validate_on_submit():
        answering.take_back_file(
            db.session(), current_tenant(), bench.actor, bench.one.id, attachment_id, today()
        )
        flash("The file has been removed.", "success")
        return redirect(back, 303)
    return bench.show("remove_file", attachment=attachment, back=back, form=form)


def require_writing(bench: Bench) -> None:
    """Refuse whoever may not write this return now."""
    if not bench.may_write:
        operations.allowed(db.session(), bench.one, bench.actor, answering.WRITES[bench.way], today())


def require_sending(bench: Bench) -> None:
    """Refuse whoever may not send this return now."""
    if not bench.may_send:
        operations.allowed(db.session(), bench.one, bench.actor, answering.GIVES[bench.way], today())
