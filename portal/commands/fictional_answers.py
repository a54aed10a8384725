"""How is any partnership's referral form filled in with a story that never happened?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.tenancy.answers import Reader
from portal.tenancy.conditions import applies
from portal.tenancy.model import Form, Question

WORDS = "Invented for this demonstration. Nothing here happened."
BORN_BEFORE = timedelta(days=4_300)
AWARE_AFTER = timedelta(days=1)


def story_answers(
    form: Form, reader: Reader, told: Mapping[str, Any], happened_on: date, completed_by: str = "referrer",
    *, is_brief: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Answer what one party is asked: by the core field where the story tells, else plainly invented.

    A brief story leaves out what may be left out and what it does not tell.
    """
    answers: dict[str, Any] = {}
    for section in form.sections:
        for question in section.questions:
            is_asked = section.completed_by == completed_by and applies(question.condition, answers)
            if is_asked and question.kind != "file" and (is_needed(question, told) or not is_brief):
                answers[question.code] = answer_to(question, reader, told, happened_on)
    return answers


def is_needed(question: Question, told: Mapping[str, Any]) -> bool:
    """Whether a brief story answers a question: it has to, or it tells of it."""
    return question.is_required or bool(told.get(name_of(question)))


def name_of(question: Question) -> str:
    """Return the name by which a story tells of it: the core field, or its own code where it feeds none."""
    return question.maps_to or question.code


def answer_to(question: Question, reader: Reader, told: Mapping[str, Any], happened_on: date) -> Any:
    """Return what the story says, where that can be an answer to this question; else something plainly invented."""
    said = told.get(name_of(question))
    if said is not None and question.kind == "group":
        return [row_of(question, reader, row, happened_on) for row in said]
    if said is not None and question.kind == "date":
        return said.isoformat()
    codes = {code for code, _ in reader.options(question)}
    if said is not None and fits(said, codes):
        return said
    return invented(question, reader, told, happened_on)


def fits(said: Any, codes: set[str]) -> bool:
    """Whether an answer is one of the codes, where there are codes."""
    return not codes or (set(said) <= codes if isinstance(said, list) else said in codes)


def invented(question: Question, reader: Reader, told: Mapping[str, Any], happened_on: date) -> Any:
    """Return an answer of the right kind that nobody could take for real."""
    match question.kind:
        case "group":
            return [row_of(question, reader, told, happened_on)]
        case "date":
            return day_for(question, happened_on).isoformat()
        case "many-of":
            return [code for code, _ in question.options[:1]]
        case "email":
            return "robin.sample@demonstration.example"
        case "telephone":
            return "01632 960 000"  # Ofcom keeps this range for drama
        case "number":
            return 2
        case "address":
            return "1 Invented Street, Nowhere"
        case "person":
            return "Robin Sample"
        case "paragraph":
            return WORDS
    options = reader.options(question)
    return options[0][0] if options else "Invented"


def row_of(question: Question, reader: Reader, told: Mapping[str, Any], happened_on: date) -> dict[str, Any]:
    """Return one row of a group."""
    row: dict[str, Any] = {}
    for inner in question.questions:
        if applies(inner.condition, row) and inner.kind != "file":
            row[inner.code] = answer_to(inner, reader, told, happened_on)
    return row


def day_for(question: Question, happened_on: date) -> date:
    """Return a day that agrees with the story's others."""
    if "born" in question.maps_to or "born" in question.code:
        return happened_on - BORN_BEFORE
    return happened_on if question.maps_to == "incident.occurred_on" else happened_on + AWARE_AFTER
