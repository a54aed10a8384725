"""What does somebody at an agency see of what it was asked, and how do they write, approve or give back the return?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.domain.information import POWER_SAYS, POWER_SOURCE
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.information import answering, approving, operations, queries, writing
from portal.information.bench import Bench, bench_of
from portal.information.blueprint import blueprint, pdf_answer, to, word_answer
from portal.information.boards import words_of
from portal.information.case_views import in_words
from portal.information.forms import AuthorForm, SendBackForm
from portal.models.information import NIL_RECORDS
from portal.web.access import current_actor
from portal.web.answered import answered
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.happenings import names_of
from portal.web.lists import after_here
from portal.web.places import current_tenant
from portal.web.working_days import today

ALL = "/<tenant:tenant>/information"
ONE = f"{ALL}/<uuid:return_id>"


@blueprint.get(ALL)
def requests() -> ResponseReturnValue:
    """What the person's agency was asked, as far as it is theirs to know."""
    page = queries.own_page(db.session(), current_actor(), after_here())
    return render_template("information/requests.html", page=page, today=today(), words_of=words_of)


@blueprint.get(ONE)
def return_show(return_id: UUID) -> ResponseReturnValue:
    """One request: what is asked, by when, and where the return stands."""
    return show_page(bench_of(return_id))


def show_page(bench: Bench) -> ResponseReturnValue:
    """One request, wherever it is answered from."""
    one, form = bench.one, queries.form_of(current_tenant())
    names = names_of(db.session(), [each for each in (one.author_id, one.approver_id) if each])
    return bench.show(
        "return", one=one, asked=bench.asked, form=form, names=names, today=today(),
        power_says=POWER_SAYS[bench.asked.power], power_source=POWER_SOURCE[bench.asked.power],
        tasks=writing.tasks_of(bench, form) if bench.may_write else [], **what_is_read(bench),
    )  # fmt: skip


def what_is_read(bench: Bench) -> dict[str, object]:
    """The return as it was sent, for whoever approves it or wrote it."""
    one = bench.one
    if one.submitted_at is None or bench.may_write or (bench.is_visit and bench.is_over):
        return {"sections": [], "records": ""}
    answers = one.answers or {}
    if one.is_nil:
        return {"sections": [], "records": answers.get(NIL_RECORDS, "")}
    return {
        "sections": answered(one.asked or {}, answers, writing.files_of(bench), queries.PARTY),
        "records": "",
    }


@blueprint.post(f"{ONE}/receipt")
def confirm_receipt(return_id: UUID) -> ResponseReturnValue:
    """Confirm that the request has arrived."""
    answering.confirm_receipt(db.session(), current_tenant(), current_actor(), return_id, today())
    return to("return_show", "The partnership knows that you have it.", return_id=return_id)


@blueprint.route(f"{ONE}/author", methods=["GET", "POST"])
def name_author(return_id: UUID) -> ResponseReturnValue:
    """Name the colleague who writes the return."""
    bench, form = bench_of(return_id), AuthorForm()
    operations.allowed(db.session(), bench.one, bench.actor, "name-author", today())
    people = queries.people_at(db.session(), bench.one, Permission.RETURN_WRITE)
    form.offer(in_words(names_of(db.session(), people)))
    if is_carried_out(form, lambda: named(return_id, form), "account_id"):
        return to("return_show", "They can write the return now.", return_id=return_id)
    leads = queries.people_at(db.session(), bench.one, Permission.RETURN_APPROVE)
    return bench.show("author", form=form, is_alone=len(leads) < 2)


def named(return_id: UUID, form: AuthorForm) -> None:
    """Carry out what the form asks for."""
    chosen = UUID(form.account_id.data)
    answering.name_author(db.session(), current_tenant(), current_actor(), return_id, chosen, today())


@blueprint.route(f"{ONE}/sections/<section_code>", methods=["GET", "POST"])
def return_section(return_id: UUID, section_code: str) -> ResponseReturnValue:
    """One section's questions."""
    return writing.section_page(bench_of(return_id), section_code)


@blueprint.route(f"{ONE}/nothing-known", methods=["GET", "POST"])
def return_nil(return_id: UUID) -> ResponseReturnValue:
    """Say in one step that nothing is known."""
    return writing.nil_page(bench_of(return_id))


@blueprint.route(f"{ONE}/check", methods=["GET", "POST"])
def return_check(return_id: UUID) -> ResponseReturnValue:
    """Check the answers and send them."""
    return writing.check_page(bench_of(return_id))


@blueprint.get(f"{ONE}/sent")
def return_done(return_id: UUID) -> ResponseReturnValue:
    """What happens next."""
    return bench_of(return_id).show("done")


@blueprint.route(f"{ONE}/approval", methods=["GET", "POST"])
def approve(return_id: UUID) -> ResponseReturnValue:
    """Approve a colleague's return."""
    bench, form = bench_of(return_id), ConfirmForm()
    operations.allowed(db.session(), bench.one, bench.actor, "approve", today())
    if form.validate_on_submit():
        approving.approve(db.session(), current_tenant(), bench.actor, return_id, today())
        return to("return_show", "The return has reached the partnership.", return_id=return_id)
    return bench.show("approve", form=form, **what_is_read(bench))


@blueprint.route(f"{ONE}/comments", methods=["GET", "POST"])
def send_back(return_id: UUID) -> ResponseReturnValue:
    """Give a return back to its writer with comments."""
    bench, form = bench_of(return_id), SendBackForm()
    operations.allowed(db.session(), bench.one, bench.actor, "send-back", today())
    if is_carried_out(
        form,
        lambda: approving.send_back(
            db.session(), current_tenant(), bench.actor, return_id, form.comments.data or "", today()
        ),
        "comments",
    ):
        return to("return_show", "The writer has it again.", return_id=return_id)
    return bench.show("send_back", form=form)


@blueprint.get(f"{ONE}/files/<uuid:attachment_id>")
def return_file(return_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One file of the return."""
    return writing.file_page(bench_of(return_id), attachment_id)


@blueprint.route(f"{ONE}/files/<uuid:attachment_id>/remove", methods=["GET", "POST"])
def return_remove_file(return_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Take a file out of the return."""
    return writing.remove_file_page(bench_of(return_id), attachment_id)


@blueprint.get(f"{ONE}/letter/pdf")
def return_letter_pdf(return_id: UUID) -> ResponseReturnValue:
    """The letter as a tagged PDF."""
    bench = bench_of(return_id)
    return pdf_answer(bench.letter())


@blueprint.get(f"{ONE}/letter/word")
def return_letter_word(return_id: UUID) -> ResponseReturnValue:
    """The letter as a Word file."""
    bench = bench_of(return_id)
    return word_answer(bench.letter())
