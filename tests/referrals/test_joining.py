"""Does a referral join a case with what is new, leave it with what it brought, and is nothing lost on the way?"""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import correcting
from portal.casework import operations as casework
from portal.domain.errors import InvalidAnswer, NotAllowed
from portal.domain.vocabulary import CaseStage, ReferralStatus
from portal.models.attachment import attachments_of_case
from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.event import events_of
from portal.models.referral import Referral
from portal.models.unjoining import unjoinings_of
from portal.referrals import carrying, joining, operations
from tests.people import record_of, send
from tests.work import TODAY, Work

SECOND = {
    "given_names": "Second",
    "family_name": "Yy-Invented",
    "born_on": "2015-03-02",
    "injuries": "Otherwise.",
}


def case_of(work: Work, reference: str) -> UUID:
    with work.session(writes=False) as session:
        return session.scalars(select(Case.id).where(Case.reference == reference)).one()


def names(work: Work, reference: str) -> list[str]:
    with work.session(writes=False) as session:
        rows = session.scalars(
            select(Child).where(Child.case_id == case_of(work, reference)).order_by(Child.position)
        )
        return [each.given_names or "" for each in rows]


def keys(work: Work, reference: str, referral_id: UUID, *, is_there: bool) -> set[str]:
    with work.session(writes=False) as session:
        case = session.get_one(Case, case_of(work, reference))
        things = carrying.carried(session, case, session.get_one(Referral, referral_id))
        return {each.key for each in things if each.is_there is is_there}


def joined(work: Work, reference: str, referral_id: UUID, *bring: str) -> None:
    with work.session() as session:
        joining.join(session, work.tenant, work.actor("coordinator"), referral_id, reference, bring)


def left(work: Work, referral_id: UUID, *take_out: str, reason: str = "Another family.") -> None:
    with work.session() as session:
        joining.leave(session, work.tenant, work.actor("coordinator"), referral_id, reason, take_out)


def test_a_referral_brings_what_is_chosen_and_writes_over_nothing(portal: Flask) -> None:
    work = Work(portal)
    reference, referral_id = work.case(given_names="First"), work.received(**SECOND)
    new = keys(work, reference, referral_id, is_there=False)
    assert "child-0" in new and "said-incident.injuries" in new
    assert "child-1" not in new and "member-0" not in new, "the same people as in the first referral"
    before = names(work, reference)
    joined(work, reference, referral_id, "child-0", "said-incident.injuries")
    assert names(work, reference) == [*before, "Second"]
    with work.session(writes=False) as session:
        case = session.get_one(Case, case_of(work, reference))
        assert (case.said or {})["incident.injuries"] != "Otherwise.", "what the case says stays"
        what = [each.what for each in events_of(session, "case", case.id)]
        assert what[-2:] == ["facts-brought", "referral-joined"]
        assert session.get_one(Referral, referral_id).case_id == case.id


def test_a_referral_that_brings_nothing_still_joins(portal: Flask) -> None:
    work = Work(portal)
    reference, referral_id = work.case(given_names="First"), work.received(**SECOND)
    before = names(work, reference)
    page = f"/manchester/referrals/{referral_id}/join/{reference}"
    shown = work.browser("coordinator").get(page).text
    assert "Second Yy-Invented" in shown and "What the case says stays" in shown
    assert send(work.browser("coordinator"), page).location == f"/manchester/cases/{reference}"
    assert names(work, reference) == before


def test_what_is_taken_out_of_a_case_is_kept_with_the_reason_and_the_rest_stays(portal: Flask) -> None:
    work = Work(portal)
    reference, referral_id = work.case(given_names="First"), work.received(**SECOND)
    joined(work, reference, referral_id, *keys(work, reference, referral_id, is_there=False))
    before = names(work, reference)
    there = keys(work, reference, referral_id, is_there=True)
    assert {"child-0", "member-0"} <= there
    page, browser = f"/manchester/referrals/{referral_id}/leave-case", work.browser("coordinator")
    refused = send(browser, page, reason="", take_out=["child-0"])
    assert "Say why it does not belong" in refused.text and 'value="child-0" checked' in refused.text
    done = send(browser, page, reason="Another family, as the school says.", take_out=["child-0", "no-such"])
    assert done.location == f"/manchester/referrals/{referral_id}/", done.text
    assert names(work, reference) == [each for each in before if each != "Second"]
    with work.session(writes=False) as session:
        referral = session.get_one(Referral, referral_id)
        assert (referral.status, referral.case_id) == (ReferralStatus.RECEIVED, None)
        assert referral.answers and referral.answers["given-names"] == "Second"
        (row,) = unjoinings_of(session, case_of(work, reference))
        assert [each["words"] for each in row.taken_out] == ["Second Yy-Invented"]
        assert row.taken_out[0]["known"]["born_on"] == "2015-03-02" and row.stayed
        assert session.get_one(Case, case_of(work, reference)).stage is CaseStage.OPEN
        facts = session.scalars(select(CaseFact).where(CaseFact.case_id == case_of(work, reference))).all()
        assert all(each.child_id is None or session.get(Child, each.child_id) for each in facts)
    known = work.browser("chair").get(f"/manchester/cases/{reference}/known").text
    assert "Another family, as the school says." in known and "Second Yy-Invented" in known
    actions, record = record_of(portal, work.slug)
    assert "referral-left-case" in actions and "family, as" not in record and "Second" not in record
    with work.session() as session:
        again = operations.accept(session, work.tenant, work.actor("coordinator"), referral_id, TODAY)
        assert again.reference != reference


