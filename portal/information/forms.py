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

from portal.domain.information import POWER_SOURCE, ContactKind, Power, Purpose
from portal.tenancy.model import AgencyEntry
from portal.web.fields import PageForm, day_field, line_field, words_field

LONGEST_WORDS = 10_000
NOBODY = ""
WHOEVER_CHAIRS = "Whoever chairs the screening body"
BY_NAME = "by-name"


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
        description="Somebody who may see cases here. The board says who was told.",
        widget=GovSelect(),
        default=NOBODY,
    )  # fmt: skip

    def offer(self, agencies: Iterable[AgencyEntry], readers: Iterable[tuple[str, str]]) -> None:
        """Offer the agencies that are one each, those that are named next, and the people who may see cases."""
        every = list(agencies)
        many = [each.name[:1].lower() + each.name[1:] for each in every if each.is_many]
        self.agencies.choices = [SelectChoice(each.code, each.name) for each in every if not each.is_many]
        self.agencies.choices.append(SelectChoice(BY_NAME, by_name_words(many)))
        self.escalation_id.choices = [
            SelectChoice(NOBODY, WHOEVER_CHAIRS),
            *(SelectChoice(*each) for each in readers),
        ]


def by_name_words(kinds: list[str]) -> str:
    """Say which organisations are asked one by one, by their names."""
    every = ", ".join([*kinds, "another area, or whoever else is not in this list"])
    return f"Others, by their names on the next page: {every}"


class OrganisationForm(PageForm):
    """Which organisation is asked by its name, and whom at it the one-off link goes to."""

    entry = SelectField("What kind of organisation is it?", widget=GovSelect())
    organisation = line_field(
        "Name of the organisation", "Enter the name of the organisation", "As its own people know it."
    )
    name = line_field("Who there gets the link?", "Enter the name of the person", "Their name.")
    email = line_field(
        "Their email address",
        "Enter an email address",
        "Of that person alone, at the organisation.",
        longest=254,
    )

    def offer(self, kinds: Iterable[tuple[str, str]]) -> None:
        """Offer the kinds of organisation."""
        self.entry.choices = [SelectChoice("", "Select a kind"), *(SelectChoice(*each) for each in kinds)]


class ContactForm(PageForm):
    """What was done while an agency had not answered."""

    kind = RadioField(
        "What was done?", widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in ContactKind],
        validators=[InputRequired("Select what was done")],
    )  # fmt: skip
    made_on = day_field("On which day?", "Enter the day on which it was done")
    note = words_field("What came of it?", "", "Whom you reached, by their job, and what they said.", rows=3)


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

    author_name = line_field(
        "Who wrote this?", "Enter who wrote this", "Name, then job, with a comma between them."
    )
    approver_name = line_field(
        "Who approved it at the agency?", "Enter who approved it at the agency",
        "A safeguarding lead or a senior manager, and not the person who wrote it.",
    )  # fmt: skip
    approver_role = line_field("What is their job?", "Enter their job")


class LookedForm(PageForm):
    """Who looked, where the safeguarding lead sends a nil return: the lead approves it with this."""

    author_name = line_field(
        "Who checked the records?", "Enter who checked the records",
        "Name, then job, with a comma between them. Somebody other than you.",
    )  # fmt: skip


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


NilForm, SignedNilForm, LeadNilForm = nil_form(SendForm), nil_form(SignForm), nil_form(LookedForm)


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
