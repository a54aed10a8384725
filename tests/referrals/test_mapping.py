"""Does each answer of a referral arrive where the core model keeps it, and can it be read back?"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.referral import Referral
from portal.referrals import mapping
from portal.tenancy import core_places
from portal.tenancy.answers import first_day
from portal.tenancy.core_fields import CORE_FIELDS
from tests.work import Work


def read_back(session: Any, case: Case, field: str) -> Any:
    """Return what the core model says of one field, wherever it keeps it."""
    child = session.scalars(select(Child).where(Child.case_id == case.id, Child.position == 1)).first()
    if field in mapping.CASE_CODES:
        return getattr(case, mapping.CASE_CODES[field])
    if field in mapping.CASE_WORDS:
        return getattr(case, mapping.CASE_WORDS[field])
    if field in core_places.CASE_DATES:
        return getattr(case, core_places.CASE_DATES[field])
    if field == "incident.occurred_on":
        return case.incident_on
    if field in mapping.CHILD_CODES or field in mapping.CHILD_WORDS:
        return getattr(child, {**mapping.CHILD_CODES, **mapping.CHILD_WORDS}[field])
    if core_places.is_fact(field):
        own = CaseFact.child_id.is_(None) if child is None else CaseFact.child_id.in_([child.id])
        wanted = select(CaseFact).where(CaseFact.case_id == case.id, CaseFact.field == field)
        wanted = wanted.where(own if field.startswith("child.") else CaseFact.child_id.is_(None))
        return sorted(fact.code for fact in session.scalars(wanted))
    if field == "family.members":
        members = session.scalars(select(FamilyMember).where(FamilyMember.case_id == case.id))
        return [
            {"person.name": m.name, "person.relationship": m.relationship_code, **m.said} for m in members
        ]
    if field == "family.other_children":
        others = session.scalars(select(Child).where(Child.case_id == case.id, Child.position > 1))
        return [said_of(session, other) for other in others]
    return ((child.said if child else {}) if field.startswith("child.") else case.said).get(field)


def said_of(session: Any, child: Child) -> dict[str, Any]:
    """Return what was said of another child, from the columns, the coded rows and the sealed words together."""
    columns = {name: getattr(child, column) for name, column in mapping.CHILD_COLUMNS.items()}
    facts: dict[str, Any] = {}
    for fact in session.scalars(select(CaseFact).where(CaseFact.child_id == child.id)):
        facts.setdefault(fact.field, []).append(fact.code)
    return {name: value for name, value in {**columns, **facts, **child.said}.items() if value}


def as_kept(field: str, answer: Any) -> Any:
    """Return an answer in the shape in which the core model keeps it."""
    if field in core_places.CASE_DATES or field == "incident.occurred_on":
        return first_day(answer)
    if core_places.is_fact(field):
        return sorted([answer] if isinstance(answer, str) else answer)
    if field == "family.other_children":
        rows = [core_places.said_of_another(row) for row in answer]
        return [{**row, "child.protection_plan": [row["child.protection_plan"]]} for row in rows]
    return answer


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_every_mapped_answer_can_be_read_back_from_the_core_model(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    for form in work.tenant.forms.values():
        reference = work.case(form=form)
        with work.session(writes=False) as session:
            case = session.scalars(select(Case).where(Case.reference == reference)).one()
            referral = session.scalars(select(Referral).where(Referral.case_id == case.id)).one()
            said = mapping.core_answers(form, referral.answers)
            lost = {
                field: (as_kept(field, answer), read_back(session, case, field))
                for field, answer in said.items()
                # What a referrer says of themselves stays with the referral.
                if not (field.startswith("referral.") and field not in core_places.COMPARED)
                and read_back(session, case, field) != as_kept(field, answer)
            }
        assert said
        assert not lost, f"{slug}/{form.code}: {lost}"


def test_every_core_field_has_one_place() -> None:
    for field in CORE_FIELDS:
        if field.startswith(("person.", "agencies.a", "agencies.w")) or field == "agencies.involvement":
            continue  # inside a group
        places = [
            field in core_places.PLACED,
            field in core_places.PEOPLE,
            field in core_places.FILES,
            core_places.is_fact(field),
            core_places.is_said_of_case(field),
            field.startswith("child.") and field not in core_places.PLACED and not core_places.is_fact(field),
            field.startswith("referral.") and field not in core_places.COMPARED | core_places.FILES,
        ]
        assert sum(places) == 1, field


def test_age_is_fixed_at_the_incident(portal: Flask) -> None:
    work = Work(portal)
    work.case(born_on="2026-09-01", occurred_on="2026-11-10", unborn="no")
    with work.session(writes=False) as session:
        assert (
            session.scalars(select(Child).where(Child.position == 1)).one().age_band == "under-three-months"
        )
