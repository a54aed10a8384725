"""Where in the core model does each answer of a referral go?

What is compared across cases becomes a code in a column or a row; what identifies or tells is sealed. Nothing
that a question maps to is left behind in the answers alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.ages import age_band
from portal.domain.likeness import Person
from portal.models.blind_index import name_index
from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.likeness import find_child_by
from portal.models.session import TenantSession
from portal.tenancy.answers import first_day, precision_of
from portal.tenancy.conditions import asked_in
from portal.tenancy.core_fields import CORE_FIELDS
from portal.tenancy.core_places import (
    CASE_CODES,
    CASE_DATES,
    CASE_WORDS,
    CHILD_CODES,
    CHILD_WORDS,
    PLACED,
    is_fact,
    is_said_of_case,
    said_of_another,
)
from portal.tenancy.model import Form, Question

Said = dict[str, Any]
# The key of the child whom a referral is mainly about among what the referral brings to a case.
FIRST_CHILD = "child-0"
CHILD_COLUMNS = {**CHILD_CODES, **CHILD_WORDS}


def core_answers(form: Form, answers: Mapping[str, Any]) -> Said:
    """The answers by the core field that each feeds; rows of groups likewise."""
    return as_one_family(
        {
            question.maps_to: by_core_field(question, answers[question.code])
            for question in asked_in(form, answers)
            if question.maps_to and question.code in answers
        }
    )


def core_answers_as_asked(asked: Mapping[str, Any], answers: Mapping[str, Any]) -> Said:
    """The same from the questions as they were asked: an edition of the form since then loses nothing."""
    return as_one_family(
        {
            one["maps_to"]: by_core_field_as_asked(one, answers[one["code"]])
            for section in asked.get("sections", ())
            for one in section["questions"]
            if one.get("maps_to") and one["code"] in answers
        }
    )


def as_one_family(said: Said) -> Said:
    """Return what was said with brothers and sisters, who are asked for apart, among the family."""
    siblings = said.get("family.siblings")
    if not siblings:
        return said
    others = {name: value for name, value in said.items() if name != "family.siblings"}
    return {**others, "family.members": [*said.get("family.members", ()), *siblings]}


def by_core_field_as_asked(asked: Mapping[str, Any], answer: Any) -> Any:
    """An answer as it is; a group's rows by the core fields of the questions as they were asked."""
    if asked["kind"] != "group":
        return answer
    names = {inner["code"]: inner.get("maps_to") or inner["code"] for inner in asked["questions"]}
    return [{names[code]: value for code, value in row.items() if code in names} for row in answer]


def by_core_field(question: Question, answer: Any) -> Any:
    """An answer as it is; a group's rows by the core fields of its questions, others by their codes."""
    if question.kind != "group":
        return answer
    names = {inner.code: inner.maps_to or inner.code for inner in question.questions}
    return [{names[code]: value for code, value in row.items() if code in names} for row in answer]


def write_case(session: TenantSession, case: Case, said: Said) -> None:
    """Fill a new case from what a referral says, and add its children, family and coded facts."""
    for name, column in {**CASE_CODES, **CASE_WORDS}.items():
        if name in said:
            setattr(case, column, said[name])
    for name, column in CASE_DATES.items():
        setattr(case, column, first_day(said.get(name, "")))
    if "incident.occurred_on" in said:
        case.incident_on = first_day(said["incident.occurred_on"])
        case.incident_precision = precision_of(said["incident.occurred_on"])
    case.said = {name: value for name, value in said.items() if is_said_of_case(name)}
    session.add(case)
    session.flush()
    write_people(session, case, said)


def children_said(said: Said) -> list[Person]:
    """The children whom a referral is about, as far as they can be found by."""
    names = ("given_names", "family_name", "other_names", "born_on")
    main = Person(*(str(said.get(f"child.{each}", "")) for each in names))
    others = said.get("family.other_children", ())
    rows = [said_of_another(row) for row in others]
    return [main, *(Person(*(str(row.get(f"child.{each}", "")) for each in names)) for row in rows)]


