"""Which addresses does the slice of accounts and people serve? Importing the views puts them on its blueprint."""

from __future__ import annotations

from portal.accounts import (
    access_views,
    account_views,
    calendar_views,
    desk_views,
    invitation_views,
    newcomer_views,
    people_views,
    sign_in_views,
)
from portal.accounts.blueprint import blueprint

__all__ = [
    "access_views",
    "account_views",
    "blueprint",
    "calendar_views",
    "desk_views",
    "invitation_views",
    "newcomer_views",
    "people_views",
    "sign_in_views",
]
