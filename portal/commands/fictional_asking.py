"""What are agencies asked in a made-up case, what do they say, and which of them does not answer?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from portal.commands.fictional_answers import story_answers
from portal.domain.information import Power, Purpose, clock_of
from portal.domain.vocabulary import AgencyKind, Role
from portal.information import answering, approving, ladder, naming, operations, queries
from portal.models.case import Case
from portal.models.information import AgencyReturn
from portal.models.notification import notifications_of
from portal.tenancy.answers import Reader
from portal.web.working_days import known_holidays

if TYPE_CHECKING:
    from portal.commands.fictional_telling import Telling
    from portal.tenancy.demonstration import Step

TWO_YEARS = timedelta(days=730)
ABOUT = "{name} and the family, all made up for this demonstration"
QUESTIONS = "What did your agency know of the child and the family?\nWhat did it do, and what can be learned from that?"
CONTACT = "Casey Placeholder, 01632 960 001"
# One of the many that an entry of the directory stands for.
ORGANISATIONS = {
    AgencyKind.EDUCATION.value: "Made-up Primary School",
    AgencyKind.EARLY_YEARS.value: "Made-up Nursery",
    AgencyKind.HOUSING.value: "Made-up Homes",
    AgencyKind.GENERAL_PRACTICE.value: "Made-up Surgery",
}
ELSEWHERE = answering.Signed("Robin Sample, manager", "Jordan Specimen", "Head of safeguarding")


def ask_agencies(telling: Telling, step: Step) -> None:
    """Ask agencies, by the day that the partnership's clock gives; the chair is told of whoever is silent."""
    tenant, purpose = telling.cast.tenant, Purpose(step.says["purpose"])
    start = telling.day
    if purpose is Purpose.RAPID_REVIEW:
        start = notifications_of(telling.session, case_of(telling))[-1].sent_on
    due_on = tenant.clocks[clock_of(purpose)].reckon(start, known_holidays()).due_on
    listed = tuple(code for code in step.says["agencies"] if not tenant.is_many(code))
    asked = operations.Asked(
        purpose, Power.SECTION_16H, listed, telling.day - TWO_YEARS, telling.day, due_on,
        ABOUT.format(name=telling.story.given_name), QUESTIONS, CONTACT,
        telling.cast(Role.CHAIR).account_id, names_more=True,
    )  # fmt: skip
    coordinator = telling.cast(Role.COORDINATOR)
    request = operations.ask(telling.session, tenant, coordinator, telling.reference, asked, telling.day)
    case = telling.session.get_one(Case, (tenant.slug, request.case_id))
    for entry in (each for each in tenant.agencies if each.is_many and each.code in step.says["agencies"]):
        named = naming.Organisation(entry.code, ORGANISATIONS.get(entry.kind, "A made-up organisation"))
        naming.put_by_name(telling.session, tenant, coordinator, case, request, named)
    telling.session.commit()


def case_of(telling: Telling) -> UUID:
    """Return the story's case."""
    return telling.session.scalars(select(Case.id).where(Case.reference == telling.reference)).one()


def returns_of(telling: Telling, step: Step) -> list[UUID]:
    """Return the returns of the agencies that a step names, of the request that was made last."""
    wanted = select(AgencyReturn.agency, AgencyReturn.id).where(AgencyReturn.case_id == case_of(telling))
    found = {row[0]: row[1] for row in telling.session.execute(wanted)}
    return [found[code] for code in step.says["agencies"]]


def answer_agencies(telling: Telling, step: Step) -> None:
    """Let agencies say what they know: on the portal where their people are here, else entered by the coordinator."""
    tenant = telling.cast.tenant
    for return_id in returns_of(telling, step):
        one = telling.session.get_one(AgencyReturn, (tenant.slug, return_id))
        said = {"summary": step.says["reason"], "agency-learning": "We tell each other sooner. Made up."}
        answers = story_answers(
            queries.form_of(tenant), Reader(tenant.agencies, telling.day), said, telling.day - TWO_YEARS,
            queries.PARTY, is_brief=True,
        )  # fmt: skip
        if one.agency == telling.cast(Role.SAFEGUARDING_LEAD).agency:
            named(telling, return_id)
            writer, signed = telling.cast(Role.REFERRER), answering.NOBODY
        else:
            writer, signed = telling.cast(Role.COORDINATOR), ELSEWHERE
        answering.save(telling.session, tenant, writer, return_id, answers, telling.day)
        answering.send(telling.session, tenant, writer, return_id, {"accurate": "yes"}, telling.day, signed)
        approved(telling, return_id, signed)


def know_nothing(telling: Telling, step: Step) -> None:
    """Let agencies say that they know nothing, and which records they checked."""
    for return_id in returns_of(telling, step):
        one = telling.session.get_one(AgencyReturn, (telling.cast.tenant.slug, return_id))
        is_here = one.agency == telling.cast(Role.SAFEGUARDING_LEAD).agency
        if is_here:
            named(telling, return_id)
        writer = telling.cast(Role.REFERRER if is_here else Role.COORDINATOR)
        signed = answering.NOBODY if is_here else ELSEWHERE
        answering.send_nil(
            telling.session, telling.cast.tenant, writer, return_id, step.says["reason"], telling.day, signed
        )
        approved(telling, return_id, signed)


def named(telling: Telling, return_id: UUID) -> None:
    """Have the safeguarding lead name the colleague who writes."""
    lead, writer = telling.cast(Role.SAFEGUARDING_LEAD), telling.cast(Role.REFERRER).account_id
    answering.name_author(telling.session, telling.cast.tenant, lead, return_id, writer, telling.day)


def approved(telling: Telling, return_id: UUID, signed: answering.Signed) -> None:
    """Have the safeguarding lead approve what a colleague wrote."""
    if signed is answering.NOBODY:
        lead = telling.cast(Role.SAFEGUARDING_LEAD)
        approving.approve(telling.session, telling.cast.tenant, lead, return_id, telling.day)


def chase_agencies(telling: Telling, step: Step) -> None:
    """Take whatever steps have come due for agencies that have not answered."""
    waiting = select(AgencyReturn.id).where(AgencyReturn.case_id == case_of(telling))
    for return_id in telling.session.scalars(waiting).all():
        ladder.climb_one(telling.session, telling.cast.tenant, return_id, telling.day)


def go_on_without(telling: Telling, step: Step) -> None:
    """Go on without agencies that never answered."""
    for return_id in returns_of(telling, step):
        operations.go_on_without(
            telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.reference, return_id,
            step.says["reason"], telling.day,
        )  # fmt: skip


ASKING: Mapping[str, Callable[[Telling, Step], None]] = {
    "ask-agencies": ask_agencies,
    "answer-agencies": answer_agencies,
    "know-nothing": know_nothing,
    "chase-agencies": chase_agencies,
    "go-on-without": go_on_without,
}
