"""How are the figures of casework for regional leads prepared, frozen, corrected and checked?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from portal.domain.errors import Conflict, DomainError
from portal.domain.releasing import last_settled
from portal.domain.vocabulary import ReleaseStatus
from portal.extensions import db
from portal.models.release_part import parts_of
from portal.models.released import ReleasedEdition, digest_of
from portal.models.session import entering
from portal.releases import operations, queries
from portal.web.working_days import known_holidays
from portal.web.working_days import today as today_here

group = AppGroup("releases", help="Prepare, freeze and correct what regional leads are shown of casework.")
THROUGH = click.option(
    "--through",
    type=click.IntRange(2000, 2100),
    help="The year in whose March it ends; by default the last settled one."
)  # fmt: skip
TODAY = click.option(
    "--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day to act as of; today unless given."
)


@group.command("prepare")
@THROUGH
@TODAY
def prepare_command(through: int | None, day: datetime | None) -> None:
    """Count each partnership's casework apart, and ask its people to sign off what would be shown.

    Releases come one at a time: while one waits at a partnership, none other is prepared there. Run again, it counts
    anew what nobody has answered yet and has changed since.
    """
    today = day.date() if day else today_here()
    through = through or last_settled(today)
    if is_frozen(through):
        raise click.ClickException(
            f"The release to March {through} is frozen. Correct it with `releases erratum`."
        )
    for slug in current_app.extensions["tenants"].by_slug:
        with entering(db.session, slug) as session:
            try:
                part = operations.prepare_part(session, slug, through, today, known_holidays())
            except DomainError as fault:
                raise click.ClickException(f"{slug}: {fault}") from None
        click.echo(f"{slug}: {'waits for its sign-off' if part else 'was prepared before'}")


@group.command("freeze")
@THROUGH
def freeze_command(through: int | None) -> None:
    """Freeze what was signed off; a partnership that has not signed is left out, and the release says so.

    A release is frozen once. What is signed after that waits for the next; corrections are frozen here too.
    """
    through = through or last_settled(today_here())
    if not any(statuses(slug, through) for slug in current_app.extensions["tenants"].by_slug):
        raise click.ClickException(f"No release to March {through} is prepared.")
    for slug in current_app.extensions["tenants"].by_slug:
        for line in freeze(slug, through):
            click.echo(f"{slug}: {line}")


@group.command("erratum")
@THROUGH
@click.option("--tenant", "slug", required=True, help="The partnership whose casework was corrected.")
@click.option(
    "--note",
    required=True,
    help="What was wrong, in words that say nothing of anybody and not by how much; everybody reads it.",
)
def erratum_command(through: int | None, slug: str, note: str) -> None:
    """Prepare a correction: figures that were wrong are taken away, and its people are asked to sign it off."""
    through = through or last_settled(today_here())
    if slug not in current_app.extensions["tenants"].by_slug:
        raise click.BadParameter(f"there is no partnership {slug}", param_hint="--tenant")
    with entering(db.session, slug) as session:
        try:
            operations.prepare_erratum(session, slug, through, note, known_holidays())
        except DomainError as fault:
            raise click.ClickException(str(fault)) from None
    click.echo(f"{slug}: the correction waits for its sign-off")


@group.command("status")
@THROUGH
def status_command(through: int | None) -> None:
    """Say where each partnership stands in a release."""
    through = through or last_settled(today_here())
    click.echo(f"Release to March {through}")
    for slug in current_app.extensions["tenants"].by_slug:
        found = statuses(slug, through)
        click.echo(f"{slug}: {found[-1].label.lower() if found else 'not prepared'}")


@group.command("verify")
def verify_command() -> None:
    """Work out every frozen edition's hash again; exit status 1 where one differs."""
    faults = []
    for slug in current_app.extensions["tenants"].by_slug:
        with entering(db.session, slug, writes=False) as session:
            for each in session.scalars(select(ReleasedEdition)):
                figures = queries.frozen_figures(session, each)
                if each.digest != digest_of(slug, each.through, each.edition, each.note, figures):
                    faults.append(
                        f"{slug}: the release to March {each.through}, edition {each.edition}, was altered"
                    )
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo("Every frozen release is as it was signed off.")


def freeze(slug: str, through: int) -> list[str]:
    """Freeze or leave out one partnership's open parts; return what was done."""
    with entering(db.session, slug, writes=False) as session:
        open_parts = [(each.id, each.edition, each.status) for each in parts_of(session, through)]
    done = []
    for part_id, edition, status in open_parts:
        if status is ReleaseStatus.SIGNED:
            done.append(freeze_signed(slug, part_id, edition))
        elif edition == 1 and status in (ReleaseStatus.PREPARED, ReleaseStatus.DECLINED):
            with entering(db.session, slug) as session:
                operations.leave_out(session, slug, part_id)
            done.append("left out, since it has not signed off")
    return done or ["nothing to freeze"]


def freeze_signed(slug: str, part_id: UUID, edition: int) -> str:
    """Freeze a part that was signed off; leave it out where another was frozen since it was prepared."""
    try:
        with entering(db.session, slug) as session:
            operations.freeze_part(session, slug, part_id)
    except Conflict as fault:
        with entering(db.session, slug) as session:
            operations.leave_out(session, slug, part_id)
        return f"left out. {fault}"
    return "frozen" if edition == 1 else f"correction {edition - 1} frozen"


def statuses(slug: str, through: int) -> list[ReleaseStatus]:
    """Return where a partnership's parts of a release stand."""
    with entering(db.session, slug, writes=False) as session:
        return [each.status for each in parts_of(session, through)]


def is_frozen(through: int) -> bool:
    """Whether any partnership's figures of a release are frozen, as regional leads see it."""
    with entering(db.session, None, face="region", writes=False) as session:
        wanted = select(ReleasedEdition.id).where(ReleasedEdition.through == through).limit(1)
        return session.scalar(wanted) is not None
