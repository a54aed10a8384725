"""Does tenants/README.md name every key there is, and no other?"""

from __future__ import annotations

import re

import pytest

from portal.tenancy import demonstration, form_schema, reminding_schema, schema
from portal.tenancy.catalogue import COLUMNS
from portal.tenancy.code_lists import coded_lists
from portal.tenancy.core_fields import CORE_FIELDS, FORM_KINDS, QUESTION_KINDS
from portal.tenancy.fields import Strict
from portal.tenancy.linter import RESERVED_SLUGS
from portal.tenancy.pages import REQUIRED_PAGES, WHERE_OFFERED
from portal.tenancy.rapid_review_ladder import RapidRungSchema
from tests.tenancy.folders import OURS

README = (OURS / "README.md").read_text(encoding="utf-8")
TABLES: dict[str, type[Strict]] = {
    "tenant.toml": schema.TenantSchema,
    "[contact]": schema.ContactSchema,
    "[brand]": schema.BrandSchema,
    "[words]": schema.WordsSchema,
    "[screening]": schema.ScreeningSchema,
    "[screening.quorum]": schema.QuorumSchema,
    "[[referral_steps]]": schema.ReferralStepSchema,
    "[[decline_reasons]]": schema.DeclineReasonSchema,
    "[[outcomes]]": schema.OutcomeSchema,
    "[[clocks]]": schema.ClockSchema,
    "[quiet_hours]": reminding_schema.QuietHoursSchema,
    "[first_days]": reminding_schema.FirstDaysSchema,
    "[[information_ladder]]": schema.LadderSchema,
    "[[rapid_review_ladder]]": RapidRungSchema,
    "[[retention]]": schema.RetentionSchema,
    "[listing]": schema.ListingSchema,
    "[[agencies]]": schema.AgencySchema,
    "forms/NAME.toml": form_schema.FormSchema,
    "[[section]]": form_schema.SectionSchema,
    "[[section.question]]": form_schema.QuestionSchema,
    "when": form_schema.ConditionSchema,
    "[[change]]": form_schema.ChangeSchema,
    "shared/lists/NAME.toml": form_schema.OptionListSchema,
    "pages/PAGE.md": form_schema.PageSchema,
    "[[region]]": schema.RegionSchema,
    "demonstration.toml": demonstration.DemonstrationSchema,
    "[[story]]": demonstration.StorySchema,
    "[[story.family]]": demonstration.RelativeSchema,
    "[[story.step]]": demonstration.StepSchema,
}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = re.split(rf"(?m)^##+ {re.escape(heading)}$", README)[1]
    part = re.split(r"(?m)^##", part)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in part.splitlines()
        if line.startswith("| `")
    ]
    return [[row[0].removeprefix("| ").strip("` "), *row[1:]] for row in cells]


@pytest.mark.parametrize("heading", TABLES)
def test_the_readme_names_every_key_and_which_must_be_there(heading: str) -> None:
    told = {row[0]: row[1] == "yes" for row in rows(heading)}
    known = {name: field.required for name, field in TABLES[heading]().fields.items()}
    assert told == known, f"tenants/README.md, {heading}: make its rows those of {TABLES[heading].__name__}"


def test_the_readme_says_what_every_key_does() -> None:
    empty = [f"{heading} {row[0]}" for heading in TABLES for row in rows(heading) if not row[2].strip()]
    assert empty == []


def test_the_readme_names_every_column_of_the_catalogue_in_order() -> None:
    assert tuple(row[0] for row in rows("catalogue.csv")) == COLUMNS


def test_the_readme_lists_every_core_field_with_what_feeds_it() -> None:
    told = {row[0]: row[2:] for row in rows("Core fields")}
    known = {
        one.name: [
            ", ".join(f"`{kind}`" for kind in sorted(one.kinds)),
            f"`{one.codes}`" if one.codes else "",
            ", ".join(f"`{kind}`" for kind in FORM_KINDS if kind in one.essential_for),
        ]
        for one in CORE_FIELDS.values()
    }
    assert told.keys() == known.keys()
    assert {name: [cell.strip(" |") for cell in cells] for name, cells in told.items()} == known


def test_every_core_field_is_fed_by_known_kinds_from_a_known_list() -> None:
    for one in CORE_FIELDS.values():
        assert one.kinds <= set(QUESTION_KINDS), one.name
        assert not one.codes or one.codes in coded_lists(), one.name


@pytest.mark.parametrize(
    "word", sorted(RESERVED_SLUGS | set(REQUIRED_PAGES) | {WHERE_OFFERED} | set(QUESTION_KINDS))
)
def test_the_readme_names(word: str) -> None:
    assert f"`{word}`" in README


@pytest.mark.parametrize("step", demonstration.STEPS)
def test_the_readme_says_what_each_step_of_a_story_needs(step: str) -> None:
    needs, may = demonstration.STEPS[step]
    told = {row[0]: row[1:3] for row in rows("Steps")}
    assert set(re.findall(r"`(\w+)`", told[step][0])) == needs
    assert set(re.findall(r"`(\w+)`", told[step][1])) == may
