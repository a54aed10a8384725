"""Whose is a draft to write, and what does one that was returned say to whoever still knows of it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import Conflict, NotFound
from portal.domain.vocabulary import ReferralStatus
from portal.models.attachment import Attachment
from portal.models.quality_check import last_returned
from portal.models.referral import Referral
from portal.referrals.queries import Files, is_shared_with, is_theirs, referral_seen_by, seen_by
from portal.web.access import Actor


def own_draft(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """Return a draft that the person works on, locked; Conflict where it has been sent."""
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    if referral.status != ReferralStatus.DRAFT:
        raise Conflict("This referral has been sent, so its answers cannot be changed.")
    if not is_writing(session, actor, referral):
        raise NotFound("There is no such referral.")
    return referral


def is_writing(session: Session, actor: Actor, referral: Referral) -> bool:
    """Whether a draft is this person's to write, as against one that they only know of."""
    if referral.referrer_id == actor.account_id:
        return True
    wanted = select(Referral.id).where(Referral.id == referral.id, is_shared_with(actor))
    return session.scalar(wanted) is not None


def drafts_of(session: Session, actor: Actor) -> list[Referral]:
    """Return the drafts that the person began or was asked to work on, the latest first."""
    wanted = select(Referral).where(is_theirs(actor), Referral.status == ReferralStatus.DRAFT)
    return list(session.scalars(wanted.order_by(Referral.saved_at.desc())))


def returned_to_others(session: Session, actor: Actor) -> list[Referral]:
    """Return what others sent and were given back, and the person still knows of, those sent first first."""
    wanted = seen_by(actor).where(Referral.status == ReferralStatus.DRAFT, ~is_theirs(actor))
    return list(session.scalars(wanted.order_by(Referral.sent_at)))


def is_returned(referral: Referral) -> bool:
    """Whether a referral was sent, and is with its writers again."""
    return referral.status is ReferralStatus.DRAFT and referral.sent_at is not None


def standing_words(referral: Referral) -> str:
    """Say where a referral stands."""
    return "Returned with comments" if is_returned(referral) else referral.status.label


def answers_as_sent(session: Session, referral: Referral) -> Mapping[str, Any]:
    """Return a referral's answers as they were sent, whatever its writers have changed since it was returned."""
    check = last_returned(session, referral.id) if is_returned(referral) else None
    return (check.answers if check else referral.answers) or {}


def files_as_sent(session: Session, referral: Referral, files: Files) -> Files:
    """Return those of a referral's files that it was sent with; what came with an addition is of no question."""
    answers = answers_as_sent(session, referral)
    return {
        code: tuple(each for each in shown if is_among(answers, each.file)) for code, shown in files.items()
    }


def may_open(session: Session, actor: Actor, referral: Referral, file: Attachment) -> bool:
    """Whether a person who sees a referral sees this file of it: its writers all, others what it was sent with."""
    if not is_returned(referral) or is_writing(session, actor, referral):
        return True
    return is_among(answers_as_sent(session, referral), file)


def is_among(answers: Mapping[str, Any], file: Attachment) -> bool:
    """Whether answers name a file; one that came with an addition is named by none, and was given for all."""
    return not file.question or str(file.id) in answers.get(file.question, ())
