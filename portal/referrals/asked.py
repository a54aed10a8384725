"""Which questions did this person meet, in which words? What a referral keeps beside its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.tenancy.answers import Reader
from portal.tenancy.conditions import asked_in
from portal.tenancy.model import Form, Question


def as_asked(form: Form, answers: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The form's code, version and words, and each question that these answers led to."""
    met = {question.code for question in asked_in(form, answers)}
    return {
        "form": form.code,
        "version": form.version,
        "title": form.title,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "completed_by": section.completed_by,
                "questions": [
                    in_words(question, reader)
                    for question in section.questions
                    if question.code in met
                ],
            }
            for section in form.sections
        ],
    }


def in_words(question: Question, reader: Reader) -> dict[str, Any]:
    """A question with the words it was asked in and the answers it offered."""
    asked: dict[str, Any] = {"code": question.code, "label": question.label, "kind": question.kind}
    if question.maps_to:
        asked["maps_to"] = question.maps_to
    options = reader.options(question)
    if options:
        asked["options"] = [list(option) for option in options]
    if question.questions:
        asked["questions"] = [in_words(inner, reader) for inner in question.questions]
    return asked
