"""What ties agencies, and people at the table, to a case, as the pages of advice, decision and case say it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.meetings import Interest
from portal.domain.vocabulary import StatutoryPartner
from portal.models.audit import record
from portal.models.case import Case, closed_to
from portal.models.event import tell
from portal.models.interest import OwnInterest, own_interests_in
from portal.models.meeting_record import interests_of
from portal.models.member_view import AgencyInterest
from portal.models.screening import Screening
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.happenings import names_of


@dataclass(frozen=True)
class InterestHeld:
    """What ties somebody to a case: their agency stays, and why; of one personally involved no more than that."""

    name: str
    agency: str
    is_personal: bool
    words: str


def interests_of_case(session: Session, tenant: Tenant, case: Case) -> list[InterestHeld]:
    """Return the interests that agencies have declared in a case, wherever they did."""
    declared = own_interests_in(session, case.id)
    names = names_of(session, {each.declared_by for each in declared})
    return [
        InterestHeld(names.get(each.declared_by, ""), tenant.agency_name(each.agency), False, each.how)
        for each in declared
    ]


def interests_beside(
    session: Session, tenant: Tenant, case: Case, screening: Screening
) -> list[InterestHeld]:
    """Return what is declared of a case, and who took no part for their own sake at the meeting that advised.

    What somebody who is personally involved said of it stays on the agenda, with those who sat there.
    """
    return [*interests_of_case(session, tenant, case), *involved_at(session, tenant, screening)]


def involved_at(session: Session, tenant: Tenant, screening: Screening) -> Sequence[InterestHeld]:
    """Return who declared at the meeting from which advice comes that they are personally involved."""
    if screening.meeting_id is None:
        return ()
    # One that was declared by mistake has been ended since.
    closed = closed_to(session, [screening.case_id])
    involved = [
        each
        for each in interests_of(session, screening.meeting_id)
        if each.case_id == screening.case_id and each.kind is Interest.PERSONAL and each.account_id in closed
    ]
    names = names_of(session, {each.account_id for each in involved})
    return [
        InterestHeld(names.get(each.account_id, ""), tenant.agency_name(each.agency), True, "")
        for each in involved
    ]


# --- declaring one's own ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """What is said of an organisation's own interest with its position: None where nobody asked."""

    has_interest: bool | None = None
    how: str = ""
    # Whether it was declared before, so that nothing more need be said of it.
    is_known: bool = False

    def require_described(self) -> None:
        """Refuse an interest of which nothing is said."""
        if self.has_interest and not self.is_known and not self.how.strip():
            raise InvalidAnswer("Say how your organisation was involved", "interest")


NOT_ASKED = Own()


def speaking_for(actor: Actor, partner: StatutoryPartner) -> str:
    """Return the code under which somebody declares: of their agency, or of the partner where they have none."""
    return actor.agency or partner.value


def own_interests(session: Session, case: Case, agency: str) -> list[OwnInterest]:
    """Return what an agency has declared of its part in a case."""
    return [each for each in own_interests_in(session, case.id) if each.agency == agency]


def declare(
    session: TenantSession, tenant: Tenant, actor: Actor, case: Case, how: str, agency: str = ""
) -> None:
    """Declare that the actor's agency was involved; the same words again change nothing."""
    agency = agency or actor.agency
    if how.strip() in {each.how for each in own_interests(session, case, agency)}:
        return
    interest = AgencyInterest(
        tenant=tenant.slug, unit=case.unit, case_id=case.id, agency=agency, declared_by=actor.account_id,
        how=how.strip(),
    )  # fmt: skip
    session.add(interest)
    tell(session, tenant.slug, "case", case.id, "interest-declared", actor.account_id)
    record(session, "interest-declared", "agency_interest", interest.id)
