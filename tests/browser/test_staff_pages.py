"""Can everybody use every page of those who work here: with a keyboard, a screen reader, a telephone, no JavaScript?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.domain.vocabulary import Role
from tests.browser.looking import HOME, Address, Look, beyond_the_window, width_beyond
from tests.databases import ROOT
from tests.pages import assert_valid, axe_faults, show_instead
from tests.walls.crossing import ANONYMOUS, OWN, Asker

# Pages that only an act shows; each is looked at below or in a test of its own slice.
AFTER_AN_ACT = {
    "accounts/calendar_shown.html", "accounts/codes_shown.html", "accounts/forgotten_password_sent.html",
    "accounts/held_form.html",
    "accounts/invitation_accept.html", "accounts/code.html", "accounts/recovery_code.html",
    "accounts/access_asked.html", "referrals/clash.html",
    "information/link_sent.html",
}  # fmt: skip
# Forms that are sent empty: their answer says at the top and beside each field what is missing.
SENT_EMPTY = (
    (ANONYMOUS, f"/{HOME}/sign-in"),
    (Role.PEOPLE_ADMINISTRATOR.value, f"/{HOME}/settings/people/invite"),
    (Role.REFERRER.value, "/account/password"),
    (Role.REFERRER.value, "/account/recovery-codes"),
    (Role.REFERRER.value, f"/{HOME}/account/calendar"),
)
# What is sent without a question, and shows something once.
# Keeps what is said while files are sent: it is over before a test could look.
HEAR = """() => {
  window.heard = [];
  const words = document.querySelector("main .portal-sending__words");
  new MutationObserver(() => window.heard.push(words.textContent)).observe(words, { childList: true });
}"""
TELEPHONE = 375  # pixels
SHOW_A_SECRET = {"/account/recovery-codes", f"/{HOME}/account/calendar"}


def staff_templates() -> set[str]:
    """Return every template of a page that people with an account see."""
    folders = (
        "accounts", "casework", "documents", "information", "notifications", "outputs", "referrals", "region",
        "meetings", "releases", "retention", "reviews", "screening", "settings",
    )  # fmt: skip
    files = (file for folder in folders for file in (ROOT / "templates" / folder).glob("*.html"))
    return {f"{file.parent.name}/{file.name}" for file in files if not file.name.startswith("_")}


def faults_of(look: Look, address: Address) -> list[str]:
    """Look at one page as its person does, wide and narrow."""
    page, response = look.open(address)
    if response is None or response.status != address.status:
        return [f"answered {response.status if response else None}"]
    return faults_shown(page)


def faults_shown(page: Page) -> list[str]:
    """Say what is wrong with the page that is open."""
    faults = axe_faults(page)
    beyond = width_beyond(page, TELEPHONE)
    return faults + ([f"is {beyond} pixels wider than {TELEPHONE}"] if beyond else [])


@pytest.fixture
def telephone(look: Look) -> Iterator[Page]:
    """A telephone's page, showing one of the portal's."""
    context = look.browser.new_context(base_url=look.address, viewport={"width": TELEPHONE, "height": 800})
    page = context.new_page()
    page.goto(f"/{HOME}/sign-in")
    yield page
    context.close()


def faults_on(telephone: Page, html: str, turn: int) -> list[str]:
    """Say what is wrong with a page as a telephone shows it."""
    show_instead(telephone, html, turn)
    beyond = beyond_the_window(telephone)
    return axe_faults(telephone) + ([f"is {beyond} pixels wider than {TELEPHONE}"] if beyond else [])


def test_every_staff_page_is_accessible_valid_and_fits_a_telephone(
    look: Look, telephone: Page, tmp_path: Path, figure: Callable[[str, object], None]
) -> None:
    pages = look.staff_pages(staff_templates() - AFTER_AN_ACT)
    assert staff_templates() - set(pages) <= AFTER_AN_ACT, staff_templates() - set(pages)
    assert {each.asker.place for each in pages.values()} >= set(look.furnished.places)
    wrong = [
        f"{template} {address.path}: {fault}"
        for turn, (template, address) in enumerate(sorted(pages.items()))
        for fault in faults_on(telephone, address.text, turn)
    ]
    assert not wrong, "\n".join(wrong)
    assert_valid({template.replace("/", "-"): address.text for template, address in pages.items()}, tmp_path)
    roles = {each.asker.role for each in pages.values()}
    figure("kinds of staff page, each as one role sees it", f"{len(pages)} by {len(roles)} roles")


def test_a_page_that_is_shown_in_the_place_of_another_shows_its_own_faults(telephone: Page) -> None:
    html = telephone.request.get(f"/{HOME}/sign-in").text()
    assert "js-enabled" not in html
    assert faults_on(telephone, html, 1) == []
    assert telephone.locator("body.js-enabled").count() == 1
    # A picture that is there at once: one that could not be fetched is no longer as wide as it says.
    wide = html.replace("<h1", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="400"><h1')
    assert [fault.split(":")[0] for fault in faults_on(telephone, wide, 2)] == [
        "image-alt", f"is {400 + 15 - TELEPHONE} pixels wider than {TELEPHONE}",
    ]  # fmt: skip
    assert faults_on(telephone, html, 3) == []


def test_the_second_step_of_signing_in_is_accessible(look: Look) -> None:
    address = look.half_signed_in()
    for path in (address.path, f"/{HOME}/sign-in/recovery-code"):
        assert not faults_of(look, Address(address.asker, path)), path


@pytest.mark.parametrize(("role", "path"), SENT_EMPTY)
def test_a_form_sent_empty_says_what_is_missing_accessibly(look: Look, role: str, path: str) -> None:
    page, _ = look.open(Address(Asker(HOME, role), path))
    page.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
    page.locator("main button[type=submit]").first.click()
    assert not faults_shown(page), path
    if path not in SHOW_A_SECRET:
        assert page.locator(".govuk-error-summary").count() == 1


@pytest.mark.parametrize("path", [f"/{HOME}/forgotten-password", f"/{HOME}/ask-for-access"])
def test_the_answer_to_an_address_that_may_be_anybodys_is_accessible(look: Look, path: str) -> None:
    page, _ = look.open(Address(Asker(HOME, ANONYMOUS), path))
    page.fill("#email", "nobody@agency.example")
    page.locator("main button[type=submit]").first.click()
    assert not faults_shown(page)


def test_the_choice_between_two_answers_is_accessible(look: Look) -> None:
    asker, crossing = Asker(HOME, Role.REFERRER.value), look.crossing
    rule = next(rule for rule in crossing.rules if rule.endpoint == "referrals.section")
    paths = [
        crossing.question(asker, rule, "GET", values, OWN).path for values in crossing.values_at(rule, HOME)
    ]
    client, _ = crossing.browser(asker)
    drafts = [path for path in paths if client.get(path).status_code == 200]
    page, _ = look.open(Address(asker, drafts[0]))
    # As it is after somebody else has answered everything: no print fits what is kept.
    page.locator("main input[name=seen]").evaluate("field => { field.value = '' }")
    for box in page.locator("main input[type=text], main textarea").all()[:2]:
        box.fill("Otherwise, invented.")
    for button in page.locator("main input[type=radio]").all()[-1:]:
        button.check()
    page.locator("main .govuk-button-group button").first.click()
    assert page.title().startswith("Choose between two answers"), page.title()
    assert not faults_shown(page)


def test_a_page_that_takes_files_says_how_far_they_are_lets_them_be_stopped_and_shows_the_answer(
    look: Look,
) -> None:
    rules, asker = look.crossing.rules, Asker(HOME, Role.COORDINATOR.value)
    rule = next(rule for rule in rules if rule.endpoint == "documents.add")
    values = next(each for each in look.crossing.values_at(rule, HOME))
    path = look.crossing.question(asker, rule, "GET", values, OWN).path
    page, _ = look.open(Address(asker, path))
    said = page.locator("main .portal-sending__words")
    page.route(f"**{path}", lambda route: None if route.request.method == "POST" else route.continue_())
    page.set_input_files("#files", files=[{"name": "run.exe", "mimeType": "text/plain", "buffer": b"MZ"}])
    page.locator("main button[type=submit]").click()
    page.locator("main progress").wait_for()
    assert not faults_shown(page)
    page.get_by_text("Stop sending").click()
    assert said.inner_text() == "Stopped. Nothing was sent."
    page.unroute(f"**{path}")
    page.evaluate(HEAR)
    # A second press within a second is taken for a slip of the hand.
    page.locator("main form").evaluate(
        "form => form.requestSubmit(form.querySelector('button[type=submit]'))"
    )
    page.locator(".govuk-error-summary:focus").wait_for()
    heard = page.evaluate("window.heard")
    assert (heard[0], heard[-1]) == ("Sending: 0 per cent", "Checking for viruses")
    assert "“run.exe” was not taken in." in page.content() and page.title().startswith("Error: ")
    note = {"name": "Note.txt", "mimeType": "text/plain", "buffer": b"An invented note."}
    page.set_input_files("#files", files=[note])
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**{path.removesuffix('/documents/add')}")
    assert "Note.txt" in page.content()
