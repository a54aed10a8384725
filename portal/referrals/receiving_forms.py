"""What do the pages ask of the coordinator who takes referrals in, and of whoever answers them?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextInput
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.domain.vocabulary import OfferAnswer, OfferReason
from portal.referrals.entering import ENTERED, Came
from portal.tenancy.model import Tenant, Tenants
from portal.web.fields import PageForm, day_field, line_field, typed, words_field
from portal.web.wording import LONDON

TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class AskForm(PageForm):
    """What is asked for, and by when."""

    question = words_field(
        "What do you need to know?",
        "Say what you need to know",
        "The referrer and those who see what their agency sends can read this. Ask in plain words, one thing a line.",
    )
    answer_by = day_field("When do you need the answer by?", "Enter a day")


class AnswerForm(PageForm):
    """The answer to what was asked."""

    answer = words_field(
        "Your answer", "Write your answer", "Give facts, and say where each is known from.", rows=10
    )


class GoOnForm(PageForm):
    """Why nobody waits for the answer any more."""

    reason = words_field(
        "Why do you go on without an answer?",
        "Say why you go on without an answer",
        "The referrer and their agency can read this.",
        rows=4,
    )


class LeaveCaseForm(PageForm):
    """Why a referral does not belong to the case that it was taken into."""

    reason = words_field(
        "Why does it not belong to this case?",
        "Say why it does not belong to this case",
        "Whoever may see the case can read this.",
        rows=4,
    )


ELSEWHERE = "elsewhere"


class OfferForm(PageForm):
    """Which area a referral is offered to, and why; an area that is not on the portal is written to."""

    area = RadioField(
        "Which area is it offered to?", widget=GovRadioInput(), validators=[InputRequired("Select the area")]
    )
    reason = RadioField(
        "Why may it be theirs?",
        description="The other area sees this answer and your partnership’s name, and nothing else before it accepts.",
        widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in OfferReason],
        validators=[InputRequired("Select why it may be theirs")],
    )
    written_to = words_field(
        "Who is written to?",
        hint="Only for an area that is not on this portal: its partnership’s name and address.",
        longest=1_000,
        rows=4,
    )
    words = words_field(
        "What does the letter say?",
        hint="Only for an area that is not on this portal. Name no child and no family.",
        rows=5,
    )

    def offer(self, tenants: Tenants, own: Tenant) -> None:
        """Offer the portal's other partnerships, by name, and every area that is not on it."""
        others = sorted((each for each in tenants.by_slug.values() if each is not own), key=lambda each: each.name)
        choices = [SelectChoice(each.slug, each.name) for each in others]
        self.area.choices = [*choices, SelectChoice(ELSEWHERE, "An area that is not on this portal")]


class OfferAnswerForm(PageForm):
    """What an area answered that is not on the portal."""

    is_accepted = RadioField(
        "Do they accept it?",
        widget=GovRadioInput(),
        choices=[
            SelectChoice("yes", "Yes, it is theirs now"),
            SelectChoice("no", "No, it comes back to us"),
        ],
        validators=[InputRequired("Select what they answered")],
    )
    words = words_field(
        "Who answered, when, and what did they say?", "Say what they answered, who and when", rows=4
    )


class IncomingForm(PageForm):
    """What to tell the area that offers a referral, where it is declined."""

    answer = RadioField(
        "If you decline, what do you tell them?",
        widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in OfferAnswer],
        validators=[Optional()],
    )


class SetApartForm(PageForm):
    """Why two things are not about the same child."""

    reason = words_field(
        "Why are they not the same?",
        "Say why it is not the same",
        "Say what you compared. Only coordinators read this.",
        rows=4,
    )


class DeclineForm(PageForm):
    """Why a referral is not taken forward: the partnership's own reasons, and words for the letter."""

    reasons = SelectMultipleField(
        "Which reasons apply?",
        description="Select all that apply. The letter says them in this order.",
        widget=GovCheckboxesInput(),
        validators=[InputRequired("Select at least one reason")],
    )
    words = words_field(
        "Why is this referral not taken forward?",
        "Say why this referral is not taken forward",
        "These words stand in the letter to the referrer. Say what they could do instead, and name no child.",
        rows=8,
    )

    def offer(self, tenant: Tenant) -> None:
        """Offer the partnership's reasons."""
        self.reasons.choices = [SelectChoice(each.code, each.label) for each in tenant.decline_reasons]


class EnterForm(PageForm):
    """How a referral came that its writer did not send through the portal, and from whom."""

    form_code = RadioField(
        "Which form is it made on?",
        widget=GovRadioInput(),
        validators=[InputRequired("Select which form to use")],
    )
    how = RadioField(
        "How did it come?",
        widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in ENTERED],
        validators=[InputRequired("Select how it came")],
    )
    came_on = day_field("Which day did it come?", "Enter the day on which it came", "It counts from then.")
    came_at_time = StringField(
        "What time?",
        description="Like 14:30. Leave this empty if nobody knows; then it counts from the start of the day.",
        widget=GovTextInput(),
        filters=[typed],
        render_kw={"autocomplete": "off", "classes": "govuk-input--width-5"},
    )
    name = line_field("Who refers?", "Enter who refers", "Their full name.")
    role = line_field("What is their job?")
    reached = line_field("How are they reached?", hint="A work telephone number or a secure email address.")

    def offer(self, tenant: Tenant) -> None:
        """Offer the partnership's forms; where there is one, it is chosen."""
        self.form_code.choices = [SelectChoice(form.code, form.title) for form in tenant.forms.values()]

    def validate_came_at_time(self, field: StringField) -> None:
        """ValidationError where what was typed is no time of a day."""
        if field.data and not TIME_OF_DAY.fullmatch(field.data):
            raise ValidationError("Enter a time like 14:30")

    @property
    def came_at(self) -> datetime:
        """The moment at which it came, in UTC."""
        found = TIME_OF_DAY.fullmatch(self.came_at_time.data or "")
        at = time(int(found[1]), int(found[2])) if found else time()
        return datetime.combine(self.came_on.day, at, tzinfo=LONDON).astimezone(UTC)

    @property
    def came(self) -> Came:
        """Who refers."""
        return Came(self.name.data or "", self.role.data or "", self.reached.data or "")


class EnterAssuredForm(EnterForm):
    """The same, where referrals are quality assured before they count."""

    quality_assured_by = line_field(
        "Who quality assured it before it came?",
        hint="Leave this empty if nobody did: it then waits for somebody of the agency, as every referral does.",
    )

    @property
    def came(self) -> Came:
        """Who refers, and who agreed that it was ready."""
        return Came(
            self.name.data or "",
            self.role.data or "",
            self.reached.data or "",
            self.quality_assured_by.data or "",
        )


def enter_form(tenant: Tenant, **given: Any) -> EnterForm:
    """Return the form for a partnership, with its forms on offer."""
    form = (EnterAssuredForm if tenant.requires_quality_assurance else EnterForm)(**given)
    form.offer(tenant)
    return form
