"""Does an error page keep the place it was asked in, and tell nothing but that?"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.databases import Environment
from tests.work import Work

INVENTED = Path(__file__).parents[1] / "tenants_invented"
OWN_HOST = "http://reviews.eastmere.example"


@pytest.mark.parametrize("path", ["nothing-here", "reviews/a/b/c/d", "pages/nothing-here", "desk/nothing"])
def test_an_unknown_address_keeps_the_partnerships_brand_and_leads_to_its_front_page(
    portal: Flask, path: str
) -> None:
    tenant = portal.extensions["tenants"].by_slug["salford"]
    answer = portal.test_client().get(f"/salford/{path}")
    assert answer.status_code == 404
    for words in (tenant.brand.text_mark, '<a href="/salford/">Go to the front page', "/theme/salford-"):
        assert words in answer.text


@pytest.mark.parametrize("path", ["/nowhere/", "/nowhere/reviews", "/salfordx/", "/SALFORD/"])
def test_an_address_under_no_partnership_shows_none(portal: Flask, path: str) -> None:
    answer = portal.test_client().get(path)
    assert answer.status_code == 404 and "/theme/" not in answer.text and "front page of" not in answer.text


def test_hidden_missing_foreign_and_unknown_are_one_page(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, "salford")
    foreign, hidden, browser = there.case(), here.case(), here.browser("referrer")
    last = ("cases/" + foreign, "cases/" + hidden, "cases/MSP-2026-9999", "cases/x/y/z/unknown", "unknown")
    answers = [browser.get(f"/manchester/{each}") for each in last]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_on_a_partnerships_own_host_every_error_page_is_its_own(environment: Environment) -> None:
    from portal.config import settings_from
    from tests.schema import dispose, new_portal

    portal = new_portal(settings_from({**environment, "PORTAL_TENANTS": str(INVENTED)}))
    portal.config["TRUSTED_HOSTS"].append("reviews.eastmere.example")
    region = next(iter(portal.extensions["tenants"].regions))
    browser = portal.test_client()
    pages = {
        browser.get(path, base_url=OWN_HOST).data
        for path in ("/nowhere/x", "/eastmere/x", f"/regions/{region}/")
    }
    assert len(pages) == 1 and b'href="/eastmere/"' in pages.pop()
    dispose(portal)
