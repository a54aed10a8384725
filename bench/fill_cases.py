"""How do twin partnerships of one portal come to have few cases and many, for whoever is signed in there?

Run with the portal's settings in the environment, after `flask database upgrade`. One case of each partnership is
referred, accepted and decided by the portal's own operations, so that its page shows what such a page shows; the
others are rows as accepting makes them, at the speed of a bulk load.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection

from bench.fictional import TWIN
from bench.fill_portal import tidy
from portal import create_app
from portal.commands.fictional_casework import outcome_that_begins
from portal.domain.vocabulary import CaseStage
from portal.models import owner, walls
from portal.models.case import Case
from tests.people import session_cookie
from tests.work import Work

ROWS_A_STATEMENT = 5_000
OPENED_FIRST = datetime(2006, 1, 2, 9, tzinfo=UTC)
STAGES = (CaseStage.CLOSED,) * 17 + (CaseStage.IN_REVIEW, CaseStage.DECIDED, CaseStage.OPEN)


def fill(few: int, many: int) -> dict[str, dict[str, str]]:
    """Give one of the twins many cases and the other few; return who is signed in where, and one case."""
    app = create_app()
    twin = next(slug for slug in app.extensions["tenants"].by_slug if slug.endswith(TWIN))
    slugs = {"many": twin, "few": twin.removesuffix(TWIN)}
    engine = owner.engine(app.extensions["settings"].owner_url)
    with engine.begin() as connection, walls.lifted(connection, "review_case"):
        load(connection, slugs["many"], many)
        load(connection, slugs["few"], few)
    tidy(engine, "review_case")
    engine.dispose()
    return {words: way_in(app, slug) for words, slug in slugs.items()}


def load(connection: Connection, tenant: str, count: int) -> None:
    """Insert so many cases of one partnership."""
    rows: list[dict[str, Any]] = []
    for row in cases(tenant, count):
        rows.append(row)
        if len(rows) == ROWS_A_STATEMENT:
            connection.execute(Case.__table__.insert(), rows)
            rows = []
    if rows:
        connection.execute(Case.__table__.insert(), rows)


def cases(tenant: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield rows of cases opened one after the other over twenty years, most of them closed since."""
    chance = Random(20_261_126)
    for number in range(1, count + 1):
        opened_at = OPENED_FIRST + timedelta(minutes=105 * number * (100_000 / count))
        stage = chance.choice(STAGES)
        yield {
            "tenant": tenant, "id": UUID(int=chance.getrandbits(128), version=4), "unit": UUID(int=number),
            "reference": f"BENCH-{opened_at.year}-{number:06}", "stage": stage, "opened_at": opened_at,
            "closed_at": opened_at + timedelta(days=200) if stage is CaseStage.CLOSED else None,
            "kind": "incident", "incident_on": opened_at.date(), "incident_precision": "day",
            "harm": chance.choice(("death", "serious-harm")), "primary_harm": "neglect",
            "suspicion": "suspected", "is_fictional": True,
        }  # fmt: skip


def way_in(app: Flask, slug: str) -> dict[str, str]:
    """Return the cookie of a signed-in coordinator, and the reference of the case that was worked on."""
    work = Work(app, slug)
    reference = work.case()
    work.decided(reference, outcome_that_begins(work.tenant))
    cookie = session_cookie(app, work.person("coordinator"), f"tenant:{slug}")
    return {
        "tenant": slug,
        "reference": reference,
        "cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}",
    }


if __name__ == "__main__":
    print(json.dumps(fill(*map(int, sys.argv[1:]))))
