"""Are the shared words well formed, complete and kind?"""

import inspect
import re

import pytest

from portal.domain import codes, factors, vocabulary
from portal.domain.coded import Coded
from portal.domain.codes import ETHNIC_GROUP, EthnicGroup, Ethnicity
from portal.domain.outcomes import OUTCOMES_AT, has_every_position, is_agreed, outcomes_at, review_begun_by
from portal.domain.vocabulary import (
    LEGACY_REVIEW_KINDS,
    DecisionStage,
    Outcome,
    PartnerPosition,
    ReviewKind,
    Role,
    StatutoryPartner,
)

LISTS = sorted(
    {
        value
        for module in (vocabulary, codes, factors)
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, Coded) and value is not Coded
    },
    key=lambda listed: listed.__name__,
)
NEVER_SAID = re.compile(r"\b(tombstone|leak|jigsaw|attacker|committed suicide|CPR|perpetrator|DNA)\b", re.I)


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_every_list_has_kebab_case_codes_words_for_each_and_a_docstring(listed: type[Coded]) -> None:
    assert len(listed) > 1
    assert listed.__doc__
    assert listed.__doc__ != Coded.__doc__
    for code, words in listed.choices():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert words.strip()
        assert not NEVER_SAID.search(words)
        assert listed(code).label == words


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_no_two_members_of_a_list_read_alike(listed: type[Coded]) -> None:
    labels = [words for _, words in listed.choices()]
    assert len(labels) == len(set(labels))


def test_a_code_that_is_not_in_a_list_is_refused() -> None:
    with pytest.raises(ValueError, match="joint-review"):
        ReviewKind("joint-review")


def test_every_ethnicity_stands_in_exactly_one_of_five_groups_or_is_not_known() -> None:
    assert set(ETHNIC_GROUP) == set(Ethnicity)
    assert len(Ethnicity) == 19 + 1
    assert len(EthnicGroup) == 5 + 1
    assert [e for e, group in ETHNIC_GROUP.items() if group is EthnicGroup.NOT_KNOWN] == [Ethnicity.NOT_KNOWN]


def test_there_are_three_statutory_partners_and_a_decision_maker_for_each() -> None:
    assert len(StatutoryPartner) == 3
    assert len([role for role in Role if role.value.endswith("-decision-maker")]) == 3


def test_every_outcome_is_open_at_some_decision() -> None:
    assert set().union(*OUTCOMES_AT.values()) == set(Outcome)
    assert set(OUTCOMES_AT) == set(DecisionStage)


def test_every_kind_of_review_but_the_legacy_one_is_begun_by_some_outcome() -> None:
    begun = {review_begun_by(outcome) for outcome in Outcome} - {None}
    assert begun == set(ReviewKind) - LEGACY_REVIEW_KINDS


def test_a_partnership_keeps_its_own_order_and_cannot_offer_an_outcome_too_early() -> None:
    offered = (Outcome.NATIONAL_REVIEW, Outcome.LOCAL_CASE_REVIEW, Outcome.RAPID_REVIEW)
    assert outcomes_at(DecisionStage.SCREENING, offered) == (Outcome.LOCAL_CASE_REVIEW, Outcome.RAPID_REVIEW)


def test_only_screening_can_begin_a_rapid_review() -> None:
    stages = [stage for stage, outcomes in OUTCOMES_AT.items() if Outcome.RAPID_REVIEW in outcomes]
    assert stages == [DecisionStage.SCREENING]


def positions(*given: PartnerPosition) -> dict[StatutoryPartner, PartnerPosition]:
    return dict(zip(StatutoryPartner, given, strict=False))


def test_a_partner_who_does_not_agree_has_still_given_a_position() -> None:
    disagreed = positions(PartnerPosition.AGREE, PartnerPosition.DO_NOT_AGREE, PartnerPosition.AGREE)
    assert has_every_position(disagreed)
    assert not is_agreed(disagreed)


@pytest.mark.parametrize("third", [(), (PartnerPosition.NOT_YET,)])
def test_a_partner_who_has_said_nothing_yet_is_waited_for(third: tuple[PartnerPosition, ...]) -> None:
    assert not has_every_position(positions(PartnerPosition.AGREE, PartnerPosition.AGREE, *third))


def test_three_partners_who_agree_are_agreed() -> None:
    assert is_agreed(positions(*[PartnerPosition.AGREE] * 3))
    assert not is_agreed({})
