"""How do those who sent a referral add to it or take it back, and how does the partnership say that it has read?

Each ends in one commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReferralStatus
from portal.models.attachment import Attachment
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.referral_addition import AdditionFile, ReferralAddition, additions_of, files_added
from portal.models.session import TenantSession
from portal.referrals.operations import allowed, move
from portal.referrals.queries import referral_seen_by
from portal.referrals.telling import URGENT_HARM
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.filing import FileGiven, drop, take_in_all
from portal.web.happenings import names_of


@dataclass(frozen=True)
class Added:
    """One addition, with who made it and the files that came with it."""

    row: ReferralAddition
    name: str
    files: Sequence[Attachment]


def add_information(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, words: str,
    given: Sequence[FileGiven] = (),
) -> list[UUID]:  # fmt: skip
    """Add to a referral that was sent, and return the ids of the files; whoever works on it is told.

    What it said stays as it is. InvalidAnswer where a file is refused: nothing is added without it.
    """
    if not words.strip():
        raise InvalidAnswer("Enter what you want to add", "words")
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    allowed(referral, tenant, actor, "add-information")
    addition = ReferralAddition(
        tenant=tenant.slug, unit=referral.unit, referral_id=referral.id, added_by=actor.account_id,
        words=words.strip(),
    )  # fmt: skip
    session.add(addition)
    session.flush()
    ids = keep_files(session, referral, addition, given, actor)
    tell(session, tenant.slug, "referral", referral.id, "information-added", actor.account_id)
    record(session, "referral-information-added", "referral", referral.id)
    tell_whose_turn_it_is(session, tenant, actor, referral)
    session.commit()
    return ids


def keep_files(
    session: TenantSession, referral: Referral, addition: ReferralAddition, given: Sequence[FileGiven],
    actor: Actor,
) -> list[UUID]:  # fmt: skip
    """Keep the files of an addition with its referral, in the caller's transaction; all of them or none."""
    taken = take_in_all(session, referral, given, actor.account_id)
    if taken.refusals:
        session.rollback()
        drop(addition.tenant, taken.ids)
        raise InvalidAnswer(" ".join(taken.refusals), "files")
    for file_id in taken.ids:
        session.get_one(Attachment, file_id).case_id = referral.case_id
        session.add(AdditionFile(tenant=addition.tenant, addition_id=addition.id, attachment_id=file_id))
    return taken.ids


def read_additions(session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID) -> None:
    """Say that the partnership has read everything that was added so far."""
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    allowed(referral, tenant, actor, "read-additions")
    for each in additions_of(session, referral.id):
        if each.read_at is None:
            each.read_at, each.read_by = this_moment(), actor.account_id
    tell(session, tenant.slug, "referral", referral.id, "additions-read", actor.account_id)
    session.commit()


def withdraw(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, reason: str = ""
) -> Referral:
    """Take back a referral that the partnership has not taken in; one that was sent needs a reason."""
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "withdraw")
    if referral.sent_at is not None and not reason.strip():
        raise InvalidAnswer("Say why you withdraw this referral", "reason")
    tell_whose_turn_it_is(session, tenant, actor, referral)
    referral.withdraw_reason, referral.withdrawn_at = reason.strip() or None, this_moment()
    move(session, tenant, actor, referral, transition, "withdrawn")
    session.commit()
    return referral


def tell_whose_turn_it_is(session: TenantSession, tenant: Tenant, actor: Actor, referral: Referral) -> None:
    """Write to those who are working on a referral as it stands; a draft is nobody's work but its writers'."""
    me, about = actor.account_id, referral.case_ids
    if referral.status == ReferralStatus.AWAITING_QUALITY_ASSURANCE:
        call_for_attention(
            session, tenant.slug, Permission.REFERRAL_QUALITY_ASSURE, about=about, but=me,
            agency=referral.agency,
        )  # fmt: skip
    is_urgent = referral.harm in URGENT_HARM
    if referral.received_at is not None or (referral.sent_at is not None and is_urgent):
        call_for_attention(session, tenant.slug, Permission.REFERRAL_ACCEPT, about=about, but=me, is_urgent=is_urgent)


def with_names(session: Session, additions: Sequence[ReferralAddition]) -> list[Added]:
    """Return additions with the names of those who added them, and their files."""
    names, files = names_of(session, {each.added_by for each in additions}), files_added(session, additions)
    return [Added(each, names.get(each.added_by, ""), files.get(each.id, [])) for each in additions]
