"""How is an agency's return written, sent for approval, approved or given back? Each ends in one commit.

Whoever holds an account at the agency writes it and a safeguarding lead approves it. Through a one-off link, or on
paper that the coordinator enters, both are named, and two names are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.domain.errors import InvalidAnswer
from portal.domain.information import ReturnWay
from portal.domain.permissions import Permission, Separation
from portal.domain.vocabulary import ReturnStatus
from portal.information.operations import allowed
from portal.information.queries import (
    BEGUN,
    PARTY,
    approvers_beside,
    file_of,
    files_of,
    form_of,
    has_begun,
    people_at,
    return_for,
)
from portal.models.attention import call_for_attention, call_person
from portal.models.audit import record
from portal.models.case import Case
from portal.models.event import tell
from portal.models.information import NIL_RECORDS, AgencyReturn, ReturnFile
from portal.models.moment import this_moment
from portal.models.session import TenantSession
from portal.tenancy.answers import Reader, section_faults, sections_for
from portal.tenancy.conditions import without_left_branches
from portal.tenancy.model import Form, Tenant
from portal.web.access import Actor
from portal.web.answered import as_asked
from portal.web.filing import FileGiven, Taken, drop, take_away, take_in_all

LONGEST_NAME = 200
WRITES = {ReturnWay.ACCOUNT: "write", ReturnWay.LINK: "answer-by-link", ReturnWay.ENTERED: "enter"}
GIVES = {ReturnWay.ACCOUNT: "submit", ReturnWay.LINK: "give-by-link", ReturnWay.ENTERED: "give-entered"}


@dataclass(frozen=True)
class Signed:
    """Who wrote a return and who approved it, where neither has an account here."""

    author_name: str = ""
    approver_name: str = ""
    approver_role: str = ""


NOBODY = Signed()
NOBODY_APPROVES = "Nobody else at your agency could approve what this person writes. Select somebody else"


def way_of(actor: Actor, one: AgencyReturn) -> ReturnWay:
    """How this person would answer: through their link, at their agency, or for an agency."""
    if Permission.RETURN_GIVE_ONCE in actor.permissions:
        return ReturnWay.LINK
    if one.author_id == actor.account_id:
        return ReturnWay.ACCOUNT
    return ReturnWay.ENTERED if actor.may(Permission.INFORMATION_ASK) else ReturnWay.ACCOUNT


def confirm_receipt(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, today: date
) -> None:
    """Note that the request has reached the agency."""
    one = return_for(session, actor, return_id, locked=True)
    allowed(session, one, actor, "confirm-receipt", today)
    note_received(session, one, actor)
    session.commit()


def note_received(session: TenantSession, one: AgencyReturn, actor: Actor) -> None:
    """Note once, in the caller's transaction, that the request has reached the agency."""
    if one.opened_at is None:
        one.opened_at = this_moment()
        tell(
            session,
            one.tenant,
            "case",
            one.case_id,
            "agency-received-request",
            actor.account_id,
            agency=one.agency,
        )


def name_author(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, account_id: UUID, today: date
) -> None:
    """Name the colleague who writes the return: somebody else of the agency has to approve it."""
    one = return_for(session, actor, return_id, locked=True)
    allowed(session, one, actor, "name-author", today)
    if account_id not in people_at(session, one, Permission.RETURN_WRITE):
        raise InvalidAnswer("Select somebody of your agency", "account_id")
    if not approvers_beside(session, one, account_id):
        raise InvalidAnswer(NOBODY_APPROVES, "account_id")
    note_received(session, one, actor)
    one.author_id, one.way = account_id, ReturnWay.ACCOUNT
    tell(
        session, tenant.slug, "case", one.case_id, "return-author-named", actor.account_id, agency=one.agency
    )
    if account_id != actor.account_id:
        call_person(session, tenant.slug, account_id)
    session.commit()


# --- writing --------------------------------------------------------------------------------------------------


def save(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    return_id: UUID,
    answers: Mapping[str, Any],
    today: date,
) -> AgencyReturn:
    """Keep answers to some of the questions; None takes one away. Incomplete is welcome."""
    one = begun(session, actor, return_id, today)
    keep(one, form_of(tenant), answers)
    session.commit()
    return one


def keep_typed(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    return_id: UUID,
    signed: Signed,
    records: str,
    today: date,
) -> None:
    """Keep what was typed on a page that comes too late to send anything, so that nobody types it again."""
    one = begun(session, actor, return_id, today)
    keep_names(one, signed)
    if records.strip():
        one.answers = {**(one.answers or {}), NIL_RECORDS: records.strip()}
    session.commit()


