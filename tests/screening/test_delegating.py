"""Does a delegate speak for a partner only by an authority on record, and does the decision say so?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.delegating import is_current
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.vocabulary import PartnerPosition
from portal.models.decision import Position
from portal.models.delegate import Delegate
from portal.screening import delegating, operations
from portal.web.working_days import today
from tests.people import send
from tests.work import AGENCY, Work

POLICE = "police-decision-maker"
# Two people decide for the police: the one who names, and the one who is named.
ELSEWHERE = "police"


def named(work: Work, **given: Any) -> Any:
    """Have the police name a delegate; return the delegate's id."""
    said = {
        "account_id": "", "name": "D. Deputy, superintendent", "acts_for": "C. Chief, chief constable",
        "authority": "Letter of 2 November.", "from_on": today() - timedelta(days=1), **given,
    }  # fmt: skip
    with work.session() as session:
        return delegating.name_delegate(session, work.tenant, work.actor(POLICE), delegating.Named(**said)).id


def speak(work: Work, reference: str, decision_id: Any, *, agency: str = AGENCY, given_by: str = "") -> None:
    with work.session() as session:
        operations.record_position(
            session, work.tenant, work.actor(POLICE, agency=agency), reference, decision_id,
            PartnerPosition.AGREE, "We agree.", given_by,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("until_on", "ended_on", "day", "holds"),
    [
        (None, None, date(2026, 3, 1), True),
        (None, None, date(2026, 2, 28), False),
        (date(2026, 3, 9), None, date(2026, 3, 9), True),
        (date(2026, 3, 9), None, date(2026, 3, 10), False),
        (None, date(2026, 3, 5), date(2026, 3, 5), False),
        (None, date(2026, 3, 5), date(2026, 3, 4), True),
    ],
)
def test_authority_holds_from_its_first_day_to_its_last(
    until_on: date | None, ended_on: date | None, day: date, holds: bool
) -> None:
    assert is_current(date(2026, 3, 1), until_on, ended_on, day) is holds


def test_a_named_delegate_without_an_account_is_told_of_in_the_record_of_the_decision(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    address = f"/manchester/cases/{reference}/decisions/{decision_id}"
    police = work.browser(POLICE)
    assert 'name="given_by"' not in police.get(f"{address}/position").text
    delegate_id = named(work)
    page = police.get(f"{address}/position").text
    assert "D. Deputy, superintendent, delegate of C. Chief, chief constable, who told me" in page
    sent = send(
        police, f"{address}/position", position="agree", reasons="We agree.", has_interest="no",
        given_by=str(delegate_id),
    )  # fmt: skip
    assert sent.location == address
    shown = work.browser("chair").get(address).text
    assert "As the delegate of C. Chief, chief constable" in shown and "Letter of 2 November." in shown
    assert "D. Deputy, superintendent" in shown and "Recorded by Police Decision Maker Example" in shown
    # Another partner's people have no part in it.
    icb = work.browser("icb-decision-maker").get(f"{address}/position").text
    assert "D. Deputy" not in icb
    said = {"position": "agree", "reasons": "We agree.", "has_interest": "no"}
    refused = send(police, f"{address}/position", **said, given_by="somebody")
    assert refused.status_code == 200 and "There is a problem" in refused.text


def test_a_colleague_who_was_named_speaks_by_it_alone_and_not_after_its_time(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    colleague = work.person(POLICE, agency=ELSEWHERE).account_id
    first = named(work, account_id=str(colleague))
    with pytest.raises(InvalidAnswer) as twice:
        named(work, account_id=str(colleague))
    assert twice.value.field == "account_id"
    speak(work, reference, decision_id, agency=ELSEWHERE)
    with work.session(writes=False) as session:
        assert session.scalars(select(Position.delegate_id)).one() == first
        assert session.get_one(Delegate, first).name == "Police Decision Maker Example"
    with work.session() as session, pytest.raises(NotAllowed, match="A delegate names no delegate"):
        delegating.partner_that_names(session, work.actor(POLICE, agency=ELSEWHERE))
    with work.session() as session:
        delegating.end(session, work.tenant, work.actor(POLICE), first, today())
    with pytest.raises(NotAllowed, match="time for which you were named is over"):
        speak(work, reference, decision_id, agency=ELSEWHERE)
    page = work.browser(POLICE, agency=ELSEWHERE).get(
        f"/manchester/cases/{reference}/decisions/{decision_id}/position"
    )
    assert "The time for which you were named is over" in page.text
    second = named(work, account_id=str(colleague))
    with work.session() as session:
        delegating.end(session, work.tenant, work.actor(POLICE), second, today(), is_lifted=True)
    with work.session() as session:
        session.get_one(Delegate, second).authority = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()
    speak(work, reference, decision_id, agency=ELSEWHERE)
    with work.session(writes=False) as session:
        assert session.scalars(select(Position.delegate_id)).one() is None


def test_whoever_is_named_from_a_later_day_speaks_for_themselves_until_then(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    decision_id = work.prepared(reference)
    colleague = work.person(POLICE, agency=ELSEWHERE).account_id
    named(work, account_id=str(colleague), from_on=today() + timedelta(days=30))
    speak(work, reference, decision_id, agency=ELSEWHERE)
    with work.session(writes=False) as session:
        assert session.scalars(select(Position.delegate_id)).one() is None


def test_through_the_pages_a_partner_names_and_ends_a_delegate_and_the_coordinator_only_reads(
    portal: Flask,
) -> None:
    work = Work(portal)
    police, page = work.browser(POLICE), "/manchester/delegates"
    day = [today().day, today().month, today().year]
    typed = {"acts_for": "C. Chief", "authority": "By letter.", "from_on": day}
    refused = send(police, f"{page}/new", **typed)
    assert "Enter their name and office" in refused.text and "By letter." in refused.text
    wrong = send(police, f"{page}/new", **typed, name="D. Deputy", until_on=[1, 1, 2020])
    assert "Enter a day on or after the first" in wrong.text
    assert send(police, f"{page}/new", **typed, name="D. Deputy").location == page
    with work.session(writes=False) as session:
        delegate_id = session.scalars(select(Delegate.id)).one()
    coordinator, council = work.browser("coordinator"), work.browser("local-authority-decision-maker")
    assert "D. Deputy" in coordinator.get(page).text and "Name a delegate" not in coordinator.get(page).text
    assert coordinator.get(f"{page}/new").status_code == 404
    assert f"{delegate_id}/end" not in council.get(page).text and "Name a delegate" in council.get(page).text
    assert send(police, f"{page}/{delegate_id}/end").location == page
    assert "Whose time is over" in coordinator.get(page).text
