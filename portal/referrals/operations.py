"""How is a referral begun, saved, sent, checked, taken in or declined? Each ends in one commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed
from portal.domain.permissions import Permission
from portal.domain.references import Reference, new_receipt
from portal.domain.vocabulary import Approval, CaseStage, ReferralStatus
from portal.domain.workflow import Thing, Transition, require_action
from portal.models.attachment import attachments_of_referral
from portal.models.attention import call_for_attention, call_people
from portal.models.audit import record
from portal.models.blind_index import blind_index
from portal.models.case import Case, next_number
from portal.models.case_access import cases_known_to
from portal.models.draft_colleague import colleagues_on
from portal.models.event import tell
from portal.models.likeness import find_referral_by
from portal.models.moment import this_moment
from portal.models.quality_check import put_comments
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.models.views_awaited import call_for_views
from portal.referrals.checked_together import require_seen
from portal.referrals.drafts import own_draft
from portal.referrals.handing_in import take_away_left
from portal.referrals.mapping import children_said, core_answers, core_answers_as_asked, write_case
from portal.referrals.merging import print_of
from portal.referrals.queries import facts_of, form_of, referral_seen_by
from portal.referrals.telling import tell_who_waits
from portal.tenancy.answers import Reader, first_day, section_faults, sections_for
from portal.tenancy.conditions import without_left_branches
from portal.tenancy.model import Form, Tenant
from portal.web.access import Actor
from portal.web.answered import as_asked, asked_of_party
from portal.web.filing import drop
from portal.web.recounting import recount_here


def begin(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    form_code: str,
    known: Mapping[str, str] | None = None,
) -> Referral:
    """Begin a draft; `known` answers core fields that the portal knows of the referrer already."""
    referral = begun(session, tenant, actor, form_code, known or {}, actor.agency)
    session.commit()
    return referral


def begun(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    form_code: str,
    known: Mapping[str, str],
    agency: str,
) -> Referral:
    """Begin a draft in the caller's transaction."""
    if form_code not in tenant.forms:
        raise InvalidAnswer("Select which form to use", "form_code")
    if actor.approval is Approval.REFUSED:
        raise NotAllowed("Your agency has not agreed that you refer for it.")
    form = tenant.forms[form_code]
    questions = [question for section in form.sections for question in section.questions]
    referral = Referral(
        tenant=tenant.slug, form_code=form.code, form_version=form.version, agency=agency,
        referrer_id=actor.account_id,
        answers={one.code: known[one.maps_to] for one in questions if known.get(one.maps_to)},
    )  # fmt: skip
    session.add(referral)
    tell(session, tenant.slug, "referral", referral.id, "begun", actor.account_id, form=form.code)
    session.flush()
    return referral


def save(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, answers: Mapping[str, Any]
) -> Referral:
    """Keep answers to some of a draft's questions; None takes an answer away. Incomplete is welcome."""
    referral = own_draft(session, actor, referral_id)
    form = form_of(tenant, referral)
    keep(referral, form, actor, answers)
    tell(session, tenant.slug, "referral", referral.id, "saved", actor.account_id)
    session.commit()
    return referral


