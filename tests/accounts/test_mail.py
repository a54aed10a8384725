"""Do e-mails leave once, through a real server, with nothing in them about anybody?"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from tests.people import send, signed_in, somebody


class PostOffice:
    """A mail server that keeps what it is given, or refuses."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        from email import message_from_bytes, policy

        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@pytest.fixture
def office(portal: Flask) -> Iterator[PostOffice]:
    office = PostOffice()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    portal.extensions["settings"] = replace(
        portal.extensions["settings"], smtp_url=f"smtp://127.0.0.1:{port}"
    )
    yield office
    controller.stop()


def write(portal: Flask, person: Any, kind: str = "attention", tenant: str = "manchester") -> None:
    from portal.extensions import db
    from portal.models.outbox import write_letter
    from portal.models.session import entering

    with portal.app_context(), entering(db.session, tenant) as session:
        # Urgent, so that it leaves whenever the tests are run.
        write_letter(session, tenant, person.account_id, kind, f"/{tenant}/desk", is_urgent=True)
        session.commit()


def post(portal: Flask) -> int:
    from portal.web.post import empty_outbox

    with portal.app_context():
        return empty_outbox()


def outbox(portal: Flask, tenant: str = "manchester") -> list[Any]:
    from portal.extensions import db
    from portal.models.outbox import Outbox
    from portal.models.session import entering

    with portal.app_context(), entering(db.session, tenant, writes=False) as session:
        return [
            (row.sent_at, row.given_up_at, row.attempts, row.link) for row in session.scalars(select(Outbox))
        ]


def test_a_letter_reaches_the_server_once(portal: Flask, office: PostOffice) -> None:
    person = somebody(portal)
    write(portal, person)
    assert (post(portal), post(portal)) == (1, 0)
    (letter,) = office.letters
    assert letter["To"] == person.email
    assert letter["Subject"] == "[MSP] Something needs your attention"
    assert "http://127.0.0.1:8000/manchester/desk" in letter.get_content()
    assert outbox(portal)[0][3] is None


def test_a_letter_that_could_not_leave_is_tried_again_later_under_the_same_name(
    portal: Flask, office: PostOffice
) -> None:
    person = somebody(portal)
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        write(portal, person)
        office.answer = "451 busy"
        assert (post(portal), post(portal)) == (0, 0)
        office.answer = ""
        clock.shift(timedelta(minutes=3))
        assert post(portal) == 1
    assert outbox(portal)[0][2] == 2


def test_a_letter_killed_between_the_servers_yes_and_our_commit_carries_the_same_message_id(
    portal: Flask, office: PostOffice
) -> None:
    from portal.extensions import db
    from portal.integrations import mail
    from portal.models.outbox import Outbox
    from portal.models.session import entering
    from portal.web.post import take

    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock, portal.app_context():
        write(portal, somebody(portal))
        with entering(db.session, "manchester", writes=False) as session:
            letter_id = session.scalars(select(Outbox.id)).one()
        letter = take("manchester", letter_id)
        assert letter is not None
        mail.deliver(portal.extensions["settings"], letter)
        assert take("manchester", letter_id) is None
        clock.shift(timedelta(minutes=6))
        assert post(portal) == 1
    assert office.letters[0]["Message-ID"] == office.letters[1]["Message-ID"]
    assert office.letters[0].as_bytes() == office.letters[1].as_bytes()


def test_an_address_that_is_refused_for_good_is_given_up(portal: Flask, office: PostOffice) -> None:
    write(portal, somebody(portal))
    office.answer = "550 no such person"
    assert post(portal) == 0
    assert outbox(portal)[0][1] is not None


def test_who_has_left_hears_nothing_more(portal: Flask, office: PostOffice) -> None:
    person = somebody(portal)
    write(portal, person)
    admin = signed_in(portal, somebody(portal, roles=["people-administrator"]))
    send(admin, f"/manchester/settings/people/{person.membership_id}/close")
    assert post(portal) == 0
    assert office.letters == []


def test_no_letter_says_anything_about_anybody(portal: Flask, office: PostOffice) -> None:
    admin = signed_in(portal, somebody(portal, roles=["people-administrator"], name="Canaryname Admin"))
    send(
        admin,
        "/manchester/settings/people/invite",
        name="Canaryname Invited",
        email="invited@agency.example",
        roles=["chair"],
        agency="",
    )
    person = somebody(portal, name="Canaryname Known")
    send(portal.test_client(), "/forgotten-password", email=person.email)
    own = signed_in(portal, person)
    send(own, "/account/recovery-codes")
    write(portal, person)
    assert post(portal) == 4
    for letter in office.letters:
        text = letter.as_string()
        assert "Canaryname" not in text
        assert "chair" not in text.lower()
        assert letter.get_content_type() == "text/plain"
        assert not list(letter.iter_attachments())
        assert letter["Subject"].endswith("Something needs your attention")
        assert set(letter.keys()) == {
            "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted",
            "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        }  # fmt: skip


def test_the_demonstration_keeps_its_letters_for_reading(portal: Flask) -> None:
    person = somebody(portal)
    write(portal, person)
    assert post(portal) == 1
    page = portal.test_client().get("/demo/mail")
    assert page.status_code == 200
    assert person.email in page.text


def test_no_letters_can_be_read_outside_the_demonstration(portal: Flask) -> None:
    portal.extensions["settings"] = replace(portal.extensions["settings"], environment="production")
    assert portal.test_client().get("/demo/mail").status_code == 404


def test_the_ticker_writes_json_and_refuses_what_is_not_plain(portal: Flask) -> None:
    from portal.commands.worker import JsonSerializer, new_ticker

    ticker = new_ticker(portal)
    waiting = [ticker.storage.dequeue() for _ in range(ticker.storage.queue_size())]
    assert all(raw.startswith(b"{") for raw in waiting)
    assert {ticker.deserialize_task(raw).name for raw in waiting} == {"send", "remind", "scan", "print", "recount"}
    with pytest.raises(TypeError):
        JsonSerializer().serialize({"a": object()})


def test_the_worker_command_sends_what_is_due(portal: Flask, office: PostOffice) -> None:
    write(portal, somebody(portal))
    answer = portal.test_cli_runner().invoke(args=["worker", "once"])
    assert answer.exit_code == 0, answer.output
    assert "1 sent" in answer.output
