"""How does a referral become a decision? Each step as people take it on the pages, from the desk where it waits."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import FilePayload, Page, expect

from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_casework import outcome_that_begins
from portal.commands.fictional_people import NAMES, gather
from portal.commands.fictional_words import told
from portal.domain.meetings import Seat
from portal.domain.vocabulary import OutputKind, Role
from portal.extensions import db
from portal.meetings import body as seats
from portal.models.meeting import seats_of_body
from portal.models.session import entering
from portal.tenancy.answers import closing_section
from portal.tenancy.model import Form, Section
from portal.web.steps import RAPID_REVIEW
from portal.web.wording import date_words
from portal.web.working_days import due_on, today
from tests import files
from tests.journey.people import Walkers, fill, fill_day, press, reader_for

DECISION_MAKERS = (
    Role.LOCAL_AUTHORITY_DECISION_MAKER,
    Role.ICB_DECISION_MAKER,
    Role.POLICE_DECISION_MAKER,
)
NAME, RAPID_NAME = "Child Willow", "Child Willow at first"
REPORT, BRIEFING = OutputKind.REPORT, OutputKind.SEVEN_MINUTE_BRIEFING
NOTE = FilePayload(name="family-note.pdf", mimeType="application/pdf", buffer=files.pdf())


def refer(walkers: Walkers) -> None:
    """The referrer begins it and comes back to it from the desk; who may not complete it passes it to who may."""
    page, form = walkers.signed_in(Role.REFERRER), walkers.tenant.main_form
    walkers.picture(page, "desk-of-referrer")
    page.goto(f"/{walkers.slug}/referrals/new")
    expect(page.locator("main")).to_contain_text("If a child may be in danger now")
    walkers.picture(page, "referral-start")
    page.check(f"[name='form_code'][value='{form.code}']", force=True)
    press(page, "Begin")
    page.locator(".govuk-task-list__link").first.click()
    answers = story_answers(
        form, reader_for(walkers.tenant), told("Willow"), today() - timedelta(days=3), is_brief=True
    )
    sections = {section.code: section for section in form.sections}
    first = sections[section_at(page)]
    unfit, fit = who_completes(first)
    answer_section(page, first, answers | unfit)
    press(page, "Save and come back later")
    walkers.picture(page, "referral-tasks")
    sender = pass_to_lead(walkers, page) if unfit else Role.REFERRER
    page, answers = walkers.at_desk(sender, f"Finish: {form.title}"), answers | fit
    page.locator(".govuk-task-list__link").first.click()
    answer_to_the_end(walkers, page, form, answers)
    expect(page.locator("main")).to_contain_text(NOTE["name"])
    send(walkers, page, form, answers)


def who_completes(section: Section) -> tuple[dict[str, str], dict[str, str]]:
    """Return the answers of who may not complete a form and of who may; none where anybody may."""
    for question in section.questions:
        if question.kind == "one-of" and question.not_yet:
            barred = [code for code, _ in question.not_yet]
            may = [code for code, _ in question.options if code not in barred]
            return {question.code: barred[0]}, {question.code: may[-1]}
    return {}, {}


def pass_to_lead(walkers: Walkers, page: Page) -> Role:
    """The referrer passes the draft to the safeguarding lead of their agency to send; return who that is."""
    press(page, "pass it to a colleague to send")
    page.get_by_label(NAMES[Role.SAFEGUARDING_LEAD]).check(force=True)
    walkers.picture(page, "referral-pass-on")
    press(page, "Pass it on")
    expect(page.locator("main")).to_contain_text("You can still work on it")
    return Role.SAFEGUARDING_LEAD


def answer_to_the_end(walkers: Walkers, page: Page, form: Form, answers: dict[str, object]) -> None:
    """Answer section after section from the one that is open, until all answers are shown to be checked."""
    sections = {section.code: section for section in form.sections}
    while not page.url.endswith("/check"):
        before = page.url
        answer_section(page, sections[section_at(page)], answers)
        hand_in(page, sections[section_at(page)])
        walkers.picture(page, "referral-section")
        save_and_continue(page)
        assert page.url != before, page.locator(".govuk-error-summary").inner_text()


def save_and_continue(page: Page) -> None:
    """Save the page that is open, by the button that people see."""
    page.locator("button:visible", has_text="Save and continue").click()


def send(walkers: Walkers, page: Page, form: Form, answers: dict[str, object]) -> None:
    """The referrer reads the answers once more, declares what the form asks for, and sends it."""
    closing = closing_section(form)
    if closing is not None:
        answer_section(page, closing, answers)
    walkers.picture(page, "referral-check")
    press(page, "Send")
    expect(page.locator("h1")).to_have_text("Referral sent")
    walkers.picture(page, "referral-receipt")


def section_at(page: Page) -> str:
    """Return the code of the section that a page asks."""
    return page.url.split("?")[0].rpartition("/")[2]


def hand_in(page: Page, section: Section) -> None:
    """Hand a made-up note in where a section asks for files."""
    for question in section.questions:
        if question.kind == "file":
            page.set_input_files(f"[name='{question.code}']", files=[NOTE])


def answer_section(page: Page, section: Section, answers: dict[str, object]) -> None:
    """Answer what a section asks: groups first, since adding an entry saves and shows the page again."""
    questions = [q for q in section.questions if answers.get(q.code) is not None]
    for question in sorted(questions, key=lambda question: question.kind != "group"):
        fill(page, question, question.code, answers[question.code])


def quality_assure(walkers: Walkers) -> None:
    """Where the partnership wants it, somebody else of the agency passes the referral on."""
    form = walkers.tenant.main_form
    page = walkers.at_desk(Role.SCREENING_MEMBER, f"Quality assure: {form.title}")
    answers = story_answers(form, reader_for(walkers.tenant), told("Willow"), today(), "quality-assurer")
    for section in form.sections:
        if section.completed_by == "quality-assurer":
            answer_section(page, section, answers)
    walkers.picture(page, "quality-assurance")
    press(page, "Pass to the partnership")


def take_in(walkers: Walkers) -> str:
    """The coordinator accepts the referral into a case; return the case's reference."""
    page = walkers.at_desk(Role.COORDINATOR, f"Take in: {walkers.tenant.main_form.title}")
    walkers.picture(page, "referral-received")
    press(page, "Accept into a case")
    press(page, "Accept")
    expect(page).to_have_url(re.compile(r"/cases/[A-Z]+-\d{4}-\d{4}$"))
    walkers.picture(page, "case")
    reference = page.url.rpartition("/")[2]
    page.goto(f"{page.url}/known")
    expect(page.locator("main")).to_contain_text("Willow Madeup")
    return reference


