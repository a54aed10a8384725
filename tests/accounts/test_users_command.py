"""Can the portal's operator let the first people in from the command line?"""

from __future__ import annotations

import re

import pyotp
from flask import Flask

from tests.accounts.test_invitations import enrol, links_in_letters
from tests.people import PASSWORD, also_at, record_of, send, sign_in, signed_in, somebody


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
    assert (
        "region north-east\tlead@agency.example\tA Lead\tregional-lead\tInvited" in users(portal, "list")[1]
    )
    client = portal.test_client()
    assert "/regions/north-east/" in enrol(client, link.group(1)).text
    assert "\tActive" in users(portal, "list", "--region", "north-east")[1]


def users(portal: Flask, *arguments: str) -> tuple[int, str]:
    answer = portal.test_cli_runner().invoke(args=["users", *arguments])
    return answer.exit_code, answer.output


def test_a_lead_who_is_seen_out_reads_no_more_until_they_are_invited_anew_and_accept(portal: Flask) -> None:
    lead = somebody(portal, "region:north-east", email="lead@agency.example")
    also_at(portal, lead, "manchester", ["coordinator"])
    here, there = signed_in(portal, lead), signed_in(portal, lead, "region:north-east")
    anew = ("--email", lead.email, "--name", "A Lead", "--region", "north-east")
    waiting = create(portal, *anew)[1].strip().removeprefix("http://127.0.0.1:8000")
    at = ("--email", lead.email, "--region", "north-east")
    assert users(portal, "end-lead", *at) == (0, "They read north-east no longer. Sessions ended: 1.\n")
    assert there.get("/regions/north-east/").status_code == 303
    assert signed_in(portal, lead, "region:north-east").get("/regions/north-east/").status_code == 404
    assert here.get("/manchester/desk").status_code == 200
    assert portal.test_client().get(waiting).status_code == 404
    assert "\tClosed" in users(portal, "list", "--region", "north-east")[1]
    for options, said in ((at, "open place"), ((*at[:3], "nowhere"), "--region")):
        code, output = users(portal, "end-lead", *options)
        assert (code, said in output) == (1, True), output
    again = create(portal, *anew)[1].strip().removeprefix("http://127.0.0.1:8000")
    assert "\tInvited" in users(portal, "list", "--region", "north-east")[1]
    assert send(portal.test_client(), again).status_code == 303
    assert signed_in(portal, lead, "region:north-east").get("/regions/north-east/").status_code == 200


def test_a_closed_account_opens_nothing_anywhere_and_no_link_to_it_does(portal: Flask) -> None:
    person = somebody(portal, email="gone@agency.example")
    also_at(portal, person, "salford", ["publisher"])
    admin = signed_in(
        portal, somebody(portal, "tenant:north-tyneside", ["people-administrator"]), "tenant:north-tyneside"
    )
    typed = {"name": "Typed Name", "email": person.email, "roles": ["referrer"], "agency": ""}
    send(admin, "/north-tyneside/settings/people/invite", **typed)
    link = links_in_letters(portal)[-1]
    places = [
        signed_in(portal, person),
        signed_in(portal, person, "tenant:salford"),
        signed_in(portal, person, None),
    ]
    code, said = users(portal, "close-account", "--email", person.email)
    assert (code, "manchester: closed" in said, "salford: closed" in said) == (0, True, True)
    assert "north-tyneside" not in said and "person-disabled" in record_of(portal, "salford")[0]
    for browser, address in zip(places, ("/manchester/desk", "/salford/desk", "/account"), strict=True):
        assert browser.get(address).status_code == 303, address
    assert portal.test_client().get(link).status_code == 404
    assert send(portal.test_client(), "/sign-in", email=person.email, password=PASSWORD).status_code == 200
    # Whoever invited them sees nothing of it, and what they send opens nothing.
    assert (
        "Typed Name" in (listed := admin.get("/north-tyneside/settings/people").text) and "Invited" in listed
    )
    assert send(admin, "/north-tyneside/settings/people/invite", **typed).status_code == 303
    assert users(portal, "reopen-account", "--email", person.email)[0] == 0
    assert users(portal, "reopen-account", "--email", person.email)[0] == 1
    assert users(portal, "close-account", "--email", "nobody@agency.example")[0] == 1
    assert sign_in(portal.test_client(), person).status_code == 303
    assert signed_in(portal, person).get("/manchester/desk").status_code == 404


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
