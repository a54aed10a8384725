"""Is it known who sits on the body and when it meets, and does a meeting that is moved lead to the next?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.casework import operations as casework
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.meetings import MeetingStatus, Seat
from portal.domain.vocabulary import HowConsidered
from portal.meetings import body, operations, queries
from portal.models.meeting import AgendaItem, BodySeat, Meeting
from tests.meetings.body import FIRST_DAY, arranged, coordinator, give_seat, plan, put, rebook, seat_all
from tests.work import TODAY, Work


def cancelled(work: Work, meeting_id: Any, reason: str = "The room burst a pipe.") -> None:
    with work.session() as session:
        operations.cancel(session, work.tenant, coordinator(work), meeting_id, reason, TODAY)


def test_a_seat_is_held_from_a_day_until_a_day_and_is_ended_but_never_deleted(portal: Flask) -> None:
    work = Work(portal)
    seats = seat_all(work)
    deputy = give_seat(
        work, "screening-member", "police", Seat.DEPUTY, deputy_for_id=seats["police-decision-maker"]
    )
    assert give_seat(work, "chair", "hospital-trust", Seat.CHAIR) == seats["chair"]
    with pytest.raises(InvalidAnswer, match="have a seat already"):
        give_seat(work, "chair", "police")
    with work.session() as session:
        body.end_seat(session, work.tenant, coordinator(work), seats["police-decision-maker"], TODAY, TODAY)
    with work.session() as session, pytest.raises(Conflict):
        body.end_seat(session, work.tenant, coordinator(work), seats["police-decision-maker"], TODAY, TODAY)
    with work.session() as session, pytest.raises(NotAllowed):
        body.end_seat(session, work.tenant, work.actor("chair"), seats["chair"], TODAY, TODAY)
    with work.session(writes=False) as session:
        ended = session.get_one(BodySeat, deputy)
        assert (
            ended.until_on == TODAY and ended.sits_on(TODAY) and not ended.sits_on(TODAY + timedelta(days=1))
        )
        assert len(queries.body_seen(session, work.tenant)) == 5


@pytest.mark.parametrize(
    ("role", "given", "field"),
    [
        ("referrer", {}, "account_id"),
        ("screening-member", {"agency": "no-such-agency"}, "agency"),
        ("screening-member", {"sits": Seat.DEPUTY}, "deputy_for_id"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_seat_that_nobody_could_hold_is_refused(portal: Flask, role: str, given: Any, field: str) -> None:
    work = Work(portal)
    with pytest.raises(InvalidAnswer) as refusal:
        give_seat(work, role, **{"agency": "police", **given})
    assert refusal.value.field == field


def test_members_see_the_meetings_of_the_days_on_which_they_sit_and_others_none(portal: Flask) -> None:
    work = Work(portal)
    give_seat(work, "police-decision-maker", "police", from_on=TODAY)
    soon, meeting_id = plan(work, meets_on=TODAY + timedelta(days=3)), plan(work)
    with work.session(writes=False) as session:
        seen = {each.id for each in queries.meetings_listed(session, work.actor("police-decision-maker"))}
        assert seen == {soon, meeting_id}
        with pytest.raises(NotFound):
            queries.meeting_for(session, work.actor("icb-decision-maker"), meeting_id)
        assert len(queries.meetings_listed(session, work.actor("chair"))) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"meets_on": TODAY - timedelta(days=1)}, "meets_on"),
        ({"starts_at": "half past two"}, "starts_at"),
        ({"starts_at": "24:00"}, "starts_at"),
        ({"place": " "}, "place"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_meeting_that_nobody_could_come_to_is_refused(portal: Flask, given: Any, field: str) -> None:
    work = Work(portal)
    with pytest.raises(InvalidAnswer) as refusal:
        plan(work, **given)
    assert refusal.value.field == field


def test_the_same_meeting_planned_twice_is_one_and_by_correspondence_it_needs_no_place(portal: Flask) -> None:
    work = Work(portal)
    assert plan(work, starts_at="9.05") == plan(work, starts_at="09:05")
    by_letter = plan(work, how=HowConsidered.CORRESPONDENCE, place="", starts_at="")
    with work.session(writes=False) as session:
        assert queries.when_words(session.get_one(Meeting, by_letter)) == "Answers by 20 November 2026"
    with work.session() as session, pytest.raises(NotAllowed):
        operations.plan(session, work.tenant, work.actor("police-decision-maker"), arranged(), TODAY)


def test_a_moved_meeting_says_why_and_leads_to_the_next_which_has_its_agenda(portal: Flask) -> None:
    work = Work(portal)
    reference, meeting_id = work.case(), plan(work)
    put(work, meeting_id, reference, minutes=20), put(work, meeting_id, words="The year’s plan")
    later = rebook(work, meeting_id)
    with work.session(writes=False) as session:
        before, after = session.get_one(Meeting, meeting_id), session.get_one(Meeting, later)
        assert (before.status, before.rebook_reason) == (MeetingStatus.REBOOKED, "Too few can come.")
        assert after.follows_id == meeting_id and after.status is MeetingStatus.PLANNED
        agenda = queries.agenda_seen(session, coordinator(work), after)
        assert [(each.title, each.item.minutes) for each in agenda] == [
            (reference, 20),
            ("The year’s plan", None),
        ]
    with pytest.raises(Conflict):
        rebook(work, meeting_id)
    cancelled(work, later)
    third = rebook(work, later, days=9)
    with pytest.raises(NotAllowed, match="taken the place"):
        rebook(work, later, days=10)
    with work.session(writes=False) as session:
        kept = session.get_one(Meeting, later)
        assert (kept.status, kept.cancel_reason) == (MeetingStatus.CANCELLED, "The room burst a pipe.")
        assert session.get_one(Meeting, third).follows_id == later
        actor, case = coordinator(work), queries.agenda_seen(session, coordinator(work), kept)[0].case
        assert case is not None and len(queries.meetings_of_case(session, actor, case)) == 3


def test_a_case_stands_once_on_an_agenda_that_can_be_put_in_order(portal: Flask) -> None:
    work = Work(portal)
    reference, meeting_id = work.case(), plan(work)
    first, second = put(work, meeting_id, words="Minutes of last time"), put(work, meeting_id, reference)
    assert put(work, meeting_id, reference) == second
    for wrong in ("NONE-2026-0001", ""):
        with pytest.raises(InvalidAnswer):
            put(work, meeting_id, wrong)
    args = (work.tenant, coordinator(work), meeting_id)
    with work.session() as session:
        operations.move_up(session, *args, second, TODAY)
    with work.session(writes=False) as session:
        meeting = session.get_one(Meeting, meeting_id)
        assert [each.item.id for each in queries.agenda_seen(session, args[1], meeting)] == [second, first]
    with work.session() as session:
        operations.take_off_agenda(session, *args, second, TODAY)
    cancelled(work, meeting_id)
    with pytest.raises(Conflict):
        put(work, meeting_id, reference)


def test_of_a_case_that_is_closed_to_them_a_member_sees_nothing_on_the_agenda(portal: Flask) -> None:
    work = Work(portal)
    seat_all(work)
    reference, meeting_id = work.case(), plan(work)
    item_id = put(work, meeting_id, reference, "About Rowan")
    police = work.actor("police-decision-maker")
    with work.session() as session:
        casework.exclude(session, work.tenant, coordinator(work), reference, police.account_id, "A cousin.")
    page = work.browser("police-decision-maker").get(f"/manchester/meetings/{meeting_id}").text
    assert "You take no part in this item" in page and reference not in page and "Rowan" not in page
    assert "minutes" not in page.partition("You take no part")[2].partition("</li>")[0]
    assert reference in work.browser("chair").get(f"/manchester/meetings/{meeting_id}").text
    with work.session(writes=False) as session:
        with pytest.raises(NotFound):
            queries.item_here(session, police, session.get_one(Meeting, meeting_id), item_id)
        assert session.get_one(AgendaItem, item_id).words == "About Rowan"


def test_the_desk_tells_members_what_comes_and_whoever_runs_it_that_no_case_is_on_the_agenda(
    portal: Flask,
) -> None:
    work = Work(portal)
    meeting_id = plan(work, meets_on=TODAY + timedelta(days=3650))
    give_seat(work, "police-decision-maker", "police", from_on=FIRST_DAY)
    member, chair = (
        work.browser(role).get("/manchester/desk").text for role in ("police-decision-maker", "chair")
    )
    assert "Meeting of the Subgroup: 17 November 2036" in member and "Put cases on the agenda" not in member
    assert "Put cases on the agenda" in chair and f"/manchester/meetings/{meeting_id}" in chair


def test_whoever_was_told_of_a_meeting_finds_on_their_desk_that_it_was_cancelled(portal: Flask) -> None:
    work = Work(portal)
    seat_all(work)
    meeting_id = plan(work, meets_on=TODAY + timedelta(days=3650))
    cancelled(work, meeting_id)
    desk = work.browser("police-decision-maker").get("/manchester/desk").text
    assert "Cancelled: meeting of the Subgroup, 17 November 2036" in desk
