"""Does each engine keep its promises: pragmas, locks, roles, and refusing to serve without walls?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, create_engine, select, text

from portal.extensions import db
from portal.models import owner
from portal.models.engines import UnfitDatabase, make_engine, reach, refuse_unfit
from portal.models.walls import create_roles, install_walls, lifted
from tests.models.probe_database import empty_database
from tests.models.probes import OURS, Case, Ground, ProbeBase, ground_on
from tests.people import somebody


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground_on("sqlite", tmp_path_factory.mktemp("ground"), set()) as made:
        yield made


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    with empty_database() as urls:
        yield urls


def pragma(ground: Ground, name: str) -> object:
    with ground.serving(OURS) as own:
        return own.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_serves_with_the_settings_that_keep_what_is_acknowledged(lite: Ground) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
    wanted |= {"secure_delete": 1, "trusted_schema": 0, "recursive_triggers": 1}
    assert {name: pragma(lite, name) for name in wanted} == wanted


def test_an_old_sqlite_never_uses_the_journal_that_could_corrupt_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.models import engines

    monkeypatch.setattr(engines.pysqlite3, "sqlite_version_info", (3, 51, 2))
    assert "journal_mode = DELETE" in engines.pragmas()


def test_sessions_that_write_wait_for_each_other_and_lose_nothing(lite: Ground) -> None:
    with lite.serving(OURS) as own:
        own.get_one(Case, lite.cases[OURS]).title = "0"
        own.commit()
    faults: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(25):
                with lite.serving(OURS) as own:
                    case = own.get_one(Case, lite.cases[OURS])
                    case.title = str(int(case.title) + 1)
                    own.commit()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with lite.serving(OURS) as own:
        assert own.get_one(Case, lite.cases[OURS]).title == "100"


def test_a_session_that_reads_goes_on_while_another_writes(lite: Ground) -> None:
    with lite.serving(OURS) as writer:
        writer.get_one(Case, lite.cases[OURS]).title = "half done"
        writer.flush()
        with lite.serving(OURS, writes=False) as reader:
            assert reader.scalars(select(Case.title)).all() != ["half done"]
        writer.rollback()


def test_a_table_made_after_the_connection_is_walled_before_its_first_use(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'late.db'}"
    engine = make_engine(url, "staff", ProbeBase.metadata)
    with engine.connect() as early:
        early.exec_driver_sql("SELECT 1")
    made = owner.engine(url)
    with made.begin() as connection:
        ProbeBase.metadata.create_all(connection)
    with engine.connect() as late:
        names = late.exec_driver_sql(
            "SELECT count(*) FROM temp.sqlite_master WHERE type = 'trigger'"
        ).scalar()
    assert names == 3 * len(ProbeBase.metadata.tables)
    made.dispose()
    engine.dispose()


def test_words_are_searched_on_a_public_connection_that_can_name_no_casework(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'words.db'}"
    made = owner.engine(url)
    with made.begin() as connection:
        ProbeBase.metadata.create_all(connection)
        connection.exec_driver_sql("CREATE VIRTUAL TABLE published_words USING fts5(words)")
        connection.exec_driver_sql("INSERT INTO published_words VALUES ('learning from practice')")
        connection.exec_driver_sql("CREATE VIRTUAL TABLE secret_words USING fts5(words)")
    public = make_engine(url, "public", ProbeBase.metadata)
    with public.connect() as connection:
        found = "SELECT count(*) FROM published_words WHERE published_words MATCH 'practice'"
        assert connection.exec_driver_sql(found).scalar() == 1
        for sql in (
            "SELECT * FROM secret_words",
            "SELECT * FROM secret_words_content",
            "SELECT * FROM sqlite_master",
            "SELECT count(*) FROM sqlite_master",
            "PRAGMA table_info('case')",
            "PRAGMA query_only = OFF",
            "ATTACH DATABASE ':memory:' AS other",
            "CREATE TEMP TABLE t (a)",
            "DELETE FROM published_words",
            "INSERT INTO published_words VALUES ('x')",
            'WITH c AS (SELECT * FROM "case") SELECT count(*) FROM c',
        ):
            with pytest.raises(Exception, match=r"authorized|prohibited|denied|vtable constructor failed"):
                connection.exec_driver_sql(sql)
    made.dispose()
    public.dispose()


def strict(url: str, metadata: MetaData = ProbeBase.metadata) -> Engine:
    engine = make_engine(url, "staff", metadata)
    refuse_unfit(engine, "staff", metadata)
    return engine


def test_production_refuses_sqlite_whose_record_could_be_rewritten(lite: Ground) -> None:
    engine = strict(lite.urls["staff"])
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()
    with lite.unwalled.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER only_insert_delete_entry")
    engine = strict(lite.urls["staff"])
    with pytest.raises(UnfitDatabase, match="only_insert_delete_entry"):
        engine.connect()
    engine.dispose()
    with lite.unwalled.begin() as connection:
        install_walls(connection, ProbeBase.metadata)


def test_production_refuses_to_serve_as_owner_or_superuser_of_postgresql(database: dict[str, str]) -> None:
    made = owner.engine(database["owner"])
    with made.begin() as connection:
        ProbeBase.metadata.create_all(connection)
        install_walls(connection, ProbeBase.metadata)
    made.dispose()
    for role, reason in [("owner", "owns tables"), ("superuser", "walks through every wall")]:
        engine = strict(database[role])
        with pytest.raises(UnfitDatabase, match=reason):
            reach({None: engine})
        engine.dispose()
    engine = strict(database["staff"])
    reach({None: engine})
    engine.dispose()


def test_a_start_without_a_database_says_which_one_is_missing_and_not_its_password() -> None:
    engine = make_engine(
        "postgresql+psycopg://app:secret-word@127.0.0.1:1/records", "public", ProbeBase.metadata
    )
    with pytest.raises(
        UnfitDatabase, match=r"no database answers at PORTAL_PUBLIC_URL .*127\.0\.0\.1"
    ) as told:
        reach({"public": engine})
    assert "secret-word" not in str(told.value)
    engine.dispose()


def test_production_refuses_a_database_with_the_demonstrations_people_in_it(portal: Flask) -> None:
    url = portal.extensions["settings"].database_url
    for may_serve in (True, False):
        engine = strict(url, db.metadata)
        with nullcontext() if may_serve else pytest.raises(UnfitDatabase, match="demonstration's people"):
            engine.connect().close()
        engine.dispose()
        somebody(portal, "tenant:manchester", ["referrer"], is_demonstration=True)


def test_a_role_that_is_missing_is_created_where_permitted_and_else_its_sql_is_told(
    database: dict[str, str],
) -> None:
    urls = {"staff": database["staff"].replace("portal_app@", "portal_new:it's%secret@")}
    for who, is_made in [("owner", False), ("superuser", True)]:
        engine = create_engine(database[who])
        with engine.connect() as connection:
            told = create_roles(connection, urls)
            standing = connection.execute(
                text("select 1 from pg_roles where rolname = 'portal_new'")
            ).scalar()
            assert (not told) == bool(standing) == is_made
            assert is_made or told[0].startswith("CREATE ROLE portal_new LOGIN NOSUPERUSER NOBYPASSRLS")
            assert create_roles(connection, {"staff": database["staff"]}) == []
            connection.rollback()
        engine.dispose()


def test_the_owner_sees_rows_in_a_migration_only_where_it_says_so(tmp_path: Path) -> None:
    with ground_on("postgresql", tmp_path, set()) as ground:
        engine = owner.engine(ground.urls["owner"])
        count = text('SELECT count(*) FROM "case"')
        with engine.begin() as connection:
            assert connection.execute(count).scalar() == 0
            with lifted(connection, "case"):
                assert connection.execute(count).scalar() == 2
            assert connection.execute(count).scalar() == 0
        engine.dispose()


def test_row_security_alone_keeps_a_stranger_with_the_portals_own_sign_in_out(tmp_path: Path) -> None:
    with ground_on("postgresql", tmp_path, set()) as ground:
        bare = create_engine(ground.urls["staff"])
        with bare.connect() as connection:
            assert connection.execute(text('SELECT count(*) FROM "case"')).scalar() == 0
            connection.execute(text("SELECT set_config('portal.tenant', :t, true)"), {"t": OURS})
            assert connection.execute(text('SELECT tenant FROM "case"')).scalars().all() == [OURS]
            connection.commit()
            assert connection.execute(text('SELECT count(*) FROM "case"')).scalar() == 0
            for sql in ('TRUNCATE "case" CASCADE', "DELETE FROM entry", "UPDATE entry SET words = ''"):
                with pytest.raises(Exception, match="permission denied"):
                    connection.execute(text(sql))
                connection.rollback()
        bare.dispose()
