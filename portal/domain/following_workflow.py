"""What can be done next to follow up what a review recommended, and where does it lead?"""

from portal.domain.agency_actions import ActionStatus as A
from portal.domain.following_up import FollowUp as F
from portal.domain.permissions import Permission as P
from portal.domain.permissions import Separation
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from

NOT_WHO_SAID_COMPLETE = Guard("has_said_complete", Separation.ACTION_VERIFICATION.value, wanted=False)
NOT_AN_OWNER = Guard("is_of_an_owner", Separation.OWNER_VERIFICATION.value, wanted=False)
IS_REFUSED = Guard("is_refused", "Record first that no agency it asks accepts it, with their reasons.")
ASKS_SOMEBODY = Guard("asks_somebody", "Say first which agencies the recommendation asks.")
IS_CARRIED_OUT = Guard("is_carried_out", "The recommendation was closed, not accepted. Open it again first.")
BY_ANOTHER = (NOT_WHO_SAID_COMPLETE, NOT_AN_OWNER)

_ASKED, _ACTION = Thing.RECOMMENDATION, Thing.ACTION
_UNDER_WAY = _from(F.NOT_STARTED, F.ON_TRACK, F.AT_RISK)

FOLLOWING_TRANSITIONS: tuple[Transition, ...] = (
    Transition(_ASKED, "put-on-track", "On track", _UNDER_WAY, F.ON_TRACK, P.RECOMMENDATION_FOLLOW),
    Transition(_ASKED, "put-at-risk", "At risk", _UNDER_WAY, F.AT_RISK, P.RECOMMENDATION_FOLLOW),
    Transition(
        _ASKED, "say-complete", "Record that it is complete", _UNDER_WAY, F.AWAITING_VERIFICATION,
        P.RECOMMENDATION_FOLLOW,
    ),
    Transition(
        _ASKED, "close-not-accepted", "Close it as not accepted", _UNDER_WAY, F.NOT_ACCEPTED,
        P.RECOMMENDATION_FOLLOW, (IS_REFUSED,),
    ),
    # Whether it was done is said by one person and found by another.
    Transition(
        _ASKED, "verify", "It was done", _from(F.AWAITING_VERIFICATION), F.VERIFIED, P.RECOMMENDATION_VERIFY, BY_ANOTHER
    ),
    Transition(
        _ASKED, "ask-further-work", "Further work is needed", _from(F.AWAITING_VERIFICATION), F.ON_TRACK,
        P.RECOMMENDATION_VERIFY, BY_ANOTHER,
    ),
    Transition(
        _ASKED, "find-embedded", "It is embedded in practice", _from(F.VERIFIED), F.EMBEDDED,
        P.RECOMMENDATION_VERIFY, BY_ANOTHER,
    ),
    Transition(
        _ASKED, "reopen", "Open it again", _from(F.AWAITING_VERIFICATION, F.VERIFIED, F.EMBEDDED, F.NOT_ACCEPTED),
        F.NOT_STARTED, P.RECOMMENDATION_VERIFY, BY_ANOTHER,
    ),
    Transition(
        _ASKED, "record-impact", "Record evidence of impact",
        _from(F.NOT_STARTED, F.ON_TRACK, F.AT_RISK, F.AWAITING_VERIFICATION, F.VERIFIED, F.EMBEDDED), None,
        P.RECOMMENDATION_FOLLOW,
    ),
    # What each agency does for it; whether that was enough is found out when the recommendation is verified.
    Transition(
        _ASKED, "add-action", "Add an action", _UNDER_WAY, None, P.RECOMMENDATION_FOLLOW, (ASKS_SOMEBODY,)
    ),
    Transition(_ACTION, "change-action", "Change it", _from(A.UNDER_WAY), None, P.RECOMMENDATION_FOLLOW),
    Transition(_ACTION, "action-done", "It is done", _from(A.UNDER_WAY), A.DONE, P.RECOMMENDATION_FOLLOW),
    Transition(
        _ACTION, "ask-no-longer", "It is no longer asked", _from(A.UNDER_WAY), A.NO_LONGER_ASKED,
        P.RECOMMENDATION_FOLLOW,
    ),
    Transition(
        _ACTION, "take-up-again", "It is under way again", _from(A.DONE, A.NO_LONGER_ASKED), A.UNDER_WAY,
        P.RECOMMENDATION_FOLLOW, (IS_CARRIED_OUT,),
    ),
)  # fmt: skip
