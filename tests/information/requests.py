"""How does a test ask agencies about a case, and answer for one, without going through the pages?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.domain.information import Power, Purpose
from portal.information import answering, operations
from portal.models.information import AgencyReturn
from portal.web.access import Actor
from tests.work import TODAY, Work, filled

ASKED = "police"
SILENT = "probation"


def asked(**given: Any) -> operations.Asked:
    """Return a whole request to two agencies, due on Friday 27 November 2026."""
    whole = operations.Asked(
        Purpose.BEFORE_SCREENING, Power.SECTION_16H, (ASKED, SILENT), date(2024, 1, 1), TODAY,
        TODAY + timedelta(days=7), "Rowan Invented, born 9.3.2014", "What did you know?", "Casey, 01632 960 001",
    )  # fmt: skip
    return replace(whole, **given)


def ask(work: Work, reference: str, **given: Any) -> dict[str, UUID]:
    """Ask agencies; return each one's return by its code."""
    with work.session() as session:
        request = operations.ask(
            session, work.tenant, work.actor("coordinator"), reference, asked(**given), TODAY
        )
        wanted = select(AgencyReturn.agency, AgencyReturn.id).where(AgencyReturn.request_id == request.id)
        return {row[0]: row[1] for row in session.execute(wanted)}


def lead(work: Work, agency: str = ASKED) -> Actor:
    """Return the safeguarding lead of an agency."""
    return work.actor("safeguarding-lead", agency=agency)


def writer(work: Work, agency: str = ASKED) -> Actor:
    """Return a colleague at an agency."""
    return work.actor("referrer", agency=agency)


def name_writer(work: Work, return_id: UUID, agency: str = ASKED) -> None:
    """Have the lead name the colleague."""
    lead(work, agency), writer(work, agency)
    with work.session() as session:
        answering.name_author(
            session, work.tenant, lead(work, agency), return_id, writer(work, agency).account_id, TODAY
        )


def answers(work: Work) -> dict[str, Any]:
    """Return an answer to every question of the agency's form."""
    assert work.tenant.return_form is not None
    return filled(work.tenant.return_form, work.reader, {}, "other-agency")


def write(work: Work, return_id: UUID, agency: str = ASKED) -> None:
    """Have the colleague write the whole return and send it for approval."""
    with work.session() as session:
        answering.save(session, work.tenant, writer(work, agency), return_id, answers(work), TODAY)
    with work.session() as session:
        answering.send(session, work.tenant, writer(work, agency), return_id, {"accurate": "yes"}, TODAY)


def return_row(work: Work, return_id: UUID) -> dict[str, Any]:
    """Return what is kept of a return."""
    with work.session(writes=False) as session:
        one = session.get_one(AgencyReturn, (work.slug, return_id))
        names = (
            "status", "is_nil", "answers", "author_name", "approver_name", "opened_at", "returned_on", "way",
            "code_hash",
        )  # fmt: skip
        return {name: getattr(one, name) for name in names}
