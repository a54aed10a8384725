"""Does `mail check` send a letter through a real server, and say plainly why where it cannot?"""

from __future__ import annotations

import smtplib
import socket
from dataclasses import replace

import pytest
from flask import Flask

from portal.commands.mail import what_went_wrong
from tests.accounts.test_mail import PostOffice, office  # noqa: F401 - the fixture
from tests.conftest import ENGINES

# Nothing here asks the database for anything.
one_engine = pytest.mark.parametrize("engine_name", ENGINES[:1])
TO = "operator@agency.example"


def check(portal: Flask, address: str = TO, **settings: str) -> tuple[int, str]:
    portal.extensions["settings"] = replace(portal.extensions["settings"], **settings)
    ran = portal.test_cli_runner().invoke(args=["mail", "check", address])
    return ran.exit_code, ran.output


@one_engine
def test_a_test_letter_goes_through_the_server_and_says_what_it_is(
    portal: Flask,
    office: PostOffice,  # noqa: F811
) -> None:
    code, said = check(portal, mail_from="reviews@portal.example")
    assert code == 0 and f"took a letter from reviews@portal.example to {TO}" in said
    assert "It went there unencrypted" in said
    (letter,) = office.letters
    assert (letter["To"], letter["From"], letter["Auto-Submitted"]) == (
        TO,
        "reviews@portal.example",
        "auto-generated",
    )
    assert "This is a test" in letter.get_content()
    office.answer = "550 no such person"
    code, said = check(portal)
    assert code == 1 and "does not take letters to that address: 550 no such person" in said
    url = portal.extensions["settings"].smtp_url
    # A password that is asked for where the server has no sign-in, and TLS where it has none.
    for asked, words in (
        (url.replace("//", "//portal:secret@"), "cannot do what PORTAL_SMTP_URL asks for"),
        (f"{url}?starttls=1", "cannot do what PORTAL_SMTP_URL asks for"),
        (url.replace("smtp:", "smtps:"), "does not speak TLS from the start there"),
    ):
        code, said = check(portal, smtp_url=asked)
        assert code == 1 and words in said and "secret" not in said, said


@one_engine
def test_what_cannot_be_reached_or_is_no_address_is_named(portal: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert "nothing listens there" in check(portal, smtp_url=f"smtp://127.0.0.1:{port}")[1]
    code, said = check(portal, smtp_url="")
    assert code == 1 and "PORTAL_SMTP_URL is not set" in said
    for wrong in ("nobody", "a@b.example\nBcc: c@d.example", "a@b.example,c@d.example"):
        assert check(portal, wrong)[0] == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            smtplib.SMTPAuthenticationError(535, b"bad credentials"),
            "name and password of PORTAL_SMTP_URL: 535 bad",
        ),
        (
            smtplib.SMTPSenderRefused(553, b"not yours", "a@b.example"),
            "letters from PORTAL_MAIL_FROM: 553 not yours",
        ),
        (socket.gaierror(-2, "Name or service not known"), "no machine of that name is known here"),
        (TimeoutError("timed out"), "no answer in 20 seconds"),
    ],
)
def test_other_refusals_have_words_of_their_own(fault: Exception, words: str) -> None:
    assert words in what_went_wrong(fault)
