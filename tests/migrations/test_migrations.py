"""Do the migrations make the same database as the models, walls and search included, on an empty one and again?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect

from portal.config import settings_from
from portal.models import every_model, owner
from portal.models.schema import roles_of
from portal.models.walls import wall_faults
from tests.databases import empty_database
from tests.schema import dispose, new_portal

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


@pytest.fixture
def empty_portal(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    with empty_database(engine_name, tmp_path / "instance") as environment:
        portal = new_portal(settings_from(environment))
        yield portal
        dispose(portal)


def run(portal: Flask, *words: str) -> str:
    result = portal.test_cli_runner().invoke(args=list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_migrations_match_the_models_and_raise_every_wall(empty_portal: Flask) -> None:
    run(empty_portal, "database", "upgrade")
    run(empty_portal, "db", "check", "-d", "migrations")
    every_model.load()
    settings = empty_portal.extensions["settings"]
    engine = owner.engine(settings.owner_url)
    with engine.connect() as connection:
        assert wall_faults(connection, roles=roles_of(settings)) == []
        assert "alembic_version" in inspect(connection).get_table_names()
    engine.dispose()


def test_a_second_upgrade_changes_nothing(empty_portal: Flask) -> None:
    first = run(empty_portal, "database", "upgrade")
    second = run(empty_portal, "database", "upgrade")
    assert re.findall(r"\d+ (?=new)", first)
    assert " new" not in second
    run(empty_portal, "database", "check")


def test_versions_are_numbered_without_a_gap() -> None:
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("*.py"))
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
