"""How does a decision become what readers read? The review and its outputs, step by step as people take them."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from portal.commands.fictional_people import agency_for
from portal.commands.fictional_words import MOVES
from portal.domain.briefing import BOX_CODES
from portal.domain.vocabulary import OutputKind, Role
from portal.web.wording import output_words
from portal.web.working_days import today
from tests.journey.path import BRIEFING, NAME
from tests.journey.people import Walkers, fill_day, press

RECOMMENDED = "Made up: pass on a written summary within five working days of a move."
NOTED = "A made-up note about how this was counted."
WRITTEN = f"{MOVES.report}\nEach move was counted.[^1]\n\n[^1]: {NOTED}\n"


def open_review(walkers: Walkers, reference: str) -> str:
    """The coordinator opens the review from their desk and appoints a lead reviewer; return its address."""
    page = walkers.at_desk(Role.COORDINATOR, f"Open the review of {reference}")
    page.fill("[name='chosen_name']", NAME)
    walkers.picture(page, "review-open")
    press(page, "Open the review")
    expect(page.locator("h1")).to_have_text(NAME)
    review = page.url
    called = walkers.tenant.words.lead_reviewer
    press(page, called[0].upper() + called[1:])
    press(page, f"Appoint the {called}")
    page.select_option("[name='account_id']", index=1)
    walkers.picture(page, "review-appoint")
    press(page, "Appoint")
    return review


def lead(walkers: Walkers, review: str) -> None:
    """The lead reviewer declares independence, writes what the review asks, and recommends."""
    page = walkers.at_desk(Role.LEAD_REVIEWER, f"{NAME}: declare your independence")
    walkers.picture(page, "review-declare")
    press(page, "I declare this")
    page.goto(review)
    press(page, "Terms of reference")
    press(page, "Write the terms of reference")
    page.fill("[name='scope']", "Made up: how agencies shared what they knew when the family moved.")
    page.fill("[name='questions']", "Who knew of the moves?\nWho asked the child?")
    press(page, "Save")
    walkers.picture(page, "review-terms")
    page.goto(review)
    press(page, "Recommendations")
    press(page, "Add a recommendation")
    recommend(walkers, page)
    walkers.picture(page, "review-recommend")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(RECOMMENDED)
    walkers.picture(page, "review-recommendations")
    page.goto(review)
    walkers.picture(page, "review")


def recommend(walkers: Walkers, page: Page) -> None:
    """Say what is asked, of whom, and by when."""
    page.fill("[name='text']", RECOMMENDED)
    page.fill("[name='change']", "Made up: nobody has to begin again.")
    fill_day(page, "due_on", today() + timedelta(days=180))
    page.select_option("[name='agency_1']", agency_for(walkers.tenant, Role.POLICE_DECISION_MAKER))
    page.fill("[name='role_1']", "Made-up head of safeguarding")
    page.check("[name='level'][value='multi-agency']", force=True)
    page.locator("[name='themes']").first.check(force=True)


def write(walkers: Walkers, review: str, role: Role, kind: OutputKind) -> str:
    """Somebody writes a briefing or a report and submits it; return its address."""
    page = walkers.signed_in(role)
    page.goto(review)
    press(page, "Write something for readers")
    page.check(f"[name='kind'][value='{kind.value}']", force=True)
    page.fill("[name='title']", MOVES.title_of(kind))
    press(page, "Begin to write")
    if kind is BRIEFING:
        for code, text in zip(BOX_CODES, MOVES.boxes, strict=True):
            page.fill(f"[name='{code}_text']", text)
    else:
        page.fill("[name='body']", WRITTEN)
    walkers.picture(page, f"{kind.value}-write")
    press(page, "Save")
    press(page, "Submit for approval")
    expect(page.locator("main")).to_contain_text("Ready for approval")
    return page.url


def approve(walkers: Walkers, output: str, kind: OutputKind) -> None:
    """The chair reads it and approves it."""
    page = walkers.at_desk(Role.CHAIR, f"{NAME}: {output_words(kind, walkers.tenant)}: approve")
    assert page.url == output
    walkers.picture(page, f"{kind.value}-approve")
    press(page, "Approve")
    expect(page.locator("main")).to_contain_text("Its publication can be prepared")


def publish(walkers: Walkers, kind: OutputKind) -> str:
    """The coordinator prepares the publication for today, the publisher approves it; return its public address."""
    page = walkers.at_desk(
        Role.COORDINATOR, f"{NAME}: {output_words(kind, walkers.tenant)}: prepare its publication"
    )
    press(page, "Prepare for publication")
    if page.locator("[name='carries_learning']").count():
        page.check("[name='carries_learning'][value='yes']", force=True)
    walkers.picture(page, f"{kind.value}-prepare")
    press(page, "Prepare the publication")
    page = walkers.at_desk(
        Role.PUBLISHER, f"{NAME}: {output_words(kind, walkers.tenant)}: approve its publication"
    )
    press(page, "Publish")
    walkers.picture(page, f"{kind.value}-publish")
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published.")
    walkers.picture(page, f"{kind.value}-published")
    address = page.get_by_role("link", name="See its public page").get_attribute("href")
    assert address
    return address
