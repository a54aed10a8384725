"""When does a case open to somebody in an emergency, and who says afterwards whether that was right?"""

from portal.domain.emergency import EmergencyStatus as S
from portal.domain.permissions import Permission as P
from portal.domain.permissions import Separation
from portal.domain.transitions import Guard, Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import CaseStage as C

# Nobody reads these three: whoever asks gets one and the same answer.
NOT_INVOLVED = Guard("is_involved", "The person is involved in this case.", wanted=False)
NOT_KNOWN_YET = Guard("is_known", "The case is open to the person already.", wanted=False)
IS_WITNESSED = Guard("is_witnessed", "Nobody works here who could be told of it.")
NOT_THE_ASKER = Guard("is_asker", Separation.EMERGENCY_JUDGEMENT.value, wanted=False)
IS_JUDGE = Guard("is_judge", "The data protection officer looks at this.")

EMERGENCY_TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Thing.CASE, "open-in-emergency", "Open a case in an emergency",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), None, P.CASE_OPEN_IN_EMERGENCY,
        (NOT_INVOLVED, NOT_KNOWN_YET, IS_WITNESSED),
    ),
    Transition(
        Thing.EMERGENCY, "find-right", "It was right", _from(S.ASKED), S.RIGHT, P.EMERGENCY_JUDGE,
        (NOT_THE_ASKER, IS_JUDGE),
    ),
    Transition(
        Thing.EMERGENCY, "find-not-right", "It was not right", _from(S.ASKED), S.NOT_RIGHT, P.EMERGENCY_JUDGE,
        (NOT_THE_ASKER, IS_JUDGE),
    ),
)  # fmt: skip
