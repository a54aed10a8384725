"""Does a partnership that exists only as files refer, decide and open a case like any other?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.databases import Environment
from tests.people import send
from tests.work import Work

INVENTED = Path(__file__).parents[1] / "tenants_invented"
SLUG = "eastmere"


@pytest.fixture
def invented(environment: Environment) -> Iterator[Flask]:
    """The portal with the invented partnership alone."""
    from portal.config import settings_from
    from tests.schema import dispose, new_portal

    portal = new_portal(settings_from({**environment, "PORTAL_TENANTS": str(INVENTED)}))
    yield portal
    dispose(portal)


def test_an_invented_partnership_goes_the_same_way(invented: Flask) -> None:
    work = Work(invented, SLUG)
    reference = work.case()
    assert reference == f"{work.tenant.reference_prefix}-2026-0001"
    outcome = next(each for each in work.tenant.outcomes if each.opens)
    assert outcome.label in work.browser("coordinator").get(f"/{SLUG}/cases/{reference}/decisions/new").text


def test_papers_are_asked_for_wherever_a_form_asks_and_do_not_stop_a_referral(invented: Flask) -> None:
    work = Work(invented, SLUG)
    form = work.tenant.main_form
    papers = [(section, q) for section in form.sections for q in section.questions if q.kind == "file"]
    assert papers
    draft, browser = work.draft(), work.browser("referrer")
    for section, question in papers:
        page = browser.get(f"/{SLUG}/referrals/{draft}/{section.code}").text
        assert f'name="{question.code}" type="file"' in page and "multipart/form-data" in page
    work.sent()


def test_a_form_without_a_section_that_only_declares_is_sent_from_its_check(invented: Flask) -> None:
    work = Work(invented, SLUG)
    draft = f"/{SLUG}/referrals/{work.draft()}/"
    sent = send(work.browser("referrer"), f"{draft}check", token="token", declaration="yes")
    assert sent.location == f"{draft}receipt"
