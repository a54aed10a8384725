"""Are minutes approved by others than wrote them, never edited afterwards, and silent on what is closed?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.casework import operations as casework
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.meetings import MinutesStatus
from portal.meetings import minutes_queries, writing
from portal.models.meeting import Meeting, agenda_of
from portal.models.minutes import Minutes, MinutesPart
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
