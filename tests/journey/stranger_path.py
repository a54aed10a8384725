"""How does somebody whom nobody here knows come to refer? From asking for access to a referral that is received."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import update

from portal.accounts.demonstration import make_person
from portal.accounts.second_factor import code_at, counter_now
from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_people import NAMES, PASSWORD, agency_for, people_of
from portal.commands.fictional_words import told
from portal.domain.vocabulary import Role
from portal.models.account import account_with
from portal.models.sign_in import SignInSession, for_accounts
from portal.tenancy.answers import closing_section
from portal.tenancy.model import AgencyEntry, Form
from portal.web.working_days import today
from tests.journey import path
from tests.journey.letters import link_to
from tests.journey.people import Walkers, press, reader_for

NAME = "Ellis Unfamiliar"
CHILD = "Willow"
# The people of the stranger's agency.
COLLEAGUES = (Role.REFERRER, Role.SAFEGUARDING_LEAD, Role.SCREENING_MEMBER)
MINE, THEIRS = (
    "Made up: the child was carried in by a relative.",
    "Made up: the child was brought by ambulance.",
)
COMMENT, CLEARER = "Say who brought the child.", "Made up: a grandparent carried the child in, and stayed."


@dataclass
class Stranger:
    """A practitioner of an agency that the partnership knows, with a mailbox and an authenticator app."""

    walkers: Walkers
    secret: str = ""
    used: int = 0
    draft: str = ""
    answers: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.walkers.portal.extensions["settings"]
        with self.walkers.portal.app_context():
            for person in people_of(self.walkers.tenant):
                if person.roles[0] in COLLEAGUES:
                    make_person(settings, replace(person, agency=self.agency.code))

    @cached_property
    def agency(self) -> AgencyEntry:
        """The agency of the demonstration's referrer where its domain is known, else the first whose domain is."""
        known = [each for each in self.walkers.tenant.agencies if each.email_domains]
        usual = agency_for(self.walkers.tenant, Role.REFERRER)
        return next((each for each in known if each.code == usual), known[0])

    @property
    def email(self) -> str:
        return f"ellis.unfamiliar@{self.agency.email_domains[0]}"

    @property
    def form(self) -> Form:
        return self.walkers.tenant.main_form

    @property
    def page(self) -> Page:
        """The stranger's page, signed in again where they had left."""
        page = self.walkers.page("stranger")
        if page.url == "about:blank" and self.secret:
            page.goto(f"/{self.walkers.slug}/sign-in")
            self.sign_in(page)
            expect(page).to_have_url(re.compile(rf"/{self.walkers.slug}/desk$"))
        return page

    def sign_in(self, page: Page) -> None:
        """Sign in on the page that asks for it."""
        page.fill("#email", self.email)
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.fill("#one_time_code", self.code())
        page.click("main button[type=submit]")

    def code(self) -> str:
        """Return what the app shows now, or next where that was used."""
        self.used = max(counter_now(), self.used + 1)
        return code_at(self.secret, self.used)


def come_in(stranger: Stranger) -> None:
    """They ask with their work address, follow the link that comes, and open an account with an app of their own."""
    walkers, page = stranger.walkers, stranger.page
    page.goto(f"/{walkers.slug}/sign-in")
    press(page, "Ask for access")
    page.fill("#email", stranger.email)
    walkers.picture(page, "access-ask")
    press(page, "Send the link")
    expect(page.locator("h1")).to_have_text("Check your email")
    page.goto(link_to(walkers.portal, stranger.email))
    page.fill("#name", NAME)
    if page.locator("[name='agency']").count():
        page.check(f"[name='agency'][value='{stranger.agency.code}']", force=True)
    walkers.picture(page, "access-confirm")
    press(page, "Continue")
    page.fill("#new_password", PASSWORD)
    page.click("main button[type=submit]")
    stranger.secret = page.locator(".portal-key").inner_text().replace(" ", "")
    page.fill("#one_time_code", stranger.code())
    press(page, "Continue")
    press(page, "I have kept them safe")


def write(stranger: Stranger) -> None:
    """They begin at once; their session ends in the middle of a form, which is offered again with nothing lost."""
    walkers, page, form = stranger.walkers, stranger.page, stranger.form
    page.check(f"[name='form_code'][value='{form.code}']", force=True)
    press(page, "Begin")
    stranger.draft = page.url
    stranger.answers = story_answers(
        form, reader_for(walkers.tenant), told(CHILD), today() - timedelta(days=3), is_brief=True
    )
    page.locator(".govuk-task-list__link").first.click()
    asked = page.url
    path.answer_section(page, form.sections[0], stranger.answers)
    expire(stranger)
    path.save_and_continue(page)
    stranger.sign_in(page)
    expect(page.locator("h1")).to_have_text("Your form was kept")
    walkers.picture(page, "held-form")
    press(page, "Send it now")
    assert page.url != asked and page.url.startswith(stranger.draft), page.url
    path.answer_to_the_end(walkers, page, form, stranger.answers)
    for code in [question.code for question in form.sections[0].questions if question.kind == "paragraph"]:
        expect(page.locator("main")).to_contain_text(stranger.answers[code])
    expect(page.locator("main")).to_contain_text("Your agency has to agree that you refer for it")
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    walkers.picture(page, "not-agreed-yet")


