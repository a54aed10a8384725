"""How is a case decided on which people differ? Members' views, three positions, and those who settle it."""

from __future__ import annotations

from playwright.sync_api import expect

from portal.accounts.demonstration import Fictional, make_person
from portal.commands.fictional_casework import outcome_that_begins
from portal.commands.fictional_people import DOMAIN, PASSWORD, agency_for, secret_of
from portal.domain.deciding import MemberSays
from portal.domain.vocabulary import PartnerPosition, Role
from portal.web.working_days import today
from tests.journey import path
from tests.journey.people import Walkers, fill_day, press

SEES_OTHERWISE = "Made up: the injury is explained, and nothing more would be learned."
OUR_PART = "Made up: our agency taught the child until the summer."
AGREES = "Made up: several agencies each knew a little."
AGAINST = "Made up: an inquiry has begun, and we would wait for it."
QUESTION = "Made up: does the review begin now, or does it wait?"
WHO = "Alex Stand-in, made-up chief executive\nChris Cipher, made-up chief constable"
WHY = "Made up: the inquiry is kept safe, and the children cannot wait."
AS_SETTLED = "Made up: we accept what was settled."
LAST = path.DECISION_MAKERS[-1]


# --- members of the screening body -----------------------------------------------------------------------------


def give_views(walkers: Walkers, reference: str) -> None:
    """One member sees it otherwise and declares their agency's interest; another would have a review."""
    page = walkers.at_desk(Role.SCREENING_MEMBER, f"Give your view: {reference}")
    page.check(f"[name='says'][value='{MemberSays.NOT_NEEDED.value}']", force=True)
    page.fill("[name='reasons']", SEES_OTHERWISE)
    page.check("[name='is_involved'][value='yes']", force=True)
    page.fill("[name='interest']", OUR_PART)
    walkers.picture(page, "view")
    press(page, "Keep my view")
    expect(page.locator("main")).to_contain_text("Your view is kept.")
    page = walkers.in_turn(second_member(walkers))
    page.goto(f"/{walkers.slug}/desk")
    press(page, f"Give your view: {reference}")
    page.check(f"[name='says'][value='{MemberSays.NEEDED.value}']", force=True)
    page.check(f"[name='outcome'][value='{outcome_that_begins(walkers.tenant).value}']", force=True)
    page.fill("[name='reasons']", AGREES)
    page.check("[name='is_involved'][value='no']", force=True)
    press(page, "Keep my view")
    expect(page.locator("main")).to_contain_text("Your view is kept.")


def second_member(walkers: Walkers) -> Fictional:
    """Open the account of another member, of another agency."""
    tenant, email = walkers.tenant, f"second-member.{walkers.slug}@{DOMAIN}"
    person = Fictional(
        "Pat Fabricated", email, PASSWORD, secret_of(email), f"tenant:{tenant.slug}", (Role.SCREENING_MEMBER,),
        agency_for(tenant, Role.POLICE_DECISION_MAKER),
    )  # fmt: skip
    with walkers.portal.app_context():
        make_person(walkers.portal.extensions["settings"], person)
    return person


def advise(walkers: Walkers, reference: str) -> None:
    """The chair records what the body advised; the view that differs stands beside it."""
    path.screen(walkers, reference)
    main = walkers.signed_in(Role.CHAIR).locator("main")
    expect(main.get_by_text("Sees it otherwise")).to_have_count(1)
    for words in (SEES_OTHERWISE, OUR_PART, AGREES):
        expect(main).to_contain_text(words)


# --- the three partners ----------------------------------------------------------------------------------------


def differ(walkers: Walkers, reference: str) -> None:
    """Two partners agree with what is put to them, and the third does not."""
    path.put_to_partners(walkers, reference)
    for role in path.DECISION_MAKERS[:-1]:
        path.give_position(walkers, reference, role, PartnerPosition.AGREE.value, AGREES)
    page = path.give_position(walkers, reference, LAST, PartnerPosition.DO_NOT_AGREE.value, AGAINST)
    expect(page.locator("main")).to_contain_text("The partners do not agree")
    expect(page.locator("main")).to_contain_text(SEES_OTHERWISE)
    expect(page.get_by_role("link", name="Sign the decision")).to_have_count(0)
    walkers.picture(page, "partners-differ")


def settle(walkers: Walkers, reference: str) -> None:
    """The coordinator tells the lead safeguarding partners, and records what they decide."""
    page = walkers.at_desk(Role.COORDINATOR, f"Tell the lead safeguarding partners: {reference}")
    expect(page.locator("main")).to_contain_text(AGAINST)
    page.fill("[name='told']", WHO)
    page.fill("[name='question']", QUESTION)
    walkers.picture(page, "escalate")
    press(page, "Record that they are asked")
    page = walkers.at_desk(
        Role.COORDINATOR, f"Record what the lead safeguarding partners decided: {reference}"
    )
    fill_day(page, "decided_on", today())
    page.fill("[name='decided_by']", WHO)
    page.check(f"[name='outcome'][value='{outcome_that_begins(walkers.tenant).value}']", force=True)
    page.fill("[name='reasons']", WHY)
    walkers.picture(page, "settle")
    press(page, "Record what they decided")
    expect(page.locator("main")).to_contain_text(WHY)


def agree_and_sign(walkers: Walkers, reference: str) -> None:
    """Each partner gives its position again, and one of them signs; what was said before stays."""
    for role in path.DECISION_MAKERS:
        path.give_position(walkers, reference, role, PartnerPosition.AGREE.value, AS_SETTLED)
    main = path.sign(walkers, reference).locator("main")
    for words in (
        "Settled by the lead safeguarding partners; all three agree now",
        "What each partner said before it was settled",
        AGAINST, AS_SETTLED, WHY,
    ):  # fmt: skip
        expect(main).to_contain_text(words)
