"""Can several people of one agency write a draft, with no answer of anybody's lost?"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.models.referral import Referral
from portal.referrals import colleagues, operations, queries, together
from portal.referrals.merging import merge, print_of, prints, read_prints, written_prints
from tests.people import send, somebody
from tests.work import TODAY, Work


def answers_of(work: Work, referral_id: UUID) -> dict[str, Any]:
    with work.session(writes=False) as session:
        return dict(session.get_one(Referral, referral_id).answers or {})


def shared_draft(work: Work) -> UUID:
    """Begin a draft that the agency's safeguarding lead was asked to work on."""
    lead, referral_id = work.person("safeguarding-lead"), work.draft()
    with work.session() as session:
        together.ask_colleague(session, work.tenant, work.actor("referrer"), referral_id, lead.account_id)
    return referral_id


def paragraph(work: Work) -> tuple[str, str, str]:
    """Return a section, a question of it that is answered at length, and one that is answered shortly."""
    for section in work.tenant.main_form.sections:
        kinds = {question.kind: question.code for question in section.questions if question.condition is None}
        if section.completed_by == "referrer" and {"paragraph", "text"} <= set(kinds):
            return section.code, kinds["paragraph"], kinds["text"]
    raise AssertionError("the form asks nothing at length")


def typed(page: str) -> dict[str, Any]:
    """Return what a browser would send of a page as it stands: the words in its fields and the marked choices."""
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page):
        fields[name] = value
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and (not re.search(r'type="(radio|checkbox)"', tag) or " checked" in tag):
            fields[name[1]] = value[1]
    return fields


def test_an_answer_that_nobody_else_touched_is_taken_and_one_that_both_changed_is_asked_about() -> None:
    kept = {"a": "theirs", "b": "same", "c": "was", "d": ["row"]}
    seen = prints("abcd", {"a": "was", "b": "same", "c": "was", "d": ["row"]})
    merged = merge(seen, kept, {"a": "mine", "b": "mine", "c": None, "d": ["row"]})
    assert merged.taken == {"b": "mine", "c": None}
    assert merged.clashes == ["a"]
    untouched = merge(seen, kept, {"a": "was"})
    assert (untouched.taken, untouched.clashes) == ({}, [])
    assert merge({}, kept, {"a": "mine"}).clashes == ["a"], "a page without prints overwrites nothing"
    assert read_prints(written_prints(seen)) == seen
    assert read_prints("no prints: at all") == {"prints": ""}
    assert print_of(None) == print_of("") == print_of([])


def test_where_many_organisations_share_an_entry_colleagues_are_of_ones_own(portal: Flask) -> None:
    work, schools = Work(portal), "schools-and-colleges"
    for role, host in (
        ("referrer", "hill.example"),
        ("chair", "HILL.example"),
        ("screening-member", "dale.example"),
    ):
        email = f"{role}@{host}"
        work.people[role, "referrer", schools] = somebody(
            portal, "tenant:manchester", (role, "referrer"), agency=schools, email=email, name=email
        )
    writer = work.actor("referrer", "referrer", agency=schools)
    with work.session() as session:
        referral = operations.begin(session, work.tenant, writer, work.tenant.main_form.code)
        for offered in (colleagues.colleagues_to_ask, colleagues.colleagues_to_send):
            assert [each.name for each in offered(session, writer, referral)] == ["chair@HILL.example"]
        stranger = work.person("screening-member", "referrer", agency=schools)
        with pytest.raises(InvalidAnswer, match="of your agency"):
            together.ask_colleague(session, work.tenant, writer, referral.id, stranger.account_id)


def test_the_second_of_two_who_save_at_once_sees_both_answers_and_chooses(portal: Flask) -> None:
    work = Work(portal)
    referral_id = shared_draft(work)
    code, story, short = paragraph(work)
    address = f"/manchester/referrals/{referral_id}/{code}"
    first, second = work.browser("referrer"), work.browser("safeguarding-lead")
    opened = [typed(browser.get(address).text) for browser in (first, second)]
    saved = first.post(address, data={**opened[0], story: "What the writer saw.", short: opened[0][short]})
    assert saved.status_code == 303, saved.text
    clash = second.post(address, data={**opened[1], story: "What the lead knows.\nTwo lines.", short: "New"})
    assert clash.status_code == 200
    for words in ("What the writer saw.", "What the lead knows.", "Referrer Example", "Keep both"):
        assert words in clash.text
    kept = answers_of(work, referral_id)
    assert (kept[story], kept[short]) == ("What the writer saw.", "New"), "only what clashes waits"
    unchosen = second.post(address, data=typed(clash.text))
    assert "Select which answer to keep" in unchosen.text and "What the lead knows." in unchosen.text
    assert answers_of(work, referral_id)[story] == "What the writer saw."
    chosen = second.post(address, data={**typed(unchosen.text), f"choose-{story}": "both"})
    assert chosen.status_code == 303, chosen.text
    both = "What the writer saw.\n\nWhat the lead knows.\nTwo lines."
    assert answers_of(work, referral_id)[story] == both
    assert both.splitlines()[0] in first.get(address).text


