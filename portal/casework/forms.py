"""What do a case's pages ask of whoever looks after it?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from portal.domain.emergency import EmergencyStatus
from portal.web.fields import DayField, PageForm, line_field, words_field
from portal.web.working_days import today

LONGEST_WORDS = 2_000


class ReasonForm(PageForm):
    """Why a case is closed or reopened."""

    reason = words_field("Why?", "Say why", longest=LONGEST_WORDS)


class InvolvedForm(PageForm):
    """How somebody is personally involved in a case."""

    reason = words_field(
        "How are you involved?",
        "Say how you are involved",
        "In a few words, without names. The coordinators and the chair read it.",
        longest=LONGEST_WORDS,
    )


class PersonForm(PageForm):
    """Whom a case is opened or closed to, and why."""

    account_id = SelectField("Person", widget=GovSelect(), validators=[InputRequired("Select a person")])
    reason = words_field("Why?", "Say why", longest=LONGEST_WORDS)

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer the people whose role can read cases."""
        self.account_id.choices = [
            SelectChoice("", "Select a person"),
            *(SelectChoice(*each) for each in people),
        ]


class GrantForm(PersonForm):
    """Leave to know of a case, perhaps until a day."""

    last_day = DayField(
        "Last day (optional)",
        description="The end of this day, or until you take it away. For example, 27 3 2027.",
    )

    def validate_last_day(self, field: DayField) -> None:
        """Refuse a day that is over."""
        if field.data is not None and field.data < today():
            raise ValidationError("The last day must be today or later")


class EmergencyForm(PageForm):
    """Which case somebody needs at once, and why."""

    reference = line_field("Reference of the case", "Enter the reference", longest=40)
    reason = words_field(
        "Why can it not wait?",
        "Say why it cannot wait",
        "The data protection officer and the coordinators read this.",
        longest=LONGEST_WORDS,
    )


class JudgementForm(PageForm):
    """What a second person says of it afterwards."""

    verdict = RadioField(
        "Was it right to ask for this case in an emergency?",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(each.value, each.label)
            for each in (EmergencyStatus.RIGHT, EmergencyStatus.NOT_RIGHT)
        ],
        validators=[InputRequired("Select whether it was right")],
    )
    finding = words_field("What did you find?", "Say what you found", longest=LONGEST_WORDS)
