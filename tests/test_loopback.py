"""Does the suite stay on this machine?"""

from __future__ import annotations

import socket

import pytest

from tests.loopback import BeyondThisMachine


def test_a_test_cannot_connect_to_another_machine() -> None:
    with pytest.raises(BeyondThisMachine):
        socket.create_connection(("198.51.100.1", 80), timeout=1)


def test_a_test_cannot_look_up_the_name_of_another_machine() -> None:
    with pytest.raises(BeyondThisMachine):
        socket.getaddrinfo("partnership.example", 443)


def test_a_test_can_connect_to_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
