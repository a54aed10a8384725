"""Is an answer readable, and is anything still missing? Asked of drafts, of what is sent, and of the tests.

An answer is a text; a list of codes where several may be chosen; a list of rows for a group; a list of the ids of
attachments for files; and for a date as much of ISO 8601 as is known: 2026, 2026-04 or 2026-04-02.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.uploads import MOST_FILES
from portal.tenancy.conditions import Answers, applies
from portal.tenancy.model import ANOTHER, AgencyEntry, Form, Question, Section

LONGEST = {"text": 200, "person": 200, "email": 254, "telephone": 40, "address": 1_000, "paragraph": 20_000}
MOST_ROWS = 40
ANOTHER_AGENCY = (ANOTHER, "Another agency")
SEVERAL_AGENCIES = ("several", "Several agencies")
YES_NO_NOT_KNOWN = (("yes", "Yes"), ("no", "No"), ("not-known", "Not known"))
# The shortest date that a question of each precision takes; more is always welcome.
PRECISIONS = {"year": 4, "month": 7, "day": 10}
FIRST_YEAR, LAST_YEAR = 1900, 2100
# What can only have happened already.
PAST = frozenset(
    {
        "referral.discussed_on", "family.siblings_checked_on", "incident.occurred_on",
        "incident.agency_aware_on", "incident.council_aware_on", "child.died_on", "person.born_on",
    }
)  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with an answer: the field's id on the page, the message, and whether it is only missing."""

    field: str
    message: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """What an answer is read against: the partnership's agencies and today's date."""

    agencies: tuple[AgencyEntry, ...]
    today: date

    def options(self, question: Question) -> tuple[tuple[str, str], ...]:
        """The codes and words to choose from; none for a question that is no choice."""
        match question.kind:
            case "yes-no-not-known":
                return YES_NO_NOT_KNOWN
            case "agency":
                return (*((each.code, each.name) for each in self.agencies), ANOTHER_AGENCY)
            case "declaration":
                return (("yes", question.label),)
        return question.options

    def faults(
        self, questions: Iterable[Question], answers: Answers, before: Answers | None = None
    ) -> Iterator[AnswerFault]:
        """What is wrong with these questions' answers; `before` are answers that conditions may look at."""
        standing = dict(before or {})
        for question in questions:
            if applies(question.condition, standing):
                answer = answers.get(question.code)
                yield from self._faults_of(question, question.code, answer, standing)
                if answer is not None:
                    standing[question.code] = answer

    def _faults_of(
        self, question: Question, field: str, answer: Any, standing: Answers
    ) -> Iterator[AnswerFault]:
        if answer in (None, "", []):
            if question.is_required:
                yield AnswerFault(field, missing_words(question), is_missing=True)
        elif question.kind == "group":
            yield from self._faults_in_rows(question, field, answer, standing)
        else:
            message = self._fault_of(question, answer)
            if message:
                yield AnswerFault(field, message)
            elif first := to_do_first(question, answer):
                # It is an answer, and a draft keeps it; what it waits for is missing.
                yield AnswerFault(field, first, is_missing=True)

    def _faults_in_rows(
        self, group: Question, field: str, rows: Any, standing: Answers
    ) -> Iterator[AnswerFault]:
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            yield AnswerFault(field, f"Add {MOST_ROWS} or fewer")
            return
        for at, row in enumerate(rows):
            inside = dict(standing)
            for question in group.questions:
                if applies(question.condition, inside):
                    answer = row.get(question.code)
                    yield from self._faults_of(question, f"{field}-{at}-{question.code}", answer, inside)
                    inside[question.code] = answer

    def _fault_of(self, question: Question, answer: Any) -> str | None:
        if question.kind == "date":
            return self._fault_of_date(question, answer)
        if question.kind == "file":
            return self._fault_of_files(answer)
        if question.kind == "many-of":
            return self._fault_of_choice(question, answer if isinstance(answer, list) else [answer])
        if self.options(question):
            return self._fault_of_choice(question, [answer])
        if question.kind == "number":
            return None if isinstance(answer, int) and 0 <= answer < 10**9 else "Enter a whole number"
        return self._fault_of_text(question, answer)

    def _fault_of_choice(self, question: Question, chosen: list[Any]) -> str | None:
        known = {code for code, _ in self.options(question)}
        return None if all(code in known for code in chosen) else "Select from the answers given"

    def _fault_of_files(self, answer: Any) -> str | None:
        are_ids = isinstance(answer, list) and all(isinstance(each, str) for each in answer)
        return None if are_ids and len(answer) <= MOST_FILES else f"Keep {MOST_FILES} files or fewer here"

    def _fault_of_text(self, question: Question, answer: Any) -> str | None:
        if not isinstance(answer, str):
            return "Answer in words"
        most = LONGEST.get(question.kind, LONGEST["text"])
        if len(answer) > most:
            return f"Use {most:,} characters or fewer"
        if len(answer) < question.shortest:
            return f"Use at least {question.shortest} characters, so that others can follow your reasons"
        if question.kind == "email" and not _EMAIL.fullmatch(answer):
            return "Enter an email address like name@example.com"
        if question.kind == "telephone" and sum(letter.isdigit() for letter in answer) < 3:
            return "Enter a telephone number"
        return None

    def _fault_of_date(self, question: Question, answer: Any) -> str | None:
        if not isinstance(answer, str) or first_day(answer) is None:
            return "Enter a real date, like 27 3 2026"
        if len(answer) < PRECISIONS[question.precision]:
            return (
                "Enter the day, month and year" if question.precision == "day" else "Enter the month and year"
            )
        if question.maps_to in PAST and (first_day(answer) or self.today) > self.today:
            return "The date must be today or in the past"
        return None


