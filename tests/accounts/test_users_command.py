"""Can the portal's operator let the first people in from the command line?"""

from __future__ import annotations

import re

import pyotp
from flask import Flask

from tests.accounts.test_invitations import enrol
from tests.people import PASSWORD, send, sign_in, signed_in, somebody


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


def test_a_lost_app_is_replaced_by_link_password_and_new_code_together(portal: Flask) -> None:
    person = somebody(portal)
    elsewhere = signed_in(portal, person)
    said = (
        portal.test_cli_runner()
        .invoke(args=["users", "replace-second-factor", "--email", person.email])
        .output
    )
    link = re.search(r"http://127.0.0.1:8000(/new-second-factor/\S+)", said)
    assert link
    client = portal.test_client()
    secret = re.search(r"secret=([A-Z2-7]+)", client.get(link.group(1)).text)
    assert secret
    code = pyotp.TOTP(secret.group(1)).now()
    for password, given in (("wrong", code), (PASSWORD, "000000")):
        assert send(client, link.group(1), password=password, one_time_code=given).status_code == 200
        assert elsewhere.get("/account").status_code == 200
    assert (
        "Keep your recovery codes" in send(client, link.group(1), password=PASSWORD, one_time_code=code).text
    )
    assert elsewhere.get("/account").status_code == 303
    assert client.get(link.group(1)).status_code == 404
    assert sign_in(portal.test_client(), person).status_code == 200  # the lost app's code


def test_nobody_without_an_open_account_gets_a_link_for_another_app(portal: Flask) -> None:
    answer = portal.test_cli_runner().invoke(
        args=["users", "replace-second-factor", "--email", "nobody@agency.example"]
    )
    assert answer.exit_code == 1
