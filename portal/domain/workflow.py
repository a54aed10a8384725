"""What can be done next to a referral, a case, a review or an output, and where does it lead?

One table, one predicate: `available_actions` draws the buttons and `require_action` refuses with it.
"""

from collections.abc import Collection

from portal.domain.decision_workflow import DECISION_TRANSITIONS
from portal.domain.emergency_workflow import EMERGENCY_TRANSITIONS
from portal.domain.errors import Conflict, NotAllowed
from portal.domain.following_workflow import FOLLOWING_TRANSITIONS
from portal.domain.meeting_workflow import MEETING_TRANSITIONS
from portal.domain.permissions import Permission as P
from portal.domain.permissions import Separation
from portal.domain.referral_workflow import IS_NOT_OFFERED, REFERRAL_TRANSITIONS
from portal.domain.release_workflow import RELEASE_TRANSITIONS
from portal.domain.return_workflow import RETURN_TRANSITIONS
from portal.domain.transitions import STATUSES, Facts, Guard, Status, Thing, Transition
from portal.domain.transitions import from_statuses as _from
from portal.domain.vocabulary import CaseStage, OutputStatus, ReviewStatus

__all__ = [
    "STATUSES", "TRANSITIONS", "Facts", "Guard", "Status", "Thing", "Transition", "available_actions", "next_status",
    "require_action", "transitions_of",
]  # fmt: skip

BEGINS_A_RAPID_REVIEW = Guard("begins_a_rapid_review", "This kind of notification begins no rapid review.")
BEGINS_NO_RAPID_REVIEW = Guard(
    "begins_a_rapid_review", "This kind of notification begins a rapid review.", wanted=False
)
HAS_NOTIFICATION = Guard("has_notification", "No notification of this case is recorded.")
HAS_STANDING_NOTIFICATION = Guard(
    "has_standing_notification",
    "No notification of this case stands: each was found not to meet the criteria.",
)
HAS_PANEL_REPLY_TO_ANSWER = Guard(
    "has_reply_to_answer", "No letter of the National Panel waits for an answer."
)
HAS_LATE_STEP = Guard("has_late_step", "This step is not late, and not expected to be.")
IS_RAPID_REVIEW = Guard("is_rapid_review", "Only a rapid review is sent to the National Panel in this way.")
IS_PRACTICE_REVIEW = Guard(
    "is_practice_review",
    "Only a local child safeguarding practice review is told to the National Panel in this way.",
)
HAS_WORKING_DAYS = Guard("has_working_days", "No working days of this review are counted.")
HAS_DECISION = Guard("has_decision", "The partners have not decided about this case yet.")
IS_DEFERRED = Guard("is_deferred", "This decision is not one that puts the case off.")
BEGINS_A_REVIEW = Guard("has_outcome_that_begins_a_review", "The decision does not begin a review.")
HAS_NO_REFERRAL = Guard("has_referral", "A referral belongs to this case.", wanted=False)
NO_OPEN_REVIEW = Guard("has_open_review", "A review of this case is still open.", wanted=False)
NOT_AN_AUTHOR = Guard("is_author", Separation.OUTPUT_APPROVAL.value, wanted=False)
IS_PREPARED = Guard("is_prepared", "The publication has to be prepared first.")
NOT_THE_PREPARER = Guard("is_preparer", Separation.PUBLICATION_APPROVAL.value, wanted=False)
AWAITS_CONFIRMATION = Guard("awaits_confirmation", "There is nothing here to confirm.")
NOT_THE_REMOVER = Guard("is_remover", Separation.REMOVAL_RATIFICATION.value, wanted=False)
OWN_REVIEW = Guard(
    "works_on_review",
    "Only the coordinator, or whoever leads this review once they have declared their independence, can do this.",
)
OWN_DECLARATION = Guard("may_declare", "There is no declaration here that waits for you.")
LEADS_NOW = Guard("has_lead_reviewer", "Nobody leads this review now.")
LEADS_NOT = Guard("has_lead_reviewer", "Somebody leads this review already.", wanted=False)
IS_REMOVABLE = Guard(
    "is_removable",
    "Whoever added a document, or the coordinator, can take it away; what came with a referral stays.",
)
IS_SENT_AHEAD = Guard(
    "is_sent_ahead",
    "Only what a practice review publishes of its findings, once its day is set, goes to the National Panel first.",
)
IS_DUE = Guard("is_due_to_come_down", "Its retention rule keeps it published for now.")

