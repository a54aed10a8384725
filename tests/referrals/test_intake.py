"""Does the partnership ask, decline and enter as it should, and does a referral count from the moment it came?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import operations as casework
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.vocabulary import ReferralStatus
from portal.models.event import events_of
from portal.models.outbox import Outbox
from portal.models.referral import Referral
from portal.models.referral_letter import letters_of
from portal.models.referral_question import questions_of
from portal.referrals import asking, declining, entering, operations, queries
from tests.people import record_of, send
from tests.walls.crossing import words_of_pdf
from tests.work import AGENCY, TODAY, Work

SOON = date(2026, 11, 25)


def standing(work: Work, referral_id: UUID) -> tuple[ReferralStatus, datetime | None]:
    with work.session(writes=False) as session:
        row = session.get_one(Referral, referral_id)
        return row.status, row.received_at


def asked(work: Work, referral_id: UUID, question: str = "Which hospital?") -> None:
    with work.session() as session:
        asking.ask(session, work.tenant, work.actor("coordinator"), referral_id, question, SOON, TODAY)


def called(work: Work) -> set[UUID]:
    """Return whose letters wait in the outbox, and empty it."""
    with work.session() as session:
        letters = session.scalars(select(Outbox)).all()
        found = {each.account_id for each in letters}
        for each in letters:
            session.delete(each)
        session.commit()
    return found


# --- asking for more -----------------------------------------------------------------------------------------


def test_a_referral_waits_while_more_is_asked_and_goes_back_when_it_is_answered(portal: Flask) -> None:
    work = Work(portal)
    lead = work.person("safeguarding-lead").account_id
    referral_id = work.received()
    _, received_at = standing(work, referral_id)
    called(work)
    asked(work, referral_id)
    assert standing(work, referral_id)[0] is ReferralStatus.MORE_ASKED
    assert called(work) == {work.person("referrer").account_id, lead}
    coordinator = work.actor("coordinator")
    with work.session() as session, pytest.raises(Conflict):
        operations.accept(session, work.tenant, coordinator, referral_id, TODAY)
    for stranger in (
        work.actor("safeguarding-lead", agency="police"),
        work.actor("screening-member", agency="police"),
    ):
        with work.session() as session, pytest.raises(NotFound):
            asking.answer(session, work.tenant, stranger, referral_id, "Mine")
    with work.session() as session, pytest.raises(NotAllowed):
        asking.answer(session, work.tenant, work.actor("chair", agency=""), referral_id, "Mine")
    with work.session() as session:
        asking.answer(session, work.tenant, work.actor("safeguarding-lead"), referral_id, "The invented one.")
    assert standing(work, referral_id) == (ReferralStatus.RECEIVED, received_at), "it was received once"
    assert called(work) == {coordinator.account_id}
    with work.session(writes=False) as session:
        (row,) = questions_of(session, referral_id)
        assert (row.question, row.answer, row.answered_by) == ("Which hospital?", "The invented one.", lead)
        told = [event.what for event in events_of(session, "referral", referral_id)]
        facts = str([event.facts for event in events_of(session, "referral", referral_id)])
    assert told[-2:] == ["more-asked", "answered"] and "hospital" not in facts
    actions, record = record_of(portal, work.slug)
    assert {"referral-more-asked", "referral-answered"} <= set(actions) and "hospital" not in record


def test_the_coordinator_goes_on_without_an_answer_and_says_why(portal: Flask) -> None:
    work = Work(portal)
    referral_id, coordinator = work.received(), work.actor("coordinator")
    asked(work, referral_id)
    with work.session() as session, pytest.raises(InvalidAnswer):
        asking.go_on(session, work.tenant, coordinator, referral_id, " ")
    with work.session() as session, pytest.raises(NotAllowed):
        asking.go_on(session, work.tenant, work.actor("referrer"), referral_id, "I have nothing")
    with work.session() as session:
        asking.go_on(session, work.tenant, coordinator, referral_id, "The child comes first.")
    with work.session() as session, pytest.raises(Conflict):
        asking.answer(session, work.tenant, work.actor("referrer"), referral_id, "Too late")
    page = work.browser("referrer").get(f"/manchester/referrals/{referral_id}/").text
    assert "Which hospital?" in page and "The child comes first." in page


def test_nothing_is_asked_without_words_on_a_past_day_or_by_another_role(portal: Flask) -> None:
    work = Work(portal)
    referral_id, coordinator = work.received(), work.actor("coordinator")
    with work.session() as session:
        with pytest.raises(InvalidAnswer):
            asking.ask(session, work.tenant, coordinator, referral_id, "  ", SOON, TODAY)
        with pytest.raises(InvalidAnswer, match="not passed"):
            asking.ask(
                session, work.tenant, coordinator, referral_id, "When?", TODAY - timedelta(days=1), TODAY
            )
        with pytest.raises(NotAllowed):
            asking.ask(session, work.tenant, work.actor("referrer"), referral_id, "When?", SOON, TODAY)


def test_asking_and_answering_go_through_the_pages_and_the_desks_of_both(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.received()
    page, coordinator, referrer = (
        f"/manchester/referrals/{referral_id}/",
        work.browser("coordinator"),
        work.browser("referrer"),
    )
    blank = send(coordinator, f"{page}ask", question="", **{"answer_by-day": "x"})
    assert blank.status_code == 200 and "Say what you need to know" in blank.text
    on = date.today() + timedelta(days=5)
    day = {"answer_by": [str(on.day), str(on.month), str(on.year)]}
    done = send(coordinator, f"{page}ask", question="Which hospital?", **day)
    assert done.status_code == 303, done.text
    assert "Wait for an answer" in coordinator.get("/manchester/desk").text
    desk = referrer.get("/manchester/desk").text
    assert "Answer about:" in desk and "Which hospital?" not in desk
    shown = referrer.get(page).text
    assert "Which hospital?" in shown and "Go on without an answer" not in shown
    assert "stops no clock of the law" in shown
    assert "Write your answer" in send(referrer, f"{page}answer", answer=" ").text
    assert send(referrer, f"{page}answer", answer="The invented one.").status_code == 303
    assert "The invented one." in coordinator.get(page).text
    assert "Answer about:" not in referrer.get("/manchester/desk").text


# --- declining -----------------------------------------------------------------------------------------------


def test_a_referral_is_declined_with_the_partnerships_reasons_and_a_letter_that_stays(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.received()
    page, coordinator, referrer = (
        f"/manchester/referrals/{referral_id}/",
        work.browser("coordinator"),
        work.browser("referrer"),
    )
    called(work)
    form = {"reasons": ["one-agency", "another-process"], "words": "Please speak to the school nurse."}
    for wrong in ({**form, "reasons": []}, {**form, "reasons": ["no-such-reason"]}, {**form, "words": ""}):
        answer = send(coordinator, f"{page}decline", send="yes", **wrong)
        assert answer.status_code == 200 and "There is a problem" in answer.text
    read = send(coordinator, f"{page}decline", **form)
    assert "Referrer Example" in read.text and "The learning is for one agency" in read.text
    assert standing(work, referral_id)[0] is ReferralStatus.RECEIVED, "reading the letter sends nothing"
    assert send(coordinator, f"{page}decline", send="yes", **form).status_code == 303
    assert called(work) == {work.person("referrer").account_id}
    with work.session(writes=False) as session:
        (letter,) = letters_of(session, referral_id)
        assert letter.reasons == ["one-agency", "another-process"]
        address = f"{page}letters/{letter.id}"
    shown = referrer.get(address)
    assert shown.status_code == 200 and "Please speak to the school nurse." in shown.text
    paper = referrer.get(f"{address}/pdf")
    assert paper.mimetype == "application/pdf" and "school nurse" in words_of_pdf(paper.data)
    assert work.browser("safeguarding-lead").get(address).status_code == 200
    assert work.browser("safeguarding-lead", agency="police").get(address).status_code == 404
    other = work.received()
    assert referrer.get(f"/manchester/referrals/{other}/letters/{letter.id}").status_code == 404
    assert "school nurse" not in record_of(portal, work.slug)[1]


# --- entering for somebody -----------------------------------------------------------------------------------

CAME = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def entered(work: Work, answers: dict[str, Any] | None = None, **given: Any) -> UUID:
    """Enter a referral that came by telephone, answer everything and send it."""
    coordinator = work.actor("coordinator", agency="")
    with work.session() as session:
        came = entering.Came("Pat Invented", "Teacher", "0161 496 0000", **given)
        form = work.tenant.main_form
        referral_id = entering.enter(session, work.tenant, coordinator, form.code, "telephone", CAME, came).id
        operations.save(session, work.tenant, coordinator, referral_id, work.answers() | (answers or {}))
        operations.send(session, work.tenant, coordinator, referral_id, f"t-{referral_id}", TODAY)
    return referral_id


def test_a_referral_by_telephone_counts_from_the_moment_it_came(portal: Flask) -> None:
    work = Work(portal)
    work.person("safeguarding-lead")
    referral_id = entered(work)
    assert standing(work, referral_id) == (ReferralStatus.RECEIVED, CAME)
    with work.session(writes=False) as session:
        row = session.get_one(Referral, referral_id)
        assert (row.sent_at, row.agency) == (CAME, AGENCY), "its agency is the one that refers"
    page = work.browser("safeguarding-lead").get(f"/manchester/referrals/{referral_id}/").text
    assert "By telephone, 18 November 2026 at 9:30am" in page and "Pat Invented" in page
    called(work)
    with work.session() as session:
        asking.ask(session, work.tenant, work.actor("coordinator"), referral_id, "Which?", SOON, TODAY)
    assert called(work) == {work.person("safeguarding-lead").account_id}
    with work.session() as session:
        asking.answer(session, work.tenant, work.actor("coordinator"), referral_id, "By telephone: that one.")
    assert (
        "as they were told"
        in work.browser("safeguarding-lead").get(f"/manchester/referrals/{referral_id}/").text
    )
    called(work)
    with work.session() as session:
        declining.decline(
            session, work.tenant, work.actor("coordinator"), referral_id, ["one-agency"], "Thank you."
        )
    with work.session(writes=False) as session:
        (letter,) = letters_of(session, referral_id)
        assert (letter.addressee or "").startswith("Pat Invented\n")
        assert called(work) == set(), "nobody is emailed about what came by telephone"


def test_what_was_quality_assured_on_paper_need_not_be_again_and_what_was_not_still_waits(
    portal: Flask,
) -> None:
    work = Work(portal, "salford")
    assert standing(work, entered(work))[0] is ReferralStatus.AWAITING_QUALITY_ASSURANCE
    assert standing(work, entered(work, quality_assured_by="A. Member"))[0] is ReferralStatus.RECEIVED


def test_the_same_checks_hold_for_what_is_entered_for_somebody(portal: Flask) -> None:
    work = Work(portal)
    with pytest.raises(InvalidAnswer, match="What happened"):
        entered(work, {"account": None})
    coordinator, form = work.actor("coordinator"), work.tenant.main_form.code
    with work.session() as session:
        with pytest.raises(NotAllowed):
            entering.enter(
                session, work.tenant, work.actor("referrer"), form, "paper", CAME, entering.Came("A")
            )
        for how, at, name in (("pigeon", CAME, "A"), ("another-area", CAME, "A"), ("paper", CAME, " ")):
            with pytest.raises(InvalidAnswer):
                entering.enter(session, work.tenant, coordinator, form, how, at, entering.Came(name))
        later = datetime.now(UTC) + timedelta(days=1)
        with pytest.raises(InvalidAnswer, match="has passed"):
            entering.enter(session, work.tenant, coordinator, form, "paper", later, entering.Came("A"))


def test_entering_for_somebody_is_the_coordinators_page_alone(portal: Flask) -> None:
    work = Work(portal)
    page = "/manchester/referrals/enter"
    assert work.browser("referrer").get(page).status_code == 404
    assert "Enter a referral for somebody" not in work.browser("referrer").get("/manchester/referrals").text
    coordinator = work.browser("coordinator")
    form = {
        "form_code": work.tenant.main_form.code,
        "how": "paper",
        "name": "Pat Invented",
        "came_on": ["18", "11", "2026"],
    }
    late = send(coordinator, page, **form, came_at_time="half past")
    assert "Enter a time like 14:30" in late.text and 'value="half past"' in late.text
    begun = send(coordinator, page, **form, came_at_time="9.05")
    assert begun.status_code == 303, begun.text
    assert "On paper, 18 November 2026 at 9:05am" in coordinator.get(begun.location).text


def test_whoever_entered_a_referral_for_somebody_sees_it_no_longer_once_its_case_is_closed_to_them(
    portal: Flask,
) -> None:
    work = Work(portal)
    referral_id, enterer = entered(work), work.actor("coordinator", agency="")
    other = work.actor("coordinator")
    with work.session() as session:
        reference = operations.accept(session, work.tenant, other, referral_id, TODAY).reference
    with work.session() as session:
        casework.exclude(session, work.tenant, other, reference, enterer.account_id, "A cousin.")
    with work.session(writes=False) as session, pytest.raises(NotFound):
        queries.referral_seen_by(session, enterer, referral_id)
