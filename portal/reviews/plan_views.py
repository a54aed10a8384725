"""On which pages does a rapid review show its working days, step by step, and how is a step ticked?"""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.domain.errors import Conflict, NotFound
from portal.domain.rapid_review import Mark, RungStanding, SeenFact
from portal.domain.vocabulary import ReviewKind
from portal.domain.workflow import Thing, available_actions
from portal.extensions import db
from portal.models.case import Case
from portal.models.review import Review
from portal.models.review_access import cases_known_in
from portal.reviews import plan_operations as operations
from portal.reviews.blueprint import ONE, ask, blueprint, found, to
from portal.reviews.plan import Plan, RungLine, plan_of
from portal.web.access import current_actor
from portal.web.fields import PageForm, is_carried_out, words_field
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.policy import POLICY
from portal.web.steps import NO_NOTIFICATION, steps_of_review
from portal.web.working_days import today

PAGE = "reviews.working_days"
IN_WORDS = {15: "fifteen", 14: "fourteen", 13: "thirteen", 12: "twelve", 11: "eleven", 10: "ten"}
# Where a step that the portal sees for itself is done, until it is.
DONE_AT: dict[SeenFact, tuple[str, str]] = {
    SeenFact.REQUESTS_SENT: ("Ask the agencies", "information.index"),
    SeenFact.RECEIPTS_CONFIRMED: ("See what agencies were asked", "information.index"),
    SeenFact.RETURNS_IN: ("See what agencies have answered", "information.index"),
    SeenFact.MEETING_BOOKED: ("Plan a meeting", "meetings.index"),
    SeenFact.MEETING_HELD: ("See the meetings", "meetings.index"),
    SeenFact.DECISION_SIGNED: ("Go to the case", "casework.show"),
    SeenFact.REVIEW_SENT: ("Record when it was sent", "notifications.send_to_panel"),
}


class MarkForm(PageForm):
    """Whether a step is done or not needed, and a note."""

    as_what = RadioField(
        "How does this step stand?", widget=GovRadioInput(), default=Mark.DONE.value,
        validators=[InputRequired("Select whether it is done or not needed")],
        choices=[SelectChoice(each.value, each.label) for each in (Mark.DONE, Mark.NOT_NEEDED)], validate_choice=False,
    )  # fmt: skip
    note = words_field(
        "Note", hint="Say why, where it is not needed. Otherwise a note is optional.", rows=3,
        longest=operations.LONGEST_NOTE,
    )  # fmt: skip


@blueprint.get(f"{ONE}/working-days")
def working_days(review_id: UUID) -> ResponseReturnValue:
    """Show the working days of a rapid review: what is done, what is due today, what is late, what is to come."""
    review, session, actor = rapid_review(review_id), db.session(), current_actor()
    plan = plan_of(session, current_tenant(), review, today())
    marks = [mark for line in (plan.lines if plan else ()) for mark in line.marks]
    cases = cases_known_in(session, review.id, actor.account_id, actor.permissions)
    return render_template(
        "reviews/working_days.html", review=review, plan=plan, title=title_of(plan), today=today(), mark=Mark,
        standing=RungStanding, can_tick=may_tick(review, plan), why_not=why_not(review) if plan is None else "",
        names=names_of(session, {mark.marked_by for mark in marks}),
        places=places(review, plan, cases[0] if cases else None) if plan else {},
    )  # fmt: skip


@blueprint.post(f"{ONE}/working-days/<step>/tick")
def tick(review_id: UUID, step: str) -> ResponseReturnValue:
    """Tick a step, with nothing more to say."""
    rapid_review(review_id)
    operations.mark(db.session(), current_tenant(), current_actor(), review_id, step, today())
    return to(PAGE, review_id, "Ticked.")


@blueprint.route(f"{ONE}/working-days/<step>", methods=["GET", "POST"])
def mark(review_id: UUID, step: str) -> ResponseReturnValue:
    """Tick a step with a note, or say that it is not needed and why."""
    review, session, form = rapid_review(review_id), db.session(), MarkForm()
    plan = plan_of(session, current_tenant(), review, today())
    line = operations.line_for(current_actor(), review, plan, step)
    if line.is_settled and not form.note.data:
        raise Conflict(operations.SETTLED)

    def save() -> None:
        operations.mark(
            session, current_tenant(), current_actor(), review_id, step, today(), as_what=form.as_what.data,
            note=form.note.data or "",
        )  # fmt: skip

    if is_carried_out(form, save, "note"):
        return to(PAGE, review_id, "Saved.")
    return ask(review, form, line.rung.title, "Save", url_for(PAGE, review_id=review_id), lead=line.rung.hint)


@blueprint.post(f"{ONE}/working-days/<step>/take-back")
def take_back(review_id: UUID, step: str) -> ResponseReturnValue:
    """Open a step again that was ticked by mistake."""
    rapid_review(review_id)
    operations.take_back(db.session(), current_tenant(), current_actor(), review_id, step, today())
    return to(PAGE, review_id, "The step is open again. What was said of it before stays on the record.")


def rapid_review(review_id: UUID) -> Review:
    """Return a rapid review that the person may know of; NotFound for another kind, which has no such days."""
    review = found(review_id)
    if review.kind is not ReviewKind.RAPID_REVIEW:
        raise NotFound("Only a rapid review has working days to plan.")
    return review


def title_of(plan: Plan | None) -> str:
    """Return the page's title: how many days there are, in words where people would say them so."""
    days = plan.days if plan else 0
    return f"The {IN_WORDS.get(days, days)} working days" if days else "The working days"


def may_tick(review: Review, plan: Plan | None) -> bool:
    """Whether the person may tick the steps now."""
    facts = {"has_working_days": plan is not None}
    offered = available_actions(Thing.REVIEW, review.status, current_actor().permissions, facts)
    return "tick-step" in {each.action for each in offered}


def why_not(review: Review) -> str:
    """Say why no working days are counted."""
    lines = steps_of_review(db.session(), current_tenant(), review, today())
    return next((line.missing for line in lines if line.missing), NO_NOTIFICATION)


def places(review: Review, plan: Plan, case: Case | None) -> dict[str, tuple[str, str]]:
    """Return where each step that the portal will see for itself is done, for whoever may go there."""
    found_at = {}
    for line in plan.lines:
        place = place_of(line, review, case)
        if place and not line.is_settled and plan.is_running:
            found_at[line.rung.code] = place
    return found_at


def place_of(line: RungLine, review: Review, case: Case | None) -> tuple[str, str] | None:
    """Return the words and the address of where one step is done."""
    words, endpoint = DONE_AT.get(line.rung.met_by, ("", "")) if line.rung.met_by else ("", "")
    if not endpoint or not may_go(endpoint):
        return None
    if endpoint == "notifications.send_to_panel":
        return words, url_for(endpoint, review_id=review.id)
    if endpoint == "meetings.index":
        return words, url_for(endpoint)
    return (words, url_for(endpoint, reference=case.reference)) if case else None


def may_go(endpoint: str) -> bool:
    """Whether the policy admits this person to an address."""
    permission = POLICY[endpoint].permission
    return permission is None or current_actor().may(permission)
