"""Who answered the body's correspondence about a case, and was that enough for it to advise?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.meetings import Quorum, Seat, TookPart, quorum_of
from portal.models.case import Case, closed_to
from portal.models.meeting import BodySeat, seats_of_body
from portal.models.member_view import turn_of, waiting_views
from portal.models.screening import Screening, screenings_of
from portal.tenancy.model import Tenant
from portal.web.happenings import names_of
from portal.web.wording import in_london

NOBODY_SITS = "Nobody sat on the body on that day. Say first who sits on it and since when, on the body’s own page"
TOO_FEW = (
    "Too few answered for the body to advise. {sentence} Select everybody who answered, or wait until they have: "
    "a view that a member gives here is counted too"
)


def seats_to_name(session: Session, case: Case, today: date) -> list[BodySeat]:
    """Return the seats that somebody held while the case was open, but of those to whom it is closed."""
    since, involved = in_london(case.opened_at).date(), closed_to(session, [case.id])
    return [
        each
        for each in seats_of_body(session)
        if each.account_id not in involved
        and each.from_on <= today
        and (each.until_on is None or each.until_on >= since)
    ]


def who_spoke(session: Session, case: Case) -> set[str]:
    """Return the accounts of those whose views for the advice to come were given here."""
    turn = turn_of(screenings_of(session, case.id))
    return {str(each.account_id) for each in waiting_views(session, case.id, turn)}


def seats_that_answered(session: Session, case: Case, draft: Screening) -> list[BodySeat]:
    """Return the seats, held on the day of the draft, of those who gave a view here or were named in it."""
    if draft.considered_on is None:
        return []
    spoke, named = who_spoke(session, case), set(draft.answered or ())
    return [
        each
        for each in seats_to_name(session, case, draft.considered_on)
        if each.sits_on(draft.considered_on) and (str(each.account_id) in spoke or str(each.id) in named)
    ]


def weighed(session: Session, tenant: Tenant, answered: Sequence[BodySeat], day: date) -> Quorum:
    """Weigh those who answered as a meeting is weighed: a deputy speaks for the seat, and each seat counts once."""
    held = {each.id: each for each in seats_of_body(session) if each.sits_on(day)}
    speaking = {each.deputy_for_id if each.sits is Seat.DEPUTY else each.id for each in answered}
    table = [TookPart(held[id].agency, held[id].sits is Seat.CHAIR) for id in speaking if id in held]
    return quorum_of(tenant.screening.quorum, table, {each.code: each.name for each in tenant.agencies})


def faults_of_quorum(
    session: Session, tenant: Tenant, case: Case, draft: Screening
) -> Iterator[tuple[str, str]]:
    """Yield why those who answered were not enough, on the day of the draft."""
    if draft.considered_on is None:
        return
    if not any(each.sits_on(draft.considered_on) for each in seats_of_body(session)):
        yield "came_from", NOBODY_SITS
        return
    quorum = weighed(session, tenant, seats_that_answered(session, case, draft), draft.considered_on)
    if not quorum.is_met:
        yield "answered", TOO_FEW.format(sentence=quorum.sentence)


def put_on_record(session: Session, tenant: Tenant, case: Case, draft: Screening) -> None:
    """Keep in advice that is being recorded who answered, by name, and what was found of the quorum."""
    draft.members, draft.quorum = took_part(session, tenant, case, draft)


def took_part(session: Session, tenant: Tenant, case: Case, screening: Screening) -> tuple[str, str]:
    """Return who took part, one on each line, and what was found of the quorum; of a draft, as it would be kept."""
    if screening.recorded_at is not None or screening.meeting_id is not None or not screening.considered_on:
        return screening.members or "", screening.quorum or ""
    answered = seats_that_answered(session, case, screening)
    quorum = weighed(session, tenant, answered, screening.considered_on)
    lines = [words for _, words in in_words(session, tenant, answered)]
    return "\n".join(filter(None, [*lines, screening.members])), quorum.sentence


def in_words(session: Session, tenant: Tenant, seats: Sequence[BodySeat]) -> list[tuple[str, str]]:
    """Return the id of each seat, with who holds it, for which agency, and as what where that is no member."""
    every = {each.id: each for each in seats_of_body(session)}
    names = names_of(session, {each.account_id for each in every.values()})

    def words(seat: BodySeat) -> str:
        held = every.get(seat.deputy_for_id) if seat.deputy_for_id else None
        sits = f", deputy for {names.get(held.account_id, '')}" if held else ""
        return f"{names.get(seat.account_id, '')}, {tenant.agency_name(seat.agency)}" + (
            ", chair" if seat.sits is Seat.CHAIR else sits
        )

    return [(str(each.id), words(each)) for each in seats]
