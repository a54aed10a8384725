"""Are the right questions asked, and are answers on a branch that was left dropped?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tenancy.conditions import applies, asked_in, without_left_branches
from portal.tenancy.model import Condition, Form, Question, Section

HARM = ("harm", ("death", "serious-harm"))
SAFE = ("safe", ("no", "not-known"))


def question(code: str, kind: str = "text", when: Condition | None = None, *inner: Question) -> Question:
    return Question(code=code, kind=kind, label=code, condition=when, questions=inner)


def form(*questions: Question) -> Form:
    return Form("f", "F", 1, "incident", (Section("s", "S", questions),))


@pytest.mark.parametrize(
    ("mode", "answers", "is_asked"),
    [
        ("all", {"harm": "death", "safe": "no"}, True),
        ("all", {"harm": "death", "safe": "yes"}, False),
        ("all", {}, False),
        ("any", {"harm": "other", "safe": "no"}, True),
        ("any", {"harm": "other", "safe": "yes"}, False),
        ("any", {}, False),
        ("none", {"harm": "other", "safe": "yes"}, True),
        ("none", {"harm": "other", "safe": "no"}, False),
        ("none", {}, True),
        ("all", {"harm": ["other", "death"], "safe": "no"}, True),
        ("all", {"harm": [], "safe": "no"}, False),
        ("all", {"harm": None, "safe": "no"}, False),
    ],
)
def test_a_condition_holds_when_its_tests_do(mode: str, answers: dict[str, Any], is_asked: bool) -> None:
    assert applies(Condition(mode, (HARM, SAFE)), answers) is is_asked


def test_a_question_without_a_condition_is_always_asked() -> None:
    assert applies(None, {})


CHAIN = form(
    question("harm", "one-of"),
    question("died-where", "one-of", Condition("all", (("harm", ("death",)),))),
    question("which-prison", "text", Condition("all", (("died-where", ("prison",)),))),
)


def test_an_answer_on_a_branch_that_was_left_is_dropped_with_all_that_hung_on_it() -> None:
    answers = {"harm": "other", "died-where": "prison", "which-prison": "Elsewhere"}
    assert without_left_branches(CHAIN, answers) == {"harm": "other"}
    assert [one.code for one in asked_in(CHAIN, answers)] == ["harm"]


def test_answers_on_the_branch_that_was_taken_stay() -> None:
    answers = {"harm": "death", "died-where": "prison", "which-prison": "Elsewhere"}
    assert without_left_branches(CHAIN, answers) == answers


def test_an_answer_to_no_question_is_dropped() -> None:
    assert without_left_branches(CHAIN, {"harm": "death", "is_admin": "yes"}) == {"harm": "death"}


def test_each_row_of_a_group_keeps_only_what_its_own_answers_ask() -> None:
    group = question(
        "household",
        "group",
        None,
        question("who", "one-of"),
        question("responsible", "yes-no-not-known", Condition("none", (("who", ("sibling",)),))),
    )
    rows = [{"who": "sibling", "responsible": "yes"}, {"who": "parent", "responsible": "yes"}]
    kept = without_left_branches(form(group), {"household": rows})
    assert kept == {"household": [{"who": "sibling"}, {"who": "parent", "responsible": "yes"}]}


@given(
    st.dictionaries(
        st.sampled_from(["harm", "died-where", "which-prison"]), st.sampled_from(["death", "prison", "other"])
    )
)
def test_dropping_twice_is_dropping_once(answers: dict[str, str]) -> None:
    once = without_left_branches(CHAIN, answers)
    assert without_left_branches(CHAIN, once) == once


@given(st.dictionaries(st.sampled_from(["harm", "safe"]), st.sampled_from(["death", "no", "yes", "other"])))
def test_none_is_the_opposite_of_any(answers: dict[str, str]) -> None:
    tests = (HARM, SAFE)
    assert applies(Condition("none", tests), answers) is not applies(Condition("any", tests), answers)
