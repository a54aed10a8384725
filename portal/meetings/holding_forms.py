"""What do the pages ask of a meeting that takes place: who came, what they declared, what was said?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal.domain.meetings import Attendance, Interest, Seat
from portal.meetings.deputies import SatIn, StandIn, field_of_stand_in
from portal.meetings.holding import Came, field_of
from portal.meetings.minutes_queries import PartSeen
from portal.meetings.queries import SeatSeen
from portal.web.fields import PageForm, day_field, line_field, words_field

LONGEST_WORDS = 20_000
DEPUTY = "deputy:"
# A dozen members with their answers one under another would be a page of several screens.
IN_A_ROW = {"params": {"classes": "govuk-radios--inline govuk-radios--small"}}


class AttendanceForm(PageForm):
    """Who took part: a question for each member; `attendance_form` adds them."""

    seat_ids: tuple[UUID, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()

    @property
    def sat_in(self) -> list[SatIn]:
        """Who took somebody's place for one case."""
        chosen = [(each, self[name_of(each)].data) for each in self.stand_ins]
        return [
            SatIn(each.seen.item.id, each.member.seat.id, UUID(deputy)) for each, deputy in chosen if deputy
        ]

    @property
    def came(self) -> list[Came]:
        """What was said of each member."""
        return [came_of(seat_id, self[field_of(seat_id)].data) for seat_id in self.seat_ids]


def came_of(seat_id: UUID, said: str) -> Came:
    """What one answer says."""
    if said.startswith(DEPUTY):
        return Came(seat_id, Attendance.DEPUTY, UUID(said.removeprefix(DEPUTY)))
    return Came(seat_id, Attendance(said))


class CorrectedAttendanceForm(AttendanceForm):
    """Who took part, said anew; `attendance_form` adds the questions."""

    reason = words_field("What has to be corrected?", "Say what has to be corrected", rows=3)


def name_of(stand_in: StandIn) -> str:
    """The name of the field that asks who took a member's place for one case."""
    return field_of_stand_in(stand_in.seen.item.id, stand_in.member.seat.id)


def attendance_form(
    seats: Sequence[SeatSeen], places: Sequence[StandIn], *, is_by_letter: bool,
    kind: type[AttendanceForm] = AttendanceForm, said: Mapping[str, str] | None = None,
) -> AttendanceForm:  # fmt: skip
    """Return a form that asks of every member whether they, or which of their deputies, took part.

    And, of each case in which a member takes no part, whether a deputy of theirs did. `said` is what was recorded.
    """
    members = [each for each in seats if each.seat.sits is not Seat.DEPUTY]
    fields: dict[str, object] = {
        "seat_ids": tuple(each.seat.id for each in members),
        "stand_ins": tuple(places),
    }
    for each in members:
        deputies = [one for one in seats if one.seat.deputy_for_id == each.seat.id]
        fields[field_of(each.seat.id)] = RadioField(
            each.name, description=f"{each.seat.sits.label}, {each.agency}", widget=GovRadioInput(),
            choices=[
                SelectChoice(Attendance.PRESENT.value, "Answered" if is_by_letter else Attendance.PRESENT.label),
                *(SelectChoice(f"{DEPUTY}{one.seat.id}", f"{one.name}, their deputy") for one in deputies),
                SelectChoice(Attendance.APOLOGIES.value, Attendance.APOLOGIES.label),
                SelectChoice(Attendance.ABSENT.value, "Did not answer" if is_by_letter else Attendance.ABSENT.label),
            ],
            validators=[InputRequired(f"Say whether {each.name} took part")], render_kw=IN_A_ROW,
        )  # fmt: skip
    for place in places:
        fields[name_of(place)] = RadioField(
            f"Who took the place of {place.member.name} for {place.seen.title}?",
            description=f"{place.member.name} takes no part in it.", widget=GovRadioInput(), default="",
            choices=[*(SelectChoice(str(one.seat.id), f"{one.name}, their deputy") for one in place.deputies),
                     SelectChoice("", "Nobody")],
            validators=[Optional()],
        )  # fmt: skip
    form: AttendanceForm = type("MeetingAttendanceForm", (kind,), fields)(data=said)
    return form


