"""How is what happened told on a page: in words, with when and by whom?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.coded import Coded
from portal.models.account import Account, Membership
from portal.models.case import Case
from portal.models.event import Event
from portal.web.access import Actor
from portal.web.wording import in_london, instant_words, sentence_case


class Lane(Coded):
    """Which part of the work an event belongs to: the rows of a timeline's picture, from the top."""

    REFERRAL = "referral", "Referrals"
    CASE = "case", "Case"
    NOTIFICATION = "notification", "Notification"
    DECISION = "decision", "Decisions"
    REVIEW = "review", "Reviews"
    OUTPUT = "output", "For readers"


@dataclass(frozen=True)
class Happening:
    """One event as a timeline shows it; the same again on one day, by one person, is one with its number."""

    title: str
    at: datetime
    who: str
    lane: Lane
    thing: tuple[str, UUID]
    what: str
    times: int = 1
    text: str = ""

    @property
    def when(self) -> str:
        """When it happened, in words."""
        return instant_words(self.at)


@dataclass(frozen=True)
class Wording:
    """How an event is told: its words, its row, and of what it is where others of its kind stand beside it."""

    words: str
    lane: Lane
    about: Callable[[Event], str]
    text: Callable[[Event], str]


def itself(event: Event) -> str:
    """Say nothing of what an event is about: its words say it."""
    return ""


Related = Callable[[Session, Actor, Case], Iterable[UUID]]

_WORDS: dict[tuple[str, str], Wording] = {}
_TWINS: set[tuple[str, str]] = set()
_RELATED: dict[str, Related] = {}


def register_words(
    thing_kind: str, lane: Lane, words: Mapping[str, str], *,
    about: Callable[[Event], str] = itself, text: Callable[[Event], str] = itself, twins: Collection[str] = (),
) -> None:  # fmt: skip
    """Say how the events of a kind of thing are told, and in which row of a picture; twice is once.

    `about` goes before the words in a whole case's history, and `text` after them everywhere; `twins` are left out
    of that history, since the thing that they speak of tells the same itself.
    """
    _WORDS.update({(thing_kind, what): Wording(said, lane, about, text) for what, said in words.items()})
    _TWINS.update((thing_kind, what) for what in twins)


def register_related(thing_kind: str, source: Related) -> None:
    """Let a case's history ask this function for ids of things of a kind: those this person may know of."""
    _RELATED[thing_kind] = source


def history_of(session: Session, actor: Actor, case: Case) -> list[Happening]:
    """Return what happened to a case and to all of it that this person may know of, the earliest first."""
    things = {"case": [case.id]} | {
        kind: list(source(session, actor, case)) for kind, source in _RELATED.items()
    }
    # One short question for each kind: each is answered by the events' index.
    events = [event for kind, ids in things.items() if ids for event in events_of_all(session, kind, ids)]
    ordered = sorted(events, key=lambda event: (in_london(event.at), str(event.id)))
    return told(
        session, [each for each in ordered if (each.thing_kind, each.what) not in _TWINS], of_many=True
    )


def events_of_all(session: Session, thing_kind: str, ids: Sequence[UUID]) -> Sequence[Event]:
    """Return what happened to some things of one kind."""
    return session.scalars(select(Event).where(Event.thing_kind == thing_kind, Event.thing_id.in_(ids))).all()


def told(session: Session, events: Sequence[Event], *, of_many: bool = False) -> list[Happening]:
    """Return events in words, in the order given; `of_many`: they are of several things, so each says of which."""
    names = names_of(session, {event.actor_id for event in events if event.actor_id})
    found: list[Happening] = []
    for event in events:
        happening = told_one(event, names, of_many=of_many)
        if found and is_again(found[-1], happening):
            happening = replace(happening, times=found.pop().times + 1)
        found.append(happening)
    return found


def told_one(event: Event, names: Mapping[UUID, str], *, of_many: bool) -> Happening:
    """Return one event in words; one without words of its own is told by its name."""
    named = sentence_case(event.what.replace("-", " "))
    wording = _WORDS.get((event.thing_kind, event.what)) or Wording(named, Lane.CASE, itself, itself)
    about = wording.about(event) if of_many else ""
    title = f"{about}: {wording.words[:1].lower()}{wording.words[1:]}" if about else wording.words
    who = names.get(event.actor_id, "") if event.actor_id else "the portal"
    thing = (event.thing_kind, event.thing_id)
    return Happening(title, event.at, who, wording.lane, thing, event.what, text=wording.text(event))


def is_again(before: Happening, now: Happening) -> bool:
    """Whether the same person did the same to the same thing once more on the same day."""
    is_same = (before.title, before.who, before.thing, before.text) == (
        now.title,
        now.who,
        now.thing,
        now.text,
    )
    return is_same and in_london(before.at).date() == in_london(now.at).date()


def names_of(session: Session, account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people who work or worked here, by their accounts.

    Whoever came by a one-off link, or was asked and has not accepted, did not give this partnership their name.
    """
    wanted = list(account_ids)
    if not wanted:
        return {}
    here = select(Membership.account_id).where(Membership.accepted_at.is_not(None))
    found = session.scalars(select(Account).where(Account.id.in_(wanted), Account.id.in_(here)))
    return {account.id: account.name or "" for account in found}
