"""Can a table that is taken away do any harm in a spreadsheet?"""

from __future__ import annotations

import csv
import io

import pytest

from portal.web.csv_file import MARK, csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_words_that_begin_like_a_formula_are_made_harmless(start: str) -> None:
    text = csv_text(["Words"], [[f"{start}1+1"]])
    (_, (cell,)) = csv.reader(io.StringIO(text.removeprefix(MARK), newline=""))
    assert cell == f"'{start}1+1"


def test_other_words_and_numbers_stay_as_they_are() -> None:
    text = csv_text(["Name", "Number"], [['Quay, "old"', 3], ["Zoë", 0]])
    assert text.startswith(MARK)
    assert list(csv.reader(io.StringIO(text.removeprefix(MARK)))) == [
        ["Name", "Number"], ['Quay, "old"', "3"], ["Zoë", "0"],
    ]  # fmt: skip
