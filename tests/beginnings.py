"""How does a test begin where others have been before it, without doing all the work again?

The first step of a test's work, where nothing has happened on its database yet, is done once in a run for each
engine, partnership and step; whoever takes it afterwards gets a copy of the database as it stood then.
"""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import Connection, Engine, event

from portal.config import settings_from
from portal.extensions import db
from tests import databases
from tests.databases import Environment
from tests.schema import dispose, new_portal

KEPT = "begun.pickle"
# Databases on which something has happened in this process.
written: set[str] = set()


@event.listens_for(Engine, "commit")
def remember(connection: Connection) -> None:
    """Keep in mind that a database is as it was made no more."""
    written.add(str(connection.engine.url.database))


def remembered(step: Callable[..., Any]) -> Callable[..., Any]:
    """Let a step of work be copied where it is the first, and be done where it is not."""

    @wraps(step)
    def taken(work: Any, *given: Any) -> Any:
        if work.is_first or not is_untouched(work.portal):
            return step(work, *given)
        return copied(work, step, given)

    return taken


def is_untouched(portal: Flask) -> bool:
    """Whether nothing has happened yet in a portal of the partnerships in the repository, on a day like any other."""
    is_usual = portal.extensions["settings"].tenants_directory == databases.ROOT / "tenants"
    return is_usual and name_of(portal) not in written and not time_machine.escape_hatch.is_travelling()


def name_of(portal: Flask) -> str:
    """Return the name of a portal's database."""
    with portal.app_context():
        return str(db.engine.url.database)


def copied(work: Any, step: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """Put in the place of a portal's database a copy of the one on which the step was taken."""
    template = re.sub(r"[^a-z]+", "_", f"begun {type(work).__name__} {work.slug} {step.__name__} {given}".lower())

    def begin(environment: Environment) -> None:
        first = type(work)(new_portal(settings_from(environment)), work.slug, is_first=True)
        result = step(first, *given)
        kept = {name: value for name, value in vars(first).items() if name in work.KEPT}
        Path(environment["PORTAL_INSTANCE"], KEPT).write_bytes(pickle.dumps((result, kept)))
        close(first.portal)

    close(work.portal)
    replace(work.portal, begin, template)
    written.add(name_of(work.portal))
    result, kept = pickle.loads((work.portal.extensions["settings"].instance / KEPT).read_bytes())
    vars(work).update(kept)
    return result


def close(portal: Flask) -> None:
    """Close everything that a portal holds open."""
    dispose(portal)
    portal.extensions["keystore"].close()


def replace(portal: Flask, begin: databases.Builder, template: str) -> None:
    """Copy a template, built if nobody has, over a portal's database and files."""
    instance = portal.extensions["settings"].instance
    shutil.rmtree(instance)
    with portal.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    if is_sqlite:
        folder = databases.sqlite_template(begin, template, databases.TEMPLATE)
    else:
        folder = databases.postgres_template(begin, template, databases.TEMPLATE)
        name = name_of(portal)
        databases.in_cluster(f"drop database {name} with (force)")
        databases.clone(template, name)
    shutil.copytree(folder, instance)