def write_people(session: TenantSession, case: Case, said: Said) -> None:
    """Add the child whom the referral is mainly about, other children, the family, and coded facts."""
    child = first_child(case, said)
    rows = said.get("family.other_children", ())
    others = [other_child(case, position, row) for position, row in enumerate(rows, start=2)]
    children = [child, *others] if child is not None else others
    session.add_all([*children, *(family_member(case, row) for row in said.get("family.members", ()))])
    session.flush()
    for each in children:
        find_child_by(session, each)
    for other, row in zip(others, rows, strict=True):
        add_facts_of_other(session, case, other, row)
    for name in filter(is_fact, said):
        is_of_child = child is not None and name.startswith("child.")
        add_facts(session, case, child if is_of_child else None, name, said[name])


def first_child(case: Case, said: Said) -> Child | None:
    """The child whom the referral is mainly about; None where the form asks of no child."""
    if not any(name.startswith("child.") for name in said):
        return None
    child = child_of(case, 1, said)
    kept = {name for name in said if name.startswith("child.") and name not in PLACED and not is_fact(name)}
    child.said = {name: said[name] for name in sorted(kept)}
    return identify(child, case, said.get("child.born_on"), said.get("child.is_unborn") == "yes")


def other_child(case: Case, position: int, row: Said) -> Child:
    """Another child who died or was harmed."""
    said = said_of_another(row)
    child = child_of(case, position, said)
    in_columns = CHILD_COLUMNS.keys() | {name for name in said if name in CORE_FIELDS and is_fact(name)}
    child.said = {name: value for name, value in said.items() if name not in in_columns}
    return identify(child, case, said.get("child.born_on"), said.get("child.is_unborn") == "yes")


def add_facts_of_other(session: Session, case: Case, child: Child, row: Said) -> None:
    """Add what is coded of another child, who is in the database already."""
    said = said_of_another(row)
    for name in said:
        if name in CORE_FIELDS and is_fact(name):
            add_facts(session, case, child, name, said[name])


def child_of(case: Case, position: int, said: Said) -> Child:
    """A child of a case with what is said of them in columns."""
    columns = {column: said[name] for name, column in CHILD_COLUMNS.items() if name in said}
    return Child(tenant=case.tenant, unit=case.unit, case_id=case.id, position=position, **columns)


def identify(child: Child, case: Case, born: str | None, is_unborn: bool) -> Child:
    """Fix the child's age band, and let the child be found by exact name and date of birth."""
    born_on = first_day(born or "")
    child.age_band = age_band(born_on, case.incident_on or seen_on(case), is_unborn=is_unborn).value
    whole = born_on if len(born or "") == 10 else None
    child.name_index = name_index(case.tenant, child.given_names or "", child.family_name or "", whole)
    return child


def seen_on(case: Case) -> date | None:
    """The day to reckon an age at where no incident is dated."""
    return case.agency_aware_on or case.council_aware_on


def family_member(case: Case, row: Said) -> FamilyMember:
    """One person of the family or household."""
    kept = {name: value for name, value in row.items() if name not in ("person.name", "person.relationship")}
    return FamilyMember(
        tenant=case.tenant, unit=case.unit, case_id=case.id, said=kept, name=row.get("person.name"),
        relationship_code=str(row.get("person.relationship", ""))[:60],
    )  # fmt: skip


def add_facts(
    session: Session, case: Case, child: Child | None, name: str, codes: str | Iterable[str]
) -> None:
    """Add a row for each code."""
    for code in [codes] if isinstance(codes, str) else codes:
        session.add(
            CaseFact(
                tenant=case.tenant,
                case_id=case.id,
                child_id=child.id if child else None,
                field=name,
                code=code,
            )
        )
