"""What is in the pack of a meeting for one reader: of each case that they take part in, what is known so far?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.criteria import (
    BELOW_THE_DEFINITION,
    GATE,
    LOCAL_REVIEW_CRITERIA,
    REGARD_CIRCUMSTANCES,
    Criterion,
)
from portal.domain.vocabulary import ReturnStatus
from portal.meetings.queries import ItemSeen, agenda_seen
from portal.meetings.record_queries import InterestSeen, declared_of
from portal.models.case import Case
from portal.models.information import (
    NIL_RECORDS,
    WAITING,
    AgencyReturn,
    asked_of,
    names_of_asked,
    returns_of_case,
    went_on_without,
)
from portal.models.meeting import Meeting
from portal.models.member_view import MemberView, interests_in, views_beside
from portal.models.referral import Referral
from portal.models.screening import Screening, advice_in_force, screenings_of
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.answered import AnsweredSection, answered
from portal.web.clock_lines import ClockLine
from portal.web.due_next import day_to_keep
from portal.web.working_days import today

# The party that completes an agency's return.
OTHER_AGENCY = "other-agency"


@dataclass(frozen=True)
class PackPaper:
    """A referral or an agency's return as it is read: whose it is, and the questions with their answers."""

    title: str
    agency: str
    sections: Sequence[AnsweredSection]
    # Of a return that says nothing is known, the records that were checked.
    records: str = ""
    is_nil: bool = False


@dataclass(frozen=True)
class PackItem:
    """One thing on the agenda with what the reader is given about it."""

    seen: ItemSeen
    clock: ClockLine | None = None
    referrals: Sequence[PackPaper] = ()
    returns: Sequence[PackPaper] = ()
    silent: Sequence[str] = ()
    # Agencies that did not answer in time, and that the work goes on without.
    gone_on_without: Sequence[str] = ()
    advice: Screening | None = None
    outcome: str = ""
    criteria: Sequence[tuple[Criterion, Mapping[str, str]]] = ()
    # What members said, each with their agency's name; and agencies that declared a part in the case elsewhere.
    views: Sequence[tuple[str, MemberView]] = ()
    interests: Sequence[InterestSeen] = ()
    agencies_involved: Sequence[tuple[str, str]] = ()


def pack_for(session: Session, tenant: Tenant, actor: Actor, meeting: Meeting) -> list[PackItem]:
    """Return a meeting's pack for one reader; of a case that is closed to them nothing but its place."""
    agenda = agenda_seen(session, actor, meeting)
    clocks = day_to_keep(session, actor, tenant, [each.case for each in agenda if each.case], today())
    return [
        PackItem(seen)
        if seen.case is None
        else replace(of_case(session, tenant, meeting, seen, seen.case), clock=clocks.get(seen.case.id))
        for seen in agenda
    ]


def of_case(session: Session, tenant: Tenant, meeting: Meeting, seen: ItemSeen, case: Case) -> PackItem:
    """Return what is known of one case."""
    every = returns_of_case(session, case.id)
    advice = advice_in_force(screenings_of(session, case.id))
    return PackItem(
        seen,
        None,
        referrals_of(session, tenant, case),
        [returned(tenant, each) for each in every if each.status is ReturnStatus.RETURNED],
        [asked_of(tenant, each) for each in every if each.status in WAITING and not each.gone_on_without_at],
        names_of_asked(tenant, went_on_without(session, {case.id})),
        advice,
        next((each.label for each in tenant.outcomes if advice and each.code == advice.outcome), ""),
        weighed_in(advice),
        [
            (tenant.agency_name(each.agency), each)
            for each in (views_beside(session, advice.id) if advice else ())
        ],
        declared_of(session, tenant, meeting, {case.id}).get(case.id, ()),
        [(tenant.agency_name(each.agency), each.how or "") for each in interests_in(session, case.id)],
    )


def referrals_of(session: Session, tenant: Tenant, case: Case) -> list[PackPaper]:
    """Return every referral of a case with its answers, the earliest first."""
    wanted = select(Referral).where(Referral.case_id == case.id).order_by(Referral.sent_at, Referral.id)
    return [
        PackPaper(
            (each.asked or {}).get("title", "Referral"),
            tenant.agency_name(each.agency),
            answers_in(each.asked or {}, each.answers or {}, "referrer"),
        )
        for each in session.scalars(wanted)
    ]


def returned(tenant: Tenant, one: AgencyReturn) -> PackPaper:
    """Return what one agency says, once somebody there approved it."""
    answers, agency = one.answers or {}, asked_of(tenant, one)
    if one.is_nil:
        return PackPaper("Nothing is known", agency, (), answers.get(NIL_RECORDS, ""), is_nil=True)
    sections = answers_in(one.asked or {}, answers, OTHER_AGENCY)
    return PackPaper((one.asked or {}).get("title", "Return"), agency, sections)


def answers_in(asked: Mapping[str, Any], answers: Mapping[str, Any], party: str) -> list[AnsweredSection]:
    """Return what was answered: a body reads many cases at a time, and what nobody answered would bury the rest."""
    found = []
    for section in answered(without_files(asked), answers, None, party):
        lines = tuple(each for each in section.lines if any(each.words) or each.rows)
        if lines:
            found.append(replace(section, lines=lines))
    return found


def without_files(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was asked without its files: those are opened where they are kept, each on record by itself."""
    sections = [
        {**section, "questions": [each for each in section["questions"] if each["kind"] != "file"]}
        for section in asked.get("sections", ())
    ]
    return {**asked, "sections": sections}


def weighed_in(advice: Screening | None) -> list[tuple[Criterion, Mapping[str, str]]]:
    """Return the criteria that the body's advice answers, in their order."""
    said = (advice.criteria or {}) if advice else {}
    every = (*GATE, *LOCAL_REVIEW_CRITERIA, *REGARD_CIRCUMSTANCES, *BELOW_THE_DEFINITION)
    return [(each, said[each.code]) for each in every if each.code in said]
