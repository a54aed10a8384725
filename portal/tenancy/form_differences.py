"""What does a partnership's form ask otherwise than the shared base it builds on, told in words?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.tenancy.answers import YES_NO_NOT_KNOWN
from portal.tenancy.core_fields import CORE_FIELDS
from portal.tenancy.model import Condition, Form, Question, Section

ADDED, TAKEN_AWAY, CHANGED = "Added", "Taken away", "Changed"
KINDS = {
    "text": "A line of text", "paragraph": "A few paragraphs", "date": "A date",
    "yes-no-not-known": "Yes, no or not known", "one-of": "One of several answers",
    "many-of": "Any of several answers", "person": "A person’s name", "address": "An address",
    "agency": "An agency of the directory", "file": "Files", "group": "As many entries as are needed",
    "declaration": "A declaration", "email": "An email address", "telephone": "A telephone number",
    "number": "A whole number",
}  # fmt: skip
PARTIES = {
    "referrer": "The referrer", "other-agency": "Another agency", "quality-assurer": "Whoever quality assures it",
    "screening-body": "The screening body", "decision-makers": "The decision makers",
}  # fmt: skip
BOTH_ASKED = {"all": " and ", "any": " or ", "none": " or "}
Aspects = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Side:
    """One thing about a form, a section or a question: what the shared base has, and what stands here."""

    what: str
    base: tuple[str, ...]
    here: tuple[str, ...]


@dataclass(frozen=True)
class QuestionDifference:
    """A question that is added, taken away or changed; those of a group have their own."""

    code: str
    label: str
    how: str
    sides: tuple[Side, ...]
    inner: tuple[QuestionDifference, ...] = ()


@dataclass(frozen=True)
class SectionDifference:
    """A section that is added, taken away or changed, or of which a question is."""

    code: str
    title: str
    how: str
    sides: tuple[Side, ...]
    questions: tuple[QuestionDifference, ...]


@dataclass(frozen=True)
class FormDifference:
    """Everything in which a form differs from its base."""

    sides: tuple[Side, ...]
    sections: tuple[SectionDifference, ...]

    def count(self, how: str) -> int:
        """How many questions are added, taken away or changed."""
        return sum(1 for section in self.sections for question in section.questions if question.how == how)


def differences(base: Form, form: Form) -> FormDifference:
    """In what a form differs from its base, in the order of the form; what is taken away comes last."""
    moved = moved_codes(questions_in(base), questions_in(form))
    before = {section.code: section for section in base.sections}
    after = {section.code: section for section in form.sections}
    moved |= moved_codes(before, after)
    every = [*form.sections, *(section for code, section in before.items() if code not in after)]
    told = [_section(base, form, before.get(one.code), after.get(one.code), moved) for one in every]
    own = {"Title": (form.title,), "Introduction": (form.introduction,)}
    shared = {"Title": (base.title,), "Introduction": (base.introduction,)}
    return FormDifference(sides_of(shared, own), tuple(one for one in told if one.sides or one.questions))


def _section(
    base: Form, form: Form, before: Section | None, after: Section | None, moved: set[str]
) -> SectionDifference:
    shown = after or before
    assert shown is not None
    was = {q.code: q for q in before.questions} if before else {}
    now = {q.code: q for q in after.questions} if after else {}
    told = [_question(base, form, _question_of(base, code), one, moved) for code, one in now.items()]
    gone = [question for code, question in was.items() if code not in questions_in(form)]
    told += [_question(base, form, question, None, moved) for question in gone]
    return SectionDifference(
        shown.code, shown.title, how_of(before, after),
        sides_of(section_aspects(base, before, moved), section_aspects(form, after, moved)),
        tuple(one for one in told if one.sides or one.inner),
    )  # fmt: skip


def _question(
    base: Form, form: Form, before: Question | None, after: Question | None, moved: set[str]
) -> QuestionDifference:
    shown = after or before
    assert shown is not None
    was = {q.code: q for q in before.questions} if before else {}
    now = {q.code: q for q in after.questions} if after else {}
    within = moved_codes(was, now)
    every = [*now, *(code for code in was if code not in now)]
    inner = [_question(base, form, was.get(code), now.get(code), within) for code in every]
    return QuestionDifference(
        shown.code, shown.label, how_of(before, after),
        sides_of(question_aspects(base, before, moved), question_aspects(form, after, moved)),
        tuple(one for one in inner if one.sides or one.inner),
    )  # fmt: skip


def how_of(before: object, after: object) -> str:
    """Whether something is added, taken away or changed."""
    if before is None:
        return ADDED
    return TAKEN_AWAY if after is None else CHANGED


def sides_of(before: Aspects, after: Aspects) -> tuple[Side, ...]:
    """What differs, side by side."""
    pairs = {what: (before.get(what, ()), after.get(what, ())) for what in {**after, **before}}
    return tuple(Side(what, base, here) for what, (base, here) in pairs.items() if base != here)


def section_aspects(form: Form, section: Section | None, moved: set[str]) -> Aspects:
    """What can be told of a section; its place only where it has another."""
    if section is None:
        return {}
    told: dict[str, tuple[str, ...]] = {
        "Title": (section.title,),
        "Completed by": (PARTIES[section.completed_by],),
    }
    if section.hint:
        told["Help"] = (section.hint,)
    if section.code in moved:
        told["Place"] = (_after({one.code: one.title for one in form.sections}, section.code),)
    return told


def question_aspects(form: Form, question: Question | None, moved: set[str]) -> Aspects:
    """What can be told of a question; its place only where it has another."""
    if question is None:
        return {}
    told: dict[str, tuple[str, ...]] = {"Question": (question.label,), "Answer": (KINDS[question.kind],)}
    if question.hint:
        told["Help"] = (question.hint,)
    if question.options:
        told["To choose from"] = tuple(label for _, label in question.options)
    told["Has to be answered"] = ("Yes" if question.is_required else "No",)
    if question.condition:
        told["Asked"] = (condition_words(question.condition, labels_of(form)),)
    told |= what_will_do(question)
    if question.maps_to:
        told["Kept on the case as"] = (CORE_FIELDS[question.maps_to].says,)
    if question.width:
        told["Width"] = (question.width,)
    if question.code in moved:
        labels = {one.code: one.label for section in form.sections for one in section.questions}
        told["Place"] = (_after(labels, question.code),)
    return told


def what_will_do(question: Question) -> Aspects:
    """What can be told of the answers that a question takes, where it takes not every one."""
    told: dict[str, tuple[str, ...]] = {}
    if question.not_yet:
        labels = dict(question.options or YES_NO_NOT_KNOWN)
        told["Not sent with"] = tuple(f"{labels[code]}: {first}" for code, first in question.not_yet)
    if question.shortest:
        told["At least"] = (f"{question.shortest} characters",)
    if question.precision != "day":
        told["Will do as a date"] = ("The month" if question.precision == "month" else "The year",)
    return told


def condition_words(condition: Condition, labels: Mapping[str, tuple[str, Mapping[str, str]]]) -> str:
    """When a question is asked, in the words of the questions that it waits for."""
    tests = []
    for code, accepted in condition.tests:
        label, options = labels.get(code, (code, {}))
        answers = " or ".join(f"“{options.get(answer, answer)}”" for answer in accepted)
        is_any = len(options) > 2 and options.keys() <= set(accepted)
        tests.append(
            f"there is an answer to “{label}”" if is_any else f"{answers} is the answer to “{label}”"
        )
    return ("Unless " if condition.mode == "none" else "Only if ") + BOTH_ASKED[condition.mode].join(tests)


def labels_of(form: Form) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Each question's words and those of its answers, the questions of groups too."""
    fixed = {"yes": "Yes", "no": "No", "not-known": "Not known"}
    top = [question for section in form.sections for question in section.questions]
    return {
        one.code: (one.label, dict(one.options) or fixed)
        for question in top
        for one in (question, *question.questions)
    }


def questions_in(form: Form) -> list[str]:
    """The codes of the form's questions, in order, groups as one."""
    return [question.code for section in form.sections for question in section.questions]


def moved_codes(before: Iterable[str], after: Iterable[str]) -> set[str]:
    """The codes that stand in both, and in another order: the fewest whose moving explains it."""
    kept, known = set(after), list(before)
    was = [code for code in known if code in kept]
    now = [code for code in after if code in set(known)]
    still = {
        code
        for block in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        for code in was[block.a : block.a + block.size]
    }
    return set(was) - still


def _question_of(form: Form, code: str) -> Question | None:
    return next((one for section in form.sections for one in section.questions if one.code == code), None)


def _after(labels: Mapping[str, str], code: str) -> str:
    codes = list(labels)
    at = codes.index(code)
    return f"After “{labels[codes[at - 1]]}”" if at else "First"
