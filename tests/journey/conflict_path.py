"""Is a case refused everywhere, from that moment on, to a member of the body who says that they know the family?"""

from __future__ import annotations

from playwright.sync_api import expect

from portal.accounts.demonstration import Fictional, make_person
from portal.commands.fictional_people import DOMAIN, PASSWORD, agency_for, secret_of
from portal.domain.meetings import Interest, Seat
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.meetings import body
from portal.models.account import account_with
from portal.models.session import entering
from portal.models.sign_in import for_accounts
from portal.web.access import Actor
from portal.web.working_days import today
from tests.journey.people import Walkers, press

KNOWS_THEM = "Made up: the mother is a cousin of mine."


def take_a_seat(walkers: Walkers, coordinator: Actor) -> Fictional:
    """Give one more member a seat on the body, by the portal's operations."""
    tenant, email = walkers.tenant, f"involved-member.{walkers.slug}@{DOMAIN}"
    agency = agency_for(tenant, Role.ICB_DECISION_MAKER)
    person = Fictional(
        "Robin Madeup", email, PASSWORD, secret_of(email), f"tenant:{tenant.slug}", (Role.SCREENING_MEMBER,), agency
    )  # fmt: skip
    with walkers.portal.app_context():
        make_person(walkers.portal.extensions["settings"], person)
        with for_accounts(writes=False) as session:
            account = account_with(session, email)
            assert account is not None
            account_id = account.id
        with entering(db.session, tenant.slug) as session:
            body.seat(session, tenant, coordinator, body.Seated(account_id, agency, Seat.MEMBER, today()))
    return person


def declare(walkers: Walkers, person: Fictional, reference: str, meeting: str) -> None:
    """They have the case on their desk and agenda, say that they are involved, and find it nowhere from then on."""
    case, desk = f"/{walkers.slug}/cases/{reference}", f"/{walkers.slug}/desk"
    page = walkers.in_turn(person)
    main = page.locator("main")
    page.goto(desk)
    expect(main).to_contain_text(f"Give your view: {reference}")
    page.goto(meeting)
    press(page, f"Declare an interest in {reference}")
    page.check(f"[name='kind'][value='{Interest.PERSONAL.value}']", force=True)
    page.fill("[name='words']", KNOWS_THEM)
    walkers.picture(page, "interest")
    press(page, "Put it on record")
    expect(main).to_contain_text("You take no part in this item.")
    walkers.picture(page, "closed-to-them")
    for address in (case, f"{case}/known", f"{case}/information", f"{case}/history"):
        answer = page.goto(address)
        assert answer is not None and answer.status == 404, address
    listed = f"/{walkers.slug}/cases"
    for address in (desk, meeting, f"{meeting}/pack", listed, f"{listed}?reference={reference}"):
        answer = page.goto(address)
        assert answer is not None and answer.ok, address
        expect(main).not_to_contain_text(reference)
