"""Which words does the work of a review use, and what do its own dates ask for?"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date

from portal.domain.coded import Coded
from portal.domain.vocabulary import OutputKind


class WaitingFor(Coded):
    """What a review waits for while its clock goes on (WT 2023 ch. 5: a delay is explained, never granted)."""

    CRIMINAL_PROCEEDINGS = "criminal-proceedings", "Criminal proceedings"
    INQUEST = "inquest", "The inquest"
    ANOTHER_REVIEW = "another-review", "Another review"
    FAMILY = "family", "The family, who asked for time"
    AGENCY = "agency", "What an agency still has to send"
    LEAD_REVIEWER = "lead-reviewer", "Somebody to lead it"
    LEGAL_ADVICE = "legal-advice", "Legal advice"
    OTHER = "other", "Something else"


class ImportantDate(Coded):
    """What a day in the life of a review is for; a draft round or a meeting may come more than once."""

    TERMS_AGREED = "terms-agreed", "Terms of reference agreed"
    PANEL_MEETING = "panel-meeting", "Meeting of the review’s panel"
    PRACTITIONER_EVENT = "practitioner-event", "Practitioner event"
    FAMILY_MEETING = "family-meeting", "Meeting with the family"
    DRAFT_ROUND = "draft-round", "Draft to comment on"
    DRAFT_SHARED_WITH_FAMILY = "draft-shared-with-family", "Draft shared with the family"
    SIGN_OFF = "sign-off", "Sign-off by the partners"
    OTHER = "other", "Another date"


class Relationship(Coded):
    """Who somebody of the family is to the child; no name is needed to know whether they were asked."""

    CHILD = "child", "The child or young person"
    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    STEP_PARENT = "step-parent", "Step-parent, or a parent’s partner"
    BROTHER_OR_SISTER = "brother-or-sister", "Brother or sister"
    GRANDPARENT = "grandparent", "Grandparent"
    AUNT_OR_UNCLE = "aunt-or-uncle", "Aunt or uncle"
    CARER = "carer", "Foster carer, guardian or adopter"
    FRIEND = "friend", "Friend of the family"
    OTHER = "other", "Somebody else"


class Approach(Coded):
    """How somebody of the family was asked to take part."""

    IN_PERSON = "in-person", "In person"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    THROUGH_A_WORKER = "through-a-worker", "Through a worker they know"
    THROUGH_AN_OFFICER = "through-an-officer", "Through the police family liaison officer"
    NOT_YET = "not-yet", "Not asked yet"


class FamilyAnswer(Coded):
    """What somebody of the family answered."""

    WAITING = "waiting", "No answer yet"
    TAKES_PART = "takes-part", "Takes part"
    LATER = "later", "May wish to later"
    DECLINED = "declined", "Does not wish to take part"
    MAY_NOT_BE_ASKED = "may-not-be-asked", "May not be contacted yet"


class ReviewerEnd(Coded):
    """Why somebody no longer leads a review."""

    WITHDREW = "withdrew", "Withdrew"
    REPLACED = "replaced", "Replaced by somebody else"
    CONNECTION_FOUND = "connection-found", "A connection with the case was found"
    FINISHED = "finished", "The work is done"


class RecommendationLevel(Coded):
    """How far a recommendation reaches."""

    SINGLE_AGENCY = "single-agency", "One agency"
    MULTI_AGENCY = "multi-agency", "Several agencies"
    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"


class Answer(Coded):
    """What an agency answered to a recommendation made to it."""

    ACCEPTED = "accepted", "Accepted"
    NOT_ACCEPTED = "not-accepted", "Not accepted"


# What can carry a review's recommendations to readers: a briefing says what changes in words of its own.
CARRY_RECOMMENDATIONS = frozenset(
    {
        OutputKind.REPORT, OutputKind.SUMMARY, OutputKind.LEARNING_REPORT, OutputKind.IMPROVEMENTS,
        OutputKind.WHAT_WAS_DONE,
    }
)  # fmt: skip

DECLARATION = (
    "I have no connection with this case, with the child or the family, or with the work of the organisations "
    "that took part in it, and I know of nothing else that could be seen to affect my judgement."
)


def next_look(last: date) -> date:
    """Return the day a month after the last look at what a review waits for (domain 10.10)."""
    year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    return date(year, month, min(last.day, calendar.monthrange(year, month)[1]))


def needs_explanation(expected_on: date, due_on: date | None, earlier: Collection[date]) -> bool:
    """Whether a day later than the clock's, or than one that was given before, has to be explained."""
    promised = [*earlier, *([due_on] if due_on else [])]
    return any(expected_on > day for day in promised)