def screen(walkers: Walkers, reference: str) -> None:
    """The chair records what the screening body, under its own name, weighed and advised."""
    body = walkers.tenant.screening.short_name
    seat_the_body(walkers)
    page = walkers.at_desk(Role.CHAIR, f"Record the advice of {body}: {reference}")
    # The meeting where one had its quorum for the case; correspondence stands last.
    places = page.locator("[name='came_from']")
    places.first.check(force=True)
    if places.count() == 1:
        fill_day(page, "considered_on", today())
        for seat in page.locator("[name='answered']").all():
            seat.check(force=True)
    weigh(page, walkers)
    walkers.picture(page, "screening")
    press(page, "Check and record")
    walkers.picture(page, "screening-record")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text(f"The advice of {body} is recorded.")
    walkers.picture(page, "screening-advice")


def seat_the_body(walkers: Walkers) -> None:
    """Give a chair, a member and the three partners their seats where nobody has one, by the portal's operations."""
    tenant = walkers.tenant
    with walkers.portal.app_context(), entering(db.session, tenant.slug) as session:
        if seats_of_body(session):
            return
        cast = gather(walkers.portal.extensions["settings"], tenant)
        for role in (Role.CHAIR, Role.SCREENING_MEMBER, *DECISION_MAKERS):
            sits, who = Seat.CHAIR if role is Role.CHAIR else Seat.MEMBER, cast(role)
            seated = seats.Seated(who.account_id, who.agency, sits, today())
            seats.seat(session, tenant, cast(Role.COORDINATOR), seated)


def weigh(page: Page, walkers: Walkers) -> None:
    """Answer each criterion with its reason, and say what follows and why."""
    for answer in page.locator("[name$='_answer'][value='yes']").all():
        answer.check(force=True)
    for reason in page.locator("[name$='_reason']").all():
        reason.fill("A made-up reason.")
    page.check(f"[name='outcome'][value='{outcome_that_begins(walkers.tenant).value}']", force=True)
    page.fill("[name='reasons']", "Made up: there is learning for several agencies.")


def notify(walkers: Walkers, reference: str) -> None:
    """The council records its notification; the rapid review opens, and its page counts the days that it has."""
    page = walkers.at_desk(Role.LOCAL_AUTHORITY_DECISION_MAKER, f"Notify the National Panel: {reference}")
    fill_day(page, "council_aware_on", today() - timedelta(days=1))
    fill_day(page, "sent_on", today())
    page.check("[name='agreement'][value='agreed']", force=True)
    page.fill("[name='chosen_name']", RAPID_NAME)
    walkers.picture(page, "notification")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("The notification is recorded.")
    walkers.picture(page, "case-notified")
    page = walkers.at_desk(Role.COORDINATOR, f"Send the rapid review to the National Panel: {RAPID_NAME}")
    with walkers.portal.app_context():
        last = due_on(walkers.tenant, RAPID_REVIEW, today())
    assert last is not None
    expect(page.locator(".portal-clock", has_text="rapid review").first).to_contain_text(date_words(last))
    expect(page.locator("main")).to_contain_text(f"{walkers.tenant.clocks[RAPID_REVIEW].amount} working days")
    walkers.picture(page, "rapid-review")


def decide(walkers: Walkers, reference: str) -> None:
    """The coordinator puts what was advised to the three partners, they answer, and one of them signs."""
    put_to_partners(walkers, reference)
    for role in DECISION_MAKERS:
        page = give_position(walkers, reference, role, "agree", "We agree.")
    walkers.picture(page, "decision-answered")
    sign(walkers, reference)


def put_to_partners(walkers: Walkers, reference: str) -> None:
    """The coordinator prepares the decision."""
    page = walkers.at_desk(Role.COORDINATOR, f"Prepare a decision: {reference}")
    weigh(page, walkers)
    walkers.picture(page, "decision-prepare")
    page.locator("main button[type=submit]").last.click()


def give_position(walkers: Walkers, reference: str, role: Role, position: str, reasons: str) -> Page:
    """A partner says where it stands; return its page, on which the decision is shown."""
    page = walkers.at_desk(role, f"Give a position: {reference}")
    press(page, "Record a position")
    page.check(f"[name='position'][value='{position}']", force=True)
    page.fill("[name='reasons']", reasons)
    # Whoever has declared an interest of their organisation is not asked again.
    for none in page.locator("[name='has_interest'][value='no']").all():
        none.check(force=True)
    page.locator("main button[type=submit]").last.click()
    return page


def sign(walkers: Walkers, reference: str) -> Page:
    """One of the partners signs; return its page."""
    page = walkers.at_desk(DECISION_MAKERS[0], f"Sign the decision: {reference}")
    press(page, "Sign the decision")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("Signed")
    walkers.picture(page, "decision-signed")
    return page
