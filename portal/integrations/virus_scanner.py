"""Does ClamAV find a virus in these bytes? No answer is never "clean"."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import clamd

from portal.domain.uploads import ScanState

# A page waits for this; what takes longer is looked at again by the worker.
SECONDS = 15
ANSWERS = {"OK": ScanState.CLEAN, "FOUND": ScanState.INFECTED}


class NoAnswer(RuntimeError):
    """The scanner is not there, is not well, or was given more than it takes."""


def scan(address: str, parts: Iterable[bytes]) -> tuple[ScanState, str]:
    """Return what the scanner at `unix:/path` or `tcp:host:port` says of a file's parts, and a virus's name.

    Raises NoAnswer where any part got no plain answer.
    """
    for part in parts:
        state, found = answer_about(address, part)
        if state is not ScanState.CLEAN:
            return state, found
    return ScanState.CLEAN, ""


def answer_about(address: str, content: bytes) -> tuple[ScanState, str]:
    """Return the scanner's answer about one stream of bytes."""
    try:
        said, found = scanner_at(address).instream(BytesIO(content))["stream"]
    except (clamd.ClamdError, OSError, EOFError, LookupError, TypeError, ValueError) as fault:
        raise NoAnswer(type(fault).__name__) from None
    if said not in ANSWERS:
        raise NoAnswer(str(said))
    return ANSWERS[said], str(found or "")[:100]


def is_there(address: str) -> bool:
    """Whether the scanner answers at all."""
    try:
        return str(scanner_at(address).ping()) == "PONG"
    except (NoAnswer, clamd.ClamdError, OSError, EOFError, LookupError, TypeError, ValueError):
        return False


class WholeSocket(socket.socket):
    """A socket that sends all that it is given: the library trusts `send`, which may take only a part."""

    def send(self, sent: Any, flags: int = 0) -> int:
        """Send everything, or raise."""
        self.sendall(sent, flags)
        return len(sent)


class Scanner(clamd.ClamdNetworkSocket):  # type: ignore[misc]
    """The library's client, which waits only so long for a connection too, and leaves no socket open."""

    clamd_socket: socket.socket | None = None

    def __init__(self, family: int, place: Any) -> None:
        self.family, self.place = family, place

    def _init_socket(self) -> None:
        self.clamd_socket = WholeSocket(self.family, socket.SOCK_STREAM)
        self.clamd_socket.settimeout(SECONDS)
        try:
            self.clamd_socket.connect(self.place)
        except OSError:
            self._close_socket()
            raise

    def _close_socket(self) -> None:
        if self.clamd_socket is not None:
            self.clamd_socket.close()


def scanner_at(address: str) -> Scanner:
    """Return the client for an address; NoAnswer where none is set."""
    kind, _, place = address.partition(":")
    if kind == "unix" and place:
        return Scanner(socket.AF_UNIX, place)
    if kind == "tcp" and place:
        family, _, _, _, found = socket.getaddrinfo(*host_and_port(place), type=socket.SOCK_STREAM)[0]
        return Scanner(family, found)
    raise NoAnswer("no address")


def host_and_port(place: str) -> tuple[str, int]:
    """Return the two halves of `127.0.0.1:3310`; ValueError where there are none."""
    parts = urlsplit(f"//{place}")
    if not parts.hostname or not parts.port:
        raise ValueError(place)
    return parts.hostname, parts.port
