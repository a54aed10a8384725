"""How do due days become a calendar that other programs subscribe to, with nothing in it about anybody?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often a program should look again: due days move seldom.
EVERY = timedelta(hours=6)


@dataclass(frozen=True)
class DueDay:
    """One day on which something is due; the id stays the same however often the calendar is read."""

    on: date
    id: str


def calendar_file(
    name: str, title: str, text: str, address: str, days: Iterable[DueDay], made_at: datetime
) -> bytes:
    """Return the days as an iCalendar file (RFC 5545): one event that lasts the day for each, all of one title."""
    # Here and not above: it takes a moment to import, and most processes never write a calendar.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Child safeguarding reviews//Due days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    for day in days:
        event = Event()
        event.add("uid", day.id)
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", title)
        event.add("description", text)
        event.add("url", address)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
