"""Does what only a leaver could have done pass to somebody who may know of it, and nothing else?"""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.domain.vocabulary import ReferralStatus
from portal.models.information import AgencyReturn, InformationRequest
from portal.models.output import Output
from portal.models.referral import Referral
from tests.information.requests import ASKED, ask, name_writer
from tests.people import SomeBody, send, signed_in, somebody
from tests.reading import Reading
from tests.work import AGENCY, Work


def excluded(work: Work, reference: str, person: SomeBody) -> None:
    """Close a case to somebody who is personally involved."""
    from portal.casework import operations

    with work.session() as session:
        coordinator = work.actor("coordinator")
        operations.exclude(
            session, work.tenant, coordinator, reference, person.account_id, "A cousin, invented."
        )


def handed_over(work: Work, leaver: SomeBody, taker: SomeBody) -> tuple[str, str]:
    """Hand over a leaver's work through the page; return what it offered and what it said then."""
    admin = work.browser("people-administrator", agency="")
    page = f"/manchester/settings/people/{leaver.membership_id}"
    offered = admin.get(f"{page}/hand-over").text
    answer = send(admin, f"{page}/hand-over", choice=str(taker.membership_id))
    assert answer.status_code == 303, answer.text
    return offered, admin.get(answer.location).text


def test_what_a_leaver_sent_is_added_to_and_taken_back_by_whoever_takes_it_on(portal: Flask) -> None:
    work = Work(portal)
    sent, in_case, closed = work.received(), work.received(), work.received()
    leaver = work.person("referrer")
    taker = somebody(portal, roles=["referrer"], agency=AGENCY, name="Taker Example")
    reference = work.accepted(in_case)
    excluded(work, work.accepted(closed), taker)
    offered, said = handed_over(work, leaver, taker)
    assert "They hold 3 referrals that were sent." in offered
    assert "Taker Example: referrals that were sent" in offered
    assert "Part of their work has been handed over. Hand over 1 referral that was sent" in said
    theirs = signed_in(portal, taker)
    for referral_id, status in ((sent, 200), (in_case, 200), (closed, 404)):
        assert theirs.get(f"/manchester/referrals/{referral_id}/").status_code == status
    assert (
        send(theirs, f"/manchester/referrals/{sent}/add", words="Known since, invented.").status_code == 303
    )
    assert send(theirs, f"/manchester/referrals/{sent}/withdraw", reason="Sent twice.").status_code == 303
    # Who wrote it may always read it; who took it on had no part in it, and follows the case's exclusions.
    for person in (leaver, taker):
        excluded(work, reference, person)
    assert signed_in(portal, leaver).get(f"/manchester/referrals/{closed}/").status_code == 200
    assert theirs.get(f"/manchester/referrals/{in_case}/").status_code == 404
    assert status_of(work, sent) is ReferralStatus.WITHDRAWN


def status_of(work: Work, referral_id: UUID) -> ReferralStatus:
    with work.session(writes=False) as session:
        status: ReferralStatus = session.get_one(Referral, (work.slug, referral_id)).status
        return status


def test_returns_escalations_and_drafts_for_readers_pass_each_to_those_who_may_have_them(
    portal: Flask,
) -> None:
    work = Reading(portal)
    output_id, leaver = work.draft_of(), work.person("coordinator")
    returns = ask(work, work.decided_case(), escalation_id=leaver.account_id)
    name_writer(work, returns[ASKED])
    coordinator = somebody(portal, roles=["coordinator"], agency=AGENCY, name="Next Example")
    offered, said = handed_over(work, leaver, coordinator)
    assert (
        "1 request to know of when agencies are late" in offered
        and "1 unfinished text for readers" in offered
    )
    assert "Their work has been handed over." in said
    assert "write" in signed_in(portal, coordinator).get("/manchester/desk").text
    with work.session(writes=False) as session:
        authors = session.scalars(select(Output.author_ids).where(Output.id == output_id)).one()
        assert authors == sorted([str(leaver.account_id), str(coordinator.account_id)])
        assert set(session.scalars(select(InformationRequest.escalation_id))) == {coordinator.account_id}
    # A return stays with its agency.
    first = work.person("referrer", agency=ASKED)
    second = somebody(portal, roles=["safeguarding-lead"], agency=ASKED, name="Second Example")
    offered, said = handed_over(work, first, second)
    assert "Second Example: returns to write" in offered and "Next Example" not in offered
    assert signed_in(portal, second).get(f"/manchester/information/{returns[ASKED]}").status_code == 200
    with work.session(writes=False) as session:
        assert session.get_one(AgencyReturn, (work.slug, returns[ASKED])).author_id == second.account_id
