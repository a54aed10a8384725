"""What can be done next about the advice on a case and the decision of the three partners, and where does it lead?"""

from portal.domain.permissions import Permission as P
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import CaseStage as C

AWAITS_ADVICE = Guard(
    "awaits_advice", "The advice on this case is recorded. Each member’s view stands as it was given."
)
EVERY_POSITION = Guard("has_every_position", "Each statutory partner's position has to be recorded first.")

_CASE = Thing.CASE

DECISION_TRANSITIONS: tuple[Transition, ...] = (
    # The screening body advises; the three statutory partners decide, and a later decision supersedes. A case
    # is screened once advice is recorded: a fact beside its stage, since notification and decision wait for none.
    Transition(
        _CASE, "give-view", "Give your view",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.SCREENING_GIVE_VIEW, (AWAITS_ADVICE,),
    ),
    Transition(
        _CASE, "record-screening", "Record what the screening body advised",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.SCREENING_RECORD,
    ),
    Transition(
        _CASE, "prepare-decision", "Prepare a decision",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DECISION_PREPARE,
    ),
    Transition(
        _CASE, "record-local-authority-position", "Record the local authority's position",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DECISION_RECORD_LOCAL_AUTHORITY,
    ),
    Transition(
        _CASE, "record-integrated-care-board-position", "Record the integrated care board's position",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DECISION_RECORD_ICB,
    ),
    Transition(
        _CASE, "record-police-position", "Record the police's position",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DECISION_RECORD_POLICE,
    ),
    Transition(
        _CASE, "sign-decision", "Sign the decision",
        _from(C.OPEN, C.DECIDED), C.DECIDED, P.DECISION_SIGN, (EVERY_POSITION,),
    ),
    Transition(
        _CASE, "sign-decision", "Sign the decision",
        _from(C.IN_REVIEW), None, P.DECISION_SIGN, (EVERY_POSITION,),
    ),
)  # fmt: skip
