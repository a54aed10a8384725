"""Does anything in the suite try to reach beyond this machine? It is refused and the test fails."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class BeyondThisMachine(AssertionError):
    """A test, or the portal under test, tried to reach another machine."""


def is_here(host: Any) -> bool:
    """Return whether this host is this machine: loopback, or no host at all."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in {None, "", "localhost", "testserver"}:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(patch: pytest.MonkeyPatch) -> None:
    """Let sockets connect to loopback and local files only, and look up no other name."""
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        if not is_here(host):
            raise BeyondThisMachine(f"the suite looks up no name beyond this machine: {host!r}")
        return look_up(host, *args, **options)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_here(address[0]):
            raise BeyondThisMachine(f"the suite reaches no other machine: {address!r}")
        return connect(self, address)

    return guarded