def begun(session: TenantSession, actor: Actor, return_id: UUID, today: date) -> AgencyReturn:
    """Return the person's return, locked and being written."""
    one = return_for(session, actor, return_id, locked=True)
    way = way_of(actor, one)
    transition = allowed(session, one, actor, WRITES[way], today)
    note_received(session, one, actor)
    note_written(session, one, actor, way)
    one.status, one.way, one.saved_at = ReturnStatus(transition.arrives_at(one.status)), way, this_moment()
    return one


def note_written(session: TenantSession, one: AgencyReturn, actor: Actor, way: ReturnWay) -> None:
    """Note once, in the caller's transaction, that this person writes the return at the agency."""
    if way is ReturnWay.ACCOUNT and not has_begun(session, one, actor.account_id):
        facts = {"agency": one.agency, "return": str(one.id)}
        tell(session, one.tenant, "case", one.case_id, BEGUN, actor.account_id, **facts)


def keep(one: AgencyReturn, form: Form, answers: Mapping[str, Any]) -> None:
    """Merge answers into the return's own; which files are kept is changed by handing in and taking away alone."""
    asked = [question for section in sections_for(form, PARTY) for question in section.questions]
    own = {question.code for question in asked if question.kind != "file"}
    together = {**(one.answers or {}), **{code: each for code, each in answers.items() if code in own}}
    one.answers = {code: answer for code, answer in together.items() if answer not in (None, "", [])}
    one.form_version = form.version


def keep_names(one: AgencyReturn, signed: Signed) -> None:
    """Keep the names of whoever wrote and approved a return elsewhere."""
    one.author_name = signed.author_name.strip()[:LONGEST_NAME] or None
    one.approver_name = signed.approver_name.strip()[:LONGEST_NAME] or None
    one.approver_role = signed.approver_role.strip()[:LONGEST_NAME] or None


# --- sending --------------------------------------------------------------------------------------------------


def send(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, declared: Mapping[str, Any],
    today: date, signed: Signed = NOBODY,
) -> AgencyReturn:  # fmt: skip
    """Send a whole return: to the approver at the agency, or at once where both names are given with it."""
    one = return_for(session, actor, return_id, locked=True)
    way = way_of(actor, one)
    transition = allowed(session, one, actor, GIVES[way], today)
    form, reader = form_of(tenant), Reader(tenant.agencies, today)
    keep(one, form, declared)
    answers = without_left_branches(form, one.answers or {})
    require_complete(form, answers, reader)
    one.answers, one.asked, one.is_nil = answers, as_asked(form, answers, reader), False
    sent(session, one, actor, ReturnStatus(transition.arrives_at(one.status)), way, signed, today)
    left = take_away_left(session, one)
    session.commit()
    drop(tenant.slug, left)
    return one


def send_nil(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, records: str, today: date,
    signed: Signed = NOBODY,
) -> AgencyReturn:  # fmt: skip
    """Say in one step that nothing is known, and which records were checked; what was answered before goes."""
    one = return_for(session, actor, return_id, locked=True)
    way = way_of(actor, one)
    transition = allowed(session, one, actor, GIVES[way], today)
    say_nothing_known(one, records)
    sent(session, one, actor, ReturnStatus(transition.arrives_at(one.status)), way, signed, today)
    left = take_away_left(session, one)
    session.commit()
    drop(tenant.slug, left)
    return one


def say_nothing_known(one: AgencyReturn, records: str) -> None:
    """Put the one answer of a nil return in the place of all others. Raises InvalidAnswer where it is empty."""
    if not records.strip():
        raise InvalidAnswer("Say which records were checked", "records")
    one.answers, one.asked, one.is_nil = {NIL_RECORDS: records.strip()}, None, True


def require_complete(form: Form, answers: Mapping[str, Any], reader: Reader) -> None:
    """Refuse a return with an answer missing or unreadable. Raises InvalidAnswer."""
    for section in sections_for(form, PARTY):
        faults = section_faults(form, section, answers, reader)
        if faults:
            raise InvalidAnswer(f"{section.title}: {faults[0].message}", faults[0].field)


