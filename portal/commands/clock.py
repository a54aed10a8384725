"""How does anyone see why a step is due on the day the portal says?"""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import click

from portal.commands.folders import partnership
from portal.domain.bank_holidays import BankHolidays, bank_holidays, read_bank_holidays
from portal.domain.clocks import ClockRule, ClockUnit, count
from portal.domain.errors import DomainError


@click.group("clock")
def group() -> None:
    """Explain a deadline."""


def _holidays() -> BankHolidays:
    """The portal's table, with the settings file where there is one."""
    named = os.environ.get("PORTAL_BANK_HOLIDAYS")
    return bank_holidays(read_bank_holidays(Path(named).read_text(encoding="utf-8")) if named else None)


def _configured(slug: str, code: str) -> ClockRule:
    """A partnership's own clock; UsageError names what there is where there is none like it."""
    clocks = partnership(slug).clocks
    if code not in clocks:
        raise click.UsageError(f"{slug} has no clock {code!r}. It has: {', '.join(sorted(clocks))}.")
    return clocks[code]


def _rule_asked_for(
    slug: str | None, code: str | None, amounts: dict[ClockUnit, int | None]
) -> ClockRule | None:
    """The partnership's clock that is asked for; None where an amount is given instead."""
    if slug is None and code is None:
        return None
    if slug is None or code is None:
        raise click.UsageError("Give --tenant and --clock together.")
    if any(amount is not None for amount in amounts.values()):
        raise click.UsageError("Give a clock or an amount, not both.")
    return _configured(slug, code)


def _introduce(rule: ClockRule) -> tuple[str, ...]:
    """Say what a clock times, from what, and who says so."""
    return (
        f"{rule.label}.",
        f"Counted from {rule.starts}.",
        f"{rule.force.label}. Source: {rule.source}.",
    )


def _what_to_count(amounts: dict[ClockUnit, int | None]) -> tuple[ClockUnit, int]:
    given = [(unit, amount) for unit, amount in amounts.items() if amount is not None]
    if len(given) != 1:
        raise click.UsageError(
            "Give one of --working-days, --calendar-days and --months, or --tenant with --clock."
        )
    return given[0]


@group.command("explain")
@click.option("--start", required=True, metavar="DATE", help="The day it starts from, which is day 0.",
              type=click.DateTime(["%Y-%m-%d"]))  # fmt: skip
@click.option("--working-days", type=int, help="How many working days; a negative number counts back.")
@click.option("--calendar-days", type=int, help="How many days of any kind.")
@click.option("--months", type=int, help="How many calendar months.")
@click.option("--tenant", "slug", metavar="SLUG", help="The partnership whose clock is explained, with --clock.")
@click.option("--clock", "code", metavar="CODE", help="The clock's code, such as rapid-review.")
def explain_command(
    start: datetime, working_days: int | None, calendar_days: int | None, months: int | None,
    slug: str | None, code: str | None,
) -> None:  # fmt: skip
    """Count from a day and say how: which days were skipped and why, and the date alone on the last line."""
    amounts = {
        ClockUnit.WORKING_DAYS: working_days,
        ClockUnit.CALENDAR_DAYS: calendar_days,
        ClockUnit.MONTHS: months,
    }
    rule = _rule_asked_for(slug, code, amounts)
    day: date = start.date()
    try:
        if rule is not None:
            for line in _introduce(rule):
                click.echo(line)
            reckoning = rule.reckon(day, _holidays())
        else:
            unit, amount = _what_to_count(amounts)
            reckoning = count(day, amount, unit, _holidays())
    except (DomainError, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
    for line in reckoning.explain():
        click.echo(line)
    click.echo(reckoning.due_on.isoformat())
