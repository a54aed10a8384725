"""Is nothing that a person typed lost when their session runs out, and does nobody else see it?"""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.people import form_token, send, sign_in, signed_in, somebody

INVITE = "/manchester/settings/people/invite"
TYPED = {"name": "Zoë O’Neill", "email": "zoe@agency.example", "roles": ["referrer", "chair"], "agency": ""}
MORNING = "2026-11-20T09:00:00Z"


def held(portal: Flask) -> list[Any]:
    from portal.models.sign_in import HeldForm, for_accounts

    with portal.app_context(), for_accounts(writes=False) as session:
        return [(form.account_id, form.sent) for form in session.scalars(select(HeldForm))]


def offered(page: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the address and fields of the form on a page, as a browser without JavaScript would send them."""
    found = re.search(
        r'<form method="post" action="([^"]+)">(.*?)</form>', page[page.rindex("Your form was kept") :], re.S
    )
    assert found
    fields = re.findall(r'<textarea[^>]*name="([^"]+)">\n?(.*?)</textarea>', found.group(2), re.S)
    return unescape(found.group(1)), [(unescape(name), unescape(value)) for name, value in fields]


def too_late(portal: Flask, clock: Any, person: Any) -> Any:
    """Send the invitation form after the session has run out; return the browser."""
    client = signed_in(portal, person)
    token = form_token(client, INVITE)
    clock.shift(timedelta(minutes=16))
    answer = client.post(INVITE, data={"csrf_token": token, **TYPED})
    assert (answer.status_code, answer.location) == (303, "/manchester/sign-in")
    return client


def test_a_form_sent_too_late_is_offered_again_after_signing_in(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        person = somebody(portal, roles=["people-administrator"])
        client = too_late(portal, clock, person)
        answer = sign_in(client, person)
        assert answer.location == "/manchester/held-form"
        address, fields = offered(client.get(answer.location).text)
        assert address == INVITE
        assert sorted(fields) == sorted(
            [
                ("name", "Zoë O’Neill"),
                ("email", "zoe@agency.example"),
                ("roles", "referrer"),
                ("roles", "chair"),
                ("agency", ""),
            ]
        )
        from werkzeug.datastructures import MultiDict

        token = form_token(client, "/manchester/held-form")
        sent = client.post(address, data=MultiDict([*fields, ("csrf_token", token)]))
        assert (sent.status_code, sent.location) == (303, "/manchester/settings/people")
        assert "Zoë O’Neill" in client.get(sent.location).text


def test_a_held_form_that_was_sent_is_offered_no_more_and_one_that_was_refused_is(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        person = somebody(portal, roles=["people-administrator"])
        client = too_late(portal, clock, person)
        sign_in(client, person)
        page = client.get("/manchester/held-form").text
        again = re.search(r'name="held_form_sent_again" value="([^"]+)"', page)
        assert again
        sent = {**TYPED, "held_form_sent_again": again[1]}
        assert client.post(INVITE, data={**sent, "csrf_token": "not-the-token"}).status_code == 400
        assert len(held(portal)) == 1
        # Its session ends once more on the way: it is held anew, and not twice.
        token = form_token(client, "/manchester/held-form")
        clock.shift(timedelta(minutes=16))
        assert client.post(INVITE, data={**sent, "csrf_token": token}).location == "/manchester/sign-in"
        ((_, kept),) = held(portal)
        assert ["name", TYPED["name"]] in kept["fields"]
        assert sign_in(client, person).location == "/manchester/held-form"
        again = re.search(
            r'name="held_form_sent_again" value="([^"]+)"', client.get("/manchester/held-form").text
        )
        assert again
        token = form_token(client, "/manchester/held-form")
        other = signed_in(portal, somebody(portal, roles=["people-administrator"]))
        other.post(
            INVITE, data={**TYPED, "held_form_sent_again": again[1], "csrf_token": form_token(other, INVITE)}
        )
        assert len(held(portal)) == 1
        answer = client.post(INVITE, data={**TYPED, "held_form_sent_again": again[1], "csrf_token": token})
        assert answer.status_code < 400 and held(portal) == []
        assert client.get("/manchester/held-form").status_code == 303


def test_a_form_sent_hours_later_is_still_held(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        person = somebody(portal, roles=["people-administrator"])
        client = signed_in(portal, person)
        token = form_token(client, INVITE)
        clock.shift(timedelta(hours=20))
        client.post(INVITE, data={"csrf_token": token, **TYPED})
        assert sign_in(client, person).location == "/manchester/held-form"


def test_a_form_stopped_by_step_up_is_offered_again_after_confirming(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        person = somebody(portal, roles=["people-administrator"])
        client = signed_in(portal, person)
        token = form_token(client, INVITE)
        clock.shift(timedelta(minutes=11))
        asked = client.post(INVITE, data={"csrf_token": token, **TYPED})
        assert asked.location == "/manchester/confirm"
        answer = send(client, asked.location, one_time_code=person.code())
        assert answer.location == "/manchester/held-form"
        assert offered(client.get(answer.location).text)[0] == INVITE


def test_a_held_form_is_its_writers_alone(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        too_late(portal, clock, somebody(portal, roles=["people-administrator"]))
        other = somebody(portal, roles=["people-administrator"])
        client = portal.test_client()
        assert sign_in(client, other).location == "/manchester/desk"
        assert client.get("/manchester/held-form").status_code == 303


def test_secrets_and_form_tokens_are_not_held(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(portal, somebody(portal))
        token = form_token(client, "/account/password")
        clock.shift(timedelta(minutes=16))
        client.post(
            "/account/password",
            data={"csrf_token": token, "current_password": "one-secret", "new_password": "two-secret"},
        )
        assert [sent["fields"] for _, sent in held(portal)] == [[]]


def test_a_form_without_a_token_of_the_ended_session_is_not_held(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(portal, somebody(portal, roles=["people-administrator"]))
        clock.shift(timedelta(minutes=16))
        assert client.post(INVITE, data=TYPED).status_code == 400
        assert portal.test_client().post(INVITE, data=TYPED).status_code == 400
        assert held(portal) == []


def test_letting_a_held_form_go_leaves_nothing(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        person = somebody(portal, roles=["people-administrator"])
        client = too_late(portal, clock, person)
        sign_in(client, person)
        page = client.get("/manchester/held-form").text
        form_id = re.search(r'name="held" value="([^"]+)"', page)
        assert form_id
        send(client, "/manchester/held-form", "/manchester/held-form/let-go", held=form_id.group(1))
        assert held(portal) == []


def test_a_held_form_is_forgotten_after_a_day(portal: Flask) -> None:
    from portal.web import held_forms

    with time_machine.travel(MORNING, tick=False) as clock:
        person = somebody(portal, roles=["people-administrator"])
        client = too_late(portal, clock, person)
        clock.shift(timedelta(hours=25))
        assert sign_in(client, person).location == "/manchester/desk"
        with portal.app_context():
            held_forms.sweep()
        assert held(portal) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_is_held_stands_nowhere_in_the_clear(portal: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        too_late(portal, clock, somebody(portal, roles=["people-administrator"]))
    folder: Path = portal.extensions["settings"].instance
    assert held(portal)[0][1]["fields"]
    for path in folder.glob("*.db*"):
        assert b"zoe@agency.example" not in path.read_bytes(), path.name


@pytest.mark.parametrize(
    "value",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "",
        None,
        "desk",
        "/a\nb",
        "/ b",
        "/" + "a" * 600,
    ],
)
def test_nothing_leads_off_the_portal(value: str | None) -> None:
    from portal.web.held_forms import safe_next

    assert safe_next(value) is None


def test_a_regional_leads_form_is_offered_after_confirming_too(portal: Flask) -> None:
    from flask import g

    from portal.web import held_forms

    person = somebody(portal, "region:north-east")
    client = signed_in(portal, person, "region:north-east")
    cookie = f"portal={client.get_cookie('portal').value}"
    sent = portal.test_request_context(
        "/regions/north-east/", method="POST", data={"note": "typed"}, headers={"Cookie": cookie}
    )
    with sent:
        g.tenant, g.region = None, portal.extensions["tenants"].regions["north-east"]
        held_forms.hold()
    answer = send(client, "/confirm", one_time_code=person.code())
    assert answer.location == "/held-form"
    assert offered(client.get("/held-form").text) == ("/regions/north-east/", [("note", "typed")])