def test_choosing_theirs_or_mine_does_that_and_a_third_change_is_asked_about_again(portal: Flask) -> None:
    work = Work(portal)
    referral_id = shared_draft(work)
    code, story, _ = paragraph(work)
    address = f"/manchester/referrals/{referral_id}/{code}"
    first, second = work.browser("referrer"), work.browser("safeguarding-lead")
    opened = typed(second.get(address).text)
    for words in ("First.", "Second."):
        assert send(first, address, **{**typed(first.get(address).text), story: words}).status_code == 303
        opened = typed(second.post(address, data={**opened, story: "Mine."}).text)
        assert opened["clash"] == story
    assert send(first, address, **{**typed(first.get(address).text), story: "Third."}).status_code == 303
    again = second.post(address, data={**opened, f"choose-{story}": "mine"})
    assert again.status_code == 200 and "Third." in again.text
    theirs = second.post(address, data={**typed(again.text), f"choose-{story}": "theirs"})
    assert theirs.status_code == 303
    assert answers_of(work, referral_id)[story] == "Third."


def test_only_who_was_asked_sees_a_draft_and_only_its_beginner_sends_it(portal: Flask) -> None:
    work = Work(portal)
    referral_id = shared_draft(work)
    lead, member = work.actor("safeguarding-lead"), work.actor("screening-member")
    with work.session(writes=False) as session:
        assert queries.referral_seen_by(session, lead, referral_id).id == referral_id
        with pytest.raises(NotFound):
            queries.referral_seen_by(session, member, referral_id)
    assert (
        "A colleague asked you to work on this"
        in work.browser("safeguarding-lead").get("/manchester/desk").text
    )
    with work.session() as session, pytest.raises(NotAllowed):
        operations.send(session, work.tenant, lead, referral_id, "t", TODAY)
    page = f"/manchester/referrals/{referral_id}/"
    assert "Referrer Example sends it" in work.browser("safeguarding-lead").get(f"{page}check").text
    ended = send(work.browser("referrer"), f"{page}colleagues/{lead.account_id}/end")
    assert ended.status_code == 303
    assert work.browser("safeguarding-lead").get(page).status_code == 404


def test_a_colleague_is_asked_by_name_and_nobody_of_another_agency_can_be(portal: Flask) -> None:
    work = Work(portal)
    lead, stranger = work.person("safeguarding-lead"), work.person("safeguarding-lead", agency="police")
    referral_id = work.draft()
    page = f"/manchester/referrals/{referral_id}/colleagues"
    browser = work.browser("referrer")
    assert str(stranger.account_id) not in browser.get(page).text
    assert "Not a valid choice" in send(browser, page, choice=str(stranger.account_id)).text
    assert send(browser, page, choice=str(lead.account_id)).status_code == 303
    assert "Safeguarding Lead Example" in browser.get(f"/manchester/referrals/{referral_id}/").text


def test_whoever_wrote_a_part_of_a_referral_does_not_quality_assure_it(portal: Flask) -> None:
    work = Work(portal, "salford")
    member, referral_id = work.actor("screening-member"), work.draft()
    with work.session() as session:
        together.ask_colleague(session, work.tenant, work.actor("referrer"), referral_id, member.account_id)
    with work.session() as session:
        together.save_together(session, work.tenant, member, referral_id, {}, {})
        together.end_colleague(session, work.tenant, work.actor("referrer"), referral_id, member.account_id)
    with work.session() as session:
        operations.send(session, work.tenant, work.actor("referrer"), referral_id, "t", TODAY)
    with work.session() as session, pytest.raises(NotAllowed):
        operations.pass_quality_assurance(session, work.tenant, member, referral_id, work.assured, TODAY)
    assert "Quality assure:" not in work.browser("screening-member").get("/salford/desk").text


def test_what_a_colleague_changed_while_it_was_checked_is_not_sent_unseen(portal: Flask) -> None:
    work = Work(portal)
    referral_id = shared_draft(work)
    page = f"/manchester/referrals/{referral_id}/check"
    browser, (_, story, _) = work.browser("referrer"), paragraph(work)
    checked = typed(browser.get(page).text)
    with work.session() as session:
        lead = work.actor("safeguarding-lead")
        operations.save(session, work.tenant, lead, referral_id, {story: "Changed meanwhile."})
    answer = browser.post(page, data={**checked, "declaration": "yes"})
    assert answer.status_code == 200
    assert "A colleague changed this referral" in answer.text and "Changed meanwhile." in answer.text
    with work.session() as session, pytest.raises(Conflict):
        operations.send(
            session, work.tenant, work.actor("referrer"), referral_id, "t", TODAY, {}, checked["seen"]
        )
    sent = browser.post(page, data={**typed(answer.text), "declaration": "yes"})
    assert sent.status_code == 303, sent.text
