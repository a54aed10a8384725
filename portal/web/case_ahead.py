"""What comes next for a case, by when, and which clocks run on it? Each slice tells of its own part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.vocabulary import CaseStage
from portal.models.case import Case
from portal.models.event import events_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.clock_lines import ClockLine
from portal.web.wording import date_words, in_london

PASSED_ON = "closed-as-transferred"
CLOSINGS = frozenset({"closed", "closed-as-empty", PASSED_ON})


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
    lines = [line for _, source in asked for line in source(session, actor, tenant, case)]
    passed_on = day_passed_on(session, case)
    return lines if passed_on is None else [as_passed_on(line, passed_on) for line in lines]


def day_passed_on(session: Session, case: Case) -> date | None:
    """Return the day on which a case closed since another area has it; None for any other case."""
    if case.stage is not CaseStage.CLOSED or case.closed_at is None:
        return None
    closings = [each.what for each in events_of(session, "case", case.id) if each.what in CLOSINGS]
    return in_london(case.closed_at).date() if closings[-1:] == [PASSED_ON] else None


def as_passed_on(line: ClockLine, passed_on: date) -> ClockLine:
    """Return a clock that was not done when its case passed on: nobody here is late with it any more."""
    if line.met_on is not None:
        return line
    words = f"The case passed to another area on {date_words(passed_on)}, which counts its own days. "
    return replace(line, today=None, links=(), note=words + line.note)
