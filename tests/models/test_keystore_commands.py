"""Can whoever runs the portal make, change and tidy its keys without losing one?"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, update

from portal.config import Settings
from portal.extensions import db
from portal.models.account import Account
from portal.models.base import Base, TenantOwned
from portal.models.case import Case
from portal.models.key_tables import unit_key
from portal.models.keystore import RESERVED_TENANT, KeyDestroyed, KeyStore, WrongMasterKey
from portal.models.outbox import ATTENTION, write_letter
from portal.models.session import entering
from portal.models.units import sealing_models
from tests.models.model_layer import let_go, model_layer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = model_layer(settings, "ashby", "brough")
    yield made
    let_go(made)


def said(app: Flask, *command: str) -> Result:
    return app.test_cli_runner().invoke(args=["keys", *command])


def store_of(app: Flask) -> KeyStore:
    store: KeyStore = app.extensions["keystore"]
    return store


def new_case(app: Flask, tenant: str = "ashby") -> UUID:
    with app.app_context(), entering(db.session, tenant) as session:
        case = Case(tenant=tenant, reference=f"X-{uuid4().hex[:8]}", narrative="what happened")
        session.add(case)
        case_id = case.id
        session.commit()
    return case_id


def narrative_of(app: Flask, case_id: UUID, tenant: str = "ashby") -> str | None:
    with app.app_context(), entering(db.session, tenant, writes=False) as session:
        return session.get_one(Case, case_id).narrative


def test_a_generated_key_is_one_that_the_settings_accept(app: Flask) -> None:
    first, second = (said(app, "generate").output.strip() for _ in range(2))
    assert first != second
    assert len(base64.urlsafe_b64decode(first + "=")) == 32


def test_the_check_says_whether_the_master_key_opens_the_store(app: Flask) -> None:
    assert said(app, "check").exit_code == 0
    app.extensions["keystore"] = KeyStore(store_of(app).url, bytes(32))
    assert said(app, "check").exit_code == 1


def test_after_rotation_the_new_key_opens_every_case_and_the_old_one_none(app: Flask, tmp_path: Path) -> None:
    cases = [new_case(app) for _ in range(3)]
    old = store_of(app)._master_key
    new_key = tmp_path / "new-key"
    new_key.write_text(said(app, "generate").output)
    assert said(app, "rotate-master", "--new-key-file", str(new_key)).exit_code == 0
    url, padded = store_of(app).url, new_key.read_text().strip() + "="
    app.extensions["keystore"] = KeyStore(url, base64.urlsafe_b64decode(padded))
    assert [narrative_of(app, case) for case in cases] == ["what happened"] * 3
    app.extensions["keystore"] = KeyStore(url, old)
    with pytest.raises(WrongMasterKey):
        narrative_of(app, cases[0])


def test_a_rotation_with_a_bad_key_file_changes_nothing(app: Flask, tmp_path: Path) -> None:
    case = new_case(app)
    new_key = tmp_path / "new-key"
    new_key.write_text("c2hvcnQ=")
    assert said(app, "rotate-master", "--new-key-file", str(new_key)).exit_code == 1
    assert narrative_of(app, case) == "what happened"


ORPHANS = {"ashby": 1, "brough": 0, RESERVED_TENANT: 1}


def test_a_sweep_removes_the_keys_of_rows_that_never_were_and_no_other(app: Flask) -> None:
    store = store_of(app)
    with app.app_context():
        cases = [("ashby", new_case(app)), ("brough", new_case(app, "brough"))]
        orphans = [(tenant, store.new_unit(tenant)) for tenant in ("ashby", RESERVED_TENANT)]
        with entering(db.session, None) as session:
            account = Account(email_index="x" * 64, name="A name")
            session.add(account)
            account_unit = account.unit
            account_id = account.id
            session.commit()
        with entering(db.session, RESERVED_TENANT) as session:
            letter = write_letter(session, RESERVED_TENANT, account_id, ATTENTION, "/somewhere")
            letter_unit = letter.unit
            session.commit()
        with store.engine.begin() as connection:
            connection.execute(update(unit_key).values(created_at=datetime.now(UTC) - timedelta(days=2)))
        young = store.new_unit("ashby")
    dry, first, second = said(app, "sweep", "--dry-run"), said(app, "sweep"), said(app, "sweep")
    assert [result.exit_code for result in (dry, first, second)] == [0, 0, 0]
    assert dry.output.splitlines() == [
        f"{name}: {number} keys without rows" for name, number in ORPHANS.items()
    ]
    assert first.output == dry.output.replace("rows", "rows removed")
    assert second.output == first.output.replace("1", "0")
    assert [narrative_of(app, case, tenant) for tenant, case in cases] == ["what happened"] * 2
    assert store.key("ashby", young)
    assert store.key(RESERVED_TENANT, account_unit)
    assert store.key(RESERVED_TENANT, letter_unit)
    for tenant, orphan in orphans:
        with pytest.raises(KeyDestroyed):
            store.key(tenant, orphan)


def test_every_table_with_something_sealed_is_counted_before_a_sweep() -> None:
    """A table that the sweep does not know would lose its keys."""
    sealing = {model.__tablename__ for model in sealing_models()}
    tables = Base.metadata.tables.values()
    assert sealing == {
        table.name for table in tables if any(column.name.endswith("_sealed") for column in table.c)
    }


def test_a_row_that_was_never_committed_leaves_an_orphan_and_nothing_else(app: Flask) -> None:
    with app.app_context(), entering(db.session, "ashby") as session:
        session.add(Case(tenant="ashby", reference="X-1", narrative="what happened"))
        session.flush()
        session.rollback()
    with store_of(app).engine.begin() as connection:
        assert len(connection.scalars(select(unit_key.c.unit).where(unit_key.c.tenant == "ashby")).all()) == 1
    with app.app_context(), entering(db.session, "ashby", writes=False) as session:
        assert session.scalars(select(Case)).all() == []


def test_what_is_sealed_for_no_partnership_has_no_tenant_column() -> None:
    assert {model.__tablename__ for model in sealing_models() if not issubclass(model, TenantOwned)} >= {
        "account"
    }


def test_a_key_is_generated_where_the_portal_cannot_start_without_one(tmp_path: Path) -> None:
    flask = [str(Path(sys.executable).with_name("flask")), "--app", "wsgi", "keys", "generate"]
    bare = {"PORTAL_ENV": "production", "PORTAL_INSTANCE": str(tmp_path), "PATH": os.environ["PATH"]}
    result = subprocess.run(flask, cwd=ROOT, env=bare, capture_output=True, check=False, text=True)
    assert result.returncode == 0, result.stderr
    assert len(base64.urlsafe_b64decode(result.stdout.strip() + "=")) == 32
