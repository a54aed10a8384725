"""Do a form's questions become fields, and what was sent become answers, with nothing readable lost?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.tenancy.answers import Reader, first_day, precision_of
from portal.tenancy.model import AgencyEntry, Condition, Question
from portal.web.question_form import QuestionForm, clean, written_date

READER = Reader((AgencyEntry("police", "Police", "police"),), date(2026, 11, 20))


def question(code: str, kind: str = "text", **rest: Any) -> Question:
    return Question(code, kind, rest.pop("label", f"About {code}"), **rest)


def read(
    questions: tuple[Question, ...], sent: dict[str, Any], before: dict[str, Any] | None = None
) -> QuestionForm:
    form = QuestionForm.kept(questions, {}, READER, before)
    form.read(MultiDict(sent))
    return form


SAFE = question("safe", "yes-no-not-known", is_required=True)
WHO = question("who", is_required=True, condition=Condition("any", (("safe", ("yes", "no")),)))
PEOPLE = question("people", "group", questions=(question("name", is_required=True), question("born", "date")))


def test_a_question_that_hangs_on_this_page_is_worded_and_asked_only_when_it_applies() -> None:
    form = read((SAFE, WHO), {"safe": "not-known"})
    assert not form.faults
    assert "Only answer this if you answered “Yes” or “No” to “About safe”" in [
        f.only_if for f in form.fields
    ]
    assert [fault.field for fault in read((SAFE, WHO), {"safe": "yes"}).faults] == ["who"]


def test_a_question_that_an_earlier_section_rules_out_is_not_shown() -> None:
    assert [f.id for f in QuestionForm.kept((WHO,), {}, READER, {"safe": "not-known"}).fields] == []
    assert [f.id for f in QuestionForm.kept((WHO,), {}, READER, {"safe": "no"}).fields] == ["who"]


def test_what_is_missing_does_not_stop_what_is_there_from_being_kept() -> None:
    form = read((SAFE, question("story", "paragraph")), {"story": "It began in May.\r\nThen June."})
    assert [fault.is_missing for fault in form.faults] == [True]
    assert form.readable == {"safe": None, "story": "It began in May.\nThen June."}


def test_a_date_that_is_none_is_shown_as_it_was_typed_and_not_kept() -> None:
    form = read((question("on", "date"),), {"on-day": "31", "on-month": "2", "on-year": "2026"})
    assert form.readable == {}
    field = form.fields[0]
    assert [text for _, text, _ in field.parts] == ["31", "02", "2026"]
    assert field.error and form.errors == [("on-day", "Enter a real date, like 27 3 2026")]
    words = read((question("on", "date"),), {"on-day": "first", "on-month": "May", "on-year": "2026"})
    assert [text for _, text, _ in words.fields[0].parts] == ["first", "May", "2026"]


@pytest.mark.parametrize(
    ("precision", "parts", "kept"),
    [
        ("day", ("", "5", "2026"), None),
        ("month", ("", "5", "2026"), "2026-05"),
        ("month", ("", "", "2026"), None),
        ("year", ("", "", "2026"), "2026"),
        ("year", ("4", "5", "2026"), "2026-05-04"),
        ("year", ("4", "", "2026"), None),
    ],
)
def test_as_much_of_a_date_as_the_question_takes(
    precision: str, parts: tuple[str, str, str], kept: str | None
) -> None:
    sent = dict(zip(("on-day", "on-month", "on-year"), parts, strict=True))
    form = read((question("on", "date", precision=precision),), sent)
    assert (form.readable.get("on"), bool(form.faults)) == (kept, kept is None)


def test_what_has_happened_is_not_in_the_future() -> None:
    happened = question("on", "date", maps_to="incident.occurred_on")
    sent = {"on-day": "21", "on-month": "11", "on-year": "2026"}
    assert [fault.message for fault in read((happened,), sent).faults] == [
        "The date must be today or in the past"
    ]
    assert not read((happened,), sent | {"on-day": "20"}).faults


def test_rows_left_empty_are_no_rows_and_a_row_can_be_taken_away() -> None:
    sent = {"people-rows": "3", "people-0-name": "Ann", "people-1-name": " ", "people-2-name": "Cy"}
    assert read((PEOPLE,), sent).readable == {"people": [{"name": "Ann"}, {"name": "Cy"}]}
    assert read((PEOPLE,), sent | {"remove": "people-2"}).readable == {"people": [{"name": "Ann"}]}


def test_a_fault_in_a_row_is_told_at_that_row_after_an_empty_one_is_gone() -> None:
    sent = {"people-rows": "2", "people-1-name": "Ann", "people-1-born-year": "soon"}
    form = read((PEOPLE,), sent)
    assert form.errors == [("people-0-born-day", "Enter a real date, like 27 3 2026")]
    assert "people" not in form.readable


def test_a_code_that_was_not_offered_is_refused() -> None:
    several = question("harm", "many-of", options=(("a", "A"), ("b", "B")))
    sent = {"harm": ["a", "x"], "agency": "nobody", "safe": "maybe"}
    form = read((several, question("agency", "agency"), SAFE), sent)
    assert {fault.field for fault in form.blocking} == {"harm", "agency", "safe"}
    assert not read((question("agency", "agency"),), {"agency": "other"}).faults


def test_files_that_are_kept_stay_whatever_the_page_sends_and_none_may_be_missing_where_one_is_needed() -> None:
    papers = question("papers", "file", is_required=True)
    form = QuestionForm.kept((papers, question("one")), {"papers": ["an-id"]}, READER)
    form.read(MultiDict({"papers": "another-id", "one": "Said"}))
    assert form.readable == {"papers": ["an-id"], "one": "Said"} and not form.faults
    assert [fault.is_missing for fault in read((papers,), {}).faults] == [True]


def test_a_file_that_is_refused_is_told_beside_its_question_and_the_rest_is_kept() -> None:
    form = read((question("papers", "file"), question("one")), {"one": "Said"})
    form.refuse("papers", ["“run.exe” was not taken in.", "“b.zip” was not taken in."])
    assert form.errors == [("papers", "“run.exe” was not taken in. “b.zip” was not taken in.")]
    assert form.readable == {"one": "Said"} and form.has_files


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_no_typing_makes_a_date_that_cannot_be_read_back(day: str, month: str, year: str) -> None:
    written = written_date(clean(day), clean(month), clean(year))
    if written and first_day(written):
        assert precision_of(written) in ("day", "month", "year")


@given(
    st.dictionaries(
        st.sampled_from(["safe", "people-rows", "people-0-name", "on-day", "n"]), st.text(max_size=30)
    )
)
def test_nothing_that_is_sent_breaks_the_reading(sent: dict[str, str]) -> None:
    form = read((SAFE, PEOPLE, question("on", "date"), question("n", "number")), sent)
    assert form.fields and isinstance(form.readable, dict)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\x00" not in clean(text)
