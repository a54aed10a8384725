"""Which cases does a person know of, and what is known of one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.permissions import LEARNS_OF_CASES, READS_CASES, Permission, permissions_of
from portal.domain.vocabulary import OutputKind, OutputStatus, ReviewStatus
from portal.domain.workflow import Facts, Thing, Transition, available_actions
from portal.models.account import Account, Membership
from portal.models.beginning import waiting_to_begin
from portal.models.case import (
    Case,
    CaseExclusion,
    CaseFact,
    CaseGrant,
    Child,
    EndedExclusion,
    FamilyMember,
    closed_to,
)
from portal.models.decision import Decision, decisions_of, signing_facts
from portal.models.emergency_access import EmergencyAccess, open_now
from portal.models.offer import is_case_offered
from portal.models.output import Output
from portal.models.referral import Referral
from portal.models.review import Review, ReviewOfCase
from portal.models.review_access import reviews_known_to
from portal.tenancy.code_lists import coded_lists
from portal.tenancy.core_fields import CORE_FIELDS
from portal.web.access import Actor
from portal.web.happenings import names_of


@dataclass(frozen=True)
class OutputSeen:
    """What a review of the case writes; nothing of it that is sealed."""

    id: UUID
    review_id: UUID
    kind: OutputKind
    status: OutputStatus


@dataclass(frozen=True)
class CaseSeen:
    """What a case's page shows."""

    case: Case
    children: Sequence[Child]
    family: Sequence[FamilyMember]
    # What is coded of the case and of the first child; and of each other child, by id.
    facts: Sequence[tuple[str, str]]
    facts_of_others: Mapping[UUID, Sequence[tuple[str, str]]]
    referrals: Sequence[Referral]
    decisions: Sequence[Decision]
    reviews: Sequence[Review]
    outputs: Sequence[OutputSeen]


@dataclass(frozen=True)
class Access:
    """One person's leave to know of a case, or why it is closed to them."""

    row_id: UUID
    name: str
    since: datetime
    ends_at: datetime | None
    reason: str
    # Opened by the person in an emergency, for an hour.
    is_emergency: bool = False

    @property
    def last_day(self) -> datetime | None:
        """A moment of the last day on which the person may know of the case."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None


def case_seen(session: Session, actor: Actor, case: Case) -> CaseSeen:
    """Return what a case's pages show; the person's need to know of the case was asked before."""
    reviews = reviews_seen(session, actor, case)
    children = session.scalars(of_case(Child, case).order_by(Child.position)).all()
    facts = session.scalars(of_case(CaseFact, case).order_by(CaseFact.field)).all()
    others = [each.id for each in children[1:]]
    return CaseSeen(
        case=case,
        children=children,
        family=session.scalars(of_case(FamilyMember, case).order_by(FamilyMember.id)).all(),
        facts=facts_in_words([each for each in facts if each.child_id not in others]),
        facts_of_others={
            one: facts_in_words([each for each in facts if each.child_id == one]) for one in others
        },
        referrals=session.scalars(of_case(Referral, case).order_by(Referral.sent_at)).all(),
        decisions=decisions_of(session, case.id),
        reviews=reviews,
        outputs=outputs_of(session, [review.id for review in reviews]),
    )


def of_case(model: type, case: Case):  # type: ignore[no-untyped-def]
    """Select a model's rows of one case."""
    return select(model).where(model.case_id == case.id)  # type: ignore[attr-defined]


def facts_in_words(facts: Sequence[CaseFact]) -> list[tuple[str, str]]:
    """What is coded of the case: the field's words, and the codes' words together."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        core = CORE_FIELDS.get(fact.field)
        words = dict(coded_lists().get(core.codes, ())) if core and core.codes else {}
        found.setdefault(core.says if core else fact.field, []).append(
            words.get(fact.code) or plain(fact.code)
        )
    return [(says, "; ".join(words)) for says, words in found.items()]


def plain(code: str) -> str:
    """A code as words, where its list is a partnership's own."""
    return code.replace("-", " ").capitalize()


def words_of(list_name: str, code: str) -> str:
    """The words of a code; the code itself where the list has no such code, and nothing for none."""
    return dict(coded_lists()[list_name]).get(code, code)


