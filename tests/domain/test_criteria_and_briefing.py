"""Are the criteria and the seven boxes as the law and the partnerships' pages have them?"""

import pytest

from portal.domain import criteria
from portal.domain.briefing import BOX_CODES, SEVEN_BOXES, SOFT_WORD_LIMIT, words_over
from portal.domain.criteria import Criterion, needs_recorded_reason

LISTS = [value for value in vars(criteria).values() if isinstance(value, tuple)]


@pytest.mark.parametrize("listed", LISTS)
def test_every_criterion_has_its_own_code_words_and_source(listed: tuple[Criterion, ...]) -> None:
    assert len({criterion.code for criterion in listed}) == len(listed)
    assert all(criterion.text.endswith(".") and criterion.source for criterion in listed)


def test_there_are_four_criteria_for_a_local_review() -> None:
    assert len(criteria.LOCAL_REVIEW_CRITERIA) == 4


def test_the_circumstances_that_need_a_recorded_reason_are_deaths() -> None:
    assert all(" died " in criterion.text for criterion in criteria.RECORDED_REASON_CIRCUMSTANCES)
    assert needs_recorded_reason(["death-in-custody"])
    assert not needs_recorded_reason(["institution"])


def test_a_briefing_has_seven_numbered_boxes_with_names_of_their_own() -> None:
    assert [box.number for box in SEVEN_BOXES] == [1, 2, 3, 4, 5, 6, 7]
    assert len(set(BOX_CODES)) == len({box.title for box in SEVEN_BOXES}) == 7


def test_a_box_is_measured_in_words() -> None:
    assert words_over("word " * SOFT_WORD_LIMIT) == 0
    assert words_over("word\n" * (SOFT_WORD_LIMIT + 3)) == 3
