"""Does an offered referral pass to another area only once that area has accepted, once, and as a copy of its own?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.uploads import ScanState
from portal.domain.vocabulary import CaseStage, OfferStatus, Outcome, ReferralStatus
from portal.models.attachment import attachments_of_referral
from portal.models.case import Case
from portal.models.event import events_of
from portal.models.keystore import keystore
from portal.models.offer import IncomingOffer, ReferralOffer, offers_of
from portal.models.outbox import Outbox
from portal.models.referral import Referral
from portal.models.referral_letter import letters_of
from portal.referrals import asking, handing_in, handing_over, joining, offering, operations
from portal.web.filing import FileGiven, write_down
from tests.people import record_of, send
from tests.work import TODAY, Work

HERE, THERE = "manchester", "north-tyneside"
CANARY = "Zqmanchester-only"


def offered(here: Work, referral_id: UUID, to: str = THERE) -> UUID:
    tenants = here.portal.extensions["tenants"]
    with here.session() as session:
        return offering.offer(
            session, here.tenant, tenants, here.actor("coordinator"), referral_id, to, "happened-there"
        ).id


def status(work: Work, referral_id: UUID) -> ReferralStatus:
    with work.session(writes=False) as session:
        return session.get_one(Referral, referral_id).status


def kept(there: Work, offer_id: UUID) -> IncomingOffer:
    with there.session(writes=False) as session:
        return session.get_one(IncomingOffer, offer_id)


def everything_at(work: Work) -> str:
    """Return what a partnership holds of offers and referrals, opened."""
    with work.session(writes=False) as session:
        rows: list[Any] = [*session.scalars(select(IncomingOffer)), *session.scalars(select(Referral))]
        opened = [(row.answers, row.asked) for row in rows if isinstance(row, Referral)]
        return str([vars(row) for row in rows]) + str(opened)


def with_file(work: Work, content: bytes) -> UUID:
    """Send a referral with a file that was found clean."""
    draft, referrer = work.draft(account=CANARY), work.actor("referrer")
    asked = [q.code for s in work.tenant.main_form.sections for q in s.questions if q.kind == "file"]
    with work.session() as session:
        given = [FileGiven(f"{CANARY}.txt", content)]
        (file_id,) = handing_in.hand_in(session, work.tenant, referrer, draft, asked[0], given).ids
    with work.portal.app_context():
        write_down(work.slug, file_id, ScanState.CLEAN, "")
    with work.session() as session:
        operations.send(session, work.tenant, referrer, draft, f"t-{draft}", TODAY)
    return draft


def test_nothing_about_anybody_passes_before_the_other_area_accepts(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, THERE)
    coordinator = there.person("coordinator").account_id
    referral_id = here.received(account=CANARY)
    offer_id = offered(here, referral_id)
    assert status(here, referral_id) is ReferralStatus.OFFERED
    assert CANARY not in everything_at(there) and str(referral_id) not in everything_at(there)
    assert kept(there, offer_id).from_slug == HERE
    with there.session(writes=False) as session:
        assert [each.account_id for each in session.scalars(select(Outbox))] == [coordinator]
    browser = there.browser("coordinator")
    assert "Answer an offer" in browser.get(f"/{THERE}/desk").text
    page = browser.get(f"/{THERE}/referrals/offers/{offer_id}").text
    assert here.tenant.name in page and "It happened in that area" in page and CANARY not in page
    assert browser.get(f"/{THERE}/referrals/{referral_id}/").status_code == 404
    assert there.browser("chair").get(f"/{THERE}/referrals/offers/{offer_id}").status_code == 404
    third = Work(portal, "salford").browser("coordinator")
    assert third.get(f"/salford/referrals/offers/{offer_id}").status_code == 404
    with here.session() as session, pytest.raises(Conflict):
        operations.accept(session, here.tenant, here.actor("coordinator"), referral_id, TODAY)


def test_what_is_accepted_passes_once_as_a_copy_with_a_key_of_its_own(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, THERE)
    referral_id = with_file(here, b"A made-up page.")
    with here.session() as session:
        asking.ask(session, here.tenant, here.actor("coordinator"), referral_id, "Which?", TODAY, TODAY)
    with here.session() as session:
        asking.answer(session, here.tenant, here.actor("referrer"), referral_id, "That one, invented.")
    offer_id = offered(here, referral_id)
    done = send(there.browser("coordinator"), f"/{THERE}/referrals/offers/{offer_id}", accept="yes")
    assert done.status_code == 303, done.text
    shown = there.browser("coordinator").get(done.location).text
    assert CANARY in shown and "That one, invented." in shown and here.tenant.name in shown
    assert status(here, referral_id) is ReferralStatus.HANDED_OVER
    with there.session(writes=False) as session:
        (copy,) = session.scalars(select(Referral))
        (file,) = attachments_of_referral(session, copy.id)
        assert (file.name, file.scan_state) == (f"{CANARY}.txt", ScanState.WAITING), (
            "it is scanned here again"
        )
        assert str(file.id) in str(copy.answers), "the answer names the file of the copy"
        copy_id, unit = copy.id, copy.unit
    for again in range(2):
        with portal.app_context():
            handing_over.take_over(THERE, offer_id)
            assert handing_over.finish(HERE) == handing_over.finish(THERE) == 0, again
    with there.session() as session:
        assert len(session.scalars(select(Referral)).all()) == 1
        with pytest.raises(Conflict):
            offering.accept(session, there.tenant, there.actor("coordinator"), offer_id)
    with portal.app_context():
        keystore().destroy(HERE, _unit(here, referral_id))
    with there.session() as session:
        case = operations.accept(session, there.tenant, there.actor("coordinator"), copy_id, TODAY)
        assert case.narrative == CANARY and case.reference.startswith(there.tenant.reference_prefix)
        assert keystore().key(THERE, unit)
    page = here.browser("referrer").get(f"/{HERE}/referrals").text
    assert "Passed to another area" in page
    sent, arrived = record_of(portal, HERE)[0], record_of(portal, THERE)[0]
    assert {"referral-offered", "referral-handed-over"} <= set(sent)
    assert {"offer-arrived", "offer-accepted", "referral-arrived"} <= set(arrived)


def test_what_does_not_pass_with_a_referral_is_named_to_the_area_that_has_it_now(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, THERE)
    referral_id = with_file(here, b"A made-up page.")
    with here.session() as session:
        (file,) = attachments_of_referral(session, referral_id)
        file.scan_state = ScanState.INFECTED
        session.commit()
    with here.session() as session:
        asking.ask(session, here.tenant, here.actor("coordinator"), referral_id, "Which school?", TODAY, TODAY)
    with here.session() as session:
        asking.go_on(session, here.tenant, here.actor("coordinator"), referral_id, "Nobody knew.")
    page, browser = f"/{THERE}/referrals/offers/{offered(here, referral_id)}", there.browser("coordinator")
    shown = browser.get(send(browser, page, accept="yes").location).text
    assert "Files that did not come" in shown and f"{CANARY}.txt" in shown
    assert "Which school?" in shown and "Not answered: Nobody knew." in shown


def _unit(work: Work, referral_id: UUID) -> UUID:
    with work.session(writes=False) as session:
        return session.get_one(Referral, referral_id).unit


def test_a_declined_offer_brings_the_referral_back_with_an_answer_from_the_list(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, THERE)
    referral_id = here.received()
    offer_id = offered(here, referral_id)
    browser, page = there.browser("coordinator"), f"/{THERE}/referrals/offers/{offer_id}"
    assert "Select what to tell them" in send(browser, page, decline="yes").text
    assert send(browser, page, decline="yes", answer="written by somebody").status_code == 200
    assert send(browser, page, decline="yes", answer="yours-to-lead").status_code == 303
    assert status(here, referral_id) is ReferralStatus.RECEIVED
    shown = here.browser("coordinator").get(f"/{HERE}/referrals/{referral_id}/").text
    assert "Yours is the area to lead" in shown
    with here.session(writes=False) as session:
        last = events_of(session, "referral", referral_id)[-1]
        assert (last.what, last.actor_id) == ("offer-declined", None), "who works there is theirs to know"
    with there.session() as session, pytest.raises(Conflict):
        offering.accept(session, there.tenant, there.actor("coordinator"), offer_id)
    assert offered(here, referral_id, "salford") != offer_id


def test_an_offer_that_was_taken_back_cannot_be_accepted_even_by_whoever_was_accepting(portal: Flask) -> None:
    here, there = Work(portal), Work(portal, THERE)
    referral_id = here.received(account=CANARY)
    offer_id = offered(here, referral_id)
    with there.session() as session:
        # Accepted there in the moment before the hand-over.
        offering.decided(
            session,
            there.tenant,
            there.actor("coordinator"),
            offer_id,
            OfferStatus.BEING_TAKEN,
            "offer-accepted",
        )
        session.commit()
    with here.session() as session:
        row = session.scalars(select(ReferralOffer)).one()
        offering.end(row, OfferStatus.TAKEN_BACK)
        session.commit()
    with portal.app_context():
        handing_over.take_over(THERE, offer_id)
    assert kept(there, offer_id).status is OfferStatus.TAKEN_BACK
    assert CANARY not in everything_at(there)
    other = here.received()
    second = offered(here, other)
    assert send(here.browser("coordinator"), f"/{HERE}/referrals/{other}/take-offer-back").status_code == 303
    assert (status(here, other), kept(there, second).status) == (
        ReferralStatus.RECEIVED,
        OfferStatus.TAKEN_BACK,
    )


def test_a_crash_between_the_two_sides_is_gone_on_with(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Work(portal), Work(portal, THERE)
    referral_id = here.received(account=CANARY)
    with monkeypatch.context() as broken:
        broken.setattr(handing_over, "put_notice", _stop)
        with pytest.raises(RuntimeError):
            offered(here, referral_id)
    with portal.app_context():
        assert handing_over.finish(HERE) == 1
    with here.session(writes=False) as session:
        offer_id = offers_of(session, referral_id)[0].id
    with monkeypatch.context() as broken:
        broken.setattr(handing_over, "take_up", _stop)
        with there.session() as session, pytest.raises(RuntimeError):
            offering.accept(session, there.tenant, there.actor("coordinator"), offer_id)
    assert status(here, referral_id) is ReferralStatus.HANDED_OVER and CANARY not in everything_at(there)
    with portal.app_context():
        assert handing_over.finish(THERE) == 1
    assert CANARY in everything_at(there) and kept(there, offer_id).status is OfferStatus.ACCEPTED


def _stop(*_: Any) -> None:
    raise RuntimeError("the machine stopped here")


def test_only_the_coordinator_offers_and_only_to_another_area_for_a_listed_reason(portal: Flask) -> None:
    here = Work(portal)
    referral_id, tenants = here.received(), portal.extensions["tenants"]
    coordinator = here.actor("coordinator")
    with here.session() as session:
        for to, reason in ((HERE, "lives-there"), ("nowhere", "lives-there"), (THERE, "as I say")):
            with pytest.raises(InvalidAnswer):
                offering.offer(session, here.tenant, tenants, coordinator, referral_id, to, reason)
        with pytest.raises(NotAllowed):
            offering.offer(
                session, here.tenant, tenants, here.actor("chair"), referral_id, THERE, "lives-there"
            )
    there = Work(portal, THERE)
    offer_id = offered(here, referral_id)
    with there.session() as session, pytest.raises(NotFound):
        offering.decline(session, there.tenant, there.actor("chair"), offer_id, "not-ours")


def test_an_area_that_is_not_on_the_portal_is_written_to_and_its_answer_is_recorded(portal: Flask) -> None:
    here = Work(portal)
    referral_id, browser = here.received(), here.browser("coordinator")
    page = f"/{HERE}/referrals/{referral_id}/"
    form = {"area": "elsewhere", "reason": "lives-there", "written_to": "Invented Partnership\nFar away"}
    half = send(browser, f"{page}offer", **form)
    assert "Write what the letter says" in half.text and "Far away" in half.text
    assert send(browser, f"{page}offer", **form, words="Please telephone us.").status_code == 303
    with here.session(writes=False) as session:
        (letter,) = letters_of(session, referral_id)
        assert (letter.addressee or "").startswith("Invented Partnership")
        assert "The child lives in that area." in letter.text["paragraphs"]
    shown = browser.get(page).text
    assert "Far away" in shown and "Record what the other area answered" in shown
    assert "Say what they answered" in send(browser, f"{page}offer-answer", is_accepted="yes").text
    assert (
        send(browser, f"{page}offer-answer", is_accepted="no", words="A. Person declined.").status_code == 303
    )
    assert status(here, referral_id) is ReferralStatus.RECEIVED
    assert send(browser, f"{page}offer", **form, words="Again.").status_code == 303
    assert send(browser, f"{page}offer-answer", is_accepted="yes", words="Accepted.").status_code == 303
    assert status(here, referral_id) is ReferralStatus.HANDED_OVER
    other = here.received()
    offered(here, other)
    by_portal = f"/{HERE}/referrals/{other}/offer-answer"
    assert browser.get(by_portal).status_code == 404, "an area on the portal answers for itself"


def test_an_area_that_has_left_the_portal_holds_nobody_else_up(portal: Flask, monkeypatch: Any) -> None:
    here, there = Work(portal), Work(portal, THERE)
    gone, stays = offered(here, here.received()), offered(there, there.received(), HERE)
    with here.session() as session:
        session.get_one(ReferralOffer, gone).is_told = False
        session.commit()
    tenants = portal.extensions["tenants"]
    left = {slug: each for slug, each in tenants.by_slug.items() if slug != THERE}
    monkeypatch.setitem(portal.extensions, "tenants", replace(tenants, by_slug=left))
    with portal.app_context():
        assert handing_over.finish(HERE) == 0
    with here.session(writes=False) as session:
        assert session.get_one(IncomingOffer, stays).status is OfferStatus.WAITING


def case_of(work: Work) -> Case:
    with work.session(writes=False) as session:
        return session.scalars(select(Case)).one()


def test_a_case_stays_until_the_other_area_accepts_its_referral_and_then_closes_as_transferred(
    portal: Flask,
) -> None:
    here, there = Work(portal), Work(portal, THERE)
    reference, coordinator = here.case(account=CANARY), here.actor("coordinator")
    with here.session(writes=False) as session:
        referral_id = session.scalars(select(Referral.id)).one()
    first = offered(here, referral_id)
    assert status(here, referral_id) is ReferralStatus.ACCEPTED and CANARY not in everything_at(there)
    with here.session() as session:
        with pytest.raises(NotAllowed, match="Take the offer back"):
            joining.leave(session, here.tenant, coordinator, referral_id, "Not this one.", ())
        with pytest.raises(NotAllowed, match="Take the offer back"):
            offering.made_offer(session, here.tenant, coordinator, referral_id, "lives-there", to_slug="salford")
    browser = there.browser("coordinator")
    assert send(browser, f"/{THERE}/referrals/offers/{first}", decline="yes", answer="not-ours").status_code == 303
    assert status(here, referral_id) is ReferralStatus.ACCEPTED
    second, page = offered(here, referral_id), f"/{HERE}/cases/{reference}"
    done = send(browser, f"/{THERE}/referrals/offers/{second}", accept="yes")
    assert CANARY in browser.get(done.location).text
    assert status(here, referral_id) is ReferralStatus.HANDED_OVER
    assert case_of(here).stage is CaseStage.CLOSED
    with here.session(writes=False) as session:
        told = events_of(session, "case", case_of(here).id)
    ended = {each.facts["clock"] for each in told if each.what == "clock-passed-on"}
    assert told[-1].what == "closed-as-transferred" and ended
    shown = here.browser("coordinator").get(page).text
    assert "which counts its own days" in shown and "Late: was due" not in shown


def test_a_case_of_two_referrals_closes_once_both_have_passed_and_its_page_says_what_to_offer(
    portal: Flask,
) -> None:
    here = Work(portal, "salford")
    reference, coordinator = here.case(), here.actor("coordinator")
    other = here.received()
    with here.session() as session:
        operations.accept(session, here.tenant, coordinator, other, TODAY, reference)
    with here.session(writes=False) as session:
        ids = session.scalars(select(Referral.id).order_by(Referral.sent_at)).all()
    here.decided(reference, Outcome.TRANSFER)
    browser, page = here.browser("coordinator"), f"/salford/cases/{reference}"
    assert browser.get(page).text.count("Offer the case to the other area") == len(ids) == 2
    for referral_id, stage in zip(ids, (CaseStage.DECIDED, CaseStage.CLOSED), strict=True):
        with here.session() as session:
            to = "Invented Partnership"
            offering.offer_by_letter(session, here.tenant, coordinator, referral_id, to, "lives-there", "Please.")
        shown = browser.get(page).text
        assert "Wait for the other area’s answer" in shown and "Close the case" not in shown
        with here.session() as session:
            offering.record_answer(session, here.tenant, coordinator, referral_id, "They do.", is_accepted=True)
        assert case_of(here).stage is stage
