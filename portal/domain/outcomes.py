"""Which outcomes are open at which decision, what does each begin, and have the partners all spoken?"""

from collections.abc import Mapping

from portal.domain.vocabulary import (
    DecisionStage,
    Outcome,
    PartnerPosition,
    ReviewKind,
    StatutoryPartner,
)

Positions = Mapping[StatutoryPartner, PartnerPosition]

REVIEW_BEGUN_BY: dict[Outcome, ReviewKind] = {
    Outcome.RAPID_REVIEW: ReviewKind.RAPID_REVIEW,
    Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW: ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW,
    Outcome.THEMATIC_REVIEW: ReviewKind.THEMATIC_REVIEW,
    Outcome.LOCAL_LEARNING_REVIEW: ReviewKind.LOCAL_LEARNING_REVIEW,
    Outcome.MULTI_AGENCY_AUDIT: ReviewKind.MULTI_AGENCY_AUDIT,
    Outcome.SINGLE_AGENCY_AUDIT: ReviewKind.SINGLE_AGENCY_AUDIT,
    Outcome.LOCAL_CASE_REVIEW: ReviewKind.LOCAL_CASE_REVIEW,
    Outcome.SERIOUS_OFFENCE_REVIEW: ReviewKind.SERIOUS_OFFENCE_REVIEW,
    Outcome.SERIOUSLY_GOOD_OUTCOME_REVIEW: ReviewKind.SERIOUSLY_GOOD_OUTCOME_REVIEW,
}

_OTHER_LEARNING = frozenset(REVIEW_BEGUN_BY) - {Outcome.RAPID_REVIEW}

# Partners may hold a practice review of a case below the definition, so it is open at screening too
# (WT 2023 ch. 5). A case found not to meet the criteria after notification needs no rapid review.
_AFTER_A_RAPID_REVIEW = _OTHER_LEARNING | {
    Outcome.RAPID_REVIEW_IS_ENOUGH,
    Outcome.NATIONAL_REVIEW,
    Outcome.CRITERIA_NOT_MET,
}

OUTCOMES_AT: dict[DecisionStage, frozenset[Outcome]] = {
    DecisionStage.SCREENING: _OTHER_LEARNING
    | {
        Outcome.RAPID_REVIEW,
        Outcome.MORE_INFORMATION,
        Outcome.ANOTHER_PROCESS,
        Outcome.TRANSFER,
        Outcome.CRITERIA_NOT_MET,
        Outcome.NO_FURTHER_ACTION,
    },
    DecisionStage.AFTER_RAPID_REVIEW: _AFTER_A_RAPID_REVIEW | {Outcome.DEFER},
    DecisionStage.AFTER_PANEL_REPLY: _AFTER_A_RAPID_REVIEW,
    DecisionStage.PUBLICATION: frozenset({Outcome.PUBLISH_REPORT, Outcome.PUBLISH_IMPROVEMENTS}),
}


def outcomes_at(stage: DecisionStage, offered: tuple[Outcome, ...] = tuple(Outcome)) -> tuple[Outcome, ...]:
    """The outcomes open at this stage among those a partnership offers, in its own order."""
    return tuple(outcome for outcome in offered if outcome in OUTCOMES_AT[stage])


# Which clock runs on a review; those of local choice have none (domain 10.12).
_CLOCK_OF_REVIEW = {
    ReviewKind.RAPID_REVIEW: "rapid-review",
    ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW: "practice-review-publication",
}

# A decision after the National Panel's reply takes the place of the one that the Panel replied to (domain 10.9).
SUPERSEDED_BY: dict[DecisionStage, tuple[DecisionStage, ...]] = {
    each: (each, DecisionStage.AFTER_RAPID_REVIEW) if each is DecisionStage.AFTER_PANEL_REPLY else (each,)
    for each in DecisionStage
}


def clock_of_review(kind: ReviewKind) -> str | None:
    """The code of the clock that runs on a review of this kind; None where only its own dates do."""
    return _CLOCK_OF_REVIEW.get(kind)


def review_begun_by(outcome: Outcome) -> ReviewKind | None:
    """The kind of review that this outcome begins here; None where nothing local begins."""
    return REVIEW_BEGUN_BY.get(outcome)


def has_every_position(positions: Positions) -> bool:
    """Whether each statutory partner has said yes or no."""
    given = {PartnerPosition.AGREE, PartnerPosition.DO_NOT_AGREE}
    return all(positions.get(partner) in given for partner in StatutoryPartner)


def differ(positions: Positions) -> bool:
    """Whether all three have spoken and they differ; where none agrees, they are of one mind."""
    given = set(positions.values())
    return has_every_position(positions) and given == {PartnerPosition.AGREE, PartnerPosition.DO_NOT_AGREE}


def is_rejected(positions: Positions) -> bool:
    """Whether none of the three agrees with what was put to them."""
    return all(positions.get(partner) is PartnerPosition.DO_NOT_AGREE for partner in StatutoryPartner)


def is_agreed(positions: Positions) -> bool:
    """Whether all three agree; where they do not, the decision says so and the work goes on in time."""
    return all(positions.get(partner) is PartnerPosition.AGREE for partner in StatutoryPartner)
