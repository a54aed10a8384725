"""Can references and receipts be written, typed and read back, and addresses be made of any title?"""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidAnswer
from portal.domain.references import (
    RECEIPT_ALPHABET,
    Reference,
    new_receipt,
    read_receipt,
    read_reference,
    slugify,
)


@given(
    prefix=st.from_regex(r"[A-Z]{2,8}", fullmatch=True),
    year=st.integers(2000, 2099),
    number=st.integers(1, 10**6),
)
def test_a_reference_is_read_back_as_it_was_written(prefix: str, year: int, number: int) -> None:
    reference = Reference(prefix, year, number)
    assert read_reference(f"  {str(reference).lower()} ") == reference


def test_a_reference_has_four_figures_at_least() -> None:
    assert str(Reference("ABC", 2026, 7)) == "ABC-2026-0007"
    assert str(Reference("ABC", 2026, 12345)) == "ABC-2026-12345"


@pytest.mark.parametrize(
    "text", ["", "ABC-2026-7", "ABC-26-0007", "ABC-2026-00007", "ABC-2026-0000", "A-2026-0007"]
)
def test_what_is_not_a_reference_is_refused(text: str) -> None:
    with pytest.raises(InvalidAnswer):
        read_reference(text)


@pytest.mark.parametrize("parts", [("abc", 2026, 1), ("ABC", 1999, 1), ("ABC", 2026, 0)])
def test_a_reference_that_could_not_be_read_back_is_never_written(parts: tuple[str, int, int]) -> None:
    with pytest.raises(InvalidAnswer):
        Reference(*parts)


def test_a_receipt_holds_at_least_128_bits_and_no_letter_that_looks_like_another() -> None:
    letters = new_receipt().replace("-", "")
    assert len(letters) * math.log2(len(RECEIPT_ALPHABET)) >= 128
    assert not set(RECEIPT_ALPHABET) & set("0O1IL2Z5S6G8BAEU")
    assert len(set(RECEIPT_ALPHABET)) == len(RECEIPT_ALPHABET)


def test_receipts_do_not_repeat_and_are_read_however_they_are_typed() -> None:
    receipts = {new_receipt() for _ in range(500)}
    assert len(receipts) == 500
    for receipt in receipts:
        assert read_receipt(receipt) == receipt
        assert read_receipt(receipt.lower().replace("-", " ")) == receipt


@pytest.mark.parametrize("text", ["", "CDFHJ", "0" * 30, "C" * 31, "é" * 30])
def test_what_is_not_a_receipt_is_refused(text: str) -> None:
    with pytest.raises(InvalidAnswer):
        read_receipt(text)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("TK and OH", "tk-and-oh"),
        ("Child M1 & M2", "child-m1-and-m2"),
        ("Zoë's story – part 2", "zoes-story-part-2"),
        ("Zoë’s story", "zoes-story"),
        ("  A  ", "a"),
    ],
)
def test_a_title_becomes_an_address(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text())
def test_any_title_becomes_a_plain_address_or_is_refused(title: str) -> None:
    try:
        slug = slugify(title)
    except InvalidAnswer:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
