"""How are dates, instants, counts and sizes said in plain words?"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.domain.vocabulary import OutputKind, Role
from portal.tenancy.answers import ANOTHER_AGENCY, SEVERAL_AGENCIES
from portal.tenancy.model import Tenant

LONDON = ZoneInfo("Europe/London")


def date_words(value: date | datetime | None, precision: str = "day") -> str:
    """Return "4 May 2026", or as much of it as is known; empty where there is no date."""
    if value is None or precision == "none":
        return ""
    day = in_london(value).date() if isinstance(value, datetime) else value
    if precision == "month":
        return month_words(day)
    if precision.startswith("year"):
        return str(day.year)
    return f"{day.day} {day:%B %Y}"


def month_words(value: date | datetime | None) -> str:
    """Return "May 2026"; empty where there is no date."""
    return f"{value:%B %Y}" if value else ""


def time_words(value: datetime | None) -> str:
    """Return "3:12pm", or "midday" and "midnight", as clocks in England show it."""
    if value is None:
        return ""
    moment = in_london(value)
    return clock_words(moment.hour, moment.minute)


def clock_words(hour: int, minute: int) -> str:
    """Return a time of day as clocks in England show it."""
    if minute == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    minutes = f":{minute:02d}" if minute else ""
    return f"{hour % 12 or 12}{minutes}{'am' if hour < 12 else 'pm'}"


def instant_words(value: datetime | None) -> str:
    """Return "4 May 2026 at 3:12pm" as clocks in England show it; empty where there is no instant."""
    return f"{date_words(value)} at {time_words(value)}" if value else ""


def in_london(value: datetime) -> datetime:
    """Return the instant in Europe/London; one without a zone is taken as UTC, as databases give it."""
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo("UTC"))
    return value.astimezone(LONDON)


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 review" or "1,204 reviews"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def file_size(count: int | None) -> str:
    """Return bytes as "897 KB" or "1.4 MB"; empty where the size is not known."""
    if not count:
        return ""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1_000_000:.1f} MB"


def sentence_case(words: str) -> str:
    """Return the words with a capital at the start and the rest as the partnership writes them."""
    return words[:1].upper() + words[1:]


def role_words(role: Role, tenant: Tenant) -> str:
    """Return what a partnership calls a role: its own word for whoever carries a review out."""
    return sentence_case(tenant.words.lead_reviewer) if role is Role.LEAD_REVIEWER else role.label


def output_words(kind: OutputKind, tenant: Tenant) -> str:
    """Return what a partnership calls a kind of output, as it stands within a sentence: a briefing by its own word."""
    return output_called(kind, tenant.words.briefing)


def output_called(kind: OutputKind, briefing: str) -> str:
    """Return what a kind of output is called where a briefing is called this."""
    if kind is OutputKind.SEVEN_MINUTE_BRIEFING:
        return briefing
    return kind.label[:1].lower() + kind.label[1:]


def source_words(code: str, tenant: Tenant) -> str:
    """Return the agency that evidence comes from, as the partnership names it."""
    return dict([ANOTHER_AGENCY, SEVERAL_AGENCIES]).get(code) or tenant.agency_name(code)
