"""Does a session end when it should, everywhere, and does no public page touch one?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.people import PASSWORD, send, session_cookie, sign_in, signed_in, somebody

DESK = "/manchester/desk"
MORNING = "2026-11-20T09:00:00Z"


def cookie_of(client: Any) -> str:
    return str(client.get_cookie("portal").value)


def with_cookie(portal: Flask, value: str) -> Any:
    client = portal.test_client()
    client.set_cookie("portal", value)
    return client


def rows_of(portal: Flask) -> list[Any]:
    from portal.models.sign_in import SignInSession, for_accounts

    with portal.app_context(), for_accounts(writes=False) as session:
        found = list(session.scalars(select(SignInSession)))
        session.expunge_all()
        return found


def test_signing_out_kills_the_cookie_for_good(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    sign_in(client, person)
    stolen = cookie_of(client)
    answer = send(client, DESK, "/manchester/sign-out")
    assert answer.status_code == 303
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert client.get_cookie("portal") is None
    assert with_cookie(portal, stolen).get(DESK).status_code == 303


def test_signing_out_is_never_a_get(portal: Flask) -> None:
    assert signed_in(portal, somebody(portal)).get("/manchester/sign-out").status_code == 405


def test_signing_out_wants_the_form_token(portal: Flask) -> None:
    client = signed_in(portal, somebody(portal))
    assert client.post("/manchester/sign-out").status_code == 400
    assert client.get(DESK).status_code == 200


def test_a_quiet_session_ends_after_fifteen_minutes(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(portal, somebody(portal))
        for _ in range(3):
            clock.shift(timedelta(minutes=14, seconds=59))
            assert client.get(DESK).status_code == 200
        clock.shift(timedelta(minutes=15))
        assert client.get(DESK).status_code == 303


def test_a_busy_session_ends_after_eight_hours(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(portal, somebody(portal))
        for _ in range(47):
            clock.shift(timedelta(minutes=10))
            assert client.get(DESK).status_code == 200
        clock.shift(timedelta(minutes=10))
        assert client.get(DESK).status_code == 303


def test_the_cookie_changes_at_every_step_and_the_earlier_ones_are_worth_nothing(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    client.get("/manchester/sign-in")
    seen = [cookie_of(client)]
    send(client, "/manchester/sign-in", email=person.email, password=PASSWORD)
    seen.append(cookie_of(client))
    send(client, "/manchester/sign-in/code", one_time_code=person.code())
    seen.append(cookie_of(client))
    send(client, "/manchester/confirm", one_time_code=person.code(1))
    seen.append(cookie_of(client))
    assert len(set(seen)) == 4
    assert client.get(DESK).status_code == 200
    for earlier in seen[:3]:
        assert with_cookie(portal, earlier).get(DESK).status_code == 303


def test_a_cookie_that_somebody_planted_signs_nobody_in(portal: Flask) -> None:
    person, client = somebody(portal), with_cookie(portal, "planted-by-somebody-else")
    sign_in(client, person)
    assert with_cookie(portal, "planted-by-somebody-else").get(DESK).status_code == 303


def test_three_sessions_at_once_and_the_quietest_gives_way(portal: Flask) -> None:
    person = somebody(portal)
    with time_machine.travel(MORNING, tick=False) as clock:
        clients = []
        for _ in range(4):
            client = portal.test_client()
            assert sign_in(client, person).status_code == 303
            clients.append(client)
            clock.shift(timedelta(seconds=90))
        assert [client.get(DESK).status_code for client in clients] == [303, 200, 200, 200]


def test_a_closed_account_is_out_at_once(portal: Flask) -> None:
    from portal.models.account import Account
    from portal.models.sign_in import for_accounts

    person = somebody(portal)
    client = signed_in(portal, person)
    with portal.app_context(), for_accounts() as session:
        session.get_one(Account, person.account_id).is_active = False
        session.commit()
    assert client.get(DESK).status_code == 303


def test_the_database_keeps_no_cookie_address_or_full_browser_name(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
    )
    sign_in(client, person)
    row = next(row for row in rows_of(portal) if row.account_id)
    kept = repr({column.name: getattr(row, column.name) for column in row.__table__.columns})
    assert row.browser == "Firefox on Linux"
    for secret in (cookie_of(client), "127.0.0.1", "Gecko"):
        assert secret not in kept


def test_reading_pages_writes_at_most_once_a_minute(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(portal, somebody(portal))
        begun = rows_of(portal)[0].seen_at
        clock.shift(50)
        client.get(DESK)
        assert rows_of(portal)[0].seen_at == begun
        clock.shift(11)
        client.get(DESK)
        assert rows_of(portal)[0].seen_at == begun + timedelta(seconds=61)


def test_no_public_page_reads_or_sets_a_session(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.web import sign_in_session

    def refuse(*asked: object) -> None:
        raise AssertionError("the session was read")

    client = signed_in(portal, somebody(portal))
    monkeypatch.setattr(sign_in_session, "kept_row", refuse)
    for path in (
        "/",
        "/manchester/",
        "/manchester/reviews",
        "/manchester/pages/privacy",
        "/health",
        "/manchester/nowhere",
    ):
        with client.get(path) as answer:
            assert answer.status_code == (404 if path == "/manchester/nowhere" else 200), path
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")


def test_rows_that_nobody_can_use_are_swept(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        portal.test_client().get("/sign-in")
        session_cookie(portal, somebody(portal), "tenant:manchester")
        assert len(rows_of(portal)) == 2
        clock.shift(timedelta(hours=2))
        portal.test_client().get("/sign-in")
        assert len(rows_of(portal)) == 2
        clock.shift(timedelta(hours=40))
        portal.test_client().get("/sign-in")
        assert len(rows_of(portal)) == 1


def test_what_matters_most_asks_for_a_code_again_after_ten_minutes(portal: Flask) -> None:
    person = somebody(portal)
    client = signed_in(portal, person, is_fresh=False)
    asked = client.get("/account/recovery-codes")
    assert asked.status_code == 303
    assert asked.location == "/confirm?next=/account/recovery-codes"
    answer = send(client, asked.location, "/confirm", one_time_code=person.code())
    assert answer.location == "/account/recovery-codes"
    assert client.get("/account/recovery-codes").status_code == 200


def test_a_script_can_keep_a_session_awake(portal: Flask) -> None:
    client = signed_in(portal, somebody(portal))
    assert client.get("/stay-signed-in").status_code == 204


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_production_cookies_are_for_this_host_https_and_no_script(portal: Flask) -> None:
    portal.config.update(SESSION_COOKIE_NAME="__Host-portal", SESSION_COOKIE_SECURE=True)
    person, client = somebody(portal), portal.test_client()
    address = "https://localhost"
    page = client.get("/sign-in", base_url=address)
    token = page.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    typed = {"csrf_token": token, "email": person.email, "password": PASSWORD}
    step = client.post("/sign-in", data=typed, base_url=address, headers={"Referer": f"{address}/sign-in"})
    for cookie in (page.headers["Set-Cookie"], step.headers["Set-Cookie"]):
        name, *traits = cookie.split("; ")
        assert name.startswith("__Host-portal=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(traits)
        assert not any(trait.startswith(("Domain", "Max-Age", "Expires")) for trait in traits)
