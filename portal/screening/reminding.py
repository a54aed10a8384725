"""Who is reminded of a partner's position that is missing, or of a member's view that is awaited, and when?

Once each, two working days before the day on which it is needed; where no day is known, five working days after
it was asked for. Each reminder is a row, so that whoever looks late gives each that was missed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import and_, func, select

from portal.domain.clocks import ClockUnit, count
from portal.domain.errors import BeyondHorizon
from portal.domain.meetings import MeetingStatus
from portal.domain.permissions import RECORD_POSITION, Permission
from portal.domain.reminding import MailChoice
from portal.domain.vocabulary import PartnerPosition, StatutoryPartner
from portal.extensions import db
from portal.models.attention import members_who_may
from portal.models.case import Case, CaseExclusion
from portal.models.decision import Decision, standing_positions
from portal.models.meeting import AgendaItem, Meeting
from portal.models.member_view import MemberView
from portal.models.reminder import Reminder, remind_person, wants
from portal.models.session import TenantSession, entering
from portal.models.views_awaited import who_gives_views
from portal.screening.operations import is_open_to_positions
from portal.screening.queries import cases_without_decision, unsigned
from portal.tenancy.model import Tenant
from portal.web.due_next import work_due
from portal.web.recounting import the_portal
from portal.web.wording import in_london
from portal.web.working_days import digest_leaves_at, known_holidays

BEFORE, AFTER = -2, 5
AT_ONCE = 500


@dataclass(frozen=True)
class Owed:
    """One reminder: whose, of which case, what it is known again by, and by when it is needed, where that is known."""

    account_id: UUID
    case_id: UUID
    what: str
    needed_on: date | None


def remind_all(tenant: Tenant, today: date) -> int:
    """Remind whoever has still to speak, in one commit; return how many reminders there were."""
    with entering(db.session, tenant.slug, writes=False) as session:
        found = [*positions_missing(session, tenant, today), *views_missing(session, tenant, today)]
        owed = list(still_owed(session, found))
    if not owed:
        return 0
    with entering(db.session, tenant.slug) as session:
        for each in owed:
            remind_person(
                session, tenant.slug, each.account_id, each.what,
                is_late=each.needed_on is not None and today > each.needed_on, today=today,
                leaves_at=digest_leaves_at(tenant),
            )  # fmt: skip
        session.commit()
    return len(owed)


def positions_missing(session: TenantSession, tenant: Tenant, today: date) -> Iterator[Owed]:
    """Yield, for each decision that is put, who speaks for a partner that has not said where it stands."""
    waiting = [pair for pair in unsigned(session, the_portal(tenant)) if is_open_to_positions(pair[1])]
    needed = days_needed(session, tenant, [case for case, _ in waiting], today)
    for case, decision in waiting:
        if is_day(needed.get(case.id), in_london(decision.prepared_at).date(), today):
            for partner in silent_on(decision):
                what = f"position/{decision.id}-{decision.turn}/{needed.get(case.id) or 'none'}"
                for account_id in members_who_may(session, RECORD_POSITION[partner]):
                    yield Owed(account_id, case.id, what, needed.get(case.id))


def silent_on(decision: Decision) -> list[StatutoryPartner]:
    """Return the partners that have not said where they stand."""
    stands = standing_positions(decision)
    return [
        each for each in StatutoryPartner
        if stands.get(each, PartnerPosition.NOT_YET) is PartnerPosition.NOT_YET
    ]  # fmt: skip


def views_missing(session: TenantSession, tenant: Tenant, today: date) -> Iterator[Owed]:
    """Yield, for each case on which the body has still to advise, whose view is not given."""
    found = cases_without_decision(session, the_portal(tenant))
    cases = [case for case, is_screened in found if not is_screened]
    needed = days_needed(session, tenant, cases, today)
    needed |= meetings_ahead(session, cases, today)
    due = [case for case in cases if is_day(needed.get(case.id), in_london(case.opened_at).date(), today)]
    if not due:
        return
    members = who_gives_views(session, today, but=Permission.SCREENING_RECORD)
    spoken = select(MemberView.case_id, MemberView.account_id).where(MemberView.account_id.in_(members))
    given = {(case_id, account_id) for case_id, account_id in session.execute(spoken)}
    for case in due:
        for account_id in members:
            if (case.id, account_id) not in given:
                what = f"view/{case.id}/{needed.get(case.id) or 'none'}"
                yield Owed(account_id, case.id, what, needed.get(case.id))


def days_needed(
    session: TenantSession, tenant: Tenant, cases: Iterable[Case], today: date
) -> dict[UUID, date]:
    """Return by when a decision about each case is needed; one that nothing times is not there."""
    due = work_due(session, the_portal(tenant), tenant, cases, today)
    return {case_id: line.due_on for case_id, line in due.items() if line.due_on is not None}


def meetings_ahead(session: TenantSession, cases: Iterable[Case], today: date) -> dict[UUID, date]:
    """Return on which day each case comes before the body next, where a meeting is planned."""
    of_meeting = and_(AgendaItem.tenant == Meeting.tenant, AgendaItem.meeting_id == Meeting.id)
    wanted = (
        select(AgendaItem.case_id, func.min(Meeting.meets_on))
        .join(Meeting, of_meeting)
        .where(Meeting.status == MeetingStatus.PLANNED, Meeting.meets_on >= today, AgendaItem.case_id.is_not(None))
        .group_by(AgendaItem.case_id)
    )
    planned = {row[0]: row[1] for row in session.execute(wanted)}
    return {case.id: planned[case.id] for case in cases if case.id in planned}


def is_day(needed_on: date | None, asked_on: date, today: date) -> bool:
    """Whether the day of a reminder has come."""
    day, working_days = (asked_on, AFTER) if needed_on is None else (needed_on, BEFORE)
    try:
        return today >= count(day, working_days, ClockUnit.WORKING_DAYS, known_holidays()).due_on
    except BeyondHorizon:
        return False


def still_owed(session: TenantSession, found: Iterable[Owed]) -> Iterator[Owed]:
    """Yield the reminders that were not given, to people who want them and whom the case is not closed to."""
    rest = iter(found)
    while some := list(islice(rest, AT_ONCE)):
        named = select(Reminder.account_id, Reminder.what).where(Reminder.what.in_({each.what for each in some}))
        given = {(account_id, what) for account_id, what in session.execute(named)}
        out = select(CaseExclusion.account_id, CaseExclusion.case_id).where(
            CaseExclusion.case_id.in_({each.case_id for each in some})
        )
        closed = {(account_id, case_id) for account_id, case_id in session.execute(out)}
        for each in some:
            if (each.account_id, each.what) in given or (each.account_id, each.case_id) in closed:
                continue
            if wants(session, each.account_id) is not MailChoice.URGENT:
                yield each
