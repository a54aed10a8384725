"""Can every fact that a referral brings to a case be corrected with a trace, in the words in which it was asked?"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import correcting
from portal.casework.corrected_answers import Part, is_corrected_here, questions_of, values_of
from portal.casework.corrected_facts import CASE_FACTS, CHILD_FACTS
from portal.domain.errors import InvalidAnswer
from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.correction import Correction
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.tenancy.core_fields import CORE_FIELDS
from portal.tenancy.core_places import CASE_CODES, CASE_DATES, CASE_WORDS, CHILD_CODES, CHILD_WORDS
from tests.people import record_of, send
from tests.work import Work

COLUMNS = {**CASE_CODES, **CASE_DATES, **CASE_WORDS, **CHILD_CODES, **CHILD_WORDS}
# What is no fact of a case: papers, what is declared, who refers; other children have pages of their own.
# Brothers and sisters are corrected among the family.
APART = {"family.siblings", "family.other_children", "incident.occurred_on", "child.is_unborn"}


def test_every_mapped_fact_can_be_corrected_somewhere(portal: Flask) -> None:
    asked = {each.code for each in (*CASE_FACTS, *CHILD_FACTS)}
    assert set(COLUMNS.values()) <= asked and {"incident_on", "unborn"} <= asked
    left = []
    for tenant in portal.extensions["tenants"].by_slug.values():
        for form in tenant.forms.values():
            for question in (one for section in form.sections for one in section.questions):
                name = question.maps_to
                is_of_referrer = name.startswith("referral.") and name != "referral.reasons"
                if not name or is_of_referrer or question.kind in ("file", "declaration"):
                    continue
                if name not in COLUMNS and name not in APART and not is_corrected_here(name):
                    left.append(f"{tenant.slug}/{form.code}: {name}")
    assert not left
    assert {name.partition(".")[0] for name in CORE_FIELDS} - {"person"} == {part.value for part in Part}


@pytest.mark.parametrize("slug", ["manchester", "salford"])
def test_every_part_is_shown_as_it_stands_and_nothing_is_changed_by_looking(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    reference = work.case()
    with work.session() as session:
        case = session.scalars(select(Case)).one()
        child = session.scalars(select(Child).order_by(Child.position)).first()
        referrals = session.scalars(select(Referral)).all()
        for part in Part:
            questions = questions_of(referrals, part)
            values = values_of(session, case, child, questions)
            assert not questions or values, part
            if questions:
                said = {each.code: values.get(each.code) for each in questions} | {"why": "Looked at again."}
                with pytest.raises(InvalidAnswer, match="Nothing differs"):
                    correct(session, work, reference, part, said)


def correct(session: TenantSession, work: Work, reference: str, part: Part, said: dict[str, Any]) -> None:
    """Correct a part as its page does: what was said of a child on the child's own."""
    asked = (session, work.tenant, work.actor("coordinator"), reference)
    if part is Part.CHILD:
        child = session.scalars(select(Child).where(Child.position == 1)).one()
        correcting.correct_more_of_child(*asked, child.id, said)
    else:
        correcting.correct_part(*asked, part, said)


def corrected(work: Work, reference: str, part: Part, **said: Any) -> None:
    with work.session() as session:
        correct(session, work, reference, part, said | {"why": "The file says so."})


