"""What can be done next to a referral, and where does it lead?"""

from portal.domain.permissions import Permission as P
from portal.domain.permissions import Separation
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import CaseStage as C
from portal.domain.vocabulary import ReferralStatus as R

IS_APPROVED = Guard("is_approved", "Your agency has to agree first that you refer for it.")
WITH_QUALITY_ASSURANCE = Guard("quality_assurance", "This partnership quality assures referrals first.")
WITHOUT_QUALITY_ASSURANCE = Guard(
    "quality_assurance", "This partnership quality assures referrals first.", wanted=False
)
OWN_REFERRAL = Guard("is_own_referral", "Only the person who sends this referral can do this.")
NOT_A_WRITER = Guard("is_writer", Separation.QUALITY_ASSURANCE.value, wanted=False)
MAY_ANSWER = Guard("may_answer", "Only the referrer, their agency and the coordinator can answer this.")
MAY_ADD = Guard("may_add", "Only those who wrote this referral can add to it.")
CASE_IS_OPEN = Guard("case_is_open", "The case is closed. Reopen it first.")
CASE_STANDS = Guard(
    "case_rests_on_it",
    "Something is recorded in this case already, such as a request to agencies, a screening, a decision or a "
    "notification, and no other referral belongs to it. Join the other referral first.",
    wanted=False,
)
IS_OF_INCIDENT = Guard("is_of_incident", "Only an incident is notified to the National Panel.")
WAS_SENT = Guard("was_sent", "Nobody has sent this yet.")
HAS_NO_CASE_OPENED = Guard(
    "has_case_opened",
    "A case was opened from this referral already: record the notification there.",
    wanted=False,
)
IS_OFFERED = Guard("is_offered", "No offer to another area waits for an answer.")
IS_NOT_OFFERED = Guard(
    "is_offered",
    "It is offered to another area, which has not answered. Take the offer back first.",
    wanted=False,
)
CASE_HAS_NO_OPEN_REVIEW = Guard(
    "has_open_review", "A review of this case is still open. Complete it first.", wanted=False
)
OFFER_IS_ON_PAPER = Guard("offer_is_on_paper", "The other area answers this offer itself, here.")

_REFERRAL = Thing.REFERRAL