def reviews_of(session: Session, case: Case) -> Sequence[Review]:
    """Return the reviews that look at this case."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    return session.scalars(select(Review).where(Review.id.in_(looks_at)).order_by(Review.opened_on)).all()


def reviews_seen(session: Session, actor: Actor, case: Case) -> Sequence[Review]:
    """Return the reviews of this case that the person may know of: another case of one may be closed to them."""
    looks_at = select(ReviewOfCase.review_id).where(ReviewOfCase.case_id == case.id)
    known = reviews_known_to(actor.account_id, actor.permissions).where(Review.id.in_(looks_at))
    return session.scalars(known.order_by(Review.opened_on)).all()


def outputs_of(session: Session, review_ids: Sequence[UUID]) -> list[OutputSeen]:
    """Return what these reviews write for readers, in the order in which it was begun."""
    wanted = select(Output.id, Output.review_id, Output.kind, Output.status)
    rows = session.execute(
        wanted.where(Output.review_id.in_(review_ids)).order_by(Output.begun_at, Output.id)
    )
    return [OutputSeen(*row) for row in rows]


def by_relationship(family: Sequence[FamilyMember]) -> list[tuple[str, list[str]]]:
    """Return the family and household by how they are related, in the order of those words."""
    found: dict[str, list[str]] = {}
    for member in family:
        code = member.relationship_code
        found.setdefault(plain(code) if code else "Not said how", []).append(member.name or "Name not known")
    return sorted(found.items())


def case_facts(session: Session, case: Case) -> Facts:
    """What the workflow asks of a case."""
    decisions = decisions_of(session, case.id)
    open_decision = next((each for each in decisions if each.signed_at is None), None)
    return {
        **signing_facts(open_decision),
        "has_decision": any(each.signed_at for each in decisions),
        "has_outcome_that_begins_a_review": waiting_to_begin(session, case.id) is not None,
        "is_offered": is_case_offered(session, case.id),
        "has_open_review": any(each.status == ReviewStatus.OPEN for each in reviews_of(session, case)),
    }


def actions_for(session: Session, case: Case, actor: Actor) -> tuple[Transition, ...]:
    """What this person may do to the case now."""
    return available_actions(Thing.CASE, case.stage, actor.permissions, case_facts(session, case))


# --- who may know ------------------------------------------------------------------------------------------


def people_with(session: Session, wanted: frozenset[Permission]) -> list[tuple[UUID, str]]:
    """Return the ids and names of people here whose roles carry one of these permissions, by name."""
    members = select(Membership, Account).join(Account, Account.id == Membership.account_id)
    found = session.execute(members.where(Membership.is_active, Membership.accepted_at.is_not(None)))
    people = [(a.id, a.name or "") for m, a in found if wanted & permissions_of(m.roles)]
    return sorted(people, key=lambda each: each[1].casefold())


def readers(session: Session) -> list[tuple[str, str]]:
    """Return the ids and names of people here whose role reads cases that are opened to them."""
    return [(str(account_id), name) for account_id, name in people_with(session, READS_CASES)]


def whoever_may_learn(session: Session) -> list[tuple[str, str]]:
    """Return the ids and names of people here who may come to know of a case, so that it can be closed to them."""
    return [(str(account_id), name) for account_id, name in people_with(session, LEARNS_OF_CASES)]


def all_see(session: Session, case: Case) -> list[str]:
    """Return the names of those whose role alone lets them know of this case."""
    closed = closed_to(session, [case.id])
    by_role = people_with(session, frozenset({Permission.CASE_SEE}))
    return [name for account_id, name in by_role if account_id not in closed]


def grants_of(session: Session, case: Case) -> list[Access]:
    """Return who has leave to know of the case now."""
    at = datetime.now(UTC)
    rows = session.scalars(of_case(CaseGrant, case).order_by(CaseGrant.granted_at)).all()
    live = [row for row in rows if row.ends_at is None or row.ends_at > at]
    names = names_of(session, {row.account_id for row in live})
    opened = session.execute(open_now(at).where(EmergencyAccess.case_id == case.id))
    in_emergency = {each.EmergencyAccess.account_id for each in opened}
    return [
        Access(
            r.id, names.get(r.account_id, ""), r.granted_at, r.ends_at, r.reason or "", r.account_id in in_emergency
        )
        for r in live
    ]  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """Somebody to whom a case was closed by mistake, and who opened it again."""

    row: EndedExclusion
    name: str
    by: str


def ended_exclusions_of(session: Session, case: Case) -> list[Ended]:
    """Return to whom the case was closed by mistake."""
    rows = session.scalars(of_case(EndedExclusion, case).order_by(EndedExclusion.ended_at)).all()
    names = names_of(session, {id for row in rows for id in (row.account_id, row.ended_by)})
    return [Ended(row, names.get(row.account_id, ""), names.get(row.ended_by, "")) for row in rows]


def exclusions_of(session: Session, case: Case) -> list[Access]:
    """Return to whom the case is closed, because they are personally involved."""
    rows = session.scalars(of_case(CaseExclusion, case).order_by(CaseExclusion.declared_at)).all()
    names = names_of(session, {row.account_id for row in rows})
    return [Access(r.id, names.get(r.account_id, ""), r.declared_at, None, r.reason or "") for r in rows]
