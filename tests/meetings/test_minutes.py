"""Are minutes approved by others than wrote them, never edited afterwards, and silent on what is closed?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.casework import operations as casework
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.meetings import MinutesStatus
from portal.meetings import minutes_queries, reminding, writing
from portal.models.account import Membership
from portal.models.meeting import Meeting, agenda_of
from portal.models.minutes import Minutes, MinutesPart
from portal.models.outbox import Outbox
from portal.models.reminder import Reminder
from tests.meetings.body import coordinator, hold, plan, put, seat_all
from tests.people import send
from tests.work import TODAY, Work

POLICE = "police-decision-maker"


def begun(work: Work, meeting_id: UUID) -> writing.Which:
    with work.session() as session:
        minutes = writing.begin(session, work.tenant, coordinator(work), meeting_id, TODAY)
        return writing.Which(meeting_id, minutes.id)


def saved(
    work: Work, which: writing.Which, text: str = "It was looked at.", *, by: Any = None, edition: int = 1
) -> None:
    with work.session() as session:
        texts = {each.id: text for each in agenda_of(session, [which.meeting_id])}
        writing.save(session, by or coordinator(work), which, edition, "Welcome.", texts)


def written(work: Work) -> tuple[str, UUID, writing.Which]:
    """Hold a meeting about a case and something else, and write its minutes with an action."""
    seats, reference, meeting_id = seat_all(work), work.case(), plan(work)
    item_id = put(work, meeting_id, reference)
    put(work, meeting_id, words="The year’s plan")
    hold(work, meeting_id, seats)
    which = begun(work, meeting_id)
    saved(work, which)
    with work.session() as session:
        agreed = writing.AgreedAction("Ask the school", "A. Chair, health", TODAY + timedelta(days=14))
        writing.add_action(session, coordinator(work), which, item_id, agreed)
    return reference, item_id, which


def sent(work: Work, which: writing.Which) -> None:
    with work.session() as session:
        writing.send(session, work.tenant, coordinator(work), which)


def approved(work: Work, which: writing.Which) -> None:
    with work.session() as session:
        writing.approve(session, work.actor("chair"), which)


def test_minutes_are_approved_by_somebody_else_then_never_change_and_are_corrected_in_a_new_version(
    portal: Flask,
) -> None:
    work = Work(portal)
    _, _, which = written(work)
    assert begun(work, which.meeting_id) == which
    sent(work, which)
    with work.session() as session, pytest.raises(NotAllowed, match="other than the people who wrote"):
        writing.approve(session, coordinator(work), which)
    with pytest.raises(Conflict):
        saved(work, which, edition=2)
    with work.session() as session:
        writing.send_back(session, work.tenant, work.actor("chair"), which, "Say who asked.")
    saved(work, which, "The police asked.", edition=2)
    sent(work, which)
    approved(work, which)
    due = TODAY + timedelta(days=14)
    with work.session(writes=False) as session:
        assert minutes_queries.agreed_actions(session, coordinator(work), due - timedelta(days=1)) == []
        ((_, _, action),) = minutes_queries.agreed_actions(session, coordinator(work), due)
        assert action.due_on == due
    with work.session() as session:
        session.get_one(Minutes, which.minutes_id).general = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()
    with work.session() as session:
        session.query(MinutesPart).first().text = "Otherwise."  # type: ignore[union-attr]
        with pytest.raises(Conflict):
            session.flush()
    with work.session() as session:
        later = writing.correct(session, work.tenant, coordinator(work), which, "The ward is another.")
        assert (later.version, later.status) == (2, MinutesStatus.DRAFT)
        again = writing.Which(which.meeting_id, later.id)
    with work.session() as session, pytest.raises(NotAllowed, match="later version"):
        writing.correct(session, work.tenant, coordinator(work), which, "Once more.")
    with work.session(writes=False) as session:
        meeting = session.get_one(Meeting, which.meeting_id)
        parts = minutes_queries.parts_seen(
            session, coordinator(work), meeting, session.get_one(Minutes, again.minutes_id)
        )
        assert [each.text for each in parts] == ["The police asked."] * 2
        assert [one.what for one in parts[0].actions] == ["Ask the school"]


def test_an_agreed_action_is_owed_by_somebody_until_they_say_that_it_is_done_and_the_minutes_show_it(
    portal: Flask,
) -> None:
    work = Work(portal)
    _, item_id, which = written(work)
    owner, due_on = work.actor(POLICE), TODAY + timedelta(days=14)
    with work.session() as session:
        agreed = writing.AgreedAction("Read the file", "", due_on, owner.account_id)
        mine = writing.add_action(session, coordinator(work), which, item_id, agreed).id
        stranger = writing.AgreedAction("Read it", "", due_on, work.actor("referrer").account_id)
        with pytest.raises(InvalidAnswer, match="takes part in this item"):
            writing.add_action(session, coordinator(work), which, item_id, stranger)
    sent(work, which)
    approved(work, which)

    def reminded(day: date) -> set[UUID]:
        with work.portal.app_context():
            reminding.remind_of_actions(work.tenant, day)
        with work.session(writes=False) as session:
            wanted = select(Reminder.account_id).where(Reminder.for_day == day)
            return set(session.scalars(wanted))

    with work.session(writes=False) as session:
        told = select(Outbox.account_id).where(Outbox.account_id == owner.account_id)
        assert session.scalars(told).first() is not None, "whose it is is told once the minutes are approved"
    assert reminded(due_on - timedelta(days=7)) == set()
    # Theirs is theirs; what is nobody's here goes to those who run the meetings.
    assert owner.account_id in reminded(due_on) and coordinator(work).account_id in reminded(due_on)
    assert reminded(due_on) and work.actor("icb-decision-maker").account_id not in reminded(due_on)
    # Nobody reminds a leaver: what was theirs is for those who run the meetings.
    with work.session() as session:
        seat = session.scalars(select(Membership).where(Membership.account_id == owner.account_id)).one()
        seat.is_active = False
        session.commit()
    after = due_on + timedelta(days=7)
    assert owner.account_id not in reminded(after)
    with work.session() as session:
        given = select(Reminder.what).where(Reminder.account_id == coordinator(work).account_id)
        assert sum(str(mine) in what for what in session.scalars(given)) == 1
        session.scalars(select(Membership).where(Membership.account_id == owner.account_id)).one().is_active = True
        session.commit()
    base = f"/manchester/meetings/{which.meeting_id}/minutes/{which.minutes_id}"
    page = f"{base}/actions/{mine}/done"
    browser, other = work.browser(POLICE), work.browser("icb-decision-maker")
    with time_machine.travel(due_on, tick=False):
        assert "See to an agreed action" in work.browser(POLICE).get("/manchester/desk").text
    assert page in browser.get(base).text and page not in other.get(base).text
    assert other.get(page).status_code == 404
    day = {"done_on": [str(TODAY.day), str(TODAY.month), str(TODAY.year)]}
    early = {"done_on": ["1", "1", "2020"]}
    assert "Say what was done" in send(browser, page, **day, note=" ").text
    assert "day of the meeting or a later day" in send(browser, page, **early, note="Read.").text
    assert send(browser, page, **day, note="All of it was read.").location == base
    assert "All of it was read." in other.get(base).text
    assert browser.get(page).status_code in (403, 404, 409)
    with work.session() as session:
        later = writing.correct(session, work.tenant, coordinator(work), which, "The ward is another.")
        again = writing.Which(which.meeting_id, later.id)
        writing.send(session, work.tenant, coordinator(work), again)
    approved(work, again)
    with work.session(writes=False) as session:
        found = minutes_queries.agreed_actions(session, coordinator(work), due_on)
        assert [action.what for _, _, action in found] == ["Ask the school"]
        assert minutes_queries.agreed_actions(session, owner, due_on) == []
    assert "All of it was read." in other.get(base.replace(str(which.minutes_id), str(again.minutes_id))).text


def test_nothing_is_sent_before_something_is_written_of_every_item(portal: Flask) -> None:
    work = Work(portal)
    _, _, which = written(work)
    saved(work, which, " ", edition=2)
    with pytest.raises(InvalidAnswer, match="every item"):
        sent(work, which)
    page = work.browser("coordinator").get(
        f"/manchester/meetings/{which.meeting_id}/minutes/{which.minutes_id}/send"
    )
    assert "Nothing is written of items 1, 2" in page.text


def test_two_who_write_at_once_lose_nothing(portal: Flask) -> None:
    work = Work(portal)
    _, item_id, which = written(work)
    base = f"/manchester/meetings/{which.meeting_id}/minutes/{which.minutes_id}"
    coordinator = work.browser("coordinator")
    fields = {"edition": "1", f"item_{item_id.hex}": "What I typed."}
    refused = send(coordinator, f"{base}/write", **fields)
    assert refused.status_code == 200 and "Somebody saved these minutes" in refused.text
    assert "What I typed." in refused.text and 'value="2"' in refused.text
    assert send(coordinator, f"{base}/write", **{**fields, "edition": "2"}).location == base
    assert "What I typed." in coordinator.get(base).text


def test_a_text_that_is_refused_for_another_reason_still_meets_what_somebody_saved_meanwhile(
    portal: Flask,
) -> None:
    work = Work(portal)
    _, item_id, which = written(work)
    base = f"/manchester/meetings/{which.meeting_id}/minutes/{which.minutes_id}"
    coordinator = work.browser("coordinator")
    typed = {"edition": "1", f"item_{item_id.hex}": "x" * 60_000}
    refused = send(coordinator, f"{base}/write", **typed)
    assert refused.status_code == 200 and "Somebody saved" not in refused.text
    edition = refused.text.partition('name="edition"')
    assert 'value="1"' in edition[0][-200:] + edition[2][:200]


def test_whoever_wrote_what_a_correction_takes_over_does_not_approve_it(portal: Flask) -> None:
    work = Work(portal)
    _, _, which = written(work)
    sent(work, which)
    approved(work, which)
    with work.session() as session:
        later = writing.correct(session, work.tenant, work.actor("chair"), which, "The ward is another.")
        again = writing.Which(which.meeting_id, later.id)
        writing.send(session, work.tenant, work.actor("chair"), again)
    with work.session() as session, pytest.raises(NotAllowed, match="who wrote"):
        writing.approve(session, coordinator(work), again)


def test_drafts_are_for_those_who_write_and_a_closed_case_stays_closed_in_minutes(portal: Flask) -> None:
    work = Work(portal)
    reference, item_id, which = written(work)
    base = f"/manchester/meetings/{which.meeting_id}/minutes/{which.minutes_id}"
    assert work.browser(POLICE).get(base).status_code == 404
    member = work.actor("screening-member")
    with work.session() as session:
        casework.exclude(
            session, work.tenant, coordinator(work), reference, work.actor(POLICE).account_id, "A cousin."
        )
        writing.save(session, work.actor("chair"), which, 2, "Welcome.", {item_id: "Rowan was asked."})
    sent(work, which)
    page, whole = work.browser(POLICE).get(base).text, work.browser("icb-decision-maker").get(base).text
    assert "You take no part in this item" in page and reference not in page
    assert "Rowan was asked." in whole and "Ask the school" in whole
    assert "Rowan" not in page and "Ask the school" not in page and "It was looked at." in page
    with work.session() as session, pytest.raises(NotFound):
        writing.approve(session, member, which)
    with work.session() as session, pytest.raises(NotAllowed, match="who wrote"):
        writing.approve(session, work.actor("chair"), which)


def test_whoever_takes_no_part_in_an_item_approves_no_minutes_of_it(portal: Flask) -> None:
    work = Work(portal)
    reference, _, which = written(work)
    sent(work, which)
    with work.session() as session:
        chair = work.actor("chair")
        casework.exclude(session, work.tenant, coordinator(work), reference, chair.account_id, "A cousin.")
    with work.session() as session, pytest.raises(NotAllowed, match="take no part"):
        writing.approve(session, chair, which)
