"""Does a newcomer find fictional people and work to walk through, once, and only in the demonstration?"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.commands.fictional_people import PASSWORD, everybody, people_of
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.case import Case
from portal.models.outbox import Outbox
from portal.models.output import Output, Publication
from portal.models.published import PublishedOutput, PublishedReview
from portal.models.review import Review
from portal.models.session import entering
from portal.tenancy.model import Tenants
from tests.people import send

SLUGS = ["manchester", "salford", "north-tyneside"]


def command(portal: Flask, *words: str) -> str:
    answer = portal.test_cli_runner().invoke(args=["demo", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


def counted(portal: Flask, slug: str) -> dict[str, Any]:
    with portal.app_context(), entering(db.session, slug, writes=False) as session:
        return {
            "cases": session.scalar(select(func.count()).select_from(Case)),
            "stages": Counter(each.value for each in session.scalars(select(Case.stage))),
            "outputs": Counter(each.value for each in session.scalars(select(Output.status))),
            "fictional": {*session.scalars(select(Case.is_fictional)), *session.scalars(select(Review.is_fictional))},
            "letters": session.scalar(
                select(func.count()).select_from(Outbox).where(Outbox.sent_at.is_(None), Outbox.given_up_at.is_(None))
            ),
        }


def test_each_partnership_has_work_at_every_step_once_however_often_it_is_loaded(portal: Flask) -> None:
    command(portal, "load")
    before = {slug: counted(portal, slug) for slug in SLUGS}
    assert "0 fictional stories added" in command(portal, "load")
    assert {slug: counted(portal, slug) for slug in SLUGS} == before
    for slug in SLUGS:
        found = before[slug]
        assert found["cases"] == 6
        assert found["stages"] == {"open": 2, "decided": 1, "in-review": 3}
        assert found["outputs"] == {"published": 4, "ready-for-approval": 1, "approved": 1, "draft": 1}
        assert found["fictional"] == {True}
        assert found["letters"] == 0
    published_and_badged(portal)
    retention_finds_one_report_over(portal)


def published_and_badged(portal: Flask) -> None:
    """Two reviews a partnership are public; every row says that it is made up, and so does every page."""
    for slug in SLUGS:
        with portal.app_context(), entering(db.session, slug, writes=False) as session:
            rows = session.scalars(select(PublishedOutput).where(PublishedOutput.is_fictional)).all()
            addresses = [
                f"/{slug}/reviews/{session.get_one(PublishedReview, row.review_id).slug}/{row.slug}" for row in rows
            ]
        assert len(rows) == 4
        answers = [portal.test_client().get(each) for each in addresses]
        assert {each.status_code for each in answers} <= {200, 410}
        assert all("Fictional" in each.text for each in answers if each.status_code == 200)


def retention_finds_one_report_over(portal: Flask) -> None:
    """A report is past its date: it comes down, or waits for a person; the briefing beside it stays."""
    said = portal.test_cli_runner().invoke(args=["retention", "run"]).output
    assert said.count("report: came down") == 2
    assert said.count("report: waits for a person") == 1
    with portal.app_context(), entering(db.session, "manchester", writes=False) as session:
        ended = session.scalars(select(Publication).where(Publication.end_manner == "rule")).all()
        assert [each.comes_down_on < date.today() for each in ended if each.comes_down_on] == [True]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_every_shown_sign_in_opens_a_desk(portal: Flask) -> None:
    from portal.accounts.demonstration import make_person

    said = command(portal, "show")
    tenants: Tenants = portal.extensions["tenants"]
    assert PASSWORD in said
    for person in everybody(tenants):
        assert f"{person.email} " in said
        assert person.secret in said
    coordinator = next(each for each in people_of(tenants.by_slug["salford"]) if each.roles == (Role.COORDINATOR,))
    with portal.app_context():
        make_person(portal.extensions["settings"], coordinator)
    client = portal.test_client()
    first = send(client, "/salford/sign-in", email=coordinator.email, password=PASSWORD)
    code = client.get(first.location).text.split("shows <strong>")[1].split("<")[0]
    assert send(client, first.location, one_time_code=code).location == "/salford/desk"
    assert client.get("/salford/desk").status_code == 200


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_production_refuses_fictional_people_and_work(portal: Flask) -> None:
    from dataclasses import replace

    portal.extensions["settings"] = replace(portal.extensions["settings"], environment="production")
    for word in ("load", "show"):
        answer = portal.test_cli_runner().invoke(args=["demo", word])
        assert answer.exit_code == 1
        assert "demonstration only" in answer.output


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_production_refuses_to_end_publications_before_their_day(portal: Flask) -> None:
    from dataclasses import replace

    portal.extensions["settings"] = replace(portal.extensions["settings"], environment="production")
    answer = portal.test_cli_runner().invoke(args=["retention", "run", "--today", "2090-01-01"])
    assert answer.exit_code == 2
    assert "--dry-run" in answer.output
