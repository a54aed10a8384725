"""Is a one-off link good once, soon and with its code alone, and is what was typed kept when its time runs out?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.casework import operations as casework
from portal.domain.errors import InvalidAnswer
from portal.information import ladder, links, operations
from portal.models.information import ReturnLink
from portal.models.outbox import RETURN_LINK, Outbox
from portal.web import limits, post
from tests.information.requests import SILENT, answers, ask, return_row
from tests.people import send
from tests.work import TODAY, Work

TO = links.Recipient("Lee Madeup", "lee@housing.example")


def send_link(work: Work, reference: str, return_id: UUID, to: links.Recipient = TO) -> str:
    """Send a link; return its code."""
    with work.session() as session:
        return links.send_link(
            session, work.tenant, work.actor("coordinator"), reference, return_id, to, TODAY
        )


def letters(work: Work) -> list[str]:
    """Return the paths of the one-off links that wait in the outbox, the earliest first."""
    with work.session(writes=False) as session:
        wanted = select(Outbox).where(Outbox.kind == RETURN_LINK).order_by(Outbox.written_at)
        return [str(letter.link) for letter in session.scalars(wanted)]


def wind_on(work: Work, by: timedelta) -> None:
    """Let every link and visit be older than it is."""
    with work.session() as session:
        for link in session.scalars(select(ReturnLink)):
            link.made_at, link.ends_at = link.made_at - by, link.ends_at - by
            link.visit_ends_at = link.visit_ends_at - by if link.visit_ends_at else None
        session.commit()


def said(page: Any) -> str:
    """Return a page without its token and its links."""
    return re.sub(r'value="[^"]*"|/link/[^"/]*', "", page.text)


def section_fields(work: Work, code: str) -> dict[str, Any]:
    """Return what a browser sends of one section that has no groups."""
    assert work.tenant.return_form is not None
    section = next(each for each in work.tenant.return_form.sections if each.code == code)
    return {each.code: answers(work)[each.code] for each in section.questions}


def test_a_stranger_with_link_and_code_answers_once_and_both_people_are_named(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    assert code not in str(return_row(work, one)["code_hash"])
    (link,) = letters(work)
    visitor = portal.test_client()
    opened = send(visitor, link, code=f"{code[:5]} {code[5:].lower()}")
    assert opened.location == "/manchester/secure-return"
    page = visitor.get(opened.location)
    assert "Rowan Invented" in page.text and reference not in page.text
    # Once is once, for another browser too.
    assert "There is a problem" in send(portal.test_client(), link, code=code).text
    nil = "/manchester/secure-return/nothing-known"
    whole = {"author_name": "Lee Madeup", "approver_name": "Pat Pretend", "approver_role": "Head of housing"}
    typed = {"records": "The tenancy files", "is_confirmed": "y", **whole}
    missing = send(visitor, nil, **{**typed, "approver_name": "lee madeup"})
    assert "Somebody other than the person who wrote this return" in missing.text
    assert "The tenancy files" in missing.text
    assert send(visitor, nil, **typed).location == "/manchester/secure-return/sent"
    row = return_row(work, one)
    assert (row["status"], row["is_nil"], row["way"]) == ("returned", True, "link")
    assert visitor.get(nil).status_code in (403, 404, 409)
    board = work.browser("coordinator").get(f"/manchester/cases/{reference}/information/{one}").text
    assert "The tenancy files" in board and "Pat Pretend" in board and "Lee Madeup" in board


def test_what_is_wrong_with_a_link_or_its_code_is_answered_alike_and_five_wrong_codes_end_it(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    (link,) = letters(work)
    unknown = f"{link.rpartition('/')[0]}/no-such-token"
    client = portal.test_client()
    assert said(client.get(link)) == said(client.get(unknown))
    wrong, nobodys = send(client, link, code="AAAAA22222"), send(client, unknown, code="AAAAA22222")
    assert said(wrong) == said(nobodys) and links.REFUSED in wrong.text
    for _ in range(links.MOST_TRIES - 1):
        send(client, link, code="AAAAA22222")
    assert said(send(client, link, code=code)) == said(nobodys)
    assert return_row(work, one)["code_hash"] is None
    with work.session() as session, pytest.raises(InvalidAnswer):
        links.begin_visit(session, work.tenant, link.rpartition("/")[2], code)
    # Old is answered as unknown too, and asking for another says the same whether one is sent or not.
    again = send_link(work, reference, one)
    latest = letters(work)[-1]
    wind_on(work, links.LINK_LASTS)
    assert said(send(client, latest, code=again)) == said(nobodys)
    for address in (latest, unknown):
        answer = send(client, address, at=f"{address}/another")
        assert answer.location == "/manchester/secure-return/asked"
    assert len(letters(work)) == 3


def test_nobody_tries_links_all_day_from_one_address_and_who_has_the_code_counts_for_nothing(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    (link,) = letters(work)
    monkeypatch.setattr(limits, "MOST_BY_ADDRESS", 2)
    nobodys = [f"{link.rpartition('/')[0]}/guess-{number}" for number in range(3)]
    assert send(portal.test_client(), nobodys[0], code="AAAAA22222").status_code == 200
    assert send(portal.test_client(), link, code=code).status_code == 303
    assert send(portal.test_client(), nobodys[1], code="AAAAA22222").status_code == 200
    assert send(portal.test_client(), nobodys[2], code="AAAAA22222").status_code == 429
    asked_again = send(portal.test_client(), link, at=f"{link}/another")
    assert asked_again.location == "/manchester/secure-return/asked" and letters(work) == [link]


def test_what_is_typed_after_the_visit_ran_out_is_kept_and_another_link_leads_back_to_it(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    visitor = portal.test_client()
    send(visitor, letters(work)[-1], code=code)
    section = "/manchester/secure-return/sections/who-writes"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get(section).text)
    assert token
    wind_on(work, links.VISIT_LASTS)
    fields = section_fields(work, "who-writes")
    late = visitor.post(section, data={"csrf_token": token.group(1), **fields})
    assert late.location == "/manchester/secure-return/over"
    check = visitor.post("/manchester/secure-return/check", data={"csrf_token": token.group(1), "author_name": "Lee"})
    assert check.location == "/manchester/secure-return/over"
    row = return_row(work, one)
    assert row["answers"]["author-role"] == fields["author-role"] and row["author_name"] == "Lee"
    over = visitor.get("/manchester/secure-return/over").text
    assert "What you wrote is kept" in over and "Rowan" not in over
    # Nothing is shown any more, and whoever never had a visit is told how to begin one.
    assert visitor.get(section).location == "/manchester/secure-return/over"
    assert "open the link in the email" in portal.test_client().get("/manchester/secure-return/over").text
    send(visitor, "/manchester/secure-return/over")
    assert len(letters(work)) == 2
    back = portal.test_client()
    send(back, letters(work)[-1], code=code)
    assert fields["author-role"] in back.get(section).text


def test_a_visit_reaches_one_return_and_ends_when_the_agency_names_a_writer_or_the_link_goes_to_another(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    returns = ask(work, reference)
    code = send_link(work, reference, returns[SILENT])
    visitor = portal.test_client()
    send(visitor, letters(work)[-1], code=code)
    for path in (
        f"/manchester/information/{returns[SILENT]}", "/manchester/information",
        f"/manchester/cases/{reference}", f"/manchester/cases/{reference}/information",
    ):  # fmt: skip
        assert "/sign-in" in visitor.get(path).location
    assert visitor.get("/salford/secure-return").location == "/salford/secure-return/over"
    with work.session() as session:
        over = update(ReturnLink).values(visit_ends_at=ReturnLink.made_at)
        session.execute(over.where(ReturnLink.tenant == work.slug))
        session.commit()
    assert visitor.get("/manchester/secure-return").location == "/manchester/secure-return/over"


def test_the_letter_with_the_link_says_nothing_of_anybody(portal: Flask, tmp_path: Any) -> None:
    work = Work(portal)
    reference = work.case()
    send_link(work, reference, ask(work, reference)[SILENT])
    (link,) = letters(work)
    with portal.app_context():
        assert post.send_due("manchester") == 1
        (sent,) = portal.extensions["settings"].mail_folder.glob("*.eml")
        text = sent.read_text()
    assert link in text
    for words in ("Rowan", "Invented", reference, "Housing", "housing providers", "child’s"):
        assert words not in text
    assert letters(work) == ["None"]


def test_whoever_a_link_went_to_by_mistake_reads_writes_and_ends_nothing_once_it_goes_to_another(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    (link,), stranger = letters(work), portal.test_client()
    send(stranger, link, code=code)
    section = "/manchester/secure-return/sections/who-writes"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', stranger.get(section).text)
    assert token
    code = send_link(work, reference, one, links.Recipient("Right Madeup", "right@housing.example"))
    right = portal.test_client()
    send(right, letters(work)[-1], code=code)
    fields = {"csrf_token": token.group(1), **section_fields(work, "who-writes")}
    assert stranger.post(section, data=fields).location == "/manchester/secure-return/over"
    send(stranger, "/manchester/secure-return/over")
    send(stranger, link, at=f"{link}/another")
    assert not return_row(work, one)["answers"] and len(letters(work)) == 2
    assert right.get(section).status_code == 200, "their visit goes on"


def test_a_case_is_closed_to_whoever_is_involved_in_it_by_a_link_too(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    one, involved = ask(work, reference)[SILENT], work.person("chair")
    to = links.Recipient("Chair Example", involved.email)
    code = send_link(work, reference, one, to)
    visitor = portal.test_client()
    send(visitor, letters(work)[-1], code=code)
    assert visitor.get("/manchester/secure-return").status_code == 200
    with work.session() as session:
        casework.exclude(
            session, work.tenant, work.actor("coordinator"), reference, involved.account_id, "An aunt."
        )
    assert visitor.get("/manchester/secure-return").location == "/manchester/secure-return/over"
    with pytest.raises(InvalidAnswer, match="personally involved"):
        send_link(work, reference, one, to)


def test_what_is_asked_no_longer_is_shown_no_longer(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    visitor = portal.test_client()
    send(visitor, letters(work)[-1], code=code)
    with work.session() as session:
        operations.withdraw(session, work.tenant, work.actor("coordinator"), reference, one, "Enough.", TODAY)
    assert visitor.get("/manchester/secure-return").location == "/manchester/secure-return/over"


def test_a_reminder_ends_nobodys_visit(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    code = send_link(work, reference, one)
    visitor = portal.test_client()
    send(visitor, letters(work)[-1], code=code)
    with portal.app_context():
        assert ladder.climb(work.tenant, TODAY + timedelta(days=7))
    assert visitor.get("/manchester/secure-return").status_code == 200 and len(letters(work)) == 1
    wind_on(work, links.VISIT_LASTS)
    with portal.app_context():
        assert ladder.climb(work.tenant, TODAY + timedelta(days=10))
    assert len(letters(work)) == 2
