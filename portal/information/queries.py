"""Which requests and returns may this person see, where does each stand, and what may be done with it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, object_session

from portal.domain.errors import BeyondHorizon, NotFound
from portal.domain.information import DatedRung, ReturnWay, climbed, is_late
from portal.domain.permissions import Permission
from portal.domain.vocabulary import CaseStage
from portal.domain.workflow import Facts, Thing, available_actions
from portal.models.attachment import Attachment
from portal.models.attention import members_who_may
from portal.models.case import Case, CaseExclusion, closed_to
from portal.models.event import Event
from portal.models.information import (
    WAITING,
    AgencyReturn,
    InformationRequest,
    ReturnFile,
    ReturnStep,
)
from portal.tenancy.answers import sections_for
from portal.tenancy.model import Form, Section, Tenant
from portal.web.access import Actor
from portal.web.happenings import names_of
from portal.web.lists import Page, page_of
from portal.web.working_days import known_holidays

PARTY = "other-agency"
# Told once of everybody who writes a return at the agency: none of them approves it, whoever is named afterwards.
BEGUN = "return-begun"


# --- which may be seen ---------------------------------------------------------------------------------------


def seen_by(actor: Actor) -> Select[AgencyReturn]:
    """Select the returns of the person's own agency: a safeguarding lead's all, a colleague's those they write.

    What agencies are asked names a child, so it is known to few; nobody who is involved in the case sees it.
    """
    # One organisation of many under an entry is nobody's here: it answers by its link.
    own = and_(AgencyReturn.agency == actor.agency, AgencyReturn.agency != "", AgencyReturn.place == 0)
    is_author = AgencyReturn.author_id == actor.account_id
    may = own if actor.may(Permission.RETURN_APPROVE) else and_(own, is_author)
    ways = [may, is_for_entering()] if actor.may(Permission.INFORMATION_ASK) else [may]
    return select(AgencyReturn).where(or_(*ways), ~is_closed_to(actor.account_id))


def is_for_entering() -> ColumnElement[bool]:
    """Say of a return whether the coordinator may write it: nobody at the agency has begun, here or by a link."""
    is_untouched = or_(AgencyReturn.way != ReturnWay.LINK, AgencyReturn.saved_at.is_(None))
    return and_(AgencyReturn.author_id.is_(None), or_(AgencyReturn.way.is_(None), is_untouched))


def is_closed_to(account_id: UUID) -> ColumnElement[bool]:
    """Say of a return whether the person is personally involved in its case."""
    return exists().where(
        CaseExclusion.tenant == AgencyReturn.tenant,
        CaseExclusion.case_id == AgencyReturn.case_id,
        CaseExclusion.account_id == account_id,
    )


def only(session: Session, wanted: Select[AgencyReturn], return_id: UUID, *, locked: bool) -> AgencyReturn:
    """Return one of the selected returns; NotFound alike where there is none and where it is not among them."""
    wanted = wanted.where(AgencyReturn.id == return_id)
    if locked:
        # Read anew: the page may have loaded the return before somebody else changed it.
        wanted = wanted.with_for_update(of=AgencyReturn).execution_options(populate_existing=True)
    found: AgencyReturn | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def return_for(session: Session, actor: Actor, return_id: UUID, *, locked: bool = False) -> AgencyReturn:
    """Return what this person may write, approve or enter: their agency's, their link's, or what nobody has begun."""
    if Permission.RETURN_GIVE_ONCE in actor.permissions:
        is_theirs = AgencyReturn.link_account_id == actor.account_id
        wanted = select(AgencyReturn).where(is_theirs, ~is_closed_to(actor.account_id))
    else:
        wanted = seen_by(actor)
    return only(session, wanted, return_id, locked=locked)


def return_of(session: Session, case: Case, return_id: UUID, *, locked: bool = False) -> AgencyReturn:
    """Return one agency's return about a case that the person may know of."""
    return only(
        session, select(AgencyReturn).where(AgencyReturn.case_id == case.id), return_id, locked=locked
    )


def request_of(session: Session, agency_return: AgencyReturn) -> InformationRequest:
    """Return the request that a return answers."""
    return session.get_one(InformationRequest, (agency_return.tenant, agency_return.request_id))


