"""Are frozen figures of casework shown side by side, over time and in files, each hidden one with its reason?"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from flask import Flask

from portal.domain import suppression
from portal.domain.releasing import Figure, Hidden, Measure
from portal.models.released import ReleasedEdition, ReleasedFigure, digest_of
from portal.region import release_queries
from portal.region.release_queries import Part, Release, may_sum
from portal.region.releasing import ABSENT, UNCOUNTED, by_measure, notes, sum_of
from portal.web.csv_file import MARK
from portal.web.excel_file import excel_bytes
from tests.library.publications import publish, writing
from tests.region.learning import REGION, lead

M = Measure
FROZEN_AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def figures(referrals: int | None = 40, wrong: tuple[Measure, ...] = ()) -> list[Figure]:
    found = []
    for years in (3, 5):
        for measure in Measure:
            number = {M.REFERRALS: referrals, M.IN_TIME_SHARE: 80, M.RAPID_REVIEWS: 25}.get(measure)
            hidden = Hidden.CORRECTED if measure in wrong else Hidden.SMALL if number is None else None
            found.append(Figure(measure, years, None if hidden else number, hidden))
    return found


def frozen(
    portal: Flask, tenant: str, through: int, listed: list[Figure], *, edition: int = 1, note: str = "",
    is_fictional: bool = False,
) -> None:  # fmt: skip
    with writing(portal, tenant) as session:
        kept = ReleasedEdition(
            tenant=tenant, id=uuid4(), through=through, edition=edition, frozen_at=FROZEN_AT, signed_at=FROZEN_AT,
            note=note, digest=digest_of(tenant, through, edition, note, listed), is_fictional=is_fictional,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        for each in listed:
            session.add(
                ReleasedFigure(
                    tenant=tenant, edition_id=kept.id, measure=each.measure, years=each.years, number=each.number,
                    hidden=each.hidden,
                )
            )  # fmt: skip


@pytest.fixture
def released(portal: Flask) -> Flask:
    """Two releases: one partnership corrected the later, one signed only the earlier; a third is of another region."""
    frozen(portal, "manchester", 2025, figures())
    frozen(portal, "salford", 2025, figures(15))
    frozen(portal, "manchester", 2026, figures(45))
    frozen(portal, "manchester", 2026, figures(45, (M.RAPID_REVIEWS,)), edition=2, note="=Dates were wrong.")
    frozen(portal, "north-tyneside", 2026, figures(95))
    publish(portal, "Harbour", tenant="manchester")
    return portal


def test_a_release_stands_side_by_side_with_who_is_absent_what_was_corrected_and_why_figures_are_hidden(
    released: Flask,
) -> None:
    client = lead(released)
    index = client.get(f"/regions/{REGION}/releases").text
    assert f"/regions/{REGION}/releases/2026" in index and "Corrected by" in index
    page = client.get(f"/regions/{REGION}/releases/2026").text
    assert (
        "Salford Safeguarding Children Partnership has not signed this release off" in page and ABSENT in page
    )
    assert "corrected this release" in page and "=Dates were wrong." in page
    assert Hidden.SMALL.label in page and Hidden.CORRECTED.label in page and "80%" in page
    assert "April 2023 to March 2026" in page and ">45</td>" in page and ">95</td>" not in page
    assert "four partnerships or more" in page and "Together</th>" not in page
    assert client.get(f"/regions/{REGION}/releases/2019").status_code == 404


def test_a_sum_stands_beside_the_partnerships_where_enough_signed_off_and_says_why_it_is_hidden(
    released: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rule in (release_queries, suppression):
        monkeypatch.setattr(rule, "FEWEST_MEMBERS", 2)
    page = lead(released).get(f"/regions/{REGION}/releases/2025").text
    assert page.count("Together</th>") == 2 and "“Together” is the sum of the figures shown beside it" in page
    (line,) = re.findall(r"releases/measures/referrals\?years=3.*?</tr>", page, re.DOTALL)
    numbers = list(map(int, re.findall(r">(\d+)</td>", line)))
    assert len(numbers) == 3 and numbers[2] == numbers[0] + numbers[1]
    assert "One of the numbers that it is the sum of is hidden" in page


def test_one_figure_stands_over_time_and_one_partnership_beside_the_others(released: Flask) -> None:
    client = lead(released)
    page = client.get(f"/regions/{REGION}/releases/measures/referrals?years=5").text
    assert "April 2020 to March 2025" in page and "April 2021 to March 2026" in page
    assert page.index("April 2021 to March 2026") < page.index("April 2020 to March 2025")
    assert "portal-chart__bar" in page and "Salford Safeguarding Children Partnership</h2>" in page
    assert "Salford Safeguarding Children Partnership: " not in page
    assert client.get(f"/regions/{REGION}/releases/measures/children").status_code == 404
    page = client.get(f"/regions/{REGION}/partnerships/salford").text
    assert page.index("Salford Safeguarding Children Partnership</h3>") < page.index(
        "Manchester Safeguarding Partnership</h3>"
    )
    assert "Of what is published" in page and "Reviews on show" in page
    assert client.get(f"/regions/{REGION}/partnerships/north-tyneside").status_code == 404


def test_every_figure_is_taken_away_as_csv_and_as_excel_with_nothing_to_run(released: Flask) -> None:
    client = lead(released)
    text = client.get(f"/regions/{REGION}/releases.csv").text.removeprefix(MARK)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    of_2026 = [row for row in rows if row["Release to March"] == "2026"]
    assert {row["Edition"] for row in of_2026} == {"2", ""}
    assert {row["Correction"] for row in of_2026 if row["Edition"]} == {"'=Dates were wrong."}
    assert any(row["Why there is no number"] == Hidden.CORRECTED.label for row in of_2026)
    answer = client.get(f"/regions/{REGION}/releases.xlsx")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    words, formulas = read_excel(answer.data)
    assert "=Dates were wrong." in words and formulas == 0
    for table in (
        "overview",
        "published",
        "reviews",
        "themes",
        "recommendations",
        "shared-bodies",
        "recurring",
    ):
        assert client.get(f"/regions/{REGION}/{table}.xlsx").data.startswith(b"PK")
    assert client.get(f"/regions/{REGION}/cases.xlsx").status_code == 404


def read_excel(content: bytes) -> tuple[set[str], int]:
    """Return the words of a workbook's cells, and how many formulas there are."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return {each.text or "" for each in strings.iter(f"{SHEET}t")}, len(list(sheet.iter(f"{SHEET}f")))


