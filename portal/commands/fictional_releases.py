"""Which releases of made-up casework do the regional leads of the demonstration find?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, select

from portal.commands.fictional_people import Cast, token_of
from portal.domain.releasing import last_settled, year_of
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.case import Case
from portal.models.moment import as_of
from portal.models.notification import Notification, NotifiedChild
from portal.models.referral import Referral
from portal.models.release_part import parts_of
from portal.models.session import TenantSession, entering, in_one_commit
from portal.notifications import operations as notifying
from portal.releases import operations
from portal.web.working_days import known_holidays

RELEASES = 3
WHY_NOT = "The made-up figures of that year were still being checked."
WHAT_WAS_WRONG = "The day on which the council became aware was recorded wrongly for one notification."


def release_all(casts: Sequence[Cast], today: date) -> int:
    """Freeze the last releases that are not there yet, one of which a partnership did not sign and another corrected.

    Return how many.
    """
    last, added = last_settled(today), set()
    for through in range(last - RELEASES + 1, last + 1):
        with as_of(midday(through, today)):
            for number, cast in enumerate(casts):
                is_signed = not (0 < number == len(casts) - 1 and through == last - 1)
                if release_one(cast, through, today, is_signed=is_signed):
                    added.add(through)
    correct_one(casts[0], last, today)
    return len(added)


def midday(through: int, today: date) -> datetime:
    """Return when a release was frozen: in September, or yesterday where that is still to come."""
    return datetime.combine(min(date(through, 9, 15), today - timedelta(days=1)), time(12), UTC)


def release_one(cast: Cast, through: int, today: date, *, is_signed: bool) -> bool:
    """Prepare a partnership's part, have it answered, and freeze it or leave it out: whole, and once."""
    tenant, officer = cast.tenant.slug, cast(Role.DATA_PROTECTION_OFFICER)
    with entering(db.session, tenant) as session, in_one_commit(session):
        part = operations.prepare_part(session, tenant, through, today, known_holidays())
        if part is None:
            return False
        if is_signed:
            operations.sign(session, tenant, officer, part.id, operations.digest(tenant, part))
            operations.freeze_part(session, tenant, part.id)
        else:
            operations.decline(session, tenant, officer, part.id, WHY_NOT)
            operations.leave_out(session, tenant, part.id)
    return True


def correct_one(cast: Cast, last: int, today: date) -> None:
    """Correct a day that two releases counted, once: the earlier one's correction is frozen, the later's waits."""
    tenant, officer = cast.tenant.slug, cast(Role.DATA_PROTECTION_OFFICER)
    with (
        as_of(datetime.combine(today - timedelta(days=1), time(13), UTC)),
        entering(db.session, tenant) as session,
        in_one_commit(session),
    ):
        is_corrected = any(part.edition > 1 for part in parts_of(session))
        if is_corrected or not set_aware_earlier(session, cast, last - 1, today):
            return
        for through in (last - 1, last):
            part = operations.prepare_erratum(session, tenant, through, WHAT_WAS_WRONG, known_holidays())
            if through < last:
                operations.sign(session, tenant, officer, part.id, operations.digest(tenant, part))
                operations.freeze_part(session, tenant, part.id)


def set_aware_earlier(session: TenantSession, cast: Cast, year: int, today: date) -> bool:
    """Correct when the council became aware of an incident whose notification was in time, so that it was not."""
    found = next((each for each in candidates(session, cast) if year_of(each[0].sent_on) == year), None)
    if found is None:
        return False
    notification, reference = found
    notified = notifying.Notified(
        notification.kind, notification.sent_on - timedelta(days=14), notification.sent_on,
        tuple(children_of(session, notification.id)), notification.panel_reference or "",
        notification.is_ofsted_told, notification.others_told or "", notification.agreement,
        notification.dissent or "", why_together=notification.why_together,
    )  # fmt: skip
    who = cast(Role.COORDINATOR)
    notifying.correct_notification(session, cast.tenant, who, reference, notification.id, notified, today)
    return True


def candidates(session: TenantSession, cast: Cast) -> list[tuple[Notification, str]]:
    """Return notifications in time, each with its case's reference; none of a story that is made for showing."""
    shown = [token_of(story.code) for story in cast.tenant.demonstration.stories]
    of_shown = select(Referral.case_id).where(Referral.send_token.in_(shown), Referral.case_id.is_not(None))
    wanted = (
        select(Notification, Case.reference)
        .join(Case, and_(Case.tenant == Notification.tenant, Case.id == Notification.case_id))
        .where(Notification.not_met_on.is_(None), Case.id.not_in(of_shown))
        .order_by(Case.reference)
    )
    clock, holidays = STATUTORY_CLOCKS["incident-notification"], known_holidays()
    return [
        (each, reference)
        for each, reference in session.execute(wanted)
        if each.sent_on <= clock.reckon(each.council_aware_on, holidays).due_on
    ]


def children_of(session: TenantSession, notification_id: UUID) -> Sequence[UUID]:
    """Return the children whom a notification is about."""
    wanted = select(NotifiedChild.child_id).where(NotifiedChild.notification_id == notification_id)
    return session.scalars(wanted).all()
