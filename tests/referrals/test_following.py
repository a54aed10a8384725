"""Can those who wrote a referral follow it, add to it, take it back and keep it, in plain words?"""

from __future__ import annotations

import re

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.domain.errors import InvalidAnswer, NotAllowed
from portal.domain.vocabulary import Outcome
from portal.models.event import Event
from portal.models.outbox import Outbox
from portal.models.referral import Referral
from portal.referrals import adding, operations
from tests import files
from tests.filed import files_on_disk, hand_in, with_scanner
from tests.people import send
from tests.work import TODAY, Work


def test_what_is_added_stands_beside_what_was_sent_and_comes_to_the_coordinator_until_it_is_read(
    portal: Flask,
) -> None:
    work = Work(portal)
    referral_id, coordinator = work.received(), work.browser("coordinator")
    page = f"/manchester/referrals/{referral_id}/"
    writer = work.browser("referrer")
    assert "Enter what you want to add" in send(writer, f"{page}add").text
    with work.session(writes=False) as session:
        before = session.get_one(Referral, referral_id).answers
    added = send(writer, f"{page}add", words="An aunt told us more, invented.")
    assert added.location == f"{page}#added"
    with work.session(writes=False) as session:
        assert session.get_one(Referral, referral_id).answers == before
        told = {each.account_id for each in session.scalars(select(Outbox))}
    assert work.person("coordinator").account_id in told
    assert "Read what was added:" in coordinator.get("/manchester/desk").text
    shown = coordinator.get(page).text
    assert "An aunt told us more, invented." in shown and "by Referrer Example" in shown
    assert send(coordinator, f"{page}additions-read").status_code == 303
    assert "Read what was added:" not in coordinator.get("/manchester/desk").text
    assert "Read by the partnership" in writer.get(page).text
    with work.session() as session:
        case = operations.accept(session, work.tenant, work.actor("coordinator"), referral_id, TODAY)
        reference = case.reference
    known = work.browser("chair").get(f"/manchester/cases/{reference}/known").text
    assert "Added to the referrals" in known and "An aunt told us more, invented." in known


def test_only_who_wrote_a_referral_adds_to_it_and_nobody_to_a_draft(portal: Flask) -> None:
    work = Work(portal)
    sent, draft = work.received(), work.draft()
    lead = work.browser("safeguarding-lead")
    assert lead.get(f"/manchester/referrals/{sent}/").status_code == 200
    assert "Add to it" not in lead.get(f"/manchester/referrals/{sent}/").text
    with work.session() as session, pytest.raises(NotAllowed):
        adding.add_information(session, work.tenant, work.actor("safeguarding-lead"), sent, "More.")
    assert work.browser("referrer").get(f"/manchester/referrals/{draft}/add").status_code == 409


def test_what_is_added_about_a_death_or_serious_harm_is_told_at_once(portal: Flask) -> None:
    work = Work(portal)
    work.person("coordinator")
    referral_id = work.received()
    with work.session() as session:
        session.execute(delete(Outbox))
        session.commit()
    with work.session() as session:
        adding.add_information(session, work.tenant, work.actor("referrer"), referral_id, "Added, invented.")
        assert set(session.scalars(select(Outbox.is_urgent))) == {True}


def test_what_is_added_may_bring_files_that_stay_with_the_referral_and_go_to_its_case(portal: Flask) -> None:
    with_scanner(portal)
    work = Work(portal, "salford")
    referral_id = work.sent()
    page, writer = f"/salford/referrals/{referral_id}/", work.browser("referrer")
    said = {"words": "An aunt told us more, invented."}
    refused = hand_in(
        writer, f"{page}add", {"files": [("Aunt.pdf", files.pdf()), ("run.exe", b"MZ")]}, **said
    )
    assert "“run.exe” was not taken in." in refused.text and 'id="files-error-1"' in refused.text
    assert "An aunt told us more, invented." in refused.text and files_on_disk(portal) == []
    assert "Aunt.pdf" not in writer.get(page).text, "an addition comes whole or not at all"
    assert (
        hand_in(writer, f"{page}add", {"files": ("Aunt.pdf", files.pdf())}, **said).location
        == f"{page}#added"
    )
    address = re.search(rf'{page}files/[^"]+(?=" download>Aunt.pdf)', writer.get(page).text)
    assert address and writer.get(address[0]).data.startswith(b"%PDF")
    assert work.browser("referrer", agency="police").get(address[0]).status_code == 404
    with work.session() as session:
        member, writing = work.actor("screening-member"), work.actor("referrer")
        operations.return_to_referrer(session, work.tenant, member, referral_id, {}, "Say more.", TODAY)
        operations.send(session, work.tenant, writing, referral_id, "again", TODAY)
        operations.pass_quality_assurance(session, work.tenant, member, referral_id, work.assured, TODAY)
        reference = operations.accept(
            session, work.tenant, work.actor("coordinator"), referral_id, TODAY
        ).reference
    again = hand_in(writer, f"{page}add", {"files": ("Later.pdf", files.pdf())}, words="More, invented.")
    assert again.status_code == 303
    case = work.browser("chair").get(f"/salford/cases/{reference}").text
    assert "Aunt.pdf" in case and "Later.pdf" in case
    known = work.browser("chair").get(f"/salford/cases/{reference}/known").text
    assert "stands among the documents of this case" in known