def expire(stranger: Stranger) -> None:
    """Let the stranger's session have been quiet for longer than sessions last."""
    with stranger.walkers.portal.app_context(), for_accounts() as session:
        account = account_with(session, stranger.email)
        assert account is not None
        mine = update(SignInSession).where(SignInSession.account_id == account.id)
        session.execute(mine.values(seen_at=datetime.now(UTC) - timedelta(hours=2)))
        session.commit()


def agree(stranger: Stranger) -> None:
    """The agency's safeguarding lead agrees that they refer for it."""
    page = stranger.walkers.at_desk(Role.SAFEGUARDING_LEAD, f"Approve a new referrer: {NAME}")
    expect(page.locator("main")).to_contain_text(stranger.email)
    page.check("[name='decision'][value='approve']", force=True)
    stranger.walkers.picture(page, "newcomer")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("They can send referrals now.")


def write_together(stranger: Stranger) -> None:
    """A colleague answers the same question meanwhile; the second to save sees both answers, and keeps both."""
    walkers, page = stranger.walkers, stranger.page
    section, question = account_in(stranger.form)
    page.goto(stranger.draft)
    press(page, "Ask a colleague to work on it")
    page.get_by_label(NAMES[Role.REFERRER]).check(force=True)
    press(page, "Ask")
    expect(page.locator("main")).to_contain_text("They can work on this referral now.")
    page.goto(f"{stranger.draft}{section}")
    page.fill(f"[name='{question}']", MINE)
    other = walkers.at_desk(Role.REFERRER, f"Finish: {stranger.form.title}")
    other.goto(f"{stranger.draft}{section}")
    other.fill(f"[name='{question}']", THEIRS)
    press(other, "Save and come back later")
    path.save_and_continue(page)
    expect(page.locator("h1")).to_have_text("Choose between two answers")
    for words in (MINE, THEIRS, NAMES[Role.REFERRER]):
        expect(page.locator("main")).to_contain_text(words)
    walkers.picture(page, "two-answers")
    page.check(f"[name='choose-{question}'][value='both']", force=True)
    press(page, "Save and continue")
    page.goto(f"{stranger.draft}check")
    for words in (MINE, THEIRS):
        expect(page.locator("main")).to_contain_text(words)


def account_in(form: Form) -> tuple[str, str]:
    """Return the codes of the section and the question in which a form asks what happened."""
    return next(
        (section.code, question.code)
        for section in form.sections
        for question in section.questions
        if question.maps_to == "incident.account"
    )


def send(stranger: Stranger) -> None:
    """They send what they have just checked."""
    declared = closing_section(stranger.form)
    codes = {question.code for question in declared.questions} if declared else set()
    said = {code: answer for code, answer in stranger.answers.items() if code in codes}
    path.send(stranger.walkers, stranger.page, stranger.form, said)


def check_twice(stranger: Stranger) -> None:
    """Where the partnership wants it, a colleague returns it with a comment, and passes it on once that is met."""
    return_it(stranger)
    page, (section, question) = stranger.page, account_in(stranger.form)
    page.goto(f"/{stranger.walkers.slug}/desk")
    press(page, f"Finish: {stranger.form.title}")
    expect(page.locator("main")).to_contain_text("This was returned to you with comments.")
    stranger.walkers.picture(page, "returned")
    page.goto(f"{stranger.draft}{section}")
    expect(page.locator("main")).to_contain_text(COMMENT)
    page.fill(f"[name='{question}']", CLEARER)
    press(page, "Save and come back later")
    expect(page.locator("main")).to_contain_text("Changed since")
    press(page, "Check your answers")
    send(stranger)
    path.quality_assure(stranger.walkers)


def return_it(stranger: Stranger) -> None:
    """The quality assurer reads it and asks for one thing to be clearer."""
    walkers, form = stranger.walkers, stranger.form
    page = walkers.at_desk(Role.SCREENING_MEMBER, f"Quality assure: {form.title}")
    reader = reader_for(walkers.tenant)
    answers: Mapping[str, Any] = story_answers(form, reader, told(CHILD), today(), "quality-assurer")
    for section in form.sections:
        if section.completed_by == "quality-assurer":
            path.answer_section(page, section, dict(answers))
    page.fill(f"#comment-on-{account_in(form)[0]}", COMMENT)
    press(page, "Return with comments")
    expect(page.locator("main")).to_contain_text("The referral has been returned to its writer.")


def sees_that_it_is_decided(stranger: Stranger, reasons: str) -> None:
    """In the end they see that the partners have decided, and nothing of what."""
    page = stranger.page
    page.goto(stranger.draft)
    expect(page.locator("main")).to_contain_text("The three statutory partners have decided what happens.")
    expect(page.locator("main")).not_to_contain_text(reasons)
    stranger.walkers.picture(page, "referral-decided")
