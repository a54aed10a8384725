"""Does a sound folder come out as the partnership that it describes?"""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from portal.domain.clocks import ClockUnit, Direction, Force
from portal.domain.deciding import DECISION_CLOCKS
from portal.domain.information import INFORMATION_CLOCKS
from portal.domain.notifying import PANEL_CLOCKS
from portal.domain.rapid_review import SeenFact
from portal.domain.retention import RetentionThen
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.vocabulary import OutputKind
from portal.tenancy.form_differences import differences
from portal.tenancy.loader import load
from portal.tenancy.model import Tenant
from tests.tenancy.folders import INVENTED, SLUG, edit, invented, rename


@pytest.fixture(scope="module")
def eastmere() -> Tenant:
    tenant = load(INVENTED).get(SLUG)
    assert tenant is not None
    return tenant


def test_names_words_and_brand_are_as_written(eastmere: Tenant) -> None:
    assert (eastmere.short_name, eastmere.reference_prefix) == ("Eastmere Partnership", "ECSP")
    assert eastmere.words.coordinator == "Partnership Steward"
    assert eastmere.brand.colour == "#3b3f8f"
    assert eastmere.screening.receiving_group == "Lantern Desk"
    assert [step.is_required for step in eastmere.referral_steps] == [True, False]
    assert eastmere.joint_partners == ("Westmere Partnership",)


def test_outcomes_keep_the_order_of_the_file(eastmere: Tenant) -> None:
    assert [one.code for one in eastmere.outcomes][:2] == [
        "rapid-review",
        "local-child-safeguarding-practice-review",
    ]
    assert eastmere.outcomes[-1].opens is None


def test_a_clock_of_its_own_joins_the_statutory_ones_and_a_stricter_one_replaces_its_default(
    eastmere: Tenant,
) -> None:
    usual = STATUTORY_CLOCKS.keys() | INFORMATION_CLOCKS.keys() | DECISION_CLOCKS.keys() | PANEL_CLOCKS.keys()
    assert eastmere.clocks.keys() == usual | {"agency-referral"}
    own = eastmere.clocks["agency-referral"]
    assert (own.unit, own.direction, own.force) == (ClockUnit.WORKING_DAYS, Direction.FORWARD, Force.LOCAL)
    assert eastmere.clocks["rapid-review"].amount == 12
    ladder = {rung.code: rung for rung in eastmere.rapid_review_ladder}
    assert "staff-support" not in ladder and ladder["sign-off"].met_by is None
    assert (ladder["send"].by_day, ladder["send"].met_by) == (12, SeenFact.REVIEW_SENT), (
        "the rest is as usual"
    )
    assert (ladder["hold-meeting"].from_day, ladder["hold-meeting"].by_day) == (7, 9)
    assert [rung.code for rung in eastmere.rapid_review_ladder][8:10] == ["tide-tables", "confirm-receipts"]
    assert eastmere.clocks["incident-notification"] == STATUTORY_CLOCKS["incident-notification"]


def test_every_kind_of_output_has_a_retention_rule_under_its_code(eastmere: Tenant) -> None:
    assert set(eastmere.retention) == {kind.value for kind in OutputKind}
    report = eastmere.retention[OutputKind.REPORT]
    assert (report.keep_months, report.then, report.offered_on_request) == (18, RetentionThen.WITHDRAW, True)


def test_pages_come_in_their_order_with_their_words_and_without_their_keys(eastmere: Tenant) -> None:
    assert list(eastmere.pages)[:2] == ["what-a-review-is", "how-to-refer"]
    page = eastmere.pages["for-families"]
    assert page.audience == "families"
    assert page.body.startswith("We will talk with you")


