"""Does a decision on which the partners differed before disagreements were kept come to have one?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from portal.config import settings_from
from portal.models import owner
from tests.databases import empty_database
from tests.schema import dispose, new_portal

PARTNERS = ("local-authority", "integrated-care-board", "police")


@pytest.fixture
def empty_portal(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    with empty_database(engine_name, tmp_path / "instance") as environment:
        portal = new_portal(settings_from(environment))
        yield portal
        dispose(portal)


def run(portal: Flask, *words: str) -> None:
    result = portal.test_cli_runner().invoke(args=list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_a_decision_that_waits_with_positions_that_differ_has_its_disagreement(empty_portal: Flask) -> None:
    run(empty_portal, "db", "upgrade", "-d", "migrations", "0023")
    engine = owner.engine(empty_portal.extensions["settings"].owner_url)
    account, case, differs, agrees = (uuid4().hex for _ in range(4))
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, unit, email_index, is_active, is_demonstration, created_at)"
                " VALUES (:id, :id, 'x', true, false, '2026-01-01 00:00:00')"
            ),
            {"id": account},
        )
        connection.execute(
            text(
                "INSERT INTO review_case (tenant, id, unit, reference, stage, opened_at, kind, incident_precision,"
                " harm, primary_harm, suspicion, is_fictional) VALUES ('salford', :id, :id, 'SSCP-2026-0001', 'open',"
                " '2026-01-01 00:00:00', '', 'day', '', '', '', false)"
            ),
            {"id": case},
        )
        for decision, last in ((differs, "do-not-agree"), (agrees, "agree")):
            connection.execute(
                text(
                    "INSERT INTO decision (tenant, id, unit, case_id, stage, outcome, prepared_by, prepared_at)"
                    " VALUES ('salford', :id, :case, :case, 'screening', 'defer', :account, '2026-01-01 00:00:00')"
                ),
                {"id": decision, "case": case, "account": account},
            )
            for day, (partner, position) in enumerate(
                zip(PARTNERS, ("agree", "agree", last), strict=True), 1
            ):
                connection.execute(
                    text(
                        "INSERT INTO partner_position (tenant, id, unit, case_id, decision_id, partner, position,"
                        " recorded_by, recorded_at) VALUES ('salford', :id, :case, :case, :decision, :partner,"
                        " :position, :account, :at)"
                    ),
                    {
                        "id": uuid4().hex, "case": case, "decision": decision, "partner": partner,
                        "position": position, "account": account, "at": f"2026-01-0{day} 00:00:00",
                    },
                )  # fmt: skip
    run(empty_portal, "database", "upgrade")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for table in ("disagreement", "partner_position"):
                connection.execute(text(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))
        found = connection.execute(text("SELECT decision_id, status, arose_at FROM disagreement")).all()
        positions = connection.execute(text("SELECT outcome, turn FROM partner_position")).all()
    engine.dispose()
    assert [(str(row.decision_id).replace("-", ""), row.status) for row in found] == [(differs, "not-agreed")]
    assert str(found[0].arose_at).startswith("2026-01-03")
    assert {tuple(row) for row in positions} == {("defer", 1)}