C, V, O = CaseStage, ReviewStatus, OutputStatus  # noqa: E741
_CASE, _REVIEW, _OUTPUT = Thing.CASE, Thing.REVIEW, Thing.OUTPUT


TRANSITIONS: tuple[Transition, ...] = (
    *REFERRAL_TRANSITIONS,
    *DECISION_TRANSITIONS,
    # The council notifies of its own duty, at any time and whatever else has been done.
    Transition(
        _CASE, "record-notification", "Record a notification",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), C.IN_REVIEW, P.PANEL_RECORD, (BEGINS_A_RAPID_REVIEW,),
    ),
    Transition(
        _CASE, "record-notification", "Record a notification",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), None, P.PANEL_RECORD, (BEGINS_NO_RAPID_REVIEW,),
    ),
    Transition(
        _CASE, "find-criteria-not-met", "Found not to meet the criteria",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), None, P.PANEL_RECORD, (HAS_STANDING_NOTIFICATION,),
    ),
    Transition(
        _CASE, "record-panel-reply", "Record a letter from the National Panel",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), None, P.PANEL_RECORD, (HAS_NOTIFICATION,),
    ),
    Transition(
        _CASE, "answer-panel", "Record the answer to the National Panel",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), None, P.PANEL_RECORD, (HAS_PANEL_REPLY_TO_ANSWER,),
    ),
    Transition(
        _CASE, "explain-late-step", "Explain a late step",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW, C.CLOSED), None, P.PANEL_RECORD, (HAS_LATE_STEP,),
    ),
    # A case never closes by being sent to another process: it is linked to it (domain 10.12).
    Transition(
        _CASE, "link-process", "Link another process",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DECISION_PREPARE,
    ),
    Transition(
        _CASE, "record-deferral-told", "Record that the National Panel was told why",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.PANEL_RECORD, (IS_DEFERRED,),
    ),
    Transition(
        _CASE, "open-review", "Open a review",
        _from(C.DECIDED, C.IN_REVIEW), C.IN_REVIEW, P.REVIEW_OPEN, (BEGINS_A_REVIEW,),
    ),
    Transition(
        _CASE, "close", "Close the case",
        _from(C.DECIDED, C.IN_REVIEW), C.CLOSED, P.CASE_CLOSE, (HAS_DECISION, NO_OPEN_REVIEW, IS_NOT_OFFERED),
    ),
    # Its only referral has gone to another case, and nothing else has been done about it.
    Transition(
        _CASE, "close-as-empty", "Close a case without a referral",
        _from(C.OPEN), C.CLOSED, P.REFERRAL_ACCEPT, (HAS_NO_REFERRAL,),
    ),
    Transition(_CASE, "reopen", "Reopen the case", _from(C.CLOSED), C.OPEN, P.CASE_CLOSE),
    Transition(
        _CASE, "correct", "Correct what is known", _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.CASE_CORRECT
    ),
    Transition(
        _CASE, "add-document", "Add a document", _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DOCUMENT_ADD
    ),
    Transition(
        _CASE, "remove-document", "Remove a document",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.DOCUMENT_ADD, (IS_REMOVABLE,),
    ),
    Transition(
        _CASE, "ask-agencies", "Ask agencies what they know",
        _from(C.OPEN, C.DECIDED, C.IN_REVIEW), None, P.INFORMATION_ASK,
    ),
    Transition(
        _REVIEW, "write-output", "Write something for readers",
        _from(V.OPEN, V.COMPLETE), None, P.OUTPUT_WRITE,
    ),
    Transition(
        _REVIEW, "complete", "Mark the review as complete", _from(V.OPEN), V.COMPLETE, P.REVIEW_COMPLETE
    ),
    # While it is open: how it is run is the coordinator's, what it asks and recommends its reviewer's too.
    Transition(_REVIEW, "manage", "Change how the review is run", _from(V.OPEN), None, P.REVIEW_MANAGE),
    Transition(
        _REVIEW, "appoint", "Appoint who leads the review", _from(V.OPEN), None, P.REVIEW_MANAGE, (LEADS_NOT,)
    ),
    Transition(
        _REVIEW, "end-appointment", "End the appointment of who leads the review",
        _from(V.OPEN, V.COMPLETE), None, P.REVIEW_MANAGE, (LEADS_NOW,),
    ),
    Transition(
        _REVIEW, "declare-independence", "Declare independence",
        _from(V.OPEN), None, P.REVIEW_CONTRIBUTE, (OWN_DECLARATION,),
    ),
    Transition(
        _REVIEW, "write-terms", "Write the terms of reference",
        _from(V.OPEN), None, P.REVIEW_CONTRIBUTE, (OWN_REVIEW,),
    ),
    Transition(
        _REVIEW, "recommend", "Write recommendations",
        _from(V.OPEN), None, P.REVIEW_CONTRIBUTE, (OWN_REVIEW,),
    ),
    Transition(
        _REVIEW, "record-answer", "Record an agency’s answer",
        _from(V.OPEN, V.COMPLETE), None, P.REVIEW_MANAGE,
    ),
    Transition(
        _REVIEW, "score-quality", "Score by the quality markers",
        _from(V.OPEN, V.COMPLETE), None, P.REVIEW_MANAGE,
    ),
    Transition(
        _REVIEW, "send-to-panel", "Record when it was sent to the National Panel",
        _from(V.OPEN, V.COMPLETE), None, P.PANEL_RECORD, (IS_RAPID_REVIEW,),
    ),
    Transition(
        _REVIEW, "tick-step", "Tick a step of its working days",
        _from(V.OPEN), None, P.REVIEW_MANAGE, (HAS_WORKING_DAYS,),
    ),
    Transition(
        _REVIEW, "record-told", "Record when the National Panel was told of it",
        _from(V.OPEN, V.COMPLETE), None, P.PANEL_RECORD, (IS_PRACTICE_REVIEW,),
    ),
    Transition(_REVIEW, "reopen", "Reopen the review", _from(V.COMPLETE), V.OPEN, P.REVIEW_OPEN),
    # An output is approved by somebody who did not write it, and published by somebody who did not
    # prepare the publication.
    Transition(_OUTPUT, "edit", "Edit", _from(O.DRAFT), None, P.OUTPUT_WRITE),
    Transition(
        _OUTPUT, "submit-for-approval", "Submit for approval",
        _from(O.DRAFT), O.READY_FOR_APPROVAL, P.OUTPUT_WRITE,
    ),
    Transition(
        _OUTPUT, "return-to-author", "Return to its author",
        _from(O.READY_FOR_APPROVAL), O.DRAFT, P.OUTPUT_APPROVE,
    ),
    Transition(
        _OUTPUT, "approve", "Approve",
        _from(O.READY_FOR_APPROVAL), O.APPROVED, P.OUTPUT_APPROVE, (NOT_AN_AUTHOR,),
    ),
    Transition(_OUTPUT, "revise", "Revise", _from(O.APPROVED), O.DRAFT, P.OUTPUT_WRITE),
    Transition(
        _OUTPUT, "prepare-publication", "Prepare for publication",
        _from(O.APPROVED), None, P.PUBLICATION_PREPARE,
    ),
    Transition(
        _OUTPUT, "publish", "Publish", _from(O.APPROVED), O.PUBLISHED, P.PUBLICATION_APPROVE,
        (IS_PREPARED, NOT_THE_PREPARER),
    ),
    Transition(
        _OUTPUT, "record-sent-ahead", "Record when it was sent to the National Panel",
        _from(O.APPROVED, O.PUBLISHED), None, P.PANEL_RECORD, (IS_SENT_AHEAD,),
    ),
    Transition(
        _OUTPUT, "keep-longer", "Keep published for longer", _from(O.PUBLISHED), None, P.RETENTION_DECIDE
    ),
    Transition(
        _OUTPUT, "end-publication", "Decide that it is no longer published",
        _from(O.PUBLISHED), O.NO_LONGER_PUBLISHED, P.RETENTION_DECIDE, (IS_DUE,),
    ),
    # Taking something down in an emergency asks for no second factor and no second person: it is
    # confirmed by another person afterwards, or published again by two people as at first.
    Transition(
        _OUTPUT, "withdraw", "Take down now",
        _from(O.PUBLISHED), O.NO_LONGER_PUBLISHED, P.PUBLICATION_WITHDRAW,
    ),
    Transition(
        _OUTPUT, "confirm-withdrawal", "Confirm that it was right to take this down",
        _from(O.NO_LONGER_PUBLISHED), None, P.PUBLICATION_WITHDRAW, (AWAITS_CONFIRMATION, NOT_THE_REMOVER),
    ),
    Transition(
        _OUTPUT, "put-back", "Begin to publish again",
        _from(O.NO_LONGER_PUBLISHED), O.APPROVED, P.PUBLICATION_PREPARE,
    ),
    Transition(
        _OUTPUT, "come-down", "Come down by its retention rule",
        _from(O.PUBLISHED), O.NO_LONGER_PUBLISHED, P.RETENTION_RUN, (IS_DUE,),
    ),
    *RETURN_TRANSITIONS,
    *RELEASE_TRANSITIONS,
    *MEETING_TRANSITIONS,
    *EMERGENCY_TRANSITIONS,
    *FOLLOWING_TRANSITIONS,
)  # fmt: skip


