"""How is a case that begins twice known as one, and what do agencies say of it? Likeness, requests and a meeting."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_people import NAMES, Cast
from portal.commands.fictional_words import told
from portal.domain.meetings import Seat
from portal.domain.vocabulary import HowConsidered, Role
from portal.extensions import db
from portal.information import queries
from portal.meetings import body
from portal.models.session import entering
from portal.referrals import operations as referring
from portal.web.access import Actor
from portal.web.working_days import known_holidays, today
from tests.journey import path
from tests.journey.letters import link_to
from tests.journey.people import Walkers, fill_day, press, reader_for
from tests.journey.stranger_path import CHILD, COLLEAGUES, Stranger

LOOKED, NOTHING = (
    "Made up: we met the child twice at the clinic.",
    "Made up: both case systems, and the archive.",
)
SILENT = "Made up: they were telephoned twice and did not answer."
ELSEWHERE = "sam.stopgap@elsewhere.example"
TOO_FEW = "Made up: too few came."
SITS = (Role.CHAIR, Role.SCREENING_MEMBER, *path.DECISION_MAKERS)


def working_day(day: date) -> date:
    """Return a day, or the first working day after it."""
    while known_holidays().why_skipped(day):
        day += timedelta(days=1)
    return day


# --- one child, referred twice ---------------------------------------------------------------------------------


def refer_again(stranger: Stranger, cast: Cast) -> None:
    """A colleague refers the same child once more: its pages were walked already, so by the portal's operations."""
    tenant, form = stranger.walkers.tenant, stranger.form
    reader, happened_on = reader_for(tenant), today() - timedelta(days=3)
    writer, checker = (at_home(stranger, cast, role) for role in (Role.REFERRER, Role.SCREENING_MEMBER))
    with stranger.walkers.portal.app_context(), entering(db.session, tenant.slug) as session:
        referral_id = referring.begin(session, tenant, writer, form.code).id
        answers = story_answers(form, reader, told(CHILD), happened_on)
        referring.save(session, tenant, writer, referral_id, answers)
        referring.send(session, tenant, writer, referral_id, "again", today())
        if tenant.requires_quality_assurance:
            checked = story_answers(form, reader, told(CHILD), happened_on, "quality-assurer")
            referring.pass_quality_assurance(session, tenant, checker, referral_id, checked, today())


def at_home(stranger: Stranger, cast: Cast, role: Role) -> Actor:
    """Return somebody of the stranger's agency."""
    return replace(cast(role), agency=stranger.agency.code)


def join(walkers: Walkers, reference: str) -> None:
    """The coordinator sees that it is likely the same child, compares, and joins it to the case."""
    page = walkers.at_desk(Role.COORDINATOR, f"Take in: {walkers.tenant.main_form.title}")
    expect(page.locator("main")).to_contain_text("Likely the same child")
    expect(page.locator("main")).to_contain_text(reference)
    walkers.picture(page, "likely-the-same")
    press(page, "Join this case")
    press(page, "Accept")
    walkers.picture(page, "join")
    press(page, "Join the case")
    expect(page.locator("main")).to_contain_text("The referral has joined the case.")


# --- what agencies know ----------------------------------------------------------------------------------------


def ask(stranger: Stranger, reference: str, due_on: date) -> tuple[str, str]:
    """The coordinator asks three agencies; return the names of the two that have nobody here."""
    walkers, home = stranger.walkers, stranger.agency
    nil, silent = [each for each in walkers.tenant.agencies if each.code != home.code][:2]
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(f"/{walkers.slug}/cases/{reference}/information")
    press(page, "Ask agencies what they know")
    for agency in (home, nil, silent):
        page.check(f"[name='agencies'][value='{agency.code}']", force=True)
    fill_day(page, "period_from", today() - timedelta(days=730))
    fill_day(page, "due_on", due_on)
    page.fill("[name='contact']", "Casey Placeholder, 01632 960 001")
    walkers.picture(page, "information-ask")
    press(page, "Ask these agencies")
    expect(page.locator("main")).to_contain_text("The agencies have been asked.")
    return nil.name, silent.name


def answer(walkers: Walkers) -> None:
    """The lead of the stranger's agency names a colleague, who writes, and approves what they wrote."""
    page = follow(walkers, Role.SAFEGUARDING_LEAD, "Answer a request for information:")
    press(page, "Say who writes it")
    page.get_by_label(NAMES[Role.REFERRER]).check(force=True)
    press(page, "Save")
    write_return(walkers)
    page = follow(walkers, Role.SAFEGUARDING_LEAD, "Approve a return:")
    expect(page.locator("main")).to_contain_text(LOOKED)
    press(page, "Approve the return")
    press(page, "Approve the return")
    expect(page.locator("main")).to_contain_text("The return has reached the partnership.")


