"""What do the pages of reviews ask?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.domain.coded import Coded
from portal.domain.reviewing import ReviewerEnd, WaitingFor
from portal.domain.vocabulary import Method
from portal.web.fields import DayField, PageForm, day_field, line_field, words_field
from portal.web.wording import sentence_case

LONGEST_WORDS = 5_000


def choices(listed: Iterable[Coded], first: str = "") -> list[SelectChoice]:
    """Return the codes of a closed list with their words, after a line that stands for none of them."""
    return [
        *([SelectChoice("", first)] if first else []),
        *(SelectChoice(each.value, each.label) for each in listed),
    ]


def one_of(label: str, listed: Iterable[Coded], missing: str, hint: str = "") -> SelectField:
    """Return a field in which one word of a closed list has to be selected."""
    return SelectField(
        label, description=hint, widget=GovSelect(), choices=choices(listed, "Select one"),
        validators=[InputRequired(missing)],
    )  # fmt: skip


def several_of(label: str, listed: Iterable[Coded], hint: str = "") -> SelectMultipleField:
    """Return a field in which any words of a closed list may be selected."""
    return SelectMultipleField(label, description=hint, widget=GovCheckboxesInput(), choices=choices(listed))


def yes_or_no(label: str, missing: str, hint: str = "") -> RadioField:
    """Return a field that is answered with yes or no."""
    return RadioField(
        label, description=hint, widget=GovRadioInput(), validators=[InputRequired(missing)],
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
    )  # fmt: skip


class OpenForm(PageForm):
    """The name and the ways of a new review."""

    chosen_name = line_field(
        "Name of the review",
        "Enter the name that readers will know the review by",
        "Readers will know the review by this name, such as “Child Rowan”. Ask the family where you can. "
        "It must not be a real name, initials, or anything that points to the child.",
        longest=80,
    )
    methods = several_of("Methods (optional)", Method, "Select all that apply. They can be decided later.")
    scope = words_field(
        "What the review looks at (optional)", hint="The questions it asks and the time it covers."
    )


class MethodForm(PageForm):
    """In which ways a review is carried out, and with whom it is held."""

    methods = several_of("Methods", Method, "Select all that apply.")
    partners = SelectMultipleField("Held jointly with (optional)", widget=GovCheckboxesInput())
    other_partners = words_field(
        "Other partners (optional)", hint="Name each organisation on a line of its own.", longest=400, rows=3
    )

    def offer(self, partners: Iterable[str]) -> None:
        """Offer the organisations that the partnership often holds reviews with."""
        self.partners.choices = [SelectChoice(each, each) for each in partners]
        if not self.partners.choices:
            del self.partners


class CaseForm(PageForm):
    """Which case joins."""

    reference = line_field(
        "Reference of the case", "Enter the reference of the case", "A case that you may know of.", longest=20
    )


class TermsForm(PageForm):
    """What a review looks at and asks."""

    scope = words_field(
        "Terms of reference", "Enter the terms of reference", "What the review is for and looks at."
    )
    questions = words_field(
        "Key lines of enquiry (optional)", hint="Write each question on a line of its own. They are numbered for you.",
        longest=20_000, rows=8,
    )  # fmt: skip
    period_from = DayField(
        "First day of the time it looks at (optional)", description="For example, 27 3 2024."
    )
    period_to = DayField("Last day of the time it looks at (optional)", description="For example, 27 3 2026.")


class ExpectForm(PageForm):
    """When a review will be complete."""

    expected_on = day_field("When do you expect it to be complete?", "Enter the day")
    explanation = words_field(
        "Why will it be later?",
        hint="Needed where it is later than the clock’s day, or than one given before.",
        rows=4,
    )


class WaitForm(PageForm):
    """What a review waits for."""

    waiting_for = one_of("What does the review wait for?", WaitingFor, "Select what the review waits for")
    reason = words_field("Why?", "Say why the review waits", rows=4)


class LookForm(PageForm):
    """What was found when somebody looked at it."""

    found = words_field("What did you find?", "Say what you found", rows=4)
    is_over = yes_or_no("Is the waiting over?", "Select whether the waiting is over")


class AppointForm(PageForm):
    """Somebody with an account who leads."""

    account_id = SelectField(
        "Who leads the review?", widget=GovSelect(), validators=[InputRequired("Select who leads the review")],
    )  # fmt: skip
    access_until = day_field(
        "Until when may they see the cases of this review?", "Enter the last day", "Within two years."
    )

    def offer(self, people: Iterable[tuple[str, str]], called: str) -> None:
        """Offer the people who may lead, under the partnership's word for them."""
        self.account_id.label.text = sentence_case(called)
        self.account_id.description = f"People who have the role of {called} here."
        self.account_id.choices = [
            SelectChoice("", "Select a person"),
            *(SelectChoice(*each) for each in people),
        ]


class NameForm(PageForm):
    """Somebody without an account who leads."""

    name = line_field("Name", "Enter their name", longest=120)
    organisation = line_field("Organisation or profession (optional)", longest=120)


class DeclareForm(PageForm):
    """That a lead reviewer is independent."""

    declaration = words_field("Declaration", "Enter the declaration", rows=5, longest=2_000)
    declared_on = day_field("Day of the declaration", "Enter the day of the declaration")


class EndForm(PageForm):
    """Why somebody no longer leads."""

    end_kind = one_of("Why does the appointment end?", ReviewerEnd, "Select why the appointment ends")
    reason = words_field("What is the reason?", "Say why the appointment ends", rows=4)


def lines_of(text: Any) -> list[str]:
    """Return what stands on each line, without those that are empty."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]
