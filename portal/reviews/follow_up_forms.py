"""What do the pages ask of what came of a recommendation?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.domain.following_up import Evidence, Impact, Strength
from portal.domain.workflow import Transition
from portal.reviews.forms import choices, one_of
from portal.web.fields import PageForm, day_field, words_field

NO_NAMES = "Say nothing that would identify a child or family."


def decided(label: str, missing: str) -> RadioField:
    """Return a field for which action it is; the form offers those that can be done now."""
    return RadioField(label, widget=GovRadioInput(), validators=[InputRequired(missing)])


class StepForm(PageForm):
    """One step; some forms ask which of several."""

    def offer(self, actions: Iterable[Transition]) -> None:
        """Offer what can be done now."""
        self["action"].choices = [SelectChoice(each.action, each.label) for each in actions]


class ProgressForm(StepForm):
    """How it goes."""

    action = decided("How does it go?", "Select how it goes")
    note = words_field("What has been done, and what stands in the way?", "Say how it goes", NO_NAMES, rows=5)
    happened_on = day_field("On which day was this so?", "Enter the day")


class CompleteForm(PageForm):
    """That it is complete."""

    note = words_field("What was done?", "Say what was done", NO_NAMES, rows=5)
    happened_on = day_field("On which day was it complete?", "Enter the day on which it was complete")


class VerifyForm(StepForm):
    """What somebody else found."""

    action = decided("What did you find?", "Select what you found")
    evidence = SelectField(
        "By what was it found?", widget=GovSelect(), choices=choices(Evidence, "Select one"),
        description="Needed where it was done, or is embedded in practice.",
    )  # fmt: skip
    strength = SelectField(
        "How strong is the evidence?", widget=GovSelect(), choices=choices(Strength, "Select one"),
        description="Needed where it was done, or is embedded in practice.",
    )  # fmt: skip
    note = words_field(
        "What did you look at, and what did you see?", "Say what you looked at", NO_NAMES, rows=5
    )
    happened_on = day_field("On which day?", "Enter the day")


class ImpactForm(PageForm):
    """What has changed for children."""

    impact = one_of("From what is it known?", Impact, "Select what the evidence is")
    note = words_field("What has changed for children?", "Say what has changed", NO_NAMES, rows=5)
    happened_on = day_field("Day of the evidence", "Enter the day of the evidence")


class CloseForm(PageForm):
    """Why it is not carried out."""

    note = words_field("Why is it not carried out?", "Say why it is not carried out", rows=5)
    happened_on = day_field("On which day was this decided?", "Enter the day")
