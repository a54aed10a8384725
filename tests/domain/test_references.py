"""Are references and receipts written so that people can read them out and nobody can guess them?"""

import math

import pytest

from portal.domain.errors import InvalidAnswer
from portal.domain.references import RECEIPT_ALPHABET, Reference, new_receipt


def test_a_reference_has_four_figures_at_least() -> None:
    assert str(Reference("ABC", 2026, 7)) == "ABC-2026-0007"
    assert str(Reference("ABC", 2026, 12345)) == "ABC-2026-12345"


@pytest.mark.parametrize("parts", [("abc", 2026, 1), ("ABC", 1999, 1), ("ABC", 2026, 0)])
def test_what_would_be_no_reference_is_never_written(parts: tuple[str, int, int]) -> None:
    with pytest.raises(InvalidAnswer):
        Reference(*parts)


def test_a_receipt_holds_at_least_128_bits_and_no_letter_that_looks_like_another() -> None:
    letters = new_receipt().replace("-", "")
    assert len(letters) * math.log2(len(RECEIPT_ALPHABET)) >= 128
    assert not set(RECEIPT_ALPHABET) & set("0O1IL2Z5S6G8BAEU")
    assert len(set(RECEIPT_ALPHABET)) == len(RECEIPT_ALPHABET)


def test_receipts_do_not_repeat() -> None:
    assert len({new_receipt() for _ in range(500)}) == 500
