"""What do the pages of reviews ask?"""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.domain.vocabulary import Method
from portal.web.fields import line_field, words_field


class OpenForm(FlaskForm):  # type: ignore[misc]
    """The name and the way of a new review."""

    chosen_name = line_field(
        "Name of the review",
        "Enter the name that readers will know the review by",
        "Readers will know the review by this name, such as “Child Rowan”. Ask the family where you can. "
        "It must not be a real name, initials, or anything that points to the child.",
        longest=80,
    )
    methods = SelectMultipleField(
        "Methods (optional)",
        description="Select all that apply. They can be decided later.",
        widget=GovCheckboxesInput(),
        choices=[SelectChoice(each.value, each.label) for each in Method],
    )
    scope = words_field("What the review looks at (optional)", hint="The questions it asks and the time it covers.")
