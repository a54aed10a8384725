"""By which names do the three statutory partners go here?"""

from __future__ import annotations

from portal.domain.vocabulary import StatutoryPartner
from portal.tenancy.model import Tenant


def partner_names(tenant: Tenant) -> dict[StatutoryPartner, str]:
    """Return the statutory partners by their names here."""
    return {
        StatutoryPartner.LOCAL_AUTHORITY: tenant.council,
        StatutoryPartner.INTEGRATED_CARE_BOARD: tenant.integrated_care_board,
        StatutoryPartner.POLICE: tenant.police_force,
    }
