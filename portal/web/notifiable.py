"""Which notifications are still to be made about a case, and for how many of its children?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.codes import HarmKind
from portal.domain.notifying import CLOCK_OF, ChildFacts, awaits_advice, outstanding
from portal.domain.vocabulary import NotificationKind
from portal.models.case import Case, CaseFact, Child
from portal.models.notification import Notification, NotifiedChild
from portal.models.read_once import read_once

GRAVE = (HarmKind.DEATH.value, HarmKind.SERIOUS_HARM.value)
Made = tuple[NotificationKind, frozenset[UUID]]


@dataclass(frozen=True)
class WhoIsNotified:
    """The children of a case as notifying looks at them, and each notification with whom it is about."""

    children: Sequence[ChildFacts] = ()
    made: Sequence[Made] = ()


NOBODY_NOTIFIED = WhoIsNotified()


def due_kinds(case: Case, known: WhoIsNotified) -> Mapping[NotificationKind, tuple[ChildFacts, ...]]:
    """Return the notifications of an incident that are still to be made, each with the children it is due for."""
    if case.kind != "incident":
        return {}
    return outstanding(known.children, case.harm, case.suspicion, known.made)


def due_clocks(case: Case, known: WhoIsNotified) -> dict[str, str]:
    """Return the clocks that run on what is still to be made, each with what is missing where not all is."""
    due: dict[str, int] = {}
    for kind, children in due_kinds(case, known).items():
        due[CLOCK_OF[kind]] = due.get(CLOCK_OF[kind], 0) + len(children)
    return {clock: missing_words(number, len(known.children)) for clock, number in due.items()}


def needs_advice(case: Case, known: WhoIsNotified) -> bool:
    """Return whether somebody asks for legal advice about notifying of a child who is not yet born."""
    return case.kind == "incident" and any(
        awaits_advice(each, case.harm, known.made) for each in known.children
    )


def missing_words(number: int, among: int) -> str:
    """Say for how many of several children it is still to be made; nothing of an only child."""
    if among < 2:
        return ""
    return f"For {number} of the {among} children none is recorded yet."


# --- what is known ------------------------------------------------------------------------------------------


@read_once
def who_is_notified(session: Session, case_ids: Collection[UUID]) -> Mapping[UUID, WhoIsNotified]:
    """Return what notifying looks at in each of these cases; nothing that is sealed is opened."""
    children: dict[UUID, list[ChildFacts]] = {case_id: [] for case_id in case_ids}
    made: dict[UUID, list[Made]] = {case_id: [] for case_id in case_ids}
    supported = support_of(session, case_ids)
    for case_id, child_id, harm, age, status, living in session.execute(
        select(
            Child.case_id,
            Child.id,
            Child.own_harm,
            Child.age_band,
            Child.legal_status,
            Child.living_arrangement,
        )
        .where(Child.case_id.in_(case_ids))
        .order_by(Child.position, Child.id)
    ):
        support = supported.get(child_id, frozenset())
        children[case_id].append(ChildFacts(child_id, harm, age, status, living, agency_status=support))
    for case_id, kind, whom in notified_whom(session, case_ids):
        made[case_id].append((kind, whom))
    return {case_id: WhoIsNotified(children[case_id], made[case_id]) for case_id in case_ids}


def support_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Return what support each child of these cases had at the incident."""
    wanted = select(CaseFact.child_id, CaseFact.code).where(
        CaseFact.case_id.in_(case_ids),
        CaseFact.field == "child.agency_status",
        CaseFact.child_id.is_not(None),
    )
    found: dict[UUID, frozenset[str]] = {}
    for child_id, code in session.execute(wanted):
        if child_id is not None:
            found[child_id] = found.get(child_id, frozenset()) | {code}
    return found


def notified_whom(
    session: Session, case_ids: Collection[UUID]
) -> list[tuple[UUID, NotificationKind, frozenset[UUID]]]:
    """Return each notification of these cases by its case and kind, with the children whom it is about."""
    wanted = (
        select(Notification.id, Notification.case_id, Notification.kind, NotifiedChild.child_id)
        .outerjoin(
            NotifiedChild,
            (NotifiedChild.tenant == Notification.tenant)
            & (NotifiedChild.notification_id == Notification.id),
        )
        .where(Notification.case_id.in_(case_ids))
    )
    cases: dict[UUID, tuple[UUID, NotificationKind]] = {}
    whom: dict[UUID, set[UUID]] = {}
    for notification_id, case_id, kind, child_id in session.execute(wanted):
        cases[notification_id] = (case_id, kind)
        whom.setdefault(notification_id, set()).update({child_id} - {None})
    return [(case_id, kind, frozenset(whom[each])) for each, (case_id, kind) in cases.items()]
