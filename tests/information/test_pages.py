"""Can agencies be asked, and answer, through the pages, with nothing typed lost and nothing broken?"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.information import queries
from portal.models.information import AgencyReturn, InformationRequest
from portal.web.working_days import known_holidays, today
from tests.information.requests import ASKED, SILENT, answers
from tests.people import form_token, send
from tests.work import Work


def day(name: str, on: Any) -> dict[str, list[str]]:
    """Return what a browser sends of a day."""
    return {name: [str(on.day), str(on.month), str(on.year)]}


def whole(portal: Flask, **given: Any) -> dict[str, Any]:
    """Return what a browser sends to ask two agencies."""
    with portal.app_context():
        due_on = today() + timedelta(days=7)
        while known_holidays().why_skipped(due_on):
            due_on += timedelta(days=1)
        sent = {
            "purpose": "before-screening", "agencies": [ASKED, SILENT], "about": "Rowan Invented, born 9.3.2014",
            **day("period_from", today() - timedelta(days=700)), **day("period_until", today()),
            "questions": "What did you know?", "power": "section-16h", **day("due_on", due_on),
            "contact": "Casey, 01632 960 001", "escalation_id": "",
        }  # fmt: skip
    return {**sent, **given}


def test_agencies_are_asked_from_the_case_and_what_is_wrong_stands_at_its_field_with_nothing_lost(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    base = f"/manchester/cases/{reference}/information"
    coordinator = work.browser("coordinator")
    assert f"{base}/ask" in coordinator.get(f"/manchester/cases/{reference}").text
    page = coordinator.get(f"{base}/ask").text
    assert "counted in working days" in page and "Children Act 2004 s.16H" in page
    for given, told in (
        ({"agencies": []}, "Select the agencies to ask"), ({"about": ""}, "Enter whom agencies have to look for"),
        ({"due_on": ["31", "2", "2026"]}, "Enter a real date"), ({"purpose": "rapid-review"}, "No notification"),
        ({"escalation_id": "nobody-here"}, "There is a problem"),
    ):  # fmt: skip
        refused = send(coordinator, f"{base}/ask", **whole(portal, **given))
        assert refused.status_code == 200 and told in refused.text and "What did you know?" in refused.text
    assert send(coordinator, f"{base}/ask", **whole(portal)).location == base
    with work.session(writes=False) as session:
        wanted = select(AgencyReturn.id).where(AgencyReturn.agency == ASKED)
        one = session.scalars(wanted).one()
        assert len(session.scalars(select(InformationRequest)).all()) == 1
    shown = coordinator.get(f"{base}/{one}").text
    assert "Send a one-off link" in shown and "Remind the agency" in shown
    for kind, media in (("pdf", "application/pdf"), ("word", "officedocument.wordprocessingml")):
        letter = coordinator.get(f"{base}/{one}/letter/{kind}")
        assert media in letter.content_type and "letter." in letter.headers["Content-Disposition"]
    assert work.browser("chair").get(f"{base}/{one}/letter/pdf").status_code == 404


def test_an_agency_answers_section_by_section_with_a_file_and_its_lead_reads_and_approves(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    lead, writer = work.browser("safeguarding-lead", agency=ASKED), work.browser("referrer", agency=ASKED)
    stranger = work.browser("safeguarding-lead", agency=SILENT)
    send(work.browser("coordinator"), f"/manchester/cases/{reference}/information/ask", **whole(portal))
    with work.session(writes=False) as session:
        one = session.scalars(select(AgencyReturn.id).where(AgencyReturn.agency == ASKED)).one()
    base = f"/manchester/information/{one}"
    assert [each.get(base).status_code for each in (lead, writer, stranger)] == [200, 404, 404]
    assert reference not in lead.get(base).text + lead.get("/manchester/information").text
    send(lead, base, at=f"{base}/receipt")
    author = str(work.person("referrer", agency=ASKED).account_id)
    assert "Select who writes it" in send(lead, f"{base}/author").text
    assert send(lead, f"{base}/author", account_id=author).location == base
    form = queries.form_of(work.tenant)
    role = f"{base}/sections/who-writes"
    asked = send(writer, role, **{"author-role": "Sergeant"})
    assert "Select an answer" in asked.text and "Sergeant" in asked.text
    papers = f"{base}/sections/papers"
    token = form_token(writer, papers)
    file = (BytesIO(b"Made-up times of the evening."), "times.txt")
    kept = writer.post(papers, data={"csrf_token": token, "files": file, "restrictions": "None"})
    assert kept.location == f"{base}/check"
    assert "Still to answer" in writer.get(f"{base}/check").text
    from portal.information import answering

    with work.session() as session:
        answering.save(
            session, work.tenant, work.actor("referrer", agency=ASKED), one, answers(work), today()
        )
    checked = writer.get(f"{base}/check").text
    assert "times.txt" in checked and "Still to answer" not in checked
    assert "Confirm" in send(writer, f"{base}/check").text
    assert send(writer, f"{base}/check", accurate="yes").location == f"{base}/sent"
    assert "Waits for approval" in writer.get(f"{base}/sent").text
    # Nobody at the partnership reads it before it is approved, its file neither.
    coordinator, board = work.browser("coordinator"), f"/manchester/cases/{reference}/information/{one}"
    assert "Invented" not in coordinator.get(board).text.replace("Rowan Invented", "")
    assert "times.txt" not in coordinator.get(f"/manchester/cases/{reference}").text
    assert coordinator.get(base).status_code == 404
    assert "Approve a return" in lead.get("/manchester/desk").text
    assert "times.txt" in lead.get(f"{base}/approval").text
    assert send(lead, f"{base}/approval").location == base
    assert "times.txt" in coordinator.get(board).text and form.sections[3].title in coordinator.get(board).text
    assert writer.get(role).status_code in (403, 409)
