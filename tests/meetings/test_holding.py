"""Can a meeting advise only with its quorum, does an agency's interest stay and a person's own close the case?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.meetings import Attendance, Interest, MeetingStatus, Seat
from portal.domain.vocabulary import HowConsidered
from portal.meetings import correcting, deputies, holding, queries, record_queries
from portal.meetings.holding import Came
from portal.models.case_access import known_case
from portal.models.event import events_of
from portal.models.meeting import Meeting
from portal.models.meeting_record import quorums_of
from portal.screening import interests
from tests.meetings.body import coordinator, declare, give_seat, hold, plan, put, rebook, seat_all
from tests.people import send
from tests.work import TODAY, Work

POLICE = "police-decision-maker"


def status_of(work: Work, meeting_id: object) -> tuple[MeetingStatus, str]:
    with work.session(writes=False) as session:
        meeting = session.get_one(Meeting, meeting_id)
        return meeting.status, quorums_of(session, meeting.id)[None].sentence or ""


def test_a_meeting_with_everybody_there_is_held_and_a_deputy_speaks_for_the_agency(portal: Flask) -> None:
    work = Work(portal)
    seats = seat_all(work)
    deputy = give_seat(work, "screening-member", "housing", Seat.DEPUTY, deputy_for_id=seats[POLICE])
    meeting_id = plan(work)
    stands_in = Came(seats[POLICE], Attendance.DEPUTY, deputy)
    with pytest.raises(InvalidAnswer, match="which deputy"):
        hold(work, meeting_id, seats, police_decision_maker=Came(seats[POLICE], Attendance.DEPUTY))
    with pytest.raises(InvalidAnswer, match="deputy of theirs"):
        hold(work, meeting_id, seats, chair=Came(seats["chair"], Attendance.DEPUTY, deputy))
    with pytest.raises(InvalidAnswer, match="took part"):
        hold(work, meeting_id, {"chair": seats["chair"]})
    hold(work, meeting_id, seats, police_decision_maker=stands_in)
    status, sentence = status_of(work, meeting_id)
    assert status is MeetingStatus.HELD and sentence.startswith("Four took part and four are needed")
    with pytest.raises(Conflict):
        hold(work, meeting_id, seats)
    page = work.browser("chair").get(f"/manchester/meetings/{meeting_id}").text
    assert "Screening Member Example took part for them" in page


def test_a_meeting_without_a_quorum_says_who_was_missing_and_cannot_advise_until_it_is_finished(
    portal: Flask,
) -> None:
    work = Work(portal)
    seats, reference, meeting_id = seat_all(work), work.case(), plan(work)
    put(work, meeting_id, reference)
    hold(work, meeting_id, seats, POLICE)
    status, sentence = status_of(work, meeting_id)
    assert status is MeetingStatus.INQUORATE
    assert sentence == "Three of the four needed took part; Greater Manchester Police was missing."
    with pytest.raises(InvalidAnswer, match="without a quorum") as refusal:
        work.screened(reference)
    assert refusal.value.field == "came_from"
    with pytest.raises(InvalidAnswer, match="had a quorum for this case"):
        work.screened(reference, came_from=str(meeting_id))
    assert "finish it by correspondence" in work.browser("coordinator").get("/manchester/desk").text
    later = rebook(work, meeting_id, days=0, how=HowConsidered.CORRESPONDENCE, place="", starts_at="")
    hold(work, later, seats)
    chair = work.browser("chair")
    assert f"/screenings/new?meeting={later}" in chair.get(f"/manchester/meetings/{later}").text
    page = chair.get(f"/manchester/cases/{reference}/screenings/new?meeting={later}").text
    assert str(meeting_id) not in page and re.search(rf'value="{later}"[^>]* checked', page)
    advice = work.screened(reference, came_from=str(later), members="", considered_on=None)
    page = chair.get(f"/manchester/cases/{reference}/screenings/{advice}").text
    assert (
        f"/meetings/{later}" in page
        and "Chair Example, " in page
        and "Police Decision Maker Example, " in page
    )
    with work.session(writes=False) as session:
        actor, meeting = coordinator(work), session.get_one(Meeting, later)
        agenda = queries.agenda_seen(session, actor, meeting)
        assert agenda[0].case is not None
        shown = record_queries.on_record(session, work.tenant, meeting, agenda)
        assert shown.advice == {agenda[0].case.id: advice}
        told = {each.what for each in events_of(session, "case", agenda[0].case.id)}
        assert {"considered-without-quorum", "considered-at-meeting"} <= told
    # What the council notifies, and what the partners decide, waited for none of it.
    assert work.notified(reference) and work.prepared(reference)


def test_nobody_is_recorded_before_the_day(portal: Flask) -> None:
    work = Work(portal)
    seats, ahead = seat_all(work), plan(work, meets_on=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="once the day"):
        hold(work, ahead, seats)


def test_an_agencys_interest_stays_and_personal_involvement_closes_the_case_everywhere_at_once(
    portal: Flask,
) -> None:
    work = Work(portal)
    seats, reference, meeting_id = seat_all(work), work.case(), plan(work)
    item_id, other = put(work, meeting_id, reference), put(work, meeting_id, words="The year’s plan")
    decision_id = work.prepared(reference)
    declare(work, meeting_id, item_id, "icb-decision-maker", Interest.AGENCY, "We run the ward.")
    declare(work, meeting_id, item_id, "icb-decision-maker", Interest.AGENCY, "We run the ward.")
    declare(work, meeting_id, item_id, POLICE, Interest.PERSONAL)
    with pytest.raises(NotFound):
        declare(work, meeting_id, other, "icb-decision-maker", Interest.AGENCY)
    with work.session() as session:
        # What was declared with a view is on the agenda too, of this case alone.
        member = work.actor("screening-member")
        on_case = known_case(session, reference, member.account_id, member.permissions)
        interests.declare(session, work.tenant, member, on_case, "We taught the child.")
        session.commit()
    involved, stays = work.browser(POLICE), work.browser("icb-decision-maker")
    case = f"/manchester/cases/{reference}"
    for page in (case, f"{case}/history", f"{case}/decisions/{decision_id}", f"{case}/information"):
        assert (involved.get(page).status_code, stays.get(page).status_code) == (404, 200), page
    for page in ("/manchester/cases", "/manchester/desk", f"/manchester/meetings/{meeting_id}"):
        assert reference not in involved.get(page).text, page
    shown = stays.get(f"/manchester/meetings/{meeting_id}").text
    assert "We run the ward." in shown and shown.count("We run the ward.") == 1 and "takes no part" in shown
    assert shown.count("We taught the child.") == 1 and "declared with a view" in shown
    assert "We taught the child." not in involved.get(f"/manchester/meetings/{meeting_id}").text
    assert involved.get(f"/manchester/meetings/{meeting_id}/agenda/{item_id}/interest").status_code == 404
    hold(work, meeting_id, seats)
    assert status_of(work, meeting_id)[0] is MeetingStatus.HELD
    # The meeting had its quorum; for this case the police were not at the table.
    with work.session(writes=False) as session:
        found = quorums_of(session, meeting_id)[item_id]
        assert not found.is_met and "Greater Manchester Police was missing" in (found.sentence or "")
    with pytest.raises(InvalidAnswer, match="without a quorum"):
        work.screened(reference)
    assert f"Put {reference} on another agenda" in work.browser("coordinator").get("/manchester/desk").text
    assert "No quorum for this case" in stays.get(f"/manchester/meetings/{meeting_id}").text


def test_whoever_runs_the_meeting_declares_for_those_at_the_table_and_others_for_themselves(
    portal: Flask,
) -> None:
    work = Work(portal)
    seat_all(work)
    reference, meeting_id = work.case(), plan(work)
    item_id, police, stranger = put(work, meeting_id, reference), work.actor(POLICE), work.actor("referrer")
    for actor, whose in ((work.actor("icb-decision-maker"), police), (coordinator(work), stranger)):
        declared = holding.Declared(whose.account_id, Interest.PERSONAL, "A cousin.")
        with work.session() as session, pytest.raises(InvalidAnswer, match="sits on the body"):
            holding.declare(session, work.tenant, actor, meeting_id, item_id, declared, TODAY)
    with work.session() as session:
        declared = holding.Declared(police.account_id, Interest.PERSONAL, "A cousin.")
        holding.declare(session, work.tenant, coordinator(work), meeting_id, item_id, declared, TODAY)
    with work.session(writes=False) as session, pytest.raises(NotFound):
        known_case(session, reference, police.account_id, police.permissions)


def test_a_deputy_takes_the_place_of_somebody_involved_for_that_case_and_a_correction_leaves_what_was_recorded(
    portal: Flask,
) -> None:
    work = Work(portal)
    seats, reference, meeting_id = seat_all(work), work.case(), plan(work)
    deputy = give_seat(work, "screening-member", "housing", Seat.DEPUTY, deputy_for_id=seats[POLICE])
    item_id, other = put(work, meeting_id, reference), put(work, meeting_id, work.case())
    declare(work, meeting_id, item_id, POLICE, Interest.PERSONAL)
    browser, page = work.browser("coordinator"), f"/manchester/meetings/{meeting_id}"
    asked = browser.get(f"{page}/attendance").text
    assert asked.count("Who took the place of Police Decision Maker Example") == 1 and reference in asked
    hold(work, meeting_id, seats)
    came = {holding.field_of(seat_id): "present" for seat_id in seats.values()}
    stands_in = {deputies.field_of_stand_in(item_id, seats[POLICE]): str(deputy)}
    address = f"{page}/attendance/correct"
    assert browser.get(address).text.count('value="present" checked') == len(seats)
    assert "Say what has to be corrected" in send(browser, address, **came, **stands_in).text
    assert send(browser, address, **came, **stands_in, reason="Their deputy was there.").location == page
    with work.session(writes=False) as session:
        found = quorums_of(session, meeting_id)
        assert found[item_id].is_met and found[other].is_met and found[None].version == 2
    assert f"Put {reference} on another agenda" not in browser.get("/manchester/desk").text
    shown = browser.get(page).text
    for words in ("Their deputy was there.", "What was recorded before",
                  "Screening Member Example took the place of Police Decision Maker Example"):  # fmt: skip
        assert words in shown, words
    advice = work.screened(reference, came_from=str(meeting_id), members="", considered_on=None)
    advised = f"/manchester/cases/{reference}/screenings/{advice}"
    who = f"Screening Member Example, {work.tenant.agency_name('police')}, for Police Decision Maker Example"
    assert who in browser.get(advised).text and "had no quorum" not in browser.get(advised).text
    every = [Came(seat_id, Attendance.PRESENT) for seat_id in seats.values()]
    for item, seat, refusal in ((other, POLICE, "takes no part"), (item_id, "chair", "takes no part")):
        wrong = deputies.SatIn(item, seats[seat], deputy)
        with work.session() as session, pytest.raises(InvalidAnswer, match=refusal):
            correcting.correct(
                session, work.tenant, coordinator(work), meeting_id, every, [wrong], "So.", TODAY
            )
    # Nobody took their place after all, and so the meeting had no quorum for the case.
    with work.session() as session:
        correcting.correct(
            session, work.tenant, coordinator(work), meeting_id, every, (), "A mistake.", TODAY
        )
    assert "it had no quorum for this case" in browser.get(advised).text
    assert "correction 2" in browser.get(page).text and status_of(work, meeting_id)[0] is MeetingStatus.HELD
