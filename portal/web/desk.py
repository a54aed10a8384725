"""What waits for this person, by when and why? Each slice tells the desk of its own work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.domain.coded import Coded
from portal.domain.permissions import Permission
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine


@dataclass(frozen=True)
class DeskLine:
    """One thing that waits: where to do it, the day it is due, and why it is this person's.

    What answers to a clock of a case, or begins one, comes first among what is due alike. Where somebody else has to
    do something, this person can only ask or go on without it.
    """

    title: str
    url: str
    due_on: date | None = None
    why: str = ""
    comes_first: bool = False
    waits_on_others: bool = False


def by_clock(line: DeskLine, clock: ClockLine | None) -> DeskLine:
    """Return a line with the day of the clock that it answers to, where one runs, and which clock that is."""
    if clock is None:
        return line
    why = f"{line.why} The day is that of: {clock.rule.label}."
    return replace(line, due_on=clock.due_on, why=why, comes_first=True)


class Urgency(Coded):
    """How soon something is due, as the desk gathers it; apart from it what others are to do."""

    LATE = "late", "Late"
    TODAY = "today", "Due today"
    THIS_WEEK = "this-week", "Due within a week"
    LATER = "later", "Due later"
    NO_DAY = "no-day", "No set day"
    WITH_OTHERS = "with-others", "Waiting for others"


# Within these a line's day says little about what to do first: it has passed, is the same, or there is none.
BY_WEIGHT = frozenset({Urgency.LATE, Urgency.TODAY, Urgency.NO_DAY})
# Of a group that is longer than this the first stand there at once, and the rest folded under them.
LONGEST_GROUP, SHOWN_OF_LONGER = 12, 10


@dataclass(frozen=True)
class Group:
    """What is due alike: what is shown at once, and what is folded under it."""

    urgency: Urgency
    lines: list[DeskLine]

    @property
    def shown(self) -> list[DeskLine]:
        """The first of them."""
        return self.lines if len(self.lines) <= LONGEST_GROUP else self.lines[:SHOWN_OF_LONGER]

    @property
    def folded(self) -> list[DeskLine]:
        """The rest of them."""
        return self.lines[len(self.shown) :]


@dataclass(frozen=True)
class Offer:
    """Something a person may begin: its words, the endpoint in the partnership, and a sentence about it."""

    words: str
    endpoint: str
    text: str = ""


Source = Callable[[Session, Actor, Tenant], list[DeskLine]]

_SOURCES: dict[tuple[Permission, str], Source] = {}
_OFFERS: dict[tuple[Permission, str], Offer] = {}


def register_source(permission: Permission, source: Source) -> None:
    """Let the desk ask this function for everybody whose roles carry the permission; twice is once."""
    _SOURCES[permission, f"{source.__module__}.{source.__qualname__}"] = source


def register_offer(permission: Permission, offer: Offer) -> None:
    """Let the desk offer this to everybody whose roles carry the permission; twice is once."""
    _OFFERS[permission, offer.endpoint] = offer


def offers(actor: Actor) -> list[Offer]:
    """Return what the person may begin, each once, in the order of registration."""
    return list(dict.fromkeys(offer for (permission, _), offer in _OFFERS.items() if actor.may(permission)))


def lines(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return what waits for the person, soonest first, what has no day last."""
    found = [
        line
        for (permission, _), source in _SOURCES.items()
        if actor.may(permission)
        for line in source(session, actor, tenant)
    ]
    return sorted(
        dict.fromkeys(found), key=lambda line: (line.due_on is None, line.due_on or date.max, line.title)
    )


def urgency_of(line: DeskLine, today: date) -> Urgency:
    """Say how soon a line is due, where it is not others' to do; the due day itself is still in time."""
    if line.waits_on_others:
        return Urgency.WITH_OTHERS
    if line.due_on is None:
        return Urgency.NO_DAY
    if line.due_on <= today:
        return Urgency.TODAY if line.due_on == today else Urgency.LATE
    return Urgency.THIS_WEEK if line.due_on <= today + timedelta(days=7) else Urgency.LATER


def by_urgency(waiting: list[DeskLine], today: date) -> list[Group]:
    """Return the lines by how soon they are due, what is late first; nothing for what has no line."""
    gathered = {each: [line for line in waiting if urgency_of(line, today) is each] for each in Urgency}
    for urgency in BY_WEIGHT:
        gathered[urgency].sort(key=lambda line: not line.comes_first)
    return [Group(urgency, found) for urgency, found in gathered.items() if found]
