"""What is asked when the lead safeguarding partners are told, and when they have decided?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.screening.forms import LONGEST_WORDS
from portal.tenancy.model import OutcomeOffered
from portal.web.fields import PageForm, day_field, words_field


class EscalateForm(PageForm):
    """Who was told, and what they are asked."""

    told = words_field(
        "Who of the lead safeguarding partners was told, and how?", "Say who was told, and how",
        "One person on each line, with their office: for example, by telephone this morning.",
        longest=LONGEST_WORDS, rows=4,
    )  # fmt: skip
    question = words_field(
        "What are they asked to decide?", "Say what they are asked to decide", longest=LONGEST_WORDS
    )


class SettleForm(PageForm):
    """What they decided; `settle_form` adds the outcomes."""

    decided_on = day_field("On which day did they decide?", "Enter the day on which they decided")
    decided_by = words_field(
        "Who decided?", "Enter who decided", "One person on each line, with their office.",
        longest=LONGEST_WORDS, rows=4,
    )  # fmt: skip
    outcome = RadioField(
        "What did they decide?", widget=GovRadioInput(), validators=[InputRequired("Select what they decided")]
    )
    reasons = words_field("What are their reasons?", "Give their reasons", longest=LONGEST_WORDS)


def settle_form(outcomes: Iterable[OutcomeOffered]) -> SettleForm:
    """Return the form with the outcomes that are open at the decision's stage."""
    form = SettleForm()
    form.outcome.choices = [SelectChoice(each.code, each.label) for each in outcomes]
    return form
