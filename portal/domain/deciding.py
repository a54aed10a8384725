"""In which words do those who advise and decide say where they stand, and where does a disagreement stand?"""

from portal.domain.clocks import ClockRule, ClockUnit, Direction, Force
from portal.domain.coded import Coded


class MemberSays(Coded):
    """What one member of the screening body says of a case before its advice is recorded."""

    NEEDED = "review-needed", "A review is needed"
    NOT_NEEDED = "no-review-needed", "No review is needed"
    CANNOT_SAY = "cannot-say-yet", "It cannot be said yet"


class DisagreementStatus(Coded):
    """Where a disagreement of the three partners stands: it is a state of the decision, and no fault of a form.

    WT 2023 ch. 2: the lead safeguarding partners settle what their delegates cannot.
    """

    NOT_AGREED = "not-agreed", "The partners do not agree"
    WITH_LEAD_PARTNERS = "with-lead-partners", "With the lead safeguarding partners"
    SETTLED = "settled", "Decided by the lead safeguarding partners"
    AGREED_SINCE = "agreed-since", "The partners are of one mind since"


LEAD_PARTNERS_CLOCK = "lead-partners-decide"

DECISION_CLOCKS: dict[str, ClockRule] = {
    LEAD_PARTNERS_CLOCK: ClockRule(
        LEAD_PARTNERS_CLOCK, "The lead safeguarding partners settle what the three partners do not agree on",
        "the day on which the three positions were given and differed", 2, ClockUnit.WORKING_DAYS, Direction.FORWARD,
        Force.LOCAL, "A usual arrangement: Working Together 2023 ch. 2 says who settles it, and names no days",
    ),
}  # fmt: skip
