"""What can be done next to a partnership's part of a regional release, and where does it lead?"""

from portal.domain.permissions import Permission as P
from portal.domain.transitions import Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import ReleaseStatus as S

_PART = Thing.RELEASE

RELEASE_TRANSITIONS: tuple[Transition, ...] = (
    Transition(_PART, "sign", "Sign off", _from(S.PREPARED), S.SIGNED, P.RELEASE_SIGN),
    Transition(_PART, "decline", "Not take part", _from(S.PREPARED), S.DECLINED, P.RELEASE_SIGN),
    # Both are the portal's own acts, for all partnerships at once: nobody chooses when a figure becomes final.
    Transition(_PART, "freeze", "Freeze", _from(S.SIGNED), S.FROZEN, P.RELEASE_RUN),
    Transition(
        _PART, "leave-out", "Leave out", _from(S.PREPARED, S.DECLINED, S.SIGNED), S.LEFT_OUT, P.RELEASE_RUN
    ),
)
