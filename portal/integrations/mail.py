"""How does an e-mail leave: through an SMTP server, or, in the demonstration, into a folder?"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from portal.config import Settings

TIMEOUT_SECONDS = 20


class NotDelivered(RuntimeError):
    """The e-mail did not leave; it may be tried again unless `is_final`."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


def deliver(settings: Settings, letter: EmailMessage) -> None:
    """Send the e-mail by `PORTAL_SMTP_URL`, or keep it where the demonstration has none; NotDelivered otherwise."""
    if settings.smtp_url:
        send(settings.smtp_url, letter)
    elif settings.is_demonstration:
        keep(settings.mail_folder, letter)
    else:
        raise NotDelivered("PORTAL_SMTP_URL is not set")


def send(url: str, letter: EmailMessage) -> None:
    """Send through `smtp://user:password@host:port`; `smtps://` for TLS throughout, `?starttls=1` to begin it."""
    try:
        hand_over(url, letter)
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        # 5xx is for good (RFC 5321, 4.2.1); the server's words may name the person and stay out of our log.
        raise NotDelivered("the recipient was refused", is_final=min(codes, default=0) >= 500) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(type(error).__name__) from None


def hand_over(url: str, letter: EmailMessage) -> None:
    """Hand the e-mail to the server. Raises what the library does where the server does not take it."""
    place = urlsplit(url)
    with connected(place) as server:
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(letter)


def is_encrypted(url: str) -> bool:
    """Whether a letter goes to this server through TLS."""
    place = urlsplit(url)
    return place.scheme == "smtps" or begins_tls(place)


def begins_tls(place: SplitResult) -> bool:
    """Whether the address asks to begin TLS on a connection that has none at first."""
    return parse_qs(place.query).get("starttls") == ["1"]


def port_of(place: SplitResult) -> int:
    """Return the port of the server, the usual one where none is named."""
    return place.port or (465 if place.scheme == "smtps" else 25)


def connected(place: SplitResult) -> smtplib.SMTP:
    """Return a connection to the server as its address says."""
    host = place.hostname or "localhost"
    if place.scheme == "smtps":
        return smtplib.SMTP_SSL(
            host, port_of(place), timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    server = smtplib.SMTP(host, port_of(place), timeout=TIMEOUT_SECONDS)
    try:
        if begins_tls(place):
            server.starttls(context=ssl.create_default_context())
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def keep(folder: Path, letter: EmailMessage) -> None:
    """Write the e-mail to a file named by its Message-ID: sent twice it is there once."""
    folder.mkdir(parents=True, exist_ok=True)
    name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
    scratch = folder / f".{name}.writing"
    scratch.write_bytes(letter.as_bytes())
    scratch.replace(folder / f"{name}.eml")
