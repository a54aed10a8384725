"""Is what came of recommendations recorded, verified by somebody else, and copied to regional leads without a word?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.following_up import FollowUp
from portal.models.published_learning import PublishedMethod, PublishedStep
from portal.models.recommendation import Recommendation
from portal.reviews import recommendation_operations as recommending
from portal.reviews.follow_up_operations import Recorded, take_step
from portal.reviews.section_operations import set_method
from portal.web.working_days import today
from tests.people import send
from tests.reading import Reading
from tests.reviews.test_recommendations import added, prepared, published, taken_down
from tests.reviews.test_work_pages import day
from tests.work import TODAY

WORDS = "Words that stay with the partnership."


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def step(
    reading: Reading, review_id: UUID, of: UUID, action: str, role: str = "coordinator", **said: Any
) -> None:
    on = said.pop("on", TODAY)
    actor = reading.actor(role, agency="") if role == "chair" else reading.actor(role)
    with reading.session() as session:
        take_step(session, reading.tenant, actor, review_id, of, action, Recorded(WORDS, on, **said), TODAY)


def copies(reading: Reading) -> list[tuple[str, str]]:
    with reading.session(writes=False) as session:
        rows = session.scalars(select(PublishedStep).order_by(PublishedStep.position)).all()
        assert all(WORDS not in str(vars(row)) for row in rows)
        return [(row.kind.value, row.status.value) for row in rows]


def methods(reading: Reading) -> list[str]:
    with reading.session(writes=False) as session:
        return sorted(each.value for each in session.scalars(select(PublishedMethod.method)))


def test_what_came_of_it_is_followed_to_its_end_and_regional_leads_get_codes_of_what_readers_have(
    reading: Reading,
) -> None:
    review_id = reading.review()
    (one,) = added(reading, review_id, "Ask every father.")
    step(reading, review_id, one, "put-on-track")
    assert copies(reading) == []
    published(reading, prepared(reading, review_id))
    assert copies(reading) == [("progress", "on-track")]
    assert methods(reading) == []
    with reading.session() as session:
        set_method(session, reading.tenant, reading.actor("coordinator"), review_id, ["audit", "peer-review"], [])
    assert methods(reading) == ["audit", "peer-review"]
    step(reading, review_id, one, "say-complete")
    with pytest.raises(NotAllowed, match="Somebody other than"):
        step(reading, review_id, one, "verify", evidence="audit", strength="weak")
    with pytest.raises(InvalidAnswer) as refused:
        step(reading, review_id, one, "verify", "chair", evidence="audit")
    assert refused.value.field == "strength"
    step(reading, review_id, one, "ask-further-work", "chair")
    step(reading, review_id, one, "say-complete")
    step(reading, review_id, one, "verify", "chair", evidence="audit", strength="strong")
    step(reading, review_id, one, "record-impact", impact="child")
    step(reading, review_id, one, "find-embedded", "chair", evidence="survey", strength="strong")
    assert copies(reading)[1:] == [
        ("complete", "awaiting-verification"), ("further-work", "on-track"), ("complete", "awaiting-verification"),
        ("verified", "verified"), ("impact", "verified"), ("embedded", "embedded"),
    ]  # fmt: skip
    with reading.session(writes=False) as session:
        assert session.get_one(Recommendation, (reading.slug, one)).status is FollowUp.EMBEDDED


def test_a_step_is_of_a_day_between_the_last_and_today_and_is_kept(reading: Reading) -> None:
    review_id = reading.review()
    (one,) = added(reading, review_id, "Ask every father.")
    with pytest.raises(NotAllowed, match="no agency it asks accepts"):
        step(reading, review_id, one, "close-not-accepted")
    step(reading, review_id, one, "put-at-risk", on=TODAY - timedelta(days=3))
    for on in (TODAY + timedelta(days=1), TODAY - timedelta(days=4)):
        with pytest.raises(InvalidAnswer) as refused:
            step(reading, review_id, one, "say-complete", on=on)
        assert refused.value.field == "happened_on"
    with pytest.raises(NotAllowed):
        step(reading, review_id, one, "put-on-track", "chair")
    with reading.session() as session, pytest.raises(Conflict, match="so it stays"):
        recommending.remove(session, reading.tenant, reading.actor("coordinator"), review_id, one)


def test_what_is_taken_down_in_an_emergency_takes_its_steps_from_regional_leads(reading: Reading) -> None:
    review_id = reading.review()
    (one,) = added(reading, review_id, "Ask every father.")
    published(reading, report := prepared(reading, review_id))
    step(reading, review_id, one, "put-on-track")
    assert len(copies(reading)) == 1
    taken_down(reading, report)
    assert copies(reading) == []


def test_its_pages_record_it_and_the_desk_says_what_is_late_and_what_to_verify(reading: Reading) -> None:
    review_id = reading.review()
    coordinator, chair = reading.browser("coordinator"), reading.browser("chair", agency="")
    with reading.session() as session:
        said = recommending.Said("Ask.", "Heard.", {reading.tenant.agencies[0].code: "Head"}, "national",
                                 due_on=today() - timedelta(days=9))  # fmt: skip
        one = recommending.add(session, reading.tenant, reading.actor("coordinator"), review_id, said).id
    at = f"/manchester/work/reviews/{review_id}/recommendations/{one}/follow-up"
    assert "1 recommendation late" in coordinator.get("/manchester/desk").text
    assert send(coordinator, f"{at}/progress", action="put-at-risk", **day("happened_on")).status_code == 200
    answer = send(coordinator, f"{at}/progress", action="put-at-risk", note=WORDS, **day("happened_on"))
    assert answer.status_code == 303
    page = coordinator.get(at).text
    assert "Overdue" in page and WORDS in page and "Progress: at risk" in page
    assert send(coordinator, f"{at}/complete", note="Done.", **day("happened_on")).status_code == 303
    assert "recommendation late" not in coordinator.get("/manchester/desk").text
    assert coordinator.get(f"{at}/verify").status_code == 404
    assert f'href="{at}/verify"' in chair.get("/manchester/desk").text
    found = {"action": "verify", "evidence": "audit", "strength": "weak", "note": "Six records."}
    assert send(chair, f"{at}/verify", **found, **day("happened_on")).status_code == 303
    assert "Verified on weak evidence" in chair.get(at).text
    assert (
        send(
            coordinator, f"{at}/impact", impact="child", note="They say so.", **day("happened_on")
        ).status_code
        == 303
    )
    assert "What children say" in coordinator.get(at).text
