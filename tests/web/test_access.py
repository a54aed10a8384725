"""Is a request refused that another site made the browser send, and which ask for a second factor again?"""

from __future__ import annotations

import pytest
from flask import Flask

from portal.web.policy import POLICY
from tests.pages import CheckedClient


@pytest.fixture
def client_without_tokens(portal: Flask, client: CheckedClient) -> CheckedClient:
    portal.config["WTF_CSRF_ENABLED"] = False
    return client


@pytest.mark.parametrize(("site", "status"), [("cross-site", 400), ("same-site", 400), ("same-origin", 200)])
def test_only_our_own_pages_send_forms(client_without_tokens: CheckedClient, site: str, status: int) -> None:
    form = {"email": "not an address", "password": ""}
    answer = client_without_tokens.post("/sign-in", data=form, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == status


def test_a_link_from_another_site_may_be_followed(client: CheckedClient) -> None:
    assert client.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_what_matters_most_asks_for_a_second_factor_given_just_now() -> None:
    asked = {endpoint for endpoint, rule in POLICY.items() if rule.step_up}
    assert asked == {
        "accounts.calendar", "accounts.change_roles", "accounts.change_second_factor", "accounts.hand_over",
        "accounts.invite", "accounts.open_person", "accounts.recovery_codes", "casework.grant",
        "casework.open_in_emergency", "information.ask_by_name", "information.send_link", "outputs.publish",
        "releases.download", "releases.sign", "releases.workbook",
    }  # fmt: skip
