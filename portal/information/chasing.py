"""How does a coordinator record that an agency was telephoned, or that the formal letter went to it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.domain.information import ContactKind
from portal.information.operations import allowed
from portal.information.queries import request_of, return_of
from portal.models.audit import record
from portal.models.case_access import known_case
from portal.models.event import tell
from portal.models.information import ReturnContact
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor

TOLD = {ContactKind.TELEPHONED: "agency-telephoned", ContactKind.LETTER_SENT: "formal-letter-sent"}


@dataclass(frozen=True)
class Contact:
    """How an agency was turned to, on which day, and what came of it."""

    kind: ContactKind
    made_on: date
    note: str = ""


def record_contact(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    reference: str,
    return_id: UUID,
    made: Contact,
    today: date,
) -> None:
    """Keep what was done while an agency had not answered; the same said twice by one person is one."""
    case = known_case(session, reference, actor.account_id, actor.permissions)
    one = return_of(session, case, return_id, locked=True)
    allowed(session, one, actor, "record-contact", today)
    if not request_of(session, one).asked_on <= made.made_on <= today:
        raise InvalidAnswer("Enter a day from the day on which it was asked until today", "made_on")
    clear = {
        "return_id": one.id, "kind": made.kind, "made_on": made.made_on, "recorded_by": actor.account_id,
    }  # fmt: skip
    note = made.note.strip() or None
    before = session.scalars(select(ReturnContact).filter_by(**clear))
    if any(each.note == note for each in before):
        return
    session.add(ReturnContact(tenant=case.tenant, unit=case.unit, case_id=case.id, note=note, **clear))
    tell(
        session, tenant.slug, "case", case.id, TOLD[made.kind], actor.account_id, agency=one.agency,
        made_on=made.made_on.isoformat(),
    )  # fmt: skip
    record(session, TOLD[made.kind], "agency_return", one.id)
    session.commit()
