"""How is every other fact that a referral brought to a case corrected, in the words in which it was asked?

What a case holds beside its own columns is kept by the name of the core field. It is asked for again as the referrals
of the case asked it, so that a partnership's own options and words stay its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.casework.corrected_facts import in_words as fact_in_words
from portal.domain.coded import Coded
from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.referral import Referral
from portal.tenancy.answers import first_day, precision_of
from portal.tenancy.code_lists import coded_lists
from portal.tenancy.core_fields import CORE_FIELDS
from portal.tenancy.core_places import is_fact, is_said_of_case, is_said_of_child, said_of_another
from portal.tenancy.model import Question
from portal.web.wording import date_words, plural

Values = dict[str, Any]
NEVER_ASKED_AGAIN = frozenset({"file", "declaration"})


class Part(Coded):
    """A part of what is known of a case, corrected on a page of its own."""

    REFERRAL = "referral", "Why it was referred"
    CHILD = "child", "More about the child"
    FAMILY = "family", "Family and household"
    INCIDENT = "incident", "More about the incident"
    PRACTICE = "practice", "How agencies worked"
    AGENCIES = "agencies", "Agencies involved"
    CRITERIA = "criteria", "Criteria"
    PARALLEL = "parallel", "Other processes"


CIRCUMSTANCES = Question(
    "incident_circumstances", "many-of", "Did a child die in any of these circumstances?",
    hint="If no review follows such a death, the partners record why.", maps_to="incident.circumstances",
    options=coded_lists()["recorded-reason-circumstance"],
)  # fmt: skip


def code_of(name: str) -> str:
    """Return the name of a core field as a page may use it: "incident.injuries" is incident_injuries."""
    return name.replace(".", "_")


def is_corrected_here(name: str) -> bool:
    """Whether a core field is corrected with its part, rather than with the case's or the child's own columns."""
    return name == "family.members" or is_fact(name) or is_said_of_case(name) or is_said_of_child(name)


def questions_of(referrals: Iterable[Referral], part: Part) -> tuple[Question, ...]:
    """Return each question of a part as the referrals of a case asked it, the latest referral's words first."""
    found: dict[str, Question] = {}
    for referral in referrals:
        for section in (referral.asked or {}).get("sections", ()):
            for one in section["questions"]:
                name = one.get("maps_to", "")
                is_here = name.partition(".")[0] == part and is_corrected_here(name)
                if is_here and one["kind"] not in NEVER_ASKED_AGAIN:
                    found.setdefault(name, as_question(one))
    return tuple(found.values())


def questions_of_case(case: Case, referrals: Iterable[Referral], part: Part) -> tuple[Question, ...]:
    """Return what may be known of a part: as the referrals asked it, and what the partners' decision turns on.

    A case that the council opened to notify has no referral that asked in what circumstances a child died.
    """
    found = questions_of(referrals, part)
    is_missing = CIRCUMSTANCES.maps_to not in {each.maps_to for each in found}
    return (*found, CIRCUMSTANCES) if part is Part.INCIDENT and case.kind == "incident" and is_missing else found


def questions_of_child(referrals: Sequence[Referral], *, is_first: bool) -> tuple[Question, ...]:
    """Return what may be known of one child; a further one's may have been asked in the rows of other children too."""
    found = {each.maps_to: each for each in questions_of(referrals, Part.CHILD)}
    for referral in referrals if not is_first else ():
        for section in (referral.asked or {}).get("sections", ()):
            for group in (
                one for one in section["questions"] if one.get("maps_to") == "family.other_children"
            ):
                for one in group.get("questions", ()):
                    (name,) = said_of_another({one.get("maps_to") or one["code"]: None})
                    if name.startswith("child.") and is_corrected_here(name):
                        found.setdefault(name, as_question({**one, "maps_to": name}))
    return tuple(found.values())


def as_question(one: Mapping[str, Any]) -> Question:
    """Return a question as it was asked; nothing has to be answered again."""
    precision = "year" if one["kind"] == "date" else "day"
    return Question(
        code_of(one.get("maps_to") or one["code"]), one["kind"], one["label"], precision=precision,
        maps_to=one.get("maps_to") or one["code"],
        options=tuple((code, words) for code, words in one.get("options", ())),
        questions=tuple(as_question(inner) for inner in one.get("questions", ())),
    )  # fmt: skip


# --- what stands there -------------------------------------------------------------------------------------


def values_of(session: Session, case: Case, child: Child | None, questions: Sequence[Question]) -> Values:
    """Return what is known, as answers to these questions."""
    found = {each.code: value_of(session, case, child, each) for each in questions}
    return {code: value for code, value in found.items() if value not in (None, "", [])}


def value_of(session: Session, case: Case, child: Child | None, question: Question) -> Any:
    """Return what is known of one core field."""
    name = question.maps_to
    if name == "family.members":
        rows = [
            {"person.name": each.name, "person.relationship": each.relationship_code, **(each.said or {})}
            for each in members_of(session, case)
        ]
        return [as_typed(row) for row in rows]
    if is_fact(name):
        codes = [each.code for each in facts_of(session, case, child, name)]
        return codes if question.kind == "many-of" else next(iter(codes), None)
    kept = ((child.said if child else None) or {}) if is_said_of_child(name) else case.said or {}
    return [as_typed(row) for row in kept.get(name, ())] if question.kind == "group" else kept.get(name)


