"""In which words do those who advise and decide say where they stand, and where does a disagreement stand?"""

from portal.domain.coded import Coded


class MemberSays(Coded):
    """What one member of the screening body says of a case before its advice is recorded."""

    NEEDED = "review-needed", "A review is needed"
    NOT_NEEDED = "no-review-needed", "No review is needed"
    CANNOT_SAY = "cannot-say-yet", "It cannot be said yet"
