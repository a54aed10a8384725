"""How is what happened told on a page: in words, with when and by whom?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models.account import Account
from portal.models.event import Event
from portal.web.wording import instant_words, sentence_case


@dataclass(frozen=True)
class Happening:
    """One event as a timeline shows it."""

    title: str
    when: str
    who: str
    text: str = ""


def told(session: Session, events: Sequence[Event], words: Mapping[str, str]) -> list[Happening]:
    """Return events in words, the earliest first; one without words of its own is told by its name."""
    names = names_of(session, {event.actor_id for event in events if event.actor_id})
    return [
        Happening(
            words.get(event.what) or sentence_case(event.what.replace("-", " ")),
            instant_words(event.at),
            names.get(event.actor_id, "") if event.actor_id else "the portal",
        )
        for event in events
    ]


def names_of(session: Session, account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people who work here, by their accounts."""
    wanted = list(account_ids)
    if not wanted:
        return {}
    found = session.scalars(select(Account).where(Account.id.in_(wanted)))
    return {account.id: account.name or "" for account in found}
