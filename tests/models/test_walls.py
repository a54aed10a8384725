"""Do the database's own walls stand on the portal's real tables, and is each one missed when it falls?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models.bounds import Face
from portal.models.schema import roles_of
from portal.models.session import NoTenant, OutOfBounds, entering
from portal.models.tables import is_published, rights, tenant_tables
from portal.models.walls import connection_faults, install_walls, wall_faults
from tests.conftest import ENGINES
from tests.models.real_tables import RealTables, real_tables


@pytest.fixture(scope="module", params=ENGINES)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTables]:
    with real_tables(request.param, tmp_path_factory.mktemp("real")) as made:
        yield made


postgresql_only = pytest.mark.parametrize("real", ["postgresql"], indirect=True)
sqlite_only = pytest.mark.parametrize("real", ["sqlite"], indirect=True)


def faults(real: RealTables, fall: str | None = None, *, is_raised_again: bool = False) -> list[str]:
    """Return the faults after one wall fell; nothing of it is kept."""
    with real.owned() as connection:
        if fall:
            connection.exec_driver_sql(fall)
        if is_raised_again:
            install_walls(connection, db.metadata, roles_of(real.settings))
        return wall_faults(connection, db.metadata, roles_of(real.settings))


def test_a_fresh_database_has_every_wall(real: RealTables) -> None:
    assert faults(real) == []


def test_raising_the_walls_again_changes_nothing(real: RealTables) -> None:
    assert faults(real, is_raised_again=True) == []


def test_the_portal_serves_through_connections_fit_to_serve(real: RealTables) -> None:
    with real.app.app_context(), db.engines[None].connect() as connection:
        assert connection_faults(connection, db.metadata) == []


@postgresql_only
def test_the_owner_is_not_fit_to_serve(real: RealTables) -> None:
    with real.owned() as connection:
        assert "owns tables" in " ".join(connection_faults(connection, db.metadata))


@postgresql_only
@pytest.mark.parametrize(
    "fall",
    [
        'ALTER TABLE "referral" NO FORCE ROW LEVEL SECURITY',
        'ALTER TABLE "referral" DISABLE ROW LEVEL SECURITY',
        'DROP POLICY own_rows ON "referral"',
        'CREATE POLICY more ON "referral" FOR SELECT TO portal_app USING (true)',
        "ALTER POLICY own_rows ON \"referral\" USING (tenant <> '')",
        'ALTER POLICY own_rows ON "referral" TO PUBLIC',
        'GRANT TRUNCATE ON "referral" TO portal_app',
        'GRANT SELECT ON "referral" TO PUBLIC',
        'GRANT SELECT ON "referral" TO portal_region',
        'GRANT UPDATE ON "audit_entry" TO portal_app',
        'REVOKE INSERT ON "referral" FROM portal_app',
        'CREATE VIEW every_referral AS SELECT * FROM "referral"',
        'CREATE MATERIALIZED VIEW every_referral AS SELECT * FROM "referral"',
        "CREATE FUNCTION reach() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
    ],
)
def test_a_fallen_wall_of_postgresql_is_reported(real: RealTables, fall: str) -> None:
    assert len(faults(real, fall)) >= 1


@sqlite_only
@pytest.mark.parametrize(
    "fall",
    [
        "DROP TRIGGER only_insert_update_audit_entry",
        "DROP TRIGGER only_insert_delete_audit_entry",
        "DROP TRIGGER only_insert_insert_audit_entry",
        "CREATE VIEW every_referral AS SELECT * FROM referral",
    ],
)
def test_a_fallen_wall_of_sqlite_is_reported_and_raised_again(real: RealTables, fall: str) -> None:
    assert len(faults(real, fall)) == 1
    assert [fault for fault in faults(real, fall, is_raised_again=True) if "view" not in fault] == []


def test_no_table_of_a_partnership_can_be_read_or_changed_by_a_session_of_none(real: RealTables) -> None:
    for table in tenant_tables(db.metadata):
        for statement in (select(table), table.delete(), table.update().values(tenant="any")):
            with real.app.app_context(), entering(db.session, None) as own, pytest.raises(NoTenant):
                own.execute(statement)


def test_no_table_of_a_partnership_can_be_read_or_changed_without_naming_its_tenant(real: RealTables) -> None:
    for table in tenant_tables(db.metadata):
        for statement in (select(table), table.delete(), table.update().values(tenant="any")):
            with real.app.app_context(), entering(db.session, "any") as own, pytest.raises(OutOfBounds):
                own.execute(statement)


@pytest.mark.parametrize("face", ["public", "region"])
def test_a_face_reads_what_is_for_it_and_can_name_nothing_else(real: RealTables, face: Face) -> None:
    for table in db.metadata.sorted_tables:
        with real.app.app_context(), entering(db.session, None, face=face, writes=False) as own:
            if "select" in rights(table, face):
                assert own.execute(select(table)).all() == []
                continue
            with pytest.raises(Exception, match=r"prohibited|denied|not authorized"):
                own.execute(select(table)).all()


def test_the_published_tables_are_known_to_be_published() -> None:
    published = [table.name for table in tenant_tables(db.metadata) if is_published(table)]
    assert "published_review" in published
    assert all(name.startswith("published_") for name in published)
