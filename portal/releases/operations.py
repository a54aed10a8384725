"""How is a release prepared, signed off and frozen, partnership by partnership, and how is one corrected?

Each ends in one commit, in the session of the partnership that it is about: nothing here reads another's figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from portal.domain.bank_holidays import BankHolidays
from portal.domain.errata import (
    WAITS,
    check_erratum,
    corrected_families,
    erratum,
    require_none_waits,
    require_turn,
)
from portal.domain.errors import Conflict, InvalidAnswer, NotFound
from portal.domain.permissions import COMMAND_PERMISSIONS, Permission
from portal.domain.releasing import FAMILIES, WINDOWS, prepare, require_settled
from portal.domain.vocabulary import ReleaseStatus
from portal.domain.workflow import Thing, require_action
from portal.models.attention import call_for_attention
from portal.models.audit import record
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.release_part import ReleasePart, parts_of
from portal.models.released import ReleasedEdition, ReleasedFigure, digest_of
from portal.models.session import TenantSession
from portal.releases import counting, queries
from portal.web.access import Actor


def prepare_part(
    session: TenantSession, tenant: str, through: int, today: date, holidays: BankHolidays
) -> ReleasePart | None:
    """Count, and keep what would be shown until somebody here signs it off; None where that was done before.

    What nobody has answered yet is counted again where its facts have changed since. Raises Conflict out of turn.
    """
    require_settled(through, today)
    parts = parts_of(session)
    waiting = next((each for each in parts if (each.through, each.edition) == (through, 1)), None)
    if waiting and queries.part(session, waiting.id, locked=True).status is not ReleaseStatus.PREPARED:
        return None
    require_turn(through, queries.standing(parts))
    first = queries.first_year(parts, through, max(WINDOWS))
    facts = counting.facts(session, first, through, holidays)
    exact = queries.exact_of(facts, through, WINDOWS)
    if waiting and waiting.exact == exact:
        return None
    announced, changed = queries.corrected_runs(parts, first), queries.changed_runs(parts, facts)
    corrected = {family: announced[family] + changed[family] for family in FAMILIES}
    found = prepare(facts, through, queries.said_before(parts, first), corrected)
    part = waiting or ReleasePart(tenant=tenant, through=through)
    part.exact, part.figures, part.prepared_at = exact, queries.written(found.figures), this_moment()
    part.meanings, part.is_fictional = queries.meanings(first, found.shown), counting.has_made_up(session)
    return put_to_people(session, tenant, part, "release-counted-again" if waiting else "release-prepared")


def prepare_erratum(
    session: TenantSession, tenant: str, through: int, note: str, holidays: BankHolidays
) -> ReleasePart:
    """Take away, in a new edition, the figures of whatever was counted wrongly; the note says why, to everybody."""
    if not note.strip():
        raise InvalidAnswer("Say what was wrong: everybody who sees the release reads it", "note")
    parts = parts_of(session, through)
    if any(each.status in WAITS for each in parts[1:]):
        raise Conflict("A correction of this release waits already.")
    before = frozen_before(session, through)
    require_none_waits(queries.standing(parts_of(session)))
    facts = counting.facts(session, through - max(WINDOWS) + 1, through, holidays)
    exact = queries.exact_of(facts, through, WINDOWS)
    wrong = corrected_families((before.exact or {})["counted"], exact["counted"])
    if not wrong:
        raise Conflict("Nothing that this release counted has been corrected since.")
    figures = erratum(queries.figures_of(before.figures), wrong)
    part = ReleasePart(
        tenant=tenant,
        through=through,
        edition=parts[-1].edition + 1,
        exact=exact,
        figures=queries.written(figures),
        # It shows nothing that was not shown before, so there is nothing new to be worked out from it.
        meanings={},
        note=note.strip(),
        is_fictional=before.is_fictional,
    )
    return put_to_people(session, tenant, part, "erratum-prepared")


def put_to_people(session: TenantSession, tenant: str, part: ReleasePart, what: str) -> ReleasePart:
    """Keep a part and call those who may sign it off."""
    session.add(part)
    tell(session, tenant, "release", part.id, what, None, through=str(part.through))
    record(session, what, "release-part", part.id, (f"through-{part.through}",))
    call_for_attention(session, tenant, Permission.RELEASE_SIGN, about=())
    session.commit()
    return part


def sign(session: TenantSession, tenant: str, actor: Actor, part_id: UUID, seen: str) -> ReleasePart:
    """Agree that these figures, and no others, are shown; `seen` is the hash of what the person had before them."""
    part = queries.part(session, part_id, locked=True)
    if seen != digest(tenant, part):
        raise Conflict("These figures are not the ones that you were shown. Read them again.")
    return answered(session, tenant, actor, part, "sign", "release-signed")


def decline(session: TenantSession, tenant: str, actor: Actor, part_id: UUID, reason: str) -> ReleasePart:
    """Keep the partnership out of a release. Everybody sees that it is absent; the reason stays here."""
    if not reason.strip():
        raise InvalidAnswer("Say why not", "reason")
    part = queries.part(session, part_id, locked=True)
    part.reason = reason.strip()
    return answered(session, tenant, actor, part, "decline", "release-declined")


def answered(
    session: TenantSession, tenant: str, actor: Actor, part: ReleasePart, action: str, what: str
) -> ReleasePart:
    """Put a person's answer on the record."""
    transition = require_action(Thing.RELEASE, part.status, action, actor.permissions, {})
    part.status = ReleaseStatus(transition.arrives_at(part.status))
    part.answered_by, part.answered_at = actor.account_id, this_moment()
    tell(session, tenant, "release", part.id, what, actor.account_id, through=str(part.through))
    record(session, what, "release-part", part.id)
    session.commit()
    return part


