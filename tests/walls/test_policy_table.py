"""Does one table name every address, and does every address look as an address here does?"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import UUIDConverter

from portal import create_app
from portal.config import Settings
from portal.web.policy import POLICY

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

STATIC_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:atom|xml|txt))?")
# Codes and slugs that people read in an address; every other identifier is a UUID.
READABLE = {
    "tenant", "region", "reference", "section_code", "form_code", "slug", "output", "file", "page", "token", "filename",
    "table", "clock", "part", "step",
    "through", "measure", "figure", "marker", "partnership",
}  # fmt: skip


def test_the_policy_names_exactly_the_addresses_that_there_are(portal: Flask) -> None:
    assert set(POLICY) == {rule.endpoint for rule in portal.url_map.iter_rules()}


def test_an_address_that_the_policy_does_not_name_answers_404(settings: Settings) -> None:
    portal = create_app(settings)
    portal.add_url_rule("/forgotten", "forgotten", lambda: "what somebody forgot to guard")
    answer = portal.test_client().get("/forgotten")
    assert answer.status_code == 404
    assert "forgot to guard" not in answer.text


def test_every_address_is_in_kebab_case(portal: Flask) -> None:
    wrong = []
    for rule in portal.url_map.iter_rules():
        if rule.endpoint in ("static", "theme.show"):
            continue
        parts = [part for part in rule.rule.split("/") if part and not part.startswith("<")]
        wrong += [rule.rule for part in parts if not STATIC_PART.fullmatch(part)]
    assert not wrong


def test_every_identifier_in_an_address_is_a_uuid(portal: Flask) -> None:
    wrong = []
    for rule in portal.url_map.iter_rules():
        for name in rule.arguments - READABLE - {"tenant_slug", "digest"}:
            if not (name.endswith("_id") and isinstance(rule._converters[name], UUIDConverter)):
                wrong.append(f"{rule.rule}: {name}")
    assert not wrong
