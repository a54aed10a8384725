"""What is asked when a partner names a delegate?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal.screening.forms import LONGEST_WORDS
from portal.web.fields import DayField, PageForm, day_field, line_field, words_field

OVER, LIFTED = "over", "lifted"
SOMEBODY_ELSE = SelectChoice("", "Somebody without an account here")


class DelegateForm(PageForm):
    """Whom the partner names; `delegate_form` adds its people."""

    account_id = RadioField(
        "Who is the delegate?", widget=GovRadioInput(), validators=[Optional()], default=""
    )
    name = line_field(
        "Their name and office, if they have no account here",
        hint="For example, A. Example, assistant director.",
    )
    acts_for = line_field(
        "In whose place do they speak?", "Enter in whose place they speak",
        "Name and office of the person whose authority this is.",
    )  # fmt: skip
    authority = words_field(
        "What gives them the authority?", "Say what gives them the authority",
        "For example, a letter of the chief executive, and what it leaves to them.", longest=LONGEST_WORDS, rows=3,
    )  # fmt: skip
    from_on = day_field("From which day?", "Enter the first day")
    until_on = DayField("Until which day? (optional)", description="The last day on which they speak.")


class EndForm(PageForm):
    """What follows when an authority ends; somebody without an account is not asked about."""

    follows = RadioField(
        "What follows?",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(OVER, "They speak for our organisation no longer"),
            SelectChoice(LIFTED, "They speak for our organisation themselves from now on"),
        ],
        validators=[InputRequired("Select what follows")],
    )


def end_form(*, has_account: bool) -> EndForm:
    """Return the form; somebody without an account speaks no longer, and is not asked about."""
    form = EndForm()
    if not has_account:
        del form.follows
    return form


def delegate_form(people: Iterable[tuple[str, str]]) -> DelegateForm:
    """Return the form with the colleagues who decide for the partner here."""
    form = DelegateForm()
    form.account_id.choices = [*(SelectChoice(code, name) for code, name in people), SOMEBODY_ELSE]
    if len(form.account_id.choices) == 1:
        del form.account_id
        form.name.label.text = "Their name and office"
    return form