def write_return(walkers: Walkers) -> None:
    """The colleague answers each section and sends it for approval."""
    page, form = follow(walkers, Role.REFERRER, "Write a return:"), queries.form_of(walkers.tenant)
    answers = story_answers(
        form, reader_for(walkers.tenant), {"summary": LOOKED}, today(), queries.PARTY, is_brief=True
    )
    sections = {section.code: section for section in form.sections}
    page.locator(".govuk-task-list__link").first.click()
    while not page.url.endswith("/check"):
        before = page.url
        path.answer_section(page, sections[path.section_at(page)], answers)
        path.save_and_continue(page)
        assert page.url != before, page.locator(".govuk-error-summary").inner_text()
    closing = queries.closing_of(form)
    if closing is not None:
        path.answer_section(page, closing, answers)
    walkers.picture(page, "return-check")
    press(page, "Send for approval")
    expect(page.locator("h1")).to_have_text("Waits for approval")


def follow(walkers: Walkers, role: Role, begins: str) -> Page:
    """Return the page of somebody who has opened the first thing on their desk whose title begins so."""
    page = walkers.desk_of(role)
    page.locator("main").get_by_role("link", name=re.compile(rf"^\s*{re.escape(begins)}")).first.click()
    return page


def know_nothing(walkers: Walkers, reference: str, agency: str) -> None:
    """Somebody without an account follows a one-off link with the code that they were told, and knows nothing."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(f"/{walkers.slug}/cases/{reference}/information")
    press(page, agency)
    press(page, "Send a one-off link")
    page.fill("[name='name']", "Sam Stopgap")
    page.fill("[name='email']", ELSEWHERE)
    press(page, "Send the link")
    code = page.locator(".portal-receipt").inner_text()
    page = walkers.page("elsewhere")
    page.goto(link_to(walkers.portal, ELSEWHERE))
    page.fill("[name='code']", code)
    press(page, "Continue")
    walkers.picture(page, "visit")
    press(page, "Nothing is known")
    page.fill("[name='records']", NOTHING)
    page.check("[name='is_confirmed']", force=True)
    page.fill("[name='author_name']", "Sam Stopgap, made-up manager")
    page.fill("[name='approver_name']", "Chris Cipher")
    page.fill("[name='approver_role']", "Made-up head of safeguarding")
    press(page, "Return that nothing is known")
    expect(page.locator("main")).to_contain_text("Returned")


def go_on_without(walkers: Walkers, reference: str, agency: str) -> None:
    """The day has gone by: the coordinator goes on without the agency that stays silent."""
    page = walkers.at_desk(Role.COORDINATOR, f"{agency} has not answered: {reference}")
    press(page, "Go on without it")
    page.fill("[name='reason']", SILENT)
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("The work goes on without this return.")
    page.goto(f"/{walkers.slug}/cases/{reference}/information")
    expect(page.locator("main")).to_contain_text("2 of 3 agencies answered")
    walkers.picture(page, "information-board")


# --- the screening body meets ----------------------------------------------------------------------------------


def seat_the_body(stranger: Stranger, cast: Cast) -> None:
    """Give the chair, a member and the three partners their seats, by the portal's operations."""
    tenant, coordinator = stranger.walkers.tenant, cast(Role.COORDINATOR)
    with stranger.walkers.portal.app_context(), entering(db.session, tenant.slug) as session:
        for role in SITS:
            sits = Seat.CHAIR if role is Role.CHAIR else Seat.MEMBER
            who = at_home(stranger, cast, role) if role in COLLEAGUES else cast(role)
            seated = body.Seated(who.account_id, who.agency, sits, today())
            body.seat(session, tenant, coordinator, seated)


def meet_with_too_few(walkers: Walkers, reference: str, again_on: date) -> str:
    """The coordinator plans a meeting to which the chair alone comes, and rebooks it; return the next's address."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(f"/{walkers.slug}/meetings")
    press(page, "Plan a meeting")
    page.check(f"[name='how'][value='{HowConsidered.MEETING.value}']", force=True)
    fill_day(page, "meets_on", today())
    page.fill("[name='starts_at']", "14:30")
    page.fill("[name='place']", "Made-up House, room 4")
    press(page, "Plan it")
    press(page, "Put something on the agenda")
    page.select_option("[name='reference']", reference)
    press(page, "Put it on the agenda")
    walkers.picture(page, "meeting-planned")
    say_who_came(walkers, page, is_chair_alone=True)
    expect(page.locator("main")).to_contain_text("Too few took part")
    walkers.picture(page, "meeting-inquorate")
    press(page, "Plan the meeting that takes its place")
    fill_day(page, "meets_on", again_on)
    page.fill("[name='reason']", TOO_FEW)
    walkers.picture(page, "meeting-rebook")
    press(page, "Rebook it")
    expect(page.locator("main")).to_contain_text(reference)
    return page.url


def meet(walkers: Walkers, meeting: str) -> None:
    """The meeting in its place has everybody, and can advise."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(meeting)
    say_who_came(walkers, page)
    expect(page.locator("main")).to_contain_text("Who took part is recorded.")
    expect(page.locator("main")).not_to_contain_text("Too few took part")
    walkers.picture(page, "meeting-held")


def say_who_came(walkers: Walkers, page: Page, *, is_chair_alone: bool = False) -> None:
    """Record of each member whether they came; the chair stands first."""
    press(page, "Record who took part")
    said = "apologies" if is_chair_alone else "present"
    for each in page.locator(f"[name^='seat_'][value='{said}']").all():
        each.check(force=True)
    page.locator("[name^='seat_'][value='present']").first.check(force=True)
    walkers.picture(page, "meeting-attendance")
    press(page, "Record who took part")
