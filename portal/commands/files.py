"""Are the files that rows name all there, and which files has no row any more?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from portal.extensions import db
from portal.integrations.file_store import FileMissing
from portal.models.attachment import Attachment
from portal.models.keystore import KeyDestroyed
from portal.models.sealed import SealBroken
from portal.models.session import entering
from portal.web.filing import store

group = AppGroup("files", help="Prove that uploaded files are whole, and sweep those without a row.")


@group.command()
def check() -> None:
    """Open every file with its key; exit status 1 where one is missing or was changed. Disposed ones are not asked."""
    faults = 0
    for tenant in current_app.extensions["tenants"].by_slug:
        for file_id in ids_of(tenant):
            fault = fault_of(tenant, file_id)
            if fault:
                faults += 1
                click.echo(f"{tenant}: file {file_id} {fault}")
    if faults:
        raise click.ClickException(f"{faults} files are not as they were handed in.")
    click.echo("Every file is there and opens.")


@group.command()
@click.option("--older-than-hours", type=click.IntRange(min=1), default=24, show_default=True,
              help="Leave files younger than this: their rows may be on the way.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
def sweep(older_than_hours: int, dry_run: bool) -> None:
    """Take away files whose rows never came to be or are gone, as a crash between the two leaves them.

    Do not run it on a database restored from an older backup than the files: those handed in between would go.
    """
    before = datetime.now(UTC) - timedelta(hours=older_than_hours)
    for tenant in current_app.extensions["tenants"].by_slug:
        orphans = orphans_of(tenant, before)
        if not dry_run:
            for file_id in orphans:
                store().sweep(tenant, file_id)
        click.echo(f"{tenant}: {len(orphans)} files without rows{'' if dry_run else ' removed'}")


def orphans_of(tenant: str, before: datetime) -> set[UUID]:
    """Return the files of a partnership, written before a moment, that no row names."""
    # The files first: a row that is committed while they are listed is then found.
    held = set(store().held(tenant, before))
    return held - set(ids_of(tenant))


def ids_of(tenant: str) -> list[UUID]:
    """Return the ids of a partnership's attachments."""
    with entering(db.session, tenant, writes=False) as session:
        return list(session.scalars(select(Attachment.id).order_by(Attachment.added_at)))


def fault_of(tenant: str, file_id: UUID) -> str:
    """Say what is wrong with one file; nothing where it opens, or where its key was destroyed on purpose."""
    with entering(db.session, tenant, writes=False) as session:
        attachment = session.get(Attachment, file_id)
        if attachment is None:
            return ""
        try:
            attachment.open_content(store().read(tenant, file_id))
        except FileMissing:
            return "is missing"
        except SealBroken:
            return "was changed"
        except KeyDestroyed:
            return ""
    return ""