class InterestForm(PageForm):
    """What ties somebody at the table to a case."""

    account_id = SelectField(
        "Whose interest is it?", widget=GovSelect(), validators=[InputRequired("Select whose")]
    )
    kind = RadioField(
        "What ties them to the case?", widget=GovRadioInput(),
        choices=[
            SelectChoice(Interest.AGENCY.value, f"{Interest.AGENCY.label}: it is noted, and they stay"),
            SelectChoice(Interest.PERSONAL.value, f"{Interest.PERSONAL.label}: the case is closed to them at once"),
        ],
        validators=[InputRequired("Select what ties them to the case")],
    )  # fmt: skip
    words = words_field(
        "In what way?", "Say in what way", "As much as the others at the table need to know, and no more.",
        longest=2_000, rows=3,
    )  # fmt: skip

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer the people of whom this person may declare something."""
        offered = [SelectChoice(*each) for each in people]
        # Nobody is excluded because their name happened to stand first.
        blank = [SelectChoice("", "Select a person")] if len(offered) > 1 else []
        self.account_id.choices = [*blank, *offered]


class MinutesForm(PageForm):
    """What is written of each thing on the agenda; `minutes_form` adds a field for each."""

    edition = HiddenField()
    general = words_field(
        "What belongs to no item (optional)", hint="Such as a welcome, or when the body meets next.",
        longest=LONGEST_WORDS, rows=3,
    )  # fmt: skip
    item_ids: tuple[UUID, ...] = ()

    @property
    def texts(self) -> dict[UUID, str]:
        """What is written, by item."""
        return {item_id: self[f"item_{item_id.hex}"].data or "" for item_id in self.item_ids}

    @property
    def edition_opened(self) -> int:
        """Which saving the page was opened with; none at all where it is no number."""
        typed = self.edition.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def minutes_form(parts: Sequence[PartSeen], edition: int, general: str) -> MinutesForm:
    """Return the form of minutes with what is written so far; items in which the person takes no part are not there."""
    theirs = [each for each in parts if not each.seen.is_closed]
    fields: dict[str, object] = {"item_ids": tuple(each.seen.item.id for each in theirs)}
    said = {"edition": str(edition), "general": general}
    for each in theirs:
        name = f"item_{each.seen.item.id.hex}"
        fields[name] = words_field(
            f"Item {each.seen.number}: {each.seen.title}", longest=LONGEST_WORDS, rows=6
        )
        said[name] = each.text
    form: MinutesForm = type("MeetingMinutesForm", (MinutesForm,), fields)(data=said)
    return form


class ActionForm(PageForm):
    """What is to be done about something on the agenda."""

    item_id = SelectField(
        "About which item?", widget=GovSelect(), validators=[InputRequired("Select an item")]
    )
    what = words_field("What is to be done?", "Enter what is to be done", longest=2_000, rows=3)
    owner_id = SelectField("Is it for somebody who reads these minutes?", widget=GovSelect(), default="")
    who = line_field(
        "Who does it?",
        hint="A name or a job, and the agency. Leave it empty where you selected a colleague above.",
    )
    due_on = day_field("By when?", "Enter by when it is to be done")

    def offer(self, parts: Iterable[PartSeen], owners: Mapping[UUID, str]) -> None:
        """Offer the items in which the person takes part, and the colleagues whose it can be."""
        people = sorted(((str(each), name) for each, name in owners.items()), key=lambda each: each[1])
        nobody = SelectChoice("", "No: somebody else does it")
        self.owner_id.choices = [nobody, *(SelectChoice(*each) for each in people)]
        self.item_id.choices = [
            SelectChoice(str(each.seen.item.id), f"Item {each.seen.number}: {each.seen.title[:80]}")
            for each in parts
            if not each.seen.is_closed
        ]


class DoneForm(PageForm):
    """When an agreed action was done, and what was done."""

    done_on = day_field("Which day was it done?", "Enter the day on which it was done")
    note = words_field(
        "What was done?",
        "Say what was done",
        "Whoever reads these minutes can read this.",
        longest=2_000,
        rows=4,
    )


class CommentsForm(PageForm):
    """What has to change before minutes can be approved."""

    comments = words_field("What needs to change?", "Say what needs to change")


class CorrectionForm(PageForm):
    """What has to be corrected in approved minutes."""

    reason = words_field("What has to be corrected?", "Say what has to be corrected", rows=3)