def test_a_case_closes_when_its_only_referral_leaves_and_can_be_reopened(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    with work.session(writes=False) as session:
        referral_id = session.scalars(select(Referral.id)).one()
    shown = work.browser("coordinator").get(f"/manchester/referrals/{referral_id}/leave-case").text
    assert "It will be closed" in shown
    left(work, referral_id)
    with work.session(writes=False) as session:
        case = session.get_one(Case, case_of(work, reference))
        assert case.stage is CaseStage.CLOSED and case.closed_at is not None
        assert not attachments_of_case(session, case.id)
        assert session.scalars(select(FamilyMember)).all(), "what was not named stays"
    again = send(work.browser("coordinator"), f"/manchester/cases/{reference}/reopen", reason="It was right.")
    assert again.status_code == 303


def test_a_case_that_was_worked_on_keeps_its_only_referral(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(given_names="First")
    with work.session(writes=False) as session:
        first = session.scalars(select(Referral.id)).one()
    work.notified(reference)
    with pytest.raises(NotAllowed, match="Join the other referral first"):
        left(work, first)
    second = work.received(**SECOND)
    joined(work, reference, second)
    with work.session() as session, pytest.raises(NotAllowed):
        joining.leave(session, work.tenant, work.actor("chair"), second, "Why", ())
    with pytest.raises(InvalidAnswer):
        left(work, second, reason="  ")
    left(work, first, "child-0")
    assert "First" in names(work, reference), "a notification is about this child, so the child stays"


def test_a_child_whose_facts_were_corrected_stays_with_what_was_corrected(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(given_names="First", family_name="Xx-Invented", born_on="2016-01-02")
    with work.session(writes=False) as session:
        referral_id = session.scalars(select(Referral.id)).one()
    said = {
        "given_names": "First",
        "family_name": "Xx-Invented",
        "born_on": "2016-01-02",
        "sex": "female",
        "why": "Seen",
    }
    with work.session() as session:
        correcting.correct_child(
            session, work.tenant, work.actor("coordinator"), reference, work.children(reference)[0], said
        )
    page = work.browser("coordinator").get(f"/manchester/referrals/{referral_id}/leave-case").text
    assert "was corrected on the case, so the child stays" in page
    left(work, referral_id, "child-0")
    assert "First" in names(work, reference)


def test_a_child_without_a_name_is_nobody_who_is_on_the_case_already(portal: Flask) -> None:
    work = Work(portal)
    one = work.answers()["other-children"][0]
    nameless = [{**one, "other-child-given-names": "?", "other-child-family-name": "?"}]
    reference = work.case(given_names="First", other_children=nameless)
    second = work.received(**SECOND, other_children=nameless)
    new = keys(work, reference, second, is_there=False)
    assert "child-1" in new
    before = len(names(work, reference))
    joined(work, reference, second, *new)
    assert len(names(work, reference)) == before + 2
    left(work, second, *(f"child-{at}" for at in range(3)))
    assert len(names(work, reference)) == before + 1, "whose child it is cannot be told, so it stays"


def test_whoever_is_involved_in_the_case_takes_no_referral_out_of_it_not_even_their_own(
    portal: Flask,
) -> None:
    work = Work(portal)
    involved, reference = work.actor("coordinator", agency="health"), work.case()
    with work.session() as session:
        own = operations.begin(session, work.tenant, involved, work.tenant.main_form.code).id
        operations.save(session, work.tenant, involved, own, work.answers())
        operations.send(session, work.tenant, involved, own, "t", TODAY)
    joined(work, reference, own)
    with work.session() as session:
        why = "A relative."
        casework.exclude(session, work.tenant, work.actor("coordinator"), reference, involved.account_id, why)
    browser = work.browser("coordinator", agency="health")
    page = f"/manchester/referrals/{own}"
    shown = browser.get(f"{page}/")
    assert shown.status_code == 200 and reference not in shown.text and "leave-case" not in shown.text
    assert browser.get(f"{page}/leave-case").status_code == 404
    with work.session() as session, pytest.raises(NotAllowed):
        joining.leave(session, work.tenant, involved, own, "Why", ())
