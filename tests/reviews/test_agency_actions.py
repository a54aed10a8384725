"""Is what agencies do for a recommendation asked of a role, reminded of when late, done with evidence, and copied?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.agency_actions import ActionStatus
from portal.domain.errors import Conflict, InvalidAnswer
from portal.models.agency_action import AgencyAction, actions_of
from portal.models.published_learning import PublishedAction
from portal.reviews import action_operations as acting
from portal.reviews import action_reminding
from portal.reviews.action_operations import Asked, Ended
from portal.reviews.recommendation_operations import record_answer, remove
from portal.web.working_days import today
from tests.people import send
from tests.reading import Reading
from tests.reviews.test_follow_up import step
from tests.reviews.test_recommendations import added, prepared, published
from tests.reviews.test_work_pages import day
from tests.work import AGENCY

WORDS = "Words that stay with the partnership."


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def do(reading: Reading, operation: Any, review_id: UUID, *given: Any) -> UUID:
    with reading.session() as session:
        found: UUID = operation(session, reading.tenant, reading.actor("coordinator"), review_id, *given).id
        return found


def copies(reading: Reading) -> list[tuple[str, date, date | None]]:
    with reading.session(writes=False) as session:
        rows = session.scalars(select(PublishedAction).order_by(PublishedAction.position)).all()
        assert all(WORDS not in str(vars(row)) for row in rows)
        return [(row.status.value, row.due_on, row.ended_on) for row in rows]


def test_a_late_action_is_reminded_of_once_done_with_evidence_and_reaches_regional_leads_in_codes(
    reading: Reading,
) -> None:
    review_id, now = reading.review(), today()
    (one,) = added(reading, review_id, "Ask every father.")
    at = f"/manchester/work/reviews/{review_id}/recommendations/{one}/follow-up"
    coordinator, late = reading.browser("coordinator"), now - timedelta(days=9)
    given = {"text": WORDS, "agency": AGENCY, "role": "", **day("due_on", -9)}
    assert "Name the role that owns it" in send(coordinator, f"{at}/actions/add", **given).text
    assert send(coordinator, f"{at}/actions/add", **(given | {"role": "Head of safeguarding"})).status_code == 303
    with reading.session(writes=False) as session:
        action_id = session.scalars(select(AgencyAction.id)).one()
    with pytest.raises(Conflict, match="so it stays"):
        do(reading, remove, review_id, one)
    page = coordinator.get(at).text
    assert WORDS in page and "Head of safeguarding" in page and "Overdue" in page
    assert "1 action of agencies late" in coordinator.get("/manchester/desk").text
    with reading.portal.app_context():
        assert [action_reminding.remind_all(reading.tenant, now) for _ in range(2)] == [1, 0]
    published(reading, prepared(reading, review_id))
    assert copies(reading) == [("under-way", late, None)]
    link = f"{at}/actions/{action_id}"
    said = {"action": "action-done", "note": WORDS, **day("happened_on")}
    assert "Select by what it is known" in send(coordinator, link, evidence="", **said).text
    assert send(coordinator, link, evidence="audit", **said).status_code == 303
    assert copies(reading) == [("done", late, now)]
    assert "Done late" in coordinator.get(at).text
    chair = reading.browser("chair")
    assert WORDS in chair.get(at).text and chair.get(link).status_code == 404
    do(reading, acting.end_action, review_id, one, action_id, "take-up-again", Ended(WORDS, now), now)
    later = Asked(WORDS, AGENCY, "Head of safeguarding", now + timedelta(days=9))
    do(reading, acting.change_action, review_id, one, action_id, later)
    assert copies(reading) == [("under-way", later.due_on, None)]
    with pytest.raises(InvalidAnswer, match="agency that the recommendation asks"):
        do(reading, acting.add_action, review_id, one, Asked(WORDS, "nobody", "Head", now), now)
    with reading.session() as session:
        record_answer(session, reading.tenant, reading.actor("coordinator"), review_id, one, AGENCY,
                      answer="not-accepted", reason=WORDS, answered_on=now, today=now)  # fmt: skip
    step(reading, review_id, one, "close-not-accepted")
    with reading.session(writes=False) as session:
        assert [each.status for each in actions_of(session, one)] == [ActionStatus.NO_LONGER_ASKED]
    assert copies(reading) == [("no-longer-asked", later.due_on, now)]
    assert coordinator.get(link).status_code == 404
