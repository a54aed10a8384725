"""Does the mail server take a letter from the portal, and if not, what went wrong in plain words?"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import uuid4

import click
from flask import current_app
from flask.cli import AppGroup

from portal.config import Settings
from portal.integrations import mail

group = AppGroup("mail", help="Ask the mail server to send one test letter.")

WORDS = """This is a test of the portal's e-mail. Nobody has to do anything.

It went through the mail server that the portal is set to use. What the portal
sends otherwise has a link, and nothing about any person or case.
"""
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


@group.command()
@click.argument("address")
def check(address: str) -> None:
    """Send one test letter to ADDRESS; exit status 1, with the reason, where the mail server does not take it."""
    settings: Settings = current_app.extensions["settings"]
    if not ADDRESS.fullmatch(address) or not address.isascii():
        raise click.UsageError(f"{address!r} is not an e-mail address.")
    if not settings.smtp_url:
        raise click.ClickException("PORTAL_SMTP_URL is not set, so no e-mail leaves this portal.")
    try:
        mail.hand_over(settings.smtp_url, letter_to(settings, address))
    except (smtplib.SMTPException, OSError) as fault:
        raise click.ClickException(f"{server_of(settings)}: {what_went_wrong(fault)}") from fault
    click.echo(f"{server_of(settings)} took a letter from {settings.mail_from} to {address}. Does it arrive?")
    if not mail.is_encrypted(settings.smtp_url):
        click.echo("It went there unencrypted: begin the address with smtps://, or end it with ?starttls=1.")


def letter_to(settings: Settings, address: str) -> EmailMessage:
    """Return the test letter."""
    letter = EmailMessage()
    letter["Subject"] = "A test of the portal's e-mail"
    letter["From"], letter["To"] = settings.mail_from, address
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = f"<{uuid4()}@{settings.mail_from.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(WORDS)
    return letter


def server_of(settings: Settings) -> str:
    """Return where the letter is handed over, without the password."""
    place = urlsplit(settings.smtp_url)
    return f"{place.hostname or 'localhost'}:{mail.port_of(place)}"


def what_went_wrong(fault: Exception) -> str:
    """Say why a letter was not taken, and what to look at."""
    # Those first that are kinds of a later one.
    for kind, words in REASONS:
        if isinstance(fault, kind):
            return words.format(answer=answer_of(fault))
    return f"{type(fault).__name__}: {fault}"


def answer_of(fault: Exception) -> str:
    """Return what the server answered, or what the machine said of the connection."""
    said: bytes | str
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()))
    elif isinstance(fault, smtplib.SMTPResponseException):
        code, said = fault.smtp_code, fault.smtp_error
    else:
        return str(getattr(fault, "verify_message", "") or fault)
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"


REASONS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "does not take the name and password of PORTAL_SMTP_URL: {answer}."),
    (smtplib.SMTPSenderRefused, "does not take letters from PORTAL_MAIL_FROM: {answer}."),
    (smtplib.SMTPRecipientsRefused, "does not take letters to that address: {answer}."),
    (smtplib.SMTPDataError, "did not take the letter itself: {answer}."),
    (smtplib.SMTPNotSupportedError, "cannot do what PORTAL_SMTP_URL asks for, TLS or a sign-in: {answer}"),
    (smtplib.SMTPServerDisconnected, "hung up. Is TLS wanted from the start there (smtps://)? Is it another service?"),
    (smtplib.SMTPResponseException, "answered {answer}."),
    (ssl.SSLCertVerificationError, "has a certificate that this machine does not trust for that name: {answer}."),
    (ssl.SSLError, "does not speak TLS from the start there; ?starttls=1 begins it later: {answer}."),
    (socket.gaierror, "no machine of that name is known here: {answer}."),
    (ConnectionRefusedError, "nothing listens there. Is the port right, and the mail server running?"),
    (TimeoutError, "no answer in 20 seconds. A firewall may be in between."),
)  # fmt: skip
