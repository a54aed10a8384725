"""Is a review scored by the quality markers with reasons, and counted for regional leads without them?"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.models.published_learning import PublishedMarker
from tests.people import send
from tests.reading import Reading

WORDS = "We asked the family late."


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def counted(reading: Reading) -> list[tuple[str, str]]:
    with reading.session(writes=False) as session:
        rows = session.scalars(select(PublishedMarker)).all()
        assert all(WORDS not in str(vars(row)) and row.scored_on for row in rows)
        return sorted((row.marker.value, row.score.value) for row in rows)


def test_a_coordinator_scores_each_marker_with_reasons_and_what_is_published_is_counted(reading: Reading) -> None:
    review_id = reading.review()
    coordinator, at = reading.browser("coordinator"), f"/manchester/work/reviews/{review_id}"
    assert "0 of 18 scored" in coordinator.get(at).text
    link = f"{at}/quality/family-involvement"
    assert "Say why" in send(coordinator, link, score="met").text
    assert send(coordinator, link, score="not-met", note=WORDS).status_code == 303
    assert counted(reading) == []
    reading.published(review_id=review_id)
    assert counted(reading) == [("family-involvement", "not-met")]
    assert send(coordinator, link, score="partly-met", note=WORDS).status_code == 303
    assert send(coordinator, f"{at}/quality/referral", score="met", note=WORDS).status_code == 303
    assert counted(reading) == [("family-involvement", "partly-met"), ("referral", "met")]
    page = coordinator.get(f"{at}/quality").text
    assert "2 of 18 are scored" in page and WORDS in page
    chair = reading.browser("chair")
    assert WORDS in chair.get(f"{at}/quality").text and f'href="{link}"' not in chair.get(f"{at}/quality").text
    assert chair.get(link).status_code == 404
    assert coordinator.get(f"{at}/quality/beauty").status_code == 404
