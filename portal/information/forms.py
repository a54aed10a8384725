"""What do the pages around a request for information and its returns ask, beside the form's own questions?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
)
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from portal.domain.information import POWER_SOURCE, Power, Purpose
from portal.web.fields import PageForm, day_field, line_field, words_field

LONGEST_WORDS = 10_000
NOBODY = ""
AGENCYS_OWN_LEAD = "The safeguarding lead of that agency, if one is known"


class AskForm(PageForm):
    """What agencies are asked about a case."""

    purpose = RadioField(
        "What is this for?", widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in Purpose],
        validators=[InputRequired("Select what this is for")],
    )  # fmt: skip
    agencies = SelectMultipleField(
        "Which agencies do you ask?", description="Each sees its own request and return, and nothing else.",
        widget=GovCheckboxesInput(),
    )  # fmt: skip
    about = words_field(
        "Whom do they have to look for?", "Enter whom agencies have to look for",
        "Names, dates of birth and addresses, as far as an agency needs them to find its records, and no more.",
        longest=LONGEST_WORDS, rows=5,
    )  # fmt: skip
    period_from = day_field("From which day do you ask?", "Enter the day from which you ask")
    period_until = day_field("Until which day?", "Enter the day until which you ask")
    questions = words_field(
        "What do you ask, beside the questions of the form?",
        "Enter what you ask",
        longest=LONGEST_WORDS,
        rows=5,
    )
    power = RadioField(
        "Which power do you rely on?", description="It stands in the letter.", widget=GovRadioInput(),
        choices=[SelectChoice(each.value, f"{each.label}. Source: {POWER_SOURCE[each]}") for each in Power],
        validators=[InputRequired("Select the power that you rely on")],
    )  # fmt: skip
    due_on = day_field("By when is it due?", "Enter the day by which it is due")
    contact = words_field(
        "Whom may an agency ask?",
        "Enter whom an agency may ask",
        "A name and a telephone number.",
        longest=500,
        rows=2,
    )
    escalation_id = SelectField(
        "Who is told when an agency does not answer?",
        description="Choose somebody who may see cases here, such as the chair, or leave it to the agency’s lead.",
        widget=GovSelect(),
        default=NOBODY,
    )  # fmt: skip

    def offer(self, agencies: Iterable[tuple[str, str]], readers: Iterable[tuple[str, str]]) -> None:
        """Offer the partnership's agencies, and the people who may see cases."""
        self.agencies.choices = [SelectChoice(*each) for each in agencies]
        self.escalation_id.choices = [
            SelectChoice(NOBODY, AGENCYS_OWN_LEAD),
            *(SelectChoice(*each) for each in readers),
        ]


class ReasonForm(PageForm):
    """Why something is done."""

    reason = words_field("Why?", "Say why", rows=3)


class LinkForm(PageForm):
    """Whom a one-off link goes to."""

    name = line_field("Name", "Enter the name of the person")
    email = line_field(
        "Email address", "Enter an email address", "Of that person alone, at the agency.", longest=254
    )


class AuthorForm(PageForm):
    """Who at the agency writes the return."""

    account_id = RadioField(
        "Who writes this return?", description="Somebody else, a safeguarding lead, approves it.",
        widget=GovRadioInput(), validators=[InputRequired("Select who writes it")],
    )  # fmt: skip

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer the people of the agency."""
        self.account_id.choices = [SelectChoice(*each) for each in people]


class SendForm(PageForm):
    """Nothing but the token, where writer and approver are known by their accounts."""


class SignForm(PageForm):
    """Who wrote a return and who approved it, where neither has an account here."""

    author_name = line_field("Who wrote this?", "Enter who wrote this", "Name and job.")
    approver_name = line_field(
        "Who approved it at the agency?", "Enter who approved it at the agency",
        "A safeguarding lead or a senior manager, and not the person who wrote it.",
    )  # fmt: skip
    approver_role = line_field("What is their job?", "Enter their job")


def nil_form(base: type[PageForm]) -> type[PageForm]:
    """Return the form of a nil return, with the names that `base` asks for."""

    class NilForm(base):  # type: ignore[misc, valid-type]
        """Which records were checked, and that nothing was found in them."""

        records = words_field(
            "Which records did you check?",
            "Say which records were checked",
            "Name each system or archive.",
            rows=4,
        )
        is_confirmed = BooleanField(
            "Our agency holds nothing about these people in this time", widget=GovCheckboxInput(),
            validators=[DataRequired("Confirm that your agency holds nothing")],
        )  # fmt: skip

    return NilForm


NilForm, SignedNilForm = nil_form(SendForm), nil_form(SignForm)


class SendBackForm(PageForm):
    """What the writer of a return has to change."""

    comments = words_field(
        "What needs to change?", "Say what needs to change", "The writer reads this.", rows=4
    )


class CodeForm(PageForm):
    """The code that was told apart from the link."""

    code = line_field(
        "Code", "Enter the code", "Ten letters and numbers that were told to you by telephone.", longest=40
    )
