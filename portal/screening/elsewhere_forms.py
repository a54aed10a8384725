"""What is asked about another process, and about a decision that is put off?"""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.domain.factors import LinkedProcess
from portal.models.process_of_case import ProcessOfCase
from portal.screening.elsewhere import Linked
from portal.web.fields import DayField, PageForm, day_field, line_field, words_field

LONGEST_WORDS = 5_000


class ProcessForm(PageForm):
    """Which other process, who leads it, and what is agreed and found."""

    linked = SelectField(
        "Which process is it?",
        widget=GovSelect(),
        choices=[
            SelectChoice("", "Select the process"),
            *(SelectChoice(each.value, each.label) for each in LinkedProcess),
        ],
        validators=[InputRequired("Select the process")],
    )
    led_by = line_field(
        "Who leads it?", "Enter who leads it", "The organisation, and the person where you know them."
    )
    contact = line_field("How are they reached? (optional)", hint="An email address or a telephone number.")
    reference = line_field(
        "What do they call it? (optional)", hint="Their own reference, if it has one.", longest=100
    )
    is_lead = BooleanField(
        "It goes first, and our own learning takes its turn after it", widget=GovCheckboxInput()
    )
    terms = words_field(
        "What is agreed with them? (optional)",
        hint="For example who speaks with the family, and which papers are shared.",
        longest=LONGEST_WORDS,
        rows=3,
    )
    ended_on = DayField("On which day did it end? (optional)", description="For example, 27 3 2027.")
    found = words_field("What did it find?", hint="Once it has ended.", longest=LONGEST_WORDS, rows=3)

    @property
    def said(self) -> Linked:
        """What was said."""
        return Linked(
            self.linked.data, self.led_by.data or "", self.contact.data or "", self.reference.data or "",
            self.terms.data or "", bool(self.is_lead.data), self.ended_on.data, self.found.data or "",
        )  # fmt: skip

    def show(self, kept: ProcessOfCase) -> None:
        """Show what was said before."""
        self.linked.data, self.led_by.data, self.is_lead.data = kept.process.value, kept.led_by, kept.is_lead
        self.contact.data, self.reference.data, self.terms.data = kept.contact, kept.reference, kept.terms
        self.ended_on.data, self.found.data = kept.ended_on, kept.found


class DeferralForm(PageForm):
    """When the National Panel was told that a decision is put off, and what."""

    told_on = day_field(
        "On which day was the National Panel told?", "Enter the day it was told", "For example, 27 3 2026."
    )
    words = words_field(
        "What was it told?",
        "Say what the National Panel was told",
        "Why the decision is put off, and when it is expected.",
        longest=LONGEST_WORDS,
    )
