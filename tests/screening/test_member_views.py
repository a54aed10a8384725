"""Does each member say what they think, until the advice is recorded and for good from then on?"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.casework import operations as casework
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.vocabulary import Outcome
from portal.models.member_view import AgencyInterest, MemberView
from portal.screening import members_say
from tests.meetings.body import give_seat
from tests.people import send
from tests.work import AGENCY, Work

HEALTH = "community-health"


def give(work: Work, role: str, reference: str, **said: Any) -> Any:
    with work.session() as session:
        return members_say.give(
            session, work.tenant, work.actor(role), reference, members_say.Said(**{"reasons": "So.", **said})
        )


def test_views_stand_beside_the_advice_and_those_that_differ_reach_the_partners_as_dissent(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    member = work.browser("screening-member", agency=HEALTH)
    assert f"Give your view: {reference}" in member.get("/manchester/desk").text
    work.viewed(reference)
    work.viewed(reference, HEALTH)
    work.viewed(reference, HEALTH, says="no-review-needed", outcome="", reasons="One visit was missed, no more.",
                interest="Our nurses visited the family.")  # fmt: skip
    assert f"Give your view: {reference}" not in member.get("/manchester/desk").text
    # The chair writes the advice with every view before them; one member does not read another's.
    before = work.browser("chair").get(f"/manchester/cases/{reference}/screenings/new").text
    assert "One visit was missed, no more." in before and f"As {AGENCY} sees it." in before
    assert f"As {HEALTH} sees it." not in before and "Our nurses visited the family." in before
    assert f"As {AGENCY} sees it." not in member.get(f"/manchester/cases/{reference}/view").text
    screening_id = work.screened(reference, Outcome.RAPID_REVIEW)
    advice = (
        work.browser("police-decision-maker")
        .get(f"/manchester/cases/{reference}/screenings/{screening_id}")
        .text
    )
    assert f"As {AGENCY} sees it." in advice and advice.count("Sees it otherwise") == 1
    assert "the agency has an interest, and stays" in advice
    assert "Interests that agencies have declared" in member.get(f"/manchester/cases/{reference}").text
    decision = f"/manchester/cases/{reference}/decisions/{work.prepared(reference)}"
    shown = work.browser("icb-decision-maker").get(decision).text
    health = next(each.name for each in work.tenant.agencies if each.code == HEALTH)
    assert (
        "One visit was missed, no more." in shown and health in shown and "Screening Member Example" in shown
    )
    assert "Our nurses visited the family." in shown and f"As {AGENCY} sees it." not in shown


def test_a_view_is_fixed_once_the_advice_is_recorded_and_a_later_screening_asks_again(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.viewed(reference)
    work.screened(reference)
    with pytest.raises(Conflict, match="stands as you gave it"):
        work.viewed(reference)
    with work.session() as session:
        session.scalars(select(MemberView)).one().reasons = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()
    page = f"/manchester/cases/{reference}/view"
    member = work.browser("screening-member")
    assert "/screenings/" in member.get(page).location
    send(
        work.browser("chair"),
        f"/manchester/cases/{reference}/screenings/new",
        members="A. Chair",
        next="later",
    )
    work.viewed(reference, reasons="More is known.")
    with work.session(writes=False) as session:
        views = session.scalars(select(MemberView).order_by(MemberView.turn)).all()
        assert [(each.turn, each.reasons) for each in views] == [
            (1, f"As {AGENCY} sees it."),
            (2, "More is known."),
        ]


def test_somebody_involved_has_no_view_even_where_they_gave_one_before(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.viewed(reference)
    involved = work.person("screening-member").account_id
    with work.session() as session:
        casework.exclude(session, work.tenant, work.actor("coordinator"), reference, involved, "A neighbour.")
    with pytest.raises(NotFound):
        work.viewed(reference)
    screening_id = work.screened(reference)
    shown = work.browser("chair").get(f"/manchester/cases/{reference}/screenings/{screening_id}").text
    assert f"As {AGENCY} sees it." not in shown


def test_whoever_decides_gives_a_view_where_they_sit_on_the_body_and_the_chair_gives_one_too(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, police, says = work.case(), "police-decision-maker", {"says": "no-review-needed"}
    page = f"/manchester/cases/{reference}/view"
    with pytest.raises(NotAllowed, match="sit on the screening body"):
        give(work, police, reference, **says)
    assert work.browser(police).get(page).status_code == 404
    assert "Give your view" not in work.browser(police).get("/manchester/desk").text
    give_seat(work, police, "police")
    assert f"Give your view: {reference}" in work.browser(police).get("/manchester/desk").text
    give(work, police, reference, **says)
    give(work, "chair", reference, **says)
    assert "Give your view" not in work.browser("chair").get("/manchester/desk").text
    advice = work.screened(reference)
    shown = work.browser("coordinator").get(f"/manchester/cases/{reference}/screenings/{advice}").text
    assert "Police Decision Maker Example" in shown and shown.count("Sees it otherwise") == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"says": ""}, "says"),
        ({"says": "review-needed"}, "outcome"),
        ({"says": "review-needed", "outcome": "publish-report"}, "outcome"),
        ({"says": "no-review-needed", "outcome": "rapid-review"}, "outcome"),
        ({"says": "no-review-needed", "reasons": " "}, "reasons"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_view_that_cannot_be_kept_is_refused_at_its_field(
    portal: Flask, said: dict[str, str], field: str
) -> None:
    work = Work(portal)
    reference = work.case()
    with pytest.raises(InvalidAnswer) as refusal:
        give(work, "screening-member", reference, **said)
    assert refusal.value.field == field
    for role in ("coordinator", "police-decision-maker"):
        with pytest.raises(NotAllowed):
            give(work, role, reference, says="cannot-say-yet")


def test_through_the_page_what_is_missing_is_told_and_an_interest_once_declared_stays(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page, member = f"/manchester/cases/{reference}/view", work.browser("screening-member")
    said = {"says": "review-needed", "outcome": "rapid-review", "reasons": "The gate is met."}
    refused = send(member, page, **said, is_involved="yes")
    assert "Say how your agency was involved" in refused.text and "The gate is met." in refused.text
    assert (
        "Select what you would recommend"
        in send(member, page, **{**said, "outcome": ""}, is_involved="no").text
    )
    assert send(member, page, **said, is_involved="yes", interest="We taught the child.").status_code == 303
    again = member.get(page).text
    assert (
        "We taught the child." in again and 'name="is_involved"' not in again and "The gate is met." in again
    )
    send(member, page, **{**said, "reasons": "On reflection."}, interest="And a brother.")
    with work.session(writes=False) as session:
        declared = session.scalars(select(AgencyInterest).order_by(AgencyInterest.declared_at)).all()
        assert [each.how for each in declared] == ["We taught the child.", "And a brother."]
        assert session.scalars(select(MemberView)).one().reasons == "On reflection."
    assert "Change your view" in member.get(f"/manchester/cases/{reference}").text
    assert "One member has" in work.browser("chair").get(f"/manchester/cases/{reference}").text
