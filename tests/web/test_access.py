"""Is a request refused that another site made the browser send, before anything else is asked?"""

from __future__ import annotations

import pytest

from tests.pages import CheckedClient

STALE = "open for too long"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_sent_from_another_site_is_refused_before_its_token_is_looked_at(
    client: CheckedClient, site: str
) -> None:
    answer = client.post("/sign-in", data={"email": "a@b.example"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 400
    assert STALE not in answer.text


def test_a_form_sent_from_here_is_asked_for_its_token(client: CheckedClient) -> None:
    answer = client.post("/sign-in", data={"email": "a@b.example"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert STALE in answer.text


def test_a_link_from_another_site_may_be_followed(client: CheckedClient) -> None:
    assert client.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
