"""What does a referrer see and send, from the first screen to the receipt?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.permissions import Permission
from portal.domain.uploads import ACCEPTED
from portal.domain.vocabulary import ReferralStatus
from portal.extensions import db
from portal.models.attachment import attachments_of_referral
from portal.models.quality_check import QualityCheck, last_returned
from portal.models.referral import Referral
from portal.models.referral_addition import additions_of
from portal.referrals import (
    colleagues,
    drafts,
    handing_in,
    likenesses,
    notifying,
    operations,
    queries,
    together,
)
from portal.referrals.adding import Added, with_names
from portal.referrals.blueprint import blueprint
from portal.referrals.clash_views import choosing_page, seen_after, seen_here, settle
from portal.referrals.forms import StartForm
from portal.referrals.intake_shown import intake_of
from portal.referrals.merging import differs
from portal.referrals.progress import Progress, progress_of
from portal.tenancy.answers import ANOTHER_AGENCY, Reader, closing_section, earlier_answers, sections_for
from portal.tenancy.model import Form, Section
from portal.web.access import current_actor
from portal.web.answered import AnsweredSection, SectionTask, answered
from portal.web.filing import Taken, files_sent, scan_and_tell, settings_here
from portal.web.places import current_tenant
from portal.web.question_form import FileShown, QuestionForm
from portal.web.working_days import first_due, today


@blueprint.get("/<tenant:tenant>/referrals")
def index() -> ResponseReturnValue:
    """List the person's drafts, what they or their agency sent, and what the partnership received."""
    actor, session = current_actor(), db.session()
    sent = queries.sent_referrals(session, actor)
    is_own = [each for each in sent if each.referrer_id == actor.account_id]
    others = [each for each in sent if each.referrer_id != actor.account_id]
    return render_template(
        "referrals/index.html", drafts=drafts.drafts_of(session, actor), own=is_own, others=others, title_of=title_of,
        standing_words=drafts.standing_words,
        agencies=dict([ANOTHER_AGENCY, *((each.code, each.name) for each in current_tenant().agencies)]),
        references=queries.case_references(session, actor, sent),
        sees_all=actor.may(Permission.REFERRAL_SEE_ALL), may_begin=actor.may(Permission.REFERRAL_CREATE),
    )  # fmt: skip


