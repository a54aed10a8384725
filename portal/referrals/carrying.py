"""What does a referral bring to a case, what of it does the case hold, and what of that did others say too?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.coded import Coded
from portal.models.blind_index import name_index, plain_letters
from portal.models.case import Case, CaseFact, Child, FamilyMember
from portal.models.correction import Correction
from portal.models.likeness import LikenessKey, keys_of
from portal.models.notification import NotifiedChild
from portal.models.referral import Referral
from portal.referrals.mapping import (
    FIRST_CHILD,
    Said,
    add_facts,
    children_said,
    core_answers_as_asked,
    family_member,
    first_child,
    other_child,
)
from portal.tenancy.answers import first_day, precision_of
from portal.tenancy.code_lists import coded_lists
from portal.tenancy.core_fields import CORE_FIELDS
from portal.tenancy.core_places import (
    CASE_CODES,
    CASE_DATES,
    CASE_WORDS,
    is_fact,
    is_said_of_case,
    said_of_another,
)
from portal.web.wording import date_words

WHOLE = len("2026-04-02")


class Part(Coded):
    """What kind of thing a referral brings."""

    CHILD = "child", "Children"
    MEMBER = "member", "Family and household"
    FACT = "fact", "Coded facts"
    SAID = "said", "Other answers"


@dataclass(frozen=True)
class Carried:
    """One thing that a referral says: where it stands in the case, and whether another referral says it too."""

    key: str
    part: Part
    words: str
    # What is said, by the name of the core field; for a fact its field and code.
    value: Any
    row: Child | FamilyMember | CaseFact | None = None
    is_there: bool = False
    is_likely_there: bool = False
    is_also_said: bool = False
    # Why it cannot be taken out of the case.
    tied: str = ""


def said_by(referral: Referral) -> Said:
    """Return what a referral says, by core field."""
    return core_answers_as_asked(referral.asked or {}, referral.answers or {})


def carried(session: Session, case: Case, referral: Referral) -> list[Carried]:
    """Return everything of a referral's that a case keeps or could keep beside its own facts."""
    said = said_by(referral)
    others = [
        said_by(each)
        for each in session.scalars(
            select(Referral).where(Referral.case_id == case.id, Referral.id != referral.id)
        )
    ]
    return [
        *children(session, case, said, others),
        *members(session, case, said, others),
        *facts(session, case, said, others),
        *answers(case, said, others),
    ]


def in_parts(things: Iterable[Carried]) -> list[tuple[Part, list[Carried]]]:
    """Return things by their kind, for a page; kinds of which there is none are left out."""
    listed = list(things)
    found = [(part, [each for each in listed if each.part is part]) for part in Part]
    return [(part, its) for part, its in found if its]


# --- children ------------------------------------------------------------------------------------------------


def children(session: Session, case: Case, said: Said, others: Sequence[Said]) -> Iterator[Carried]:
    """Yield each child whom the referral is about."""
    known = {
        each.name_index: each
        for each in of_case(session, Child, case)
        if is_named(each.given_names, each.family_name)
    }
    of_others = {index_of(case, each) for other in others for each in rows_of_children(other)} - {""}
    likely = likely_children(session, case, said)
    for at, row in enumerate(rows_of_children(said)):
        index = index_of(case, row)
        child = known.get(index)
        yield Carried(
            f"child-{at}", Part.CHILD, name_in(row) or "A child without a name", row, child, child is not None,
            at in likely, index in of_others, tie_of(session, child) if child else "",
        )  # fmt: skip


def rows_of_children(said: Said) -> list[Said]:
    """Return the children of a referral, the one it is mainly about first: his or her own fields, or a group's row."""
    main = {name: value for name, value in said.items() if name.startswith("child.")}
    return [*([main] if main else []), *map(said_of_another, said.get("family.other_children", ()))]


def name_in(row: Mapping[str, Any]) -> str:
    """Return a person's name from what was said of them."""
    return " ".join(str(row[name]) for name in ("child.given_names", "child.family_name") if row.get(name))


def index_of(case: Case, row: Mapping[str, Any]) -> str:
    """Return the keyed hash by which a child of the case is found, from what was said; empty without a name."""
    born = str(row.get("child.born_on") or "")
    given, family = (str(row.get(f"child.{each}") or "") for each in ("given_names", "family_name"))
    born_on = first_day(born) if len(born) == WHOLE else None
    return name_index(case.tenant, given, family, born_on) if is_named(given, family) else ""


def is_named(given: str | None, family: str | None) -> bool:
    """Whether a child has a name: nothing tells one without from another, who may be somebody else's."""
    return bool(plain_letters(f"{given or ''}{family or ''}"))


def likely_children(session: Session, case: Case, said: Said) -> set[int]:
    """Return which of a referral's children are likely to be on the case, by where they stand among them."""
    known = set(
        session.scalars(
            select(LikenessKey.key).where(
                LikenessKey.child_id.in_(select(Child.id).where(Child.case_id == case.id))
            )
        )
    )
    has_main = any(name.startswith("child.") for name in said)
    people = children_said(said)[0 if has_main else 1 :]
    return {at for at, each in enumerate(people) if known & keys_of(case.tenant, [each]).keys()}


def tie_of(session: Session, child: Child) -> str:
    """Say why a child has to stay on the case, if anything does."""
    notified = select(NotifiedChild.id).where(NotifiedChild.child_id == child.id)
    if session.scalars(notified).first():
        return "A notification is about this child, so the child stays."
    if session.scalars(select(Correction.id).where(Correction.child_id == child.id)).first():
        return "What is known of this child was corrected on the case, so the child stays with what was corrected."
    return ""


