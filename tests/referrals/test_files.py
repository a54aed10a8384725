"""Are files handed in with a referral, kept with the draft, carried to the case, and taken out again?"""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from flask import Flask

from portal.domain.uploads import ScanState
from portal.models.attachment import Attachment
from portal.models.referral import Referral
from portal.referrals import handing_in, operations
from portal.tenancy.model import Condition, Form, Question
from portal.web.filing import FileGiven
from tests import files
from tests.filed import files_on_disk, hand_in, with_scanner
from tests.people import send
from tests.work import TODAY, Work

NOTE = "family-note"


def section_of(form: Form, code: str) -> str:
    return next(s.code for s in form.sections if code in {q.code for q in s.questions})


def test_a_family_note_goes_with_the_draft_the_referral_and_the_case(portal: Flask) -> None:
    with_scanner(portal)
    work = Work(portal)
    draft, browser = f"/manchester/referrals/{work.draft()}/", work.browser("referrer")
    page = f"{draft}{section_of(work.tenant.main_form, NOTE)}"
    chosen = [("Family.pdf", files.pdf()), ("run.exe", b"MZ"), ("tree.png", files.png())]
    answer = hand_in(
        browser,
        page,
        {NOTE: chosen},
        **{
            "has-siblings": "no",
            "members-rows": "1",
            "members-0-person-name": "Ann Invented",
            "members-0-person-relationship": "mother",
        },
    )
    assert answer.status_code == 200, "what was refused is told"
    assert "“run.exe” was not taken in." in answer.text and "Family.pdf" in answer.text
    again = browser.get(page).text
    assert "Ann Invented" in again and "Family.pdf" in again and "tree.png" in again
    checked = browser.get(f"{draft}check").text
    assert "Family.pdf" in checked
    assert send(browser, f"{draft}check", token="t", declaration="yes").location == f"{draft}receipt"
    assert "Remove" not in browser.get(draft).text
    taken_in = send(work.browser("coordinator"), f"{draft}accept", where="new")
    case = work.browser("chair").get(taken_in.location).text
    address = re.search(r'(/manchester/cases/[^"]+/documents/[^"]+)" download>Family.pdf', case)
    assert address and "Came with the referral by Referrer Example" in case
    assert work.browser("chair").get(address[1]).data.startswith(b"%PDF")
    assert work.browser("coordinator").get(address[1]).headers["Content-Disposition"].endswith("=Family.pdf")
    assert send_refused(work, address[1])


def send_refused(work: Work, address: str) -> bool:
    """Whether nobody may take away from the case what came with a referral."""
    return all(
        work.browser(role).get(f"{address}/remove").status_code == 404 for role in ("coordinator", "chair")
    )


def test_a_file_is_taken_out_of_a_draft_after_a_page_that_asks(portal: Flask) -> None:
    work = Work(portal)
    referral_id, browser = work.draft(), work.browser("referrer")
    draft = f"/manchester/referrals/{referral_id}/"
    page = f"{draft}{section_of(work.tenant.main_form, NOTE)}"
    hand_in(browser, page, {NOTE: ("Family.pdf", files.pdf())}, **{"save-and-come-back": "yes"})
    remove = re.search(r'/manchester/referrals/[^"]+/files/[^"]+/remove', browser.get(page).text)
    assert remove
    assert "Family.pdf" in browser.get(remove[0]).text
    assert send(browser, remove[0]).location == page
    assert "Family.pdf" not in browser.get(page).text
    assert files_on_disk(portal) == []
    with work.session(writes=False) as session:
        assert NOTE not in (session.get_one(Referral, referral_id).answers or {})


def test_another_persons_file_and_a_missing_one_answer_alike(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    file_id = handed_in(work, referral_id)
    stranger = work.browser("referrer", agency="police")
    answers = [
        stranger.get(f"/manchester/referrals/{referral_id}/files/{one}{page}")
        for one in (file_id, UUID(int=5))
        for page in ("", "/remove")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    waiting = work.browser("referrer").get(f"/manchester/referrals/{referral_id}/files/{file_id}")
    assert waiting.status_code == 409, "nobody opens it before it was checked, its sender neither"


def handed_in(work: Work, referral_id: UUID, code: str = NOTE) -> UUID:
    with work.session() as session:
        given = [FileGiven("Family.pdf", files.pdf())]
        return handing_in.hand_in(session, work.tenant, work.actor("referrer"), referral_id, code, given).ids[
            0
        ]


def test_saving_other_answers_never_loses_or_forges_a_file(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    file_id = handed_in(work, referral_id)
    with work.session() as session:
        forged = {NOTE: [str(UUID(int=9))], "area": "Here"}
        saved = operations.save(session, work.tenant, work.actor("referrer"), referral_id, forged)
        assert saved.answers[NOTE] == [str(file_id)] and saved.answers["area"] == "Here"


def test_a_file_on_a_branch_that_was_left_is_destroyed_when_the_referral_is_sent(portal: Flask) -> None:
    work = Work(portal)
    form = work.tenant.main_form
    # The same form, with the note asked for only where a child died.
    only_then = Condition("all", (("harm", ("death",)),))
    sections = tuple(
        replace(
            s, questions=tuple(replace(q, condition=only_then) if q.code == NOTE else q for q in s.questions)
        )
        for s in form.sections
    )
    asked = replace(work.tenant, forms={**work.tenant.forms, form.code: replace(form, sections=sections)})
    referral_id = work.draft(harm="death")
    handed_in(work, referral_id)
    with work.session() as session:
        operations.save(
            session,
            asked,
            work.actor("referrer"),
            referral_id,
            {"harm": "serious-harm", "harm-kinds": ["physical"]},
        )
    with work.session() as session:
        operations.send(session, asked, work.actor("referrer"), referral_id, "token", TODAY)
    with work.session(writes=False) as session:
        assert session.query(Attachment).all() == []
    assert files_on_disk(portal) == []


def test_a_referral_may_be_sent_while_its_file_still_waits_for_the_scanner(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    handed_in(work, referral_id)
    with work.session() as session:
        operations.send(session, work.tenant, work.actor("referrer"), referral_id, "token", TODAY)
    with work.session() as session:
        case = operations.accept(session, work.tenant, work.actor("coordinator"), referral_id, TODAY)
        assert [each.scan_state for each in session.query(Attachment).filter_by(case_id=case.id)] == [
            ScanState.WAITING
        ]


def test_a_question_for_files_can_be_one_that_has_to_be_answered(portal: Flask) -> None:
    work = Work(portal)
    papers = Question(NOTE, "file", "A family note", is_required=True)
    assert [fault.message for fault in work.reader.faults([papers], {})] == ["Choose a file: A family note"]
    assert list(work.reader.faults([papers], {NOTE: ["an-id"]})) == []
    assert [f.message for f in work.reader.faults([papers], {NOTE: ["an-id"] * 11})] == [
        "Keep 10 files or fewer here"
    ]