def test_whatever_a_cell_begins_with_stays_words_in_an_excel_file() -> None:
    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "https://example.org/", "＝1"]
    words, formulas = read_excel(excel_bytes("A table", ["Words", "Number"], [(cell, 7) for cell in cells]))
    assert words >= set(cells) and formulas == 0


def test_made_up_releases_stand_aside_where_they_are_left_out(portal: Flask) -> None:
    frozen(portal, "manchester", 2026, figures(45), is_fictional=True)
    client = lead(portal)
    assert "To March 2026" in client.get(f"/regions/{REGION}/releases").text
    assert "No release yet" in client.get(f"/regions/{REGION}/releases?invented=no").text
    assert client.get(f"/regions/{REGION}/releases/2026?invented=no").status_code == 404


def test_a_sum_needs_four_partnerships_and_says_nothing_that_is_not_shown() -> None:
    def release(*referrals: int | None) -> Release:
        parts = {
            f"p{at}": Part(f"p{at}", 2026, 1, FROZEN_AT, "", "", False,
                           {(each.measure, each.years): each for each in figures(number)})
            for at, number in enumerate(referrals)
        }  # fmt: skip
        return Release(2026, parts)

    four, three = release(10, 20, 25, 40), release(10, 20, 25)
    assert may_sum(four) and not may_sum(three)
    assert [each.together for each in by_measure(three, list(three.parts), 3)] == [None] * len(Measure)
    together = sum_of(four, M.REFERRALS, 3)
    assert together is not None and together.number == 95
    one_hidden = release(10, None, 25, 40)
    hidden = sum_of(one_hidden, M.REFERRALS, 3)
    assert hidden is not None and hidden.number is None
    assert (hidden.note, hidden.why) in notes(
        by_measure(one_hidden, list(one_hidden.parts), 3), with_sums=True
    )
    assert sum_of(four, M.IN_TIME_SHARE, 3) is None


def test_a_figure_that_an_older_release_knew_nothing_of_is_not_called_unsigned() -> None:
    older = Release(2020, {"p0": Part("p0", 2020, 1, FROZEN_AT, "", "", False)})
    assert {each.cells[0].words for each in by_measure(older, ["p0", "p1"], 3)} == {UNCOUNTED}
    assert {each.cells[1].words for each in by_measure(older, ["p0", "p1"], 3)} == {ABSENT}