REFERRAL_TRANSITIONS: tuple[Transition, ...] = (
    # A referral counts once it is received; where a partnership quality assures, that comes first.
    Transition(
        _REFERRAL, "send", "Send", _from(R.DRAFT), R.AWAITING_QUALITY_ASSURANCE, P.REFERRAL_CREATE,
        (OWN_REFERRAL, IS_APPROVED, WITH_QUALITY_ASSURANCE),
    ),
    Transition(
        _REFERRAL, "send", "Send", _from(R.DRAFT), R.RECEIVED, P.REFERRAL_CREATE,
        (OWN_REFERRAL, IS_APPROVED, WITHOUT_QUALITY_ASSURANCE),
    ),
    Transition(
        _REFERRAL, "share", "Ask a colleague to work on it", _from(R.DRAFT), None, P.REFERRAL_CREATE,
        (OWN_REFERRAL, IS_APPROVED),
    ),
    # Some partnerships let only a senior manager or a member of the body send what a practitioner began.
    Transition(
        _REFERRAL, "pass-to-send", "Pass to a colleague to send", _from(R.DRAFT), None, P.REFERRAL_CREATE,
        (OWN_REFERRAL, IS_APPROVED),
    ),
    Transition(
        _REFERRAL, "pass-quality-assurance", "Pass to the partnership",
        _from(R.AWAITING_QUALITY_ASSURANCE), R.RECEIVED, P.REFERRAL_QUALITY_ASSURE, (NOT_A_WRITER,),
    ),
    Transition(
        _REFERRAL, "return-to-referrer", "Return with comments",
        _from(R.AWAITING_QUALITY_ASSURANCE), R.DRAFT, P.REFERRAL_QUALITY_ASSURE, (NOT_A_WRITER,),
    ),
    Transition(
        _REFERRAL, "withdraw", "Withdraw",
        _from(R.DRAFT, R.AWAITING_QUALITY_ASSURANCE, R.RECEIVED, R.MORE_ASKED), R.WITHDRAWN, P.REFERRAL_CREATE,
        (OWN_REFERRAL,),
    ),
    Transition(
        _REFERRAL, "add-information", "Add to it",
        _from(R.AWAITING_QUALITY_ASSURANCE, R.RECEIVED, R.MORE_ASKED, R.OFFERED, R.ACCEPTED), None,
        P.REFERRAL_CREATE, (MAY_ADD,),
    ),
    Transition(
        _REFERRAL, "read-additions", "Say that what was added is read",
        _from(R.RECEIVED, R.MORE_ASKED, R.OFFERED, R.ACCEPTED), None, P.REFERRAL_ACCEPT,
    ),
    # Asking stops no clock of the law; it only says why the referral waits here.
    Transition(
        _REFERRAL, "ask-for-more", "Ask for more", _from(R.RECEIVED), R.MORE_ASKED, P.REFERRAL_ACCEPT
    ),
    Transition(
        _REFERRAL, "answer", "Answer what is asked", _from(R.MORE_ASKED), R.RECEIVED, P.REFERRAL_CREATE,
        (MAY_ANSWER,),
    ),
    Transition(
        _REFERRAL, "go-on", "Go on without an answer", _from(R.MORE_ASKED), R.RECEIVED, P.REFERRAL_ACCEPT
    ),
    # The council notifies of its own duty: nothing that a referral waits for stands before it.
    Transition(
        _REFERRAL, "notify-first", "Notify before it is taken in",
        _from(R.AWAITING_QUALITY_ASSURANCE, R.RECEIVED, R.MORE_ASKED, R.OFFERED), None, P.PANEL_RECORD,
        (IS_OF_INCIDENT, HAS_NO_CASE_OPENED),
    ),
    # Nor does what its writers have still to change, once it was sent and returned.
    Transition(
        _REFERRAL, "notify-first", "Notify before it is taken in",
        _from(R.DRAFT), None, P.PANEL_RECORD, (WAS_SENT, IS_OF_INCIDENT, HAS_NO_CASE_OPENED),
    ),
    Transition(
        _REFERRAL, "accept", "Accept into a case", _from(R.RECEIVED), R.ACCEPTED, P.REFERRAL_ACCEPT
    ),
    Transition(
        _REFERRAL, "decline", "Do not take forward", _from(R.RECEIVED), R.DECLINED, P.REFERRAL_ACCEPT
    ),
    Transition(
        _REFERRAL, "leave-case", "Take out of the case", _from(R.ACCEPTED), R.RECEIVED, P.REFERRAL_ACCEPT,
        (CASE_IS_OPEN, CASE_STANDS, IS_NOT_OFFERED),
    ),
    Transition(
        _REFERRAL, "set-apart", "Say that it is not the same",
        _from(R.RECEIVED, R.MORE_ASKED, R.OFFERED, R.ACCEPTED), None, P.REFERRAL_ACCEPT,
    ),
    # Another area has to accept before it sees anything; until then the referral is this area's own.
    Transition(
        _REFERRAL, "offer", "Offer to another area", _from(R.RECEIVED), R.OFFERED, P.REFERRAL_ACCEPT
    ),
    Transition(
        _REFERRAL, "take-offer-back", "Take the offer back", _from(R.OFFERED), R.RECEIVED, P.REFERRAL_ACCEPT
    ),
    Transition(
        _REFERRAL, "record-refusal", "Record that the other area declines",
        _from(R.OFFERED), R.RECEIVED, P.REFERRAL_ACCEPT, (OFFER_IS_ON_PAPER,),
    ),
    Transition(
        _REFERRAL, "record-acceptance", "Record that the other area accepts",
        _from(R.OFFERED), R.HANDED_OVER, P.REFERRAL_ACCEPT, (OFFER_IS_ON_PAPER,),
    ),
    Transition(
        _REFERRAL, "return-from-offer", "Come back from another area",
        _from(R.OFFERED), R.RECEIVED, P.REFERRAL_HAND_OVER,
    ),
    Transition(
        _REFERRAL, "hand-over", "Pass to another area",
        _from(R.OFFERED), R.HANDED_OVER, P.REFERRAL_HAND_OVER,
    ),
    # One that was taken into a case stays accepted while it is offered: the case is worked on here until it passes.
    Transition(
        _REFERRAL, "offer", "Offer to another area", _from(R.ACCEPTED), None, P.REFERRAL_ACCEPT,
        (CASE_IS_OPEN, CASE_HAS_NO_OPEN_REVIEW, IS_NOT_OFFERED),
    ),
    Transition(
        _REFERRAL, "take-offer-back", "Take the offer back", _from(R.ACCEPTED), None, P.REFERRAL_ACCEPT, (IS_OFFERED,)
    ),
    Transition(
        _REFERRAL, "record-refusal", "Record that the other area declines",
        _from(R.ACCEPTED), None, P.REFERRAL_ACCEPT, (OFFER_IS_ON_PAPER,),
    ),
    Transition(
        _REFERRAL, "record-acceptance", "Record that the other area accepts",
        _from(R.ACCEPTED), R.HANDED_OVER, P.REFERRAL_ACCEPT, (OFFER_IS_ON_PAPER,),
    ),
    Transition(
        _REFERRAL, "return-from-offer", "Come back from another area", _from(R.ACCEPTED), None, P.REFERRAL_HAND_OVER
    ),
    Transition(
        _REFERRAL, "hand-over", "Pass to another area", _from(R.ACCEPTED), R.HANDED_OVER, P.REFERRAL_HAND_OVER
    ),
    Transition(
        Thing.CASE, "close-as-transferred", "Close a case that passed to another area",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), C.CLOSED, P.REFERRAL_HAND_OVER, (CASE_HAS_NO_OPEN_REVIEW,),
    ),
)  # fmt: skip
