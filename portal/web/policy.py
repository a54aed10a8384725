"""Who may call what? One line an address; what is not here is refused, and a test compares it with the URL map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.domain.permissions import Permission


@dataclass(frozen=True)
class Rule:
    """Who is admitted, through which face's database session, and whether a fresh second factor is asked."""

    who: Literal["anyone", "visitor", "signed-in", "permission"]
    permission: Permission | None = None
    step_up: bool = False


ANYONE = Rule("anyone")  # what is public, read with the public face's rights
VISITOR = Rule("visitor")  # signing in, accepting an invitation: staff database, no account yet
SIGNED_IN = Rule("signed-in")  # a person at their partnership or region, whatever their role


def needs(permission: Permission, *, step_up: bool = False) -> Rule:
    """Admit people whose role at this partnership or region carries the permission."""
    return Rule("permission", permission, step_up)


P = Permission

POLICY: dict[str, Rule] = {
    "static": ANYONE,
    "health.health": ANYONE,
    "health.ready": ANYONE,
    "theme.show": ANYONE,
}
