"""Does a partnership whose folder is called something else work as before? Then nothing knows it by its name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.commands.library import sync
from portal.config import settings_from
from tests.conftest import ENGINES
from tests.databases import ROOT, Environment
from tests.people import send, sign_in, somebody
from tests.schema import dispose, new_portal
from tests.tenancy.folders import rename
from tests.work import Work

OLD, NEW = "salford", "weststone-and-vale"
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


def test_people_of_a_renamed_partnership_sign_in_refer_and_take_in(renamed: Flask) -> None:
    referrer, client = somebody(renamed, f"tenant:{NEW}", ("referrer",)), renamed.test_client()
    assert sign_in(client, referrer, f"/{NEW}/sign-in").location == f"/{NEW}/desk"
    form = renamed.extensions["tenants"].by_slug[NEW].main_form
    begun = send(client, f"/{NEW}/referrals/new", form_code=form.code)
    assert begun.status_code == 303
    assert client.get(begun.location).status_code == 200
    work = Work(renamed, NEW)
    reference = work.case()
    work.decided(reference)
    assert work.browser("coordinator").get(f"/{NEW}/cases/{reference}").status_code == 200
