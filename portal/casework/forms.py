"""What do a case's pages ask of whoever looks after it?"""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovTextArea
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

LONGEST_WORDS = 2_000


def reason_field(label: str) -> TextAreaField:
    """Return a field for a reason that has to be given."""
    long = Length(max=LONGEST_WORDS, message=f"Use {LONGEST_WORDS:,} characters or fewer")
    return TextAreaField(
        label, widget=GovTextArea(), validators=[InputRequired("Say why"), long], render_kw={"rows": 3}
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
        self.account_id.choices = [SelectChoice("", "Select a person"), *(SelectChoice(*each) for each in people)]


class GrantForm(PersonForm):
    """Leave to know of a case, perhaps until a day."""

    last_day = DateField(
        "Last day (optional)",
        description="The end of this day, or until you take it away. For example, 27 3 2027.",
        format="%d %m %Y",
        widget=GovDateInput(),
        validators=[Optional()],
    )
