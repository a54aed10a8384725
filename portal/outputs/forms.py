"""What do the pages of outputs ask?"""

from __future__ import annotations

from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.outputs.content import (
    LONGEST_BODY,
    LONGEST_BOX,
    LONGEST_BOX_TITLE,
    LONGEST_TITLE,
    WRITTEN_KINDS,
    Box,
    about_words,
)
from portal.tenancy.model import Tenant
from portal.web.fields import PageForm, day_field, line_field, words_field
from portal.web.wording import output_words, plural, sentence_case

STATED, QUIET = "stated", "quiet"


def title_field() -> StringField:
    """Return a field for the title that readers see."""
    hint = "Readers see this. It must not name anybody or point to a child."
    return line_field("Title", "Enter a title", hint, longest=LONGEST_TITLE)


class BeginForm(PageForm):
    """What is to be written, and its title."""

    kind = RadioField(
        "What do you want to write?",
        widget=GovRadioInput(),
        validators=[InputRequired("Select what you want to write")],
    )
    title = title_field()

    def offer(self, tenant: Tenant) -> None:
        """Offer what can be written here, by the partnership's own words."""
        called = [(each.value, sentence_case(output_words(each, tenant))) for each in WRITTEN_KINDS]
        self.kind.choices = [SelectChoice(*each) for each in called]


class TextForm(PageForm):
    """A text in Markdown, and the edition that the writer began from."""

    edition = HiddenField()
    title = title_field()
    body = words_field(
        "Text",
        hint="Leave a line empty between paragraphs. How to write headings, lists, tables and notes stands above.",
        longest=LONGEST_BODY,
        rows=24,
    )


class BriefingForm(PageForm):
    """Seven boxes; `briefing_form` adds them from the rules."""

    edition = HiddenField()
    title = title_field()


def box_text_field(box: Box) -> TextAreaField:
    """Return the field for a box's words; its hint counts those that were saved."""
    counted = f" You have saved {plural(box.words, 'word')}." if box.words else ""
    hint = f"{box.purpose} About {about_words()} words can be read in a minute.{counted}"
    return words_field(f"Text of box {box.number}", hint=hint, longest=LONGEST_BOX)


def briefing_form(boxes: Sequence[Box], title: str, edition: int) -> PageForm:
    """Return the form of a briefing as it stands."""
    fields: dict[str, object] = {}
    for box in boxes:
        fields[f"{box.code}_title"] = line_field(f"Heading of box {box.number}", longest=LONGEST_BOX_TITLE)
        fields[f"{box.code}_text"] = box_text_field(box)
    form_class = type("SevenBoxesForm", (BriefingForm,), fields)
    said = {f"{box.code}_title": box.title for box in boxes} | {f"{box.code}_text": box.text for box in boxes}
    form: PageForm = form_class(data={"title": title, "edition": str(edition), **said})
    return form


class ReturnForm(PageForm):
    """What has to change before it can be approved."""

    comments = words_field("What needs to change?", "Say what needs to change", "The authors can read this.")


class PrepareForm(PageForm):
    """The day on which it becomes public."""

    appears_on = day_field(
        "When does it become public?",
        "Enter the day on which it becomes public",
        "Today or a later day. It appears at midnight, or at once where the day has begun.",
    )


class PrepareWithLearningForm(PrepareForm):
    """The day, and whether what the review recommends is published with it."""

    carries_learning = RadioField(
        "Publish these recommendations and themes with it?",
        description="They say what agencies are asked to do, and stay when this is no longer published.",
        widget=GovRadioInput(),
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
        validators=[InputRequired("Select whether the recommendations and themes are published with it")],
    )


class ApproveForm(PageForm):
    """The hashes of exactly what the person read."""

    content_hash = HiddenField()
    learning_hash = HiddenField()


class SentAheadForm(PageForm):
    """When a report was sent ahead of its publication."""

    sent_on = day_field(
        "When was it sent to the National Panel and the Secretary of State?", "Enter the day it was sent"
    )
    is_ofsted_told = BooleanField("It was sent to Ofsted too", widget=GovCheckboxInput())


class TakeDownForm(PageForm):
    """Why something comes down at once, and what its public page says."""

    manner = RadioField(
        "What does the public page say?",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(STATED, "That it is no longer published"),
            SelectChoice(QUIET, "Nothing: the page is gone, with its title"),
        ],
        default=STATED,
        validators=[InputRequired("Select what the public page says")],
    )
    reason = words_field("Why does it have to come down now?", "Say why this has to come down now", rows=4)
