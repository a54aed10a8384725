"""Can a person look after what opens their account, and does every change put strangers out?"""

from __future__ import annotations

import re
from typing import Any

import pyotp
from flask import Flask

from tests.people import PASSWORD, SomeBody, send, sign_in, signed_in, somebody


def both_signed_in(portal: Flask) -> tuple[SomeBody, Any, Any]:
    """Return a person with two browsers."""
    person = somebody(portal)
    return person, signed_in(portal, person), signed_in(portal, person)


def test_changing_the_password_ends_the_other_sessions_and_not_this_one(portal: Flask) -> None:
    _, own, other = both_signed_in(portal)
    answer = send(
        own, "/account/password", current_password=PASSWORD, new_password="harbour-violet-Saturday-7"
    )
    assert answer.status_code == 303
    assert own.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_the_present_password_is_asked_for(portal: Flask) -> None:
    _, own, other = both_signed_in(portal)
    answer = send(
        own, "/account/password", current_password="wrong", new_password="harbour-violet-Saturday-7"
    )
    assert "This is not your present password" in answer.text
    assert other.get("/account").status_code == 200


def test_the_present_password_cannot_be_guessed_at_will(portal: Flask) -> None:
    _, own, _ = both_signed_in(portal)
    tries = [{"current_password": "wrong", "new_password": "harbour-violet-Saturday-7"}] * 4
    assert [send(own, "/account/password", **each).status_code for each in tries] == [200, 200, 200, 429]


def test_a_new_app_replaces_the_old_one_only_when_its_code_is_right(portal: Flask) -> None:
    person, own, other = both_signed_in(portal)
    page = "/account/second-factor"
    assert send(own, page).status_code == 303
    secret = re.search(r"secret=([A-Z2-7]+)", own.get(page).text)
    assert secret
    assert send(own, page, one_time_code="000000").status_code == 200
    assert other.get("/account").status_code == 200
    shown = send(own, page, one_time_code=pyotp.TOTP(secret.group(1)).now())
    assert "Keep your recovery codes" in shown.text
    assert other.get("/account").status_code == 303
    assert sign_in(portal.test_client(), person).status_code == 200  # the old app's code


def test_new_recovery_codes_end_the_old_ones(portal: Flask) -> None:
    from portal.accounts.operations import accept_recovery_code

    person, own, _ = both_signed_in(portal)
    first, second = (
        re.findall(r"<code>([a-z0-9-]{19})</code>", send(own, "/account/recovery-codes").text)
        for _ in range(2)
    )
    with portal.app_context():
        assert not accept_recovery_code(person.account_id, first[0])
        assert accept_recovery_code(person.account_id, second[0])


def test_a_person_sees_and_ends_their_own_sessions_and_nobody_elses(portal: Flask) -> None:
    _, own, other = both_signed_in(portal)
    stranger = signed_in(portal, somebody(portal))
    page = own.get("/account/sessions").text
    keys = re.findall(r'name="session" value="([0-9a-f]{64})"', page)
    assert len(keys) == 1
    assert page.count("Firefox on Linux</h2>") + page.count("Firefox on Linux <") >= 1
    assert send(own, "/account/sessions", "/account/sessions/end", session="\0").status_code == 404
    refused = send(stranger, "/account/sessions", "/account/sessions/end", session=keys[0])
    assert refused.status_code == 400 or refused.status_code == 404
    assert other.get("/account").status_code == 200
    assert send(own, "/account/sessions", "/account/sessions/end", session=keys[0]).status_code == 303
    assert other.get("/account").status_code == 303


def test_every_page_about_the_account_is_well_formed_and_titled(portal: Flask) -> None:
    client = signed_in(portal, somebody(portal, roles=["people-administrator"]))
    for path in (
        "/account",
        "/account/sessions",
        "/account/password",
        "/account/recovery-codes",
        "/account/second-factor",
        "/places",
        "/confirm",
        "/manchester/confirm",
        "/manchester/desk",
        "/manchester/settings/people",
        "/manchester/settings/people/invite",
        "/demo/mail",
    ):
        page = client.get(path)
        assert page.status_code == 200, path
        assert re.search(r"<title>[^<]{4,}</title>", page.text), path
        assert not re.search(r"\sstyle=|<style|<script(?! type=\"module\" src)", page.text), path


def test_every_role_has_a_desk_that_says_what_will_come(portal: Flask) -> None:
    from portal.domain.vocabulary import Role

    for role in Role:
        if role is not Role.REGIONAL_LEAD:
            desk = signed_in(portal, somebody(portal, roles=[role.value])).get("/manchester/desk")
            assert desk.status_code == 200
            assert role.label in desk.text
