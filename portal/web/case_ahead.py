"""What comes next for a case, by when, and which clocks run on it? Each slice tells of its own part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.models.case import Case
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine


@dataclass(frozen=True)
class NextStep:
    """One thing that a case waits for; `url` only where this person may do it, else `who` says who may."""

    title: str
    due_on: date | None = None
    url: str = ""
    why: str = ""
    who: str = ""


StepSource = Callable[[Session, Actor, Tenant, Case], list[NextStep]]
ClockSource = Callable[[Session, Actor, Tenant, Case], list[ClockLine]]

_STEPS: dict[str, StepSource] = {}
_CLOCKS: dict[str, tuple[int, ClockSource]] = {}


def register_steps(source: StepSource) -> None:
    """Let a case's page ask this function what the case waits for; twice is once."""
    _STEPS[f"{source.__module__}.{source.__qualname__}"] = source


def register_clocks(order: int, source: ClockSource) -> None:
    """Let a case's page ask this function for clocks, shown in their order; twice is once."""
    _CLOCKS[f"{source.__module__}.{source.__qualname__}"] = (order, source)


def next_steps(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[NextStep]:
    """Return what the case waits for: soonest first, what has no day last, this person's own before others'."""
    found = [step for source in _STEPS.values() for step in source(session, actor, tenant, case)]
    return sorted(found, key=lambda step: (step.due_on is None, step.due_on or date.max, not step.url))


def clocks(session: Session, actor: Actor, tenant: Tenant, case: Case) -> list[ClockLine]:
    """Return the clocks that run on the case, in their order."""
    asked = sorted(_CLOCKS.values(), key=lambda registered: registered[0])
    return [line for _, source in asked for line in source(session, actor, tenant, case)]
