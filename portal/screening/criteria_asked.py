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
from portal.domain.member_views import calls_for_review
from portal.domain.vocabulary import CriterionAnswer, DecisionStage, Outcome
from portal.tenancy.model import Tenant

Weighed = Mapping[str, Mapping[str, str]]

RECORDED_REASON = "recorded-reason"
# What partners have regard to: that it is absent needs no reason.
REGARDED = (*REGARD_CIRCUMSTANCES, *BELOW_THE_DEFINITION)
# Outcomes by which nobody decides here yet whether to review: no criterion has to be answered for them.
UNDECIDED = frozenset({Outcome.MORE_INFORMATION, Outcome.ANOTHER_PROCESS, Outcome.TRANSFER, Outcome.DEFER})
AFTER_RAPID_REVIEW = (DecisionStage.AFTER_RAPID_REVIEW, DecisionStage.AFTER_PANEL_REPLY)


def criteria_at(stage: DecisionStage, case_kind: str) -> tuple[Criterion, ...]:
    """The criteria that a page offers: none on publication, and none of work that went well."""
    if stage is DecisionStage.PUBLICATION or case_kind == "good-outcome":
        return ()
    return (*GATE, *LOCAL_REVIEW_CRITERIA, *REGARDED)


def criteria_needed(stage: DecisionStage, outcome: Outcome, case_kind: str) -> tuple[Criterion, ...]:
    """The criteria that this outcome cannot do without (SI 2018/789 reg. 11; Children Act 2004 s.16C).

    Partners weigh the criteria of reg. 11 before they decide to review and before they decide not to.
    """
    if outcome in UNDECIDED:
        return ()
    asks_gate = stage is DecisionStage.SCREENING or outcome is Outcome.CRITERIA_NOT_MET
    is_local_review = outcome is Outcome.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW
    asks_regulation = is_local_review or stage in AFTER_RAPID_REVIEW
    wanted = (*(GATE if asks_gate else ()), *(LOCAL_REVIEW_CRITERIA if asks_regulation else ()))
    return tuple(each for each in criteria_at(stage, case_kind) if each in wanted)


def asks_recorded_reason(circumstances: Collection[str]) -> bool:
    """Whether a child died in circumstances after which not reviewing is explained."""
    return needs_recorded_reason(circumstances)


def faults_of_criteria(
    stage: DecisionStage, outcome: Outcome, case_kind: str, weighed: Weighed, circumstances: Collection[str],
    tenant: Tenant,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Yield each thing missing, as the field and the message, in the page's order."""
    yield from faults_of_answers(criteria_needed(stage, outcome, case_kind), weighed)
    silence = fault_of_silence(stage, outcome, weighed, circumstances, tenant)
    if silence is not None:
        yield silence


def fault_of_silence(
    stage: DecisionStage, outcome: Outcome, weighed: Weighed, circumstances: Collection[str], tenant: Tenant
) -> tuple[str, str] | None:
    """What is missing where a death that partners explain is not reviewed; None where nothing is."""
    is_unreviewed = not calls_for_review(outcome) and stage is not DecisionStage.PUBLICATION
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
    stage: DecisionStage, outcome: Outcome, case_kind: str, weighed: Weighed, circumstances: Collection[str],
    tenant: Tenant,
) -> None:  # fmt: skip
    """Refuse a decision that leaves out what it has to answer."""
    for field, message in faults_of_criteria(stage, outcome, case_kind, weighed, circumstances, tenant):
        raise InvalidAnswer(message, field)