def freeze_part(session: TenantSession, tenant: str, part_id: UUID) -> ReleasedEdition:
    """Write what was signed off where nothing can change it any more."""
    part, now = queries.part(session, part_id, locked=True), this_moment()
    transition = require_action(Thing.RELEASE, part.status, "freeze", COMMAND_PERMISSIONS, {})
    require_tried(part, parts_of(session))
    figures = queries.figures_of(part.figures)
    if part.edition > 1:
        before = frozen_before(session, part.through)
        check_erratum(queries.figures_of(before.figures), figures)
    edition = ReleasedEdition(
        tenant=tenant, through=part.through, edition=part.edition, frozen_at=now, signed_at=part.answered_at or now,
        digest=digest(tenant, part), note=part.note or "", is_fictional=part.is_fictional,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    for each in figures:
        session.add(
            ReleasedFigure(
                tenant=tenant, edition_id=edition.id, measure=each.measure, years=each.years, number=each.number,
                hidden=each.hidden,
            )
        )  # fmt: skip
    close(session, tenant, part, ReleaseStatus(transition.arrives_at(part.status)), "release-frozen", now)
    return edition


def require_tried(part: ReleasePart, parts: Sequence[ReleasePart]) -> None:
    """Refuse to freeze a first edition that was prepared before another was frozen. Raises Conflict.

    `prepare_part` lets no two wait; this is for two that were prepared in the same moment.
    """
    if part.edition == 1 and any(
        each.edition == 1 and each.frozen_at and each.frozen_at > part.prepared_at
        for each in parts
        if each.status is ReleaseStatus.FROZEN
    ):
        raise Conflict("Another release was frozen after these figures were tried against what was shown.")


def frozen_before(session: TenantSession, through: int) -> ReleasePart:
    """Return the newest frozen part of a release; NotFound where there is none to correct."""
    for each in reversed(parts_of(session, through)):
        if each.status is ReleaseStatus.FROZEN:
            return each
    raise NotFound(f"No frozen release to March {through} stands here to correct.")


def leave_out(session: TenantSession, tenant: str, part_id: UUID) -> ReleasePart:
    """Close a part that was not signed off before its release was frozen, or cannot be frozen any more."""
    part, now = queries.part(session, part_id, locked=True), this_moment()
    transition = require_action(Thing.RELEASE, part.status, "leave-out", COMMAND_PERMISSIONS, {})
    close(session, tenant, part, ReleaseStatus(transition.arrives_at(part.status)), "release-left-out", now)
    return part


def close(
    session: TenantSession, tenant: str, part: ReleasePart, status: ReleaseStatus, what: str, now: datetime
) -> None:
    """Set where a part ends, and put it on the record."""
    part.status, part.frozen_at = status, now
    tell(session, tenant, "release", part.id, what, None, through=str(part.through))
    record(session, what, "release-part", part.id)
    session.commit()


def digest(tenant: str, part: ReleasePart) -> str:
    """Return the hash of what a part would show."""
    return digest_of(tenant, part.through, part.edition, part.note or "", queries.figures_of(part.figures))
