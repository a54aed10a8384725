"""Can an administrator let people in and see them out, at their own partnership, and do no more than that?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from tests.people import record_of, send, signed_in, somebody

BASE = "/manchester/settings/people"


def admin_and_person(portal: Flask, **traits: Any) -> tuple[Any, Any, str]:
    admin = signed_in(portal, somebody(portal, roles=["people-administrator"], name="Adi Ministrator"))
    person = somebody(portal, **traits)
    return admin, person, f"{BASE}/{person.membership_id}"


def test_only_administrators_of_people_see_the_people(portal: Flask) -> None:
    from portal.domain.vocabulary import Role

    for role in Role:
        if role is Role.REGIONAL_LEAD:
            continue
        client = signed_in(portal, somebody(portal, roles=[role.value]))
        assert client.get(BASE).status_code == (200 if role is Role.PEOPLE_ADMINISTRATOR else 404), role


def test_people_of_another_partnership_are_as_missing_as_nobody(portal: Flask) -> None:
    admin, _, _ = admin_and_person(portal)
    elsewhere = somebody(portal, "tenant:salford", name="Foreign Canary")
    for rest in ("", "/roles", "/close", "/open", "/end-sessions", "/invite-again", "/hand-over"):
        foreign = admin.get(f"{BASE}/{elsewhere.membership_id}{rest}")
        missing = admin.get(f"{BASE}/{uuid4()}{rest}")
        assert (foreign.status_code, missing.status_code) == (404, 404), rest
        assert foreign.text == missing.text
    assert "Foreign Canary" not in admin.get(BASE).text


def test_changing_roles_counts_at_once_and_ends_their_sessions_here(portal: Flask) -> None:
    admin, person, page = admin_and_person(portal, roles=["referrer"])
    client, elsewhere = signed_in(portal, person), signed_in(portal, person, None)
    answer = send(admin, f"{page}/roles", roles=["publisher", "chair"], agency="")
    assert answer.status_code == 303
    assert client.get("/manchester/desk").status_code == 303
    assert elsewhere.get("/account").status_code == 200
    assert "Publisher" in signed_in(portal, person).get("/manchester/desk").text
    assert "roles-changed" in record_of(portal, "manchester")[0]


def test_roles_that_may_not_meet_in_one_person_are_refused(portal: Flask) -> None:
    admin, _, page = admin_and_person(portal)
    for roles in (
        ["people-administrator", "coordinator"],
        ["icb-decision-maker", "police-decision-maker"],
        ["regional-lead"],
        [],
    ):
        answer = send(admin, f"{page}/roles", roles=roles, agency="")
        assert answer.status_code == 200, roles
        assert "govuk-error-summary" in answer.text


def test_nobody_changes_or_closes_themselves(portal: Flask) -> None:
    person = somebody(portal, roles=["people-administrator"])
    admin, page = signed_in(portal, person), f"{BASE}/{person.membership_id}"
    assert send(admin, f"{page}/roles", roles=["coordinator"], agency="").status_code == 404
    assert send(admin, f"{page}/close").status_code == 409
    assert admin.get(BASE).status_code == 200


def test_closing_somebodys_way_in_puts_them_out_and_opening_lets_them_back(portal: Flask) -> None:
    admin, person, page = admin_and_person(portal)
    client = signed_in(portal, person)
    assert send(admin, f"{page}/close").status_code == 303
    assert client.get("/manchester/desk").status_code == 303
    assert signed_in(portal, person).get("/manchester/desk").status_code == 404
    assert send(admin, f"{page}/open").status_code == 303
    assert signed_in(portal, person).get("/manchester/desk").status_code == 200


def test_ending_somebodys_sessions_ends_those_here_only(portal: Flask) -> None:
    admin, person, page = admin_and_person(portal)
    here, elsewhere = signed_in(portal, person), signed_in(portal, person, None)
    assert send(admin, f"{page}/end-sessions").status_code == 303
    assert here.get("/manchester/desk").status_code == 303
    assert elsewhere.get("/account").status_code == 200


def test_a_leavers_drafts_pass_to_a_colleague_of_the_same_agency(portal: Flask) -> None:
    agency = next(iter(portal.extensions["tenants"].by_slug["manchester"].agencies)).code
    admin, leaver, page = admin_and_person(portal, roles=["referrer"], agency=agency)
    colleague = somebody(portal, roles=["referrer"], agency=agency, name="Colleague Canary")
    somebody(portal, roles=["referrer"], agency="", name="Stranger Canary")
    draft_of(portal, leaver, agency)
    offered = admin.get(f"{page}/hand-over").text
    assert "They hold 1 referral draft." in offered
    assert "Colleague Canary" in offered
    assert "Stranger Canary" not in offered
    assert send(admin, f"{page}/hand-over", choice=str(colleague.membership_id)).status_code == 303
    assert holder_of_drafts(portal) == [colleague.account_id]
    assert "work-handed-over" in record_of(portal, "manchester")[0]


def draft_of(portal: Flask, person: Any, agency: str) -> None:
    from portal.accounts.operations import at_place
    from portal.models.keystore import keystore
    from portal.models.referral import Referral

    with portal.app_context(), at_place("tenant:manchester") as session:
        unit = keystore().new_unit("manchester")
        session.add(
            Referral(
                tenant="manchester",
                unit=unit,
                form_code="any",
                form_version=1,
                agency=agency,
                referrer_id=person.account_id,
            )
        )
        session.commit()


def holder_of_drafts(portal: Flask) -> list[Any]:
    from portal.accounts.operations import at_place
    from portal.models.referral import Referral

    with portal.app_context(), at_place("tenant:manchester") as session:
        return list(session.scalars(select(Referral.referrer_id)))


def test_changes_ask_for_a_fresh_code(portal: Flask) -> None:
    person = somebody(portal, roles=["people-administrator"])
    admin = signed_in(portal, person, is_fresh=False)
    other = somebody(portal)
    assert admin.get(BASE).status_code == 200
    for rest in (f"{other.membership_id}/roles", "invite", f"{other.membership_id}/hand-over"):
        assert "/manchester/confirm" in admin.get(f"{BASE}/{rest}").location, rest
