"""Which releases wait on the desk of whoever signs them off?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.releases import queries
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, Offer, register_offer, register_source
from portal.web.working_days import known_holidays, today

WHY = "Regional leads see these figures only once somebody here has signed them off."

WHY_CORRECT = "Regional leads still see what was counted before casework here was corrected."


def to_sign_off(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the releases that nobody here has answered yet."""
    return [
        DeskLine(
            f"Regional release to March {part.through}{', corrected' if part.edition > 1 else ''}: sign it off",
            url_for("releases.show", part_id=part.id),
            why=WHY,
        )
        for part in queries.waiting(session)
    ]


def to_correct(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the frozen releases whose figures are others today, though nobody has prepared a correction."""
    return [
        DeskLine(
            f"Figures of the release to March {part.through} have changed: have a correction prepared",
            url_for("releases.show", part_id=part.id),
            why=WHY_CORRECT,
        )
        for part in queries.to_correct(session, known_holidays(), today())
    ]


register_source(Permission.RELEASE_SIGN, to_sign_off)
register_source(Permission.RELEASE_SIGN, to_correct)
register_offer(
    Permission.FIGURES_SEE,
    Offer(
        "Your partnership’s figures",
        "releases.figures",
        "What came of its recommendations, how its reviews were scored, and its casework, exactly.",
    ),
)
register_offer(
    Permission.RELEASE_SEE,
    Offer(
        "Regional releases",
        "releases.index",
        "What regional leads are shown of casework here, and what waits to be signed off.",
    ),
)
