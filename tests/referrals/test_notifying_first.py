"""Can the council notify with no referral, or before one is taken in, and does the referral join what it opened?"""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.errors import NotAllowed, NotFound
from portal.domain.vocabulary import CaseStage, ReferralStatus
from portal.models.case import Case, CaseFact, Child
from portal.models.referral import Referral
from portal.referrals import handing_in, joining, notifying, operations
from portal.web.filing import FileGiven
from portal.web.steps import steps_of_case
from tests import files
from tests.people import send
from tests.work import TODAY, Work

COUNCIL = "local-authority-decision-maker"
PAGE = "/manchester/notify"
KNOWN = {
    "family_name": "Yy-Invented", "given_names": "First", "born_on-day": "2", "born_on-month": "3",
    "born_on-year": "2019", "harm": "death", "circumstances": "death-in-custody", "suspicion": "suspected",
    "occurred_on-day": "16",
    "occurred_on-month": "11", "occurred_on-year": "2026", "council_aware_on-day": "17",
    "council_aware_on-month": "11", "council_aware_on-year": "2026", "account": "A made-up account.",
    "other_children-rows": "1", "other_children-0-other_name": "Second Yy-Invented",
}  # fmt: skip


def only_case(work: Work) -> Case:
    with work.session(writes=False) as session:
        return session.scalars(select(Case)).one()


def opened_from(work: Work, referral_id: UUID) -> str:
    with work.session() as session:
        actor = work.actor(COUNCIL)
        return notifying.open_from_referral(session, work.tenant, actor, referral_id, TODAY).reference


def test_the_council_notifies_where_nobody_has_referred(portal: Flask) -> None:
    work = Work(portal)
    council = work.browser(COUNCIL)
    assert PAGE in council.get("/manchester/cases").text and PAGE in council.get("/manchester/desk").text
    missing = send(council, PAGE, **{**KNOWN, "council_aware_on-day": "", "account": ""})
    assert (
        missing.status_code == 200 and "Yy-Invented" in missing.text and "There is a problem" in missing.text
    )
    answer = send(council, PAGE, **KNOWN)
    case = only_case(work)
    assert answer.location == f"/manchester/cases/{case.reference}/notifications/new"
    assert case.council_aware_on and case.council_aware_on.isoformat() == "2026-11-17"
    with work.session(writes=False) as session:
        children = session.scalars(select(Child).order_by(Child.position)).all()
        assert [each.given_names for each in children] == ["First", "Second Yy-Invented"]
        assert all(each.name_index for each in children)
        case = session.get_one(Case, (case.tenant, case.id))
        steps = steps_of_case(session, work.actor(COUNCIL), work.tenant, case, TODAY)
        assert [each.due_on.isoformat() for each in steps if each.due_on] == ["2026-11-24"]
    again = send(council, PAGE, **KNOWN)
    assert case.reference in again.text and "Is this another incident?" in again.text
    assert send(council, PAGE, **KNOWN, is_another="no").status_code == 200
    only_case(work)
    assert send(council, PAGE, **KNOWN, is_another="yes").status_code == 303
    assert "Opened to notify" in council.get(f"/manchester/cases/{case.reference}").text
    with work.session(writes=False) as session:
        listed = [
            (each.id, each.position) for each in session.scalars(select(Child)) if each.case_id == case.id
        ]
    work.notified(case.reference, children=(min(listed, key=lambda each: each[1])[0],))
    assert work.browser("chair").get(PAGE).status_code == 404
    # Without a review of such a death the partners record why; the form of no referral asked, and it can be corrected.
    incident, coordinator = f"/manchester/cases/{case.reference}/correct/incident", work.browser("coordinator")
    assert re.search(r'value="death-in-custody"\s+checked', coordinator.get(incident).text)
    right = {"incident_circumstances": "death-on-remand", "why": "The prison says so.", "from_referral": "none"}
    assert send(coordinator, incident, **right).status_code == 303
    with work.session(writes=False) as session:
        kept = session.scalars(select(CaseFact.code).where(CaseFact.case_id == case.id)).all()
        assert kept == ["death-on-remand"]


def test_a_death_that_quality_assurance_returned_stays_known_delays_no_notification_and_joins_the_case_later(
    portal: Flask,
) -> None:
    work = Work(portal, "salford")
    referral_id = work.sent(harm="death", account="As it was sent.")
    page, council, coordinator = (
        f"/salford/referrals/{referral_id}/",
        work.browser(COUNCIL),
        work.browser("coordinator"),
    )
    assert "The council has to notify now" in council.get(page).text
    member, writer = work.actor("screening-member"), work.actor("referrer")
    with work.session() as session:
        operations.return_to_referrer(session, work.tenant, member, referral_id, {}, "Which school?", TODAY)
        rewritten = {"harm": "other", "account": "As it is rewritten."}
        operations.save(session, work.tenant, writer, referral_id, rewritten)
        given = [FileGiven("Since.pdf", files.pdf())]
        added = handing_in.hand_in(session, work.tenant, writer, referral_id, "family-note", given).ids[0]
    assert coordinator.get(f"{page}files/{added}").status_code == 404, "it was not sent with it"
    assert work.browser("referrer").get(f"{page}files/{added}").status_code != 404
    for reader in (council, coordinator):
        assert page in reader.get("/salford/desk").text and page in reader.get("/salford/referrals").text
        shown = reader.get(page).text
        assert "As it was sent." in shown and "As it is rewritten." not in shown and "Since.pdf" not in shown
        assert "Returned with comments" in shown and "The council has to notify now" in shown
    assert coordinator.get(f"{page}incident").status_code == 404, "only its writers write it"
    with work.session() as session, pytest.raises(NotFound):
        operations.save(session, work.tenant, work.actor("coordinator"), referral_id, rewritten)
    assert page not in work.browser("screening-member", agency="police").get("/salford/referrals").text
    answer = send(council, f"{page}notify")
    reference = only_case(work).reference
    assert answer.location == f"/salford/cases/{reference}/notifications/new"
    assert only_case(work).harm == "death", "as it was sent"
    assert "The council has to notify now" not in (shown := council.get(page).text) and reference in shown
    with pytest.raises(NotAllowed, match="opened from this referral already"):
        opened_from(work, referral_id)
    work.notified(reference)
    with work.session() as session:
        operations.save(session, work.tenant, writer, referral_id, {"harm": "death"})
        operations.send(session, work.tenant, writer, referral_id, "again", TODAY)
        assert session.scalars(select(Referral.status)).one() is ReferralStatus.AWAITING_QUALITY_ASSURANCE
        operations.pass_quality_assurance(session, work.tenant, member, referral_id, work.assured, TODAY)
    accept = coordinator.get(f"{page}accept").text
    assert f'value="{reference}"' in accept and "notify the National Panel" in accept
    send(coordinator, f"{page}join/{reference}")
    with work.session() as session:
        assert session.scalars(select(Referral.case_id)).one() == only_case(work).id
        # The case never rested on it: it can be taken out, and the case stays as it is.
        joining.leave(session, work.tenant, work.actor("coordinator"), referral_id, "Another family.", ())
    assert only_case(work).stage is CaseStage.IN_REVIEW