def test_words_codes_people_and_the_childs_own_answers_are_corrected_and_told(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    mother = {"person_name": "Right Invented", "person_relationship": "mother"}
    corrected(work, reference, Part.INCIDENT, incident_injuries="A corrected line.")
    corrected(work, reference, Part.CHILD, child_disabilities=["none"], child_health_number="000")
    corrected(work, reference, Part.FAMILY, family_members=[mother])
    corrected(work, reference, Part.INCIDENT, incident_injuries=None)
    with work.session(writes=False) as session:
        case, child = (
            session.scalars(select(Case)).one(),
            session.scalars(select(Child).where(Child.position == 1)).one(),
        )
        assert "incident.injuries" not in (case.said or {}) and len(case.said or {}) > 3
        assert (child.said or {})["child.health_number"] == "000"
        every = session.scalars(select(CaseFact).where(CaseFact.field == "child.disabilities")).all()
        facts = [each for each in every if each.child_id == child.id]
        assert len(every) == len(facts) + 2, "another child's stay as they were"
        assert [(each.code, each.child_id) for each in facts] == [("none", child.id)]
        (member,) = session.scalars(select(FamilyMember))
        assert (member.name, member.relationship_code) == ("Right Invented", "mother")
        kept = session.scalars(select(Correction).order_by(Correction.made_at)).all()
        assert kept[0].changed["incident.injuries"][1] == "A corrected line."
        assert [len(each.changed) for each in kept] == [1, 2, 1, 1]
        assert session.scalars(select(Referral)).one().answers["injuries"] != "A corrected line."
    page = work.browser("chair").get(f"/manchester/cases/{reference}/known").text
    assert "A corrected line., was" in page and "1 entry (Right Invented)" in page
    assert "Correct something else" not in page
    assert "corrected line" not in record_of(portal, work.slug)[1]


def test_what_a_referral_said_of_a_further_child_is_corrected_on_a_page_of_that_childs_own(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, browser = work.case(), work.browser("coordinator")
    with work.session(writes=False) as session:
        first, other = session.scalars(select(Child).order_by(Child.position).limit(2)).all()
        first_id, other_id, name = first.id, other.id, str(other.given_names)
        before = session.scalars(select(CaseFact).where(CaseFact.child_id == first.id)).all()
        kept = {(each.field, each.code) for each in before}
    address = f"/manchester/cases/{reference}/children/{other_id}/correct/more"
    known = browser.get(f"/manchester/cases/{reference}/known").text
    assert address in known and f"children/{first_id}/correct/more" in known
    assert f"Correct more about {name}" in browser.get(address).text
    said = {"child_disabilities": ["autism"], "child_health_number": "111", "why": "The school says so."}
    assert send(browser, address, **said).status_code == 303
    with work.session(writes=False) as session:
        facts = session.scalars(select(CaseFact).where(CaseFact.field == "child.disabilities")).all()
        assert [each.code for each in facts if each.child_id == other_id] == ["autism"]
        of_first = session.scalars(select(CaseFact).where(CaseFact.child_id == first_id)).all()
        assert {(each.field, each.code) for each in of_first} == kept
        assert (session.get_one(Child, (work.slug, other_id)).said or {})["child.health_number"] == "111"
        (correction,) = session.scalars(select(Correction)).all()
        assert correction.child_id == other_id and "child.health_number" in correction.changed
    assert f"<strong>{name}</strong>" in browser.get(f"/manchester/cases/{reference}/known").text
    elsewhere = address.replace(str(other_id), reference.lower())
    assert browser.get(elsewhere).status_code == 404


def test_a_part_is_corrected_through_its_page_with_rows_added_without_a_script(portal: Flask) -> None:
    work = Work(portal)
    reference, browser = work.case(), work.browser("coordinator")
    known = browser.get(f"/manchester/cases/{reference}/known").text
    assert f"/manchester/cases/{reference}/correct/family" in known
    page = f"/manchester/cases/{reference}/correct/family"
    one = {"family_members-rows": "1", "family_members-0-person_name": "Ann Invented"}
    more = send(browser, page, add="family_members", **one)
    assert more.status_code == 200 and 'id="family_members-1-person_name"' in more.text
    assert "There is a problem" not in more.text and 'value="Ann Invented"' in more.text
    assert "There is a problem" in send(browser, page, **one).text
    assert send(browser, page, **one, why="The school says so.").status_code == 303
    for wrong in ("nowhere", "PRACTICE"):
        assert browser.get(f"/manchester/cases/{reference}/correct/{wrong}").status_code == 404
    assert work.browser("chair").get(page).status_code == 404
