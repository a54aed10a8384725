"""Does what was sent stay as it was asked, whatever edition of the form comes after it?"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.models.case import Case, CaseFact
from portal.models.referral import Referral
from portal.referrals import operations
from portal.tenancy.model import Form, Question, Tenant
from tests.work import AGENCY, TODAY, Work

GONE, REWORDED = "media", "account"


def next_edition(form: Form) -> Form:
    """The form with a question less, another in new words, and a version more."""
    sections = tuple(
        replace(section, questions=tuple(reworded(each) for each in section.questions if each.code != GONE))
        for section in form.sections
    )
    return replace(form, version=form.version + 1, sections=sections)


def reworded(question: Question) -> Question:
    return replace(question, label="In other words") if question.code == REWORDED else question


def with_next_edition(tenant: Tenant) -> Tenant:
    forms = {code: next_edition(form) for code, form in tenant.forms.items()}
    return replace(tenant, forms=MappingProxyType(forms))


def labels(work: Work, referral_id: UUID) -> dict[str, str]:
    """The words in which each question was asked."""
    with work.session(writes=False) as session:
        asked: dict[str, Any] = session.get_one(Referral, referral_id).asked
    return {q["code"]: q["label"] for section in asked["sections"] for q in section["questions"]}


def test_a_draft_says_that_its_form_has_changed(portal: Flask) -> None:
    work = Work(portal)
    referral_id, browser = work.draft(), work.browser("referrer")
    said = "This form has changed since it was last saved"
    assert said not in browser.get(f"/manchester/referrals/{referral_id}/").text
    with work.session() as session:
        session.get_one(Referral, referral_id).form_version -= 1
        session.commit()
    assert said in browser.get(f"/manchester/referrals/{referral_id}/").text


def test_a_later_edition_neither_rewords_what_was_sent_nor_loses_an_answer(portal: Flask) -> None:
    work = Work(portal, "salford")
    newer = with_next_edition(work.tenant)
    referral_id = work.sent(media="yes")
    before = labels(work, referral_id)
    with work.session() as session:
        member = work.actor("screening-member", agency=AGENCY)
        answers = work.assured
        operations.pass_quality_assurance(session, newer, member, referral_id, answers, TODAY)
    assert labels(work, referral_id) == before
    with work.session() as session:
        case = operations.accept(session, newer, work.actor("coordinator"), referral_id, TODAY)
        said, kind, case_id = case.said, case.kind, case.id
    assert said["incident.media_interest"] == "yes"
    assert kind == work.tenant.main_form.kind
    with work.session(writes=False) as session:
        facts = select(CaseFact.field).join(Case, Case.id == CaseFact.case_id).where(Case.id == case_id)
        assert "referral.reasons" in set(session.scalars(facts))