def of_party(form: Form, completed_by: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to questions that this party completes; nobody answers another's."""
    asked = [question for section in sections_for(form, completed_by) for question in section.questions]
    # Which files are kept is changed by handing in and taking away alone.
    own = {question.code for question in asked if question.kind != "file"}
    return {code: answer for code, answer in answers.items() if code in own}


def keep(referral: Referral, form: Form, actor: Actor, answers: Mapping[str, Any]) -> None:
    """Merge the referrer's answers into the referral's own, and bring what is in the clear up to date."""
    referral.answers = kept = merged(referral, of_party(form, "referrer", answers))
    referral.form_version, referral.saved_at = form.version, this_moment()
    said = core_answers(form, kept)
    if referral.sent_at is None:
        # One that was returned stays as urgent as it was when it was sent, whatever its writers change meanwhile.
        referral.harm = said.get("incident.harm", "")
    happened = said.get("incident.occurred_on", "")
    referral.incident_on = first_day(happened) if len(happened) == len("2026-04-02") else None
    # A person's agency is the one they belong to here; who writes for another, or is of none, says which it is.
    own = "" if referral.on_behalf else actor.agency
    referral.agency = own or said.get("referral.agency", "")


def merged(referral: Referral, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The referral's answers with these in the place of earlier ones; what was taken away is not there."""
    together = {**(referral.answers or {}), **answers}
    return {code: answer for code, answer in together.items() if answer not in (None, "", [])}


def send(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, token: str, today: date,
    declared: Mapping[str, Any] | None = None, seen: str | None = None,
) -> Referral:  # fmt: skip
    """Send a draft, with what is declared at the last; the same token again finds what it sent before.

    InvalidAnswer where anything is missing; Conflict where it is not what its sender saw (`seen`).
    """
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    if referral.send_token == token and referral.status != ReferralStatus.DRAFT:
        return referral
    transition = allowed(referral, tenant, actor, "send")
    if seen is not None and seen != print_of(referral.answers):
        raise Conflict("A colleague changed this referral while you were checking it. Check it again.")
    form = form_of(tenant, referral)
    keep(referral, form, actor, declared or {})
    answers = without_left_branches(form, referral.answers or {})
    require_complete(form, answers, tenant, today)
    referral.answers = answers
    referral.asked = as_asked(form, answers, Reader(tenant.agencies, today))
    referral.harm = core_answers(form, answers).get("incident.harm", "")
    referral.form_version, referral.send_token = form.version, token
    if referral.receipt is None:
        referral.receipt = new_receipt()
        referral.receipt_index = blind_index(tenant.slug, "receipt", [referral.receipt])
    referral.sent_at = came_at(referral)
    left = take_away_left(session, form, referral)
    # The same work for every referral, whomever it is about: nobody who sends one learns that another is here.
    said = core_answers_as_asked(referral.asked, answers)
    find_referral_by(session, tenant.slug, referral.id, children_said(said))
    move(session, tenant, actor, referral, transition, "sent")
    tell_who_waits(session, tenant, actor, referral)
    session.commit()
    drop(tenant.slug, left)
    return referral


def require_complete(
    form: Form, answers: Mapping[str, Any], tenant: Tenant, today: date, completed_by: str = "referrer"
) -> None:
    """Refuse a form with an answer of one party's missing or unreadable, or one with which it does not go on yet."""
    reader = Reader(tenant.agencies, today)
    for section in sections_for(form, completed_by):
        faults = section_faults(form, section, answers, reader)
        if faults:
            raise InvalidAnswer(f"{section.title}: {faults[0].message}", faults[0].field)


def allowed(referral: Referral, tenant: Tenant, actor: Actor, action: str) -> Transition:
    """The workflow's row for this action; Conflict or NotAllowed where it refuses."""
    facts = facts_of(referral, tenant, actor)
    return require_action(Thing.REFERRAL, referral.status, action, actor.permissions, facts)


def move(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    referral: Referral,
    transition: Transition,
    what: str,
) -> None:
    """Set the status an action leads to, tell what happened, and put it on the record."""
    referral.status = ReferralStatus(transition.arrives_at(referral.status))
    if referral.status == ReferralStatus.RECEIVED and referral.received_at is None:
        referral.received_at = came_at(referral)
    tell(session, tenant.slug, "referral", referral.id, what, actor.account_id)
    record(session, f"referral-{what}", "referral", referral.id)


def came_at(referral: Referral) -> datetime:
    """The moment from which the partnership has it: now, or when it came to be entered for its writer."""
    return referral.on_behalf.came_at if referral.on_behalf else this_moment()


def pass_quality_assurance(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    referral_id: UUID,
    answers: Mapping[str, Any],
    today: date,
    seen: Mapping[str, str] | None = None,
) -> Referral:
    """Agree that a referral is ready: it reaches the partnership. Never by its writer.

    InvalidAnswer where a question about it has no answer, or one with which it is returned.
    """
    referral = checked(session, tenant, actor, referral_id, "pass-quality-assurance", answers, today, seen)
    referral.quality_assured_by, referral.quality_assured_at = actor.account_id, this_moment()
    put_comments(session, referral, actor.account_id, {}, "").ended_at = this_moment()
    call_for_attention(session, tenant.slug, Permission.REFERRAL_ACCEPT, about=(), but=actor.account_id)
    session.commit()
    return referral


def return_to_referrer(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID,
    answers: Mapping[str, Any], comments: str, today: date, by_section: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
) -> Referral:  # fmt: skip
    """Give a referral back to its writers with comments on the whole or its sections; nothing they wrote is lost."""
    if not comments.strip() and not any(words.strip() for words in (by_section or {}).values()):
        raise InvalidAnswer("Say what needs to change", "comments")
    referral = checked(session, tenant, actor, referral_id, "return-to-referrer", answers, today, seen)
    referral.quality_note = comments.strip() or None
    check = put_comments(session, referral, actor.account_id, by_section or {}, comments)
    check.ended_at, check.is_returned, check.answers = this_moment(), True, referral.answers or {}
    writers = (referral.referrer_id, *(each.account_id for each in colleagues_on(session, referral.id)))
    call_people(session, tenant.slug, list(dict.fromkeys(writers)))
    session.commit()
    return referral


def checked(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, action: str,
    answers: Mapping[str, Any], today: date, seen: Mapping[str, str] | None = None,
) -> Referral:  # fmt: skip
    """Keep the quality assurer's answers, and move the referral where their action leads.

    CheckedMeanwhile where a colleague kept something that this person has not seen (`seen`).
    """
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, action)
    require_seen(session, tenant, referral, seen)
    form = form_of(tenant, referral)
    referral.answers = kept = merged(referral, of_party(form, "quality-assurer", answers))
    if action == "pass-quality-assurance":
        require_complete(form, kept, tenant, today, "quality-assurer")
    reader = Reader(tenant.agencies, today)
    referral.asked = asked_of_party(referral.asked or {}, form, kept, reader, "quality-assurer")
    done = "returned" if transition.leads_to == ReferralStatus.DRAFT else "quality-assured"
    move(session, tenant, actor, referral, transition, done)
    return referral


def accept(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, today: date,
    into: str | None = None, *, is_fictional: bool = False,
) -> Case:  # fmt: skip
    """Take a referral into a new case, or into the case of a reference; several agencies may refer one."""
    referral = referral_seen_by(session, actor, referral_id, locked=True)
    transition = allowed(referral, tenant, actor, "accept")
    if into is not None:
        case = case_to_join(session, actor, into)
    else:
        said = referral.answers or {}
        case = open_case(session, tenant, referral, today, said, is_fictional=is_fictional)
        tell(session, tenant.slug, "case", case.id, "opened", actor.account_id)
        record(session, "case-opened", "case", case.id)
        call_for_views(session, tenant.slug, case.id, today, but=actor.account_id)
    take_into(session, tenant, actor, referral, case, transition)
    session.commit()
    return case


def take_into(
    session: TenantSession,
    tenant: Tenant,
    actor: Actor,
    referral: Referral,
    case: Case,
    transition: Transition,
) -> None:
    """Make a referral and its files a case's, in the caller's transaction."""
    referral.case_id = case.id
    for attachment in attachments_of_referral(session, referral.id):
        attachment.case_id = case.id
    move(session, tenant, actor, referral, transition, "accepted")
    tell(session, tenant.slug, "case", case.id, "referral-joined", actor.account_id, form=referral.form_code)
    call_for_attention(session, tenant.slug, Permission.DECISION_PREPARE, about=[case.id], but=actor.account_id)
    recount_here(session, case)


def case_to_join(session: TenantSession, actor: Actor, reference: str) -> Case:
    """Return the open case of a reference as it was typed; InvalidAnswer where the person may know of none."""
    wanted = cases_known_to(actor.account_id, actor.permissions).where(
        Case.reference == reference.strip().upper(), Case.stage != CaseStage.CLOSED
    )
    case: Case | None = session.scalar(wanted.with_for_update(of=Case))
    if case is None:
        raise InvalidAnswer("Enter the reference of a case that is open here", "reference")
    return case


def open_case(
    session: TenantSession, tenant: Tenant, referral: Referral, today: date, answers: Mapping[str, Any],
    *, is_fictional: bool,
) -> Case:  # fmt: skip
    """Open a case with the next reference of the year, filled from a referral's answers."""
    asked = referral.asked or {}
    said = core_answers_as_asked(asked, answers)
    kind = asked.get("kind") or form_of(tenant, referral).kind
    return new_case(session, tenant, kind, said, today, is_fictional=is_fictional)


def new_case(
    session: TenantSession,
    tenant: Tenant,
    kind: str,
    said: dict[str, Any],
    today: date,
    *,
    is_fictional: bool,
) -> Case:
    """Open a case with the next reference of the year, filled from what is said by core field."""
    number = next_number(session, tenant.slug, today.year)
    reference = str(Reference(tenant.reference_prefix, today.year, number))
    case = Case(tenant=tenant.slug, reference=reference, kind=kind, is_fictional=is_fictional)
    write_case(session, case, said)
    return case


def new_token() -> str:
    """Return a token that marks one sending, so that sending twice makes one referral."""
    return secrets.token_urlsafe(24)
