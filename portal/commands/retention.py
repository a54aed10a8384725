"""How does what its rule has ended come down, and who is told that something soon will?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import and_, select

from portal.config import Settings
from portal.domain.errors import DomainError
from portal.extensions import db
from portal.models.keystore import KeyDestroyed
from portal.models.output import Output, Publication
from portal.models.review import Review
from portal.models.session import TenantSession, entering
from portal.retention import operations, queries
from portal.web.working_days import today as today_here

group = AppGroup("retention", help="Take down what its rule says is over.")


@dataclass(frozen=True)
class Named:
    """One publication as the report of a run names it: by the review's public name, never by a person's."""

    output: str
    review: str
    kind: str
    ends_on: str


@dataclass
class Run:
    """What a run did for one partnership, or would do."""

    tenant: str
    came_down: list[Named] = field(default_factory=list)
    announced: list[Named] = field(default_factory=list)
    waiting_for_a_person: list[Named] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@group.command("run")
@click.option("--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day to act as of; today unless given.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "is_json", is_flag=True, help="Report as JSON.")
def run_command(day: datetime | None, is_dry_run: bool, is_json: bool) -> None:
    """Take down what its rule has ended, and tell people a month ahead. Safe to run again, at any time.

    A reader cannot see what is over even when this has not run. What a rule leaves to a person waits for one.
    """
    today = day.date() if day else today_here()
    settings: Settings = current_app.extensions["settings"]
    if today > today_here() and not is_dry_run and not settings.is_demonstration:
        raise click.UsageError("--today: a day ahead would take down what is still to be read; add --dry-run.")
    runs = [run(tenant, today, is_dry_run=is_dry_run) for tenant in current_app.extensions["tenants"].by_slug]
    click.echo(as_json(runs, today, is_dry_run) if is_json else as_words(runs, today, is_dry_run))
    if any(each.faults for each in runs):
        raise SystemExit(1)


def run(tenant: str, today: date, *, is_dry_run: bool = False) -> Run:
    """Act for one partnership as of a day; a fault with one publication does not keep the others up."""
    done = Run(tenant)
    with entering(db.session, tenant, writes=False) as session:
        over, near = queries.due(session, today), queries.unannounced(session, today)
        done.waiting_for_a_person = named(session, queries.waiting_for_a_person(session, today))
        done.came_down = named(session, over)
        done.announced = named(session, [each for each in near if each not in over])
    if not is_dry_run:
        done.came_down = [each for each in done.came_down if came_down(done, each, today)]
        done.announced = [each for each in done.announced if announced(done, each)]
    return done


def came_down(done: Run, each: Named, today: date) -> bool:
    """Take one publication down in a transaction of its own; note a fault and say whether it went well."""
    now = datetime.now(UTC)
    try:
        with entering(db.session, done.tenant) as session:
            operations.come_down(session, done.tenant, UUID(each.output), today, now)
    except (DomainError, KeyDestroyed) as fault:
        done.faults.append(f"{each.review}: {each.kind}: {fault}")
        return False
    return True


def announced(done: Run, each: Named) -> bool:
    """Tell the people of one publication; note a fault and say whether it went well."""
    try:
        with entering(db.session, done.tenant) as session:
            operations.announce(session, done.tenant, UUID(each.output), datetime.now(UTC))
    except (DomainError, KeyDestroyed) as fault:
        done.faults.append(f"{each.review}: {each.kind}: {fault}")
        return False
    return True


def named(session: TenantSession, output_ids: list[UUID]) -> list[Named]:
    """Return these outputs as a report names them, in the order given."""
    if not output_ids:
        return []
    wanted = (
        select(Output.id, Review.chosen_name, Output.kind, Publication.comes_down_on, Publication.decide_on)
        .select_from(Publication)
        .join(Output, and_(Output.tenant == Publication.tenant, Output.id == Publication.output_id))
        .join(Review, and_(Review.tenant == Publication.tenant, Review.id == Publication.review_id))
        .where(Publication.output_id.in_(output_ids), Publication.published_output_id.is_not(None))
        .order_by(Publication.prepared_at)
    )
    found = {row[0]: Named(str(row[0]), row[1], row[2].value, str(row[3] or row[4])) for row in session.execute(wanted)}
    return [found[each] for each in output_ids if each in found]


def as_json(runs: list[Run], today: date, is_dry_run: bool) -> str:
    """Return the report for machines."""
    report = {"today": today.isoformat(), "is_dry_run": is_dry_run, "partnerships": [asdict(each) for each in runs]}
    return json.dumps(report, indent=2, ensure_ascii=False)


def as_words(runs: list[Run], today: date, is_dry_run: bool) -> str:
    """Return the report for people, a line for each publication."""
    down = "would come down" if is_dry_run else "came down"
    told = "people would be told that its time ends" if is_dry_run else "people were told that its time ends"
    lines = [f"Retention as of {today.isoformat()}{' (nothing is changed)' if is_dry_run else ''}"]
    for each in runs:
        lines += [line(each.tenant, one, f"{down}; its time was over on") for one in each.came_down]
        lines += [line(each.tenant, one, f"{told} on") for one in each.announced]
        lines += [line(each.tenant, one, "waits for a person to decide, since") for one in each.waiting_for_a_person]
        lines += [f"{each.tenant}: fault: {fault}" for fault in each.faults]
    if len(lines) == 1:
        lines.append("Nothing is over, nothing is near its end.")
    return "\n".join(lines)


def line(tenant: str, one: Named, what: str) -> str:
    """Return one line of the report."""
    return f"{tenant}: {one.review}: {one.kind.replace('-', ' ')}: {what} {one.ends_on}"
