"""What is done on which working day of a rapid review, and how does each step of that ladder stand on a day?

Day 0 is the day on which the notification was sent. The ladder is the usual order of the work against fifteen working
days; a partnership may change any rung of it. No rung moves the day by which the rapid review is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.bank_holidays import BankHolidays
from portal.domain.clocks import ClockUnit, count, working_days_after
from portal.domain.coded import Coded

CLOCK = "rapid-review"


class PartOfDay(Coded):
    """By which part of its day a rung is done; lateness is counted in days."""

    FIRST_HOUR = "first-hour", "in the first hour"
    NOON = "noon", "by noon"
    CLOSE = "close", "by the close of the day"


class SeenFact(Coded):
    """What the portal sees for itself, so that nobody has to tick it."""

    OPENED = "opened", "the rapid review was opened here"
    REQUESTS_SENT = "requests-sent", "agencies were asked"
    RECEIPTS_CONFIRMED = "receipts-confirmed", "every agency that was asked has the request"
    REMINDER_SENT = "reminder-sent", "every agency had answered or was reminded"
    LEADS_TOLD = "leads-told", "every agency had answered, or its safeguarding lead was told"
    ESCALATED = "escalated", "every agency had answered, or whoever hears of silent ones was told"
    RETURNS_IN = "returns-in", "every agency has answered, or the work went on without it"
    MEETING_BOOKED = "meeting-booked", "a meeting was planned with the case on its agenda"
    MEETING_HELD = "meeting-held", "a meeting with the case on its agenda was held"
    DECISION_SIGNED = "decision-signed", "the decision after the rapid review was signed"
    REVIEW_SENT = "review-sent", "the rapid review was sent to the National Panel"


class Mark(Coded):
    """What the coordinator says of a rung; each stays on the record, and the last counts."""

    DONE = "done", "Done"
    NOT_NEEDED = "not-needed", "Not needed"
    TAKEN_BACK = "taken-back", "Taken back"


class RungStanding(Coded):
    """How a rung stands on a day; nothing is late once the clock has stopped."""

    DONE = "done", "Done"
    NOT_NEEDED = "not-needed", "Not needed"
    LATE = "late", "Late"
    TODAY = "today", "Due today"
    UNDER_WAY = "under-way", "Under way"
    TO_COME = "to-come", "To come"
    NOT_RECORDED = "not-recorded", "Not recorded"


SETTLED = frozenset({RungStanding.DONE, RungStanding.NOT_NEEDED})


@dataclass(frozen=True, slots=True)
class RapidRung:
    """One step of the ladder: from which working day until the end of which, and what meets it by itself."""

    code: str
    title: str
    from_day: int
    by_day: int
    part_of_day: PartOfDay | None = None
    met_by: SeenFact | None = None
    hint: str = ""
    source: str = "The portal’s default; a partnership can write its own"


_P, _F = PartOfDay, SeenFact
RAPID_REVIEW_LADDER: tuple[RapidRung, ...] = (
    RapidRung("log", "Log the notification and open the rapid review", 1, 1, _P.FIRST_HOUR, _F.OPENED),
    RapidRung(
        "restrict-access", "Restrict who may know of the case", 1, 1, _P.FIRST_HOUR,
        hint="Close it to anybody who is personally involved, and give leave only to those who need it.",
    ),
    RapidRung(
        "call-partners", "Telephone the council, the police and the integrated care board", 1, 1, _P.FIRST_HOUR
    ),
    RapidRung(
        "police-restrictions", "Ask the police what may be asked, of whom, and what must wait", 1, 1, _P.NOON,
        hint="Who may be contacted now, who not yet, and who only through the officer.",
    ),
    RapidRung("preserve-records", "Ask every agency to preserve its records", 1, 1, _P.NOON),
    RapidRung(
        "list-agencies", "List the agencies to ask", 1, 1, _P.NOON,
        hint="The GP through the integrated care board, ambulance, probation, adult services, private and voluntary "
        "providers, and other areas.",
    ),
    RapidRung("send-requests", "Send the requests for information", 1, 1, _P.CLOSE, _F.REQUESTS_SENT),
    RapidRung("book-meeting", "Book the meeting, with deputies", 1, 1, _P.CLOSE, _F.MEETING_BOOKED),
    RapidRung("staff-support", "Name who leads on support for staff", 1, 1, _P.CLOSE),
    RapidRung("confirm-receipts", "Confirm that every agency has the request", 2, 2, None, _F.RECEIPTS_CONFIRMED),
    RapidRung("remind-agencies", "Remind the agencies that have not answered", 3, 3, None, _F.REMINDER_SENT),
    RapidRung("tell-leads", "Turn to the safeguarding leads of agencies that have not answered", 4, 4, None,
              _F.LEADS_TOLD),
    RapidRung("returns-due", "Agencies’ returns are due", 5, 5, None, _F.RETURNS_IN),
    RapidRung("tell-executive", "Tell the executive of every agency that has not answered", 5, 5, None, _F.ESCALATED),
    RapidRung(
        "formal-letter", "Send the formal letter to agencies that have not answered", 6, 6, None, _F.RETURNS_IN,
        hint="Under section 16H of the Children Act 2004. An agency that never answers is named in the report.",
    ),
    RapidRung("merge-chronology", "Merge the chronology", 6, 7),
    RapidRung("hold-meeting", "Hold the rapid review meeting", 8, 10, None, _F.MEETING_HELD),
    RapidRung("write-draft", "Write the draft report", 12, 12),
    RapidRung("sign-off", "The three partners sign off", 14, 14, None, _F.DECISION_SIGNED),
    RapidRung("send", "Send the rapid review to the National Panel", 15, 15, None, _F.REVIEW_SENT),
)  # fmt: skip
USUAL_RUNGS: Mapping[str, RapidRung] = {rung.code: rung for rung in RAPID_REVIEW_LADDER}


@dataclass(frozen=True, slots=True)
class PlannedRung:
    """A rung with its days."""

    rung: RapidRung
    from_on: date
    by_on: date


def in_order(ladder: Iterable[RapidRung]) -> tuple[RapidRung, ...]:
    """The rungs in the order of their days and, within a day, of its parts; a whole day comes after its parts."""
    parts = [*PartOfDay, None]
    return tuple(sorted(ladder, key=lambda rung: (rung.from_day, rung.by_day, parts.index(rung.part_of_day))))


def planned(ladder: Iterable[RapidRung], day_zero: date, holidays: BankHolidays) -> tuple[PlannedRung, ...]:
    """The rungs with their days, in order. Raises BeyondHorizon where bank holidays are not known."""

    def on(number: int) -> date:
        return count(day_zero, number, ClockUnit.WORKING_DAYS, holidays).due_on

    return tuple(PlannedRung(rung, on(rung.from_day), on(rung.by_day)) for rung in in_order(ladder))


def day_number(day_zero: date, today: date, holidays: BankHolidays) -> int:
    """Which working day a day is, day 0 being the first; a day off is counted as the working day before it."""
    return working_days_after(day_zero, today, holidays)


def stands(
    planned_rung: PlannedRung, today: date, *, is_done: bool, is_needed: bool = True, is_running: bool = True
) -> RungStanding:
    """How a rung stands on a day."""
    if is_done:
        return RungStanding.DONE
    if not is_needed:
        return RungStanding.NOT_NEEDED
    if not is_running:
        return RungStanding.NOT_RECORDED
    if today >= planned_rung.by_on:
        return RungStanding.TODAY if today == planned_rung.by_on else RungStanding.LATE
    return RungStanding.UNDER_WAY if today >= planned_rung.from_on else RungStanding.TO_COME
