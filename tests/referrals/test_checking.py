"""Is a referral checked section by section by a colleague of the agency, returned, and sent again?"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import NotAllowed
from portal.models.event import Event
from portal.models.outbox import Outbox
from portal.models.quality_check import checks_of
from portal.referrals import checking, operations
from portal.tenancy.answers import sections_for
from tests.people import seen_on, send
from tests.work import TODAY, Work

SLUG = "salford"


def sections(work: Work) -> tuple[str, str, str, str]:
    """Return two sections of the referrer's, and a question in words of the first."""
    found = sections_for(work.tenant.main_form, "referrer")
    words = next(
        q.code for q in found[1].questions if q.kind in ("paragraph", "text") and q.condition is None
    )
    return found[1].code, found[2].code, words, found[1].title


def test_comments_go_with_their_section_and_come_back_with_what_was_changed(portal: Flask) -> None:
    work = Work(portal, SLUG)
    referral_id = work.sent()
    one, other, question, title = sections(work)
    page = f"/{SLUG}/referrals/{referral_id}/"
    member, writer = work.browser("screening-member"), work.browser("referrer")
    address = f"{page}quality-assurance"
    kept = send(member, address, later="yes", **{f"comment-on-{one}": "Which street?"})
    assert kept.status_code == 303
    assert "Which street?" in member.get(address).text, "a check can be put by"
    assert "Which street?" not in writer.get(page).text, "nobody else sees it yet"
    both = {f"comment-on-{one}": "Which street?", f"comment-on-{other}": "And when?"}
    refused = send(member, address, **both, **{"pass": "yes"})
    assert "You have written comments" in refused.text
    assert send(member, address, **both, **{"return": "yes"}).status_code == 303
    draft = writer.get(page).text
    assert "2 sections below have comments" in draft and draft.count("Comment to look at") == 2
    assert "Which street?" in writer.get(f"{page}{one}").text
    with work.session() as session:
        referrer = work.actor("referrer")
        operations.save(session, work.tenant, referrer, referral_id, {question: "Mill Street, invented."})
    assert "Changed since" in writer.get(page).text
    with work.session() as session:
        operations.send(session, work.tenant, referrer, referral_id, "again", TODAY)
    again = member.get(address).text
    assert "Asked for then:" in again and "Which street?" in again and "And when?" in again
    after = again.split(f">{title}<", 1)[1][:400]
    assert "Changed since it was returned" in after
    assert again.count("Changed since it was returned") == 1
    unanswered = send(member, address, **{"pass": "yes"})
    asked = [each for s in sections_for(work.tenant.main_form, "quality-assurer") for each in s.questions]
    assert unanswered.text.count("Select an answer: ") == 2 * len(asked), "above the page and beside each"
    inaccurate = {**work.assured, "is-accurate": "no", "pass": "yes"}
    told = send(member, address, **inaccurate).text
    assert 'id="is-accurate-error"' in told and "comment on what is not accurate" in told
    assert re.search(r'value="no"[^>]* checked', told) and re.search(r'value="yes"[^>]* checked', told)
    assert send(member, address, **work.assured, **{"pass": "yes"}).status_code == 303
    with work.session(writes=False) as session:
        rounds = checks_of(session, referral_id)
        assert [(each.is_returned, each.ended_at is not None) for each in rounds] == [
            (True, True),
            (False, True),
        ]
        facts = session.scalars(select(Event).where(Event.thing_id == referral_id)).all()
        assert "street" not in str([each.facts for each in facts]).lower()


def test_the_second_of_two_who_check_at_once_sees_both_comments_and_neither_is_lost(portal: Flask) -> None:
    work = Work(portal, SLUG)
    referral_id = work.sent()
    one, other, *_ = sections(work)
    address = f"/{SLUG}/referrals/{referral_id}/quality-assurance"
    first, second = work.browser("screening-member"), work.browser("screening-member", "referrer")
    nobody = seen_on(first.get(address))["seen"]
    theirs = {f"comment-on-{one}": "Which street?", "is-accurate": "no"}
    mine = {f"comment-on-{one}": "Which town?", f"comment-on-{other}": "And when?", "is-accurate": "yes"}
    assert send(first, address, seen=nobody, later="yes", **theirs).status_code == 303
    passed = send(second, address, seen=nobody, **{"pass": "yes"})
    assert passed.status_code == 200, "nobody passes over a comment that they have not seen"
    clash = send(second, address, seen=nobody, later="yes", **mine)
    for words in (
        "Which street?",
        "Which town?",
        "And when?",
        "Screening Member Example wrote:",
        "answered “Is the",
    ):
        assert words in clash.text
    assert f'id="comment-on-{one}-error"' in clash.text and f'id="comment-on-{other}-error"' not in clash.text
    kept = first.get(address).text
    assert "Which street?" in kept and "Which town?" not in kept
    joined = {**mine, f"comment-on-{one}": "Which street and town?"}
    assert send(second, address, **seen_on(clash), later="yes", **joined).status_code == 303
    assert "Which street and town?" in first.get(address).text
    stale = send(first, address, seen=nobody, **{"return": "yes"}, comments="Look again.")
    assert "Which street and town?" in stale.text and "Look again." in stale.text
    assert send(first, address, **seen_on(stale), **{"return": "yes"}, **joined).status_code == 303


def test_a_writer_never_checks_and_a_check_that_is_too_long_is_told_beside_its_box(portal: Flask) -> None:
    work = Work(portal, SLUG)
    referral_id = work.sent()
    one, *_ = sections(work)
    both = work.actor("referrer", "screening-member")
    with work.session() as session:
        own = operations.begin(session, work.tenant, both, work.tenant.main_form.code).id
        operations.save(session, work.tenant, both, own, work.answers())
        operations.send(session, work.tenant, both, own, "own", TODAY)
    with work.session() as session, pytest.raises(NotAllowed):
        checking.save_check(session, work.tenant, both, own, {}, {one: "Mine."}, "")
    page = f"/{SLUG}/referrals/{referral_id}/quality-assurance"
    long = send(work.browser("screening-member"), page, later="yes", **{f"comment-on-{one}": "a" * 5_001})
    assert "Use 5,000 characters or fewer" in long.text
    assert re.search(rf'id="comment-on-{one}-error"', long.text)


def test_where_nobody_of_the_agency_can_check_the_coordinator_is_told(portal: Flask) -> None:
    work = Work(portal, SLUG)
    coordinator = work.person("coordinator")
    work.sent(harm="other")
    with work.session(writes=False) as session:
        assert coordinator.account_id in set(session.scalars(select(Outbox.account_id)))
    assert "Nobody can check:" in work.browser("coordinator").get(f"/{SLUG}/desk").text
    work.person("screening-member")
    assert "Nobody can check:" not in work.browser("coordinator").get(f"/{SLUG}/desk").text
