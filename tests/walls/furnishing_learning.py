"""What stands of the use of briefings while walls are tried? An entry of everybody who records, words in canaries."""

from __future__ import annotations

from typing import Any

from portal.domain.vocabulary import Role
from portal.learning import operations, queries

# The coordinator's first: what is removed while requests are crossed is the first.
RECORDERS = (Role.COORDINATOR, Role.REFERRER, Role.SAFEGUARDING_LEAD, Role.SCREENING_MEMBER)


def use_briefings(furnisher: Any) -> None:
    """Record that a published briefing was used, by everybody who records such things."""
    cast = furnisher.cast
    for role in RECORDERS:
        with furnisher.session() as session:
            (briefing, _) = queries.briefings(session)[0]
            said = operations.Said(briefing, "supervision", 2, furnisher.today, furnisher.word("change"))
            furnisher.place.know(
                use_id=operations.record_use(session, cast.tenant, cast(role), said, furnisher.today).id
            )
