"""Does a referral go where it should, once, with nothing lost and nothing seen by the wrong person?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, DomainError, InvalidAnswer, NotAllowed, NotFound
from portal.domain.vocabulary import ReferralStatus
from portal.models.event import Event, events_of
from portal.models.outbox import Outbox
from portal.models.referral import Referral
from portal.referrals import adding, declining, operations, queries
from tests.work import AGENCY, TODAY, Work

ASSURING = "salford"


def referral(work: Work, referral_id: UUID) -> dict[str, Any]:
    """Return what is kept of a referral."""
    with work.session(writes=False) as session:
        row = session.get_one(Referral, referral_id)
        return {"status": row.status, "answers": row.answers, "asked": row.asked, "receipt": row.receipt,
                "agency": row.agency, "harm": row.harm, "note": row.quality_note}  # fmt: skip


def happened(work: Work, referral_id: UUID) -> list[str]:
    with work.session(writes=False) as session:
        return [event.what for event in events_of(session, "referral", referral_id)]


def send_again(work: Work, referral_id: UUID, token: str) -> str | None:
    with work.session() as session:
        sent = operations.send(session, work.tenant, work.actor("referrer"), referral_id, token, TODAY)
        return sent.receipt


def test_a_referral_reaches_the_partnership_with_its_questions_as_they_were_asked(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.sent()
    kept = referral(work, referral_id)
    assert kept["status"] == ReferralStatus.RECEIVED
    assert kept["asked"]["form"] == work.tenant.main_form.code
    labels = {q["label"] for s in kept["asked"]["sections"] for q in s["questions"]}
    assert work.tenant.main_form.question("account").label in labels
    assert happened(work, referral_id) == ["begun", "saved", "sent"]


def test_sending_twice_makes_one_referral_and_one_receipt(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.sent()
    first = referral(work, referral_id)["receipt"]
    assert send_again(work, referral_id, f"token-{referral_id}") == first
    assert happened(work, referral_id).count("sent") == 1
    with pytest.raises(Conflict):
        send_again(work, referral_id, "another page's token")


def test_two_presses_at_the_same_moment_make_one_referral(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    with ThreadPoolExecutor(4) as together:
        receipts = set(together.map(lambda _: send_again(work, referral_id, "one token"), range(4)))
    assert len(receipts) == 1
    assert happened(work, referral_id).count("sent") == 1


def test_a_referral_with_an_answer_missing_is_not_sent_and_not_lost(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    with work.session() as session:
        operations.save(session, work.tenant, work.actor("referrer"), referral_id, {"account": None})
    with pytest.raises(InvalidAnswer, match="What happened"):
        send_again(work, referral_id, "token")
    kept = referral(work, referral_id)
    assert kept["status"] == ReferralStatus.DRAFT
    assert "account" not in kept["answers"] and "injuries" in kept["answers"]


def test_answers_on_a_branch_that_was_left_are_gone_before_it_is_sent(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft(harm="death")
    assert "died-on" in referral(work, referral_id)["answers"]
    with work.session() as session:
        harmed = {"harm": "serious-harm", "harm-kinds": ["physical"]}
        operations.save(session, work.tenant, work.actor("referrer"), referral_id, harmed)
    send_again(work, referral_id, "token")
    kept = referral(work, referral_id)
    assert "died-on" not in kept["answers"] and "circumstances" not in kept["answers"]
    assert "died-on" not in {q["code"] for s in kept["asked"]["sections"] for q in s["questions"]}


def test_what_is_sent_cannot_be_changed_by_its_writer(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.sent()
    with work.session() as session, pytest.raises(Conflict):
        operations.save(session, work.tenant, work.actor("referrer"), referral_id, {"account": "Otherwise"})


def test_somebody_of_no_agency_can_correct_which_one_they_refer_for(portal: Flask) -> None:
    work = Work(portal)
    writer = work.actor("referrer", agency="")
    asks = next(
        q.code for s in work.tenant.main_form.sections for q in s.questions if q.maps_to == "referral.agency"
    )
    with work.session() as session:
        referral_id = operations.begin(session, work.tenant, writer, work.tenant.main_form.code).id
    for agency in (work.tenant.agencies[0].code, AGENCY):
        with work.session() as session:
            operations.save(session, work.tenant, writer, referral_id, {asks: agency})
        assert referral(work, referral_id)["agency"] == agency


def test_only_another_person_of_the_agency_quality_assures(portal: Flask) -> None:
    work = Work(portal, ASSURING)
    referral_id = work.sent()
    assert referral(work, referral_id)["status"] == ReferralStatus.AWAITING_QUALITY_ASSURANCE
    both = work.actor("referrer", "screening-member")
    with work.session() as session:
        own = operations.begin(session, work.tenant, both, work.tenant.main_form.code).id
        operations.save(session, work.tenant, both, own, work.answers())
        operations.send(session, work.tenant, both, own, "token", TODAY)
        with pytest.raises(NotAllowed, match="Somebody who wrote no part"):
            operations.pass_quality_assurance(session, work.tenant, both, own, work.assured, TODAY)
    stranger = work.actor("screening-member", agency="police")
    with work.session() as session, pytest.raises(NotFound):
        operations.pass_quality_assurance(session, work.tenant, stranger, referral_id, work.assured, TODAY)
    member = work.actor("screening-member")
    with work.session() as session:
        operations.pass_quality_assurance(session, work.tenant, member, referral_id, work.assured, TODAY)
    assert referral(work, referral_id)["status"] == ReferralStatus.RECEIVED
    assert referral(work, referral_id)["answers"]["is-accurate"] == "yes"


def test_the_quality_assurer_answers_no_question_of_the_referrers(portal: Flask) -> None:
    work = Work(portal, ASSURING)
    referral_id = work.sent()
    before = referral(work, referral_id)["answers"]["account"]
    with work.session() as session:
        operations.pass_quality_assurance(
            session, work.tenant, work.actor("screening-member"), referral_id,
            {**work.assured, "account": "Mine"}, TODAY,
        )  # fmt: skip
    assert referral(work, referral_id)["answers"]["account"] == before


def test_a_returned_referral_is_a_draft_again_with_comments_and_keeps_its_receipt(portal: Flask) -> None:
    work = Work(portal, ASSURING)
    referral_id = work.sent()
    receipt = referral(work, referral_id)["receipt"]
    member = work.actor("screening-member")
    with work.session() as session, pytest.raises(InvalidAnswer):
        operations.return_to_referrer(session, work.tenant, member, referral_id, {}, " ", TODAY)
    with work.session() as session:
        operations.return_to_referrer(session, work.tenant, member, referral_id, {}, "Say when.", TODAY)
    assert referral(work, referral_id)["status"] == ReferralStatus.DRAFT
    assert referral(work, referral_id)["note"] == "Say when."
    assert send_again(work, referral_id, "second") == receipt


def test_serious_harm_is_known_to_coordinator_and_council_while_quality_assurance_is_pending(
    portal: Flask,
) -> None:
    work = Work(portal, ASSURING)
    coordinator = work.person("coordinator")
    council = work.person("local-authority-decision-maker")
    work.person("screening-member")
    work.sent(harm="serious-harm")
    with work.session(writes=False) as session:
        told = set(session.scalars(select(Outbox.account_id)))
    assert {coordinator.account_id, council.account_id, work.person("screening-member").account_id} == told
    for role in ("coordinator", "local-authority-decision-maker"):
        assert "Know of:" in work.browser(role).get(f"/{ASSURING}/desk").text


def test_who_sees_a_referral(portal: Flask) -> None:
    work = Work(portal)
    draft, sent = work.draft(), work.sent()
    roles = (
        "referrer",
        "safeguarding-lead",
        "coordinator",
        "people-administrator",
        "publisher",
        "lead-reviewer",
    )
    seen = {role: [is_seen(work, role, AGENCY, one) for one in (draft, sent)] for role in roles}
    assert seen["referrer"] == [True, True]
    assert seen["safeguarding-lead"] == [False, True]
    assert seen["coordinator"] == [False, True]
    assert not any(any(seen[name]) for name in ("people-administrator", "publisher", "lead-reviewer"))
    assert not is_seen(work, "safeguarding-lead", "police", sent)


def is_seen(work: Work, role: str, agency: str, referral_id: UUID) -> bool:
    actor = work.actor(role, agency=agency)
    with work.session(writes=False) as session:
        try:
            queries.referral_seen_by(session, actor, referral_id)
        except NotFound:
            return False
        return True


def test_a_draft_that_was_withdrawn_unsent_stays_its_writers_alone(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    with work.session() as session:
        adding.withdraw(session, work.tenant, work.actor("referrer"), referral_id)
    assert is_seen(work, "referrer", AGENCY, referral_id)
    assert not is_seen(work, "coordinator", "", referral_id)


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_every_form_of_every_partnership_can_be_filled_in_and_sent(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    for form in work.tenant.forms.values():
        assert referral(work, work.sent(form=form))["receipt"]


def test_a_declined_referral_tells_its_writer_why_and_cannot_be_accepted(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.received()
    coordinator = work.actor("coordinator")
    with work.session() as session:
        declining.decline(
            session,
            work.tenant,
            coordinator,
            referral_id,
            ["another-process"],
            "It belongs to another process.",
        )
    page = work.browser("referrer").get(f"/manchester/referrals/{referral_id}/").text
    assert "It belongs to another process." in page
    with work.session() as session, pytest.raises(DomainError):
        operations.accept(session, work.tenant, coordinator, referral_id, TODAY)


def test_an_event_holds_no_word_of_a_referral(portal: Flask) -> None:
    work = Work(portal)
    work.sent()
    with work.session(writes=False) as session:
        facts = str([event.facts for event in session.scalars(select(Event))])
    assert "Invented" not in facts and "line" not in facts
