"""Can a member's view of a case be kept as it is, and does it differ from what was recommended?"""

from portal.domain.deciding import MemberSays
from portal.domain.outcomes import review_begun_by
from portal.domain.vocabulary import Outcome


def calls_for_review(outcome: Outcome) -> bool:
    """Whether an outcome has somebody review the case: here, or nationally."""
    return review_begun_by(outcome) is not None or outcome is Outcome.NATIONAL_REVIEW


def fault_of_view(says: MemberSays, outcome: Outcome | None) -> str | None:
    """Return why an answer and the outcome beside it do not belong together; None where they do."""
    if says is MemberSays.CANNOT_SAY:
        return "You said that it cannot be said yet: choose no outcome" if outcome else None
    if says is MemberSays.NEEDED:
        if outcome is None:
            return "Select what you would recommend"
        return (
            None
            if calls_for_review(outcome)
            else "You said that a review is needed: select one that begins a review"
        )
    if outcome is not None and calls_for_review(outcome):
        return "You said that no review is needed: select an outcome that begins none"
    return None


def differs(says: MemberSays, outcome: Outcome | None, recommended: Outcome) -> bool:
    """Whether a view is dissent: another outcome, or a review where none is recommended, or none where one is.

    Who cannot say yet has not disagreed.
    """
    if says is MemberSays.CANNOT_SAY:
        return False
    if outcome is not None:
        return outcome is not recommended
    return calls_for_review(recommended)