def own_waiting(session: Session, actor: Actor) -> Sequence[tuple[AgencyReturn, InformationRequest]]:
    """Return what the person's agency was asked and is still waited for, what is due first first."""
    is_waiting = (AgencyReturn.status.in_(WAITING), AgencyReturn.gone_on_without_at.is_(None))
    in_order = own_selected(actor).where(*is_waiting).order_by(InformationRequest.due_on, AgencyReturn.id)
    return [(row[0], row[1]) for row in session.execute(in_order).all()]


def own_selected(actor: Actor) -> Select[Any]:
    """Select what the person's agency was asked, as far as it is theirs to know, each with its request."""
    answers = and_(
        InformationRequest.tenant == AgencyReturn.tenant, InformationRequest.id == AgencyReturn.request_id
    )
    wanted = seen_by(actor).join(InformationRequest, answers).add_columns(InformationRequest)
    return wanted.where(AgencyReturn.agency == actor.agency)


def own_page(
    session: Session, actor: Actor, after: UUID | None = None
) -> Page[tuple[AgencyReturn, InformationRequest]]:
    """Return a page of what the person's agency was asked, what is due last first."""
    wanted = own_selected(actor)
    return page_of(session, wanted, InformationRequest.due_on, AgencyReturn.id, after, lambda row: row[0].id)


def waiting_with_cases(
    session: Session, actor: Actor, today: date, *, escalated_to: UUID | None = None
) -> Sequence[tuple[AgencyReturn, InformationRequest, str]]:
    """Return the late returns nobody has gone on without, each with its request and its case's reference."""
    of_request = and_(
        InformationRequest.tenant == AgencyReturn.tenant, InformationRequest.id == AgencyReturn.request_id
    )
    of_case = and_(Case.tenant == AgencyReturn.tenant, Case.id == AgencyReturn.case_id)
    wanted = (
        select(AgencyReturn, InformationRequest, Case.reference)
        .join(InformationRequest, of_request)
        .join(Case, of_case)
        .where(
            AgencyReturn.status.in_(WAITING), AgencyReturn.gone_on_without_at.is_(None),
            InformationRequest.due_on < today, Case.stage != CaseStage.CLOSED, ~is_closed_to(actor.account_id),
        )
    )  # fmt: skip
    if escalated_to is not None:
        was_told = exists().where(
            ReturnStep.tenant == AgencyReturn.tenant, ReturnStep.return_id == AgencyReturn.id,
            ReturnStep.told_id == escalated_to,
        )  # fmt: skip
        wanted = wanted.where(or_(InformationRequest.escalation_id == escalated_to, was_told))
    rows = session.execute(wanted.order_by(InformationRequest.due_on, AgencyReturn.agency)).all()
    return [(row[0], row[1], row[2]) for row in rows]


# --- what may be done ----------------------------------------------------------------------------------------


def facts_of(agency_return: AgencyReturn, due_on: date, actor: Actor, today: date) -> Facts:
    """What the workflow asks of a return and this person."""
    is_by_link = agency_return.way is ReturnWay.LINK and agency_return.saved_at is not None
    return {
        "is_own_agency": bool(actor.agency)
        and agency_return.agency == actor.agency
        and not agency_return.place,
        "is_return_author": agency_return.author_id == actor.account_id,
        "has_written_return": has_written(agency_return, actor.account_id),
        "has_return_author": agency_return.author_id is not None,
        "is_begun_there": agency_return.author_id is not None or is_by_link,
        "holds_link": agency_return.author_id is None and agency_return.link_account_id == actor.account_id,
        "is_late": is_late(due_on, agency_return.returned_on, today),
        "has_gone_on": agency_return.gone_on_without_at is not None,
    }


def has_written(agency_return: AgencyReturn, account_id: UUID) -> bool:
    """Whether the person writes a return, or wrote some of it before somebody else was named to."""
    session = object_session(agency_return)
    return agency_return.author_id == account_id or (
        session is not None and has_begun(session, agency_return, account_id)
    )


def has_begun(session: Session, agency_return: AgencyReturn, account_id: UUID) -> bool:
    """Whether it was told of the person that they write a return."""
    wanted = select(Event).where(
        Event.thing_kind == "case", Event.thing_id == agency_return.case_id, Event.actor_id == account_id,
        Event.what == BEGUN,
    )  # fmt: skip
    return any(each.facts.get("return") == str(agency_return.id) for each in session.scalars(wanted))


