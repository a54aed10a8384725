"""How is it recorded that a briefing was used, and taken back? Each ends in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from portal.domain.briefing_use import MOST_PEOPLE, Setting
from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.learning.queries import may_be_read, readable_briefing
from portal.models.audit import record
from portal.models.briefing_use import BriefingUse
from portal.models.event import tell
from portal.models.published_learning import PublishedBriefingUse
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor

LONGEST_CHANGE = 2_000


@dataclass(frozen=True)
class Said:
    """What somebody says of the use of a briefing."""

    output_id: str
    setting: str
    people: int
    used_on: date
    change: str


def record_use(session: TenantSession, tenant: Tenant, actor: Actor, said: Said, today: date) -> BriefingUse:
    """Record that a briefing was used, and count it for regional leads: its quarter, setting and people, no words."""
    if actor.approval is not None:
        raise NotAllowed("Your agency has to confirm that you work there first.")
    briefing = readable_briefing(session, said.output_id)
    if briefing is None:
        raise InvalidAnswer("Select a briefing from the list", "briefing")
    require_whole(said, briefing.published_on, today)
    use = BriefingUse(
        tenant=tenant.slug, output_id=briefing.id, used_on=said.used_on, setting=Setting(said.setting),
        people=said.people, agency=actor.agency, recorded_by=actor.account_id, published_use_id=uuid4(),
        change=said.change.strip(),
    )  # fmt: skip
    session.add(use)
    session.add(
        PublishedBriefingUse(
            tenant=tenant.slug, id=use.published_use_id, used_on=use.used_on, setting=use.setting, people=use.people,
            is_fictional=briefing.is_fictional,
        )
    )  # fmt: skip
    tell(
        session, tenant.slug, "briefing", use.id, "briefing-used", actor.account_id, setting=use.setting.value
    )
    record(session, "briefing-used", "briefing_use", use.id)
    session.commit()
    return use


def require_whole(said: Said, published_on: date | None, today: date) -> None:
    """Refuse a use without its setting, people, day and words. Raises InvalidAnswer."""
    if said.setting not in set(Setting):
        raise InvalidAnswer("Select where it was used", "setting")
    if not 1 <= said.people <= MOST_PEOPLE:
        raise InvalidAnswer(f"Enter a number from 1 to {MOST_PEOPLE:,}", "people")
    if said.used_on > today:
        raise InvalidAnswer("The day must not be after today", "used_on")
    if published_on is not None and said.used_on < published_on:
        raise InvalidAnswer("The day must not be before the briefing was published", "used_on")
    if not said.change.strip():
        raise InvalidAnswer("Say what you will change", "change")
    if len(said.change) > LONGEST_CHANGE:
        raise InvalidAnswer(f"Use {LONGEST_CHANGE:,} characters or fewer", "change")


def take_back(session: TenantSession, tenant: Tenant, actor: Actor, use_id: UUID) -> None:
    """Remove what was recorded by mistake, and what it counted for; by whoever recorded it or sees all."""
    use = session.get(BriefingUse, use_id)
    if use is None or not may_be_read(actor, use):
        raise NotFound("There is no such entry.")
    counted = session.get(PublishedBriefingUse, use.published_use_id)
    if counted is not None:
        session.delete(counted)
    session.delete(use)
    tell(session, tenant.slug, "briefing", use_id, "use-taken-back", actor.account_id)
    record(session, "briefing-use-taken-back", "briefing_use", use_id)
    session.commit()
