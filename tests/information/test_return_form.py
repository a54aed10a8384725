"""Does the form of an agency's return ask every field that it should, and nothing else?

`return_fields.csv` is the list, as `referral_fields.csv` is for referrals; a field that begins with @ is
a fact that the portal keeps by itself.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from portal.models.information import AgencyReturn
from portal.tenancy.forms import read_shared
from portal.tenancy.loader import load
from portal.tenancy.model import Tenant
from tests.asked import digest, need, questions

HERE = Path(__file__).parent
FOLDERS = HERE.parents[1] / "tenants"
ROWS = list(csv.DictReader((HERE / "return_fields.csv").read_text(encoding="utf-8").splitlines()))
EDITIONS = {1: "5351dd24c715", 2: "ca061cc9ce8f", 3: "8607acd12c71"}
ANSWERS = ["yes", "may", "no", "unclear"]


@pytest.fixture(scope="module")
def tenants() -> list[Tenant]:
    return list(load(FOLDERS).by_slug.values())


def test_the_return_asks_the_fields_of_the_list_and_no_other(tenants: list[Tenant]) -> None:
    listed = {row["asked"]: row["need"] for row in ROWS if not row["asked"].startswith("@")}
    for tenant in tenants:
        assert tenant.return_form is not None
        assert {code: need(question) for code, question in questions(tenant.return_form)} == listed, (
            tenant.slug
        )
    kept = [row["asked"].removeprefix("@AgencyReturn.") for row in ROWS if row["asked"].startswith("@")]
    assert [name for name in kept if not hasattr(AgencyReturn, name)] == []


def test_an_agency_answers_each_criterion_as_partners_do_and_recommends_what_the_partnership_offers(
    tenants: list[Tenant],
) -> None:
    for tenant in tenants:
        assert tenant.return_form is not None
        asked = dict(questions(tenant.return_form))
        for code in ("improvements", "themes", "together", "panel"):
            assert [answer for answer, _ in asked[f"view-{code}"].options] == ANSWERS
        own = [(each.code, each.label) for each in tenant.outcomes if each.opens]
        assert list(asked["view-review"].options) == [*own, *asked["view-review"].options[-2:]]
        assert own and [code for code, _ in asked["view-review"].options[-2:]] == ["no-review", "not-sure"]


def test_a_return_whose_questions_change_has_a_new_version() -> None:
    read = read_shared(FOLDERS).bases["agency-return"].read
    assert read is not None
    remedy = f"raise the version in shared/forms/agency-return.toml, and add {digest(read.form)} to EDITIONS for it"
    assert EDITIONS.get(read.form.version) == digest(read.form), remedy
    assert max(EDITIONS) == read.form.version
