"""Does each partnership's form ask every field that it should, of whom it should, and nothing else?

`referral_fields.csv` is the list: the part of a referral, the field, the question that asks it (`group/question` in a
group), and for each variant whether it must be answered, may be, or is only asked after another answer. A field that
begins with @ is a fact that the portal keeps by itself.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from portal.models.case import Case
from portal.models.decision import Decision
from portal.models.event import Event
from portal.models.information import InformationRequest
from portal.models.referral import Referral
from portal.models.screening import Screening
from portal.tenancy.loader import load
from portal.tenancy.model import Form
from tests.asked import digest, need, questions

HERE = Path(__file__).parent
FOLDERS = HERE.parents[1] / "tenants"
ROWS = list(csv.DictReader((HERE / "referral_fields.csv").read_text(encoding="utf-8").splitlines()))
EDITIONS = list(csv.DictReader((HERE / "form_editions.csv").read_text(encoding="utf-8").splitlines()))
VARIANTS = [name for name in ROWS[0] if "/" in name]
KEPT = {model.__name__: model for model in (Case, Decision, Event, InformationRequest, Referral, Screening)}
AVOIDED = re.compile(
    r"\bCPR\b|committed suicide|perpetrator|did not attend|disguised compliance|\bLAC\b|\bUASC\b", re.I
)


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    tenants = load(FOLDERS).by_slug.values()
    return {f"{tenant.slug}/{form.code}": form for tenant in tenants for form in tenant.forms.values()}


def test_every_form_of_a_partnership_is_held_to_the_list(forms: dict[str, Form]) -> None:
    assert set(VARIANTS) == set(forms)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_asks_the_fields_of_the_list_and_no_other(variant: str, forms: dict[str, Form]) -> None:
    listed = {row["asked"]: row[variant] for row in ROWS if row[variant] and not row["asked"].startswith("@")}
    assert {code: need(question) for code, question in questions(forms[variant])} == listed


def test_what_no_form_asks_the_portal_keeps_by_itself() -> None:
    kept = [row["asked"].removeprefix("@").split(".") for row in ROWS if row["asked"].startswith("@")]
    assert kept
    assert [(model, name) for model, name in kept if not hasattr(KEPT[model], name)] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_form_is_kind_in_its_words(variant: str, forms: dict[str, Form]) -> None:
    form = forms[variant]
    said = [form.title, form.introduction, *(f"{s.title} {s.hint}" for s in form.sections)]
    said += [f"{q.label} {q.hint} {' '.join(label for _, label in q.options)}" for _, q in questions(form)]
    assert [words for words in said if AVOIDED.search(words)] == []
    assert not [code for code, q in questions(form) if len(q.label) > 135], (
        "shorten the question, or use a hint"
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_form_whose_questions_change_has_a_new_version(variant: str, forms: dict[str, Form]) -> None:
    form = forms[variant]
    known = {row["version"]: row["asks"] for row in EDITIONS if row["form"] == variant}
    remedy = (
        f"what {variant} asks has changed: raise the version in its file above {max(map(int, known))}, "
        f"and add a line to tests/referrals/form_editions.csv: {variant},<version>,{digest(form)}"
    )
    assert known.get(str(form.version)) == digest(form), remedy


def test_no_two_editions_of_a_form_share_a_version() -> None:
    versions = [(row["form"], row["version"]) for row in EDITIONS]
    assert len(versions) == len(set(versions))
