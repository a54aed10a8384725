"""Do both factors let a person in, each once, and does nothing tell a stranger more?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.people import PASSWORD, SomeBody, also_at, record_of, send, sign_in, signed_in, somebody

DESK = "/manchester/desk"


def test_password_and_code_lead_to_the_desk(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    answer = sign_in(client, person)
    assert (answer.status_code, answer.location) == (303, DESK)
    desk = client.get(DESK)
    assert desk.status_code == 200
    assert "Nothing waits for you now" in desk.text
    assert desk.headers["Cache-Control"] == "no-store"


def test_a_password_alone_opens_nothing(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    send(client, "/manchester/sign-in", email=person.email, password=PASSWORD)
    for path in (DESK, "/account", "/places", "/account/sessions", "/confirm", "/held-form"):
        assert client.get(path).status_code == 303, path
        assert "/sign-in" in client.get(path).location


def test_a_code_works_once(portal: Flask) -> None:
    person = somebody(portal)
    # In one half minute, or the second code would be the next one.
    with time_machine.travel(datetime.now(UTC), tick=False):
        assert sign_in(portal.test_client(), person).status_code == 303
        again = sign_in(portal.test_client(), person)
    assert again.status_code == 200
    assert "This code is not right, or it has been used" in again.text


def test_a_code_used_by_many_at_once_wins_once(portal: Flask) -> None:
    from portal.accounts.operations import accept_second_factor

    person = somebody(portal)
    code = person.code()

    def use(number: int) -> bool:
        with portal.app_context():
            return accept_second_factor(person.account_id, code)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(12))) == 1


def test_an_earlier_code_does_not_work_after_a_later_one(portal: Flask) -> None:
    person = somebody(portal)
    assert sign_in(portal.test_client(), person, steps=1).status_code == 303
    assert sign_in(portal.test_client(), person, steps=0).status_code == 200


def test_a_recovery_code_works_once(portal: Flask) -> None:
    from portal.accounts.operations import renew_recovery_codes

    person = somebody(portal)
    with portal.app_context():
        code = renew_recovery_codes(person.account_id)[0]
    answers = []
    for _ in range(2):
        client = portal.test_client()
        send(client, "/manchester/sign-in", email=person.email, password=PASSWORD)
        answers.append(
            send(client, "/manchester/sign-in/recovery-code", one_time_code=code.upper()).status_code
        )
    assert answers == [303, 200]


def test_wrong_password_and_unknown_address_answer_alike(portal: Flask) -> None:
    person = somebody(portal)
    unfinished = somebody(portal, email="unfinished@agency.example")
    with portal.app_context():
        set_unconfirmed(unfinished)
    bodies = set()
    for email, password in (
        (person.email, "not the password"),
        ("nobody@agency.example", "not the password"),
        (unfinished.email, PASSWORD),
    ):
        answer = send(portal.test_client(), "/manchester/sign-in", email=email, password=password)
        assert answer.status_code == 200
        token_less = answer.text.replace(email, "EMAIL")
        bodies.add(without_tokens(token_less))
    assert len(bodies) == 1


def without_tokens(page: str) -> str:
    import re

    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page)


def set_unconfirmed(person: SomeBody) -> None:
    from portal.models.account import Account
    from portal.models.sign_in import for_accounts

    with for_accounts() as session:
        session.get_one(Account, person.account_id).confirmed_at = None
        session.commit()


@pytest.mark.prove
def test_an_unknown_address_takes_as_long_as_a_wrong_password(portal: Flask) -> None:
    from portal.accounts import operations, passwords
    from portal.models.account import Account
    from portal.models.sign_in import for_accounts

    person = somebody(portal)
    taken: dict[str, list[float]] = {person.email: [], "nobody@agency.example": []}
    with portal.app_context():
        with for_accounts() as session:
            session.get_one(Account, person.account_id).password_hash = passwords.hashed(PASSWORD)
            session.commit()
        for _ in range(40):
            for email, times in taken.items():
                begun = process_time()
                operations.check_password(email, "wrong")
                times.append(process_time() - begun)
    known, unknown = (median(times) for times in taken.values())
    print(f"sign-in timing difference: {abs(known - unknown) * 1000:.2f} ms")
    assert abs(known - unknown) < 0.05 * known


def test_forgotten_password_answers_alike_and_writes_to_the_known_only(portal: Flask) -> None:
    from portal.models.outbox import Outbox
    from portal.models.sign_in import for_accounts

    person, bodies = somebody(portal), set()
    for email in (person.email, "nobody@agency.example"):
        bodies.add(send(portal.test_client(), "/manchester/forgotten-password", email=email).text)
    assert len(bodies) == 1
    with portal.app_context(), for_accounts(writes=False) as session:
        assert [letter.account_id for letter in session.scalars(select(Outbox))] == [person.account_id]


def test_a_person_of_several_partnerships_chooses_and_works_in_one_at_a_time(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    also_at(portal, person, "salford", ["publisher"])
    assert sign_in(client, person, "/sign-in").location == "/places"
    answer = send(client, "/places", choice="tenant:salford")
    assert answer.location == "/salford/desk"
    assert client.get("/salford/desk").status_code == 200
    assert client.get(DESK).status_code == 404


def test_signing_in_where_one_does_not_belong_leads_to_where_one_does(portal: Flask) -> None:
    person = somebody(portal)
    assert sign_in(portal.test_client(), person, "/salford/sign-in").location == DESK


def test_a_regional_lead_enters_the_region_and_no_other(portal: Flask) -> None:
    person, client = somebody(portal, "region:greater-manchester"), portal.test_client()
    assert sign_in(client, person, "/sign-in").location == "/regions/greater-manchester/"
    assert client.get("/regions/greater-manchester/").status_code == 200
    assert client.get("/regions/north-east/").status_code == 404


def test_the_way_back_leads_only_within_the_place(portal: Flask) -> None:
    for wanted, reached in (
        ("/manchester/settings/people", "/manchester/settings/people"),
        ("//evil.example/x", DESK),
        ("https://evil.example/", DESK),
        ("/\\evil.example", DESK),
        ("/salford/desk", DESK),
    ):
        client, person = portal.test_client(), somebody(portal, roles=["people-administrator"])
        client.get("/manchester/sign-in", query_string={"next": wanted})
        assert sign_in(client, person).location == reached, wanted


def test_role_and_membership_count_from_the_next_request(portal: Flask) -> None:
    from portal.accounts.operations import at_place
    from portal.models.account import Membership

    person = somebody(portal, roles=["people-administrator"])
    client = signed_in(portal, person)
    assert client.get("/manchester/settings/people").status_code == 200
    with portal.app_context(), at_place("tenant:manchester") as session:
        session.scalars(select(Membership)).one().roles = ("referrer",)
        session.commit()
    assert client.get("/manchester/settings/people").status_code == 404
    with portal.app_context(), at_place("tenant:manchester") as session:
        session.scalars(select(Membership)).one().is_active = False
        session.commit()
    assert client.get(DESK).status_code == 404


def test_five_wrong_passwords_make_everybody_wait_in_every_process(portal: Flask) -> None:

    from tests.schema import dispose, new_portal

    person = somebody(portal)
    another = new_portal(portal.extensions["settings"])
    statuses = []
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        for number in range(8):
            client = (portal, another)[number % 2].test_client()
            statuses.append(send(client, "/sign-in", email=person.email, password="wrong").status_code)
            clock.shift(61)
        assert statuses == [200, 200, 200, 200, 200, 429, 429, 429]
        clock.shift(timedelta(minutes=15))
        assert sign_in(portal.test_client(), person, "/sign-in").status_code == 303
    dispose(another)


def test_many_guesses_at_once_are_still_five_at_most(portal: Flask) -> None:
    from portal.web.limits import for_code, reserve

    person = somebody(portal)

    def guess(number: int) -> bool:
        with portal.app_context():
            return reserve(for_code(person.account_id)) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(40))) <= 5


def test_a_device_the_person_knows_gets_in_while_strangers_guess(portal: Flask) -> None:
    person, own = somebody(portal), portal.test_client()
    sign_in(own, person)
    send(own, DESK, "/manchester/sign-out")
    for _ in range(6):
        send(portal.test_client(), "/sign-in", email=person.email, password="wrong")
    assert send(portal.test_client(), "/sign-in", email=person.email, password=PASSWORD).status_code == 429
    assert sign_in(own, person, steps=1).status_code == 303


def test_one_time_codes_are_limited_too(portal: Flask) -> None:
    person, client = somebody(portal), portal.test_client()
    send(client, "/sign-in", email=person.email, password=PASSWORD)
    statuses = [send(client, "/sign-in/code", one_time_code="000000").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_a_demonstration_account_is_shown_its_code_and_nobody_else_is(portal: Flask) -> None:
    for is_demonstration in (True, False):
        person, client = somebody(portal, is_demonstration=is_demonstration), portal.test_client()
        send(client, "/sign-in", email=person.email, password=PASSWORD)
        assert ("this account shows" in client.get("/sign-in/code").text) is is_demonstration


def test_sign_ins_are_on_the_record_without_names(portal: Flask) -> None:
    person = somebody(portal, email="very.particular@agency.example", name="Very Particular")
    send(portal.test_client(), "/sign-in", email=person.email, password="wrong")
    sign_in(portal.test_client(), person, "/sign-in")
    actions, everything = record_of(portal, "-")
    assert "sign-in-refused" in actions
    assert "second-factor-given" in actions
    assert "articular" not in everything
