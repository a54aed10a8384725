"""Does a review keep its method of before it could have several, and its scores of before they had a day?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from portal.config import settings_from
from portal.models import owner
from portal.models.walls import lifted
from tests.databases import empty_database
from tests.schema import dispose, new_portal


@pytest.fixture
def empty_portal(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    with empty_database(engine_name, tmp_path / "instance") as environment:
        portal = new_portal(settings_from(environment))
        yield portal
        dispose(portal)


def run(portal: Flask, *words: str) -> None:
    result = portal.test_cli_runner().invoke(args=list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_a_review_keeps_its_one_method_as_a_row_and_its_scores_the_day_they_were_given(empty_portal: Flask) -> None:
    run(empty_portal, "db", "upgrade", "-d", "migrations", "0002")
    engine = owner.engine(empty_portal.extensions["settings"].owner_url)
    account, kept, none, public = (uuid4().hex for _ in range(4))
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
                "INSERT INTO published_review (tenant, id, slug, title, kind, kind_as_given, summary, heading, section,"
                " sort_on, joint_with, joint_identifier, report_status, status_note, is_review, is_as_listed,"
                " is_fictional, position) VALUES ('salford', :id, 'child', 'Child', '', '', '', '', '', '2026-01-01',"
                " '', '', 'not-stated', '', true, false, false, 0)"
            ),
            {"id": public},
        )
        for review, method in ((kept, "learning-event"), (none, "")):
            connection.execute(
                text(
                    "INSERT INTO review (tenant, id, unit, kind, method, status, chosen_name, opened_on, opened_by,"
                    " is_fictional) VALUES ('salford', :id, :id, 'thematic-review', :method, 'open', :name,"
                    " '2026-01-01', :account, false)"
                ),
                {"id": review, "name": f"Child {method}", "method": method, "account": account},
            )
        published = text("UPDATE review SET published_review_id = :public WHERE id = :id")
        connection.execute(published, {"id": kept, "public": public})
    run(empty_portal, "db", "upgrade", "-d", "migrations", "0041")
    with engine.begin() as connection, lifted(connection, "marker_score"):
        values = {"id": uuid4().hex, "review": kept, "public": public, "account": account}
        connection.execute(
            text(
                "INSERT INTO marker_score (tenant, id, unit, review_id, marker, score, scored_by, scored_at,"
                " note_sealed) VALUES ('salford', :id, :id, :review, 'analysis', 'met', :account,"
                " '2026-06-30 23:30:00', 'sealed')"
            ),
            values,
        )
        connection.execute(
            text(
                "INSERT INTO published_marker (tenant, id, review_id, marker, score)"
                " VALUES ('salford', :id, :public, 'analysis', 'met')"
            ),
            values,
        )
    run(empty_portal, "database", "upgrade")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE review_method NO FORCE ROW LEVEL SECURITY"))
        rows = connection.execute(text("SELECT tenant, review_id, method FROM review_method")).all()
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE published_method NO FORCE ROW LEVEL SECURITY"))
            connection.execute(text("ALTER TABLE published_marker NO FORCE ROW LEVEL SECURITY"))
        copies = connection.execute(text("SELECT review_id, method FROM published_method")).all()
        dated = connection.execute(text("SELECT scored_on FROM published_marker")).scalars().all()
    engine.dispose()
    # Half past midnight in England.
    assert [str(day) for day in dated] == ["2026-07-01"]
    assert [(str(row.review_id).replace("-", ""), row.method) for row in copies] == [(public, "learning-event")]
    assert [(row.tenant, str(row.review_id).replace("-", ""), row.method) for row in rows] == [
        ("salford", kept, "learning-event")
    ]
