"""Is a published thing there for exactly as long as it should be?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import time_machine
from flask import Flask

from portal.domain.retention import visible_from_instant, visible_until_instant
from portal.models.published import BY_RULE, QUIET, STATED, PublishedOutput
from tests.library.publications import BOXES, end, publish, writing
from tests.pages import CheckedClient

ADDRESS = "/manchester/reviews/harbour/report"
# Midnight in London, an hour before midnight in UTC: summer time.
FROM = visible_from_instant(date(2024, 5, 4))
UNTIL = visible_until_instant(date(2025, 5, 5))
assert UNTIL is not None


def status_at(client: CheckedClient, moment: datetime, address: str = ADDRESS) -> int:
    with time_machine.travel(moment, tick=False):
        return client.get(address).status_code


def test_an_output_appears_and_goes_at_midnight_in_london(portal: Flask, client: CheckedClient) -> None:
    publish(portal, visible_from=FROM, visible_until=UNTIL, body_html="<p>What we learned.</p>")
    assert FROM.hour == 23
    moment = timedelta(microseconds=1)
    assert status_at(client, FROM - moment) == 404
    assert status_at(client, FROM) == 200
    assert status_at(client, UNTIL - moment) == 200
    assert status_at(client, UNTIL) == 410


def test_nothing_of_a_review_is_named_before_its_first_output_appears(
    portal: Flask, client: CheckedClient
) -> None:
    publish(portal, "Lantern", visible_from=FROM, body_html="<p>Glimmering words.</p>")
    pages = (
        "",
        "reviews",
        "reviews?q=glimmering",
        "briefings",
        "feed.atom",
        "sitemap.xml",
    )
    with time_machine.travel(FROM - timedelta(seconds=1), tick=False):
        for page in pages:
            assert "Lantern" not in client.get(f"/manchester/{page}").text, page
        assert client.get("/manchester/reviews/lantern").status_code == 404
    with time_machine.travel(FROM, tick=False):
        assert client.get("/manchester/reviews/lantern").status_code == 200
        assert "Lantern" in client.get("/manchester/reviews?q=glimmering").text


def test_what_came_down_by_its_rule_answers_410_and_its_briefing_stays(
    portal: Flask, client: CheckedClient
) -> None:
    publish(
        portal, visible_from=FROM, visible_until=UNTIL, is_offered_on_request=True, body_html="<p>Secret.</p>"
    )
    publish(portal, title="Briefing", kind="seven-minute-briefing", boxes=BOXES, visible_from=FROM)
    with time_machine.travel(UNTIL, tick=False):
        gone = client.get(ADDRESS)
        assert gone.status_code == 410
        assert "No longer published here" in gone.text
        assert "Secret" not in gone.text
        assert "/manchester/pages/asking-for-a-report" in gone.text
        assert "Secret" not in client.get("/manchester/reviews?q=secret").text.replace("“secret”", "")
        review = client.get("/manchester/reviews/harbour")
        assert "No longer published here" in review.text
        assert "can be asked for" in review.text
        assert '<a class="govuk-link" href="/manchester/pages/asking-for-a-report">' in review.text
        assert client.get("/manchester/reviews/harbour/seven-minute-briefing").status_code == 200


def test_a_partnership_that_offers_nothing_on_request_offers_nothing(
    portal: Flask, client: CheckedClient
) -> None:
    publish(portal, tenant="salford", visible_from=FROM, visible_until=UNTIL)
    with time_machine.travel(UNTIL, tick=False):
        gone = client.get("/salford/reviews/harbour/report")
        review = client.get("/salford/reviews/harbour").text
    assert gone.status_code == 410
    assert "asking-for-a-report" not in gone.text + review


def test_taking_down_removes_the_words_themselves(portal: Flask, client: CheckedClient) -> None:
    id = publish(portal, body_html="<p>An unmistakable sentence.</p>")
    assert "unmistakable" in client.get(ADDRESS).text
    end(portal, id, STATED)
    assert client.get(ADDRESS).status_code == 410
    with writing(portal) as session:
        copy = session.get_one(PublishedOutput, id)
        assert (copy.body_html, copy.boxes, copy.search_text) == ("", [], "")


def test_quiet_removal_leaves_nothing_that_says_there_was_something(
    portal: Flask, client: CheckedClient
) -> None:
    missing = client.get("/manchester/reviews/never/report")
    id = publish(portal)
    end(portal, id, QUIET)
    quiet = client.get(ADDRESS)
    assert (quiet.status_code, quiet.data) == (missing.status_code, missing.data) == (404, missing.data)
    assert client.get("/manchester/reviews/harbour").status_code == 404
    assert "Harbour" not in client.get("/manchester/reviews").text
    with writing(portal) as session:
        copy = session.get_one(PublishedOutput, id)
        assert "report" not in copy.title + copy.slug


def test_what_came_down_before_its_day_was_never_public(portal: Flask, client: CheckedClient) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    id = publish(portal, visible_from=tomorrow)
    end(portal, id, STATED)
    with time_machine.travel(tomorrow + timedelta(days=1), tick=False):
        assert client.get(ADDRESS).status_code == 404
        assert client.get("/manchester/reviews/harbour").status_code == 404


def test_publishing_again_under_the_same_publication_keeps_the_address(
    portal: Flask, client: CheckedClient
) -> None:
    publication = publish(portal, body_html="<p>First words.</p>")
    with writing(portal) as session:
        session.get_one(PublishedOutput, publication).publication_id = publication
    end(portal, publication, BY_RULE)
    again = publish(portal, publication_id=publication, body_html="<p>Second words.</p>")
    assert again == publication
    assert "Second words" in client.get(ADDRESS).text


def test_until_it_appears_again_the_address_says_what_was_there(portal: Flask, client: CheckedClient) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    id = publish(portal, title="First report", body_html="<p>First words.</p>")
    with writing(portal) as session:
        session.get_one(PublishedOutput, id).publication_id = id
    end(portal, id, BY_RULE)
    came_down = client.get(ADDRESS)
    publish(
        portal, title="Second report", body_html="<p>Second words.</p>", publication_id=id, visible_from=tomorrow,
        published_on=tomorrow.date(),
    )  # fmt: skip
    assert (client.get(ADDRESS).status_code, client.get(ADDRESS).data) == (410, came_down.data)
    assert client.get(f"{ADDRESS}/harbour-report.pdf").status_code == 410
    review = client.get("/manchester/reviews/harbour").text
    assert "First report" in review and "Second" not in review
    assert "Second" not in client.get("/manchester/reviews").text
    with time_machine.travel(tomorrow + timedelta(days=1), tick=False):
        assert "Second words" in client.get(ADDRESS).text
    # Stopped before its day, it leaves what was there; taken down without a word, nothing.
    end(portal, id, STATED)
    for later in (0, 3):
        with time_machine.travel(tomorrow + timedelta(days=later), tick=False):
            assert (client.get(ADDRESS).status_code, client.get(ADDRESS).data) == (410, came_down.data)
    end(portal, id, QUIET)
    assert client.get(ADDRESS).status_code == 404


def test_another_partnerships_review_is_not_found_here(portal: Flask, client: CheckedClient) -> None:
    publish(portal, body_html="<p>Canary.</p>")
    missing = client.get("/salford/reviews/never")
    for address in ("/salford/reviews/harbour", "/salford/reviews/harbour/report"):
        answer = client.get(address)
        assert (answer.status_code, answer.data) == (404, missing.data)
    pages = (
        "",
        "reviews",
        "reviews?q=canary",
        "reviews?kind=thematic-review",
        "briefings",
        "feed.atom",
        "sitemap.xml",
    )
    for page in pages:
        words = (
            client.get(f"/salford/{page}").text.lower().replace("“canary”", "").replace('value="canary"', "")
        )
        assert "harbour" not in words, page
