"""How is a meeting planned, its agenda made, and the meeting cancelled or rebooked, through the pages?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.meetings import MeetingStatus
from portal.domain.vocabulary import HowConsidered
from portal.extensions import db
from portal.meetings import operations, queries
from portal.meetings.blueprint import ALL, ITEM, ONE, blueprint, meeting_here, to
from portal.meetings.forms import AgendaForm, MeetingForm, PlaceForm, ReasonForm, RebookForm
from portal.meetings.minutes_queries import minutes_seen
from portal.meetings.queries import ItemSeen
from portal.meetings.record_queries import on_record
from portal.models.event import events_of
from portal.models.meeting import Meeting, follower_of
from portal.web.access import current_actor
from portal.web.clock_lines import ClockLine
from portal.web.due_next import day_to_keep
from portal.web.fields import is_carried_out
from portal.web.happenings import told
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.get(ALL)
def index() -> ResponseReturnValue:
    """Which meetings are coming, and which have been."""
    every = queries.meetings_listed(db.session(), current_actor())
    coming = [each for each in every if each.status is MeetingStatus.PLANNED]
    return render_template(
        "meetings/index.html", coming=coming[::-1], before=[each for each in every if each not in coming],
        when=queries.when_words,
    )  # fmt: skip


@blueprint.route(f"{ALL}/new", methods=["GET", "POST"])
def plan() -> ResponseReturnValue:
    """Plan a meeting."""
    tenant, form, made = current_tenant(), MeetingForm(), []

    def act() -> None:
        made.append(operations.plan(db.session(), tenant, current_actor(), arranged_in(form), today()))

    if is_carried_out(form, act, "meets_on"):
        return to("show", "The meeting is planned, and its members are told.", meeting_id=made[0].id)
    return render_template("meetings/plan.html", form=form)


def arranged_in(form: MeetingForm) -> operations.Arranged:
    """Return what the form says of when and how."""
    return operations.Arranged(
        HowConsidered(form.how.data), form.meets_on.day, form.starts_at.data or "", form.place.data or ""
    )


@blueprint.get(ONE)
def show(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting: when, how and where, its agenda, and what became of it."""
    session, actor, meeting = db.session(), current_actor(), meeting_here(meeting_id)
    agenda = queries.agenda_seen(session, actor, meeting)
    return render_template(
        "meetings/show.html", meeting=meeting, when=queries.when_words, follower=follower_of(session, meeting),
        follows=session.get(Meeting, meeting.follows_id) if meeting.follows_id else None,
        agenda=agenda, clocks=clocks_of(agenda), record=on_record(session, current_tenant(), meeting, agenda),
        minutes=minutes_seen(session, actor, meeting),
        actions=queries.actions_for(session, meeting, actor, today()),
        events=told(session, events_of(session, "meeting", meeting.id)), today=today(),
    )  # fmt: skip


def clocks_of(agenda: Sequence[ItemSeen]) -> dict[UUID, ClockLine]:
    """Return the day that each case of an agenda has to keep."""
    cases = [each.case for each in agenda if each.case]
    return day_to_keep(db.session(), current_actor(), current_tenant(), cases, today())


@blueprint.route(f"{ONE}/place", methods=["GET", "POST"])
def change_place(meeting_id: UUID) -> ResponseReturnValue:
    """Change where a planned meeting is, or how people join it."""
    meeting = meeting_that_can("change-place", meeting_id)
    form = PlaceForm(data={"place": meeting.place})
    if is_carried_out(
        form,
        lambda: operations.change_place(
            db.session(), current_tenant(), current_actor(), meeting_id, form.place.data or "", today()
        ),
        "place",
    ):
        return to("show", "It is changed, and the members are told.", meeting_id=meeting_id)
    return render_template("meetings/change_place.html", meeting=meeting, form=form, when=queries.when_words)


@blueprint.route(f"{ONE}/cancel", methods=["GET", "POST"])
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Cancel a meeting, with the reason."""
    meeting, form = meeting_that_can("cancel", meeting_id), ReasonForm()
    if is_carried_out(
        form,
        lambda: operations.cancel(
            db.session(), current_tenant(), current_actor(), meeting_id, form.reason.data or "", today()
        ),
        "reason",
    ):
        return to("show", "The meeting is cancelled, and its members are told.", meeting_id=meeting_id)
    return render_template("meetings/cancel.html", meeting=meeting, form=form, when=queries.when_words)


@blueprint.route(f"{ONE}/rebook", methods=["GET", "POST"])
def rebook(meeting_id: UUID) -> ResponseReturnValue:
    """Plan the meeting that takes the place of this one, with its agenda."""
    meeting = meeting_that_can("rebook", meeting_id)
    form, made = RebookForm(data=likeliest(meeting)), []

    def act() -> None:
        later = operations.rebook(
            db.session(), current_tenant(), current_actor(), meeting_id, arranged_in(form), form.reason.data or "",
            today(),
        )  # fmt: skip
        made.append(later)

    if is_carried_out(form, act, "meets_on"):
        return to(
            "show",
            "The meeting is rebooked with its agenda, and its members are told.",
            meeting_id=made[0].id,
        )
    return render_template("meetings/rebook.html", meeting=meeting, form=form, when=queries.when_words)


def likeliest(meeting: Meeting) -> dict[str, str]:
    """How the next meeting is most likely to take place: as this one, unless the address says otherwise."""
    asked = request.args.get("how", "")
    how = asked if asked in set(HowConsidered) else meeting.how.value
    is_the_same = how == meeting.how.value
    return {
        "how": how,
        "starts_at": meeting.starts_at if is_the_same else "",
        "place": (meeting.place or "") if is_the_same else "",
    }


def meeting_that_can(action: str, meeting_id: UUID) -> Meeting:
    """Return a meeting to which this person may do something now."""
    return queries.meeting_that_can(db.session(), current_actor(), action, meeting_id, today())


@blueprint.route(f"{ONE}/agenda/new", methods=["GET", "POST"])
def put_on_agenda(meeting_id: UUID) -> ResponseReturnValue:
    """Put a case or something else on the agenda."""
    meeting, form = meeting_that_can("change-agenda", meeting_id), AgendaForm()
    form.offer(queries.cases_to_put(db.session(), current_actor(), meeting))
    if is_carried_out(
        form,
        lambda: operations.put_on_agenda(
            db.session(), current_tenant(), current_actor(), meeting_id, form.reference.data or "",
            form.words.data or "", form.expected, today(),
        ),
        "reference",
    ):  # fmt: skip
        return to("show", "It is on the agenda.", meeting_id=meeting_id)
    return render_template("meetings/put_on_agenda.html", meeting=meeting, form=form, when=queries.when_words)


@blueprint.post(f"{ITEM}/up")
def move_up(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put one thing on the agenda before the one above it."""
    operations.move_up(db.session(), current_tenant(), current_actor(), meeting_id, item_id, today())
    return to("show", "The agenda is in its new order.", meeting_id=meeting_id)


@blueprint.post(f"{ITEM}/remove")
def take_off_agenda(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take one thing off the agenda."""
    operations.take_off_agenda(db.session(), current_tenant(), current_actor(), meeting_id, item_id, today())
    return to("show", "It is off the agenda.", meeting_id=meeting_id)
