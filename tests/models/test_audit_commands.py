"""Can whoever runs or inspects the portal verify its record, with and without the portal?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from portal.config import Settings
from portal.extensions import db
from portal.models import audit
from portal.models.audit import RESERVED_TENANT, record
from portal.models.session import entering
from tests.models.model_layer import let_go, model_layer, owner_engine

RULES_ALONE = Path(__file__).resolve().parents[2] / "portal" / "domain" / "audit_chain.py"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Give the portal's models with three chains, one of them of events of no partnership."""
    made = model_layer(settings, "ashby", "brough")
    for tenant, number in (("ashby", 5), ("brough", 2), (RESERVED_TENANT, 1)):
        with made.app_context(), entering(db.session, tenant) as session:
            for _ in range(number):
                record(session, "sign-in", "account")
            session.commit()
    yield made
    audit.acting(None)
    let_go(made)


def said(app: Flask, *command: str) -> Result:
    return app.test_cli_runner().invoke(args=["audit", *command])


def tamper(app: Flask, *statements: str) -> None:
    """Change the database as its administrator can, past every wall of the portal."""
    engine = owner_engine(app)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS only_insert_update_audit_entry"))
            connection.execute(text("DROP TRIGGER IF EXISTS only_insert_delete_audit_entry"))
        else:
            for table in ("audit_entry", "audit_head"):
                connection.execute(text(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
    engine.dispose()


def head_file(app: Flask, folder: Path) -> str:
    path = folder / "heads.jsonl"
    path.write_text(said(app, "heads").output)
    return str(path)


def test_whole_chains_verify_and_the_command_succeeds(app: Flask, tmp_path: Path) -> None:
    result = said(app, "verify", "--head", head_file(app, tmp_path))
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "ashby: 5 entries, 0 faults",
        "brough: 2 entries, 0 faults",
        "-: 1 entries, 0 faults",
    ]


def test_without_a_head_the_command_says_what_it_cannot_see(app: Flask) -> None:
    result = said(app, "verify")
    assert result.exit_code == 0
    assert "missing last entries would not be seen" in result.output


def test_an_edited_entry_fails_the_command_and_is_named(app: Flask) -> None:
    tamper(app, "UPDATE audit_entry SET action = 'x' WHERE tenant = 'ashby' AND seq = 3")
    result = said(app, "verify")
    assert result.exit_code == 1
    assert "ashby: seal: Entry 3" in result.stderr
    assert "brough: 2 entries, 0 faults" in result.output


def test_a_cut_end_is_seen_with_an_exported_head_only(app: Flask, tmp_path: Path) -> None:
    exported = head_file(app, tmp_path)
    tamper(
        app,
        "DELETE FROM audit_entry WHERE tenant = 'ashby' AND seq > 3",
        "UPDATE audit_head SET seq = 3, mac = (SELECT mac FROM audit_entry WHERE tenant = 'ashby' AND seq = 3) "
        "WHERE tenant = 'ashby'",
    )
    assert said(app, "verify").exit_code == 0
    result = said(app, "verify", "--head", exported)
    assert result.exit_code == 1
    assert "ashby: head:" in result.stderr


def test_a_whole_chain_that_vanished_is_seen_by_its_exported_head(app: Flask, tmp_path: Path) -> None:
    exported = head_file(app, tmp_path)
    tamper(
        app,
        "DELETE FROM audit_entry WHERE tenant = 'brough'",
        "DELETE FROM audit_head WHERE tenant = 'brough'",
    )
    assert said(app, "verify", "--head", exported).exit_code == 1


def test_a_head_of_a_partnership_that_left_the_folder_is_still_checked(app: Flask, tmp_path: Path) -> None:
    exported = head_file(app, tmp_path)
    del app.extensions["tenants"].by_slug["brough"]
    tamper(app, "UPDATE audit_entry SET action = 'x' WHERE tenant = 'brough'")
    assert said(app, "verify", "--head", exported).exit_code == 1


def test_a_file_that_holds_no_heads_is_refused(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "heads.jsonl"
    path.write_text('{"seq": 1}\n')
    assert said(app, "verify", "--head", str(path)).exit_code == 1


def test_an_auditor_verifies_an_export_without_the_portal(app: Flask, tmp_path: Path) -> None:
    export, key, head = tmp_path / "export.jsonl", tmp_path / "key", tmp_path / "head.json"
    export.write_text(said(app, "export", "ashby").output)
    key.write_text(said(app, "key", "ashby").output)
    head.write_text(said(app, "heads").output.splitlines()[0])
    command = [
        sys.executable,
        "-I",
        str(RULES_ALONE),
        str(export),
        "--key-file",
        str(key),
        "--head",
        str(head),
    ]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    lines = export.read_text().splitlines()
    export.write_text("\n".join([*lines[:2], lines[3], lines[2], *lines[4:]]) + "\n")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_an_export_holds_one_partnership_alone(app: Flask) -> None:
    lines = [json.loads(line) for line in said(app, "export", "brough").output.splitlines()]
    assert [line["entry"]["tenant"] for line in lines] == ["brough", "brough"]


@pytest.mark.parametrize("command", ["export", "key"])
def test_a_chain_that_does_not_exist_is_refused(app: Flask, command: str) -> None:
    assert said(app, command, "nowhere").exit_code == 2
