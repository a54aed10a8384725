"""How does anyone see why a step is due on the day the portal says?"""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import click

from portal.domain.bank_holidays import BankHolidays, bank_holidays, read_bank_holidays
from portal.domain.clocks import ClockUnit, count
from portal.domain.errors import DomainError


@click.group("clock")
def group() -> None:
    """Explain a deadline."""


def _holidays() -> BankHolidays:
    """The portal's table, with the settings file where there is one."""
    named = os.environ.get("PORTAL_BANK_HOLIDAYS")
    return bank_holidays(read_bank_holidays(Path(named).read_text(encoding="utf-8")) if named else None)


def _what_to_count(amounts: dict[ClockUnit, int | None]) -> tuple[ClockUnit, int]:
    given = [(unit, amount) for unit, amount in amounts.items() if amount is not None]
    if len(given) != 1:
        raise click.UsageError("Give one of --working-days, --calendar-days and --months.")
    return given[0]


@group.command("explain")
@click.option("--start", required=True, metavar="DATE", help="The day it starts from, which is day 0.",
              type=click.DateTime(["%Y-%m-%d"]))  # fmt: skip
@click.option("--working-days", type=int, help="How many working days; a negative number counts back.")
@click.option("--calendar-days", type=int, help="How many days of any kind.")
@click.option("--months", type=int, help="How many calendar months.")
def explain_command(
    start: datetime, working_days: int | None, calendar_days: int | None, months: int | None
) -> None:
    """Count from a day and say how: which days were skipped and why, and the date alone on the last line."""
    amounts = {
        ClockUnit.WORKING_DAYS: working_days,
        ClockUnit.CALENDAR_DAYS: calendar_days,
        ClockUnit.MONTHS: months,
    }
    unit, amount = _what_to_count(amounts)
    day: date = start.date()
    try:
        reckoning = count(day, amount, unit, _holidays())
    except (DomainError, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
    for line in reckoning.explain():
        click.echo(line)
    click.echo(reckoning.due_on.isoformat())