@blueprint.route("/<tenant:tenant>/referrals/new", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """The first screen: a child in danger now, brothers and sisters, the steps before, and which form."""
    tenant, form = current_tenant(), StartForm()
    form.offer(tenant.forms.values())
    if request.method == "GET":
        form.form_code.data = tenant.main_form.code
    if form.validate_on_submit():
        known = queries.known_of_referrer(db.session(), current_actor())
        referral = operations.begin(db.session(), tenant, current_actor(), form.form_code.data, known)
        return redirect(url_for("referrals.show", referral_id=referral.id), 303)
    hints = [{"hint": {"text": each.introduction}} for each in tenant.forms.values()]
    return render_template("referrals/start.html", form=form, hints=hints)


@blueprint.get("/<tenant:tenant>/referrals/<uuid:referral_id>/")
def show(referral_id: UUID) -> ResponseReturnValue:
    """A draft's sections as a task list; a sent referral as it was sent, one that was returned too."""
    tenant, actor = current_tenant(), current_actor()
    referral = queries.referral_seen_by(db.session(), actor, referral_id)
    if referral.status == ReferralStatus.DRAFT and drafts.is_writing(db.session(), actor, referral):
        return show_draft(referral)
    actions = {each.action for each in queries.actions_for(referral, tenant, actor)}
    additions, files = with_names(db.session(), additions_of(db.session(), referral.id)), files_of(referral)
    return render_template(
        "referrals/show.html", referral=referral, title=title_of(referral), actions=actions,
        sections=as_sent(referral), standing=drafts.standing_words(referral), is_back=drafts.is_returned(referral),
        case_reference=queries.case_reference(db.session(), actor, referral),
        checked_by=queries.name_of(db.session(), referral.quality_assured_by),
        is_own=referral.referrer_id == actor.account_id, intake=intake_of(db.session(), referral, today()),
        alike=likenesses.alike(db.session(), actor, referral), title_of=title_of,
        apart=likenesses.apart_of(db.session(), actor, referral), progress=progress_shown(referral),
        additions=additions, loose=loose_files(additions, files),
        opened_case=notifying.case_opened_for(db.session(), actor, referral),
    )  # fmt: skip


def as_sent(referral: Referral) -> list[AnsweredSection]:
    """The questions and answers of a referral as it was sent."""
    session, files = db.session(), files_of(referral)
    answers = drafts.answers_as_sent(session, referral)
    return answered(referral.asked or {}, answers, drafts.files_as_sent(session, referral, files))


def loose_files(additions: Sequence[Added], files: Mapping[str, tuple[FileShown, ...]]) -> list[FileShown]:
    """The files of no question that came with no addition here: another area's additions brought them."""
    added = {each.id for addition in additions for each in addition.files}
    return [each for each in files.get("", ()) if each.file.id not in added]


def progress_shown(referral: Referral) -> Progress | None:
    """How far a referral has come, for its writers and their agency; the partnership's own people know."""
    actor, session = current_actor(), db.session()
    is_own = referral.referrer_id == actor.account_id and referral.on_behalf is None
    if actor.may(Permission.REFERRAL_SEE_ALL) and not is_own:
        return None
    return progress_of(session, actor, current_tenant(), referral)


def show_draft(referral: Referral) -> ResponseReturnValue:
    """The sections of a draft, where each stands, the time there is, and who works on it."""
    session, is_own = db.session(), referral.referrer_id == current_actor().account_id
    form, answers = queries.form_of(current_tenant(), referral), referral.answers or {}
    tasks, check = queries.tasks_of(form, answers, reader()), last_returned(session, referral.id)
    return render_template(
        "referrals/draft.html", referral=referral, form=form, check=check,
        tasks=[task_line(referral, each, check) for each in tasks],
        left=sum(1 for each in tasks if each.faults), due_on=due(form, referral), is_own=is_own,
        sender=queries.name_of(session, referral.referrer_id), working=colleagues.working_on(session, referral),
        was_passed_on=is_own and colleagues.was_passed_on(session, referral),
    )  # fmt: skip


def task_line(referral: Referral, task: SectionTask, check: QualityCheck | None = None) -> dict[str, Any]:
    """One line of the task list; a section that was commented on says whether anything was changed since."""
    status, is_done = task.status, task.is_done
    if check and (check.comments or {}).get(task.section.code):
        codes = [question.code for question in task.section.questions]
        is_changed = differs(codes, check.answers or {}, referral.answers or {})
        status, is_done = ("Changed since", is_done) if is_changed else ("Comment to look at", False)
    address = url_for("referrals.section", referral_id=referral.id, section_code=task.section.code)
    return {"title": task.section.title, "address": address, "status": status, "is_done": is_done}


@blueprint.route("/<tenant:tenant>/referrals/<uuid:referral_id>/<section_code>", methods=["GET", "POST"])
def section(referral_id: UUID, section_code: str) -> ResponseReturnValue:
    """One section's questions: saved as they are, and asked again where an answer is missing."""
    referral = own_draft(referral_id)
    form = queries.form_of(current_tenant(), referral)
    here = section_of(form, section_code)
    page = questions_of(form, here, referral)
    if request.method == "POST":
        taken = files_taken(here, referral_id)
        page = questions_of(form, here, own_draft(referral_id))
        page.read(request.form)
        unsettled = settle(page, own_draft(referral_id).answers or {})
        for code, each in taken.items():
            page.refuse(code, each.refusals)
        is_leaving = "save-and-come-back" in request.form
        is_row = "add" in request.form or "remove" in request.form
        if is_leaving or is_row:
            page.only_blocking()
        settled = {code: answer for code, answer in page.readable.items() if code not in unsettled}
        clashes = together.save_together(
            db.session(), current_tenant(), current_actor(), referral_id, settled, seen_here()
        )
        scan_and_tell(current_tenant().slug, [file_id for each in taken.values() for file_id in each.ids])
        page.files = files_of(own_draft(referral_id), may_remove=True)
        if clashes or unsettled:
            for words in (words for each in taken.values() for words in each.refusals):
                flash(words)
            codes, is_again = clashes + unsettled, bool(unsettled)
            return choosing_page(form, here, own_draft(referral_id), page, codes, is_asked_again=is_again)
        if not page.faults:
            return redirect(after_saving(form, here, referral_id, is_leaving=is_leaving, is_row=is_row), 303)
    return render_template(
        "referrals/section.html", page=page, section=here, form=form, referral_id=referral_id,
        comment=comment_on(referral_id, here), seen=seen_after(page, own_draft(referral_id), seen_here()),
        accepted=ACCEPTED, most=settings_here().upload_bytes,
    )  # fmt: skip


def comment_on(referral_id: UUID, here: Section) -> str:
    """What the quality assurer said of a section when the referral was last returned."""
    check = last_returned(db.session(), referral_id)
    return str((check.comments or {}).get(here.code, "")) if check else ""


def files_taken(here: Section, referral_id: UUID) -> dict[str, Taken]:
    """Keep the files that were sent for questions of this section, each question's in a commit of its own."""
    sent = {
        question.code: files_sent(question.code) for question in here.questions if question.kind == "file"
    }
    session, tenant, actor = db.session(), current_tenant(), current_actor()
    return {
        code: handing_in.hand_in(session, tenant, actor, referral_id, code, given)
        for code, given in sent.items()
        if given
    }


def files_of(referral: Referral, *, may_remove: bool = False) -> dict[str, tuple[FileShown, ...]]:
    """The files that were handed in, by question, with where each is opened and taken away."""
    found: dict[str, tuple[FileShown, ...]] = {}
    for each in attachments_of_referral(db.session(), referral.id):
        ids: dict[str, Any] = {"referral_id": referral.id, "attachment_id": each.id}
        remove = url_for("referrals.remove_file", **ids) if may_remove else ""
        shown = FileShown(each, url_for("referrals.file", **ids), remove)
        found[each.question] = (*found.get(each.question, ()), shown)
    return found


def questions_of(form: Form, here: Section, referral: Referral) -> QuestionForm:
    """The section's questions with the answers kept so far."""
    answers = referral.answers or {}
    before = earlier_answers(form, here, answers)
    has_files = any(question.kind == "file" for question in here.questions)
    files = files_of(referral, may_remove=True) if has_files else {}
    another = request.args.get("add", "")
    return QuestionForm.kept(here.questions, answers, reader(), before, another, files)


def after_saving(form: Form, here: Section, referral_id: UUID, *, is_leaving: bool, is_row: bool) -> str:
    """Where to go on: the same page for another row, the task list, or the next section."""
    if is_row:
        asked = request.form.get("add", "")
        where = url_for("referrals.section", referral_id=referral_id, section_code=here.code)
        known = {question.code for question in here.questions if question.kind == "group"}
        if asked not in known:
            return where
        return f"{where}?add={asked}#{asked}-add"
    if is_leaving:
        return url_for("referrals.show", referral_id=referral_id)
    asked_here = [each for each in sections_for(form, "referrer") if each is not closing_section(form)]
    later = asked_here[[each.code for each in asked_here].index(here.code) + 1 :]
    if not later:
        return url_for("referrals.check", referral_id=referral_id)
    return url_for("referrals.section", referral_id=referral_id, section_code=later[0].code)


def own_draft(referral_id: UUID) -> Referral:
    """Return a draft that the person works on; 404 for anything else."""
    session, actor = db.session(), current_actor()
    referral = queries.referral_seen_by(session, actor, referral_id)
    if referral.status != ReferralStatus.DRAFT or not drafts.is_writing(session, actor, referral):
        abort(404)
    return referral


def section_of(form: Form, code: str) -> Section:
    """Return a section that the referrer completes; 404 for another party's and for none."""
    closing = closing_section(form)
    found = (each for each in sections_for(form, "referrer") if each.code == code and each is not closing)
    return next(found, None) or abort(404)


def reader() -> Reader:
    """Return what answers are read against."""
    return Reader(current_tenant().agencies, today())


def title_of(referral: Referral) -> str:
    """Return what the referral's form is called."""
    return queries.form_title(current_tenant(), referral)


def due(form: Form, referral: Referral) -> Any:
    """Return by when this is to be referred here; nothing where the form starts no clock."""
    return first_due(current_tenant(), form.clocks, referral.incident_on)
