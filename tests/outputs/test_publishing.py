"""Do two people make something public, on its day, in exactly the words that were approved?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.retention import visible_from_instant, visible_until_instant
from portal.models.output import Output
from portal.models.publications import publications_of
from portal.models.published import PublishedOutput
from portal.outputs import operations, publishing
from portal.web.wording import date_words
from portal.web.working_days import today
from tests.people import form_token, send
from tests.reading import BRIEFING, REPORT, Reading, noon
from tests.work import TODAY


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def test_what_is_approved_is_copied_to_where_readers_find_it(reading: Reading) -> None:
    output_id = reading.published(TODAY)
    kind, title, html, published_on, visible_from = reading.copy(
        output_id, "kind", "title", "body_html", "published_on", "visible_from"
    )
    assert (kind, title, published_on) == ("report", "The report", TODAY)
    assert "<h2>What we found</h2>" in html
    assert visible_from == noon(TODAY)
    assert reading.status(output_id) == "published"


def test_the_preparer_never_approves_the_publication(reading: Reading) -> None:
    output_id = reading.approved()
    publisher = reading.actor("publisher")
    with reading.session() as session:
        publishing.prepare(session, reading.tenant, publisher, output_id, today())
    with reading.session() as session, pytest.raises(NotAllowed, match="prepared this publication"):
        publishing.publish(session, reading.tenant, publisher, output_id, reading.hash_of(output_id))
    assert reading.status(output_id) == "approved"


def test_only_what_was_approved_is_published(reading: Reading) -> None:
    output_id = reading.prepared_for(TODAY)
    with reading.session() as session:
        session.get_one(Output, output_id).body = "Other words."
        session.commit()
    with reading.session() as session, pytest.raises(Conflict, match="not what was approved"):
        publishing.publish(
            session, reading.tenant, reading.actor("publisher"), output_id, reading.hash_of(output_id), now=noon(TODAY)
        )


def test_a_publication_prepared_ahead_appears_at_midnight_of_its_day(reading: Reading) -> None:
    output_id = reading.approved()
    day = TODAY + timedelta(days=10)
    with reading.session() as session:
        publishing.prepare(session, reading.tenant, reading.actor("coordinator"), output_id, day, now=noon(TODAY))
    reading.publish(output_id, noon(TODAY))
    assert reading.copy(output_id, "visible_from") == (visible_from_instant(day),)


@pytest.mark.parametrize("days", [-1, 400])
def test_the_day_lies_within_the_year_ahead(reading: Reading, days: int) -> None:
    output_id = reading.approved()
    with reading.session() as session, pytest.raises(InvalidAnswer, match="The day must be"):
        publishing.prepare(
            session, reading.tenant, reading.actor("coordinator"), output_id, TODAY + timedelta(days=days),
            now=noon(TODAY),
        )  # fmt: skip


def test_revising_lets_a_prepared_publication_go(reading: Reading) -> None:
    output_id = reading.prepared_for(TODAY)
    with reading.session() as session:
        operations.revise(session, reading.tenant, reading.actor("coordinator"), output_id)
    with reading.session(writes=False) as session:
        assert session.get_one(Output, output_id).status == "draft"
        assert not publications_of(session, output_id)


@pytest.mark.parametrize(
    ("slug", "kind", "comes_down_on", "decide_on"),
    [
        ("manchester", REPORT, date(2027, 11, 21), None),
        ("salford", REPORT, date(2027, 11, 21), None),
        ("north-tyneside", REPORT, None, date(2027, 11, 21)),
        ("manchester", BRIEFING, None, None),
        ("salford", BRIEFING, None, None),
        ("north-tyneside", BRIEFING, None, date(2027, 11, 21)),
    ],
)
def test_each_partnerships_own_rule_says_when_it_ends(
    portal: Flask, slug: str, kind: str, comes_down_on: date | None, decide_on: date | None
) -> None:
    reading = Reading(portal, slug)
    output_id = reading.published(date(2026, 11, 20), kind)
    assert reading.publication(output_id, "comes_down_on", "decide_on") == (comes_down_on, decide_on)
    assert reading.copy(output_id, "visible_until") == (visible_until_instant(comes_down_on),)


def test_what_is_taken_down_is_gone_at_once_and_somebody_else_confirms_it(reading: Reading) -> None:
    output_id = reading.published()
    dpo, publisher = reading.actor("data-protection-officer"), reading.actor("publisher")
    with reading.session() as session:
        publishing.take_down_now(session, reading.tenant, dpo, output_id, "It names a school.")
    assert reading.copy(output_id, "body_html", "taken_down") == ("", "stated")
    with reading.session() as session, pytest.raises(NotAllowed, match="took this down"):
        publishing.confirm_withdrawal(session, reading.tenant, dpo, output_id)
    with reading.session() as session:
        publishing.confirm_withdrawal(session, reading.tenant, publisher, output_id)
    with reading.session() as session, pytest.raises(NotAllowed, match="nothing here to confirm"):
        publishing.confirm_withdrawal(session, reading.tenant, publisher, output_id)


def test_whoever_takes_something_down_reads_who_may_hold_copies(reading: Reading) -> None:
    output_id = reading.published(today())
    show = f"/manchester/work/outputs/{output_id}"
    assert "Ask these to remove their copies" not in reading.browser("publisher").get(show).text
    with reading.session() as session:
        publishing.take_down_now(session, reading.tenant, reading.actor("publisher"), output_id, "A doubt.")
    assert "Ask these to remove their copies" in reading.browser("publisher").get(show).text


def test_nothing_is_taken_down_without_a_reason(reading: Reading) -> None:
    output_id = reading.published()
    with reading.session() as session, pytest.raises(InvalidAnswer):
        publishing.take_down_now(session, reading.tenant, reading.actor("publisher"), output_id, " ")


def test_what_is_put_back_keeps_its_address_and_gets_back_the_days_it_was_down(reading: Reading) -> None:
    first, again = date(2026, 1, 10), date(2026, 3, 1)
    output_id = reading.published(first)
    before = reading.public_path(output_id)
    publisher, coordinator = reading.actor("publisher"), reading.actor("coordinator")
    with reading.session() as session:
        publishing.take_down_now(
            session, reading.tenant, publisher, output_id, "A doubt.", now=noon(date(2026, 2, 1))
        )
    with reading.session() as session:
        publishing.put_back(session, reading.tenant, coordinator, output_id)
    with reading.session() as session:
        publishing.prepare(session, reading.tenant, coordinator, output_id, again, now=noon(again))
    reading.publish(output_id, noon(again))
    assert reading.public_path(output_id) == before
    # A year from 10 January is 10 January; 28 days down give 7 February, and it comes down the day after.
    assert reading.publication(output_id, "comes_down_on") == (date(2027, 2, 8),)


def test_the_pages_prepare_publish_and_take_down(reading: Reading, portal: Flask) -> None:
    output_id = reading.approved(BRIEFING)
    show = f"/manchester/work/outputs/{output_id}"
    coordinator, publisher = reading.browser("coordinator"), reading.browser("publisher")
    day = today()
    wrong = send(coordinator, f"{show}/prepare-publication", appears_on=["31", "2", "2027"])
    assert "Enter a real date" in wrong.text
    answer = send(coordinator, f"{show}/prepare-publication", appears_on=[str(day.day), str(day.month), str(day.year)])
    assert answer.status_code == 303
    assert "approve its publication" in publisher.get("/manchester/desk").text
    page = publisher.get(f"{show}/publish").text
    assert "Words about background." in page
    content_hash = page.split('name="content_hash"')[1].split('value="')[1].split('"')[0]
    sent = {"csrf_token": form_token(publisher, f"{show}/publish"), "content_hash": content_hash}
    assert publisher.post(f"{show}/publish", data=sent).status_code == 303
    public = reading.public_path(output_id)
    visitor = portal.test_client()
    assert "Words about background." in visitor.get(public).text
    assert public in publisher.get(show).text
    assert send(publisher, f"{show}/take-down", reason="A doubt", manner="stated").status_code == 303
    assert visitor.get(public).status_code == 410
    line = coordinator.get("/manchester/desk").text.split("confirm that it was right")[1].split("</tr>")[0]
    assert date_words(day + timedelta(days=1)) in line
    assert "confirm that it was right" not in publisher.get("/manchester/desk").text
    assert send(coordinator, f"{show}/confirm-withdrawal").status_code == 303


def test_a_quiet_removal_leaves_no_word_behind(reading: Reading, portal: Flask) -> None:
    output_id = reading.published(today() - timedelta(days=1))
    public = reading.public_path(output_id)
    publisher = reading.browser("publisher")
    visitor = portal.test_client()
    assert visitor.get(public).status_code == 200
    path = f"/manchester/work/outputs/{output_id}/take-down"
    assert send(publisher, path, reason="It points to a child", manner="quiet").status_code == 303
    assert visitor.get(public).status_code == 404


def test_publishing_asks_for_a_fresh_second_factor(reading: Reading, portal: Flask) -> None:
    from tests.people import signed_in

    output_id = reading.prepared_for(today())
    stale = signed_in(portal, reading.person("publisher"), "tenant:manchester", is_fresh=False)
    answer = stale.get(f"/manchester/work/outputs/{output_id}/publish")
    assert (answer.status_code, "/confirm" in answer.location) == (303, True)


@pytest.mark.parametrize("sent", [["x"], ["1", "2", "3", "4"], [], ["99", "99", "99999"], ["١", "١", "2027"]])
def test_a_date_that_is_none_is_a_mistake_and_never_a_fault(reading: Reading, sent: list[str]) -> None:
    output_id = reading.approved()
    path = f"/manchester/work/outputs/{output_id}/prepare-publication"
    answer = send(reading.browser("coordinator"), path, appears_on=sent)
    assert answer.status_code == 200
    assert "There is a problem" in answer.text


def test_what_is_published_can_be_opened_with_nothing_but_the_public_row(reading: Reading) -> None:
    output_id = reading.published(kind=BRIEFING)
    (copy_id,) = reading.publication(output_id, "published_output_id")
    with reading.session(writes=False) as session:
        copy = session.scalars(select(PublishedOutput).where(PublishedOutput.id == copy_id)).one()
        assert copy.boxes[0]["text"] == "Words about background."
        assert copy.visible_from <= datetime.now(UTC)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_what_somebody_else_has_just_done_counts_although_the_page_was_read_before(reading: Reading) -> None:
    output_id = reading.prepared_for(TODAY)
    content_hash = reading.hash_of(output_id)
    publisher = reading.actor("publisher")
    with reading.session() as session:
        # A page holds on to what it has read.
        page = (session.get_one(Output, output_id), publications_of(session, output_id))
        assert page[0].status == "approved"
        reading.publish(output_id, noon(TODAY))
        with pytest.raises(Conflict):
            publishing.publish(session, reading.tenant, publisher, output_id, content_hash, now=noon(TODAY))