def test_the_catalogue_keeps_titles_and_gives_the_first_day_that_a_date_can_mean(eastmere: Tenant) -> None:
    dates = [(entry.date_from, entry.precision) for entry in eastmere.catalogue]
    assert dates == [
        ("2025-03-04", "day"),
        ("2025-03-01", "month"),
        ("2018-01-01", "year-heading"),
        ("", "none"),
    ]
    assert [entry.report_status for entry in eastmere.catalogue][1:3] == ["not-stated", "not-published"]
    assert eastmere.catalogue[1].title == "Ferryman’s Child, in seven minutes"


def test_a_partnership_without_a_catalogue_has_published_nothing_before(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    (directory / "eastmere/catalogue.csv").unlink()
    assert load(directory).by_slug[SLUG].catalogue == ()


def test_words_that_are_left_out_are_plain(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    edit("eastmere/tenant.toml", 'referral = "lantern note"\n', "")(directory)
    assert load(directory).by_slug[SLUG].words.referral == "referral"


def test_the_main_form_is_the_one_that_says_so(eastmere: Tenant) -> None:
    assert eastmere.main_form.code == "incident"
    assert eastmere.main_form.question("ethnicity").options[0][0] == "indian"


def test_a_shared_list_fills_the_options_and_keeps_its_name(eastmere: Tenant) -> None:
    asked = eastmere.main_form.question("discovery")
    assert asked.options[0] == ("called", "Somebody called")
    assert (asked.options_from, asked.is_kept_as_answered) == ("discovery", True)


def test_an_overlay_is_its_base_with_the_changes_and_can_tell_them(eastmere: Tenant) -> None:
    form = eastmere.forms["concern"]
    assert (form.base, form.version, form.title) == ("concern", 2, "Concern about how agencies worked")
    codes = [question.code for section in form.sections for question in section.questions]
    assert codes[codes.index("reasons") + 1] == "near-miss-account"
    assert form.question("concerns").hint.startswith("Say what you saw")
    assert form.question("concerns").label == "What worried you in how agencies worked?"
    assert form.built_on is not None
    told = [one for section in differences(form.built_on, form).sections for one in section.questions]
    assert [(one.how, one.code) for one in told] == [("Added", "near-miss-account"), ("Changed", "concerns")]
    (help_,) = told[1].sides
    assert (help_.what, help_.base, help_.here) == ("Help", (), (form.question("concerns").hint,))


def test_an_overlay_can_replace_remove_add_before_and_add_whole_sections(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    overlay = directory / "eastmere/forms/concern.toml"
    question = '[change.question]\ncode = "{}"\nkind = "text"\nlabel = "New"\nkept_as_answered = true\n'
    section = (
        '[[section]]\ncode = "more"\ntitle = "More"\nsource = "s"\ncertainty = "likely"\n'
        '[[section.question]]\ncode = "extra"\nkind = "text"\nlabel = "E"\nkept_as_answered = true\n'
    )
    overlay.write_text(
        'extends = "concern"\ncode = "concern"\n'
        '[[change]]\naction = "add-before"\ntarget = "agency"\n' + question.format("first")
        + '[[change]]\naction = "replace"\ntarget = "first"\n' + question.format("really-first")
        + '[[change]]\naction = "add-after"\ntarget = "declaration"\n' + question.format("gone")
        + '[[change]]\naction = "remove"\ntarget = "gone"\n' + section,
        encoding="utf-8",
    )  # fmt: skip
    form = load(directory).by_slug[SLUG].forms["concern"]
    codes = [one.code for part in form.sections for one in part.questions]
    assert codes[0] == "really-first"
    assert codes[-2:] == ["declaration", "extra"]


def test_renaming_a_folder_and_its_line_in_regions_breaks_nothing(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    rename("eastmere", "north-shore")(directory)
    tenants = load(directory)
    assert list(tenants.by_slug) == ["north-shore"]
    assert tenants.regions["lake-country"].tenants == ("north-shore",)
    assert tenants.get("eastmere") is None


def test_what_was_read_cannot_be_changed(eastmere: Tenant) -> None:
    with pytest.raises(FrozenInstanceError):
        eastmere.name = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        eastmere.pages["new"] = eastmere.pages["privacy"]  # type: ignore[index]
