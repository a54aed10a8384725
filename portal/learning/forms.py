"""What is asked of whoever used a briefing?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from portal.domain.briefing_use import MOST_PEOPLE, Setting
from portal.web.fields import PageForm, day_field, words_field


class UseForm(PageForm):
    """One use of a briefing."""

    briefing = SelectField(
        "Which briefing?", widget=GovSelect(), validators=[InputRequired("Select the briefing")]
    )
    setting = SelectField(
        "Where was it used?", widget=GovSelect(), validators=[InputRequired("Select where it was used")],
        choices=[SelectChoice("", "Select one"), *(SelectChoice(each.value, each.label) for each in Setting)],
    )  # fmt: skip
    people = IntegerField(
        "How many people took part?", widget=GovTextInput(), render_kw={"inputmode": "numeric"},
        validators=[
            InputRequired("Enter how many people took part"),
            NumberRange(1, MOST_PEOPLE, f"Enter a number from 1 to {MOST_PEOPLE:,}"),
        ],
    )  # fmt: skip
    used_on = day_field("On which day?", "Enter the day")
    change = words_field(
        "What will you change?", "Say what you will change",
        "What your team will do differently, and how you will know. Name no child, family or colleague.",
        longest=2_000, rows=5,
    )  # fmt: skip

    def offer(self, briefings: Iterable[tuple[str, str]]) -> None:
        """Offer the partnership's briefings."""
        self.briefing.choices = [SelectChoice("", "Select one"), *(SelectChoice(*each) for each in briefings)]
