"""Are recommendations written whole, kept once readers have them, and public exactly as two people approved them?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.models.output import Output
from portal.models.published_learning import PublishedRecommendation, PublishedTheme
from portal.models.recommendation import recommendations_of
from portal.models.recommendation_copies import learning_of
from portal.models.review import Review
from portal.outputs import publishing
from portal.reviews import recommendation_operations as recommending
from portal.reviews.follow_up_operations import Recorded, take_step
from portal.reviews.recommendation_operations import Said
from tests.reading import REPORT, Reading, noon
from tests.work import AGENCY, TODAY

DUE = TODAY + timedelta(days=90)


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def said(text: str = "Ask every father.", **given: Any) -> Said:
    whole = {
        "change": "Children are heard.", "owners": {AGENCY: "Head of safeguarding"}, "level": "single-agency",
        "themes": ["fathers-and-partners"], "due_on": DUE,
    }  # fmt: skip
    return Said(text, **(whole | given))


def added(reading: Reading, review_id: UUID, *texts: str) -> list[UUID]:
    found = []
    for text in texts:
        with reading.session() as session:
            row = recommending.add(session, reading.tenant, reading.actor("coordinator"), review_id, said(text))
            found.append(row.id)
    return found


def texts(reading: Reading, review_id: UUID) -> list[str | None]:
    with reading.session() as session:
        return [each.row.text for each in recommendations_of(session, review_id)]


def prepared(reading: Reading, review_id: UUID, kind: str = REPORT, on: Any = TODAY) -> UUID:
    output_id = reading.approved(kind, review_id)
    with reading.session() as session:
        publishing.prepare(
            session, reading.tenant, reading.actor("coordinator"), output_id, on, noon(TODAY), carries_learning=True
        )
    return output_id


def published(reading: Reading, output_id: UUID) -> None:
    with reading.session() as session:
        output = session.get_one(Output, output_id)
        review = session.get_one(Review, output.review_id)
        read = learning_of(session, reading.tenant, review, output.kind, carries=True).hash
    with reading.session() as session:
        publishing.publish(
            session, reading.tenant, reading.actor("publisher"), output_id, reading.hash_of(output_id),
            noon(TODAY), learning_hash=read,
        )  # fmt: skip


def public(reading: Reading) -> list[str]:
    with reading.session() as session:
        wanted = select(PublishedRecommendation.text).order_by(PublishedRecommendation.position)
        return list(session.scalars(wanted))


def taken_down(reading: Reading, output_id: UUID) -> None:
    with reading.session() as session:
        publishing.take_down_now(
            session, reading.tenant, reading.actor("publisher"), output_id, "A name.", is_quiet=True, now=noon(TODAY)
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"change": " "}, "change"),
        ({"owners": {}}, "agency_1"),
        ({"owners": {"nobody-here": "Head"}}, "agency_1"),
        ({"owners": {AGENCY: " "}}, "role_1"),
        ({"level": "worldwide"}, "level"),
        ({"due_on": None}, "due_on"),
    ],
)
def test_a_recommendation_says_what_for_whom_who_and_by_when(reading: Reading, given: Any, field: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        recommending.require_whole(reading.tenant, said(**given))
    assert refused.value.field == field


def test_recommendations_are_ordered_changed_and_removed_while_the_review_is_open(reading: Reading) -> None:
    review_id, coordinator = reading.review(), reading.actor("coordinator")
    first, second, third = added(reading, review_id, "One.", "Two.", "Three.")
    with reading.session() as session:
        recommending.move_up(session, reading.tenant, coordinator, review_id, third)
    with reading.session() as session:
        recommending.remove(session, reading.tenant, coordinator, review_id, first)
    with reading.session() as session:
        recommending.change(session, reading.tenant, coordinator, review_id, second, said("Two, better."))
    assert texts(reading, review_id) == ["Three.", "Two, better."]
    with reading.session() as session, pytest.raises(NotAllowed):
        recommending.add(session, reading.tenant, reading.actor("chair"), review_id, said())


def test_an_agencys_refusal_has_its_reason(reading: Reading) -> None:
    review_id, coordinator = reading.review(), reading.actor("coordinator")
    (only,) = added(reading, review_id, "One.")
    answer = {"answer": "not-accepted", "answered_on": TODAY, "today": TODAY}
    with reading.session() as session, pytest.raises(InvalidAnswer, match="reason"):
        recommending.record_answer(session, reading.tenant, coordinator, review_id, only, AGENCY, reason="", **answer)
    with reading.session() as session:
        owner = recommending.record_answer(
            session, reading.tenant, coordinator, review_id, only, AGENCY, reason="Done already.", **answer
        )
        assert owner.answer == "not-accepted"


def test_two_people_publish_recommendations_with_a_report_and_they_are_kept(reading: Reading) -> None:
    review_id, coordinator = reading.review(), reading.actor("coordinator")
    (only,) = added(reading, review_id, "Ask every father.")
    output_id = prepared(reading, review_id)
    with reading.session() as session, pytest.raises(Conflict, match="has changed"):
        publishing.publish(
            session, reading.tenant, reading.actor("publisher"), output_id, reading.hash_of(output_id), noon(TODAY)
        )
    published(reading, output_id)
    assert public(reading) == ["Ask every father."]
    with reading.session() as session, pytest.raises(Conflict, match="stays as it was published"):
        recommending.change(session, reading.tenant, coordinator, review_id, only, said("Otherwise."))
    with reading.session() as session, pytest.raises(Conflict, match="stays as it was published"):
        recommending.remove(session, reading.tenant, coordinator, review_id, only)


def test_what_changed_after_it_was_prepared_is_not_published(reading: Reading) -> None:
    review_id = reading.review()
    added(reading, review_id, "One.")
    output_id = prepared(reading, review_id)
    added(reading, review_id, "Two.")
    with pytest.raises(Conflict, match="Prepare the publication again"):
        published(reading, output_id)
    assert public(reading) == []


def test_a_briefing_carries_none(reading: Reading) -> None:
    review_id = reading.review()
    added(reading, review_id, "One.")
    output_id = prepared(reading, review_id, "seven-minute-briefing")
    assert reading.publication(output_id, "carries_learning", "learning_hash") == (False, "")


def test_recommendations_stay_when_a_report_comes_down_by_its_rule(reading: Reading) -> None:
    from portal.retention.operations import come_down

    review_id, over = reading.review(), TODAY + timedelta(days=800)
    added(reading, review_id, "One.")
    published(reading, output_id := prepared(reading, review_id))
    with reading.session() as session:
        come_down(session, reading.slug, output_id, over, noon(over))
    assert reading.status(output_id) == "no-longer-published"
    assert public(reading) == ["One."]


def test_an_urgent_removal_takes_them_down_unless_another_output_carries_them(reading: Reading) -> None:
    review_id = reading.review()
    added(reading, review_id, "One.")
    report = prepared(reading, review_id)
    published(reading, report)
    added(reading, review_id, "Two.")
    summary = prepared(reading, review_id, "summary")
    published(reading, summary)
    assert public(reading) == ["One.", "Two."]
    taken_down(reading, summary)
    assert public(reading) == ["One."]
    taken_down(reading, report)
    assert public(reading) == []
    with reading.session() as session:
        assert session.scalars(select(PublishedTheme)).all() == []
        assert [each.is_kept for each in recommendations_of(session, review_id)] == [False, False]


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_readers_are_told_what_came_of_a_review_once_two_people_have_published_it(
    portal: Flask, slug: str
) -> None:
    import time_machine

    reading = Reading(portal, slug)
    review_id, reader = reading.review(), portal.test_client()
    (one, _) = added(reading, review_id, "Ask every father.", "Ask every mother.")

    def told() -> str:
        of_review = reader.get(f"/{slug}/reviews/child-example-1").text
        page = reader.get(f"/{slug}/pages/what-changed").text
        beneath = page.partition('id="published-here"')[2]
        assert ("Ask every father." in of_review) == ("Ask every father." in beneath)
        assert ("Under way." in of_review) == ("Under way." in beneath)
        return beneath

    with time_machine.travel(noon(TODAY), tick=False):
        assert "Nothing has been published here yet" in told()
        published(reading, prepared(reading, review_id))
        with reading.session() as session:
            step = Recorded("Zebra is what the agency wrote.", TODAY)
            by = reading.actor("coordinator")
            take_step(session, reading.tenant, by, review_id, one, "put-on-track", step, TODAY)
        # Regional leads have that at once; nobody has chosen yet to tell readers.
        before = told()
        assert "How far this has got has not been published yet." in before and "Under way." not in before
        answer = prepared(reading, review_id, "what-was-done")
        page = reading.browser("publisher").get(f"/{slug}/work/outputs/{answer}/publish").text
        assert "How far this has got: Under way." in page
        published(reading, answer)
        after = told()
        assert "The what-was-done" in after and "What was done in response" in after
        assert "Under way." in after and "As of 20 November 2026" in after and "Not started." in after
        assert "Zebra" not in after and "has not been published" not in after
        taken_down(reading, answer)
        assert told() == before


def test_what_has_moved_since_it_was_prepared_is_not_told(reading: Reading) -> None:
    review_id = reading.review()
    (only,) = added(reading, review_id, "One.")
    answer = prepared(reading, review_id, "what-was-done")
    read = reading.publication(answer, "learning_hash")[0]
    with reading.session() as session:
        by, step = reading.actor("coordinator"), Recorded("Begun.", TODAY)
        take_step(session, reading.tenant, by, review_id, only, "put-on-track", step, TODAY)
    with reading.session() as session, pytest.raises(Conflict, match="Prepare the publication again"):
        publishing.publish(
            session, reading.tenant, reading.actor("publisher"), answer, reading.hash_of(answer), noon(TODAY),
            learning_hash=read,
        )  # fmt: skip


def test_the_public_page_says_what_agencies_were_asked_from_the_day_of_the_output(reading: Reading) -> None:
    import time_machine

    review_id = reading.review()
    added(reading, review_id, "Ask every father.")
    with time_machine.travel(noon(TODAY), tick=False):
        reading.published(TODAY, "seven-minute-briefing", review_id)
        published(reading, ahead := prepared(reading, review_id, on=TODAY + timedelta(days=3)))
        review_path = reading.public_path(ahead).rsplit("/", 1)[0]
        assert "Ask every father." not in reading.portal.test_client().get(review_path).text
    with time_machine.travel(noon(TODAY + timedelta(days=3)), tick=False):
        page = reading.portal.test_client().get(review_path).text
    agency = next(each.name for each in reading.tenant.agencies if each.code == AGENCY)
    assert "What agencies were asked to do" in page and "Ask every father." in page and agency in page
