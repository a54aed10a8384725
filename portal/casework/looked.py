"""Who has looked at a case, its referrals, reviews and files, when, and at what? Read from the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.models import looks
from portal.models.account import Membership
from portal.models.attachment import Attachment
from portal.models.case import Case
from portal.models.case_access import is_excluded
from portal.models.chain import AuditEntry, AuditLook
from portal.models.referral import Referral
from portal.models.review import ReviewOfCase
from portal.web.access import Actor
from portal.web.happenings import names_of
from portal.web.places import current_tenant
from portal.web.wording import role_words

A_PAGE = 50
THIS_LIST = "looks-of-case"
# What a look was at, in the words of the page.
LOOKED_AT: Mapping[str, str] = {
    "case": "The case",
    "referral": "A referral",
    "review": "A review that looks at it, or what that review writes",
    "attachment": "Opened a file",
    THIS_LIST: "Who looked at it (this list)",
}


@dataclass(frozen=True)
class Look:
    """One answer of the portal that showed something of the case to somebody."""

    at: datetime
    who: str
    roles: str
    at_what: tuple[str, ...]


@dataclass(frozen=True)
class LookPage:
    """One page of looks, the latest first; `before` leads to the next, and is nothing on the last."""

    looks: Sequence[Look]
    before: int | None


def case_of_record(session: Session, actor: Actor, reference: str) -> Case:
    """Return a case for whoever answers for its record, without its content; NotFound where it is closed to them."""
    wanted = select(Case).where(Case.reference == reference, ~is_excluded(actor.account_id))
    case: Case | None = session.scalar(wanted) if reference.isprintable() else None
    if case is None:
        raise NotFound("There is no such case.")
    # Who reads this is on the record too, and in the list.
    looks.note(case, (THIS_LIST, case.id))
    return case


def latest_of(session: Session, actor: Actor, references: Sequence[str]) -> str:
    """Return the reference of the latest of these cases; empty where there is none that is not closed to the person."""
    wanted = select(Case.reference).where(Case.reference.in_(references), ~is_excluded(actor.account_id))
    return session.scalar(wanted.order_by(Case.opened_at.desc()).limit(1)) or ""


def page_of_looks(session: Session, case: Case, before: int | None) -> LookPage:
    """Return a page of who looked at a case, found by the case's own things: no other look is read."""
    of_case = of_things(things_of(session, case))
    wanted = select(AuditLook.seq).where(of_case).distinct().order_by(AuditLook.seq.desc())
    if before is not None:
        wanted = wanted.where(AuditLook.seq < before)
    found = session.scalars(wanted.limit(A_PAGE + 1)).all()
    shown = found[:A_PAGE]
    return LookPage(looks_at(session, shown, of_case), shown[-1] if len(found) > A_PAGE else None)


def things_of(session: Session, case: Case) -> dict[str, list[str]]:
    """Return the ids of what belongs to a case and is looked at by itself, by kind."""
    asked = {
        "referral": select(Referral.id).where(Referral.case_id == case.id),
        "review": select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id),
        "attachment": select(Attachment.id).where(Attachment.case_id == case.id),
    }
    found = {kind: [str(each) for each in session.scalars(wanted)] for kind, wanted in asked.items()}
    return {"case": [str(case.id)], THIS_LIST: [str(case.id)], **found}


def of_things(things: Mapping[str, Sequence[str]]) -> ColumnElement[bool]:
    """Say of a look that it was at one of these things."""
    return or_(
        *(
            and_(AuditLook.subject_kind == kind, AuditLook.subject_id.in_(ids))
            for kind, ids in things.items()
            if ids
        )
    )


def looks_at(session: Session, numbers: Sequence[int], of_case: ColumnElement[bool]) -> list[Look]:
    """Return the looks of these entries of the record, the latest first."""
    if not numbers:
        return []
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.seq.in_(numbers)).order_by(AuditEntry.seq.desc())
    )
    kinds = kinds_by_entry(session, numbers, of_case)
    made = list(entries)
    names, roles = people_of(session, {each.actor_id for each in made if each.actor_id})
    return [
        Look(
            entry.at,
            names.get(entry.actor_id, "") if entry.actor_id else "The portal",
            roles.get(entry.actor_id, "") if entry.actor_id else "Runs by itself",
            tuple(words for kind, words in LOOKED_AT.items() if kind in kinds[entry.seq]),
        )
        for entry in made
    ]


def kinds_by_entry(
    session: Session, numbers: Sequence[int], of_case: ColumnElement[bool]
) -> dict[int, set[str]]:
    """Return what kinds of the case's things each entry names."""
    found: dict[int, set[str]] = {number: set() for number in numbers}
    wanted = select(AuditLook.seq, AuditLook.subject_kind).where(of_case, AuditLook.seq.in_(numbers))
    for number, kind in session.execute(wanted):
        found[number].add(kind)
    return found


def people_of(session: Session, account_ids: Iterable[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Return the names of people, and the roles that they hold here now."""
    wanted = set(account_ids)
    members = session.scalars(
        select(Membership).where(Membership.account_id.in_(wanted), Membership.is_active)
    )
    return names_of(session, wanted), dict(roles_in_words(members))


def roles_in_words(members: Iterable[Membership]) -> Iterator[tuple[UUID, str]]:
    """Yield each member's roles."""
    for member in members:
        yield member.account_id, ", ".join(role_words(role, current_tenant()) for role in member.roles)
