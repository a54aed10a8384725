"""Which day is it here, and which days do this portal's clocks pass over?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from flask import current_app

from portal.domain.bank_holidays import BankHolidays, bank_holidays, read_bank_holidays
from portal.domain.clocks import CaseFact, ClockRule, working_days_after
from portal.domain.errors import BeyondHorizon
from portal.models.moment import this_moment
from portal.tenancy.model import Tenant
from portal.web.wording import LONDON, plural


def today() -> date:
    """Return the day it is in England."""
    return this_moment().astimezone(LONDON).date()


def known_holidays() -> BankHolidays:
    """Return the portal's table of bank holidays, with the settings file where there is one."""
    return _read(current_app.extensions["settings"].bank_holidays_file)


@lru_cache(8)
def _read(file: str) -> BankHolidays:
    return bank_holidays(read_bank_holidays(Path(file).read_text(encoding="utf-8")) if file else None)


def due_on(tenant: Tenant, clock: str, start: date | None) -> date | None:
    """Return when a partnership's clock runs out; None without the clock, its start or the holidays of that year."""
    rule = tenant.clocks.get(clock)
    if rule is None or start is None:
        return None
    try:
        return rule.reckon(start, known_holidays()).due_on
    except BeyondHorizon:
        return None


def first_due(tenant: Tenant, clocks: Iterable[str], start: date | None) -> date | None:
    """Return by when something is to be referred, by these clocks of the partnership; None where none has a day."""
    found = first_clock(tenant, clocks, start)
    return found[1] if found else None


def first_clock(tenant: Tenant, clocks: Iterable[str], start: date | None) -> tuple[ClockRule, date] | None:
    """Return which of these clocks of the partnership runs out first, and when; None where none has a day.

    They count from the incident until the referral; a clock that counts from something later has not begun.
    """
    rules = [tenant.clocks[clock] for clock in clocks if clock in tenant.clocks]
    begun = [
        each for each in rules if (each.starts_from, each.met_by) == (CaseFact.INCIDENT, CaseFact.REFERRAL)
    ]
    days = [(each, due_on(tenant, each.code, start)) for each in begun]
    return min(
        ((each, day) for each, day in days if day is not None), key=lambda found: found[1], default=None
    )


def digest_leaves_at(tenant: Tenant) -> datetime:
    """Return the moment, in UTC, at which the next e-mail of reminders of a partnership leaves."""
    local = this_moment().astimezone(LONDON)
    return tenant.quiet_hours.next_digest(local, known_holidays()).astimezone(UTC)


def time_left(due_on: date, day: date) -> str:
    """Say how many working days are left on a day; in calendar days where holidays are not known."""
    if day >= due_on:
        return "due today" if day == due_on else lateness(due_on, day)
    try:
        return f"{plural(working_days_after(day, due_on, known_holidays()), 'working day')} left"
    except BeyondHorizon:
        return f"{plural((due_on - day).days, 'day')} left"


def lateness(due_on: date, day: date) -> str:
    """Say by how many working days something is late on a day; in calendar days where holidays are not known."""
    try:
        late = working_days_after(due_on, day, known_holidays())
    except BeyondHorizon:
        return f"{plural((day - due_on).days, 'day')} late"
    return f"{plural(late, 'working day')} late" if late else "Late, though no working day has passed since"
