"""An empty PostgreSQL database of the suite's cluster, with the portal's roles."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgres
from tests.databases import in_cluster, make_roles


@contextmanager
def empty_database() -> Iterator[dict[str, str]]:
    """Give the address of a new database for each role, and drop it in the end."""
    make_roles()
    name = f"probe_{secrets.token_hex(6)}"
    in_cluster(f"create database {name} owner portal_owner")
    try:
        yield {
            "superuser": postgres.cluster_url(name),
            "owner": postgres.cluster_url(name, "portal_owner"),
            "staff": postgres.cluster_url(name, "portal_app"),
            "public": postgres.cluster_url(name, "portal_public"),
            "region": postgres.cluster_url(name, "portal_region"),
        }
    finally:
        in_cluster(f"drop database {name} with (force)")
