"""Who is told that a case was asked for in an emergency, who looks at it, and what do they see?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import Session

from portal.domain.emergency import EmergencyStatus
from portal.domain.errors import NotFound
from portal.domain.permissions import Permission
from portal.domain.workflow import Facts, Thing, available_actions
from portal.models.attention import members_who_may
from portal.models.case import Case, CaseExclusion
from portal.models.case_access import cases_known_to
from portal.models.emergency_access import EmergencyAccess, Opened, open_now
from portal.web.access import Actor
from portal.web.happenings import names_of


@dataclass(frozen=True)
class Emergency:
    """One asking, as a second person sees it."""

    asked: EmergencyAccess
    who: str
    # The case that opened; empty where none did.
    reference: str
    judged_by: str
    is_open: bool


def is_known(session: Session, actor: Actor, case: Case) -> bool:
    """Whether the person may know of the case without any emergency."""
    known = cases_known_to(actor.account_id, actor.permissions)
    return session.scalar(known.where(Case.id == case.id)) is not None


def told_of(session: Session, asked: EmergencyAccess) -> list[UUID]:
    """Return who is told: the data protection officers and coordinators, none whom the case is closed to."""
    closed = select(CaseExclusion.account_id).where(CaseExclusion.case_id == asked.case_id)
    left_out = {asked.account_id, *(session.scalars(closed) if asked.case_id else ())}
    return [each for each in members_who_may(session, Permission.EMERGENCY_JUDGE) if each not in left_out]


def judges_of(session: Session, asked: EmergencyAccess) -> list[UUID]:
    """Return who looks at it afterwards: a data protection officer; the coordinators where no other can."""
    told = told_of(session, asked)
    officers = set(members_who_may(session, Permission.AUDIT_SEE))
    return [each for each in told if each in officers] or told


def facts_of(session: Session, actor: Actor, asked: EmergencyAccess) -> Facts:
    """What the workflow asks of an asking."""
    return {
        "is_asker": asked.account_id == actor.account_id,
        "is_judge": actor.account_id in judges_of(session, asked),
    }


def may_judge(session: Session, actor: Actor, asked: EmergencyAccess) -> bool:
    """Whether the person is the one who says now whether it was right."""
    facts = facts_of(session, actor, asked)
    return bool(available_actions(Thing.EMERGENCY, asked.status, actor.permissions, facts))


def told_to(actor: Actor) -> Select[EmergencyAccess]:
    """Select what this person is told of: nobody's own asking, and none for a case that is closed to them."""
    closed = exists().where(
        CaseExclusion.tenant == EmergencyAccess.tenant,
        CaseExclusion.case_id == EmergencyAccess.case_id,
        CaseExclusion.account_id == actor.account_id,
    )
    return select(EmergencyAccess).where(EmergencyAccess.account_id != actor.account_id, ~closed)


def waiting(session: Session, actor: Actor) -> list[Emergency]:
    """Return what nobody has looked at yet, the earliest first."""
    wanted = told_to(actor).where(EmergencyAccess.status == EmergencyStatus.ASKED)
    return seen(session, session.scalars(wanted.order_by(EmergencyAccess.asked_at)).all())


def one(session: Session, actor: Actor, emergency_id: UUID) -> Emergency:
    """Return one asking; NotFound alike where there is none and where the person is not told of it."""
    asked = session.scalar(told_to(actor).where(EmergencyAccess.id == emergency_id))
    if asked is None:
        raise NotFound("There is no such asking.")
    return seen(session, [asked])[0]


def open_to(session: Session, actor: Actor) -> Sequence[Opened]:
    """Return what the person has open in an emergency now, each with its case's reference."""
    own = open_now(datetime.now(UTC)).where(EmergencyAccess.account_id == actor.account_id)
    return session.execute(own).all()


def of_case(session: Session, case: Case) -> list[Emergency]:
    """Return each time that the case opened in an emergency, the latest first."""
    wanted = select(EmergencyAccess).where(
        EmergencyAccess.case_id == case.id, EmergencyAccess.ends_at.is_not(None)
    )
    return seen(session, session.scalars(wanted.order_by(EmergencyAccess.asked_at.desc())).all())


def seen(session: Session, rows: Sequence[EmergencyAccess]) -> list[Emergency]:
    """Return askings with the names and references that a page shows."""
    if not rows:
        return []
    names = names_of(
        session, {row.account_id for row in rows} | {row.judged_by for row in rows if row.judged_by}
    )
    case = and_(Case.tenant == EmergencyAccess.tenant, Case.id == EmergencyAccess.case_id)
    opened = (
        select(EmergencyAccess.id, Case.reference)
        .join(Case, case)
        .where(EmergencyAccess.ends_at.is_not(None))
    )
    ids = [row.id for row in rows]
    references = {
        each.id: each.reference for each in session.execute(opened.where(EmergencyAccess.id.in_(ids)))
    }
    live = {
        row.id for row, _ in session.execute(open_now(datetime.now(UTC)).where(EmergencyAccess.id.in_(ids)))
    }
    return [
        Emergency(
            row, names.get(row.account_id, ""), references.get(row.id, ""),
            names.get(row.judged_by, "") if row.judged_by else "", row.id in live,
        )
        for row in rows
    ]  # fmt: skip
