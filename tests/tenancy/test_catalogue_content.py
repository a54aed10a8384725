"""Does the standing catalogue say what the partnerships' pages list, trap by trap, and nothing more?

The facts are restated here from the partnerships' pages (domain facts, 10.24).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from portal.tenancy.loader import load
from portal.tenancy.model import CatalogueEntry, Tenant, Tenants

FOLDERS = Path(__file__).resolve().parents[2] / "tenants"
SLUGS = ("manchester", "salford", "north-tyneside")
PACKS = "Published Review Learning Packs"
PACK_KINDS = {"learning-report", "presentation", "seven-minute-briefing"}


@pytest.fixture(scope="module")
def tenants() -> Tenants:
    return load(FOLDERS)


@pytest.fixture
def manchester(tenants: Tenants) -> Tenant:
    return tenants.by_slug["manchester"]


@pytest.fixture
def salford(tenants: Tenants) -> Tenant:
    return tenants.by_slug["salford"]


@pytest.fixture
def north_tyneside(tenants: Tenants) -> Tenant:
    return tenants.by_slug["north-tyneside"]


def of_review(tenant: Tenant, review: str) -> list[CatalogueEntry]:
    return [entry for entry in tenant.catalogue if entry.review == review]


def titled(tenant: Tenant, title: str) -> CatalogueEntry:
    (found,) = [entry for entry in tenant.catalogue if entry.title == title]
    return found


def documents(tenant: Tenant, review: str) -> list[CatalogueEntry]:
    """The documents of a learning pack, without the pack's own line and its report."""
    return [entry for entry in of_review(tenant, review) if entry.kind in PACK_KINDS]


def learning_event(tenant: Tenant, review: str) -> CatalogueEntry:
    (found,) = [entry for entry in of_review(tenant, review) if entry.date_means == "event"]
    return found


def report(tenant: Tenant, review: str) -> CatalogueEntry:
    (found,) = [entry for entry in of_review(tenant, review) if entry.kind == "report"]
    return found


# ---------------------------------------------------------------- the standing catalogue: Manchester


def test_manchester_lists_everything_that_its_two_pages_list(manchester: Tenant) -> None:
    under = Counter(entry.source_heading for entry in manchester.catalogue)
    assert under == {"Published Reviews": 5, "Most recently published reports": 2, PACKS: 52}


def test_an_entry_on_both_pages_stands_once_and_names_both(manchester: Tenant) -> None:
    both = {entry.title for entry in manchester.catalogue if ";" in entry.source}
    assert both == {"MSP TSSP Thematic Review Child N B YK", "Thematic Literature Review- Appendix 2"}


def test_the_final_report_summary_is_a_summary_and_undated(manchester: Tenant) -> None:
    summary = titled(manchester, "CSPR final report summary S1 for publication")
    assert (summary.kind, summary.precision, summary.review) == ("summary", "none", "Child S1")


def test_the_thematic_review_is_joint_and_its_report_keeps_its_own_title(manchester: Tenant) -> None:
    thematic = titled(manchester, "MSP TSSP Thematic Review Report")
    assert (thematic.kind, thematic.joint_with, thematic.date_text) == ("report", "TSSP", "January 2023")
    assert titled(manchester, "MSP TSSP Thematic Review Child N B YK").joint_with == "TSSP"


def test_the_local_learning_review_of_child_s_stands_beside_the_thematic_review(manchester: Tenant) -> None:
    titles = [entry.title for entry in manchester.catalogue]
    at = titles.index("Local Learning Review Child S – Appendix 1")
    assert titles[at - 1] == "Thematic Literature Review- Appendix 2"
    assert manchester.catalogue[at].review == "Child S"


def test_jacobs_report_is_named_as_its_file_and_dated_before_his_briefing(manchester: Tenant) -> None:
    scr = titled(manchester, "SCR Jacob22")
    briefing = titled(manchester, "Jacob SCR 7 minute briefing")
    assert (scr.date_from, briefing.date_from) == ("2022-05-25", "2022-11-01")
    assert scr.review == briefing.review == "Jacob"


