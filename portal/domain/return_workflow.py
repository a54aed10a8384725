"""What can be done next to what an agency was asked, and where does it lead?"""

from portal.domain.permissions import Permission as P
from portal.domain.permissions import Separation
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import ReturnStatus as A

OWN_AGENCY = Guard("is_own_agency", "Only the agency that was asked can do this.")
WRITES_RETURN = Guard(
    "is_return_author", "Only the person whom the agency named to write this return can do this."
)
NOT_RETURN_AUTHOR = Guard("has_written_return", Separation.RETURN_APPROVAL.value, wanted=False)
HOLDS_LINK = Guard("holds_link", "The link that you opened does not lead to this return.")
NOBODY_WRITES_THERE = Guard(
    "has_return_author", "Somebody at the agency is writing this return.", wanted=False
)
NOT_BEGUN_THERE = Guard("is_begun_there", "The agency has begun to write this return itself.", wanted=False)
HAS_LATE_RETURN = Guard("is_late", "This return is not late.")
NOT_GONE_ON = Guard("has_gone_on", "The work has gone on without this return already.", wanted=False)

_RETURN = Thing.RETURN

RETURN_TRANSITIONS: tuple[Transition, ...] = (
    # What an agency knows is written by one of its people and approved by another; whoever answers through a link,
    # or on paper, names both.
    Transition(
        _RETURN, "name-author", "Name who writes it", _from(A.ASKED, A.WRITING), None, P.RETURN_APPROVE, (OWN_AGENCY,)
    ),
    Transition(
        _RETURN, "confirm-receipt", "Confirm that it arrived",
        _from(A.ASKED, A.WRITING), None, P.RETURN_WRITE, (OWN_AGENCY,),
    ),
    Transition(
        _RETURN, "write", "Write it", _from(A.ASKED, A.WRITING), A.WRITING, P.RETURN_WRITE,
        (OWN_AGENCY, WRITES_RETURN),
    ),
    Transition(
        _RETURN, "submit", "Send it for approval",
        _from(A.ASKED, A.WRITING), A.AWAITING_APPROVAL, P.RETURN_WRITE, (OWN_AGENCY, WRITES_RETURN),
    ),
    Transition(
        _RETURN, "approve", "Approve and return it",
        _from(A.AWAITING_APPROVAL), A.RETURNED, P.RETURN_APPROVE, (OWN_AGENCY, NOT_RETURN_AUTHOR),
    ),
    Transition(
        _RETURN, "send-back", "Send it back with comments",
        _from(A.AWAITING_APPROVAL), A.WRITING, P.RETURN_APPROVE, (OWN_AGENCY, NOT_RETURN_AUTHOR),
    ),
    # Nothing is known: the lead says so at once, and names whoever looked, who is somebody else.
    Transition(
        _RETURN, "confirm-nil", "Return that nothing is known",
        _from(A.ASKED, A.WRITING), A.RETURNED, P.RETURN_APPROVE, (OWN_AGENCY, NOT_BEGUN_THERE),
    ),
    Transition(
        _RETURN, "answer-by-link", "Write it", _from(A.ASKED, A.WRITING), A.WRITING, P.RETURN_GIVE_ONCE, (HOLDS_LINK,)
    ),
    Transition(
        _RETURN, "give-by-link", "Return it", _from(A.ASKED, A.WRITING), A.RETURNED, P.RETURN_GIVE_ONCE, (HOLDS_LINK,)
    ),
    Transition(
        _RETURN, "enter", "Enter it for the agency",
        _from(A.ASKED, A.WRITING), A.WRITING, P.INFORMATION_ASK, (NOT_BEGUN_THERE,),
    ),
    Transition(
        _RETURN, "give-entered", "Return it for the agency",
        _from(A.ASKED, A.WRITING), A.RETURNED, P.INFORMATION_ASK, (NOT_BEGUN_THERE,),
    ),
    Transition(
        _RETURN, "send-link", "Send a one-off link",
        _from(A.ASKED, A.WRITING), None, P.INFORMATION_ASK, (NOBODY_WRITES_THERE,),
    ),
    Transition(
        _RETURN, "record-contact", "Record what was done",
        _from(A.ASKED, A.WRITING, A.AWAITING_APPROVAL), None, P.INFORMATION_ASK,
    ),
    Transition(
        _RETURN, "withdraw", "Ask for it no longer",
        _from(A.ASKED, A.WRITING, A.AWAITING_APPROVAL), A.WITHDRAWN, P.INFORMATION_ASK,
    ),
    Transition(
        _RETURN, "go-on-without", "Go on without it",
        _from(A.ASKED, A.WRITING, A.AWAITING_APPROVAL), None, P.INFORMATION_ASK, (HAS_LATE_RETURN, NOT_GONE_ON),
    ),
)  # fmt: skip
