"""Can the coordinator correct what is known, add a child, and does everybody see what was changed and why?"""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import correcting
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.models.case import Case, Child
from portal.models.correction import Correction
from portal.models.referral import Referral
from tests.people import record_of, send
from tests.work import Work


def on_page(work: Work, path: str) -> dict[str, str]:
    """Return what a page of facts holds as it is opened, as a browser would send it back."""

    page = work.browser("coordinator").get(path).text
    fields = {
        name: html.unescape(value)
        for name, value in re.findall(r'name="([^"]+)" type="text"[^>]*value="([^"]*)"', page)
    }
    fields |= {
        name: html.unescape(text)
        for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n([^<]*)', page)
    }
    fields |= dict(re.findall(r'name="([^"]+)" type="radio" value="([^"]+)" checked', page))
    for select_name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]+)" selected', options)
        fields |= {select_name: chosen[1]} if chosen else {}
    return fields


def test_facts_of_a_case_are_corrected_with_who_when_why_and_from_which_referral(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(occurred_on="2026-11-10", born_on="2026-09-01", unborn="no")
    path = f"/manchester/cases/{reference}/correct"
    with work.session(writes=False) as session:
        referral_id = str(session.scalars(select(Referral.id)).one())
    sent = on_page(work, path) | {
        "incident_on-day": "", "incident_on-month": "", "incident_on-year": "2025", "home_area": "Elsewhere",
        "why": "The hospital’s record says so.", "from_referral": referral_id,
    }  # fmt: skip
    answer = send(work.browser("coordinator"), path, **sent)
    assert answer.location == f"/manchester/cases/{reference}/known", answer.text
    page = work.browser("chair").get(answer.location).text
    assert "Day of the incident: 2025, was 10 November 2026" in page
    assert "The hospital’s record says so." in page and "Coordinator Example" in page
    assert "Correct what is known" not in page, "only the coordinator corrects"
    with work.session(writes=False) as session:
        case, correction = session.scalars(select(Case)).one(), session.scalars(select(Correction)).one()
        assert (case.incident_precision, case.home_area) == ("year", "Elsewhere")
        assert (
            set(correction.changed) == {"incident_on", "home_area"}
            and str(correction.referral_id) == referral_id
        )
        assert session.scalars(select(Referral)).one().answers["home-area"] != "Elsewhere"
    actions, told = record_of(portal, "manchester")
    assert "case-corrected" in actions and "Elsewhere" not in told


def test_a_childs_age_at_the_incident_follows_a_corrected_birthday_and_a_corrected_incident(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case(occurred_on="2026-11-10", born_on="2026-09-01", unborn="no")
    with work.session(writes=False) as session:
        child_id = session.scalars(select(Child.id).where(Child.position == 1)).one()
    path = f"/manchester/cases/{reference}/children/{child_id}/correct"
    born = {
        "born_on-day": "1",
        "born_on-month": "9",
        "born_on-year": "2016",
        "why": "Birth certificate seen.",
    }
    assert send(work.browser("coordinator"), path, **(on_page(work, path) | born)).status_code == 303
    with work.session(writes=False) as session:
        assert session.get_one(Child, child_id).age_band == "six-to-ten"
    path = f"/manchester/cases/{reference}/correct"
    happened = {"incident_on-year": "2018", "why": "Two years were mixed up."}
    assert send(work.browser("coordinator"), path, **(on_page(work, path) | happened)).status_code == 303
    with work.session(writes=False) as session:
        assert session.get_one(Child, child_id).age_band == "one-to-five"


def test_a_child_is_added_and_a_page_with_a_fault_keeps_what_was_typed(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    path, browser = f"/manchester/cases/{reference}/children/add", work.browser("coordinator")
    half = send(
        browser,
        path,
        family_name="Invented",
        **{"born_on-day": "31", "born_on-month": "2", "born_on-year": "2020"},
    )
    assert half.status_code == 200 and "Enter: Given names" in half.text and "Enter a real date" in half.text
    assert 'value="Invented"' in half.text and "Enter: Why" not in half.text
    whole = send(browser, path, family_name="Invented", given_names="Second", why="The school told us.")
    assert whole.status_code == 303
    assert "Second Invented" in work.browser("chair").get(whole.location).text
    with work.session(writes=False) as session:
        assert sorted(session.scalars(select(Child.position)))[-1] == len(
            session.scalars(select(Child)).all()
        )


def test_nothing_is_corrected_without_a_change_a_reason_the_role_or_an_open_case(portal: Flask) -> None:
    from portal.casework import operations as casework

    work = Work(portal)
    reference = work.case()
    coordinator = work.actor("coordinator")
    with work.session() as session, pytest.raises(InvalidAnswer, match="Say why"):
        correcting.correct_case(session, work.tenant, coordinator, reference, {"home_area": "Here"})
    path = f"/manchester/cases/{reference}/correct"
    unchanged = send(work.browser("coordinator"), path, **(on_page(work, path) | {"why": "No reason."}))
    assert unchanged.status_code == 200 and "Nothing differs" in unchanged.text
    with work.session() as session, pytest.raises(NotAllowed):
        correcting.correct_case(session, work.tenant, work.actor("chair"), reference, {"why": "x"})
    work.decided(reference)
    with work.session() as session:
        casework.close(session, work.tenant, coordinator, reference, "Over.")
    with work.session() as session, pytest.raises(Conflict):
        correcting.add_child(session, work.tenant, coordinator, reference, {"why": "x"})
