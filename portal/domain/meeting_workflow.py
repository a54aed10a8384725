"""What can be done next to a meeting of the screening body, or to its minutes, and where does it lead?"""

from portal.domain.meetings import MeetingStatus as M
from portal.domain.meetings import MinutesStatus as N
from portal.domain.permissions import Permission as P
from portal.domain.permissions import Separation
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from

HAS_COME = Guard("has_come", "This can be recorded once the day of the meeting has come.")
HAS_QUORUM = Guard("has_quorum", "Too few took part.")
HAS_NO_QUORUM = Guard("has_quorum", "Enough took part.", wanted=False)
NOT_FOLLOWED = Guard("is_followed", "Another meeting has taken the place of this one already.", wanted=False)
NO_MINUTES = Guard("has_minutes", "Minutes of this meeting have been begun already.", wanted=False)
NOT_MINUTES_WRITER = Guard("has_written_minutes", Separation.MINUTES_APPROVAL.value, wanted=False)
READS_ALL = Guard(
    "reads_every_item", "You take no part in one of the items, so somebody else has to approve these minutes."
)
IS_THEIRS = Guard("is_theirs", "Whoever it is for can say that it is done, or whoever runs the meetings.")
NOT_DONE = Guard("is_done", "It is written down already that this was done.", wanted=False)
IS_LATEST = Guard("is_latest_version", "A later version of these minutes has been begun already.")

_MEETING, _MINUTES = Thing.MEETING, Thing.MINUTES

MEETING_TRANSITIONS: tuple[Transition, ...] = (
    Transition(_MEETING, "change-agenda", "Change the agenda", _from(M.PLANNED), None, P.MEETING_MANAGE),
    Transition(_MEETING, "change-place", "Change where it is", _from(M.PLANNED), None, P.MEETING_MANAGE),
    Transition(_MEETING, "cancel", "Cancel the meeting", _from(M.PLANNED), M.CANCELLED, P.MEETING_MANAGE),
    # A cancelled or inquorate meeting stays what it was, and leads to the one that takes its place.
    Transition(_MEETING, "rebook", "Move it to another day", _from(M.PLANNED), M.REBOOKED, P.MEETING_MANAGE),
    Transition(
        _MEETING, "rebook", "Plan the meeting that takes its place",
        _from(M.CANCELLED, M.INQUORATE), None, P.MEETING_MANAGE, (NOT_FOLLOWED,),
    ),
    Transition(
        _MEETING, "hold", "Record who took part",
        _from(M.PLANNED), M.HELD, P.MEETING_MANAGE, (HAS_COME, HAS_QUORUM),
    ),
    Transition(
        _MEETING, "hold", "Record who took part",
        _from(M.PLANNED), M.INQUORATE, P.MEETING_MANAGE, (HAS_COME, HAS_NO_QUORUM),
    ),
    # What was recorded stays readable, with who put it right and why.
    Transition(
        _MEETING, "correct-attendance", "Correct who took part",
        _from(M.HELD, M.INQUORATE), M.HELD, P.MEETING_MANAGE, (HAS_QUORUM,),
    ),
    Transition(
        _MEETING, "correct-attendance", "Correct who took part",
        _from(M.HELD, M.INQUORATE), M.INQUORATE, P.MEETING_MANAGE, (HAS_NO_QUORUM,),
    ),
    Transition(
        _MEETING, "declare-interest", "Declare an interest",
        _from(M.PLANNED, M.HELD, M.INQUORATE), None, P.MEETING_SEE,
    ),
    Transition(
        _MEETING, "begin-minutes", "Write the minutes",
        _from(M.HELD, M.INQUORATE), None, P.MEETING_MANAGE, (NO_MINUTES,),
    ),
    Transition(_MINUTES, "write", "Write them", _from(N.DRAFT), None, P.MEETING_MANAGE),
    Transition(
        _MINUTES, "send", "Send them for approval", _from(N.DRAFT), N.AWAITING_APPROVAL, P.MEETING_MANAGE
    ),
    Transition(
        _MINUTES, "approve", "Approve them",
        _from(N.AWAITING_APPROVAL), N.APPROVED, P.MINUTES_APPROVE, (NOT_MINUTES_WRITER, READS_ALL),
    ),
    Transition(
        _MINUTES, "return", "Return them with comments",
        _from(N.AWAITING_APPROVAL), N.DRAFT, P.MINUTES_APPROVE, (NOT_MINUTES_WRITER,),
    ),
    Transition(
        _MINUTES, "correct", "Correct them in a new version",
        _from(N.APPROVED), None, P.MEETING_MANAGE, (IS_LATEST,),
    ),
    Transition(
        _MINUTES, "mark-action-done", "Say that an agreed action is done",
        _from(N.APPROVED), None, P.MEETING_SEE, (IS_THEIRS, NOT_DONE),
    ),
)  # fmt: skip
