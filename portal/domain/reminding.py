"""Who is reminded of a timed step, and when; when is a late one passed up, and when is nobody written to?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.domain.bank_holidays import BankHolidays
from portal.domain.clocks import ClockRule, ClockUnit, count
from portal.domain.coded import Coded
from portal.domain.errors import BeyondHorizon
from portal.domain.permissions import Permission

PASSED_UP = "passed-up"

# Whoever's roles carry the permission is waited for. A clock that is not here is the coordinator's.
WAITS_FOR: Mapping[str, Permission] = {
    "incident-notification": Permission.PANEL_RECORD,
    "looked-after-child-death": Permission.PANEL_RECORD,
    "care-leaver-death": Permission.PANEL_RECORD,
    "rapid-review": Permission.PANEL_RECORD,
    "panel-reply": Permission.PANEL_RECORD,
    "panel-letter": Permission.PANEL_RECORD,
    "lead-partners-decide": Permission.DECISION_SETTLE,
    "report-before-publication": Permission.PANEL_RECORD,
    "reasons-for-not-publishing": Permission.PANEL_RECORD,
    "practice-review-publication": Permission.REVIEW_MANAGE,
}


class MailChoice(Coded):
    """Which e-mails a person wants; what is urgent, and what is passed up as late, comes whatever they choose."""

    DAILY = "daily", "New work at once, and all reminders of a day in one email"
    EACH = "each", "New work and each reminder at once"
    URGENT = "urgent", "Only what is urgent, and what is passed to you because it is late"


class WaitsFor(Coded):
    """What somebody new, or a referral, waits for before it counts; quality assurance is 003_a45e83d2171ebce1.txt."""

    APPROVAL = "approval", "The agency’s approval"
    QUALITY_ASSURANCE = "quality-assurance", "Quality assurance"
    CHANGES = "changes", "Changes that quality assurance asked for"


@dataclass(frozen=True, slots=True)
class FirstDays:
    """After how many working days of waiting before a referral counts somebody is reminded, and it is passed up."""

    remind_after: int = 1
    pass_up_after: int = 1
    source: str = "Default of this portal"


USUAL_FIRST_DAYS = FirstDays()


@dataclass(frozen=True, slots=True)
class Nudge:
    """One reminder of a step, or its passing up: its code and the day on which it falls."""

    code: str
    on: date

    @property
    def is_passing_up(self) -> bool:
        """Whether the step is passed to somebody else, because it is late."""
        return self.code == PASSED_UP


def nudges(rule: ClockRule, due_on: date, holidays: BankHolidays) -> tuple[Nudge, ...]:
    """The reminders of a step with their days, the earliest first; none where bank holidays are not known."""
    wanted = [(code_of(days), days) for days in rule.remind]
    if rule.escalate_after is not None:
        wanted.append((PASSED_UP, rule.escalate_after))
    try:
        found = [
            Nudge(code, count(due_on, days, ClockUnit.WORKING_DAYS, holidays).due_on) for code, days in wanted
        ]
    except BeyondHorizon:
        return ()
    return tuple(sorted(found, key=lambda each: (each.on, each.is_passing_up)))


def wait_nudges(
    since_on: date, first_days: FirstDays, clock: tuple[ClockRule, date] | None, holidays: BankHolidays
) -> tuple[Nudge, ...]:
    """The reminders of what waits before a referral counts, the earliest first: by how long, and by its clock.

    The clock reminds with its own days, those after the wait began; passed up it is for its waiting alone.
    """
    wanted = [("waits", since_on, first_days.remind_after), (PASSED_UP, since_on, first_days.pass_up_after)]
    if clock is not None:
        rule, due_on = clock
        wanted += [(code_of(days), due_on, days) for days in rule.remind]
    try:
        found = [
            Nudge(code, count(day, days, ClockUnit.WORKING_DAYS, holidays).due_on)
            for code, day, days in wanted
        ]
    except BeyondHorizon:
        return ()
    return tuple(sorted((each for each in found if each.on > since_on), key=lambda each: each.on))


def code_of(days: int) -> str:
    """The code of a reminder so many working days after the due day, or before it where the number is negative."""
    return "on-the-day" if days == 0 else f"{'before' if days < 0 else 'after'}-{abs(days)}"


def to_give(all_of_them: Collection[Nudge], given: Collection[str], today: date) -> tuple[Nudge, ...]:
    """Those whose day has come and that nobody was given; whoever looks late finds each that was missed, once."""
    return tuple(each for each in all_of_them if each.on <= today and each.code not in given)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a partnership sends nothing that can wait, and when the day's e-mail of reminders leaves."""

    begins: time = time(19, 0)
    ends: time = time(7, 0)
    on_days_off: bool = True
    digest_at: time = time(9, 0)

    def is_quiet(self, local: datetime, holidays: BankHolidays) -> bool:
        """Whether it is quiet at a moment, as the clock on the wall shows it."""
        return self.is_night(local.time()) or (self.on_days_off and is_day_off(local.date(), holidays))

    def is_night(self, at: time) -> bool:
        """Whether a time of day is among the quiet hours; there are none where they end as they begin."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def next_digest(self, local: datetime, holidays: BankHolidays) -> datetime:
        """The moment at which the next e-mail of reminders leaves, in the same time zone."""
        day = local.date() if local.time() < self.digest_at else local.date() + timedelta(days=1)
        while self.on_days_off and is_day_off(day, holidays):
            day += timedelta(days=1)
        return datetime.combine(day, self.digest_at, tzinfo=local.tzinfo)


USUAL_QUIET_HOURS = QuietHours()


def is_day_off(day: date, holidays: BankHolidays) -> bool:
    """Whether nobody works on a day; where bank holidays are not known, a weekday is a working day."""
    try:
        return holidays.why_skipped(day) is not None
    except BeyondHorizon:
        return day.weekday() >= 5