def test_reviews_listed_without_a_kind_are_given_none(manchester: Tenant) -> None:
    for review in ("Child W", "Child Q1", "Child U1"):
        (entry,) = of_review(manchester, review)
        assert (entry.kind, entry.kind_as_given, entry.report_status) == ("", "SCR", "not-stated")


def test_nine_learning_packs_hold_three_documents_each(manchester: Tenant) -> None:
    packs = {
        entry.review
        for entry in manchester.catalogue
        if entry.source_heading == PACKS and entry.kind in PACK_KINDS
    }
    three = {review for review in packs if {one.kind for one in documents(manchester, review)} == PACK_KINDS}
    assert three == {f"Child {letter}1" for letter in "EFGHIJKL"} | {"Child M1 & M2"}
    assert sum(len(documents(manchester, review)) for review in three) == 27


@pytest.mark.parametrize("review", ["Child E1", "Child J1"])
def test_a_report_that_was_not_published_is_said_so_on_every_line(manchester: Tenant, review: str) -> None:
    lines = of_review(manchester, review)
    assert {entry.report_status for entry in lines} == {"not-published"}
    assert "report" not in {entry.kind for entry in lines}
    assert any(entry.title.endswith("report not published") for entry in lines)


def test_no_other_review_is_said_to_be_unpublished(manchester: Tenant) -> None:
    unpublished = {entry.review for entry in manchester.catalogue if entry.report_status == "not-published"}
    assert unpublished == {"Child E1", "Child J1"}


def test_child_n1_has_an_event_and_a_report_and_no_documents(manchester: Tenant) -> None:
    assert documents(manchester, "Child N1") == []
    assert learning_event(manchester, "Child N1").date_from == "2018-09-01"
    assert report(manchester, "Child N1").date_from == "2018-11-15"


def test_child_h1s_documents_came_before_the_event(manchester: Tenant) -> None:
    assert {one.date_from for one in documents(manchester, "Child H1")} == {"2017-09-01"}
    assert learning_event(manchester, "Child H1").date_from == "2017-10-01"


def test_child_k1s_event_came_after_the_report(manchester: Tenant) -> None:
    assert report(manchester, "Child K1").date_from == "2017-12-14"
    event = learning_event(manchester, "Child K1")
    assert event.date_from == "2018-05-01"
    assert "Learning event May 2018" in event.title


@pytest.mark.parametrize(
    ("review", "event", "published"),
    [
        ("Child F1", "2018-04-01", "2018-05-15"),
        ("Child G1", "2017-09-01", "2018-05-15"),
        ("Child H1", "2017-10-01", "2017-12-14"),
        ("Child I1", "2017-11-01", "2017-12-14"),
        ("Child L1", "2018-05-01", "2018-05-15"),
        ("Child M1 & M2", "2018-10-01", "2018-08-20"),
    ],
)
def test_a_packs_event_and_report_keep_their_own_dates(
    manchester: Tenant, review: str, event: str, published: str
) -> None:
    assert learning_event(manchester, review).date_from == event
    assert report(manchester, review).date_from == published


def test_the_pack_of_m1_and_m2_keeps_its_heading_and_its_documents_titles(manchester: Tenant) -> None:
    titles = {entry.title for entry in of_review(manchester, "Child M1 & M2")}
    assert "Child M1 SCR: Learning event held October 2018; full report published 20.08.2018" in titles
    assert "MSCB Child M1 & M2 SCR Learning Report" in titles
    assert {one.date_text for one in documents(manchester, "Child M1 & M2")} == {"Nov 2018"}


def test_old_packs_keep_the_publisher_that_each_title_gives(manchester: Tenant) -> None:
    given = Counter(entry.publisher_as_given for entry in manchester.catalogue if entry.kind in PACK_KINDS)
    assert given == {"MSCB": 18, "MSB": 9, "": 4}
    assert titled(manchester, "MSB Child E1 SCR 7MB").publisher_as_given == "MSB"


# ---------------------------------------------------------------- the standing catalogue: Salford


