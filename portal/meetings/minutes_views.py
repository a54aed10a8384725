"""How are minutes written, sent, approved, returned and corrected, through the pages?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.meetings import doing, minutes_queries, queries, writing
from portal.meetings.blueprint import ONE, blueprint, meeting_here, to
from portal.meetings.holding_forms import ActionForm, CommentsForm, CorrectionForm, DoneForm, minutes_form
from portal.models.meeting import Meeting
from portal.models.minutes import Minutes
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, is_carried_out, is_done
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.working_days import today

MINUTES = f"{ONE}/minutes/<uuid:minutes_id>"


@blueprint.post(f"{ONE}/minutes")
def begin_minutes(meeting_id: UUID) -> ResponseReturnValue:
    """Begin the minutes of a meeting, or go on with those that are begun."""
    minutes = writing.begin(db.session(), current_tenant(), current_actor(), meeting_id, today())
    return to("write_minutes", "The minutes are begun.", meeting_id=meeting_id, minutes_id=minutes.id)


@blueprint.get(MINUTES)
def minutes(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """One version of a meeting's minutes, as far as the person takes part."""
    session, actor, meeting = db.session(), current_actor(), meeting_here(meeting_id)
    kept = minutes_queries.minutes_for(session, actor, meeting, minutes_id)
    return page(
        "minutes", meeting, kept, parts=minutes_queries.parts_seen(session, actor, meeting, kept),
        actions=minutes_queries.minutes_actions(session, actor, meeting, kept),
        versions=minutes_queries.minutes_seen(session, actor, meeting),
        names=names_of(session, {each for each in (kept.begun_by, kept.approved_by) if each}),
    )  # fmt: skip


