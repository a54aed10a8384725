"""Do the working days of a rapid review tick themselves where the portal sees, and are they ticked with a trace?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.domain.information import Purpose
from portal.domain.meetings import MeetingStatus
from portal.domain.rapid_review import RungStanding
from portal.domain.vocabulary import ReviewKind
from portal.information import approving, ladder
from portal.models.event import Event
from portal.models.meeting import AgendaItem, Meeting
from portal.models.notification import Notification, RapidReviewSent
from portal.models.outbox import DIGEST, Outbox
from portal.models.reminder import ClockReminder, Reminder
from portal.models.review import Review
from portal.models.rung_mark import RungMark
from portal.reviews import plan_reminding
from portal.reviews.plan import Plan, plan_of
from tests.information.requests import ASKED, SILENT, asked
from tests.people import send
from tests.work import TODAY, Work

S = RungStanding
# The notification was sent on Monday 16 November 2026: day 1 is Tuesday 17, day 4 Friday 20, day 15 Monday 7 December.
DAY_5, DAY_6, DAY_9 = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def begun(work: Work) -> tuple[str, UUID]:
    """Have a notification recorded; return the case's reference and its rapid review."""
    reference = work.case()
    work.notified(reference)
    with work.session(writes=False) as session:
        return reference, session.scalars(select(Review.id)).one()


def plan(work: Work, review_id: UUID, day: date = TODAY) -> Plan:
    with work.portal.app_context(), work.session(writes=False) as session:
        found = plan_of(session, work.tenant, session.get_one(Review, (work.slug, review_id)), day)
        assert found is not None
        for line in found.lines:
            list(line.marks)
        session.expunge_all()
        return found


def standings(work: Work, review_id: UUID, day: date = TODAY) -> dict[str, RungStanding]:
    return {line.rung.code: line.standing for line in plan(work, review_id, day).lines}


def remind(work: Work, day: date) -> int:
    with work.portal.app_context():
        return plan_reminding.remind_all(work.tenant, day)


def meets(work: Work, reference: str, on: date, status: MeetingStatus) -> None:
    with work.session() as session:
        case = work.case_of(session, reference)
        by = work.person("coordinator").account_id
        meeting = Meeting(tenant=work.slug, how="meeting", meets_on=on, planned_by=by, status=status)
        session.add(meeting)
        session.flush()
        session.add(
            AgendaItem(tenant=work.slug, meeting_id=meeting.id, case_id=case.id, unit=case.unit, position=1)
        )
        session.commit()


def test_what_the_portal_sees_ticks_itself_and_an_earlier_meeting_is_not_the_reviews(portal: Flask) -> None:
    work = Work(portal)
    reference, review_id = begun(work)
    now = standings(work, review_id)
    assert (now["log"], now["send-requests"], now["tell-leads"]) == (S.DONE, S.LATE, S.TODAY)
    from portal.information import operations
    from portal.models.information import AgencyReturn

    request = asked(purpose=Purpose.RAPID_REVIEW, due_on=DAY_5)
    coordinator = work.actor("coordinator")
    with work.session() as session:
        asked_of = operations.ask(session, work.tenant, coordinator, reference, request, TODAY)
        returns = dict(
            session.execute(
                select(AgencyReturn.agency, AgencyReturn.id).where(AgencyReturn.request_id == asked_of.id)
            ).all()
        )
    meets(work, reference, date(2026, 11, 16), MeetingStatus.HELD)
    meets(work, reference, DAY_9, MeetingStatus.CANCELLED)
    now = standings(work, review_id)
    assert (now["send-requests"], now["book-meeting"], now["confirm-receipts"]) == (S.DONE, S.LATE, S.LATE)
    # One agency answers that it knows nothing; the other is chased, and each is then settled or chased.
    lead, _ = work.actor("safeguarding-lead", agency=ASKED), work.person("chair")
    with work.session() as session:
        approving.confirm_nil(session, work.tenant, lead, returns[ASKED], "All", "Sam Pretend", TODAY)
    with portal.app_context():
        ladder.climb(work.tenant, DAY_5)
    now = standings(work, review_id, DAY_5)
    assert (now["tell-executive"], now["returns-due"], now["confirm-receipts"]) == (S.DONE, S.TODAY, S.LATE)
    with work.session() as session:
        operations.go_on_without(
            session, work.tenant, coordinator, reference, returns[SILENT], "Silent", DAY_6
        )
    meets(work, reference, DAY_9, MeetingStatus.HELD)
    now = standings(work, review_id, DAY_9)
    met = ("confirm-receipts", "returns-due", "formal-letter", "book-meeting", "hold-meeting")
    assert {now[code] for code in met} == {S.DONE}
    assert now["write-draft"] is S.TO_COME and now["merge-chronology"] is S.LATE


