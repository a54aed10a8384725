"""How is one value of a partnership's folder checked, and what is said when it is wrong?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from portal.domain.coded import Coded
from portal.tenancy.colours import WHITE, contrast

Value = TypeVar("Value", bound=Hashable)
KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
COLOUR = "#[0-9a-fA-F]{6}"
LONGEST_SLUG = 40
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
UNKNOWN_KEY = "is not a key here"


class Strict(Schema):
    """A table in which every key is known; a misspelt key must not pass silently."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": UNKNOWN_KEY, "type": "make this a table of keys"}


def _remedies(**more: str) -> dict[str, Any]:
    return {"required": "is missing; add it", "null": "give a value", **more}


def words(*, is_required: bool = False, default: str = "") -> fields.String:
    """Words; a required value may not be empty."""
    say = _remedies(invalid="give words between quotation marks")
    if not is_required:
        return fields.String(load_default=default, error_messages=say)
    return fields.String(required=True, validate=_not_blank, error_messages=say)


def flag(*, is_required: bool = False, default: bool = False) -> fields.Boolean:
    """`true` or `false`, and nothing that merely looks like one."""
    say = _remedies(invalid="write true or false, without quotation marks")
    only: dict[str, Any] = {"truthy": {True}, "falsy": {False}, "error_messages": say}
    return (
        fields.Boolean(required=True, **only) if is_required else fields.Boolean(load_default=default, **only)
    )


def number(
    least: int, most: int, why: str = "", *, is_required: bool = False, default: Any = None
) -> fields.Integer:
    """A whole number within bounds; `why` says where the bounds come from."""
    wrong = f"give a whole number from {least} to {most}" + (f": {why}" if why else "")
    within = validate.Range(least, most, error=wrong)
    say = _remedies(invalid=wrong)
    if is_required:
        return fields.Integer(required=True, strict=True, validate=within, error_messages=say)
    return fields.Integer(
        load_default=default, allow_none=True, strict=True, validate=within, error_messages=say
    )


def whole_numbers(least: int, most: int, why: str) -> fields.List[Any]:
    """A list of whole numbers within bounds, none of them twice; None where it is left out."""
    say = _remedies(invalid="make this a list of whole numbers")
    each = number(least, most, why, is_required=True)
    return fields.List(each, load_default=None, validate=_no_number_twice, error_messages=say)


def texts(*, is_required: bool = False) -> fields.List[Any]:
    """A list of words, empty where it may be left out and is."""
    say = _remedies(invalid="make this a list")
    if is_required:
        return fields.List(words(is_required=True), required=True, error_messages=say)
    return fields.List(words(is_required=True), load_default=list, error_messages=say)


def choice(allowed: Iterable[str], *, is_required: bool = False, default: str = "") -> fields.String:
    """One code of a closed list."""
    codes = tuple(allowed)
    check = _one_of(codes)
    say = _remedies(invalid=f"give one of: {', '.join(codes)}")
    if is_required:
        return fields.String(required=True, validate=check, error_messages=say)
    return fields.String(load_default=default, validate=check, error_messages=say)


def code_of(vocabulary: type[Coded], *, is_required: bool = True) -> fields.String:
    """One code of a closed vocabulary of the domain."""
    return choice([str(member.value) for member in vocabulary], is_required=is_required)


def name_code() -> fields.String:
    """A name of this folder's own making, in kebab-case."""
    shape = validate.Regexp(f"^{KEBAB}$", error="use lower-case letters, digits and single hyphens")
    return fields.String(required=True, validate=shape, error_messages=_remedies())


def shaped(pattern: str, wrong: str, *, is_required: bool = False) -> fields.String:
    """Words of a certain shape; the whole value must match, or be empty where it may be left out."""
    check = validate.Regexp(f"^(?:{pattern})$", error=wrong)
    say = _remedies(invalid=wrong)
    if is_required:
        return fields.String(required=True, validate=check, error_messages=say)
    return fields.String(load_default="", validate=check, error_messages=say)


def any_colour() -> fields.String:
    """`#rrggbb`, for what carries no words."""
    return shaped(COLOUR, "write the colour as #rrggbb", is_required=True)


def readable_colour() -> fields.String:
    """`#rrggbb`, for words on white and for white words on it."""
    shape = validate.Regexp(f"^{COLOUR}$", error="write the colour as #rrggbb")
    return fields.String(required=True, validate=[shape, _stands_out], error_messages=_remedies())


def table(schema: type[Schema], *, is_required: bool = True) -> fields.Nested:
    """A table of keys."""
    say = _remedies(type="make this a table of keys")
    if is_required:
        return fields.Nested(schema, required=True, error_messages=say)
    return fields.Nested(schema, load_default=None, error_messages=say)


def tables(
    schema: type[Schema] | Callable[[], Schema],
    *,
    is_required: bool = False,
    no_two_alike: str = "",
    also: Callable[[list[Any]], None] | None = None,
) -> fields.List[Any]:
    """A list of tables, no two with the same value in the key `no_two_alike`."""
    checks: list[Callable[[list[Any]], Any]] = [_no_two(no_two_alike)] if no_two_alike else []
    checks += [also] if also else []
    say = _remedies(invalid="make this a list of tables, [[like-this]]")
    if is_required:
        checks.append(validate.Length(min=1, error="give at least one"))
        return fields.List(fields.Nested(schema), required=True, validate=checks, error_messages=say)
    return fields.List(fields.Nested(schema), load_default=list, validate=checks, error_messages=say)


def pairs(*, is_required: bool = False) -> fields.List[Any]:
    """Pairs of code and label, no code twice."""
    code = shaped(KEBAB, "use lower-case letters, digits and single hyphens for a code", is_required=True)
    say = _remedies(invalid='give pairs: [["code", "Label"]]')
    pair = fields.Tuple((code, words(is_required=True)), error_messages=say)
    checks = [_no_code_twice]
    if is_required:
        some = validate.Length(min=1, error="give at least one pair")
        return fields.List(pair, required=True, validate=[some, *checks], error_messages=say)
    return fields.List(pair, load_default=list, validate=checks, error_messages=say)


def _not_blank(value: str) -> None:
    if not value.strip():
        raise ValidationError("is empty; write something or, if it may be left out, take the key away")


def _one_of(codes: Sequence[str]) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value not in codes:
            near = get_close_matches(value, codes, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValidationError(f"{value!r} is not one of: {', '.join(codes)}{hint}")

    return check


def _stands_out(value: str) -> None:
    if re.fullmatch(COLOUR, value) and (found := contrast(value, WHITE)) < LEAST_CONTRAST:
        raise ValidationError(f"contrast with white is {found:.2f}:1; darken it to reach {LEAST_CONTRAST}:1")


def repeated(values: Iterable[Value]) -> list[Value]:
    """The values that occur more than once, each once, in the order in which they first occur."""
    return [value for value, times in Counter(values).items() if times > 1]


def _no_two(key: str) -> Callable[[list[Any]], None]:
    def check(rows: list[Any]) -> None:
        twice = repeated(str(getattr(row, key)) for row in rows)
        if twice:
            raise ValidationError(f"more than one has {key} {', '.join(map(repr, twice))}; keep one of each")

    return check


def _no_number_twice(numbers: list[int]) -> None:
    """Refuse a number that stands twice in a list."""
    if repeated(numbers):
        raise ValidationError(f"keep {repeated(numbers)[0]} once")


def _no_code_twice(options: list[tuple[str, str]]) -> None:
    twice = repeated(code for code, _ in options)
    if twice:
        raise ValidationError(
            f"more than one option has code {', '.join(map(repr, twice))}; keep one of each"
        )
