"""How is a meeting held, and an interest declared, through the pages?"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.meetings import Interest
from portal.domain.permissions import Permission
from portal.domain.vocabulary import HowConsidered
from portal.extensions import db
from portal.meetings import correcting, holding, queries
from portal.meetings.blueprint import ITEM, ONE, blueprint, to
from portal.meetings.deputies import field_of_stand_in, stand_ins
from portal.meetings.holding_forms import (
    DEPUTY,
    AttendanceForm,
    CorrectedAttendanceForm,
    InterestForm,
    attendance_form,
)
from portal.models.meeting import Meeting
from portal.models.meeting_record import attendance_of, item_deputies_of
from portal.web.access import current_actor
from portal.web.fields import is_carried_out
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.working_days import today


@blueprint.route(f"{ONE}/attendance", methods=["GET", "POST"])
def hold(meeting_id: UUID) -> ResponseReturnValue:
    """Say who took part; whether they were enough is worked out."""
    session, actor, tenant = db.session(), current_actor(), current_tenant()
    meeting = queries.meeting_that_can(session, actor, "hold", meeting_id, today())
    form = form_for(meeting, AttendanceForm, {})
    if form.seat_ids and is_carried_out(
        form, lambda: holding.hold(session, tenant, actor, meeting_id, form.came, today(), form.sat_in)
    ):
        return to("show", "Who took part is recorded.", meeting_id=meeting_id)
    return render_template("meetings/hold.html", meeting=meeting, form=form, when=queries.when_words)


@blueprint.route(f"{ONE}/attendance/correct", methods=["GET", "POST"])
def correct_attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Say anew who took part, and why; what was recorded before stays readable."""
    session, actor, tenant = db.session(), current_actor(), current_tenant()
    meeting = queries.meeting_that_can(session, actor, "correct-attendance", meeting_id, today())
    form = form_for(meeting, CorrectedAttendanceForm, said_before(meeting))

    def act() -> object:
        return correcting.correct(
            session, tenant, actor, meeting_id, form.came, form.sat_in, form["reason"].data or "", today()
        )

    if is_carried_out(form, act, "reason"):
        return to("show", "It is corrected.", meeting_id=meeting_id)
    return render_template(
        "meetings/correct_attendance.html", meeting=meeting, form=form, when=queries.when_words
    )


def form_for(meeting: Meeting, kind: type[AttendanceForm], said: Mapping[str, str]) -> AttendanceForm:
    """Return the form that asks who took part in a meeting, with what is said already."""
    session = db.session()
    every = queries.body_seen(session, current_tenant())
    seats = [each for each in every if each.seat.sits_on(meeting.meets_on)]
    places = stand_ins(session, queries.agenda_seen(session, current_actor(), meeting), seats)
    is_by_letter = meeting.how is HowConsidered.CORRESPONDENCE
    return attendance_form(seats, places, is_by_letter=is_by_letter, kind=kind, said=said)


def said_before(meeting: Meeting) -> dict[str, str]:
    """Return what is recorded of who took part, as the form has it."""
    session = db.session()
    came = {
        holding.field_of(each.seat_id): (
            f"{DEPUTY}{each.deputy_seat_id}" if each.deputy_seat_id else each.attendance.value
        )
        for each in attendance_of(session, meeting.id)
    }
    sat_in = {
        field_of_stand_in(each.item_id, each.seat_id): str(each.deputy_seat_id)
        for each in item_deputies_of(session, meeting.id)
    }
    return came | sat_in


@blueprint.route(f"{ITEM}/interest", methods=["GET", "POST"])
def declare_interest(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Declare what ties somebody at the table to a case."""
    actor, meeting = current_actor(), queries.meeting_that_can(
        db.session(), current_actor(), "declare-interest", meeting_id, today()
    )  # fmt: skip
    seen, form = queries.item_here(db.session(), actor, meeting, item_id), InterestForm()
    if seen.case is None:
        raise NotFound("There is no such case on this agenda.")
    form.offer(who_can_declare(meeting))

    def act() -> object:
        declared = holding.Declared(
            UUID(form.account_id.data), Interest(form.kind.data), form.words.data or ""
        )
        return holding.declare(db.session(), current_tenant(), actor, meeting_id, item_id, declared, today())

    if is_carried_out(form, act, "words"):
        return to("show", "The interest is on record.", meeting_id=meeting_id)
    return render_template(
        "meetings/declare_interest.html", meeting=meeting, seen=seen, form=form, when=queries.when_words
    )


def who_can_declare(meeting: Meeting) -> list[tuple[str, str]]:
    """The person, and for whoever runs the meeting everybody who sits on the body on its day."""
    actor, session = current_actor(), db.session()
    others = {each.account_id for each in queries.seats_on(session, meeting.meets_on)}
    names = names_of(
        session, {actor.account_id} | (others if actor.may(Permission.MEETING_MANAGE) else set())
    )
    own = (str(actor.account_id), f"Mine ({names.pop(actor.account_id, '')})")
    return [own, *sorted(((str(each), name) for each, name in names.items()), key=lambda each: each[1])]
