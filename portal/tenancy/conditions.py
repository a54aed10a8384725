"""Which questions does a form ask, given the answers so far?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.tenancy.model import Condition, Form, Question

Answers = Mapping[str, Any]
MODES = ("all", "any", "none")


def _passes(answer: object, accepted: Iterable[str]) -> bool:
    """Whether an answer, or one of several chosen answers, is among those accepted."""
    chosen = answer if isinstance(answer, list | tuple | set | frozenset) else (answer,)
    return any(str(one) in accepted for one in chosen if one is not None)


def applies(condition: Condition | None, answers: Answers) -> bool:
    """Whether the condition holds; a question without one is always asked.

    An answer that was not given passes no test, so `none` holds of a form not yet begun.
    """
    if condition is None:
        return True
    results = (_passes(answers.get(code), accepted) for code, accepted in condition.tests)
    if condition.mode == "all":
        return all(results)
    return any(results) if condition.mode == "any" else not any(results)


def asked(questions: Iterable[Question], answers: Answers) -> Iterator[Question]:
    """The questions asked, in order; what was answered on a branch since left counts as unanswered."""
    standing: dict[str, Any] = {}
    for question in questions:
        if applies(question.condition, standing):
            yield question
            if question.code in answers:
                standing[question.code] = answers[question.code]


def asked_in(form: Form, answers: Answers) -> tuple[Question, ...]:
    """Every top-level question of the form that these answers lead to, in the order of the form."""
    return tuple(asked((question for section in form.sections for question in section.questions), answers))


def without_left_branches(form: Form, answers: Answers) -> dict[str, Any]:
    """The answers without those to questions that are no longer asked, rows of groups included."""
    kept: dict[str, Any] = {}
    for question in asked_in(form, answers):
        if question.code in answers:
            answer = answers[question.code]
            kept[question.code] = _rows_kept(question, answer, kept) if question.kind == "group" else answer
    return kept


def _rows_kept(group: Question, rows: Iterable[Answers], outside: Answers) -> list[dict[str, Any]]:
    """A group's rows, each without what that row's own answers no longer ask."""
    return [_row_kept(group, row, outside) for row in rows]


def _row_kept(group: Question, row: Answers, outside: Answers) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for question in group.questions:
        if question.code in row and applies(question.condition, {**outside, **kept}):
            kept[question.code] = row[question.code]
    return kept
