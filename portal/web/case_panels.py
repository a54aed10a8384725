"""What do the other slices show on a case's pages? Each registers panels of its own, as it does for the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.models.case import Case
from portal.tenancy.model import Tenant
from portal.web.access import Actor

# Which of a case's pages a panel stands on: where its work stands, or what is known of it.
Page = Literal["overview", "known"]


@dataclass(frozen=True)
class Panel:
    """One part of a case's page: a heading, and a template that finds what it shows in `panel.shown`."""

    heading: str
    template: str
    shown: object
    page: Page = "overview"


Source = Callable[[Session, Actor, Tenant, Case], Panel | None]

_SOURCES: dict[str, tuple[int, Permission, Source]] = {}


def register_panel(order: int, permission: Permission, source: Source) -> None:
    """Let a case's page ask this function for everybody whose roles carry the permission; twice is once."""
    _SOURCES[f"{source.__module__}.{source.__qualname__}"] = (order, permission, source)


def panels(session: Session, actor: Actor, tenant: Tenant, case: Case, page: Page) -> list[Panel]:
    """Return the panels of one of a case's pages that have something to show this person, in their order."""
    asked = sorted(_SOURCES.values(), key=lambda registered: registered[0])
    found = [source(session, actor, tenant, case) for _, permission, source in asked if actor.may(permission)]
    return [panel for panel in found if panel is not None and panel.page == page]
