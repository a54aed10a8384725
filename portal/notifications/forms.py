"""What do the pages about the National Panel and about late steps ask?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovCheckboxInput, GovRadioInput
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal.domain.notifying import WhyTogether
from portal.domain.vocabulary import NotificationKind, PanelSays, PartnersAgreement
from portal.web.fields import DayField, PageForm, day_field, line_field, words_field

LONGEST_WORDS = 10_000


def one_of(label: str, vocabulary: Any, missing: str, hint: str = "") -> RadioField:
    """Return a field that asks for one word of a closed list."""
    return RadioField(
        label, description=hint, widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in vocabulary],
        validators=[InputRequired(missing)],
    )  # fmt: skip


class NotificationForm(PageForm):
    """What the council sent, and whom it told."""

    kind = one_of(
        "What was notified?", NotificationKind, "Select what was notified",
        "A suspected suicide is a death in which neglect or abuse may have had a part.",
    )  # fmt: skip
    children = SelectMultipleField(
        "Who is it about?",
        description="One notification for each child who died; one for all brothers and sisters who were "
        "seriously harmed. Other children who were seriously harmed have one each.",
        widget=GovCheckboxesInput(),
    )
    why_together = RadioField(
        "If it is about several children, why do they share it? (optional)", widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in WhyTogether], validators=[Optional()],
    )  # fmt: skip
    main_child = RadioField(
        "In a large investigation, which is the main child? (optional)",
        widget=GovRadioInput(),
        validators=[Optional()],
    )
    council_aware_on = day_field(
        "When did the council become aware?", "Enter the day the council became aware",
        "The days for the notification are counted from this day. For example, 27 3 2026.",
    )  # fmt: skip
    sent_on = day_field(
        "When was it sent to the National Panel?", "Enter the day it was sent",
        "The days for the rapid review are counted from this day.",
    )  # fmt: skip
    panel_reference = line_field("The National Panel’s reference (optional)", longest=100)
    is_ofsted_told = BooleanField("Ofsted was told", widget=GovCheckboxInput())
    others_told = words_field(
        "Who else was told? (optional)", hint="For example, the partners of another area, and when.", rows=3
    )
    agreement = one_of(
        "Do the three partners agree?", PartnersAgreement, "Select whether the partners agree",
        "The council notifies of its own duty. Whether the others agree is recorded and delays nothing.",
    )  # fmt: skip
    dissent = words_field("If not, who does not agree, and why?", longest=LONGEST_WORDS, rows=3)

    def offer(self, children: Iterable[tuple[str, str]]) -> None:
        """Offer the children of the case."""
        offered = [SelectChoice(*each) for each in children]
        self.children.choices = offered
        if len(offered) < 2:
            del self.why_together, self.main_child
        else:
            self.main_child.choices = [SelectChoice(each.value, each.label) for each in offered]


class NewNotificationForm(NotificationForm):
    """The same, with the name of the rapid review that it opens."""

    chosen_name = line_field(
        "Name of the rapid review (optional)",
        hint="Readers may come to know the review by it. Without one it gets a working name that says nothing "
        "of the child.",
        longest=80,
    )


class NotMetForm(PageForm):
    """When a notification was found not to meet the criteria, and why."""

    not_met_on = day_field("On which day was this found?", "Enter the day on which it was found")
    reason = words_field("Why does it not meet the criteria?", "Give the reason", longest=LONGEST_WORDS)


class LetterForm(PageForm):
    """What the National Panel wrote."""

    received_on = day_field("When did the letter come?", "Enter the day on which the letter came")
    says = one_of("What does the Panel do?", PanelSays, "Select what the letter says")
    reply_due_on = DayField(
        "By when is an answer due?", description="Where it asks to reconsider, or for information."
    )
    letter = words_field("What does the letter say?", "Enter what the letter says", longest=LONGEST_WORDS)


class AnswerForm(PageForm):
    """What was answered to the National Panel."""

    answered_on = day_field("When was it answered?", "Enter the day on which it was answered")
    answer = words_field(
        "What was answered?", "Enter what was answered",
        "Where the partners decide otherwise, they record a new decision too.", longest=LONGEST_WORDS,
    )  # fmt: skip


class SentForm(PageForm):
    """When a rapid review was sent to the National Panel."""

    sent_on = day_field(
        "When was the rapid review, with its decision, sent to the National Panel?",
        "Enter the day it was sent",
    )


class ToldForm(PageForm):
    """When those who are to know of a practice review were told of it."""

    told_on = day_field(
        "When were the National Panel, Ofsted and the Department for Education told?",
        "Enter the day they were told",
    )
    is_reviewer_named = BooleanField(
        "They were told the name of whoever leads the review", widget=GovCheckboxInput()
    )


class LateForm(PageForm):
    """By when a late step is now expected, and why it is late."""

    revised_on = day_field("By when is it now expected?", "Enter the day by which it is now expected")
    explanation = words_field("Why is it late?", "Explain why it is late", longest=LONGEST_WORDS)
