"""Does a view fit what was chosen with it, and is it dissent exactly where it differs from the recommendation?"""

from __future__ import annotations

import pytest

from portal.domain.deciding import MemberSays
from portal.domain.member_views import differs, fault_of_view
from portal.domain.vocabulary import Outcome

NEEDED, NOT_NEEDED, CANNOT_SAY = MemberSays


@pytest.mark.parametrize(
    ("says", "outcome", "is_sound"),
    [
        (NEEDED, Outcome.RAPID_REVIEW, True),
        (NEEDED, Outcome.NATIONAL_REVIEW, True),
        (NEEDED, Outcome.NO_FURTHER_ACTION, False),
        (NEEDED, None, False),
        (NOT_NEEDED, None, True),
        (NOT_NEEDED, Outcome.ANOTHER_PROCESS, True),
        (NOT_NEEDED, Outcome.LOCAL_LEARNING_REVIEW, False),
        (CANNOT_SAY, None, True),
        (CANNOT_SAY, Outcome.RAPID_REVIEW, False),
    ],
)
def test_an_answer_and_its_outcome_belong_together(
    says: MemberSays, outcome: Outcome | None, is_sound: bool
) -> None:
    assert (fault_of_view(says, outcome) is None) is is_sound


@pytest.mark.parametrize(
    ("says", "outcome", "is_dissent"),
    [
        (NEEDED, Outcome.RAPID_REVIEW, False),
        (NEEDED, Outcome.LOCAL_LEARNING_REVIEW, True),
        (NOT_NEEDED, None, True),
        (NOT_NEEDED, Outcome.NO_FURTHER_ACTION, True),
        (CANNOT_SAY, None, False),
    ],
)
def test_dissent_is_a_view_that_differs_from_what_is_recommended(
    says: MemberSays, outcome: Outcome | None, is_dissent: bool
) -> None:
    assert differs(says, outcome, Outcome.RAPID_REVIEW) is is_dissent


def test_that_no_review_is_needed_agrees_with_advice_to_hold_none() -> None:
    assert not differs(NOT_NEEDED, None, Outcome.CRITERIA_NOT_MET)
