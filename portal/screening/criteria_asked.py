"""Which criteria does a decision have to answer, and is each answered with a reason?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from portal.domain.criteria import (
    BELOW_THE_DEFINITION,
    GATE,
    LOCAL_REVIEW_CRITERIA,
    REGARD_CIRCUMSTANCES,
    Criterion,
    needs_recorded_reason,
)
from portal.domain.errors import InvalidAnswer
from portal.domain.outcomes import review_begun_by
from portal.domain.vocabulary import CriterionAnswer, DecisionStage, Outcome
from portal.tenancy.model import Tenant

Weighed = Mapping[str, Mapping[str, str]]

RECORDED_REASON = "recorded-reason"
# What partners have regard to: that it is absent needs no reason.
REGARDED = (*REGARD_CIRCUMSTANCES, *BELOW_THE_DEFINITION)
# Outcomes that say whether this is a serious child safeguarding case: both halves of the gate are answered.
OF_THE_GATE = frozenset(
    {
        Outcome.RAPID_REVIEW,
        Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW,
        Outcome.NATIONAL_REVIEW,
        Outcome.CRITERIA_NOT_MET,
    }
)


def criteria_at(stage: DecisionStage, case_kind: str) -> tuple[Criterion, ...]:
    """The criteria that a page offers: none on publication, and none of work that went well."""
    if stage is DecisionStage.PUBLICATION or case_kind == "good-outcome":
        return ()
    return (*GATE, *LOCAL_REVIEW_CRITERIA, *REGARDED)


def criteria_needed(stage: DecisionStage, outcome: Outcome) -> tuple[Criterion, ...]:
    """The criteria that this outcome cannot do without (SI 2018/789 reg. 11; Children Act 2004 s.16C)."""
    gate = GATE if outcome in OF_THE_GATE and stage is DecisionStage.SCREENING else ()
    is_local_review = outcome is Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW
    return (*gate, *(LOCAL_REVIEW_CRITERIA if is_local_review else ()))


def asks_recorded_reason(circumstances: Collection[str]) -> bool:
    """Whether a child died in circumstances after which not reviewing is explained."""
    return needs_recorded_reason(circumstances)


def fault_of_criteria(
    stage: DecisionStage, outcome: Outcome, weighed: Weighed, circumstances: Collection[str], tenant: Tenant
) -> tuple[str, str] | None:
    """The first thing missing, as the field and the message; None where nothing is."""
    fault = next(faults_of_answers(criteria_needed(stage, outcome), weighed), None)
    if fault is not None:
        return fault
    return fault_of_silence(stage, outcome, weighed, circumstances, tenant)


def fault_of_silence(
    stage: DecisionStage, outcome: Outcome, weighed: Weighed, circumstances: Collection[str], tenant: Tenant
) -> tuple[str, str] | None:
    """What is missing where a death that partners explain is not reviewed; None where nothing is."""
    is_unreviewed = review_begun_by(outcome) is None and stage is not DecisionStage.PUBLICATION
    must_explain = tenant.automatic_review_circumstances == "reason-required"
    reason = weighed.get(RECORDED_REASON, {}).get("reason", "").strip()
    if is_unreviewed and must_explain and asks_recorded_reason(circumstances) and not reason:
        return "recorded_reason", "Record why a death in these circumstances is not reviewed"
    return None


def faults_of_answers(criteria: Collection[Criterion], weighed: Weighed) -> Iterator[tuple[str, str]]:
    """Yield each of these criteria without an answer or its reason, as the field and the message."""
    for criterion in criteria:
        said = weighed.get(criterion.code, {})
        if said.get("answer") not in set(CriterionAnswer):
            yield f"{field_of(criterion)}_answer", f"Select an answer: {criterion.text}"
        elif not said.get("reason", "").strip() and needs_reason(criterion, said["answer"]):
            yield f"{field_of(criterion)}_reason", f"Give the reason: {criterion.text}"


def needs_reason(criterion: Criterion, answer: str) -> bool:
    """Whether an answer is explained: always, but that a circumstance partners have regard to is absent says itself."""
    return criterion not in REGARDED or answer != CriterionAnswer.NO


def field_of(criterion: Criterion) -> str:
    """The name that a criterion has on a page."""
    return criterion.code.replace("-", "_")


def require_criteria(
    stage: DecisionStage, outcome: Outcome, weighed: Weighed, circumstances: Collection[str], tenant: Tenant
) -> None:
    """Refuse a decision that leaves out what it has to answer."""
    fault = fault_of_criteria(stage, outcome, weighed, circumstances, tenant)
    if fault is not None:
        raise InvalidAnswer(fault[1], fault[0])
