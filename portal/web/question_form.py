"""How do a form's questions become fields on a page, and what was sent become answers again?

Forms are data, so a page's fields are too: nothing here knows any form. Unreadable answers are shown again as
they were typed; nothing that can be read is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.tenancy.answers import AnswerFault, Reader
from portal.tenancy.conditions import applies
from portal.tenancy.model import Condition, Question

Answers = dict[str, Any]
Sent = MultiDict[str, str]
DATE_PARTS = (("day", 2), ("month", 2), ("year", 4))
MODE_WORDS = {"all": " and ", "any": " or ", "none": " nor "}


@dataclass(frozen=True)
class FileShown:
    """A file that is kept for a question: the row that says what it is, and where it is opened and taken away."""

    file: Any
    address: str
    remove_address: str = ""


@dataclass(frozen=True)
class Field:
    """One question as a page shows it: its id, what stands in it, and what is wrong with that."""

    question: Question
    id: str
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    only_if: str = ""
    error: str = ""
    parts: tuple[tuple[str, str, int], ...] = ()
    rows: tuple[tuple[Field, ...], ...] = ()
    files: tuple[FileShown, ...] = ()

    @property
    def first_id(self) -> str:
        """Where the error summary leads: the first thing that a person can fill in."""
        if self.question.kind == "date":
            return f"{self.id}-day"
        if self.question.kind == "group":
            return f"{self.id}-add"
        return self.id


@dataclass
class QuestionForm:
    """Some questions with their answers, read from what was sent or from what was kept."""

    questions: tuple[Question, ...]
    reader: Reader
    before: Mapping[str, Any] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    # Dates that could not be read, as they were typed.
    typed: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    # The group in which a person asked for another row.
    another: str = ""
    # The files that are kept for each question, as the page lists them.
    files: Mapping[str, tuple[FileShown, ...]] = field(default_factory=dict)
    faults: list[AnswerFault] = field(default_factory=list)

    @classmethod
    def kept(cls, questions: Iterable[Question], answers: Mapping[str, Any], reader: Reader,
             before: Mapping[str, Any] | None = None, another: str = "",
             files: Mapping[str, tuple[FileShown, ...]] | None = None) -> QuestionForm:  # fmt: skip
        """The form with the answers that were kept."""
        shown = tuple(shown_on_page(questions, before or {}))
        own = {question.code: answers[question.code] for question in shown if question.code in answers}
        return cls(shown, reader, before or {}, own, another=another, files=files or {})

    def read(self, sent: Sent) -> None:
        """Take the answers from what was sent, and find what is wrong with them."""
        self.typed.clear()
        # A page sends the bytes of new files; which ones are kept is known already.
        kept = {
            q.code: self.answers[q.code]
            for q in self.questions
            if q.kind == "file" and q.code in self.answers
        }
        self.answers = self._read_all(self.questions, sent, "") | kept
        self.find_faults()

    def find_faults(self) -> None:
        """Say what is wrong with the answers as they are now, and with dates that could not be read."""
        faults = list(self.reader.faults(self.questions, self.answers, self.before))
        unread = {name: AnswerFault(name, "Enter a real date, like 27 3 2026") for name in self.typed}
        self.faults = [fault for fault in faults if fault.field not in unread] + list(unread.values())

    def refuse(self, code: str, messages: Iterable[str]) -> None:
        """Say beside a question why files that were sent for it are not kept."""
        words = " ".join(messages)
        if words:
            self.faults = [fault for fault in self.faults if fault.field != code] + [AnswerFault(code, words)]

    @property
    def has_files(self) -> bool:
        """Whether the page takes files, which changes how a browser sends it."""
        return any(question.kind == "file" for question in self.questions)

    @property
    def blocking(self) -> list[AnswerFault]:
        """What cannot be kept: answers that cannot be read, as against answers still to come."""
        return [fault for fault in self.faults if not fault.is_missing]

    def only_blocking(self) -> None:
        """Ask for no more than readable answers: the person is coming back to the rest."""
        self.faults = self.blocking

    @property
    def readable(self) -> Answers:
        """The answers that can be kept, for every question of the page; None where nothing was answered."""
        bad = {fault.field for fault in self.blocking}
        spoilt = {q.code for q in self.questions if any(is_of(q, name) for name in bad)}
        return {q.code: self.answers.get(q.code) for q in self.questions if q.code not in spoilt}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the page, in the order of the form."""
        labels = {question.code: question for question in self.questions}
        return tuple(
            self._field(question, question.code, self.answers, labels) for question in self.questions
        )

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Ids and messages for the error summary, in the order of the page."""
        found = {each.id: each for each in all_fields(self.fields)}
        order = list(found)
        known = [fault for fault in self.faults if fault.field in found]
        known.sort(key=lambda fault: order.index(fault.field))
        return [(found[fault.field].first_id, fault.message) for fault in known]

    # --- from a page ---------------------------------------------------------------------------------------

    def _read_all(self, questions: Iterable[Question], sent: Sent, prefix: str) -> Answers:
        answers = {}
        for question in questions:
            answer = self._read(question, sent, prefix + question.code)
            if answer not in (None, "", []):
                answers[question.code] = answer
        return answers

    def _read(self, question: Question, sent: Sent, name: str) -> Any:
        match question.kind:
            case "date":
                return self._read_date(sent, name)
            case "many-of":
                return list(dict.fromkeys(sent.getlist(name)))
            case "group":
                return self._read_rows(question, sent, name)
            case "file":
                return None
            case "number":
                text = clean(sent.get(name, ""))
                return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text
        return clean(sent.get(name, ""))

    def _read_date(self, sent: Sent, name: str) -> str | None:
        day, month, year = (clean(sent.get(f"{name}-{part}", "")) for part, _ in DATE_PARTS)
        if not (day or month or year):
            return None
        written = written_date(day, month, year)
        if written is None:
            self.typed[name] = (day, month, year)
        return written

    def _read_rows(self, group: Question, sent: Sent, name: str) -> list[Answers]:
        """The rows that hold something, without the one that is being taken away."""
        count = clean(sent.get(f"{name}-rows", "0"))
        rows: list[Answers] = []
        for at in range(
            min(int(count), 100) if count.isascii() and count.isdigit() and len(count) < 5 else 0
        ):
            row = self._read_all(group.questions, sent, f"{name}-{at}-")
            typed = [key for key in self.typed if key.startswith(f"{name}-{at}-")]
            if sent.get("remove") == f"{name}-{at}" or not (row or typed):
                for key in typed:
                    del self.typed[key]
                continue
            for key in typed:
                self.typed[f"{name}-{len(rows)}-{key.removeprefix(f'{name}-{at}-')}"] = self.typed.pop(key)
            rows.append(row)
        return rows

    # --- to a page -----------------------------------------------------------------------------------------

    def _field(
        self, question: Question, name: str, answers: Mapping[str, Any], labels: Mapping[str, Question]
    ) -> Field:
        value = answers.get(question.code)
        error = next((fault.message for fault in self.faults if fault.field == name), "")
        return Field(
            question, name, value, self.reader.options(question),
            self._only_if(question.condition, labels), error,
            self._parts(name, value) if question.kind == "date" else (),
            self._rows(question, name, value, labels) if question.kind == "group" else (),
            self.files.get(name, ()) if question.kind == "file" else (),
        )  # fmt: skip

    def _parts(self, name: str, value: Any) -> tuple[tuple[str, str, int], ...]:
        typed = self.typed.get(name) or tuple(reversed([*str(value or "").split("-"), "", ""][:3]))
        return tuple((part, str(text), width) for (part, width), text in zip(DATE_PARTS, typed, strict=True))

    def _rows(
        self, group: Question, name: str, rows: Any, labels: Mapping[str, Question]
    ) -> tuple[tuple[Field, ...], ...]:
        inside = {**labels, **{question.code: question for question in group.questions}}
        return tuple(
            tuple(self._field(q, f"{name}-{at}-{q.code}", row, inside) for q in group.questions)
            for at, row in enumerate([*(rows or []), *([{}] if self.another == name else [])])
        )

    def _only_if(self, condition: Condition | None, labels: Mapping[str, Question]) -> str:
        """Say in words when a question is for this person, where it hangs on another question of the page."""
        if condition is None or not any(code in labels for code, _ in condition.tests):
            return ""
        tests = [self._test_words(labels[code], codes) for code, codes in condition.tests if code in labels]
        way = "unless" if condition.mode == "none" else "if"
        return f"Only answer this {way} you answered " + MODE_WORDS[condition.mode].join(tests)

    def _test_words(self, question: Question, codes: tuple[str, ...]) -> str:
        words = dict(self.reader.options(question))
        if len(words) > 2 and words.keys() <= set(codes):
            return f"anything to “{question.label}”"
        said = " or ".join(f"“{words.get(code, code)}”" for code in codes)
        return f"{said} to “{question.label}”"


def shown_on_page(questions: Iterable[Question], before: Mapping[str, Any]) -> Iterator[Question]:
    """The questions to show: those that earlier sections rule out are left out, those of this page are worded."""
    here: set[str] = set()
    for question in questions:
        condition = question.condition
        hangs_on_page = condition is not None and any(code in here for code, _ in condition.tests)
        if hangs_on_page or applies(condition, before):
            here.add(question.code)
            yield question


def is_of(question: Question, name: str) -> bool:
    """Whether a field's name is this question's, or of a row of it."""
    return name == question.code or (question.kind == "group" and name.startswith(f"{question.code}-"))


def all_fields(fields: Iterable[Field]) -> Iterator[Field]:
    """Every field of a page, those inside groups too."""
    for each in fields:
        yield each
        for row in each.rows:
            yield from all_fields(row)


def written_date(day: str, month: str, year: str) -> str | None:
    """As much of a date as was typed, in ISO form; None where the parts make no date."""
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (day, month, year) if part):
        return None
    if len(year) != 4 or (day and not month) or len(day) > 2 or len(month) > 2:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def clean(text: str | None) -> str:
    """What was typed, with its line ends made one kind and without what no keyboard types."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter >= " " or letter in "\n\t").strip()
