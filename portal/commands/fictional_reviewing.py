"""How does the work on a made-up review go: who leads it, what it waits for, and what it recommends?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from portal.commands.fictional_people import token_of
from portal.domain.vocabulary import Role
from portal.models.case import Case
from portal.models.referral import Referral
from portal.models.review_work import ReviewWait
from portal.reviews import recommendation_operations as recommending
from portal.reviews import record_operations as recording
from portal.reviews import reviewer_operations as leading
from portal.reviews import section_operations as working

if TYPE_CHECKING:
    from portal.commands.fictional_telling import Telling
    from portal.tenancy.demonstration import Step

A_YEAR = timedelta(days=365)
ONCE = "Lee Makebelieve"
INDEPENDENT = "I have worked for none of these agencies in five years, and I do not know this family."


def whose(telling: Telling) -> tuple[Any, Any, Any, Any]:
    """Return what every operation on a review begins with, for the coordinator."""
    return telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.review


def appoint(telling: Telling, step: Step) -> None:
    """Appoint the lead reviewer, who declares independence on the same day.

    Leave to know of a case ends by the machine's clock: whoever led a review that is long over has no account here.
    """
    reviewer = telling.cast(Role.LEAD_REVIEWER)
    until = telling.day + A_YEAR
    if until <= telling.today:
        name_reviewer(telling, step)
        return
    leading.appoint(*whose(telling), reviewer.account_id, until, telling.day)
    leading.declare(
        telling.session, telling.cast.tenant, reviewer, telling.review, INDEPENDENT, telling.day, telling.day
    )


def name_reviewer(telling: Telling, step: Step) -> None:
    """Name somebody without an account here, for whom the coordinator records the declaration."""
    leading.name_reviewer(*whose(telling), step.says.get("name", ONCE), "Independent, and invented", telling.day)
    leading.declare(*whose(telling), INDEPENDENT, telling.day, telling.day)


def end_appointment(telling: Telling, step: Step) -> None:
    """End the appointment, with the reason."""
    leading.end_appointment(*whose(telling), step.says["end"], step.says["reason"], telling.day)


def set_terms(telling: Telling, step: Step) -> None:
    """Agree what the review asks."""
    working.set_terms(
        *whose(telling), scope=step.says["scope"], questions=step.says["questions"],
        period_from=telling.day - 2 * A_YEAR, period_to=telling.day - timedelta(days=30),
    )  # fmt: skip


def hold_with(telling: Telling, step: Step) -> None:
    """Say with whom it is held."""
    working.set_method(*whose(telling), [step.says["method"]], step.says["partners"])


def join_case(telling: Telling, step: Step) -> None:
    """Look at the case of another story too."""
    of_referral = (Referral.tenant == Case.tenant) & (Referral.case_id == Case.id)
    wanted = select(Case.reference).join(Referral, of_referral)
    reference = telling.session.scalars(wanted.where(Referral.send_token == token_of(step.says["story"]))).one()
    working.add_case(*whose(telling), reference)


def wait(telling: Telling, step: Step) -> None:
    """Wait for something that the review cannot do without."""
    working.begin_wait(*whose(telling), step.says["waits_for"], step.says["reason"], telling.day)


def look(telling: Telling, step: Step) -> None:
    """Look again at what it waits for; now and then the waiting is over."""
    open_waits = select(ReviewWait).where(ReviewWait.review_id == telling.review, ReviewWait.ended_on.is_(None))
    waits = telling.session.scalars(open_waits.order_by(ReviewWait.began_on)).first()
    assert waits is not None, f"{telling.story.code} waits for nothing"
    is_over = step.says.get("is_over", False)
    working.look_at_wait(*whose(telling), waits.id, step.says["reason"], telling.day, is_over=is_over)


def ask_family(telling: Telling, step: Step) -> None:
    """Record what somebody of the family was asked, and what they wish."""
    says = step.says
    recording.put_family_part(
        *whose(telling), None, relationship=says["relationship"], approach=says["approach"], asked_on=telling.day,
        answer=says["answer"], wants_real_name=says.get("wants_real_name", False), wishes=says.get("reason", ""),
    )  # fmt: skip


def link_process(telling: Telling, step: Step) -> None:
    """Link another process that is under way."""
    is_lead = step.says.get("is_lead", False)
    recording.put_process(
        *whose(telling), None, process=step.says["process"], is_lead=is_lead, ended_on=None,
        note=step.says.get("reason", ""),
    )  # fmt: skip


def recommend(telling: Telling, step: Step) -> None:
    """Recommend something, to whom and by when."""
    says = step.says
    owners = dict.fromkeys(says["agencies"], says.get("role", "Head of safeguarding"))
    said = recommending.Said(
        says["text"], says["change"], owners, "multi-agency" if len(owners) > 1 else "single-agency",
        says["themes"], telling.day + timedelta(days=says["in_days"]),
    )  # fmt: skip
    recommending.add(*whose(telling), said)


WORK: Mapping[str, Callable[[Telling, Step], None]] = {
    "appoint": appoint,
    "name-reviewer": name_reviewer,
    "end-appointment": end_appointment,
    "set-terms": set_terms,
    "hold-with": hold_with,
    "join-case": join_case,
    "wait": wait,
    "look": look,
    "ask-family": ask_family,
    "link-process": link_process,
    "recommend": recommend,
}
