"""Is a partnership that was founded from another's folder served like every other?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.config import settings_from
from portal.tenancy.beginning import beginning
from portal.tenancy.founding import begin
from tests.conftest import ENGINES
from tests.databases import ROOT, Environment
from tests.people import send, sign_in, somebody
from tests.schema import dispose, new_portal
from tests.tenancy.folders import told_of
from tests.work import Work

DONOR, SLUG = "salford", "tarn-valley"
# Where a folder came from is nothing to the database.
pytestmark = pytest.mark.parametrize("engine_name", ENGINES[:1])


@pytest.fixture
def founded(environment: Environment, tmp_path: Path) -> Iterator[Flask]:
    folders = Path(shutil.copytree(ROOT / "tenants", tmp_path / "tenants"))
    own = {"police": "Tarn Police", "icb": "NHS Tarn Integrated Care Board"}
    new = beginning(SLUG, "Tarn Valley Safeguarding Children Partnership", frozenset(), **own)
    begin(folders, new, DONOR, date(2026, 11, 26))
    portal = new_portal(settings_from({**environment, "PORTAL_TENANTS": str(folders)}))
    yield portal
    dispose(portal)


def test_a_founded_partnership_is_served_says_nothing_of_its_donor_and_takes_referrals(
    founded: Flask,
) -> None:
    client, tenants = founded.test_client(), founded.extensions["tenants"].by_slug
    assert f'href="/{SLUG}/"' in client.get("/").text
    of_the_donor = told_of(tenants[DONOR])
    paths = ["", "reviews", "briefings", "feed.atom", "sitemap.xml"]
    for path in [*paths, *(f"pages/{page}" for page in tenants[SLUG].pages)]:
        answer = client.get(f"/{SLUG}/{path}")
        assert answer.status_code == 200, path
        assert re.findall(of_the_donor, " ".join(answer.text.split())) == [], path
    referrer = somebody(founded, f"tenant:{SLUG}", ("referrer",))
    assert sign_in(client, referrer, f"/{SLUG}/sign-in").location == f"/{SLUG}/desk"
    begun = send(client, f"/{SLUG}/referrals/new", form_code=tenants[SLUG].main_form.code)
    assert client.get(begun.location).status_code == 200
    work = Work(founded, SLUG)
    assert work.browser("coordinator").get(f"/{SLUG}/cases/{work.case()}").status_code == 200