def to_do_first(question: Question, answer: Any) -> str:
    """What has to be done before a form with this answer is sent; nothing for most answers."""
    given = answer if isinstance(answer, list) else [answer]
    return next((words for code, words in question.not_yet if code in given), "")


def missing_words(question: Question) -> str:
    """What to say where an answer is needed."""
    about = question.label.rstrip(".")
    match question.kind:
        case "declaration":
            return f"Confirm: {about}"
        case "one-of" | "many-of" | "yes-no-not-known" | "agency":
            return f"Select an answer: {about}"
        case "group":
            return f"Add at least one: {about}"
        case "date":
            return f"Enter a date: {about}"
        case "file":
            return f"Choose a file: {about}"
    return f"Answer the question: {about}" if about.endswith("?") else f"Enter: {about}"


def first_day(answer: str) -> date | None:
    """The first day that a date, or as much of it as is known, can mean; None where it is no date."""
    found = _DATE.fullmatch(answer)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def precision_of(answer: str) -> str:
    """How much of a date is known: day, month or year."""
    return next(name for name, length in PRECISIONS.items() if length == len(answer))


def earlier_answers(form: Form, section: Section, answers: Answers) -> dict[str, Any]:
    """The answers of the sections before this one, left branches apart: what its conditions may look at."""
    standing: dict[str, Any] = {}
    for earlier in form.sections:
        if earlier.code == section.code:
            break
        for question in earlier.questions:
            if question.code in answers and applies(question.condition, standing):
                standing[question.code] = answers[question.code]
    return standing


def section_faults(form: Form, section: Section, answers: Answers, reader: Reader) -> list[AnswerFault]:
    """What is wrong or missing in one section, given the answers of the sections before it."""
    return list(reader.faults(section.questions, answers, earlier_answers(form, section, answers)))


def sections_for(form: Form, completed_by: str) -> tuple[Section, ...]:
    """The sections that one party completes."""
    return tuple(section for section in form.sections if section.completed_by == completed_by)


def closing_section(form: Form) -> Section | None:
    """The last section of the referrer's where it only declares: it is asked on the page that sends the form."""
    last = sections_for(form, "referrer")[-1]
    return last if all(question.kind == "declaration" for question in last.questions) else None


def answer_words(kind: str, options: Mapping[str, str], answer: Any) -> list[str]:
    """An answer as lines to read; a date's words are the page's."""
    if answer in (None, "", []):
        return []
    if kind == "declaration":
        return ["Confirmed"]
    if isinstance(answer, list):
        return [options.get(str(code), str(code)) for code in answer]
    return [options.get(str(answer), str(answer))] if options else str(answer).splitlines()
