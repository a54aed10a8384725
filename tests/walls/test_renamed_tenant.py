"""Does a partnership work as before under another folder name, and what when it has records under the first?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.commands import retention
from portal.commands.library import sync
from portal.config import settings_from
from portal.models.hidden_records import tell_at_start
from tests.conftest import ENGINES
from tests.databases import ROOT, Environment
from tests.people import send, sign_in, somebody
from tests.reading import BRIEFING, REPORT, Reading
from tests.schema import dispose, new_portal
from tests.tenancy.folders import rename

OLD, NEW = "salford", "weststone-and-vale"
PUBLISHED_ON, A_YEAR_ON = date(2025, 10, 1), date(2026, 10, 2)
# What a folder is called is nothing to the database.
pytestmark = pytest.mark.parametrize("engine_name", ENGINES[:1])


@pytest.fixture
def renamed(environment: Environment, tmp_path: Path) -> Iterator[Flask]:
    folders = Path(shutil.copytree(ROOT / "tenants", tmp_path / "tenants"))
    rename(OLD, NEW)(folders)
    portal = new_portal(settings_from({**environment, "PORTAL_TENANTS": str(folders)}))
    yield portal
    dispose(portal)


def test_every_public_page_of_a_renamed_partnership_is_there(renamed: Flask) -> None:
    with renamed.app_context():
        sync()
    client, tenant = renamed.test_client(), renamed.extensions["tenants"].by_slug[NEW]
    paths = ["", "reviews", "reviews?q=review", "briefings", "feed.atom", "sitemap.xml"]
    for path in [*paths, *(f"pages/{page}" for page in tenant.pages)]:
        answer = client.get(f"/{NEW}/{path}")
        assert answer.status_code == 200, path
        assert f"/{OLD}/" not in answer.text, path
    assert client.get(f"/{OLD}/").status_code == 404
    assert f'href="/{NEW}/"' in client.get("/").text


def test_people_of_a_renamed_partnership_sign_in_refer_publish_and_take_down(
    renamed: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    referrer, client = somebody(renamed, f"tenant:{NEW}", ("referrer",)), renamed.test_client()
    assert sign_in(client, referrer, f"/{NEW}/sign-in").location == f"/{NEW}/desk"
    form = renamed.extensions["tenants"].by_slug[NEW].main_form
    begun = send(client, f"/{NEW}/referrals/new", form_code=form.code)
    assert begun.status_code == 303
    assert client.get(begun.location).status_code == 200
    reading = Reading(renamed, NEW)
    reference = reading.case()
    assert reading.browser("coordinator").get(f"/{NEW}/cases/{reference}").status_code == 200
    review_id = reading.review()
    report = reading.published(PUBLISHED_ON, REPORT, review_id)
    briefing = reading.published(PUBLISHED_ON, BRIEFING, review_id)
    with renamed.app_context():
        assert retention.run(NEW, A_YEAR_ON).faults == []
    answers = [renamed.test_client().get(reading.public_path(output)) for output in (report, briefing)]
    assert [answer.status_code for answer in answers] == [410, 200]
    assert f"/{OLD}/" not in answers[1].text
    without_its_folder_it_is_told_of(renamed, capsys)


def without_its_folder_it_is_told_of(renamed: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Its records stay under its slug: nobody reaches them by another name, so the portal says whose they are."""
    runner, tenants = renamed.test_cli_runner(), renamed.extensions["tenants"]
    assert runner.invoke(args=["database", "check"]).exit_code == 0
    others = {slug: tenant for slug, tenant in tenants.by_slug.items() if slug != NEW}
    renamed.extensions["tenants"] = replace(tenants, by_slug=others)
    checked = runner.invoke(args=["database", "check"])
    assert (checked.exit_code, checked.output.count("\n")) == (1, 1)
    assert checked.output.startswith(f"{NEW}: records are kept under this name and no folder has it")
    capsys.readouterr()
    tell_at_start(renamed)
    assert f"folder '{NEW}' again" in capsys.readouterr().err
