"""What do the pages around a referral ask, beside the form's own questions?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.referrals.colleagues import Colleague
from portal.tenancy.model import Form, Tenant
from portal.web.fields import PageForm, words_field
from portal.web.question_form import clean
from portal.web.wording import role_words

NEW_CASE, THAT_CASE = "new", "existing"


class StartForm(PageForm):
    """Which of the partnership's forms a referral is made on."""

    form_code = RadioField(
        "Which form do you need?",
        widget=GovRadioInput(),
        validators=[InputRequired("Select which form to use")],
    )

    def offer(self, forms: Iterable[Form]) -> None:
        """Offer the partnership's forms; where there is one, it is chosen."""
        self.form_code.choices = [SelectChoice(form.code, form.title) for form in forms]


class AddForm(PageForm):
    """What is added to a referral that was sent."""

    words = words_field(
        "What do you want to add?",
        "Enter what you want to add",
        "Say what is new, when it happened and how you know. Give only the personal details that are needed.",
        longest=20_000, rows=10,
    )  # fmt: skip


class WithdrawForm(PageForm):
    """Why a referral is taken back."""

    reason = words_field(
        "Why do you withdraw it?",
        "Say why you withdraw this referral",
        "Whoever was working on it reads this.",
        rows=4,
    )


class ColleagueForm(PageForm):
    """Whom to ask to work on a draft."""

    choice = RadioField(
        "Who do you want to ask?", widget=GovRadioInput(), validators=[InputRequired("Select somebody")]
    )

    def offer(self, people: Iterable[Colleague], tenant: Tenant) -> None:
        """Offer the people of the agency who could be asked, with what each is here."""
        called = {each: ", ".join(role_words(role, tenant) for role in each.roles) for each in people}
        self.choice.choices = [
            SelectChoice(str(each.account_id), f"{each.name} ({roles})") for each, roles in called.items()
        ]


class SenderForm(ColleagueForm):
    """To whom a draft is passed, so that they send it."""

    choice = RadioField(
        "Who sends it?", widget=GovRadioInput(), validators=[InputRequired("Select who sends it")]
    )


class AcceptForm(PageForm):
    """Whether a referral begins a case or belongs to one."""

    where = RadioField(
        "Which case does it belong to?",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(NEW_CASE, "A new case"),
            SelectChoice(THAT_CASE, "A case that is open already"),
        ],
        default=NEW_CASE,
        validators=[InputRequired("Select which case it belongs to")],
    )
    reference = StringField(
        "Reference of that case",
        description="Only if it belongs to a case that is open already.",
        widget=GovTextInput(),
        filters=[clean],
        validators=[Length(max=20, message="Enter the reference as the case shows it")],
    )

    @property
    def joins(self) -> str | None:
        """The reference of the case to join, as it was typed; None for a new case."""
        return str(self.reference.data or "") if self.where.data == THAT_CASE else None
