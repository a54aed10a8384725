"""How far has a referral come, told in plain words to those who wrote it and their agency?

They learn that the partners have decided, and never what: that comes to them from the coordinator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from portal.domain.vocabulary import ReferralStatus as R
from portal.models.case_access import is_involved
from portal.models.event import Event, events_of
from portal.models.referral import Referral
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.wording import in_london

ENDED = frozenset({R.DECLINED, R.WITHDRAWN, R.HANDED_OVER})
State = Literal["done", "passed", "now", "to-come"]


@dataclass(frozen=True)
class ProgressStep:
    """One step of a referral's way, with the day on which it was taken."""

    label: str
    state: State
    on: date | None = None


@dataclass(frozen=True)
class Progress:
    """The steps of a referral's way, what is happening now, and what comes of it next."""

    steps: tuple[ProgressStep, ...]
    now: str
    following: str


def progress_of(session: Session, actor: Actor, tenant: Tenant, referral: Referral) -> Progress:
    """Return how far a sent referral has come."""
    days = days_of(session, actor, tenant, referral)
    reached = max((at for at, (_, day) in enumerate(days) if day), default=0)
    steps = tuple(
        ProgressStep(label, state_of(at, day, reached), day)
        for at, (label, day) in enumerate(days)
        if day or referral.status not in ENDED
    )
    now, following = words_for(tenant, referral, days[-1][1] is not None)
    return Progress(steps, now, following)


def days_of(
    session: Session, actor: Actor, tenant: Tenant, referral: Referral
) -> list[tuple[str, date | None]]:
    """Return the steps of this partnership's way with their days."""
    own = events_of(session, "referral", referral.id)
    case_id = referral.case_id if may_follow(session, actor, referral) else None
    of_case = events_of(session, "case", case_id) if case_id else ()
    checked = [("Checked in your agency", last_day(own, "quality-assured"))]
    return [
        ("Sent", last_day(own, "sent")),
        *(checked if tenant.requires_quality_assurance and referral.on_behalf is None else []),
        ("Received", in_london(referral.received_at).date() if referral.received_at else None),
        ("Taken into a case", last_day(own, "accepted") if referral.case_id else None),
        ("Screened", last_day(of_case, "screening-recorded")),
        ("Decided", last_day(of_case, "decision-signed")),
    ]


def may_follow(session: Session, actor: Actor, referral: Referral) -> bool:
    """Whether somebody may learn how far the case has come: not who is personally involved in it."""
    return referral.case_id is not None and not is_involved(session, [referral.case_id], actor.account_id)


def last_day(events: Sequence[Event], what: str) -> date | None:
    """Return the day on which something happened last."""
    found = [event.at for event in events if event.what == what]
    return in_london(found[-1]).date() if found else None


def state_of(at: int, day: date | None, reached: int) -> State:
    """Say where a step stands when the referral has come as far as the step `reached`."""
    if day:
        return "now" if at == reached else "done"
    return "passed" if at < reached else "to-come"


def words_for(tenant: Tenant, referral: Referral, is_decided: bool) -> tuple[str, str]:
    """Say what is happening now and what comes next."""
    coordinator, body = tenant.words.coordinator, tenant.screening.body
    if referral.status == R.ACCEPTED and is_decided:
        return (
            "The three statutory partners have decided what happens.",
            f"The {coordinator} tells your agency what it means for you.",
        )
    told = "We email you that something waits; the email says no more."
    return {
        R.DRAFT: (
            "It came back to its writers with comments.",
            "They change what is needed and send it again. It still says here what it said when it was sent.",
        ),
        R.AWAITING_QUALITY_ASSURANCE: (
            "A colleague of your agency checks that it is ready. The partnership has not received it yet.",
            f"It reaches the partnership when they agree, or comes back to you with comments. {told}",
        ),
        R.RECEIVED: (
            "The partnership has it.",
            f"The {coordinator} takes it into a case, asks you for more, or tells you why it is not taken forward. "
            f"{told}",
        ),
        R.MORE_ASKED: (
            "The partnership has asked for more.",
            "Answer as soon as you can: other duties do not wait for it.",
        ),
        R.OFFERED: (
            "It may belong to another area, which has been asked.",
            f"If that area does not accept it, the {coordinator} goes on with it here.",
        ),
        R.ACCEPTED: (
            "It has been taken into a case.",
            f"The {body} considers it, and the three statutory partners decide. You can still add to it here.",
        ),
        R.DECLINED: ("It is not taken forward.", "You can refer again if you learn more."),
        R.WITHDRAWN: ("It was withdrawn.", "Nobody acts on it. You can refer again."),
        R.HANDED_OVER: ("Another area has accepted it.", "That area will be in touch with your agency."),
    }[referral.status]
