"""How does somebody without an account answer through a one-off link? Unknown, used and old links answer alike."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.information import links, writing
from portal.information.agency_views import show_page
from portal.information.bench import VISIT, Bench, bench_of_visit
from portal.information.blueprint import blueprint, pdf_answer, word_answer
from portal.information.forms import CodeForm
from portal.web import limits, sign_in_session
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.places import current_tenant

ALL = "/<tenant:tenant>/secure-return"
LINK = f"{ALL}/link/<token>"


@blueprint.route(LINK, methods=["GET", "POST"])
def open_link(token: str) -> ResponseReturnValue:
    """Ask for the code; the right one begins the visit."""
    form = CodeForm()
    begun: list[str] = []

    def begin() -> None:
        attempt = limits.reserve(limits.for_one_off_link(limits.address_digest()))
        if attempt is None:
            abort(429)
        begun.append(links.begin_visit(db.session(), current_tenant(), token, form.code.data or ""))
        limits.no_guess(attempt)

    if is_carried_out(form, begin, "code"):
        sign_in_session.begin_visit({VISIT: begun[0]})
        return redirect(url_for("information.visit_show"), 303)
    return render_template("information/open_link.html", form=form, token=token)


@blueprint.post(f"{LINK}/another")
def another_link(token: str) -> ResponseReturnValue:
    """Ask for another link; nobody learns here whether one was sent."""
    if limits.reserve(limits.for_one_off_link(limits.address_digest())) is not None:
        links.ask_for_another(db.session(), current_tenant(), token)
    return redirect(url_for("information.link_asked"), 303)


@blueprint.get(f"{ALL}/asked")
def link_asked() -> ResponseReturnValue:
    """Say what happens where a link was asked for."""
    return render_template("information/link_asked.html")


@blueprint.route(f"{ALL}/over", methods=["GET", "POST"])
def visit_over() -> ResponseReturnValue:
    """A visit that is over, or none: what was typed is kept, and another link leads back to it."""
    form, token = ConfirmForm(), browser.get(VISIT)
    if form.validate_on_submit():
        if isinstance(token, str):
            links.ask_for_another(db.session(), current_tenant(), token, is_visit=True)
        return redirect(url_for("information.link_asked"), 303)
    return render_template("information/visit_over.html", form=form, has_visit=isinstance(token, str))


def visiting(
    page: Callable[[Bench], ResponseReturnValue], late: Callable[[Bench], None] | None = None
) -> ResponseReturnValue:
    """Show a page to whoever is on a visit; once its time is over keep what they send, and show nothing more."""
    bench = bench_of_visit()
    if bench is None:
        return redirect(url_for("information.visit_over"), 303)
    if bench.is_over:
        if request.method == "POST" and late is not None and bench.may_write:
            late(bench)
        return redirect(url_for("information.visit_over"), 303)
    return page(bench)


@blueprint.get(ALL)
def visit_show() -> ResponseReturnValue:
    """What is asked, by when, and where the return stands."""
    return visiting(show_page)


@blueprint.route(f"{ALL}/sections/<section_code>", methods=["GET", "POST"])
def visit_section(section_code: str) -> ResponseReturnValue:
    """One section's questions."""
    return visiting(
        lambda bench: writing.section_page(bench, section_code),
        lambda bench: writing.save_late(bench, section_code),
    )


@blueprint.route(f"{ALL}/nothing-known", methods=["GET", "POST"])
def visit_nil() -> ResponseReturnValue:
    """Say in one step that nothing is known."""
    return visiting(writing.nil_page, writing.keep_late)


@blueprint.route(f"{ALL}/check", methods=["GET", "POST"])
def visit_check() -> ResponseReturnValue:
    """Check the answers, name both people, and send."""
    return visiting(writing.check_page, writing.keep_late)


@blueprint.get(f"{ALL}/sent")
def visit_done() -> ResponseReturnValue:
    """What happens next."""
    return visiting(lambda bench: bench.show("done"))


@blueprint.get(f"{ALL}/files/<uuid:attachment_id>")
def visit_file(attachment_id: UUID) -> ResponseReturnValue:
    """One file of the return."""
    return visiting(lambda bench: writing.file_page(bench, attachment_id))


@blueprint.route(f"{ALL}/files/<uuid:attachment_id>/remove", methods=["GET", "POST"])
def visit_remove_file(attachment_id: UUID) -> ResponseReturnValue:
    """Take a file out of the return."""
    return visiting(lambda bench: writing.remove_file_page(bench, attachment_id))


@blueprint.get(f"{ALL}/letter/pdf")
def visit_letter_pdf() -> ResponseReturnValue:
    """The letter as a tagged PDF."""
    return visiting(lambda bench: pdf_answer(bench.letter()))


@blueprint.get(f"{ALL}/letter/word")
def visit_letter_word() -> ResponseReturnValue:
    """The letter as a Word file."""
    return visiting(lambda bench: word_answer(bench.letter()))
