"""Is a likely duplicate told to the coordinator, with why, and to nobody else in any way?"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, event, select

from portal.casework import correcting
from portal.casework import operations as casework
from portal.domain.errors import InvalidAnswer, NotAllowed, NotFound
from portal.domain.likeness import Likeness
from portal.extensions import db
from portal.models.case import Case
from portal.models.likeness import LikenessKey, SetApart
from portal.models.referral import Referral
from portal.referrals import likenesses, operations, recognising
from tests.people import record_of, send
from tests.work import TODAY, Work

KATE: dict[str, Any] = {"given_names": "Katherine", "family_name": "Zz-Invented", "born_on": "2019-04-07"}
KATE |= {"other_names": "", "other_children": []}
KATY = {**KATE, "given_names": "Katy"}


def found(work: Work, referral_id: UUID, role: str = "coordinator") -> list[tuple[str, Likeness]]:
    with work.session(writes=False) as session:
        alike = likenesses.alike(session, work.actor(role), session.get_one(Referral, referral_id))
        return [(each.case.reference if each.case else str(each.id), each.why) for each in alike]


def case_id(work: Work, reference: str) -> UUID:
    with work.session(writes=False) as session:
        return session.scalars(select(Case.id).where(Case.reference == reference)).one()


def test_a_case_and_a_referral_of_the_same_child_are_shown_to_the_coordinator_alone(portal: Flask) -> None:
    work = Work(portal)
    reference, waiting, other = work.case(**KATE), work.received(**KATY), work.received(family_name="Else")
    assert found(work, waiting) == [(reference, Likeness.SHORT_FORM)]
    second = work.received(**KATE)
    assert found(work, second) == [(reference, Likeness.SAME), (str(waiting), Likeness.SHORT_FORM)]
    assert found(work, other) == []
    for role in ("referrer", "safeguarding-lead", "chair"):
        assert found(work, second, role) == []
        page = work.browser(role).get(f"/manchester/referrals/{second}/").text
        assert "Likely the same" not in page and reference not in page
    page = work.browser("coordinator").get(f"/manchester/referrals/{second}/").text
    assert "Another form of the same given name" in page and reference in page
    joined = work.browser("coordinator").get(f"/manchester/referrals/{second}/accept?into={reference}").text
    assert f'value="{reference}"' in joined


def test_what_was_referred_to_a_version_without_keys_is_found_after_a_command_that_can_be_run_again(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    reference, earlier, waiting = work.case(**KATE), work.received(**KATE), work.received(**KATY)
    before = found(work, waiting)
    with work.session() as session:
        session.execute(delete(LikenessKey))
        session.commit()
    assert found(work, waiting) == []
    # Fewer at once than there are, so that it has to go on where it stopped.
    monkeypatch.setattr(recognising, "AT_ONCE", 2)
    said = [portal.test_cli_runner().invoke(args=["referrals", "likenesses"]) for _ in range(2)]
    assert [each.exit_code for each in said] == [0, 0], said[0].output
    assert "manchester: looked at 3 referrals and 1 children" in said[0].output
    assert "manchester: looked at 0 referrals and 0 children" in said[1].output
    # Those that are as likely stand in no order of their own.
    assert set(before) == {(reference, Likeness.SHORT_FORM), (str(earlier), Likeness.SHORT_FORM)}
    assert found(work, waiting) == before


def test_nothing_is_found_across_partnerships_and_the_same_name_has_another_hash_there(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, "north-tyneside")
    first, second = here.received(**KATE), there.received(**KATE)
    assert found(here, first) == found(there, second) == []
    keys = []
    for work in (here, there):
        with work.session(writes=False) as session:
            rows = session.scalars(select(LikenessKey)).all()
            assert rows and "invented" not in str([each.key for each in rows]).lower()
            keys.append({each.key for each in rows})
    assert not keys[0] & keys[1]


def test_sending_takes_the_same_statements_whether_or_not_the_child_is_known(portal: Flask) -> None:
    work = Work(portal)
    work.case(**KATE)
    counted: list[list[str]] = []
    for given in (KATE, {**KATE, "given_names": "Margaret", "family_name": "Yy-Invented", "born_on": "2018-03-09"}):
        draft = work.draft(**given)
        statements: list[str] = []

        def note(conn: Any, cursor: Any, statement: str, *rest: Any, kept: list[str] = statements) -> None:
            kept.append(statement.partition(" VALUES")[0])

        with work.session() as session:
            engine = db.engine
            event.listen(engine, "before_cursor_execute", note)
            try:
                operations.send(session, work.tenant, work.actor("referrer"), draft, f"t{draft}", TODAY)
            finally:
                event.remove(engine, "before_cursor_execute", note)
        counted.append(statements)
    assert counted[0] == counted[1]
    assert not any("SELECT" in each and "likeness_key" in each for each in counted[0])


def test_a_likeness_is_set_apart_with_a_reason_from_either_side(portal: Flask) -> None:
    work = Work(portal)
    reference, one, two = work.case(**KATE), work.received(**KATE), work.received(**KATY)
    coordinator, other = work.actor("coordinator"), case_id(work, reference)
    for wrong in ("", "  "):
        with work.session() as session, pytest.raises(InvalidAnswer):
            likenesses.set_apart(session, work.tenant, coordinator, one, other, wrong)
    with work.session() as session, pytest.raises(NotFound):
        likenesses.set_apart(session, work.tenant, coordinator, one, uuid4(), "Twins")
    with work.session() as session, pytest.raises(NotAllowed):
        likenesses.set_apart(session, work.tenant, work.actor("chair"), one, other, "Twins")
    page = f"/manchester/referrals/{one}/set-apart"
    browser = work.browser("coordinator")
    assert "Say why" in send(browser, f"{page}/{other}", reason="").text
    assert send(browser, f"{page}/{other}", reason="Twins, as the birth certificates say.").status_code == 303
    assert send(browser, f"{page}/{two}", reason="Cousins of one name.").status_code == 303
    assert found(work, one) == [] and found(work, two) == [(reference, Likeness.SHORT_FORM)]
    assert browser.get(f"{page}/{other}").status_code == 404, "it is set apart already"
    shown = browser.get(f"/manchester/referrals/{one}/").text
    assert "Twins, as the birth certificates say." in shown
    assert "Twins" not in work.browser("referrer").get(f"/manchester/referrals/{one}/").text
    actions, record = record_of(portal, work.slug)
    assert "referral-set-apart" in actions and "Twins" not in record
    with work.session(writes=False) as session:
        assert len(session.scalars(select(SetApart)).all()) == 2


def test_a_case_that_is_closed_to_the_coordinator_is_not_named(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(**KATE)
    waiting, coordinator = work.received(**KATE), work.actor("coordinator")
    other = work.actor("coordinator", agency="police")
    with work.session() as session:
        casework.exclude(session, work.tenant, other, reference, coordinator.account_id, "A relative")
    assert found(work, waiting) == []
    with work.session() as session, pytest.raises(NotFound):
        likenesses.set_apart(session, work.tenant, coordinator, waiting, case_id(work, reference), "Mine")


def test_a_child_is_found_by_what_was_corrected_and_a_draft_by_nobody(portal: Flask) -> None:
    work = Work(portal)
    reference, waiting = work.case(**{**KATE, "family_name": "Yy-Wrong"}), work.received(**KATE)
    assert found(work, waiting) == [(reference, Likeness.GIVEN_NAME)]
    (child_id,) = work.children(reference)
    said = {"given_names": "Katherine", "family_name": "Zz-Invented", "born_on": "2019-04-07", "why": "Seen."}
    with work.session() as session:
        correcting.correct_child(session, work.tenant, work.actor("coordinator"), reference, child_id, said)
    assert found(work, waiting) == [(reference, Likeness.SAME)]
    work.draft(**KATE)
    assert len(found(work, waiting)) == 1
