"""How is it put right who took part in a meeting, with what was recorded before kept beside it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.domain.permissions import Permission
from portal.meetings.deputies import SatIn
from portal.meetings.holding import Came, put_on_record
from portal.meetings.queries import agenda_seen, meeting_for
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.event import tell
from portal.models.meeting import Meeting
from portal.models.meeting_record import AttendanceCorrected, attendance_versions, item_deputies_of
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor


def correct(
    session: TenantSession, tenant: Tenant, actor: Actor, meeting_id: UUID, came: Sequence[Came],
    sat_in: Sequence[SatIn], reason: str, today: date,
) -> Meeting:  # fmt: skip
    """Say anew who took part, and why; whether it was enough is worked out again, and advice that was given stays."""
    meeting = meeting_for(session, actor, meeting_id, locked=True)
    if not reason.strip():
        raise InvalidAnswer("Say what has to be corrected", "reason")
    theirs = {each.item.id for each in agenda_seen(session, actor, meeting) if not each.is_closed}
    # Of a case that is closed to whoever corrects, what was recorded stays.
    kept = [
        SatIn(each.item_id, each.seat_id, each.deputy_seat_id)
        for each in item_deputies_of(session, meeting.id)
        if each.item_id not in theirs
    ]
    quorum = put_on_record(
        session, tenant, actor, meeting, "correct-attendance", came, [*sat_in, *kept], today
    )
    session.flush()
    session.add(
        AttendanceCorrected(
            tenant=tenant.slug, unit=meeting.unit, meeting_id=meeting.id, corrected_by=actor.account_id,
            version=max(attendance_versions(session, meeting.id)), reason=reason.strip(),
        )
    )  # fmt: skip
    what = "attendance-corrected" if quorum.is_met else "attendance-corrected-without-quorum"
    tell(session, tenant.slug, "meeting", meeting.id, what, actor.account_id)
    record(session, "attendance-corrected", "meeting", meeting.id)
    if not quorum.is_met:
        call_for_attention(session, tenant.slug, Permission.MEETING_MANAGE, about=(), but=actor.account_id)
    session.commit()
    return meeting
