"""What does a form ask, and of whom must it be answered, for the tests that hold a form to a list of fields?"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from portal.tenancy.model import Form, Question


def questions(form: Form) -> Iterator[tuple[str, Question]]:
    """Every question of a form, those of groups by both their codes."""
    for section in form.sections:
        for question in section.questions:
            yield question.code, question
            yield from ((f"{question.code}/{inner.code}", inner) for inner in question.questions)


def need(question: Question) -> str:
    return ("must" if question.is_required else "may") + (" if" if question.condition else "")


def digest(form: Form) -> str:
    """What a person is asked, in a few letters; where it comes from and how wide it is does not matter."""
    asked = [
        (s.code, s.title, s.hint, s.completed_by, code, q.kind, q.label, q.hint, q.is_required, q.options,
         q.condition, q.maps_to, q.precision, q.shortest)
        for s in form.sections
        for question in s.questions
        for code, q in [(question.code, question), *((one.code, one) for one in question.questions)]
    ]  # fmt: skip
    return sha256(repr(asked).encode()).hexdigest()[:12]