def as_typed(row: Mapping[str, Any]) -> Values:
    """Return a row by the names that a page may use."""
    return {code_of(name): value for name, value in row.items() if value not in (None, "")}


def members_of(session: Session, case: Case) -> Sequence[FamilyMember]:
    """Return the family and household of a case."""
    return session.scalars(
        select(FamilyMember).where(FamilyMember.case_id == case.id).order_by(FamilyMember.id)
    ).all()


def first_child(session: Session, case: Case) -> Child | None:
    """Return the child whom a case is mainly about; None where it names no child."""
    return session.scalars(select(Child).where(Child.case_id == case.id).order_by(Child.position)).first()


def facts_of(session: Session, case: Case, child: Child | None, name: str) -> Sequence[CaseFact]:
    """Return the coded rows of one core field; of a child's field those of this child.

    Those of no child by name are the first one's.
    """
    wanted = select(CaseFact).where(CaseFact.case_id == case.id, CaseFact.field == name)
    if child is not None and name.startswith("child."):
        of_child = CaseFact.child_id == child.id
        is_first = child is first_child(session, case)
        wanted = wanted.where(or_(CaseFact.child_id.is_(None), of_child) if is_first else of_child)
    return session.scalars(wanted.order_by(CaseFact.id)).all()


# --- what will stand there ---------------------------------------------------------------------------------


def write(session: Session, case: Case, child: Child | None, question: Question, value: Any) -> None:
    """Write what is known of one core field; nothing takes it away."""
    name = question.maps_to
    if question.kind == "group":
        value = [as_kept(question, row) for row in value or ()]
    if name == "family.members":
        write_members(session, case, value)
    elif is_fact(name):
        write_facts(session, case, child, name, [value] if isinstance(value, str) else value or [])
    elif is_said_of_child(name) and child is not None:
        child.said = with_value(child.said, name, value)
    else:
        case.said = with_value(case.said, name, value)


def as_kept(group: Question, row: Mapping[str, Any]) -> Values:
    """Return a row by the names of its core fields."""
    names = {inner.code: inner.maps_to for inner in group.questions}
    return {names[code]: value for code, value in row.items() if code in names}


def with_value(said: Mapping[str, Any] | None, name: str, value: Any) -> Values:
    """Return what was said with one answer put in its place, or taken away."""
    others = {key: kept for key, kept in (said or {}).items() if key != name}
    return others if value in (None, "", []) else {**others, name: value}


def write_facts(session: Session, case: Case, child: Child | None, name: str, codes: Sequence[str]) -> None:
    """Put coded rows in the place of earlier ones; those that stay are left alone."""
    kept = {each.code: each for each in facts_of(session, case, child, name)}
    for code in kept.keys() - set(codes):
        session.delete(kept[code])
    child_id = child.id if child is not None and name.startswith("child.") else None
    session.add_all(
        CaseFact(tenant=case.tenant, case_id=case.id, child_id=child_id, field=name, code=code)
        for code in codes
        if code not in kept
    )


def write_members(session: Session, case: Case, rows: Sequence[Values]) -> None:
    """Put people of the family in the place of those who were there."""
    for member in members_of(session, case):
        session.delete(member)
    session.flush()
    session.add_all(
        FamilyMember(
            tenant=case.tenant, unit=case.unit, case_id=case.id, name=row.get("person.name"),
            relationship_code=str(row.get("person.relationship", ""))[:60],
            said={name: value for name, value in row.items() if name not in ("person.name", "person.relationship")},
        )
        for row in rows
    )  # fmt: skip


# --- in words ----------------------------------------------------------------------------------------------


def label_of(name: str, labels: Mapping[str, str]) -> str:
    """Return what a corrected fact is called: a column's own words, or those of the core field."""
    return labels[name] if name in labels else CORE_FIELDS[name].says


def in_words(name: str, value: Any, labels: Mapping[str, str]) -> str:
    """Return a corrected fact's value in words."""
    if name in labels:
        return fact_in_words(name, value)
    if value in (None, "", []):
        return "nothing"
    core = CORE_FIELDS[name]
    if isinstance(value, list):
        rows = [each for each in value if isinstance(each, dict)]
        people = [str(next(iter(row.values()), "")) for row in rows]
        return (
            f"{plural(len(rows), 'entry', 'entries')} ({'; '.join(people)})"
            if rows
            else "; ".join(one_in_words(core.codes, each) for each in value)
        )
    if "date" in core.kinds:
        return date_words(first_day(value), precision_of(value))
    return one_in_words(core.codes, value)


def one_in_words(codes: str, value: Any) -> str:
    """Return one code in words; what is no code as it is."""
    return dict(coded_lists().get(codes, ())).get(value, str(value))
