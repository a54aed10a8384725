"""What do the pages of accounts and people ask for?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextInput,
)
from wtforms import EmailField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Regexp

from portal.accounts.passwords import LONGEST
from portal.domain.reminding import MailChoice
from portal.domain.vocabulary import Role
from portal.tenancy.model import AgencyEntry, Tenant
from portal.web.fields import PageForm, line_field, words_field
from portal.web.wording import role_words

# Enough to catch a slip of the keyboard; the invitation shows whether the address is right.
LOOKS_LIKE_EMAIL = Regexp(
    r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$", message="Enter an email address like name@example.com"
)


def email_field(label: str = "Email address", hint: str = "") -> EmailField:
    """Return a field for an e-mail address."""
    return EmailField(
        label,
        description=hint,
        widget=GovTextInput(),
        validators=[InputRequired("Enter an email address"), Length(max=254), LOOKS_LIKE_EMAIL],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )


def password_field(label: str, missing: str, autocomplete: str, hint: str = "") -> PasswordField:
    """Return a field for a password."""
    return PasswordField(
        label,
        description=hint,
        widget=GovPasswordInput(),
        validators=[
            InputRequired(missing),
            Length(max=LONGEST, message=f"Use {LONGEST} characters or fewer"),
        ],
        render_kw={"params": {"autocomplete": autocomplete}},
    )


def new_password_field(label: str) -> PasswordField:
    """Return a field for a password that is chosen now."""
    hint = "Use 12 characters or more. Three or more unrelated words make a good password."
    return password_field(label, "Enter a password", "new-password", hint)


class SignInForm(PageForm):
    """Both halves of the first step."""

    email = email_field()
    password = password_field("Password", "Enter your password", "current-password")


class CodeForm(PageForm):
    """The code that the person's app shows now."""

    one_time_code = StringField(
        "One-time code",
        description="The 6 numbers that your authenticator app shows now.",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the code from your app"), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )


class AskForAccessForm(PageForm):
    """The work address of somebody who wants to refer."""

    # Strangers choose what we write to, so only what an agency's own mailboxes look like.
    email = EmailField(
        "Work email address",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter your work email address"),
            Length(max=254, message="Enter an email address like name@example.com"),
            Regexp(
                r"\s*[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+\s*$",
                message="Enter an email address like name@example.com",
            ),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )


class ConfirmAccessForm(PageForm):
    """Who somebody is whose address was confirmed, and for which agency they refer."""

    name = line_field("Your full name", hint="Your safeguarding lead sees this.", longest=120)
    agency = RadioField("Which agency do you work for?", widget=GovRadioInput(), validate_choice=False)

    def offer(self, agencies: Sequence[AgencyEntry], *, asks_name: bool) -> None:
        """Ask for the name where it is not known, and for the agency where the domain is several agencies'."""
        self.agency.choices = [SelectChoice(each.code, each.name) for each in agencies]
        if asks_name:
            self.name.validators = [DataRequired("Enter your full name"), *self.name.validators]
        if len(agencies) > 1:
            codes = [each.code for each in agencies]
            self.agency.validators = [AnyOf(codes, message="Select the agency that you work for")]


APPROVE, REFUSE = "approve", "refuse"


class NewcomerForm(PageForm):
    """Whether somebody may refer for the agency."""

    decision = RadioField(
        "May this person refer for the agency?",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(APPROVE, "Yes, they work for us and may refer"),
            SelectChoice(REFUSE, "No"),
        ],
        validators=[InputRequired("Select yes or no")],
    )
    reason = words_field(
        "Why not?", hint="Only if you refuse. The person reads this; it is not sent by email.", rows=3
    )


class LostFactorForm(CodeForm):
    """The password and the new app's code, from somebody whose old app is gone."""

    password = password_field("Password", "Enter your password", "current-password")


class RecoveryForm(PageForm):
    """A code from the list that was shown once."""

    one_time_code = StringField(
        "Recovery code",
        description="One of the 10 codes you were shown when you set up your authenticator app. Each works once.",
        widget=GovTextInput(),
        validators=[InputRequired("Enter a recovery code"), Length(max=60)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class ForgottenForm(PageForm):
    """Whose password was forgotten."""

    email = email_field()


class NewPasswordForm(PageForm):
    """A password chosen through a link."""

    new_password = new_password_field("Choose a password")


class ChangePasswordForm(PageForm):
    """A password changed by somebody who is signed in."""

    current_password = password_field("Present password", "Enter your present password", "current-password")
    new_password = new_password_field("New password")


class MailForm(PageForm):
    """Which e-mails a person wants."""

    choice = RadioField(
        "Which emails do you want?",
        widget=GovRadioInput(),
        choices=[SelectChoice(value, words) for value, words in MailChoice.choices()],
        validate_choice=False,
        validators=[AnyOf(list(MailChoice), message="Select which emails you want")],
    )


class RolesForm(PageForm):
    """What a person may do here."""

    roles = SelectMultipleField(
        "Roles", widget=GovCheckboxesInput(), validators=[InputRequired("Select at least one role")]
    )
    agency = SelectField("Agency", widget=GovSelect(), description="The agency whose referrals are theirs.")

    def offer(self, roles: Iterable[Role], tenant: Tenant) -> None:
        """Offer the roles, as the partnership calls them, and its agencies."""
        self.roles.choices = [SelectChoice(role.value, role_words(role, tenant)) for role in roles]
        self.agency.choices = [SelectChoice("", "No agency")]
        self.agency.choices += [SelectChoice(agency.code, agency.name) for agency in tenant.agencies]


class InviteForm(RolesForm):
    """Who is to be let in."""

    name = StringField(
        "Full name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter their full name"), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    email = email_field("Work email address", "The invitation goes here. It works once, for 3 days.")


class ChoiceForm(PageForm):
    """One of several: a place to enter, a person to take over."""

    choice = RadioField(widget=GovRadioInput(), validators=[InputRequired("Select one")])

    def offer(self, label: str, choices: Iterable[tuple[str, str]]) -> None:
        """Ask the question and offer the answers."""
        self.choice.label.text = label
        self.choice.choices = [SelectChoice(value, words) for value, words in choices]
