"""How is what is known of a case corrected, or a child added, so that everybody sees what was changed and why?

Each ends in one commit. The referral keeps what was sent; a correction changes the case alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.corrected_answers import (
    Part,
    first_child,
    questions_of_case,
    questions_of_child,
    values_of,
    write,
)
from portal.casework.corrected_facts import (
    CASE_FACTS,
    CHILD_FACTS,
    case_values,
    child_values,
    differences,
    reckon,
    write_case,
    write_child,
)
from portal.domain.errors import InvalidAnswer, NotFound
from portal.domain.workflow import Thing, require_action
from portal.models.audit import record
from portal.models.case import Case, Child
from portal.models.case_access import known_case
from portal.models.correction import Correction
from portal.models.event import tell
from portal.models.likeness import find_child_by
from portal.models.read_once import read_once
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.tenancy.model import Question, Tenant
from portal.web.access import Actor
from portal.web.recounting import recounting

Values = Mapping[str, Any]


def correct_case(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, said: Values) -> Case:
    """Correct facts of a case; every child's age at the incident follows its day."""
    case = correctable(session, actor, reference)
    changed = differences(CASE_FACTS, case_values(case), dict(said))
    refuse_nothing(changed)
    with recounting(session, case, actor.account_id):
        write_case(case, dict(said))
        for child in session.scalars(select(Child).where(Child.case_id == case.id)):
            reckon(child, case, is_unborn=child.age_band == "unborn")
        keep(session, tenant, actor, case, None, said, changed)
        tell(session, tenant.slug, "case", case.id, "corrected", actor.account_id)
    session.commit()
    return case


def correct_child(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, child_id: UUID, said: Values
) -> Child:
    """Correct what is known of a child."""
    case = correctable(session, actor, reference)
    child = child_of(session, case, child_id)
    changed = differences(CHILD_FACTS, child_values(child), dict(said))
    refuse_nothing(changed)
    with recounting(session, case, actor.account_id):
        write_child(child, case, dict(said))
        find_child_by(session, child)
        keep(session, tenant, actor, case, child, said, changed)
        tell(session, tenant.slug, "case", case.id, "child-corrected", actor.account_id)
    session.commit()
    return child


def correct_part(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, part: Part, said: Values
) -> Case:
    """Correct other facts of the case that a referral brought, in the words in which they were asked."""
    case = correctable(session, actor, reference)
    questions = questions_of_case(case, referrals_of(session, case), part)
    correct_answers(session, tenant, actor, case, None, questions, said)
    return case


def correct_more_of_child(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, child_id: UUID, said: Values
) -> Child:
    """Correct what a referral said of one child beside the child's own columns, whichever child it is."""
    case = correctable(session, actor, reference)
    child = child_of(session, case, child_id)
    correct_answers(session, tenant, actor, case, child, questions_about(session, case, child), said)
    return child


def questions_about(session: Session, case: Case, child: Child) -> tuple[Question, ...]:
    """Return what the referrals of a case asked that may be known of a child."""
    is_first = child is first_child(session, case)
    return questions_of_child(referrals_of(session, case), is_first=is_first)


def correct_answers(
    session: TenantSession, tenant: Tenant, actor: Actor, case: Case, child: Child | None,
    questions: Sequence[Question], said: Values,
) -> None:  # fmt: skip
    """Write what differs of a case, or of the child that is given."""
    before, after = values_of(session, case, child, questions), dict(said)
    changed = {
        each.maps_to: [before.get(each.code), after.get(each.code)]
        for each in questions
        if each.code in after and (before.get(each.code) or None) != (after.get(each.code) or None)
    }
    refuse_nothing(changed)
    with recounting(session, case, actor.account_id):
        for question in questions:
            if question.maps_to in changed:
                write(session, case, child, question, after.get(question.code))
        keep(session, tenant, actor, case, child, said, changed)
        what = "child-corrected" if child is not None else "corrected"
        tell(session, tenant.slug, "case", case.id, what, actor.account_id)
    session.commit()


@read_once
def referrals_of(session: Session, case: Case) -> Sequence[Referral]:
    """Return the referrals of a case, the latest first."""
    wanted = select(Referral).where(Referral.case_id == case.id)
    return session.scalars(wanted.order_by(Referral.sent_at.desc(), Referral.id)).all()


def add_child(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, said: Values) -> Child:
    """Add a child whom the case is about too."""
    case = correctable(session, actor, reference)
    listed = session.scalars(select(Child.position).where(Child.case_id == case.id)).all()
    child = Child(tenant=tenant.slug, unit=case.unit, case_id=case.id, position=max(listed, default=0) + 1)
    write_child(child, case, dict(said))
    with recounting(session, case, actor.account_id):
        session.add(child)
        session.flush()
        find_child_by(session, child)
        keep(session, tenant, actor, case, child, said, differences(CHILD_FACTS, {}, dict(said)))
        tell(session, tenant.slug, "case", case.id, "child-added", actor.account_id)
    session.commit()
    return child


def correctable(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return the case, locked, where this person may correct what is known of it now."""
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    require_action(Thing.CASE, case.stage, "correct", actor.permissions, {})
    return case


def child_of(session: TenantSession, case: Case, child_id: UUID) -> Child:
    """Return one child of a case; NotFound alike where there is none and where it is another case's."""
    child: Child | None = session.scalar(select(Child).where(Child.id == child_id, Child.case_id == case.id))
    if child is None:
        raise NotFound("There is no such child.")
    return child


def refuse_nothing(changed: Mapping[str, Any]) -> None:
    """Refuse a correction that changes nothing."""
    if not changed:
        raise InvalidAnswer("Nothing differs from what is known already. Change what is wrong.", "why")


def keep(
    session: TenantSession, tenant: Tenant, actor: Actor, case: Case, child: Child | None, said: Values,
    changed: Mapping[str, Any],
) -> None:  # fmt: skip
    """Write down what was changed, from what, to what, and why; InvalidAnswer where no reason is given."""
    why = str(said.get("why") or "").strip()
    if not why:
        raise InvalidAnswer("Say why this is right", "why")
    correction = Correction(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, child_id=child.id if child else None,
        referral_id=referral_of(session, case, said.get("from_referral")), made_by=actor.account_id,
        reason=why, changed=dict(changed),
    )  # fmt: skip
    session.add(correction)
    record(session, "case-corrected", "case", case.id, sorted(changed))


def referral_of(session: TenantSession, case: Case, named: object) -> UUID | None:
    """Return the id of a referral of this case; nothing for any other answer."""
    for referral_id in session.scalars(select(Referral.id).where(Referral.case_id == case.id)):
        if str(referral_id) == named:
            return referral_id
    return None