def test_salford_lists_fourteen_lines_under_2020_and_five_things_elsewhere(salford: Tenant) -> None:
    under = Counter(entry.source_heading for entry in salford.catalogue)
    assert under == {"2020": 14, "Lessons from case reviews": 4, "": 1}


def test_two_of_salfords_lines_have_no_date_but_their_heading(salford: Tenant) -> None:
    undated = {entry.title for entry in salford.catalogue if entry.precision == "year-heading"}
    assert undated == {"Jo Rapid Review", "SSCP and SSAB Age Dispute Pathway"}


def test_three_of_salfords_lines_belong_to_no_single_review(salford: Tenant) -> None:
    loose = {
        entry.title for entry in salford.catalogue if entry.source_heading == "2020" and not entry.review
    }
    assert loose == {
        "Learning from lockdown",
        "Seriously Good Outcome Review Learning",
        "SSCP and SSAB Age Dispute Pathway",
    }


def test_helens_line_is_a_response_and_a_briefing(salford: Tenant) -> None:
    response = titled(salford, "Helen UK Visas & Immigration Response 7 minute briefing")
    assert (response.kind, response.review) == ("seven-minute-briefing", "Helen")
    assert "Response" in response.kind_as_given


def test_two_children_share_one_joint_learning_review(salford: Tenant) -> None:
    (joint,) = of_review(salford, "Child TK and OH")
    assert (joint.title, joint.joint_with) == ("Child TK and OH joint learning review 7MB", "")


def test_the_age_dispute_pathway_is_joint_with_the_adults_board(salford: Tenant) -> None:
    pathway = titled(salford, "SSCP and SSAB Age Dispute Pathway")
    assert (pathway.publisher_as_given, pathway.joint_with) == ("SSCP", "SSAB")


def test_formats_and_sizes_are_as_the_page_gives_them(salford: Tenant) -> None:
    sizes = {entry.title: (entry.format, entry.size) for entry in salford.catalogue if entry.size}
    assert sizes == {
        "Baby MD Serious Case Review Report": ("Adobe PDF format", "1.35 MB"),
        "Helen Local Child Safeguarding Practice Review (LCSPR) Report": ("Adobe PDF format", "897KB"),
    }


def test_the_years_with_nothing_under_them_are_said_and_not_filled(salford: Tenant) -> None:
    assert salford.listing.empty_years == (2019, 2018)
    assert not [entry for entry in salford.catalogue if entry.date_from[:4] in ("2019", "2018")]


def test_the_briefing_of_july_2023_is_listed(salford: Tenant) -> None:
    (briefing,) = [entry for entry in salford.catalogue if entry.date_from == "2023-07-01"]
    assert (briefing.kind, briefing.precision) == ("seven-minute-briefing", "month")


def test_lessons_of_2017_to_2018_are_listed_without_a_date_of_their_own(salford: Tenant) -> None:
    lessons = [entry for entry in salford.catalogue if entry.source_heading == "Lessons from case reviews"]
    assert {entry.precision for entry in lessons} == {"none"}
    assert [entry.kind_as_given for entry in lessons] == [
        "paper",
        "E-Bulletin",
        "PowerPoint presentation",
        "7 Minute Briefing",
    ]


# ---------------------------------------------------------------- the standing catalogue: North Tyneside


def test_three_previous_reviews_are_about_four_children_and_undated(north_tyneside: Tenant) -> None:
    assert [entry.title for entry in north_tyneside.catalogue] == [
        "Serious Case Review Jasmine",
        "Serious Case Review Harry",
        "Serious Case Review Claire and Anne",
    ]
    assert {entry.precision for entry in north_tyneside.catalogue} == {"none"}
    children = [name for entry in north_tyneside.catalogue for name in entry.review.split(" and ")]
    assert len(children) == 4


@pytest.mark.parametrize("slug", SLUGS)
def test_no_listed_line_has_a_date_without_the_words_it_was_read_from(tenants: Tenants, slug: str) -> None:
    for entry in tenants.by_slug[slug].catalogue:
        assert bool(entry.date_from) <= bool(entry.date_text), entry.title