@blueprint.route(f"{MINUTES}/write", methods=["GET", "POST"])
def write_minutes(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """Write down what was said of each item."""
    session, actor = db.session(), current_actor()
    meeting, kept = minutes_that_can("write", meeting_id, minutes_id)
    parts = minutes_queries.parts_seen(session, actor, meeting, kept)
    form = minutes_form(parts, kept.edition, kept.general or "")
    which, is_sound = writing.Which(meeting_id, minutes_id), form.validate_on_submit()
    if is_sound and is_done(
        form,
        lambda: writing.save(session, actor, which, form.edition_opened, form.general.data or "", form.texts),
        "general",
    ):
        return to("minutes", "The minutes are saved.", meeting_id=meeting_id, minutes_id=minutes_id)
    if is_sound:
        # Whoever saves once more after being told of somebody else's saving means it.
        edition = str(writing.edition_of(db.session(), actor, which))
        form.edition.data, form.edition.raw_data = edition, [edition]
    return page("write_minutes", meeting, kept, form=form, parts=parts)


@blueprint.route(f"{MINUTES}/actions/new", methods=["GET", "POST"])
def add_action(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """Write down what is to be done, by whom, by when."""
    session, actor, form = db.session(), current_actor(), ActionForm()
    meeting, kept = minutes_that_can("write", meeting_id, minutes_id)
    form.offer(minutes_queries.parts_seen(session, actor, meeting, kept), doing.owners_for(session, meeting))
    if is_carried_out(
        form,
        lambda: writing.add_action(
            session, actor, writing.Which(meeting_id, minutes_id), UUID(form.item_id.data),
            writing.AgreedAction(
                form.what.data or "", form.who.data or "", form.due_on.day,
                UUID(form.owner_id.data) if form.owner_id.data else None,
            ),
        ),
        "what",
    ):  # fmt: skip
        return to("minutes", "The action is written down.", meeting_id=meeting_id, minutes_id=minutes_id)
    return page("add_action", meeting, kept, form=form)


@blueprint.post(f"{MINUTES}/actions/<uuid:action_id>/remove")
def remove_action(meeting_id: UUID, minutes_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Take an action out of minutes that are being written."""
    writing.remove_action(db.session(), current_actor(), writing.Which(meeting_id, minutes_id), action_id)
    return to("minutes", "The action is taken out.", meeting_id=meeting_id, minutes_id=minutes_id)


@blueprint.route(f"{MINUTES}/actions/<uuid:action_id>/done", methods=["GET", "POST"])
def mark_action_done(meeting_id: UUID, minutes_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Say that an agreed action is done, when, and what was done."""
    session, actor, form = db.session(), current_actor(), DoneForm()
    meeting = meeting_here(meeting_id)
    action = doing.action_to_do(session, actor, meeting_id, minutes_id, action_id)
    if is_carried_out(
        form,
        lambda: doing.mark_done(
            session, actor, meeting_id, minutes_id, action_id, form.done_on.day, form.note.data or "", today()
        ),
        "note",
    ):
        return to("minutes", "It is written down as done.", meeting_id=meeting_id, minutes_id=minutes_id)
    kept = minutes_queries.minutes_for(session, actor, meeting, minutes_id)
    return page("mark_action_done", meeting, kept, form=form, action=action)


@blueprint.route(f"{MINUTES}/send", methods=["GET", "POST"])
def send_minutes(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """Send the minutes for approval, once they say something of every item."""
    session, form = db.session(), ConfirmForm()
    meeting, kept = minutes_that_can("send", meeting_id, minutes_id)
    missing = writing.unwritten(session, meeting, kept)
    if not missing and form.validate_on_submit():
        writing.send(session, current_tenant(), current_actor(), writing.Which(meeting_id, minutes_id))
        return to(
            "minutes", "The minutes are sent for approval.", meeting_id=meeting_id, minutes_id=minutes_id
        )
    return page("send_minutes", meeting, kept, form=form, missing=missing)


@blueprint.route(f"{MINUTES}/approve", methods=["GET", "POST"])
def approve_minutes(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """Read the minutes once more, and approve them."""
    session, actor, form = db.session(), current_actor(), ConfirmForm()
    meeting, kept = minutes_that_can("approve", meeting_id, minutes_id)
    if form.validate_on_submit():
        writing.approve(session, actor, writing.Which(meeting_id, minutes_id))
        return to("minutes", "The minutes are approved.", meeting_id=meeting_id, minutes_id=minutes_id)
    return page(
        "approve_minutes", meeting, kept, form=form,
        parts=minutes_queries.parts_seen(session, actor, meeting, kept),
    )  # fmt: skip


@blueprint.route(f"{MINUTES}/return", methods=["GET", "POST"])
def return_minutes(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """Give the minutes back with comments."""
    form = CommentsForm()
    meeting, kept = minutes_that_can("return", meeting_id, minutes_id)
    if is_carried_out(
        form,
        lambda: writing.send_back(
            db.session(), current_tenant(), current_actor(), writing.Which(meeting_id, minutes_id),
            form.comments.data or "",
        ),
        "comments",
    ):  # fmt: skip
        return to("show", "The minutes are returned with your comments.", meeting_id=meeting_id)
    return page("return_minutes", meeting, kept, form=form)


@blueprint.route(f"{MINUTES}/correct", methods=["GET", "POST"])
def correct_minutes(meeting_id: UUID, minutes_id: UUID) -> ResponseReturnValue:
    """Begin a new version of approved minutes."""
    form, made = CorrectionForm(), []
    meeting, kept = minutes_that_can("correct", meeting_id, minutes_id)

    def act() -> None:
        which = writing.Which(meeting_id, minutes_id)
        made.append(
            writing.correct(db.session(), current_tenant(), current_actor(), which, form.reason.data or "")
        )

    if is_carried_out(form, act, "reason"):
        return to("write_minutes", "A new version is begun.", meeting_id=meeting_id, minutes_id=made[0].id)
    return page("correct_minutes", meeting, kept, form=form)


def minutes_that_can(action: str, meeting_id: UUID, minutes_id: UUID) -> tuple[Meeting, Minutes]:
    """Return a meeting and its minutes to which this person may do something now."""
    session, actor, meeting = db.session(), current_actor(), meeting_here(meeting_id)
    kept = minutes_queries.minutes_for(session, actor, meeting, minutes_id)
    writing.allowed(session, actor, meeting, kept, action)
    return meeting, kept


def page(name: str, meeting: Meeting, kept: Minutes, **shown: Any) -> str:
    """Return one of the pages about minutes."""
    return render_template(
        f"meetings/{name}.html", meeting=meeting, kept=kept, when=queries.when_words, **shown
    )
