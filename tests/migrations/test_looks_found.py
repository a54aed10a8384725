"""Are looks that were recorded before there was a list of them found afterwards?"""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from sqlalchemy import text

from portal.models import owner
from tests.migrations.test_review_methods import empty_portal, run

__all__ = ["empty_portal"]


def test_a_look_of_before_is_found_from_each_thing_that_it_names(empty_portal: Flask) -> None:
    run(empty_portal, "db", "upgrade", "-d", "migrations", "0013")
    engine = owner.engine(empty_portal.extensions["settings"].owner_url)
    with engine.begin() as connection:
        for seq, action in ((9_001, "looked-at"), (9_002, "changed")):
            connection.execute(
                text(
                    "INSERT INTO audit_entry (tenant, id, seq, at, action, subject_kind, detail, prev, mac) VALUES"
                    " ('salford', :id, :seq, '2026-01-01 00:00:00', :action, 'several', :detail, :seal, :seal)"
                ),
                {"id": uuid4().hex, "seq": seq, "action": action, "detail": '["case:1", "referral:2"]', "seal": b"x"},
            )
    run(empty_portal, "database", "upgrade")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_look NO FORCE ROW LEVEL SECURITY"))
        found = connection.execute(text("SELECT tenant, subject_kind, subject_id, seq FROM audit_look")).all()
    engine.dispose()
    assert sorted(tuple(row) for row in found) == [("salford", "case", "1", 9_001), ("salford", "referral", "2", 9_001)]
