"""How does whoever runs the portal check partnerships' folders, and begin a new one?"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from portal.tenancy.beginning import EVERYONE, CannotBegin, beginning
from portal.tenancy.faults import FaultyConfiguration
from portal.tenancy.founding import begin
from portal.tenancy.loader import check, load
from portal.web.working_days import today

FOLDER = click.Path(path_type=Path, file_okay=False)


def _folder() -> Path:
    """The folder that the portal itself reads, without starting it: a faulty one must still be checkable."""
    named = os.environ.get("PORTAL_TENANTS")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "tenants"


@click.group("tenants")
def group() -> None:
    """Check and make partnerships' folders."""


@group.command("check")
@click.argument("directory", type=FOLDER, required=False)
def check_command(directory: Path | None) -> None:
    """Tell every fault of every partnership's folder as file, key and remedy."""
    directory = directory or _folder()
    faults = check(directory)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        sys.exit(1)
    held = len(load(directory).by_slug)
    click.echo(f"{held} partnership{'' if held == 1 else 's'}, no faults")


@group.command("new")
@click.argument("slug")
@click.option("--name", required=True, help="The partnership's full name.")
@click.option(
    "--from", "donor", required=True, metavar="SLUG", help="The partnership whose folder is copied."
)
@click.option("--short-name", default="", help="The name people say; made from the prefix if left out.")
@click.option("--prefix", default="", help="Begins every case reference; made from the name if left out.")
@click.option("--email", default="", help="Its inbox; an example address if left out.")
@click.option("--area", default="", help="The area it serves; made from the name if left out.")
@click.option("--council", default="", help="Its local authority; made from the area if left out.")
@click.option("--police", default="", help="Its police force; the copied partnership's if left out.")
@click.option("--icb", default="", help="Its integrated care board; the copied partnership's if left out.")
@click.option("--region", default=EVERYONE, show_default=True, help="The region it joins in regions.toml.")
@click.option("--directory", type=FOLDER, default=None, help="The folder of partnerships.")
def new_command(slug: str, name: str, donor: str, region: str, directory: Path | None, **given: str) -> None:
    """Begin a new partnership's folder from another's choices: its names, first pages, no catalogue."""
    directory = directory or _folder()
    try:
        taken = frozenset(tenant.reference_prefix for tenant in load(directory).by_slug.values())
        new = beginning(slug, name, taken, **given)
        folder = begin(directory, new, donor, today(), region)
    except (CannotBegin, FaultyConfiguration) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{folder} is ready to edit: {new.name}, {new.short_name}, references {new.prefix}-...")
    click.echo("Read every page and every source before anyone else does; then run: tenants check")