def test_a_step_is_ticked_or_not_needed_with_who_and_why_and_opened_again_with_a_trace(portal: Flask) -> None:
    work = Work(portal)
    reference, review_id = begun(work)
    coordinator, base = work.browser("coordinator"), f"/manchester/work/reviews/{review_id}/working-days"
    page = coordinator.get(base).text
    assert "The fifteen working days" in page and "Day 1: Tuesday 17 November 2026" in page
    assert "Days 8 to 10: Thursday 26 November 2026 to Monday 30 November 2026" in page
    assert send(coordinator, base, at=f"{base}/call-partners/tick").location == base
    assert send(coordinator, base, at=f"{base}/call-partners/tick").status_code == 409
    late = send(coordinator, base, at=f"{base}/call-partners", as_what="done", note="Spoke to three.")
    assert "Spoke to three." in late.text and "was not saved" in late.text
    refused = send(coordinator, f"{base}/staff-support", as_what="not-needed", note=" ").text
    assert "Say why it is not needed" in refused
    assert (
        "Select whether"
        in send(coordinator, f"{base}/staff-support", as_what="taken-back", note="Zebra").text
    )
    assert send(coordinator, f"{base}/staff-support", as_what="not-needed", note="Zebra").location == base
    assert send(coordinator, base, at=f"{base}/call-partners/take-back").location == base
    assert send(coordinator, base, at=f"{base}/call-partners/take-back").status_code == 409
    assert send(coordinator, base, at=f"{base}/nothing/tick").status_code == 404
    now = standings(work, review_id)
    assert (now["staff-support"], now["call-partners"]) == (S.NOT_NEEDED, S.LATE)
    page = coordinator.get(base).text
    assert "Taken back" in page and "Not needed" in page and "Zebra" in page
    with work.session(writes=False) as session:
        assert b"Zebra" not in b"".join(row.note_sealed or b"" for row in session.scalars(select(RungMark)))
        told = session.scalars(select(Event).where(Event.what.like("step-%")).order_by(Event.at)).all()
        assert [(each.what, each.facts["step"]) for each in told] == [
            ("step-done", "call-partners"), ("step-not-needed", "staff-support"), ("step-taken-back", "call-partners"),
        ]  # fmt: skip
    history = work.browser("chair").get(f"/manchester/cases/{reference}/history").text
    assert "Telephone the council, the police and the integrated care board" in history
    # Whoever reads the case sees the days; ticking is the coordinator's.
    chair = work.browser("chair")
    assert "Zebra" in chair.get(base).text and "/tick" not in chair.get(base).text
    assert send(chair, base, at=f"{base}/log/tick").status_code == 404
    assert base in chair.get(f"/manchester/cases/{reference}").text


def test_late_steps_are_one_line_on_the_desk_and_in_the_email_of_the_day_once(portal: Flask) -> None:
    work = Work(portal)
    _, review_id = begun(work)
    coordinator = work.person("coordinator")
    day_2 = date(2026, 11, 18)
    assert remind(work, date(2026, 11, 17)) == 0
    late = plan(work, review_id, day_2).standing_at(S.LATE)
    assert remind(work, day_2) == len(late) == 8 and remind(work, day_2) == 0
    with work.session(writes=False) as session:
        assert {row.account_id for row in session.scalars(select(Reminder))} == {coordinator.account_id}
        assert len(session.scalars(select(Outbox).where(Outbox.kind == DIGEST)).all()) == 1
        assert {row.code for row in session.scalars(select(ClockReminder))} == {"after-1"}
    with time_machine.travel(datetime.combine(day_2, time(9), UTC), tick=False):
        desk = work.browser("coordinator").get("/manchester/desk").text
        assert "working day 2 of 15" in desk and "and 6 more" in desk
        assert desk.count(f"/manchester/work/reviews/{review_id}/working-days") == 1
    # Sent, or found not to meet the criteria: nothing is late, and nobody is reminded.
    with work.session() as session:
        by = coordinator.account_id
        session.add(RapidReviewSent(tenant=work.slug, review_id=review_id, sent_on=DAY_5, recorded_by=by))
        session.commit()
    assert remind(work, DAY_9) == 0
    stopped = plan(work, review_id, DAY_9)
    assert not stopped.is_running and not stopped.standing_at(S.LATE) and stopped.line("send").is_settled  # type: ignore[union-attr]
    with work.session() as session:
        session.scalars(select(Notification)).one().not_met_on = DAY_5
        session.commit()
    browser = work.browser("coordinator")
    base = f"/manchester/work/reviews/{review_id}/working-days"
    assert "found not to meet the criteria" in browser.get(base).text
    assert "working day" not in browser.get("/manchester/desk").text
    assert send(browser, base, at=f"{base}/log/tick").status_code == 404 and remind(work, DAY_9) == 0
    with work.session() as session:
        session.get_one(Review, (work.slug, review_id)).kind = ReviewKind.LOCAL_LEARNING_REVIEW
        session.commit()
    assert browser.get(base).status_code == 404


def test_whoever_is_involved_in_the_case_is_not_reminded_of_its_steps(portal: Flask) -> None:
    from portal.casework import operations

    work = Work(portal)
    reference, _ = begun(work)
    involved = work.person("coordinator")
    with work.session() as session:
        operations.exclude(
            session, work.tenant, work.actor("coordinator"), reference, involved.account_id, "A relative"
        )
    assert remind(work, DAY_5) > 0
    with work.session(writes=False) as session:
        assert involved.account_id not in {row.account_id for row in session.scalars(select(Reminder))}
