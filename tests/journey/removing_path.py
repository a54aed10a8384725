"""How is something removed at once, and how does somebody new come to confirm that this was right?"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from portal.accounts.second_factor import code_at, counter_now
from portal.commands.fictional_people import DOMAIN, PASSWORD
from portal.domain.vocabulary import Role
from portal.web.wording import output_words
from tests.journey.letters import link_to
from tests.journey.path import BRIEFING, NAME
from tests.journey.people import Walkers, press

SECOND = f"sol.second@{DOMAIN}"
WHY = "Made up: a newspaper has named the school."


def removed_at_once(walkers: Walkers, address: str) -> None:
    """The data protection officer takes the briefing down at once; somebody who was invited for it confirms that."""
    second, removed = invited(walkers), f"{NAME}: {output_words(BRIEFING, walkers.tenant)}"
    page = walkers.desk_of(Role.DATA_PROTECTION_OFFICER)
    press(page, "Outputs")
    page.locator("main a", has_text=removed).click()
    press(page, "Take down now")
    page.fill("[name='reason']", WHY)
    walkers.picture(page, "take-down")
    press(page, "Take it down now")
    expect(page.locator("main")).to_contain_text("It is no longer public.")
    answer = walkers.visitor().goto(address)
    assert answer is not None and answer.status == 410
    second.goto(f"/{walkers.slug}/desk")
    press(second, f"{removed}: confirm that it was right to take it down")
    press(second, "Confirm that it was right to take this down")
    expect(second.locator("main")).to_contain_text(WHY)
    walkers.picture(second, "take-down-confirm")
    press(second, "Confirm that it was right")


def invited(walkers: Walkers) -> Page:
    """The administrator of people invites a second publisher, who opens an account by the letter; return their page."""
    page = walkers.desk_of(Role.PEOPLE_ADMINISTRATOR)
    press(page, "People")
    press(page, "Invite somebody")
    page.fill("[name='name']", "Sol Second")
    page.fill("[name='email']", SECOND)
    page.check(f"[name='roles'][value='{Role.PUBLISHER.value}']", force=True)
    walkers.picture(page, "invite")
    press(page, "Send the invitation")
    expect(page.locator("main")).to_contain_text("The invitation is on its way.")
    second = walkers.page("second")
    second.goto(link_to(walkers.portal, SECOND))
    second.fill("#new_password", PASSWORD)
    press(second, "Continue")
    secret = second.locator(".portal-key").inner_text().replace(" ", "")
    second.fill("#one_time_code", code_at(secret, counter_now()))
    press(second, "Continue")
    press(second, "I have kept them safe")
    return second