def test_withdrawing_asks_first_and_why_and_the_coordinator_learns_of_it(portal: Flask) -> None:
    work = Work(portal)
    referral_id, coordinator = work.received(), work.browser("coordinator")
    page, writer = f"/manchester/referrals/{referral_id}/", work.browser("referrer")
    asked = writer.get(f"{page}withdraw").text
    assert "What happens next" in asked and "is told, and reads your reason" in asked
    assert "Say why you withdraw" in send(writer, f"{page}withdraw").text
    with work.session() as session, pytest.raises(InvalidAnswer):
        adding.withdraw(session, work.tenant, work.actor("referrer"), referral_id)
    assert send(writer, f"{page}withdraw", reason="It was another child.").status_code == 303
    assert "Withdrawn:" in coordinator.get("/manchester/desk").text
    assert "It was another child." in coordinator.get(page).text
    with work.session(writes=False) as session:
        events = session.scalars(select(Event).where(Event.thing_id == referral_id)).all()
        assert "withdrawn" in {event.what for event in events}
        assert "another child" not in str([event.facts for event in events])
    draft = work.draft()
    unsent = writer.get(f"/manchester/referrals/{draft}/withdraw").text
    assert "Nobody outside your agency has seen it" in unsent and 'name="reason"' not in unsent
    assert send(writer, f"/manchester/referrals/{draft}/withdraw").status_code == 303


def test_the_writer_reads_how_far_it_has_come_and_never_what_was_decided(portal: Flask) -> None:
    work = Work(portal, "salford")
    referral_id = work.sent()
    page, writer = f"/salford/referrals/{referral_id}/", work.browser("referrer")
    waiting = writer.get(page).text
    assert "A colleague of your agency checks that it is ready." in waiting
    assert "Checked in your agency" in waiting
    with work.session() as session:
        member = work.actor("screening-member")
        operations.pass_quality_assurance(session, work.tenant, member, referral_id, work.assured, TODAY)
    assert "The partnership has it." in writer.get(page).text
    with work.session() as session:
        case = operations.accept(session, work.tenant, work.actor("coordinator"), referral_id, TODAY)
        reference = case.reference
    assert "It has been taken into a case." in writer.get(page).text
    work.decided(reference, Outcome.LOCAL_LEARNING_REVIEW)
    decided = writer.get(page).text
    assert "The three statutory partners have decided what happens." in decided
    assert reference not in decided and "learning review" not in decided
    assert "How far it has come" not in work.browser("coordinator").get(page).text


def test_the_completed_form_is_a_tagged_pdf_with_what_was_added_and_no_word_of_it_in_its_name(
    portal: Flask,
) -> None:
    work = Work(portal)
    referral_id = work.received()
    with work.session() as session:
        adding.add_information(session, work.tenant, work.actor("referrer"), referral_id, "Added, invented.")
    answer = work.browser("referrer").get(f"/manchester/referrals/{referral_id}/pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="referral.pdf"'
    paper = pypdfium2.PdfDocument(answer.data)
    words = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert "Second line, invented." in words and "Added, invented." in words
    assert b"/MarkInfo" in answer.data or paper.get_formtype() is not None
    assert work.browser("referrer", agency="police").get(
        f"/manchester/referrals/{referral_id}/pdf"
    ).status_code == 404  # fmt: skip
    assert work.browser("referrer").get(f"/manchester/referrals/{work.draft()}/pdf").status_code == 404
