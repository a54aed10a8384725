"""Where does each event stand in a timeline's picture: rows by kind, days from left to right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.clocks import in_words
from portal.web.happenings import Happening, Lane
from portal.web.wording import date_words, in_london, plural, time_words

# In the units of the picture itself; it is drawn at this size and scrolls where the screen is narrower.
LEFT, RIGHT, TOP, ROW, WIDTH = 132, 24, 44, 40, 880
CLOSEST = 22
MOST_TICKS = 7


@dataclass(frozen=True)
class DayThatCounts:
    """A dated fact, or the day on which a step is due: told in the list, marked in the picture."""

    title: str
    on: date
    is_due: bool = False
    text: str = ""


@dataclass(frozen=True)
class Mark:
    """One sign in a row: how many things it stands for, and what they are."""

    x: int
    count: int
    title: str
    is_due: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the picture."""

    label: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Picture:
    """A timeline's picture, ready to be drawn."""

    width: int
    height: int
    left: int
    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, str], ...]
    today_x: int
    summary: str


def picture_of(happenings: Sequence[Happening], days: Sequence[DayThatCounts], today: date) -> Picture | None:
    """Return the picture of what happened and of the days that count; None where there is nothing to draw."""
    signs = [(each.lane.label, day_of(each), each.title, False) for each in happenings]
    signs += [
        ("Due" if each.is_due else "Days that count", each.on, each.title, each.is_due) for each in days
    ]
    if not signs:
        return None
    first, last = min(sign[1] for sign in signs), max(*(sign[1] for sign in signs), today)
    # A picture of one day is as wide as one of a week.
    scale = Scale(first, max(last, first + timedelta(days=7)))
    order = ["Days that count", "Due", *(lane.label for lane in Lane)]
    shown = [label for label in order if any(sign[0] == label for sign in signs)]
    rows = tuple(
        Row(label, TOP + ROW // 2 + at * ROW, marks_of([sign for sign in signs if sign[0] == label], scale))
        for at, label in enumerate(shown)
    )
    height = TOP + ROW * len(rows) + 36
    return Picture(WIDTH, height, LEFT, rows, scale.ticks(), scale.x(today), summary_of(signs, first, last))


@dataclass(frozen=True)
class Scale:
    """Which place has a day, between the first and the last?"""

    first: date
    last: date

    def x(self, day: date) -> int:
        """Return a day's place from the left."""
        share = (day - self.first).days / (self.last - self.first).days
        return LEFT + round(share * (WIDTH - LEFT - RIGHT))

    def ticks(self) -> tuple[tuple[int, str], ...]:
        """Return places with their days, evenly apart."""
        length = (self.last - self.first).days
        count = min(MOST_TICKS, length + 1)
        days = [self.first + timedelta(days=round(at * length / (count - 1))) for at in range(count)]
        return tuple((self.x(day), f"{day.day} {day:%b %y}") for day in days)


def marks_of(signs: Sequence[tuple[str, date, str, bool]], scale: Scale) -> tuple[Mark, ...]:
    """Return a row's marks; those that would touch are one, with their number."""
    marks: list[Mark] = []
    for _, day, title, is_due in sorted(signs, key=lambda sign: sign[1]):
        x, says = scale.x(day), f"{date_words(day)}: {title}"
        if marks and x - marks[-1].x < CLOSEST:
            before = marks.pop()
            marks.append(Mark(before.x, before.count + 1, f"{before.title}\n{says}", is_due))
        else:
            marks.append(Mark(x, 1, says, is_due))
    return tuple(marks)


def day_of(happening: Happening) -> date:
    """Return the day in England on which something happened."""
    return in_london(happening.at).date()


def summary_of(signs: Sequence[tuple[str, date, str, bool]], first: date, last: date) -> str:
    """Say in words what the picture shows; the list beside it says all of it."""
    count = plural(len(signs), "event or day", "events and days")
    return f"{count} from {in_words(first)} to {in_words(last)}. The list says each in words."


@dataclass(frozen=True)
class Entry:
    """One line of the list: what, how often, and by whom at which time."""

    title: str
    said_by: str = ""
    text: str = ""
    times: int = 1


def by_day(happenings: Sequence[Happening], days: Sequence[DayThatCounts]) -> list[tuple[str, list[Entry]]]:
    """Return each day in words with what belongs to it, the earliest first; a day's own meaning before its events."""
    found: dict[date, list[Entry]] = {}
    for day in days:
        found.setdefault(day.on, []).append(Entry(day.title, text=day.text))
    for each in happenings:
        entry = Entry(
            each.title, f"{each.who}, {time_words(each.at)}" if each.who else "", each.text, each.times
        )
        found.setdefault(day_of(each), []).append(entry)
    return [(in_words(day), found[day]) for day in sorted(found)]