def actions_for(agency_return: AgencyReturn, due_on: date, actor: Actor, today: date) -> frozenset[str]:
    """The names of what this person may do to the return now."""
    facts = facts_of(agency_return, due_on, actor, today)
    offered = available_actions(Thing.RETURN, agency_return.status, actor.permissions, facts)
    return frozenset(each.action for each in offered)


def may_ask(case: Case, actor: Actor) -> bool:
    """Whether this person may ask agencies about the case now."""
    offered = available_actions(Thing.CASE, case.stage, actor.permissions, {})
    return any(each.action == "ask-agencies" for each in offered)


# --- the form -------------------------------------------------------------------------------------------------


def form_of(tenant: Tenant) -> Form:
    """Return the form of an agency's return here."""
    if tenant.return_form is None:
        raise NotFound("This partnership has no form for agencies’ returns.")
    return tenant.return_form


def closing_of(form: Form) -> Section | None:
    """The last section where it only declares: it is asked on the page that sends the return."""
    last = sections_for(form, PARTY)[-1]
    return last if all(question.kind == "declaration" for question in last.questions) else None


def sections_of(form: Form) -> tuple[Section, ...]:
    """The sections that the agency completes one by one."""
    closing = closing_of(form)
    return tuple(section for section in sections_for(form, PARTY) if section is not closing)


def files_of(session: Session, agency_return: AgencyReturn) -> Sequence[Attachment]:
    """Return the files of a return, the earliest first."""
    of_return = and_(
        ReturnFile.tenant == Attachment.tenant,
        ReturnFile.attachment_id == Attachment.id,
        ReturnFile.return_id == agency_return.id,
    )
    wanted = select(Attachment).join(ReturnFile, of_return)
    return session.scalars(wanted.order_by(Attachment.added_at, Attachment.id)).all()


def file_of(session: Session, agency_return: AgencyReturn, attachment_id: UUID) -> Attachment:
    """Return one file of a return; NotFound where there is none."""
    found = next((each for each in files_of(session, agency_return) if each.id == attachment_id), None)
    if found is None:
        raise NotFound("There is no such file.")
    return found


# --- people ---------------------------------------------------------------------------------------------------


def people_at(session: Session, agency_return: AgencyReturn, permission: Permission) -> list[UUID]:
    """Return the people of the agency whose roles carry the permission, without those involved in the case."""
    if agency_return.place:
        return []
    closed = involved_in(session, agency_return.case_id)
    return [each for each in members_who_may(session, permission, agency_return.agency) if each not in closed]


def approvers_beside(session: Session, agency_return: AgencyReturn, writer: UUID) -> list[UUID]:
    """Return who could approve a return that this person writes: leads of the agency who wrote none of it."""
    return [
        each for each in people_at(session, agency_return, Permission.RETURN_APPROVE)
        if each != writer and not has_begun(session, agency_return, each)
    ]  # fmt: skip


def asker_of(session: Session, request: InformationRequest) -> str:
    """Return the name of whoever asked, who signs the letter."""
    return names_of(session, [request.asked_by]).get(request.asked_by, "")


def involved_in(session: Session, case_id: UUID) -> set[UUID]:
    """Return the people who are personally involved in a case."""
    return closed_to(session, [case_id])


# --- reminding ---------------------------------------------------------------------------------------------


def ladder_of(tenant: Tenant, request: InformationRequest) -> tuple[DatedRung, ...]:
    """Return the steps of the partnership's ladder with their days; none where bank holidays are not known."""
    try:
        return climbed(tenant.ladders[request.purpose], request.asked_on, request.due_on, known_holidays())
    except BeyondHorizon:
        return ()


def waiting_ids(session: Session) -> Sequence[UUID]:
    """Return the returns that agencies owe, for whoever reminds them; a closed case waits for nothing."""
    of_case = and_(Case.tenant == AgencyReturn.tenant, Case.id == AgencyReturn.case_id)
    wanted = (
        select(AgencyReturn.id)
        .join(Case, of_case)
        .where(
            AgencyReturn.status.in_(WAITING),
            AgencyReturn.gone_on_without_at.is_(None),
            Case.stage != CaseStage.CLOSED,
        )
    )
    return session.scalars(wanted.order_by(AgencyReturn.id)).all()
