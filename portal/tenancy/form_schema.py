"""Which keys may a form, a list of options and the head of a page hold, and what is built from them?"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from portal.tenancy.answers import YES_NO_NOT_KNOWN
from portal.tenancy.conditions import MODES
from portal.tenancy.core_fields import AGENCY_RETURN, FORM_KINDS, QUESTION_KINDS
from portal.tenancy.fields import (
    KEBAB,
    Strict,
    choice,
    flag,
    name_code,
    number,
    pairs,
    shaped,
    table,
    tables,
    texts,
    words,
)
from portal.tenancy.model import Condition, Form, Question, Section

PARTIES = ("referrer", "other-agency", "quality-assurer", "screening-body", "decision-makers")
CERTAINTIES = ("certain", "likely", "inferred")
WIDTHS = ("", "2", "3", "4", "5", "10", "20", "one-third", "one-half", "two-thirds")
PRECISIONS = ("day", "month", "year")
ACTIONS = ("replace", "reword", "remove", "add-before", "add-after", "move-before", "move-after")
AUDIENCES = ("everyone", "families", "practitioners", "press")


class ConditionSchema(Strict):
    mode = choice(MODES, default="all")
    tests = fields.List(
        fields.Tuple((words(is_required=True), fields.List(words(is_required=True)))),
        required=True,
        error_messages={"required": 'is missing; give tests = [["earlier-question", ["answer"]]]'},
    )

    @validates_schema(skip_on_field_errors=True)
    def tests_something(self, values: dict[str, Any], **_: Any) -> None:
        if not values["tests"] or not all(accepted for _, accepted in values["tests"]):
            raise ValidationError("give at least one test, each with at least one answer", "tests")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Condition:
        tests = tuple((code, tuple(accepted)) for code, accepted in values["tests"])
        return Condition(mode=values["mode"], tests=tests)


class QuestionSchema(Strict):
    code = name_code()
    kind = choice(QUESTION_KINDS, is_required=True)
    label = words(is_required=True)
    hint = words()
    is_required = flag()
    options = pairs()
    options_from = shaped(KEBAB, "give the name of a list")
    when = table(ConditionSchema, is_required=False)
    maps_to = words()
    kept_as_answered = flag()
    width = choice(WIDTHS)
    precision = choice(PRECISIONS, default="day")
    shortest = number(0, 1_000, "how many characters an answer has at least", default=0)
    not_yet = pairs()
    source = words()
    question = fields.List(fields.Nested(lambda: QuestionSchema()), load_default=list)

    @validates_schema(skip_on_field_errors=True)
    def suits_its_kind(self, values: dict[str, Any], **_: Any) -> None:
        for key, remedy in _unsuited(values):
            raise ValidationError(remedy, key)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Question:
        values["condition"] = values.pop("when")
        values["questions"] = tuple(values.pop("question"))
        values["is_kept_as_answered"] = values.pop("kept_as_answered")
        values["options"], values["not_yet"] = tuple(values["options"]), tuple(values["not_yet"])
        return Question(**values)


def _unsuited(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Keys that a question's kind needs or cannot use, each with its remedy."""
    kind, has_options = values["kind"], bool(values["options"] or values["options_from"])
    needs_options = kind in ("one-of", "many-of")
    answers = YES_NO_NOT_KNOWN if kind == "yes-no-not-known" else values["options"]
    has_answers = needs_options or kind == "yes-no-not-known"
    rows = (
        (needs_options and not has_options, "options", f"is missing; {kind} needs options or options_from"),
        (has_options and not needs_options, "options", f"take it away; {kind} has no options"),
        (bool(values["options"] and values["options_from"]), "options_from", "keep either this or options"),
        (
            kind == "group" and not values["question"],
            "question",
            "is missing; a group needs questions of its own",
        ),
        (
            kind != "group" and bool(values["question"]),
            "question",
            "take it away; only a group has questions",
        ),
        (any(one.kind == "group" for one in values["question"]), "question", "take the inner group out"),
        (
            any(one.kind == "file" for one in values["question"]),
            "question",
            "take the file out of the group and ask for it once, beside it",
        ),
        (
            kind not in ("text", "paragraph") and bool(values["shortest"]),
            "shortest",
            "take it away; only words have it",
        ),
        (
            not has_answers and bool(values["not_yet"]),
            "not_yet",
            "take it away; only one-of, many-of and yes-no-not-known have it",
        ),
        (
            bool({code for code, _ in values["not_yet"]} - {code for code, _ in answers}),
            "not_yet",
            f"name answers that stand in {'options' if needs_options else 'its kind'}",
        ),
        (kind != "date" and values["precision"] != "day", "precision", "take it away; only a date has it"),
    )
    return [(key, remedy) for is_wrong, key, remedy in rows if is_wrong]


