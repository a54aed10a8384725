"""How does a referral become a published briefing and report? Each step as people take it on the pages."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_casework import outcome_that_begins
from portal.commands.fictional_words import MOVES, told
from portal.domain.briefing import BOX_CODES
from portal.domain.vocabulary import OutputKind, Role
from portal.tenancy.answers import closing_section
from portal.tenancy.model import Section
from portal.web.working_days import today
from tests.journey.people import Walkers, fill, press, reader_for

DECISION_MAKERS = (
    Role.LOCAL_AUTHORITY_DECISION_MAKER,
    Role.ICB_DECISION_MAKER,
    Role.POLICE_DECISION_MAKER,
)
NAME = "Child Willow"
REPORT, BRIEFING = OutputKind.REPORT, OutputKind.SEVEN_MINUTE_BRIEFING


def refer(walkers: Walkers) -> None:
    """The referrer signs in, fills in the partnership's main form section by section, and sends it."""
    page, form = walkers.signed_in(Role.REFERRER), walkers.tenant.main_form
    walkers.picture(page, "desk-of-referrer")
    page.goto(f"/{walkers.slug}/referrals/new")
    walkers.picture(page, "referral-start")
    page.check(f"[name='form_code'][value='{form.code}']", force=True)
    press(page, "Begin")
    walkers.picture(page, "referral-tasks")
    answers = story_answers(form, reader_for(walkers.tenant), told("Willow"), today() - timedelta(days=3))
    sections = {section.code: section for section in form.sections}
    page.locator(".govuk-task-list__link").first.click()
    while not page.url.endswith("/check"):
        before = page.url
        answer_section(page, sections[before.split("?")[0].rpartition("/")[2]], answers)
        walkers.picture(page, "referral-section")
        page.locator("button:visible", has_text="Save and continue").click()
        assert page.url != before, page.locator(".govuk-error-summary").inner_text()
    closing = closing_section(form)
    if closing is not None:
        answer_section(page, closing, answers)
    walkers.picture(page, "referral-check")
    press(page, "Send")
    expect(page.locator("h1")).to_have_text("Referral sent")
    walkers.picture(page, "referral-receipt")


def answer_section(page: Page, section: Section, answers: dict[str, object]) -> None:
    """Answer what a section asks: groups first, since adding an entry saves and shows the page again."""
    questions = [q for q in section.questions if answers.get(q.code) is not None]
    for question in sorted(questions, key=lambda question: question.kind != "group"):
        fill(page, question, question.code, answers[question.code])


def quality_assure(walkers: Walkers) -> None:
    """Where the partnership wants it, somebody else of the agency passes the referral on."""
    page, form = walkers.signed_in(Role.SCREENING_MEMBER), walkers.tenant.main_form
    page.locator("main").get_by_role("link", name=re.compile("Quality assure")).first.click()
    answers = story_answers(form, reader_for(walkers.tenant), told("Willow"), today(), "quality-assurer")
    for section in form.sections:
        if section.completed_by == "quality-assurer":
            answer_section(page, section, answers)
    walkers.picture(page, "quality-assurance")
    press(page, "Pass to the partnership")


def take_in(walkers: Walkers) -> str:
    """The coordinator accepts the referral into a case; return the case's reference."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.locator("main").get_by_role("link", name=re.compile("^Take in")).first.click()
    walkers.picture(page, "referral-received")
    press(page, "Accept into a case")
    press(page, "Accept")
    expect(page).to_have_url(re.compile(r"/cases/[A-Z]+-\d{4}-\d{4}$"))
    walkers.picture(page, "case")
    return page.url.rpartition("/")[2]


def decide(walkers: Walkers, reference: str) -> None:
    """The coordinator prepares a decision, the three partners answer, and one of them signs."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(f"/{walkers.slug}/cases/{reference}")
    press(page, "Prepare a decision")
    for group in page.locator("[name$='_answer'][value='yes']").all():
        group.check(force=True)
    for reason in page.locator("[name$='_reason']").all():
        reason.fill("A made-up reason.")
    page.check(f"[name='outcome'][value='{outcome_that_begins(walkers.tenant).value}']", force=True)
    page.fill("[name='reasons']", "Made up: there is learning for several agencies.")
    walkers.picture(page, "decision-prepare")
    page.locator("main button[type=submit]").last.click()
    decision = page.url
    for role in DECISION_MAKERS:
        page = walkers.signed_in(role)
        page.goto(f"{decision}/position")
        page.check("[name='position'][value='agree']", force=True)
        page.fill("[name='reasons']", "We agree.")
        page.locator("main button[type=submit]").last.click()
    walkers.picture(page, "decision-answered")
    page = walkers.signed_in(DECISION_MAKERS[0])
    page.goto(decision)
    press(page, "Sign the decision")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("Signed")


def open_review(walkers: Walkers, reference: str) -> str:
    """The coordinator opens the review from their desk; return its address."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(f"/{walkers.slug}/desk")
    press(page, f"Open the review of {reference}")
    page.fill("[name='chosen_name']", NAME)
    page.fill("[name='scope']", "Made up: how agencies shared what they knew when the family moved.")
    walkers.picture(page, "review-open")
    press(page, "Open the review")
    expect(page.locator("h1")).to_have_text(NAME)
    return page.url


def write(walkers: Walkers, review: str, kind: OutputKind) -> str:
    """The coordinator writes a briefing or a report and submits it; return its address."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(review)
    press(page, "Write something for readers")
    page.check(f"[name='kind'][value='{kind.value}']", force=True)
    page.fill("[name='title']", MOVES.title_of(kind))
    press(page, "Begin to write")
    if kind is BRIEFING:
        for code, text in zip(BOX_CODES, MOVES.boxes, strict=True):
            page.fill(f"[name='{code}_text']", text)
    else:
        page.fill("[name='body']", MOVES.report)
    walkers.picture(page, f"{kind.value}-write")
    press(page, "Save")
    press(page, "Submit for approval")
    expect(page.locator("main")).to_contain_text("Ready for approval")
    return page.url


def approve(walkers: Walkers, output: str, kind: OutputKind) -> None:
    """The chair reads it and approves it."""
    page = walkers.signed_in(Role.CHAIR)
    page.goto(f"/{walkers.slug}/desk")
    press(page, f"{NAME}: {kind.label.lower()}: approve")
    assert page.url == output
    walkers.picture(page, f"{kind.value}-approve")
    press(page, "Approve")
    expect(page.locator("main")).to_contain_text("Its publication can be prepared")


def publish(walkers: Walkers, output: str, kind: OutputKind) -> str:
    """The coordinator prepares the publication for today, the publisher approves it; return its public address."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(output)
    press(page, "Prepare for publication")
    walkers.picture(page, f"{kind.value}-prepare")
    press(page, "Prepare the publication")
    page = walkers.signed_in(Role.PUBLISHER)
    page.goto(f"/{walkers.slug}/desk")
    press(page, f"{NAME}: {kind.label.lower()}: approve its publication")
    press(page, "Publish")
    walkers.picture(page, f"{kind.value}-publish")
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published.")
    walkers.picture(page, f"{kind.value}-published")
    address = page.get_by_role("link", name="See its public page").get_attribute("href")
    assert address
    return address
