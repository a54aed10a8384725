"""Does a practitioner of a known agency get in by themselves, and does the agency decide before anything is sent?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import newcomer_chasing, newcomers, people
from portal.accounts.operations import at_place
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.vocabulary import Approval, Role
from portal.models.access_request import AccessRequest
from portal.models.account import Account, Membership, account_for
from portal.models.outbox import Outbox
from portal.referrals import operations
from portal.web import lists, post
from tests.people import PASSWORD, form_token, record_of, send, sign_in, somebody
from tests.work import AGENCY, TODAY, Work

ASK = "/manchester/ask-for-access"
KNOWN = "new.person@hospitals.manchester.example"


def letters(portal: Flask) -> list[tuple[str, str]]:
    """Send what waits, as by day; return who was written to, and what, the earliest first."""
    with portal.app_context(), patch.object(post, "is_quiet", return_value=False):
        post.empty_outbox()
    paths = sorted(
        portal.extensions["settings"].mail_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns
    )
    return [(re.search(r"^To: (.*)$", text, re.M)[1], text) for text in (p.read_text() for p in paths)]  # type: ignore[index]


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found
    return found[1]


def ask(portal: Flask, email: str) -> Any:
    answer = send(portal.test_client(), ASK, email=email)
    assert answer.status_code == 200, answer.text
    return answer


def opened(portal: Flask, email: str = KNOWN, name: str = "New Person") -> Any:
    """Ask, confirm, open the account; return the browser, signed in."""
    ask(portal, email)
    client, link = portal.test_client(), link_in(letters(portal)[-1][1])
    first = send(client, link, name=name)
    assert first.status_code == 303, first.text
    second = send(client, first.location, new_password=PASSWORD)
    page = client.get(second.location).text
    secret = re.search(r"secret=([A-Z2-7]+)", page)
    assert secret
    last = send(client, second.location, one_time_code=pyotp.TOTP(secret[1]).now())
    assert last.status_code == 200 and 'href="/manchester/referrals/new"' in last.text, last.text
    return client


def test_every_address_gets_the_same_answer_and_only_an_agencys_gets_a_letter(portal: Flask) -> None:
    somebody(portal, email="old.hand@schools.manchester.example")
    closed = somebody(portal, email="shut.out@schools.manchester.example")
    with portal.app_context(), at_place("tenant:manchester") as session:
        wanted = select(Membership).where(Membership.account_id == closed.account_id)
        session.scalars(wanted).one().is_active = False
        session.commit()
    asked = [KNOWN, "stranger@elsewhere.example", "old.hand@schools.manchester.example", closed.email]
    answers = {re.sub(r'content="[^"]{40,}"|value="[^"]+"', "", ask(portal, each).text) for each in asked}
    assert len(answers) == 1
    page = answers.pop()
    assert "You can still refer" in page and "mailto:" in page
    written = letters(portal)
    assert sorted(to for to, _ in written) == sorted([KNOWN, "old.hand@schools.manchester.example"])
    assert all("elsewhere" not in text and "New Person" not in text for _, text in written)
    actions, everything = record_of(portal, "manchester")
    assert actions.count("access-asked") == 4 and "stranger" not in everything


def test_a_stranger_of_an_agency_writes_at_once_and_sends_when_their_lead_has_agreed(portal: Flask) -> None:
    work = Work(portal)
    lead = work.browser("safeguarding-lead")
    client = opened(portal)
    begun = send(client, "/manchester/referrals/new", form_code=work.tenant.main_form.code)
    assert begun.status_code == 303
    assert letters(portal)[-1][0] == work.person("safeguarding-lead").email
    desk = lead.get("/manchester/desk").text
    task = re.search(r'href="([^"]+)">Approve a new referrer: New Person', desk)
    assert task
    with portal.app_context(), at_place("tenant:manchester") as session:
        account = session.scalars(select(Membership).where(Membership.approval.is_not(None))).one().account_id
        session.rollback()
    actor = work.actor("referrer")
    newcomer = replace(actor, account_id=account, approval=Approval.WAITING)
    referral_id = UUID(begun.location.rstrip("/").rpartition("/")[2])
    with work.session() as session:
        operations.save(session, work.tenant, newcomer, referral_id, work.answers())
    with work.session() as session, pytest.raises(NotAllowed, match="agency has to agree"):
        operations.send(session, work.tenant, newcomer, referral_id, "t", TODAY)
    check = client.get(f"{begun.location}check").text
    assert "has to agree that you refer" in check and 'name="token"' not in check
    assert "Select yes or no" in send(lead, task[1]).text
    assert send(lead, task[1], decision="approve").status_code == 303
    assert 'name="token"' in client.get(f"{begun.location}check").text
    assert "Approve a new referrer" not in lead.get("/manchester/desk").text
    assert letters(portal)[-1][0] == KNOWN and "Something needs your attention" in letters(portal)[-1][1]


def test_a_refused_person_reads_why_keeps_what_they_wrote_and_begins_nothing_more(portal: Flask) -> None:
    work = Work(portal)
    lead = work.browser("safeguarding-lead")
    client = opened(portal)
    draft = send(client, "/manchester/referrals/new", form_code=work.tenant.main_form.code).location
    task = re.search(r'href="([^"]+)">New Person', lead.get("/manchester/newcomers").text)
    assert task
    assert "Say why they cannot refer" in send(lead, task[1], decision="refuse").text
    send(lead, task[1], decision="refuse", reason="Nobody here knows this person.")
    page = client.get("/manchester/approval").text
    assert "Nobody here knows this person." in page and "mailto:" in page
    assert client.get(draft).status_code == 200
    assert send(client, "/manchester/referrals/new", form_code=work.tenant.main_form.code).status_code == 404
    assert not any("Nobody here knows" in text for _, text in letters(portal))
    assert send(lead, task[1], decision="approve").status_code == 303, "a lead may change their mind"
    assert send(client, "/manchester/referrals/new", form_code=work.tenant.main_form.code).status_code == 303


def test_a_lead_decides_for_their_own_agency_and_the_coordinator_where_there_is_no_lead(
    portal: Flask,
) -> None:
    work = Work(portal)
    stranger, coordinator = (
        work.actor("safeguarding-lead", agency="police"),
        work.browser("coordinator", agency=""),
    )
    opened(portal)
    assert letters(portal)[-1][0] == work.person("coordinator", agency="").email
    assert "Approve a new referrer: New Person" in coordinator.get("/manchester/desk").text
    with work.session(writes=False) as session:
        request = newcomers.waiting_for(session, work.actor("coordinator", agency=""))[0].id
        assert newcomers.waiting_for(session, stranger) == []
        with pytest.raises(NotFound):
            newcomers.request_seen_by(session, stranger, request)
    lead = work.browser("safeguarding-lead")
    assert "New Person" in lead.get("/manchester/newcomers").text
    assert "New Person" not in coordinator.get("/manchester/desk").text
    referrer = work.actor("referrer")
    with work.session() as session:
        asked = session.get_one(AccessRequest, ("manchester", request))
        membership = session.scalars(
            select(Membership).where(Membership.account_id == asked.account_id)
        ).one()
        newcomer = replace(referrer, account_id=asked.account_id, approval=Approval.WAITING)
        asked_on = membership.accepted_at.date()
        operations.begin(session, work.tenant, newcomer, work.tenant.main_form.code)
    page = lead.get(f"/manchester/newcomers/{request}").text
    assert "A referral waits for your word" in page and "They have begun 1 referral" in page
    assert "A referral is begun, last saved" in lead.get("/manchester/desk").text
    # A lead who is away, or too busy, holds nobody up for longer than a working day.
    with portal.app_context():
        given = [newcomer_chasing.remind_all(work.tenant, asked_on + timedelta(days=at)) for at in (0, 4, 4)]
    assert given == [0, 2, 0]
    assert letters(portal)[-1][0] == work.person("coordinator", agency="").email
    assert "has not answered" in coordinator.get("/manchester/desk").text
    assert send(coordinator, f"/manchester/newcomers/{request}", decision="approve").status_code == 303


def test_a_long_list_of_newcomers_is_read_page_by_page_and_none_is_left_out(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    monkeypatch.setattr(lists, "A_PAGE", 2)
    names = [f"Decided Person {number}" for number in range(5)]
    people = [somebody(portal, roles=("referrer",), agency=AGENCY, name=name) for name in names]
    with work.session() as session:
        # Two at the same moment: neither may fall between two pages.
        session.add_all(
            AccessRequest(
                tenant=work.slug, account_id=person.account_id, agency=AGENCY,
                asked_at=datetime(2026, 11, 2 + number // 2, tzinfo=UTC),
            )
            for number, person in enumerate(people)
        )  # fmt: skip
        session.commit()
    lead, address, read = work.browser("safeguarding-lead"), "/manchester/newcomers", []
    for _ in range(3):
        page = lead.get(address).text
        read += re.findall(r">(Decided Person \d)<", page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        address = onward[1] if onward else ""
    assert (sorted(read), read[0], address) == (names, names[-1], "")
    assert "Back to the latest" in page
    strange = [lead.get(f"/manchester/newcomers?after={after}") for after in ("x", UUID(int=7), "%00")]
    assert [answer.status_code for answer in strange] == [200, 200, 200]
    assert all(names[-1] in answer.text for answer in strange), "what is no row begins at the beginning"


def test_a_link_works_once_at_its_own_partnership_and_opens_no_more_than_a_referrers_account(
    portal: Flask,
) -> None:
    ask(portal, KNOWN)
    link, client = link_in(letters(portal)[-1][1]), portal.test_client()
    assert portal.test_client().get(link.replace("manchester", "salford")).status_code == 404
    assert "Enter your full name" in send(client, link).text
    assert send(client, link, name="New Person").status_code == 303
    assert portal.test_client().get(link).status_code == 404
    with portal.app_context(), at_place("tenant:manchester") as session:
        membership = session.scalars(select(Membership)).one()
        assert [role.value for role in membership.roles] == ["referrer"]
        assert (membership.accepted_at, membership.approval.value) == (None, "waiting")
        assert session.get_one(Account, membership.account_id).confirmed_at is None


def test_a_domain_of_several_agencies_asks_which_and_takes_no_other(portal: Flask) -> None:
    ask(portal, "new.person@council.manchester.example")
    link, client = link_in(letters(portal)[-1][1]), portal.test_client()
    assert "Which agency do you work for?" in client.get(link).text
    refused = send(client, link, name="New Person", agency="police")
    assert "Select the agency that you work for" in refused.text
    code = re.search(r'name="agency"[^>]*value="([^"]+)"', refused.text)
    assert code
    assert send(client, link, name="New Person", agency=code[1]).status_code == 303


def test_somebody_with_an_account_elsewhere_keeps_it_and_begins_here(portal: Flask) -> None:
    person = somebody(portal, "tenant:salford", ["publisher"], email=KNOWN)
    ask(portal, KNOWN)
    client = portal.test_client()
    first = send(client, link_in(letters(portal)[-1][1]))
    accepted = send(client, first.location)
    assert accepted.location == "/manchester/sign-in?next=/manchester/referrals/new"
    assert sign_in(client, person, accepted.location).location == "/manchester/referrals/new"


def test_asking_again_and_again_is_answered_alike_and_writes_no_more(portal: Flask) -> None:
    client = portal.test_client()
    token = form_token(client, ASK)
    answers = [client.post(ASK, data={"csrf_token": token, "email": KNOWN}).status_code for _ in range(8)]
    assert set(answers) == {200}
    with portal.app_context(), at_place("tenant:manchester") as session:
        assert len(session.scalars(select(Outbox)).all()) <= 5


def test_an_address_that_could_reach_somebody_else_is_refused(portal: Flask) -> None:
    for address in (
        '"a,b"@schools.manchester.example',
        "a,b@schools.manchester.example",
        "a@b@c.example",
        "é@b.example",
    ):
        assert "Enter an email address like" in ask(portal, address).text


def test_whoever_is_invited_after_asking_waits_for_no_approval(portal: Flask) -> None:
    ask(portal, KNOWN)
    client, link = portal.test_client(), link_in(letters(portal)[-1][1])
    send(client, link, name="New Person")
    invited = people.Invited("New Person", KNOWN, (Role.SAFEGUARDING_LEAD,), AGENCY)
    with portal.app_context(), at_place("tenant:manchester") as session:
        people.invite(session, "manchester", invited)
        membership = session.scalars(select(Membership)).one()
        assert (membership.roles, membership.approval) == ((Role.SAFEGUARDING_LEAD,), None)


def test_two_who_add_the_same_address_at_once_add_one_account(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with portal.app_context(), at_place("tenant:manchester") as session:
        first = account_for(session, "", KNOWN).id
        session.commit()
        # The other one has looked before the first was there.
        monkeypatch.setattr("portal.models.account.account_with", lambda *_: None)
        assert account_for(session, "", KNOWN).id == first
        session.commit()
