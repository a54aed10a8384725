"""What of regional releases stands in every partnership while walls are tried? One at every step, words in canaries."""

from __future__ import annotations

from typing import Any

from portal.domain.releasing import Measure, last_settled
from portal.domain.vocabulary import Role
from portal.models.release_part import ReleasePart, parts_of
from portal.releases import operations
from portal.web.working_days import known_holidays


def release(furnisher: Any) -> None:
    """Have one release declined, one frozen and about to be corrected, and one waiting for its sign-off."""
    tenant, officer = furnisher.cast.tenant.slug, furnisher.cast(Role.DATA_PROTECTION_OFFICER)
    last = last_settled(furnisher.today)
    for through in (last - 2, last - 1, last):
        with furnisher.session() as session:
            part = operations.prepare_part(session, tenant, through, furnisher.today, known_holidays())
            assert part is not None
            part_id, seen = part.id, operations.digest(tenant, part)
        furnisher.place.know(part_id=part_id)
        with furnisher.session() as session:
            if through == last - 2:
                operations.decline(session, tenant, officer, part_id, furnisher.word("why not"))
            elif through == last - 1:
                operations.sign(session, tenant, officer, part_id, seen)
                operations.freeze_part(session, tenant, part_id)
    furnisher.place.know(part_id=correction(furnisher, last - 1))
    furnisher.place.know(through=last - 1)
    furnisher.place.know(measure=Measure.REFERRALS.value)
    furnisher.place.know(figure="overdue")
    furnisher.place.know(partnership=tenant)


def correction(furnisher: Any, through: int) -> Any:
    """Keep a correction that waits for its sign-off."""
    with furnisher.session() as session:
        before = parts_of(session, through)[0]
        part = ReleasePart(
            tenant=before.tenant, through=through, edition=2, exact=before.exact, figures=before.figures, meanings={},
            note=furnisher.word("what was wrong"), is_fictional=True,
        )  # fmt: skip
        session.add(part)
        session.commit()
        return part.id