class SectionSchema(Strict):
    code = name_code()
    title = words(is_required=True)
    completed_by = choice(PARTIES, default="referrer")
    hint = words()
    source = words(is_required=True)
    certainty = choice(CERTAINTIES, is_required=True)
    question = tables(QuestionSchema, is_required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Section:
        return Section(questions=tuple(values.pop("question")), **values)


class ChangeSchema(Strict):
    """How a form differs from its base; the question or section in it is checked where it lands."""

    action = choice(ACTIONS, is_required=True)
    target = name_code()
    question = fields.Dict(keys=fields.String(), load_default=None)
    section = fields.Dict(keys=fields.String(), load_default=None)
    beside = shaped(KEBAB, "give the code of the question or section to stand beside")
    without = texts()

    @validates_schema(skip_on_field_errors=True)
    def brings_what_it_needs(self, values: dict[str, Any], **_: Any) -> None:
        for key, remedy in _unsuited_change(values):
            raise ValidationError(remedy, key)


def _unsuited_change(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Keys that a change's action needs or cannot use, each with its remedy."""
    action = values["action"]
    brought = [key for key in ("question", "section") if values[key] is not None]
    brings_nothing = action in ("remove", "move-before", "move-after")
    leaves_out = action == "reword" and bool(values["without"])
    rows = (
        (
            brings_nothing and bool(brought),
            (brought or ["question"])[0],
            f"take it away; {action} brings nothing",
        ),
        (
            not brings_nothing and len(brought) != 1 and not (leaves_out and not brought),
            "question",
            "give either [change.question] or [change.section]",
        ),
        (
            action.startswith("move-") and not values["beside"],
            "beside",
            "is missing; name what it moves beside",
        ),
        (
            not action.startswith("move-") and bool(values["beside"]),
            "beside",
            "take it away; only a move has it",
        ),
        (
            action != "reword" and bool(values["without"]),
            "without",
            "take it away; only reword leaves keys out",
        ),
    )
    return [(key, remedy) for is_wrong, key, remedy in rows if is_wrong]


class FormSchema(Strict):
    code = name_code()
    title = words(is_required=True)
    version = number(1, 100_000, "raise it whenever a question changes", is_required=True)
    kind = choice((*FORM_KINDS, AGENCY_RETURN), is_required=True)
    is_main = flag()
    introduction = words()
    source = words(is_required=True)
    clocks = texts()
    extends = shaped(KEBAB, "give the name of a file in shared/forms, without .toml")
    section = tables(SectionSchema)
    change = tables(ChangeSchema)

    @validates_schema(skip_on_field_errors=True)
    def asks_something(self, values: dict[str, Any], **_: Any) -> None:
        if not values["section"]:
            raise ValidationError("is missing; a form needs at least one section", "section")
        if values["change"] and not values["extends"]:
            raise ValidationError("take it away, or say which base it changes: extends = ...", "change")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Form:
        values["sections"] = tuple(values.pop("section"))
        del values["change"]  # carried out before the form is read (overlays.py)
        values["clocks"] = tuple(values["clocks"])
        return Form(base=values.pop("extends"), **values)


class OptionListSchema(Strict):
    title = words(is_required=True)
    source = words(is_required=True)
    options = pairs(is_required=True)


class PageSchema(Strict):
    title = words(is_required=True)
    summary = words(is_required=True)
    position = number(0, 100_000, is_required=True)
    source = words(is_required=True)
    audience = choice(AUDIENCES, default="everyone")
