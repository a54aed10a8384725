"""Does a newcomer find fictional people and work to walk through, once, and only in the demonstration?"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal.commands import fictional_present, fictional_years
from portal.commands.fictional_casework import Teller
from portal.commands.fictional_files import made
from portal.commands.fictional_meetings import seat_all
from portal.commands.fictional_people import PASSWORD, everybody, gather, people_of
from portal.commands.fictional_present import AT_EACH_STAGE
from portal.commands.fictional_telling import TOLD
from portal.commands.fictional_years import Years
from portal.commands.scanner import TEST_FILE
from portal.config import settings_from
from portal.domain.coded import Coded
from portal.domain.references import RECEIPT_ALPHABET, RECEIPT_GROUP_LENGTH
from portal.domain.uploads import ScanState
from portal.domain.vocabulary import CaseStage, OfferStatus, OutputStatus, ReferralStatus, ReviewStatus, Role
from portal.extensions import db
from portal.integrations.file_contents import examined
from portal.models.base import TenantOwned
from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.offer import IncomingOffer
from portal.models.outbox import Outbox
from portal.models.output import Output, Publication
from portal.models.published import PublishedOutput, PublishedReview
from portal.models.published_learning import PublishedRecommendation
from portal.models.referral import Referral
from portal.models.referral_addition import ReferralAddition
from portal.models.review import Review
from portal.models.sealed import sealed_names
from portal.models.session import entering
from portal.models.units import sealing_models
from portal.tenancy.demonstration import YEARS, Paper
from portal.tenancy.model import Tenants
from portal.web.working_days import today
from tests.commands.shown_stories import SHOWN
from tests.commands.stages_told import expected_of, lateness, nearness_of_rapid_reviews, standing_at
from tests.conftest import ENGINES
from tests.databases import ROOT, settings_of, sqlite_template
from tests.people import send
from tests.schema import build_schema, dispose, new_portal

SLUGS = ["manchester", "salford", "north-tyneside"]


def command(portal: Flask, *words: str) -> str:
    answer = portal.test_cli_runner().invoke(args=["demo", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


# Half a minute for each engine, and what the stories call is tested on both.
@pytest.mark.parametrize(
    "engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)
def test_each_partnership_has_three_cases_at_every_stage_once_however_often_it_is_loaded(
    portal: Flask, figure: Callable[[str, object], None]
) -> None:
    said = command(portal, "load")
    figure("demonstration", said.splitlines()[-1])
    before = {slug: counted(portal, slug) for slug in SLUGS}
    assert "0 fictional stories added" in command(portal, "load")
    assert {slug: counted(portal, slug) for slug in SLUGS} == before
    for slug, found in before.items():
        assert fewest(found["referrals"], expected_of_referrals(portal, slug)) >= 3, (slug, found)
        for kind, vocabulary in STAGES.items():
            assert fewest(found[kind], vocabulary) >= 3, (slug, kind, found[kind])
        assert found["kept longer"] >= 3, slug
        tenant = portal.extensions["tenants"].by_slug[slug]
        assert min(found["stages"][each] for each in expected_of(tenant)) >= 3, (slug, found["stages"])
        assert found["nearness"] >= {"late", "near", "begun"}, slug
        for what, (late, of_all) in found["lateness"].items():
            assert 0 < late < of_all / 2, (slug, what, late, of_all)
        assert min(found["offers"], found["unread"]) >= 1, slug
        assert found["fictional"] == {True}
        assert found["letters"] == 0
        assert offered_kinds(portal, slug) <= set(found["kinds"]), slug
    told_for_showing(portal)
    published_and_badged(portal)
    verified = portal.test_cli_runner().invoke(args=["audit", "verify"])
    assert verified.exit_code == 0, verified.output


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_stories_begin_in_each_of_five_years_and_what_is_over_lies_behind(portal: Flask) -> None:
    for tenant in portal.extensions["tenants"].by_slug.values():
        stories = [*tenant.demonstration.stories, *Years(tenant).all()]
        begun = Counter(story.steps[0].days_ago // 365 for story in stories)
        assert min(begun[year] for year in range(YEARS)) >= AT_EACH_STAGE, begun
        lately = [
            story for story in stories if story.code.startswith("year-") and story.steps[0].days_ago < 365
        ]
        assert len(lately) <= tenant.demonstration.referrals_a_year, tenant.slug


STAGES: dict[str, type[Coded]] = {"cases": CaseStage, "reviews": ReviewStatus, "outputs": OutputStatus}


def fewest(found: Counter[str], expected: Iterable[Coded]) -> int:
    return min(found[each.value] for each in expected)


def expected_of_referrals(portal: Flask, slug: str) -> list[ReferralStatus]:
    tenant = portal.extensions["tenants"].by_slug[slug]
    unused = [] if tenant.requires_quality_assurance else [ReferralStatus.AWAITING_QUALITY_ASSURANCE]
    return [each for each in ReferralStatus if each not in unused]


def offered_kinds(portal: Flask, slug: str) -> set[str]:
    return {each.opens for each in portal.extensions["tenants"].by_slug[slug].outcomes if each.opens}


def counted(portal: Flask, slug: str) -> dict[str, Any]:
    with portal.app_context(), entering(db.session, slug, writes=False) as session:
        return {
            "referrals": Counter(each.value for each in session.scalars(select(Referral.status))),
            "cases": Counter(each.value for each in session.scalars(select(Case.stage))),
            "reviews": Counter(each.value for each in session.scalars(select(Review.status))),
            "kinds": Counter(each.value for each in session.scalars(select(Review.kind))),
            "outputs": Counter(each.value for each in session.scalars(select(Output.status))),
            "stages": standing_at(session),
            "nearness": nearness_of_rapid_reviews(session),
            "lateness": lateness(session),
            "kept longer": session.scalar(
                select(func.count()).select_from(Publication).where(Publication.kept_until.is_not(None))
            ),
            "offers": session.scalar(
                select(func.count())
                .select_from(IncomingOffer)
                .where(IncomingOffer.status == OfferStatus.WAITING)
            ),
            "unread": session.scalar(
                select(func.count()).select_from(ReferralAddition).where(ReferralAddition.read_at.is_(None))
            ),
            "fictional": {
                *session.scalars(select(Case.is_fictional)),
                *session.scalars(select(Review.is_fictional)),
            },
            "letters": session.scalar(
                select(func.count())
                .select_from(Outbox)
                .where(Outbox.sent_at.is_(None), Outbox.given_up_at.is_(None))
            ),
        }


def told_for_showing(portal: Flask) -> None:
    """The five that were made for showing are there, each with what it is shown for."""
    for slug, stories in SHOWN.items():
        with portal.app_context(), entering(db.session, slug, writes=False) as session:
            for holds_its_facts in stories:
                holds_its_facts(session)


def published_and_badged(portal: Flask) -> None:
    """Every public row says that it is made up, and so does every page of one; what was recommended is among them."""
    for slug in SLUGS:
        with portal.app_context(), entering(db.session, slug, writes=False) as session:
            rows = session.scalars(select(PublishedOutput).where(PublishedOutput.is_fictional)).all()
            assert set(session.scalars(select(PublishedRecommendation.is_fictional))) == {True}, slug
            addresses = [
                f"/{slug}/reviews/{session.get_one(PublishedReview, row.review_id).slug}/{row.slug}"
                for row in rows
            ]
        assert len(rows) > 5 and "what-was-done" in {row.kind for row in rows}, slug
        answers = [portal.test_client().get(each) for each in addresses[:6]]
        assert {each.status_code for each in answers} <= {200, 404, 410}
        assert all("Fictional" in each.text for each in answers if each.status_code == 200)


# --- interrupted -------------------------------------------------------------------------------------------


def test_a_load_that_is_broken_off_leaves_no_story_half_told_and_the_next_one_tells_it_whole(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = portal.extensions["tenants"].by_slug["salford"]
    monkeypatch.setattr(Years, "all", lambda years: iter(()))
    with portal.app_context():
        teller = Teller(gather(portal.extensions["settings"], tenant), 0, today())
        seat_all([teller.cast], today())
        with monkeypatch.context() as breaking:
            breaking.setitem(TOLD, "answer-panel", broken_off)
            with pytest.raises(KeyboardInterrupt):
                teller.tell_all()
        # Juniper began first, and is whole; of Alder, who had come a long way, there is nothing at all.
        assert rows_of(Referral) == rows_of(Case) == 1
        assert rows_of(Decision) == 1
        assert teller.tell_all() == 1
        assert teller.tell_all() == 0
        with entering(db.session, "salford", writes=False) as session:
            for holds_its_facts in SHOWN["salford"]:
                holds_its_facts(session)
            assert not session.scalar(select(func.count()).select_from(Outbox))
    assert "0 faults" in portal.test_cli_runner().invoke(args=["audit", "verify"]).output


def broken_off(telling: object, step: object) -> None:
    raise KeyboardInterrupt


def rows_of(model: type) -> int:
    with entering(db.session, "salford", writes=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


# --- the same each time ------------------------------------------------------------------------------------


def words_of(slug: str, tmp_path: Path, days: int = 0) -> list[str]:
    """Load a partnership that only tests know, so many days from now; return everything that was sealed, opened."""
    environment = settings_of(tmp_path) | {"PORTAL_TENANTS": str(ROOT / "tests" / "tenants_invented")}
    shutil.copytree(sqlite_template(build_schema), tmp_path, dirs_exist_ok=True)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        portal = new_portal(settings_from(environment))
        command(portal, "load")
    with portal.app_context(), entering(db.session, slug, writes=False) as session:
        found = [
            A_RECEIPT.sub("RECEIPT", f"{model.__tablename__} {name} {getattr(row, name)!r}")
            for model in sealing_models()
            if issubclass(model, TenantOwned)
            for row in session.scalars(select(model))
            for name in sealed_names(model)
            if name not in OWN_EACH_TIME
        ]
    dispose(portal)
    return sorted(found)


# Receipts and who answered are identifiers; what letters open is forgotten; a reporting year has its own first day.
OWN_EACH_TIME = {"receipt", "answered", "link", "exact", "figures", "meanings"}
A_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4}")
# A letter quotes it.
A_RECEIPT = re.compile(
    rf"\b[{RECEIPT_ALPHABET}]{{{RECEIPT_GROUP_LENGTH}}}(-[{RECEIPT_ALPHABET}]{{{RECEIPT_GROUP_LENGTH}}})+\b"
)


@pytest.mark.skipif("sqlite" not in ENGINES, reason="the engine makes no difference to words")
@pytest.mark.parametrize("years", [1, pytest.param(YEARS, marks=pytest.mark.prove)])
def test_the_words_are_the_same_each_time_and_on_the_next_day_only_the_dates_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    # One story of each kind says what three say, and what stands at each stage is told of every year.
    monkeypatch.setattr(fictional_present, "AT_EACH_STAGE", 1)
    monkeypatch.setattr(fictional_years, "YEARS", years)
    first, later = words_of("eastmere", tmp_path / "first", 0), words_of("eastmere", tmp_path / "later", 1)
    assert len(first) > 200
    assert first != later
    assert sorted(A_DAY.sub("", each) for each in first) == sorted(A_DAY.sub("", each) for each in later)
    assert any("An account that nobody could take for real." in each for each in first)


@pytest.mark.parametrize("name", ["note.pdf", "note.docx", "note.txt"])
def test_a_made_up_paper_is_what_its_name_says_says_so_itself_and_is_the_same_each_time(name: str) -> None:
    paper = Paper(name, "First (of two).\n\nThe grandmother’s mornings.")
    kind, _ = examined(name, made(paper))
    assert name.endswith(kind.ending)
    assert made(paper) == made(paper)
    assert TEST_FILE not in made(paper)
    assert TEST_FILE in made(Paper("note.txt", "Found.", ScanState.INFECTED))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_every_shown_sign_in_opens_a_desk(portal: Flask) -> None:
    from portal.accounts.demonstration import make_person

    said = command(portal, "show")
    tenants: Tenants = portal.extensions["tenants"]
    assert PASSWORD in said
    for person in everybody(tenants):
        assert f"{person.email} " in said
        assert person.secret in said
    coordinator = next(
        each for each in people_of(tenants.by_slug["salford"]) if each.roles == (Role.COORDINATOR,)
    )
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
