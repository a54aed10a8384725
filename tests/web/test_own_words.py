"""Does what a partnership says of itself in its folder stand on a page that people read?"""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from portal.domain.reviewing import WaitingFor
from portal.domain.workflow import TRANSITIONS
from tests.library.publications import with_catalogues
from tests.people import signed_in, somebody
from tests.reading import Reading


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_where_journalists_ask_and_whom_it_works_with_are_said_where_they_are_known(
    portal: Flask, slug: str
) -> None:
    tenant = portal.extensions["tenants"].by_slug[slug]
    page = portal.test_client().get(f"/{slug}/reviews").text
    assert ("Media enquiries: " in page) == bool(tenant.contact.media)
    assert tenant.contact.media in page
    assert ("has held reviews together with" in page) == bool(tenant.joint_partners)
    assert all(partner in page for partner in tenant.joint_partners)


@pytest.mark.parametrize(
    ("slug", "called", "short"),
    [("manchester", "lead reviewer", "7MB"), ("salford", "lead reviewer", "7MB"),
     ("north-tyneside", "independent author", "")],
)  # fmt: skip
def test_whoever_carries_a_review_out_and_a_short_briefing_have_the_partnerships_own_words(
    portal: Flask, slug: str, called: str, short: str
) -> None:
    tenant = portal.extensions["tenants"].by_slug[slug]
    assert (tenant.words.lead_reviewer, tenant.words.briefing_short) == (called, short)
    administrator = somebody(portal, f"tenant:{slug}", ("people-administrator", "lead-reviewer"))
    browser = signed_in(portal, administrator, f"tenant:{slug}")
    role = called.capitalize()
    for page in ("desk", "settings/people", "settings/people/invite"):
        answer = browser.get(f"/{slug}/{page}")
        assert role in answer.text, (page, answer.status)
    with_catalogues(portal)
    listed = portal.test_client().get(f"/{slug}/reviews").text
    assert ("in a title means" in listed) == bool(short)
    assert f"“{short}” in a title means {tenant.words.briefing}" in listed or not short


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_staff_pages_name_what_is_written_and_who_leads_a_review_by_the_partnerships_own_words(
    portal: Flask, slug: str
) -> None:
    reading = Reading(portal, slug)
    review_id, words = reading.review("Child Harbour"), reading.tenant.words
    output_id = reading.draft_of("seven-minute-briefing", review_id)
    coordinator, called = reading.browser("coordinator"), words.briefing.capitalize()
    shown = {
        "desk": f"Child Harbour: {words.briefing}: write",
        f"work/reviews/{review_id}": called,
        f"work/reviews/{review_id}/reviewer": f"Appoint the {words.lead_reviewer}",
        f"work/reviews/{review_id}/outputs/new": called,
        f"work/outputs/{output_id}/edit": called,
        "work/outputs": called,
    }
    for page, said in shown.items():
        text = unescape(coordinator.get(f"/{slug}/{page}").text)
        assert said in text, page
        assert "even-minute briefing" not in text or "even-minute" in words.briefing, page


def test_no_action_is_called_by_a_word_that_a_partnership_may_have_of_its_own() -> None:
    labels = [WaitingFor.LEAD_REVIEWER.label, *(each.label for each in TRANSITIONS)]
    assert not [each for each in labels if "lead reviewer" in each or "briefing" in each]


def test_the_portals_own_pages_are_at_the_foot_of_its_front_page_and_lead_to_each_partnerships(
    portal: Flask,
) -> None:
    browser, home = portal.test_client(), portal.test_client().get("/").text
    for name in ("accessibility", "privacy"):
        assert f'href="/{name}"' in home
        page = browser.get(f"/{name}")
        assert page.status_code == 200
        assert page.headers.getlist("Set-Cookie") == []
        assert "Write to any of the partnerships" in page.text
        for slug, tenant in portal.extensions["tenants"].by_slug.items():
            assert f'<a href="/{slug}/pages/{name}">{tenant.name}</a>' in unescape(page.text)
    portal.extensions["settings"] = replace(portal.extensions["settings"], contact="portal@help.example")
    assert "portal@help.example" in portal.test_client().get("/privacy?again").text
