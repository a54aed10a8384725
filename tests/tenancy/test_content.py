"""Do the three partnerships' settings, pages and forms say what their own pages say?

The facts are restated here from the partnerships' pages (domain facts, 9, 10.2 to 10.4 and 10.23).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.domain.clocks import ClockUnit, Force
from portal.domain.retention import RetentionThen
from portal.tenancy.loader import check, load
from portal.tenancy.model import Tenant, Tenants

FOLDERS = Path(__file__).resolve().parents[2] / "tenants"
SLUGS = ("manchester", "salford", "north-tyneside")


@pytest.fixture(scope="module")
def tenants() -> Tenants:
    return load(FOLDERS)


@pytest.fixture
def manchester(tenants: Tenants) -> Tenant:
    return tenants.by_slug["manchester"]


def test_the_folders_have_no_fault() -> None:
    assert check(FOLDERS) == []


# ---------------------------------------------------------------- what each partnership chose


def test_a_report_comes_down_after_twelve_months_only_where_the_page_says_so(tenants: Tenants) -> None:
    reports = {slug: tenants.by_slug[slug].retention["report"] for slug in SLUGS}
    assert {slug: (rule.keep_months, rule.then) for slug, rule in reports.items()} == {
        "manchester": (12, RetentionThen.WITHDRAW),
        "salford": (12, RetentionThen.WITHDRAW),
        "north-tyneside": (12, RetentionThen.PERSON_DECIDES),
    }
    assert [slug for slug, rule in reports.items() if rule.offered_on_request] == ["manchester"]


def test_briefings_are_kept_where_the_page_says_so_and_otherwise_a_person_decides(tenants: Tenants) -> None:
    briefings = {slug: tenants.by_slug[slug].retention["seven-minute-briefing"].then for slug in SLUGS}
    assert briefings == {
        "manchester": RetentionThen.KEEP,
        "salford": RetentionThen.KEEP,
        "north-tyneside": RetentionThen.PERSON_DECIDES,
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_kinds_that_the_pages_do_not_mention_stay_until_a_person_decides(tenants: Tenants, slug: str) -> None:
    rules = tenants.by_slug[slug].retention
    others = [rule for kind, rule in rules.items() if kind not in ("report", "seven-minute-briefing")]
    assert {rule.then for rule in others} == {RetentionThen.PERSON_DECIDES}


def test_only_salford_has_five_days_and_quality_assurance_before_a_referral_counts(tenants: Tenants) -> None:
    rule = tenants.by_slug["salford"].clocks["agency-referral"]
    assert (rule.amount, rule.unit, rule.force) == (5, ClockUnit.WORKING_DAYS, Force.LOCAL)
    assert [slug for slug in SLUGS if "agency-referral" in tenants.by_slug[slug].clocks] == ["salford"]
    starting = {form.code for slug in SLUGS for form in tenants.by_slug[slug].forms.values() if form.clocks}
    assert starting == {"practice-review-referral"}
    assert [slug for slug in SLUGS if tenants.by_slug[slug].requires_quality_assurance] == ["salford"]


def test_each_partnership_has_its_own_screening_body_and_steps(tenants: Tenants) -> None:
    assert [tenants.by_slug[slug].screening.body for slug in SLUGS] == [
        "Case Review Subgroup",
        "Virtual Panel",
        "Case Review Group",
    ]
    assert [len(tenants.by_slug[slug].referral_steps) for slug in SLUGS] == [3, 3, 0]


def test_only_manchesters_conversation_with_the_coordinator_is_left_to_judgement(manchester: Tenant) -> None:
    assert [step.is_required for step in manchester.referral_steps] == [True, False, True]


def test_addresses_are_the_ones_that_the_pages_give(tenants: Tenants) -> None:
    assert [tenants.by_slug[slug].contact.email for slug in SLUGS] == [
        "manchestersafeguardingpartnership@manchester.gov.uk",
        "SSCP@salford.gov.uk",
        "",
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_agencies_hold_no_real_persons_address(tenants: Tenants, slug: str) -> None:
    domains = [domain for agency in tenants.by_slug[slug].agencies for domain in agency.email_domains]
    assert domains
    assert all(domain.endswith(".example") for domain in domains)


def test_the_partnerships_can_be_told_apart_by_colour(tenants: Tenants) -> None:
    assert len({tenants.by_slug[slug].brand.colour for slug in SLUGS}) == 3


def test_north_tyneside_is_no_part_of_greater_manchester(tenants: Tenants) -> None:
    assert tenants.regions["greater-manchester"].tenants == ("manchester", "salford")
    assert len(tenants.regions["greater-manchester"].expected_partnerships) == 10
    assert tenants.regions["north-east"].tenants == ("north-tyneside",)


# ---------------------------------------------------------------- pages and forms


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_uses_a_word_that_the_field_avoids(tenants: Tenants, slug: str) -> None:
    avoided = re.compile(
        r"\bCPR\b|committed suicide|tombstone|jigsaw|\bleak|attacker|disguised compliance", re.I
    )
    for page in tenants.by_slug[slug].pages.values():
        assert not avoided.search(f"{page.title} {page.summary} {page.body}"), page.slug


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_or_form_calls_our_form_the_official_one(tenants: Tenants, slug: str) -> None:
    tenant = tenants.by_slug[slug]
    words = [page.body for page in tenant.pages.values()] + [
        form.introduction for form in tenant.forms.values()
    ]
    assert "official" not in " ".join(words).lower()


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_sends_anyone_to_the_panel_that_ended_in_2018(tenants: Tenants, slug: str) -> None:
    pages = tenants.by_slug[slug].pages
    assert not [page.slug for page in pages.values() if "Panel of Independent Experts" in page.body]
    assert "[Child Safeguarding Practice Review Panel]" in pages["national-learning"].body


@pytest.mark.parametrize("slug", SLUGS)
def test_how_to_refer_begins_with_a_child_who_may_be_in_danger(tenants: Tenants, slug: str) -> None:
    body = tenants.by_slug[slug].pages["how-to-refer"].body
    assert body.startswith("## If a child may be in danger now")
    assert body.index("tel:999") < body.index("refer:")


@pytest.mark.parametrize("slug", SLUGS)
def test_what_a_review_is_states_todays_gate(tenants: Tenants, slug: str) -> None:
    body = tenants.by_slug[slug].pages["what-a-review-is"].body
    gate = "abuse or neglect of a child is known or suspected, and\n- the child has died, or has been seriously harmed"
    assert gate in body


@pytest.mark.parametrize("slug", SLUGS)
def test_every_form_begins_with_a_child_who_may_be_in_danger(tenants: Tenants, slug: str) -> None:
    for form in tenants.by_slug[slug].forms.values():
        first = form.sections[0]
        assert "999" in first.hint
        assert first.questions[0].code == "danger-checked"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_main_form_asks_who_checked_the_other_children_and_when(tenants: Tenants, slug: str) -> None:
    fed = {
        question.maps_to
        for section in tenants.by_slug[slug].main_form.sections
        for question in section.questions
    }
    assert {"family.siblings_are_safe", "family.siblings_checked_by", "family.siblings_checked_on"} <= fed


def test_manchester_alone_has_a_page_on_asking_for_a_report(tenants: Tenants) -> None:
    assert [slug for slug in SLUGS if "asking-for-a-report" in tenants.by_slug[slug].pages] == ["manchester"]