def sent(
    session: TenantSession, one: AgencyReturn, actor: Actor, status: ReturnStatus, way: ReturnWay, signed: Signed,
    today: date,
) -> None:  # fmt: skip
    """Move a return on, and tell whoever waits for it, in the caller's transaction."""
    note_received(session, one, actor)
    note_written(session, one, actor, way)
    one.status, one.way, one.submitted_at, one.approval_note = status, way, this_moment(), None
    if status is ReturnStatus.AWAITING_APPROVAL:
        tell(session, one.tenant, "case", one.case_id, "return-written", actor.account_id, agency=one.agency)
        for account_id in people_at(session, one, Permission.RETURN_APPROVE):
            if account_id != actor.account_id:
                call_person(session, one.tenant, account_id)
        return
    require_two_names(signed)
    keep_names(one, signed)
    returned(session, one, actor, today)


def require_two_names(signed: Signed) -> None:
    """Refuse a return from outside that does not name two people. Raises InvalidAnswer."""
    for name, words in (
        ("author_name", "Enter who wrote this"),
        ("approver_name", "Enter who approved it at the agency"),
        ("approver_role", "Enter their job"),
    ):
        if not getattr(signed, name).strip():
            raise InvalidAnswer(words, name)
    require_two_people(signed.author_name, signed.approver_name, "approver_name")


def require_two_people(one: str, other: str, field: str) -> None:
    """Refuse one name, with whatever job, for two people. Raises InvalidAnswer at the field."""
    if one_name(one) == one_name(other):
        raise InvalidAnswer(Separation.RETURN_APPROVAL.value, field)


def one_name(name: str) -> str:
    """Return a name as it is compared: case, spaces and the job after a comma do not matter."""
    return " ".join(name.partition(",")[0].split()).casefold()


def returned(session: TenantSession, one: AgencyReturn, actor: Actor, today: date) -> None:
    """Let a return count, and tell the coordinator, in the caller's transaction."""
    one.returned_at, one.returned_on = this_moment(), today
    what = "agency-returned-nothing-known" if one.is_nil else "agency-returned"
    assert one.way is not None
    tell(
        session, one.tenant, "case", one.case_id, what, actor.account_id, agency=one.agency, way=one.way.value
    )
    record(session, "information-returned", "agency_return", one.id)
    call_for_attention(session, one.tenant, Permission.INFORMATION_ASK, about=[one.case_id], but=actor.account_id)


# --- files ----------------------------------------------------------------------------------------------------


def hand_in(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, question_code: str,
    given: Sequence[FileGiven], today: date,
) -> Taken:  # fmt: skip
    """Keep files for one question of a return; what is refused comes back with the reason."""
    one = begun(session, actor, return_id, today)
    asked = [question for section in sections_for(form_of(tenant), PARTY) for question in section.questions]
    if not any(question.code == question_code and question.kind == "file" for question in asked):
        raise InvalidAnswer("No file is asked for there", question_code)
    answers = dict(one.answers or {})
    kept = list(answers.get(question_code, ()))
    case = session.get_one(Case, (one.tenant, one.case_id))
    taken = take_in_all(session, case, given, actor.account_id, question_code, len(kept))
    for file_id in taken.ids:
        session.add(ReturnFile(tenant=one.tenant, return_id=one.id, attachment_id=file_id))
    if taken.ids:
        one.answers = {**answers, question_code: [*kept, *map(str, taken.ids)]}
    session.commit()
    return taken


def take_back_file(
    session: TenantSession, tenant: Tenant, actor: Actor, return_id: UUID, attachment_id: UUID, today: date
) -> None:
    """Take a file out of a return that is being written, its bytes too."""
    one = begun(session, actor, return_id, today)
    attachment = file_of(session, one, attachment_id)
    answers = dict(one.answers or {})
    left = [each for each in answers.get(attachment.question, ()) if each != str(attachment_id)]
    one.answers = {code: each for code, each in {**answers, attachment.question: left}.items() if each != []}
    forget_file(session, one, attachment_id)
    session.flush()
    take_away(session, attachment)
    session.commit()
    drop(tenant.slug, [attachment_id])


def forget_file(session: TenantSession, one: AgencyReturn, attachment_id: UUID) -> None:
    """Take away what ties a file to a return."""
    wanted = select(ReturnFile).where(
        ReturnFile.return_id == one.id, ReturnFile.attachment_id == attachment_id
    )
    for tie in session.scalars(wanted):
        session.delete(tie)


def take_away_left(session: TenantSession, one: AgencyReturn) -> list[UUID]:
    """Take away the files of questions that are no longer asked, in the caller's transaction; return their ids."""
    lists = [answer for answer in (one.answers or {}).values() if isinstance(answer, list)]
    kept = {str(file_id) for answer in lists for file_id in answer}
    left = [each for each in files_of(session, one) if str(each.id) not in kept]
    for each in left:
        forget_file(session, one, each.id)
    session.flush()
    return [take_away(session, each) for each in left]
