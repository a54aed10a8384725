"""Does a referral become a briefing that readers read at the partnerships whose whole journey is a long proof?

The pages of the referral's form are walked in a browser at another partnership (`test_journey.py`) and asked for here
with every wall's test; so the draft is filled in by the operation behind them, and from its sending on people walk.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.commands.fictional_answers import story_answers
from portal.commands.fictional_people import gather
from portal.commands.fictional_words import told
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.session import entering
from portal.referrals import operations
from portal.web.working_days import today
from tests.journey import path, review_path
from tests.journey.path import BRIEFING, NAME
from tests.journey.people import Walkers, reader_for


@pytest.mark.parametrize(
    ("engine_name", "walkers"), [("sqlite", "salford"), ("sqlite", "north-tyneside")], indirect=["walkers"]
)
def test_a_referral_that_is_sent_becomes_a_published_briefing(walkers: Walkers) -> None:
    walkers.signs_in = False
    send(walkers)
    if walkers.tenant.requires_quality_assurance:
        path.quality_assure(walkers)
    reference = path.take_in(walkers)
    path.screen(walkers, reference)
    path.decide(walkers, reference)
    review = review_path.open_review(walkers, reference)
    output = review_path.write(walkers, review, Role.COORDINATOR, BRIEFING)
    review_path.approve(walkers, output, BRIEFING)
    everybody_can_read(walkers, review_path.publish(walkers, BRIEFING))


def send(walkers: Walkers) -> None:
    """The referrer finds the draft filled in, reads it once more and sends it."""
    form = walkers.tenant.main_form
    answers = story_answers(
        form, reader_for(walkers.tenant), told("Willow"), today() - timedelta(days=3), is_brief=True
    )
    with walkers.portal.app_context():
        referrer = gather(walkers.portal.extensions["settings"], walkers.tenant)(Role.REFERRER)
    with walkers.portal.app_context(), entering(db.session, walkers.slug) as session:
        draft = operations.begin(session, walkers.tenant, referrer, form.code).id
        operations.save(session, walkers.tenant, referrer, draft, answers)
    page = walkers.signed_in(Role.REFERRER)
    page.goto(f"/{walkers.slug}/referrals/{draft}/check")
    path.send(walkers, page, form, answers)


def everybody_can_read(walkers: Walkers, address: str) -> None:
    """A visitor finds the review in the list, beside what was published before the portal, and reads the briefing."""
    page = walkers.visitor()
    page.goto(f"/{walkers.slug}/reviews")
    page.get_by_role("link", name=NAME, exact=True).first.click()
    page.locator(f"a[href='{address}']").click()
    expect(page.locator(".portal-briefing__box")).to_have_count(7)
    assert page.context.cookies() == []
