"""Can a referral be written, left, come back to, sent and taken in through the pages alone, without a script?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import InvalidAnswer, NotAllowed
from portal.models.outbox import Outbox
from portal.referrals import operations
from portal.tenancy.answers import closing_section, sections_for
from portal.tenancy.model import Question, Section
from tests.people import form_token, send
from tests.work import AGENCY, TODAY, Work


def posted(section: Section, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sends for a section's answers."""
    sent: dict[str, Any] = {}
    for question in section.questions:
        sent |= fields_of(question, question.code, answers.get(question.code))
    return sent


def fields_of(question: Question, name: str, answer: Any) -> dict[str, Any]:
    if answer is None:
        return {}
    if question.kind == "date":
        year, month, day = [*answer.split("-"), "", ""][:3]
        return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": day}
    if question.kind == "group":
        rows: dict[str, Any] = {f"{name}-rows": str(len(answer))}
        for at, row in enumerate(answer):
            for inner in question.questions:
                rows |= fields_of(inner, f"{name}-{at}-{inner.code}", row.get(inner.code))
        return rows
    return {name: answer}


def begin(browser: Any, slug: str, form_code: str) -> str:
    answer = send(browser, f"/{slug}/referrals/new", form_code=form_code)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_the_main_form_goes_from_the_first_screen_to_a_case(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    browser, form = work.browser("referrer"), work.tenant.main_form
    draft = begin(browser, slug, form.code)
    answers = work.answers(form)
    for section in sections_for(form, "referrer"):
        if section is not closing_section(form):
            page = f"{draft}{section.code}"
            answer = send(browser, page, **posted(section, answers))
            assert answer.status_code == 303, f"{section.code}: {re.findall('error-message.*', answer.text)}"
    check = browser.get(f"{draft}check").text
    assert "Still to answer" not in check
    token = re.search(r'name="token" value="([^"]+)"', check)
    assert token
    pressed = [send(browser, f"{draft}check", declaration="yes", token=token[1])]
    pressed.append(browser.post(f"{draft}check", data={"csrf_token": form_token(browser, f"/{slug}/referrals/new"),
                                                       "declaration": "yes", "token": token[1]}))  # fmt: skip
    assert [each.location for each in pressed] == [f"{draft}receipt"] * 2
    assert "Your receipt" in browser.get(f"{draft}receipt").text
    if work.tenant.requires_quality_assurance:
        assurance = send(
            work.browser("screening-member"), f"{draft}quality-assurance", **work.assured, **{"pass": "yes"}
        )
        assert assurance.status_code == 303, assurance.text
    taken_in = send(work.browser("coordinator"), f"{draft}accept", where="new")
    assert taken_in.status_code == 303, taken_in.text
    case = work.browser("chair").get(f"{taken_in.location}/known")
    assert case.status_code == 200
    assert "Second line, invented." in case.text


def test_a_draft_can_be_left_half_done_and_found_again(portal: Flask) -> None:
    work = Work(portal)
    browser, form = work.browser("referrer"), work.tenant.main_form
    draft = begin(browser, work.slug, form.code)
    half = {"your-role": "Teacher", "save-and-come-back": "yes"}
    assert send(browser, f"{draft}about-you", **half).location == draft
    assert 'value="Teacher"' in work.browser("referrer").get(f"{draft}about-you").text
    refused = send(browser, f"{draft}about-you", **{"your-role": "Head teacher"})
    assert refused.status_code == 200 and "There is a problem" in refused.text
    assert 'value="Head teacher"' in browser.get(f"{draft}about-you").text


def test_a_page_left_with_an_impossible_date_says_so_and_keeps_the_rest(portal: Flask) -> None:
    work = Work(portal)
    browser, form = work.browser("referrer"), work.tenant.main_form
    draft = begin(browser, work.slug, form.code)
    typed = {"occurred-on-day": "31", "occurred-on-month": "2", "occurred-on-year": "2026", "area": "Here"}
    answer = send(browser, f"{draft}incident", **typed, **{"save-and-come-back": "yes"})
    assert answer.status_code == 200 and "Enter a real date" in answer.text
    assert "Select an answer" not in answer.text
    assert 'value="Here"' in browser.get(f"{draft}incident").text


def test_a_row_of_the_list_says_of_which_agency_it_is_and_whose_case_it_became_to_who_may_know(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    work.received(agency="police")
    listed = work.browser("coordinator").get("/manchester/referrals").text
    for agency in work.tenant.agencies:
        assert (f">Agency: </span>{agency.name}<" in listed) == (agency.code in (AGENCY, "police"))
    assert listed.count(f'/manchester/cases/{reference}"') == 1
    written = work.browser("referrer").get("/manchester/referrals").text
    assert ">Agency: </span>" in written and reference not in written and ">Case<" not in written


def test_in_manchester_nothing_is_sent_before_it_was_discussed_and_who_may_not_complete_it_passes_it_to_who_may(
    portal: Flask,
) -> None:
    work = Work(portal)
    member, sender = work.actor("screening-member"), work.browser("screening-member")
    for form in work.tenant.forms.values():
        section = next(s for s in form.sections if "discussed-first" in {q.code for q in s.questions})
        answers = work.answers(form, discussed_first=["nobody-yet"], completed_as="neither")
        referral_id = work.draft(form=form, discussed_first=["nobody-yet"], completed_as="neither")
        draft, browser = f"/manchester/referrals/{referral_id}/", work.browser("referrer")
        with work.session() as session, pytest.raises(InvalidAnswer, match="Discuss this with") as refused:
            operations.send(session, work.tenant, work.actor("referrer"), referral_id, "token", TODAY)
        assert refused.value.field == "discussed-first"
        told = send(browser, f"{draft}{section.code}", **posted(section, answers))
        assert 'id="discussed-first-error"' in told.text and "Pass your draft" in told.text
        assert "You can send this when every question" in browser.get(f"{draft}check").text
        assert "(Screening body member)" in browser.get(f"{draft}colleagues/send").text
        passed = send(browser, f"{draft}colleagues/send", choice=str(member.account_id))
        assert passed.status_code == 303 and "You can still work on it" in browser.get(draft).text
        assert browser.get(f"{draft}colleagues/send").status_code == 404, (
            "once passed on, it is theirs to send"
        )
        assert "passed this to you to send" in sender.get("/manchester/desk").text
        ready = posted(
            section, {**answers, "discussed-first": ["subgroup-member"], "completed-as": "subgroup-member"}
        )
        assert send(sender, f"{draft}{section.code}", **ready).status_code == 303
        with work.session() as session:
            with pytest.raises(NotAllowed):
                operations.send(session, work.tenant, work.actor("referrer"), referral_id, "token", TODAY)
            operations.send(session, work.tenant, member, referral_id, f"token-{referral_id}", TODAY)
            assert member.account_id in set(session.scalars(select(Outbox.account_id)))
        assert "Received" in browser.get(draft).text


def test_people_are_added_and_taken_away_without_a_script(portal: Flask) -> None:
    work = Work(portal)
    browser, form = work.browser("referrer"), work.tenant.main_form
    draft = begin(browser, work.slug, form.code)
    page = f"{draft}family"
    assert "members-0-person-name" not in browser.get(page).text
    added = send(browser, page, add="members")
    assert added.status_code == 303
    assert 'id="members-0-person-name"' in browser.get(added.location).text
    first = {
        "members-rows": "1",
        "members-0-person-name": "Ann Invented",
        "members-0-person-relationship": "mother",
    }
    again = send(browser, page, add="members", **first)
    with_two = browser.get(again.location).text
    assert "Ann Invented" in with_two and 'id="members-1-person-name"' in with_two
    send(browser, page, remove="members-0", **first)
    assert "Ann Invented" not in browser.get(page).text


def test_the_declaration_is_needed_and_nothing_is_sent_without_it(portal: Flask) -> None:
    work = Work(portal)
    referral_id = work.draft()
    draft = f"/manchester/referrals/{referral_id}/"
    browser = work.browser("referrer")
    send_without = send(browser, f"{draft}check", token="t")
    assert send_without.status_code == 200
    assert "Confirm:" in send_without.text
    assert browser.get(f"{draft}receipt").status_code == 404


def test_the_quality_assurers_section_is_never_the_referrers_to_fill(portal: Flask) -> None:
    work = Work(portal, "salford")
    draft = f"/salford/referrals/{work.draft()}/"
    browser = work.browser("referrer")
    assert browser.get(f"{draft}quality-assurance").status_code == 404
    assert "Quality assurance by" not in browser.get(draft).text + browser.get(f"{draft}check").text
    assert "Check and send" not in re.findall(r"task-list__link[^>]*>([^<]+)", browser.get(draft).text)


def test_a_returned_referral_shows_its_comments_to_its_writer(portal: Flask) -> None:
    work = Work(portal, "salford")
    page = f"/salford/referrals/{work.sent()}/"
    member = work.browser("screening-member")
    silent = send(member, f"{page}quality-assurance", **{"return": "yes"})
    assert "Say what needs to change" in silent.text
    returned = send(member, f"{page}quality-assurance", **{"return": "yes", "comments": "Which school?"})
    assert returned.status_code == 303
    assert "Which school?" in work.browser("referrer").get(page).text
    assert "Returned with comments" in work.browser("referrer").get("/salford/referrals").text


def test_no_section_of_a_form_hides_behind_an_address_of_the_portals_own(portal: Flask) -> None:
    own = {
        "add", "additions-read", "pdf",
        "check", "colleagues", "receipt", "withdraw", "accept", "decline", "ask", "answer", "go-on", "letters",
        "leave-case", "offer", "take-offer-back", "set-apart", "quality-assurance", "files",
    }  # fmt: skip
    for tenant in portal.extensions["tenants"].by_slug.values():
        for form in tenant.forms.values():
            assert not own & {section.code for section in sections_for(form, "referrer")}, (
                f"{tenant.slug}/{form.code}"
            )


def test_another_persons_draft_and_a_missing_one_answer_alike(portal: Flask) -> None:
    work = Work(portal)
    draft = work.draft()
    stranger = work.browser("referrer", agency="police")
    answers = [
        stranger.get(f"/manchester/referrals/{one}/")
        for one in (draft, "11111111-2222-4333-8444-555555555555")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    for page in ("check", "about-you", "receipt", "withdraw"):
        assert stranger.get(f"/manchester/referrals/{draft}/{page}").status_code == 404