def transitions_of(thing: Thing, action: str, status: Status | str) -> tuple[Transition, ...]:
    """Every row for this action from this status. Raises Conflict where there is none."""
    now = STATUSES[thing](status)
    rows = tuple(t for t in TRANSITIONS if t.thing is thing and t.action == action and now in t.starts_from)
    if not rows:
        raise Conflict(
            f"This {thing.label.lower()} is now “{now.label.lower()}”, so that cannot be done to it."
        )
    return rows


def available_actions(
    thing: Thing, status: Status | str, permissions: Collection[P], facts: Facts
) -> tuple[Transition, ...]:
    """What this person may do to it now: in the table, permitted, and every guard holds."""
    now = STATUSES[thing](status)
    return tuple(
        transition
        for transition in TRANSITIONS
        if transition.thing is thing
        and now in transition.starts_from
        and transition.permission in permissions
        and transition.refusal(facts) is None
    )


def require_action(
    thing: Thing, status: Status | str, action: str, permissions: Collection[P], facts: Facts
) -> Transition:
    """The row for an action that `available_actions` offers.

    Raises Conflict when the action does not start from this status, and NotAllowed when the person
    lacks its permission or a guard does not hold.
    """
    rows = transitions_of(thing, action, status)
    for transition in available_actions(thing, status, permissions, facts):
        if transition.action == action:
            return transition
    permitted = [row for row in rows if row.permission in permissions]
    if not permitted:
        raise NotAllowed("Your roles do not include this.")
    raise NotAllowed(permitted[-1].refusal(facts) or "This cannot be done now.")


def next_status(thing: Thing, status: Status | str, action: str, facts: Facts | None = None) -> Status:
    """Where an action leads, to check a status against its events; permission is `require_action`'s.

    `facts` choose between rows that lead to different places. Raises Conflict when the action does not
    start from this status, or when the facts do not say which way it goes.
    """
    now = STATUSES[thing](status)
    destinations = {
        row.arrives_at(now)
        for row in transitions_of(thing, action, now)
        if not any(guard.is_contradicted(facts or {}) for guard in row.guards)
    }
    if len(destinations) != 1:
        raise Conflict(f"What is known does not say where “{action}” leads from “{now.label.lower()}”.")
    return destinations.pop()
