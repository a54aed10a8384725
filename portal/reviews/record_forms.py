"""What do the pages ask of a review's dates, linked processes, family and recommendations?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms import Field, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.domain.factors import LinkedProcess, PracticeTheme
from portal.domain.reviewing import (
    Answer,
    Approach,
    FamilyAnswer,
    ImportantDate,
    RecommendationLevel,
    Relationship,
)
from portal.reviews.forms import choices, one_of, several_of, yes_or_no
from portal.tenancy.model import AgencyEntry
from portal.web.fields import DayField, PageForm, day_field, line_field, words_field

MOST_OWNERS = 4


class DateForm(PageForm):
    """A day that matters."""

    kind = one_of("What is the day for?", ImportantDate, "Select what the day is for")
    held_on = day_field("Day", "Enter the day")
    note = words_field("Note (optional)", rows=3, longest=2_000)


class ProcessForm(PageForm):
    """Another process about the same events."""

    linked = one_of("Process", LinkedProcess, "Select the process")
    is_lead = yes_or_no(
        "Does it go first?", "Select whether it goes first", "The process that goes first sets the pace for the others."
    )
    ended_on = DayField("Day on which it ended (optional)", description="For example, 27 3 2027.")
    note = words_field("Note (optional)", hint="Who to speak to there, and what was agreed.", rows=4, longest=2_000)


class FamilyForm(PageForm):
    """Whether somebody of the family takes part."""

    relationship = one_of("Who is this?", Relationship, "Select who this is", "No name is needed.")
    approach = one_of("How were they asked?", Approach, "Select how they were asked")
    asked_on = DayField("When were they asked? (optional)", description="For example, 27 3 2026.")
    answer = one_of("What did they answer?", FamilyAnswer, "Select what they answered")
    wants_real_name = yes_or_no(
        "Do they wish the child’s real first name to be used?", "Select whether they wish the real first name",
        "It needs legal advice and the signatures of the three statutory partners.",
    )  # fmt: skip
    wishes = words_field("What do they wish? (optional)", hint="In their own words where you can.", rows=5)


def agency_field(place: int) -> SelectField:
    """Return the field for an agency that is asked; the form offers the partnership's own."""
    label = "Which agency is asked?" if place == 1 else f"Agency {place} (optional)"
    return SelectField(label, widget=GovSelect(), default="")


def role_field(place: int) -> Field:
    """Return the field for the role that owns a recommendation in an agency."""
    if place == 1:
        return line_field("Which role owns it there?", hint="For example, head of safeguarding.", longest=120)
    return line_field(f"Role in agency {place} (optional)", longest=120)


class RecommendationForm(PageForm):
    """One recommendation: what, for whom, who in which role, by when, about what."""

    text = words_field(
        "What do you recommend?", "Say what you recommend", rows=4, longest=2_000,
        hint="It can become public. Say nothing of the child or the family.",
    )  # fmt: skip
    change = words_field("What will change for children?", "Say what will change for children", rows=3, longest=2_000)
    agency_1, role_1 = agency_field(1), role_field(1)
    agency_2, role_2 = agency_field(2), role_field(2)
    agency_3, role_3 = agency_field(3), role_field(3)
    agency_4, role_4 = agency_field(4), role_field(4)
    due_on = day_field("By when?", "Enter the day by which it is to be done")
    due_words = line_field("The same in words (optional)", hint="For example, within six months.", longest=120)
    level = RadioField(
        "How far does it reach?", widget=GovRadioInput(), choices=choices(RecommendationLevel),
        validators=[InputRequired("Select how far it reaches")],
    )  # fmt: skip
    themes = several_of("Themes", PracticeTheme, "Select all that apply.")

    def offer(self, agencies: Iterable[AgencyEntry]) -> None:
        """Offer the partnership's agencies in every place."""
        offered = [SelectChoice("", "Select an agency"), *(SelectChoice(each.code, each.name) for each in agencies)]
        for place in range(1, MOST_OWNERS + 1):
            self[f"agency_{place}"].choices = offered

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether all is well: an agency stands once, and with its role, beside what each field asks itself."""
        is_well, seen = super().validate(extra_validators=extra_validators), set()
        for place in range(1, MOST_OWNERS + 1):
            agency, role = self[f"agency_{place}"], self[f"role_{place}"]
            named, has_role = agency.data or "", bool((role.data or "").strip())
            if has_role and not named:
                agency.errors = [*agency.errors, "Select the agency of this role"]
            elif named in seen:
                agency.errors = [*agency.errors, "Select each agency once"]
            elif named and not has_role:
                role.errors = [*role.errors, "Name the role that owns it in this agency"]
            seen |= {named} - {""}
        return is_well and not self.errors

    @property
    def owners(self) -> dict[str, str]:
        """The role in each agency that is asked, by the agency's code."""
        pairs = [(self[f"agency_{n}"].data or "", self[f"role_{n}"].data or "") for n in range(1, MOST_OWNERS + 1)]
        return {agency: role for agency, role in pairs if agency}


class ThemesForm(PageForm):
    """What the learning as a whole is about."""

    themes = several_of("Themes", PracticeTheme, "Select all that apply. They can become public.")


class AnswerForm(PageForm):
    """What an agency answered."""

    answer = RadioField(
        "What did the agency answer?", widget=GovRadioInput(), choices=choices(Answer),
        validators=[InputRequired("Select what the agency answered")],
    )  # fmt: skip
    reason = words_field("Reason", hint="Needed where it is not accepted.", rows=4, longest=2_000)
    answered_on = day_field("Day of the answer", "Enter the day of the answer")
