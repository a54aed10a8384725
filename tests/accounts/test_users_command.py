"""Can the portal's operator let the first people in from the command line?"""

from __future__ import annotations

import re

from flask import Flask

from tests.accounts.test_invitations import enrol


def create(portal: Flask, *options: str) -> tuple[int, str]:
    answer = portal.test_cli_runner().invoke(args=["users", "create", *options])
    return answer.exit_code, answer.output


def test_the_first_administrator_is_invited_from_the_command_line(portal: Flask) -> None:
    code, said = create(
        portal, "--email", "first@agency.example", "--name", "First Person", "--tenant", "salford",
        "--role", "people-administrator",
    )  # fmt: skip
    assert code == 0, said
    link = re.search(r"http://127.0.0.1:8000(/salford/invitations/\S+)", said)
    assert link
    client = portal.test_client()
    assert enrol(client, link.group(1)).status_code == 200
    assert client.get("/salford/settings/people").status_code == 200
    listed = portal.test_cli_runner().invoke(args=["users", "list"]).output
    assert "salford\tfirst@agency.example\tFirst Person\tpeople-administrator\tActive" in listed


def test_a_regional_lead_is_invited_from_the_command_line(portal: Flask) -> None:
    code, said = create(
        portal, "--email", "lead@agency.example", "--name", "A Lead", "--region", "north-east"
    )
    assert code == 0, said
    link = re.search(r"http://127.0.0.1:8000(/invitations/\S+)", said)
    assert link
    client = portal.test_client()
    assert "/regions/north-east/" in enrol(client, link.group(1)).text


def test_faults_name_the_option_and_end_with_a_status(portal: Flask) -> None:
    person = ("--email", "x@agency.example", "--name", "X")
    for options, said in (
        (("--tenant", "nowhere", "--role", "chair"), "--tenant"),
        (("--tenant", "salford", "--role", "king"), "--role"),
        (("--tenant", "salford", "--role", "chair", "--agency", "none-such"), "--agency"),
        (("--region", "nowhere"), "--region"),
        (("--tenant", "salford", "--role", "people-administrator", "--role", "coordinator"), "administrator"),
    ):
        code, output = create(portal, *person, *options)
        assert code == 1, output
        assert said in output
