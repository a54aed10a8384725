"""What do the pages of the screening body and its meetings ask?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from portal.domain.meetings import Seat
from portal.domain.vocabulary import HowConsidered
from portal.web.fields import PageForm, day_field, line_field, words_field

NOBODY = ""
LONGEST_ITEM = 480  # minutes: a working day


class SeatForm(PageForm):
    """Who sits on the body, for whom they speak, and as what."""

    account_id = SelectField(
        "Who?", description="Somebody with an account here whose role lets them take part in meetings.",
        widget=GovSelect(), validators=[InputRequired("Select a person")],
    )  # fmt: skip
    agency = SelectField(
        "For which agency do they speak?", widget=GovSelect(), validators=[InputRequired("Select an agency")]
    )
    sits = RadioField(
        "As what?", widget=GovRadioInput(), choices=[SelectChoice(each.value, each.label) for each in Seat],
        validators=[InputRequired("Select as what they sit on the body")],
    )  # fmt: skip
    deputy_for_id = SelectField("If they are a deputy, whose?", widget=GovSelect(), default=NOBODY)
    from_on = day_field("From which day?", "Enter the day from which they sit on the body")

    def offer(
        self, people: Iterable[tuple[str, str]], agencies: Iterable[tuple[str, str]],
        seats: Iterable[tuple[str, str]],
    ) -> None:  # fmt: skip
        """Offer people, agencies, and the seats that somebody can be the deputy for."""
        self.account_id.choices = [
            SelectChoice(NOBODY, "Select a person"),
            *(SelectChoice(*each) for each in people),
        ]
        self.agency.choices = [
            SelectChoice(NOBODY, "Select an agency"),
            *(SelectChoice(*each) for each in agencies),
        ]
        self.deputy_for_id.choices = [
            SelectChoice(NOBODY, "Nobody’s"),
            *(SelectChoice(*each) for each in seats),
        ]


class EndSeatForm(PageForm):
    """Until when somebody sits on the body."""

    until_on = day_field("What is their last day?", "Enter their last day")


def place_field() -> TextAreaField:
    """Return the field for where a meeting is."""
    hint = "An address or a room, or a link and its code. Only those who take part see it."
    return words_field("Where, or how do people join?", hint=hint, longest=2_000, rows=3)


class MeetingForm(PageForm):
    """When and how a meeting takes place."""

    how = RadioField(
        "How does it take place?", widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in HowConsidered],
        validators=[InputRequired("Select how it takes place")],
    )  # fmt: skip
    meets_on = day_field(
        "On which day?",
        "Enter the day",
        "By correspondence, the day on which the answers close. For example, 27 3 2026.",
    )
    starts_at = line_field("At what time?", hint="Like 14:30. Leave it empty by correspondence.", longest=5)
    place = place_field()


class PlaceForm(PageForm):
    """Where a meeting is, or how people join it."""

    place = place_field()


class RebookForm(MeetingForm):
    """When and how the meeting that takes another's place does so, and why."""

    reason = words_field("Why?", "Say why", rows=3)


class ReasonForm(PageForm):
    """Why a meeting is cancelled."""

    reason = words_field("Why?", "Say why", rows=3)


class AgendaForm(PageForm):
    """A case, or something else, for the agenda."""

    reference = SelectField("Which case?", widget=GovSelect(), default=NOBODY)
    words = words_field(
        "What else is it about? (optional)",
        hint="For something that is no case, such as a policy. For a case, what the body is asked to look at.",
        longest=1_000, rows=3,
    )  # fmt: skip
    minutes = line_field("How many minutes is it expected to take? (optional)", longest=10)

    def offer(self, cases: Iterable[tuple[str, str]]) -> None:
        """Offer the cases that can be put on the agenda."""
        self.reference.choices = [SelectChoice(NOBODY, "No case"), *(SelectChoice(*each) for each in cases)]

    def validate_minutes(self, field: object) -> None:
        """Refuse what is no number of minutes."""
        if self.minutes.data and self.expected is None:
            raise ValidationError(f"Enter a whole number from 1 to {LONGEST_ITEM}")

    @property
    def expected(self) -> int | None:
        """How many minutes it is expected to take; nothing where nobody guessed, or what was typed is no number."""
        typed = (self.minutes.data or "").strip()
        if not (typed.isascii() and typed.isdigit()):
            return None
        return int(typed) if 1 <= int(typed) <= LONGEST_ITEM else None