# --- everybody and everything else ---------------------------------------------------------------------------


def members(session: Session, case: Case, said: Said, others: Sequence[Said]) -> Iterator[Carried]:
    """Yield each person of the family and household."""
    known = {(each.name, each.relationship_code): each for each in of_case(session, FamilyMember, case)}
    of_others = {who(row) for other in others for row in other.get("family.members", ())}
    for at, row in enumerate(said.get("family.members", ())):
        member = known.get(who(row))
        words = ", ".join(each for each in (who(row)[0] or "Name not known", plain(who(row)[1])) if each)
        is_there = member is not None
        yield Carried(
            f"member-{at}", Part.MEMBER, words, row, member, is_there, is_there, who(row) in of_others
        )


def who(row: Mapping[str, Any]) -> tuple[str | None, str]:
    """Return by what a person of the family is told from another: name and relationship."""
    return row.get("person.name"), str(row.get("person.relationship", ""))[:60]


def facts(session: Session, case: Case, said: Said, others: Sequence[Said]) -> Iterator[Carried]:
    """Yield each code that is kept for comparison."""
    further = further_children(session, case, (said, *others))
    known = {
        (each.field, each.code): each
        for each in of_case(session, CaseFact, case)
        if each.child_id not in further
    }
    of_others = {pair for other in others for pair in coded(other)}
    for field, code in coded(said):
        row = known.get((field, code))
        yield Carried(
            f"fact-{field}-{code}", Part.FACT, fact_words(field, code), (field, code), row, row is not None,
            row is not None, (field, code) in of_others,
        )  # fmt: skip


def further_children(session: Session, case: Case, every: Iterable[Said]) -> set[UUID]:
    """Return the children of the case of whom referrals speak beside another: what is coded of them goes with them."""
    rows = [said_of_another(row) for said in every for row in said.get("family.other_children", ())]
    indexes = {index_of(case, row) for row in rows} - {""}
    return {
        each.id for each in of_case(session, Child, case) if each.position > 1 and each.name_index in indexes
    }


def coded(said: Said) -> list[tuple[str, str]]:
    """Return each coded fact of a referral, field and code."""
    return [
        (name, code)
        for name in filter(is_fact, said)
        for code in ([said[name]] if isinstance(said[name], str) else said[name])
    ]


def fact_words(field: str, code: str) -> str:
    """Return a coded fact in words."""
    core = CORE_FIELDS[field]
    return f"{core.says}: {dict(coded_lists().get(core.codes, ())).get(code) or plain(code)}"


def plain(code: str) -> str:
    """Return a code as words, where its list is a partnership's own."""
    return code.replace("-", " ").capitalize()


def answers(case: Case, said: Said, others: Sequence[Said]) -> Iterator[Carried]:
    """Yield each other answer that a case keeps as it was said."""
    kept = case.said or {}
    for name in filter(is_said_of_case, said):
        is_there = name in kept
        yield Carried(
            f"said-{name}", Part.SAID, CORE_FIELDS[name].says, said[name], None,
            is_there and kept[name] == said[name], is_there, any(other.get(name) == said[name] for other in others),
        )  # fmt: skip


def of_case(session: Session, model: type[Any], case: Case) -> Sequence[Any]:
    """Return a model's rows of one case."""
    return session.scalars(select(model).where(model.case_id == case.id)).all()


# --- the case's own facts ------------------------------------------------------------------------------------


def own_facts(case: Case, referral: Referral) -> list[tuple[str, str, str]]:
    """Return each fact that stands once on a case: what it is, what the case says, and what the referral says."""
    said = said_by(referral)
    columns = {**CASE_CODES, **CASE_DATES, **CASE_WORDS, "incident.occurred_on": "incident_on"}
    found = []
    for name, column in columns.items():
        if name in said:
            found.append((CORE_FIELDS[name].says, on_case(case, name, column), in_words(name, said[name])))
    return found


def on_case(case: Case, name: str, column: str) -> str:
    """Return what a case says of one core field, in words."""
    value = getattr(case, column)
    if isinstance(value, date):
        return date_words(value, case.incident_precision if column == "incident_on" else "day")
    return in_words(name, value)


def in_words(name: str, value: Any) -> str:
    """Return what was said of one core field, in words."""
    core = CORE_FIELDS[name]
    if "date" in core.kinds and value:
        return date_words(first_day(value), precision_of(value))
    return dict(coded_lists().get(core.codes, ())).get(value, str(value or ""))


# --- adding to a case ----------------------------------------------------------------------------------------


def new_row(session: Session, case: Case, thing: Carried, position: int) -> Child | FamilyMember | None:
    """Return the row that a child or a person of the family becomes on a case; nothing for what is no person."""
    if thing.part is Part.MEMBER:
        return family_member(case, thing.value)
    if thing.part is not Part.CHILD:
        return None
    if thing.key != FIRST_CHILD:
        return other_child(case, position, thing.value)
    child = first_child(case, thing.value)
    if child is not None:
        child.position = position
    return child


def add_fact(session: Session, case: Case, child_id: UUID | None, thing: Carried) -> None:
    """Add a coded fact to a case."""
    field, code = thing.value
    child = session.get(Child, child_id) if child_id and field.startswith("child.") else None
    add_facts(session, case, child, field, code)
