"""Which blueprint do the pages of screenings and decisions belong to, and what do they share?"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from portal.domain.criteria import Criterion
from portal.domain.vocabulary import DecisionStage
from portal.extensions import db
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.models.decision import Decision
from portal.models.screening import Screening
from portal.screening.criteria_asked import criteria_at
from portal.web.access import current_actor
from portal.web.clock_lines import ClockLine
from portal.web.due_next import day_to_keep
from portal.web.places import current_tenant
from portal.web.working_days import today

blueprint = Blueprint("screening", __name__)


def case_here(reference: str) -> Case:
    """Return the case of the address; 404 alike where there is none and where the person may not know."""
    actor = current_actor()
    return known_case(db.session(), reference, actor.account_id, actor.permissions)


@blueprint.context_processor
def days_to_keep() -> dict[str, Callable[[Case], ClockLine | None]]:
    """Let each of these pages say which day its case has to keep."""
    return {"day_of": day_of}


def day_of(case: Case) -> ClockLine | None:
    """Return the clock that runs on what is done about a case here."""
    return day_to_keep(db.session(), current_actor(), current_tenant(), [case], today()).get(case.id)


def outcome_words(code: str) -> str:
    """An outcome as this partnership words it."""
    return next((each.label for each in current_tenant().outcomes if each.code == code), code)


def weighed_of(decided: Decision | Screening) -> list[tuple[Criterion, dict[str, str]]]:
    """The criteria that a decision or a screening answers, in their order."""
    said = decided.criteria or {}
    every = criteria_at(DecisionStage.SCREENING, "")
    return [(criterion, said[criterion.code]) for criterion in every if criterion.code in said]
