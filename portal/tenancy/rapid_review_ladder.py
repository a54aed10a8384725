"""How does a partnership change the ladder of a rapid review, and what is its ladder then?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import ValidationError, post_load, validates, validates_schema

from portal.domain.rapid_review import RAPID_REVIEW_LADDER, USUAL_RUNGS, PartOfDay, RapidRung, SeenFact
from portal.tenancy.fields import Strict, choice, flag, name_code, number, words

BY_HAND, WHOLE_DAY = "by-hand", "whole-day"
LONGEST_CODE = 30
MOST_DAYS = 60
WORKING_DAY = "which working day after the notification was sent"


@dataclass(frozen=True, slots=True)
class RungGiven:
    """What a partnership says of one step: the whole step, or that it is left out."""

    code: str
    rung: RapidRung | None


class RapidRungSchema(Strict):
    code = name_code()
    title = words()
    hint = words()
    from_day = number(1, MOST_DAYS, WORKING_DAY)
    by_day = number(1, MOST_DAYS, WORKING_DAY)
    part_of_day = choice(["", WHOLE_DAY, *(each.value for each in PartOfDay)])
    met_by = choice(["", BY_HAND, *(each.value for each in SeenFact)])
    is_left_out = flag()
    source = words(is_required=True)

    @validates("code")
    def is_short(self, value: str, **_: Any) -> None:
        if len(value) > LONGEST_CODE:
            raise ValidationError(f"use {LONGEST_CODE} characters or fewer")

    @validates_schema(skip_on_field_errors=True)
    def is_whole(self, values: dict[str, Any], **_: Any) -> None:
        is_usual = values["code"] in USUAL_RUNGS
        if values["is_left_out"] and not is_usual:
            codes = ", ".join(USUAL_RUNGS)
            raise ValidationError(f"only a step of the usual ladder can be left out: {codes}", "is_left_out")
        for key in ("title", "by_day"):
            if not is_usual and not values[key]:
                raise ValidationError("is missing; a step of the partnership's own needs it", key)

    @validates_schema(skip_on_field_errors=True)
    def ends_after_it_begins(self, values: dict[str, Any], **_: Any) -> None:
        if not values["by_day"] and values["code"] not in USUAL_RUNGS:
            return
        rung = rung_of(values)
        if rung.from_day > rung.by_day:
            raise ValidationError(f"give {rung.by_day} or an earlier day: it ends then", "from_day")
        if rung.part_of_day and rung.from_day != rung.by_day:
            raise ValidationError(f"write {WHOLE_DAY!r}: it takes more than one day", "part_of_day")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> RungGiven:
        return RungGiven(values["code"], None if values["is_left_out"] else rung_of(values))


def rung_of(values: dict[str, Any]) -> RapidRung:
    """The step that a table writes; what it leaves out is as in the usual ladder, or else one whole day, by hand."""
    by_day = values["by_day"]
    usual = USUAL_RUNGS.get(values["code"]) or RapidRung(values["code"], values["title"], by_day, by_day)
    given = {key: values[key] for key in ("title", "hint", "from_day", "by_day", "source") if values[key]}
    # A step that is moved to another day begins on it, unless it says otherwise.
    if by_day and not values["from_day"]:
        given["from_day"] = by_day
    if values["part_of_day"]:
        given["part_of_day"] = (
            None if values["part_of_day"] == WHOLE_DAY else PartOfDay(values["part_of_day"])
        )
    if values["met_by"]:
        given["met_by"] = None if values["met_by"] == BY_HAND else SeenFact(values["met_by"])
    return replace(usual, **given)


def ladder_with(own: Iterable[RungGiven]) -> tuple[RapidRung, ...]:
    """The usual ladder with a partnership's own steps in the place of those of the same code, or after them."""
    given = {each.code: each.rung for each in own}
    usual = (given.get(rung.code, rung) for rung in RAPID_REVIEW_LADDER)
    added = (rung for code, rung in given.items() if code not in USUAL_RUNGS)
    return tuple(rung for rung in (*usual, *added) if rung is not None)
