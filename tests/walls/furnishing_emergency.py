"""What stands around emergencies while walls are tried? Cases asked for by a reviewer, one judged, one that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.casework import emergency
from portal.domain.vocabulary import Role

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher


def ask_in_emergencies(furnisher: Furnisher, reference: str, another: str) -> None:
    """Have the lead reviewer ask for two cases and for none, and the data protection officer look at one."""
    tenant, reviewer = furnisher.cast.tenant, furnisher.cast(Role.LEAD_REVIEWER)
    ids = []
    for typed in (reference, another, furnisher.word("typed")):
        with furnisher.session() as session:
            asked = emergency.ask(session, tenant, reviewer, typed, furnisher.word("emergency"))
            ids.append(asked.id)
    with furnisher.session() as session:
        officer, finding = furnisher.cast(Role.DATA_PROTECTION_OFFICER), furnisher.word("finding")
        emergency.judge(session, tenant, officer, ids[1], was_right=False, finding=finding)
    for emergency_id in ids:
        furnisher.place.know(emergency_id=emergency_id)
