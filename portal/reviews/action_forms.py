"""What do the pages ask of what an agency does for a recommendation?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.domain.following_up import Evidence
from portal.reviews.follow_up_forms import NO_NAMES, StepForm, decided
from portal.reviews.forms import choices
from portal.web.fields import PageForm, day_field, line_field, words_field


class ActionForm(PageForm):
    """What is to be done, by whom and by when."""

    text = words_field("What is to be done?", "Say what is to be done", NO_NAMES, longest=2_000, rows=4)
    agency = SelectField(
        "Which agency does it?", widget=GovSelect(), validators=[InputRequired("Select the agency")],
        description="One of those that the recommendation asks.",
    )  # fmt: skip
    role = line_field(
        "Which role there owns it?", "Name the role that owns it in this agency",
        "A role rather than a person, such as “Head of safeguarding”.", longest=120,
    )  # fmt: skip
    due_on = day_field("By which day?", "Enter the day by which it is to be done")

    def offer(self, agencies: Iterable[tuple[str, str]]) -> None:
        """Offer the agencies that the recommendation asks."""
        self["agency"].choices = [
            SelectChoice("", "Select one"), *(SelectChoice(code, name) for code, name in agencies)
        ]  # fmt: skip


class EndForm(StepForm):
    """That it is done, no longer asked, or under way again."""

    action = decided("How does it stand?", "Select how it stands")
    evidence = SelectField(
        "By what is it known?", widget=GovSelect(), choices=choices(Evidence, "Select one"),
        description="Needed where it is done.",
    )  # fmt: skip
    note = words_field("What shows this, or why is it so?", "Say it in words", NO_NAMES, rows=5)
    happened_on = day_field("Since which day?", "Enter the day")
