"""Is it told in words, and completely, what a partnership's form changes of its base?"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.commands.forms import group
from portal.tenancy.form_differences import FormDifference, QuestionDifference, differences, moved_codes
from portal.tenancy.loader import load
from portal.tenancy.model import Form
from tests.tenancy.folders import INVENTED, OURS, SLUG, invented

CHANGES = """
extends = "concern"
code = "concern"
title = "Tell us of a concern"

[[change]]
action = "move-before"
target = "referrer-email"
beside = "referrer-name"

[[change]]
action = "reword"
target = "referrer-name"
[change.question]
hint = "Or your initials."

[[change]]
action = "reword"
target = "the-child"
[change.section]
title = "About the child"

[[section]]
code = "more"
title = "More"
source = "s"
certainty = "likely"

[[section.question]]
code = "extra"
kind = "text"
label = "Anything else?"
when = { tests = [["reasons", ["near-miss"]]] }
kept_as_answered = true
"""


def changed(form: Form) -> FormDifference:
    assert form.built_on
    return differences(form.built_on, form)


def told(found: FormDifference) -> dict[str, QuestionDifference]:
    return {one.code: one for section in found.sections for one in section.questions}


def test_what_is_added_moved_and_reworded_is_told_and_nothing_else(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    (directory / SLUG / "forms/concern.toml").write_text(CHANGES, encoding="utf-8")
    found = changed(load(directory).by_slug[SLUG].forms["concern"])
    assert [(side.what, side.here) for side in found.sides] == [("Title", ("Tell us of a concern",))]
    assert {code: one.how for code, one in told(found).items()} == {
        "referrer-email": "Changed", "referrer-name": "Changed", "extra": "Added",
    }  # fmt: skip
    (place,) = told(found)["referrer-email"].sides
    assert (place.what, place.here) == ("Place", ("After “Which agency do you work for?”",))
    (hint,) = told(found)["referrer-name"].sides
    assert (hint.what, hint.base, hint.here) == ("Help", (), ("Or your initials.",))
    child = next(section for section in found.sections if section.code == "the-child")
    assert [(side.what, side.base, side.here) for side in child.sides] == [
        ("Title", ("The child",), ("About the child",))
    ]
    asked = {side.what: side.here for side in told(found)["extra"].sides}
    assert asked["Asked"][0].startswith("Only if “") and asked["Asked"][0].endswith("”")


def test_what_is_taken_away_is_told_where_it_stood() -> None:
    forms = load(OURS).by_slug["north-tyneside"].forms
    base = forms["general-referral"].built_on
    assert base and base.built_on and base.built_on.code == "incident-referral"
    gone = {code: one for code, one in told(changed(base)).items() if one.how == "Taken away"}
    assert {"harm", "died-on", "gate-reason", "coroner"} == gone.keys() - {"harm-kinds", "circumstances"}
    assert all(not side.here for one in gone.values() for side in one.sides)


def test_the_fewest_moves_explain_another_order() -> None:
    assert moved_codes("abcde", "abcde") == set()
    assert moved_codes("abcde", "bcdea") == {"a"}
    assert moved_codes("abcde", "axbcde") == set()


def test_every_form_that_builds_on_a_base_changes_something_and_can_tell_it() -> None:
    for tenant in [*load(OURS).by_slug.values(), *load(INVENTED).by_slug.values()]:
        overlays = [form for form in tenant.forms.values() if form.built_on]
        assert overlays, f"{tenant.slug} uses no overlay"
        for form in overlays:
            assert told(changed(form)), form.code


@pytest.mark.parametrize(
    "arguments", [["diff", "salford"], ["diff", "manchester", "review-referral"], ["list", "salford"]]
)
def test_the_command_tells_it_too(arguments: list[str]) -> None:
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0
    assert {"diff": "+ Added: ", "list": "built on "}[arguments[0]] in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["diff", "nowhere"], "There are: manchester"), (["diff", "salford", "x"], "no form 'x'")],
)
def test_the_command_names_what_there_is_instead(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 2
    assert said in result.output
