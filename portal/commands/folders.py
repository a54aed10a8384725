"""Which partnership does a command speak of that needs no database?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from portal.tenancy.faults import FaultyConfiguration
from portal.tenancy.loader import load
from portal.tenancy.model import Tenant


def partnership(slug: str) -> Tenant:
    """Return the partnership of this slug as its folder says; UsageError names those that there are."""
    named = os.environ.get("PORTAL_TENANTS")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "tenants"
    try:
        tenants = load(folder).by_slug
    except FaultyConfiguration as faulty:
        raise click.ClickException(str(faulty)) from faulty
    if slug not in tenants:
        raise click.UsageError(f"There is no partnership {slug!r}. There are: {', '.join(sorted(tenants))}.")
    return tenants[slug]
