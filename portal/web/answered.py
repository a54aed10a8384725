"""Which questions did this person meet, in which words, and what did they answer? For forms that are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.tenancy.answers import AnswerFault, Reader, answer_words, first_day, precision_of, section_faults
from portal.tenancy.conditions import asked_in
from portal.tenancy.model import Form, Question, Section
from portal.web.question_form import FileShown
from portal.web.wording import date_words

Files = Mapping[str, tuple[FileShown, ...]]


@dataclass(frozen=True)
class SectionTask:
    """Where one section of a draft stands."""

    section: Section
    status: str
    is_done: bool
    faults: tuple[AnswerFault, ...]


def task_of(form: Form, section: Section, answers: Mapping[str, Any], reader: Reader) -> SectionTask:
    """Where one section stands."""
    faults = tuple(section_faults(form, section, answers, reader))
    is_begun = any(question.code in answers for question in section.questions)
    if not faults:
        return SectionTask(section, "Completed" if is_begun else "Optional", is_begun, faults)
    return SectionTask(section, "In progress" if is_begun else "Not yet started", False, faults)


def as_asked(form: Form, answers: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The form's code, version and words, and each question that these answers led to."""
    met = {question.code for question in asked_in(form, answers)}
    return {
        "form": form.code,
        "version": form.version,
        "title": form.title,
        "kind": form.kind,
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


def asked_of_party(
    asked: Mapping[str, Any], form: Form, answers: Mapping[str, Any], reader: Reader, completed_by: str
) -> dict[str, Any]:
    """What was asked, with one party's sections as the form asks them now; the others keep their own edition."""
    kept = [each for each in asked.get("sections", ()) if each["completed_by"] != completed_by]
    now = as_asked(form, answers, reader)["sections"]
    return {**asked, "sections": kept + [each for each in now if each["completed_by"] == completed_by]}


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


@dataclass(frozen=True)
class Line:
    """One question as it was asked, with its answer in words."""

    key: str
    words: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...] = ()
    files: tuple[FileShown, ...] = ()


@dataclass(frozen=True)
class AnsweredSection:
    """A section with its questions and answers."""

    code: str
    title: str
    completed_by: str
    lines: tuple[Line, ...]


def answered(
    asked: Mapping[str, Any], answers: Mapping[str, Any], files: Files | None = None,
    completed_by: str = "referrer",
) -> list[AnsweredSection]:  # fmt: skip
    """The questions as they were asked, each with its answer; `files` are those handed in, by question.

    Sections of another party than the one whose form it is are shown once that party has answered.
    """
    return [
        AnsweredSection(
            section["code"],
            section["title"],
            section["completed_by"],
            tuple(line_of(one, answers, files) for one in section["questions"]),
        )
        for section in asked.get("sections", ())
        if is_worth_showing(section, answers, completed_by)
    ]


def is_worth_showing(section: Mapping[str, Any], answers: Mapping[str, Any], completed_by: str) -> bool:
    """Whether a section asked something; another party's only once that party has answered."""
    if section["completed_by"] == completed_by:
        return bool(section["questions"])
    return any(one["code"] in answers for one in section["questions"])


def line_of(asked: Mapping[str, Any], answers: Mapping[str, Any], files: Files | None = None) -> Line:
    """One question with its answer."""
    answer = answers.get(asked["code"])
    if asked["kind"] == "file":
        return Line(asked["label"], (), files=(files or {}).get(asked["code"], ()) if answer else ())
    if asked["kind"] == "group":
        rows = tuple(tuple(shown(asked["questions"], row)) for row in answer or ())
        return Line(asked["label"], (), rows)
    if asked["kind"] == "date" and answer:
        return Line(asked["label"], (date_words(first_day(answer), precision_of(answer)),))
    words = answer_words(asked["kind"], dict(asked.get("options", ())), answer)
    return Line(asked["label"], tuple(words))


def shown(questions: list[Mapping[str, Any]], row: Mapping[str, Any]) -> list[Line]:
    """The answered questions of one row."""
    return [line_of(one, row) for one in questions if one["code"] in row]
