"""Does an invitation open exactly one account, once, for the person whose mailbox it reached?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pyotp
import time_machine
from flask import Flask

from tests.people import PASSWORD, form_token, record_of, send, sign_in, signed_in, somebody

INVITE = "/manchester/settings/people/invite"


def invite(portal: Flask, administrator: Any, email: str = "new@agency.example", **fields: Any) -> str:
    """Invite somebody through the page; return the path of the link in their e-mail."""
    typed = {"name": "New Person", "email": email, "roles": ["referrer"], "agency": ""} | fields
    answer = send(administrator, INVITE, **typed)
    assert answer.status_code == 303, answer.text
    return links_in_letters(portal)[-1]


def links_in_letters(portal: Flask) -> list[str]:
    """Send what waits, and return every link in the e-mails by the time they were written."""
    from portal.web.post import empty_outbox

    with portal.app_context():
        empty_outbox()
    letters = sorted(
        portal.extensions["settings"].mail_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns
    )
    base = portal.extensions["settings"].base_url
    texts = [message_from_bytes(path.read_bytes(), policy=policy.default).get_content() for path in letters]
    return [found for text in texts for found in re.findall(re.escape(base) + r"(\S+)", text)]


def administrator(portal: Flask) -> Any:
    return signed_in(portal, somebody(portal, roles=["people-administrator"]))


def enrol(client: Any, link: str) -> Any:
    """Choose a password and set up the app; return the last answer."""
    first = send(client, link, new_password=PASSWORD)
    assert first.status_code == 303, first.text
    secret = re.search(r"secret=([A-Z2-7]+)", client.get(first.location).text)
    assert secret
    return send(client, first.location, one_time_code=pyotp.TOTP(secret.group(1)).now())


def test_an_invited_person_opens_their_account_and_is_at_their_desk(portal: Flask) -> None:
    link, client = invite(portal, administrator(portal)), portal.test_client()
    answer = enrol(client, link)
    assert answer.status_code == 200
    assert len(re.findall(r"<code>([a-z0-9-]{19})</code>", answer.text)) == 10
    assert 'href="/manchester/desk"' in answer.text
    assert "Referrer" in client.get("/manchester/desk").text


def test_an_invitation_works_once(portal: Flask) -> None:
    link = invite(portal, administrator(portal))
    assert enrol(portal.test_client(), link).status_code == 200
    missing = portal.test_client().get("/manchester/invitations/" + "x" * 43)
    used = portal.test_client().get(link)
    assert (used.status_code, missing.status_code) == (404, 404)
    assert used.text == missing.text
    assert portal.test_client().get(link + "/second-factor").status_code == 404


def test_looking_at_an_invitation_does_not_use_it_up(portal: Flask) -> None:
    link = invite(portal, administrator(portal))
    for _ in range(3):
        assert portal.test_client().get(link).status_code == 200
    assert enrol(portal.test_client(), link).status_code == 200


def test_an_invitation_ends_after_three_days(portal: Flask) -> None:
    with time_machine.travel("2026-11-16T09:00:00Z", tick=False) as clock:
        link = invite(portal, administrator(portal))
        clock.shift(timedelta(days=2, hours=23))
        assert portal.test_client().get(link).status_code == 200
        clock.shift(timedelta(hours=2))
        assert portal.test_client().get(link).status_code == 404


def test_an_invitation_is_of_no_use_at_another_partnership(portal: Flask) -> None:
    link = invite(portal, administrator(portal))
    assert portal.test_client().get(link.replace("manchester", "salford")).status_code == 404
    assert portal.test_client().get(link.replace("/manchester", "")).status_code == 404


def test_a_password_without_the_second_factor_opens_nothing(portal: Flask) -> None:
    link, client = invite(portal, administrator(portal)), portal.test_client()
    send(client, link, new_password=PASSWORD)
    assert client.get("/manchester/desk").status_code == 303
    refused = send(portal.test_client(), "/sign-in", email="new@agency.example", password=PASSWORD)
    assert refused.status_code == 200


def test_a_wrong_first_code_opens_nothing_and_can_be_tried_again(portal: Flask) -> None:
    link, client = invite(portal, administrator(portal)), portal.test_client()
    send(client, link, new_password=PASSWORD)
    wrong = send(client, link + "/second-factor", one_time_code="000000")
    assert wrong.status_code == 200
    assert "This code is not right" in wrong.text
    assert enrol(portal.test_client(), link).status_code == 200


def test_easy_passwords_are_refused_with_the_reason(portal: Flask) -> None:
    link = invite(portal, administrator(portal))
    for password in ("short", "password1234", "qwertyuiop12", "new@agency.example", "a" * 129):
        answer = send(portal.test_client(), link, new_password=password)
        assert answer.status_code == 200, password
        assert "govuk-error-summary" in answer.text


def test_nothing_tells_an_administrator_whether_an_invited_address_has_an_account(portal: Flask) -> None:
    somebody(portal, "tenant:salford", ["publisher"], email="known@agency.example", name="Salford Canary")
    invited_at_salford(portal, "half.open@agency.example", "Canary of an invitation")
    admin = administrator(portal)
    addresses = ("Fresh@agency.example", "Known@agency.example", "Half.Open@agency.example")
    fresh, *others = [all_that_shows(portal, admin, email) for email in addresses]
    assert "NAME" in fresh[1] and "EMAIL" in fresh[2] and "Invited" in fresh[2]
    for other in others:
        assert other == fresh


def all_that_shows(portal: Flask, admin: Any, email: str) -> list[Any]:
    """Invite an address; return every answer that follows, what went on the record and how many keys were made."""
    name, before = f"Person of {email}", (keys_made(portal), record_of(portal, "manchester")[0])
    typed = {"name": name, "email": email, "roles": ["referrer"], "agency": ""}
    shown = [send(admin, INVITE, **typed).text, admin.get("/manchester/settings/people").text]
    row = re.search(rf'<a class="govuk-link" href="([^"]+)">{name}</a>.*?</tr>', shown[1], re.DOTALL)
    assert row
    shown[1] = row.group(0)
    page = row.group(1)
    shown += [admin.get(page).text, admin.get(f"{page}/hand-over").text, admin.get(f"{page}/roles").text]
    shown += [
        send(admin, f"{page}/{step}").text for step in ("invite-again", "end-sessions", "close", "open")
    ]
    shown += [send(admin, INVITE, **typed).text, admin.get(page).text]
    keys = [after - earlier for after, earlier in zip(keys_made(portal), before[0], strict=True)]
    done = Counter(record_of(portal, "manchester")[0]) - Counter(before[1])
    return [*(without_what_differs(each, name, email) for each in shown), keys, done]


def without_what_differs(text: str, name: str, email: str) -> str:
    """Return a page without what was typed, and without what is random."""
    text = text.replace(name, "NAME").replace(email, "EMAIL")
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    return re.sub(r'(nonce|value)="[^"]{20,}"', r"\1", text)


def keys_made(portal: Flask) -> list[int]:
    """Return how many keys there are, of the partnership and of what belongs to none: each costs time."""
    from portal.models.keystore import RESERVED_TENANT, keystore

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with portal.app_context():
        return [len(keystore().orphans(each, set(), tomorrow)) for each in ("manchester", RESERVED_TENANT)]


def invited_at_salford(portal: Flask, email: str, name: str) -> str:
    """Have another partnership invite somebody; return the path of the link."""
    from portal.accounts.operations import at_place
    from portal.accounts.people import Invited, invite
    from portal.domain.vocabulary import Role

    with portal.app_context(), at_place("tenant:salford") as session:
        token = invite(session, "salford", Invited(name, email, (Role.REFERRER,), ""))
    links_in_letters(portal)
    return f"/salford/invitations/{token}"


def test_somebody_with_an_account_accepts_a_second_place_and_is_known_there_by_it(portal: Flask) -> None:
    elsewhere = somebody(
        portal, "tenant:salford", ["publisher"], email="known@agency.example", name="Salford Canary"
    )
    admin = administrator(portal)
    link = invite(portal, admin, "known@agency.example")
    assert sign_in(portal.test_client(), elsewhere, "/manchester/sign-in").location == "/salford/desk"
    client = portal.test_client()
    assert "see the name on it, Salford Canary" in client.get(link).text
    assert send(client, link).location == "/manchester/sign-in"
    assert "Salford Canary" in admin.get("/manchester/settings/people").text
    assert sign_in(client, elsewhere, "/manchester/sign-in", steps=1).location == "/manchester/desk"


def test_whoever_opens_an_account_has_the_name_that_was_typed_where_they_accepted(portal: Flask) -> None:
    there = invited_at_salford(portal, "half.open@agency.example", "Canary of an invitation")
    admin = administrator(portal)
    assert enrol(portal.test_client(), invite(portal, admin, "half.open@agency.example")).status_code == 200
    assert "New Person" in admin.get("/manchester/settings/people").text
    theirs = signed_in(portal, somebody(portal, "tenant:salford", ["people-administrator"]), "tenant:salford")
    assert "Canary of an invitation" in theirs.get("/salford/settings/people").text
    assert "see the name on it, New Person" in portal.test_client().get(there).text


def test_a_new_invitation_ends_the_earlier_one(portal: Flask) -> None:
    admin = administrator(portal)
    first = invite(portal, admin)
    page = re.search(
        r'href="(/manchester/settings/people/[0-9a-f-]+)">New Person',
        admin.get("/manchester/settings/people").text,
    )
    assert page
    send(admin, page.group(1) + "/invite-again")
    second = links_in_letters(portal)[-1]
    assert first != second
    assert portal.test_client().get(first).status_code == 404
    assert portal.test_client().get(second).status_code == 200


def test_a_reset_keeps_the_second_factor_and_ends_every_session(portal: Flask) -> None:
    person = somebody(portal)
    client = signed_in(portal, person)
    send(portal.test_client(), "/forgotten-password", email=person.email)
    link = next(link for link in links_in_letters(portal) if "new-password" in link)
    assert portal.test_client().get(link).status_code == 200
    assert send(portal.test_client(), link, new_password="harbour-violet-Saturday-7").status_code == 303
    assert client.get("/manchester/desk").status_code == 303
    assert portal.test_client().get(link).status_code == 404
    entering = portal.test_client()
    first = send(entering, "/manchester/sign-in", email=person.email, password="harbour-violet-Saturday-7")
    assert first.location == "/manchester/sign-in/code"
    assert send(entering, first.location, one_time_code=person.code()).status_code == 303


def test_a_reset_link_ends_after_an_hour(portal: Flask) -> None:
    with time_machine.travel("2026-11-16T09:00:00Z", tick=False) as clock:
        send(portal.test_client(), "/forgotten-password", email=somebody(portal).email)
        link = links_in_letters(portal)[-1]
        clock.shift(timedelta(minutes=61))
        assert portal.test_client().get(link).status_code == 404


def test_links_come_from_the_settings_whatever_host_was_asked(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    token = form_token(client, "/forgotten-password")
    client.post(
        "/forgotten-password",
        data={"csrf_token": token, "email": person.email},
        headers={"X-Forwarded-Host": "evil.example", "Host": "localhost:1234"},
    )
    links_in_letters(portal)
    text = "".join(path.read_text() for path in portal.extensions["settings"].mail_folder.glob("*.eml"))
    assert portal.extensions["settings"].base_url + "/new-password/" in text
    assert "evil.example" not in text
    assert "1234" not in text


def test_invitations_are_on_the_partnerships_record(portal: Flask) -> None:
    enrol(portal.test_client(), invite(portal, administrator(portal)))
    actions, everything = record_of(portal, "manchester")
    assert {"person-invited", "account-opened"} <= set(actions)
    assert "new@agency.example" not in everything
