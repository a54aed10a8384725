"""What can be done next about the advice on a case and the decision of the three partners, and where does it lead?"""

from portal.domain.deciding import DisagreementStatus as D
from portal.domain.permissions import Permission as P
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import CaseStage as C

AWAITS_ADVICE = Guard(
    "awaits_advice", "The advice on this case is recorded. Each member’s view stands as it was given."
)
TAKES_PART = Guard("takes_part", "Whoever decides gives a view where they sit on the screening body too.")
NOT_CONFIRMED = Guard("is_unconfirmed", "The chair has confirmed this advice.")
IN_FORCE = Guard("is_in_force", "Later advice has taken the place of this.")
EVERY_POSITION = Guard("has_every_position", "Each statutory partner's position has to be recorded first.")

AGREED_OR_SETTLED = Guard(
    "is_agreed_or_settled",
    "The partners do not agree. The lead safeguarding partners settle it first, and each partner then gives its "
    "position again.",
)
POSITIONS_DIFFER = Guard("positions_differ", "The positions that are given do not differ.")
OF_ONE_MIND = Guard("is_of_one_mind", "The partners are not of one mind.")

_CASE, _DISAGREEMENT = Thing.CASE, Thing.DISAGREEMENT

DECISION_TRANSITIONS: tuple[Transition, ...] = (
    # The screening body advises; the three statutory partners decide, and a later decision supersedes. A case
    # is screened once advice is recorded: a fact beside its stage, since notification and decision wait for none.
    Transition(
        _CASE, "give-view", "Give your view",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.SCREENING_GIVE_VIEW, (AWAITS_ADVICE, TAKES_PART),
    ),
    Transition(
        _CASE, "record-screening", "Record what the screening body advised",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.SCREENING_RECORD,
    ),
    # What somebody else wrote down is the body's word once its chair says so; nothing waits for that.
    Transition(
        _CASE, "confirm-advice", "Confirm what the screening body advised",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.SCREENING_CONFIRM, (NOT_CONFIRMED, IN_FORCE),
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
        _from(C.OPEN, C.DECIDED), C.DECIDED, P.DECISION_SIGN, (EVERY_POSITION, AGREED_OR_SETTLED),
    ),
    Transition(
        _CASE, "sign-decision", "Sign the decision",
        _from(C.IN_REVIEW), None, P.DECISION_SIGN, (EVERY_POSITION, AGREED_OR_SETTLED),
    ),
    # It begins when the third position is given and they differ; nothing that is due waits for it (domain 10.9). It
    # ends too where all three come to reject what was put to them: then it is put otherwise.
    Transition(
        _DISAGREEMENT, "come-to-agree", "Be of one mind after all",
        _from(D.NOT_AGREED), D.AGREED_SINCE, P.DECISION_SIGN, (OF_ONE_MIND,),
    ),
    Transition(
        _DISAGREEMENT, "differ-again", "Differ again",
        _from(D.AGREED_SINCE), D.NOT_AGREED, P.DECISION_SIGN, (POSITIONS_DIFFER,),
    ),
    Transition(
        _DISAGREEMENT, "escalate", "Take it to the lead safeguarding partners",
        _from(D.NOT_AGREED), D.WITH_LEAD_PARTNERS, P.DECISION_ESCALATE,
    ),
    Transition(
        _DISAGREEMENT, "settle", "Record what the lead safeguarding partners decided",
        _from(D.WITH_LEAD_PARTNERS), D.SETTLED, P.DECISION_SETTLE,
    ),
)  # fmt: skip
