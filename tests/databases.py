"""Which fresh database does a test get? A copy of a template that each test run builds once an engine.

On SQLite the copy is a file; on PostgreSQL a database cloned by the server. Roles on PostgreSQL are those of
production, one a pool: the owner of the tables is no superuser, and the portal never signs in as the owner.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "portal_template"
ROLES = {
    "PORTAL_OWNER_URL": "portal_owner",
    "PORTAL_DATABASE_URL": "portal_app",
    "PORTAL_PUBLIC_URL": "portal_public",
    "PORTAL_REGION_URL": "portal_region",
}
Environment = dict[str, str]
Builder = Callable[[Environment], None]


@contextmanager
def fresh_database(
    engine: str, instance: Path, build: Builder, template: str = TEMPLATE
) -> Iterator[Environment]:
    """Give the settings of a portal on a database of its own, cloned from a template that the run builds once."""
    instance.mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        shutil.copytree(sqlite_template(build, template), instance, dirs_exist_ok=True)
        yield settings_of(instance)
        return
    folder = postgres_template(build, template)
    name = f"portal_{secrets.token_hex(6)}"
    clone(template, name)
    try:
        shutil.copytree(folder, instance, dirs_exist_ok=True)
        yield settings_of(instance, postgres_urls(name))
    finally:
        in_cluster(f"drop database {name} with (force)")


def clone(template: str, name: str) -> None:
    """Make a database of the cluster as a copy of another."""
    in_cluster(
        f"create database {name} template {template} strategy file_copy owner {ROLES['PORTAL_OWNER_URL']}"
    )


@contextmanager
def empty_database(engine: str, instance: Path) -> Iterator[Environment]:
    """Give the settings of a portal on a database with nothing in it, not even a table."""
    instance.mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield settings_of(instance)
        return
    make_roles()
    name = f"portal_{secrets.token_hex(6)}"
    in_cluster(f"create database {name} owner {ROLES['PORTAL_OWNER_URL']}")
    try:
        yield settings_of(instance, postgres_urls(name))
    finally:
        in_cluster(f"drop database {name} with (force)")


def settings_of(instance: Path, urls: Mapping[str, str] | None = None) -> Environment:
    """Return the environment of a demonstration portal in this folder; nothing of the person's own."""
    return {
        "PORTAL_ENV": "demonstration",
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_TENANTS": str(ROOT / "tenants"),
        # Pages are made anew in tests; the cache's own tests switch it on.
        "PORTAL_PAGE_CACHE_BYTES": "0",
        "PORTAL_SECRET_KEY": "for-the-suite-only-0123456789-abcdefghij",
        "PORTAL_MASTER_KEY": "Zm9yLXRoZS1zdWl0ZS1vbmx5LTAxMjM0NTY3ODktYWI",
        **(urls or {}),
    }


def postgres_urls(database: str) -> Environment:
    """Return the addresses of this database, one for each role."""
    return {setting: postgres.cluster_url(database, role) for setting, role in ROLES.items()}


def sqlite_template(build: Builder, template: str = TEMPLATE, base: str = "") -> Path:
    """Return the folder holding the template files, built by the first process to need them, on another's if named."""
    folder = folder_of(template, "sqlite")
    with postgres.one_at_a_time(folder.name):
        if not folder.exists():
            build_in(folder, lambda made: build(settings_of(made)), base and folder_of(base, "sqlite"))
    return folder


def postgres_template(build: Builder, template: str, base: str = "") -> Path:
    """Build the template database, roles first, unless another process of this run has; return its other files."""
    folder = folder_of(template, "postgresql")
    with postgres.one_at_a_time(folder.name):
        if not folder.exists():
            make_roles()
            in_cluster(f"drop database if exists {template} with (force)")
            clone(base or "template1", template)
            urls = postgres_urls(template)
            build_in(folder, lambda made: build(settings_of(made, urls)), base and folder_of(base, "postgresql"))
    return folder


def folder_of(template: str, engine: str) -> Path:
    """Return where the files of a template are."""
    return postgres.run_folder() / f"{template}-{engine}"


def make_roles() -> None:
    """Make the roles that the cluster has not got yet."""
    with postgres.one_at_a_time("roles"):
        for role in ROLES.values():
            # A database's owner has its rights in the schema by inheritance; nobody else inherits anything.
            inherits = "inherit" if role == ROLES["PORTAL_OWNER_URL"] else "noinherit"
            limits = f"login nosuperuser nobypassrls nocreatedb nocreaterole {inherits}"
            in_cluster(
                f"do $$ begin if not exists (select from pg_roles where rolname = '{role}') "
                f"then create role {role} {limits}; end if; end $$"
            )


def build_in(folder: Path, build: Callable[[Path], None], base: Path | str) -> None:
    """Build in a scratch folder and rename it when done, so that half a template is never used."""
    made = folder.with_suffix(".making")
    shutil.rmtree(made, ignore_errors=True)
    if base:
        shutil.copytree(base, made)
    else:
        made.mkdir()
    build(made)
    made.rename(folder)


def in_cluster(statement: str) -> None:
    """Run one statement as the cluster's superuser."""
    with superuser().connect() as connection:
        connection.execute(text(statement))


@lru_cache(1)
def superuser() -> Engine:
    """Return the way to the run's cluster, whose one connection is kept: connecting takes longer than copying."""
    return create_engine(postgres.cluster_url("postgres"), isolation_level="AUTOCOMMIT")
