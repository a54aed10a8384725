"""What do a case's pages ask of whoever looks after it?"""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovTextArea
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.tenancy.answers import first_day
from portal.web.question_form import clean, written_date
from portal.web.working_days import today

LONGEST_WORDS = 2_000


def reason_field(label: str) -> TextAreaField:
    """Return a field for a reason that has to be given."""
    long = Length(max=LONGEST_WORDS, message=f"Use {LONGEST_WORDS:,} characters or fewer")
    return TextAreaField(
        label, widget=GovTextArea(), filters=[clean], validators=[InputRequired("Say why"), long]
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a case is closed or reopened."""

    reason = reason_field("Why?")


class PersonForm(FlaskForm):  # type: ignore[misc]
    """Whom a case is opened or closed to, and why."""

    account_id = SelectField("Person", widget=GovSelect(), validators=[InputRequired("Select a person")])
    reason = reason_field("Why?")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer the people whose role can read cases."""
        self.account_id.choices = [
            SelectChoice("", "Select a person"),
            *(SelectChoice(*each) for each in people),
        ]


class DayField(DateField):  # type: ignore[misc]
    """A whole day in three parts, or nothing; a part of a day is a mistake and never taken for nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the parts; ValueError where they are some and no day."""
        day, month, year = [*(clean(part) for part in valuelist), "", "", ""][:3]
        self.raw_data, self.data = [day, month, year], None
        if day or month or year:
            written = written_date(day, month, year)
            self.data = first_day(written) if written and len(written) == len("2027-03-27") else None
            if self.data is None:
                raise ValueError("Enter a real date, like 27 3 2027")


class GrantForm(PersonForm):
    """Leave to know of a case, perhaps until a day."""

    last_day = DayField(
        "Last day (optional)",
        description="The end of this day, or until you take it away. For example, 27 3 2027.",
        widget=GovDateInput(),
    )

    def validate_last_day(self, field: DayField) -> None:
        """Refuse a day that is over."""
        if field.data is not None and field.data < today():
            raise ValidationError("The last day must be today or later")
