"""Can each form be filled in page by page, sent, and taken into a case of its kind with the clocks that it starts?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.domain.vocabulary import ReferralStatus
from portal.models.referral import Referral
from portal.referrals import operations
from portal.tenancy.answers import closing_section, sections_for
from portal.tenancy.model import Form, Question
from tests.people import form_token, send
from tests.work import AGENCY, TODAY, Work


def fields_of(question: Question, answer: Any, name: str) -> dict[str, Any]:
    """An answer as the fields of a page."""
    if question.kind == "date":
        year, month, day = answer.split("-")
        return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": day}
    if question.kind != "group":
        return {name: answer}
    fields: dict[str, Any] = {f"{name}-rows": len(answer)}
    for at, row in enumerate(answer):
        for inner in question.questions:
            if inner.code in row:
                fields |= fields_of(inner, row[inner.code], f"{name}-{at}-{inner.code}")
    return fields


def filled_in(work: Work, browser: Any, form: Form) -> str:
    """Fill a form in page by page; return the address of its check."""
    draft = str(send(browser, f"/{work.slug}/referrals/new", form_code=form.code).location)
    token = form_token(browser, f"{draft}{form.sections[0].code}")
    answers = work.answers(form, harm="death", council_aware_on="2026-11-17")
    sections = [each for each in sections_for(form, "referrer") if each is not closing_section(form)]
    for at, section in enumerate(sections):
        fields: dict[str, Any] = {}
        for question in section.questions:
            if question.code in answers:
                fields |= fields_of(question, answers[question.code], question.code)
        later = sections[at + 1].code if at + 1 < len(sections) else "check"
        # Where the portal knew answers before, the page says which it was opened with; the others need no look.
        is_begun = any(question.maps_to == "referral.referrer_name" for question in section.questions)
        address, sent = f"{draft}{section.code}", {"csrf_token": token, **fields}
        answer = send(browser, address, **fields) if is_begun else browser.post(address, data=sent)
        assert_leads_to(answer, f"{draft}{later}")
    return f"{draft}check"


def assert_leads_to(answer: TestResponse, address: str) -> None:
    shown = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
    assert answer.location == address, f"wanted {address}: {shown[:600]}"


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_each_form_is_filled_in_sent_and_becomes_a_case_of_its_kind(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    browser, office = work.browser("referrer"), work.browser("coordinator")
    for form in work.tenant.forms.values():
        check = filled_in(work, browser, form)
        sent = send(browser, check, token=f"token-{form.code}", declaration="yes")
        assert_leads_to(sent, check.replace("check", "receipt"))
        assert "Referral sent" in browser.get(sent.location).text
        assert_becomes_a_case(work, office, form)


def assert_becomes_a_case(work: Work, office: Any, form: Form) -> None:
    """The one referral on this form is checked where that is the way here, taken in, and starts its clocks."""
    member, coordinator = work.actor("screening-member", agency=AGENCY), work.actor("coordinator")
    with work.session() as session:
        referral = session.scalars(select(Referral).where(Referral.form_code == form.code)).one()
        referral_id = referral.id
        if work.tenant.requires_quality_assurance:
            assert referral.status == ReferralStatus.AWAITING_QUALITY_ASSURANCE
            operations.pass_quality_assurance(session, work.tenant, member, referral_id, work.assured, TODAY)
    with work.session() as session:
        case = operations.accept(session, work.tenant, coordinator, referral_id, TODAY)
        reference, kind = case.reference, case.kind
    assert kind == form.kind
    page = office.get(f"/{work.slug}/cases/{reference}").text
    for code, rule in work.tenant.clocks.items():
        if code == "agency-referral":
            assert (rule.label in page) is (code in form.clocks), form.code
    assert ("Notify the National Panel" in page) is (form.kind == "incident"), form.code
