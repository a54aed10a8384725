"""Does the workflow table lead where the work leads, and does one predicate decide it all?"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import Conflict, NotAllowed
from portal.domain.permissions import (
    COMMAND_PERMISSIONS,
    LINK_PERMISSIONS,
    Permission,
    Separation,
    permissions_of,
)
from portal.domain.vocabulary import CaseStage, OutputStatus, ReferralStatus, ReviewStatus, Role
from portal.domain.workflow import (
    STATUSES,
    TRANSITIONS,
    Facts,
    Thing,
    available_actions,
    next_status,
    require_action,
)

EVERYTHING = frozenset(Permission)
FACTS = sorted({guard.fact for transition in TRANSITIONS for guard in transition.guards})
ACTIONS = sorted({transition.action for transition in TRANSITIONS})


def offered(thing: Thing, status: str, role: Role, **facts: bool) -> set[str]:
    return {t.action for t in available_actions(thing, status, permissions_of([role]), facts)}


@given(
    thing=st.sampled_from(Thing),
    permissions=st.frozensets(st.sampled_from(Permission)),
    facts=st.dictionaries(st.sampled_from(FACTS), st.booleans()),
    action=st.sampled_from(ACTIONS),
    draw=st.data(),
)
def test_the_server_refuses_exactly_what_the_page_does_not_offer(
    thing: Thing, permissions: frozenset[Permission], facts: Facts, action: str, draw: st.DataObject
) -> None:
    status = draw.draw(st.sampled_from(list(STATUSES[thing])))
    buttons = {t.action: t for t in available_actions(thing, status, permissions, facts)}
    try:
        allowed = require_action(thing, status, action, permissions, facts)
    except (Conflict, NotAllowed):
        assert action not in buttons
    else:
        assert buttons[action] == allowed
        assert next_status(thing, status, action, facts) == allowed.arrives_at(status)


@given(facts=st.fixed_dictionaries({fact: st.booleans() for fact in FACTS}))
def test_no_two_rows_offer_the_same_action_at_once(facts: Facts) -> None:
    for thing in Thing:
        for status in STATUSES[thing]:
            actions = [t.action for t in available_actions(thing, status, EVERYTHING, facts)]
            assert len(actions) == len(set(actions))


def test_every_row_leads_from_and_to_statuses_of_its_own_thing() -> None:
    for transition in TRANSITIONS:
        known = set(STATUSES[transition.thing])
        assert transition.starts_from
        assert transition.starts_from <= known
        assert transition.leads_to is None or transition.leads_to in known


@pytest.mark.parametrize("thing", Thing)
def test_every_status_can_be_reached_from_the_first(thing: Thing) -> None:
    first = next(iter(STATUSES[thing]))
    reached = {first}
    for _ in STATUSES[thing]:
        reached |= {
            t.arrives_at(status)
            for t, status in itertools.product(TRANSITIONS, tuple(reached))
            if t.thing is thing and status in t.starts_from
        }
    assert reached == set(STATUSES[thing])


def test_every_permission_in_the_table_is_one_that_somebody_or_some_command_holds() -> None:
    held = permissions_of(Role) | COMMAND_PERMISSIONS | LINK_PERMISSIONS
    assert {transition.permission for transition in TRANSITIONS} <= held


@pytest.mark.parametrize(
    ("is_quality_assured", "status"),
    [(True, ReferralStatus.AWAITING_QUALITY_ASSURANCE), (False, ReferralStatus.RECEIVED)],
)
def test_sending_leads_through_quality_assurance_only_where_a_partnership_has_it(
    is_quality_assured: bool, status: ReferralStatus
) -> None:
    facts = {"quality_assurance": is_quality_assured, "is_own_referral": True, "is_approved": True}
    held = permissions_of([Role.REFERRER])
    assert require_action(Thing.REFERRAL, "draft", "send", held, facts).leads_to is status
    assert next_status(Thing.REFERRAL, "draft", "send", {"quality_assurance": is_quality_assured}) is status


def test_nobody_sends_a_referral_while_it_is_unknown_whether_it_needs_quality_assurance() -> None:
    assert "send" not in offered(Thing.REFERRAL, "draft", Role.REFERRER, is_own_referral=True)
    with pytest.raises(Conflict):
        next_status(Thing.REFERRAL, "draft", "send")


def test_a_member_of_the_screening_body_cannot_quality_assure_their_own_referral() -> None:
    held = permissions_of([Role.SCREENING_MEMBER])
    waiting = ReferralStatus.AWAITING_QUALITY_ASSURANCE
    with pytest.raises(NotAllowed, match=Separation.QUALITY_ASSURANCE.value):
        require_action(Thing.REFERRAL, waiting, "pass-quality-assurance", held, {"is_writer": True})
    assert "pass-quality-assurance" in offered(
        Thing.REFERRAL, waiting, Role.SCREENING_MEMBER, is_writer=False
    )


def test_a_referral_awaiting_quality_assurance_cannot_be_accepted() -> None:
    with pytest.raises(Conflict, match="awaiting quality assurance"):
        require_action(Thing.REFERRAL, "awaiting-quality-assurance", "accept", EVERYTHING, {})


def test_a_decision_is_signed_only_when_every_partner_has_a_position() -> None:
    held = permissions_of([Role.POLICE_DECISION_MAKER])
    with pytest.raises(NotAllowed, match="Each statutory partner's position"):
        require_action(Thing.CASE, "open", "sign-decision", held, {"has_every_position": False})
    facts = {"has_every_position": True, "is_agreed_or_settled": False}
    with pytest.raises(NotAllowed, match="lead safeguarding partners settle it first"):
        require_action(Thing.CASE, "open", "sign-decision", held, facts)
    signed = require_action(
        Thing.CASE, "open", "sign-decision", held, {**facts, "is_agreed_or_settled": True}
    )
    assert signed.leads_to is CaseStage.DECIDED


def test_a_partner_takes_a_disagreement_further_and_none_of_them_writes_down_how_it_was_settled() -> None:
    for role in (Role.COORDINATOR, Role.POLICE_DECISION_MAKER, Role.ICB_DECISION_MAKER):
        assert offered(Thing.DISAGREEMENT, "not-agreed", role) == {"escalate"}
    assert offered(Thing.DISAGREEMENT, "with-lead-partners", Role.COORDINATOR) == {"settle"}
    assert not offered(Thing.DISAGREEMENT, "with-lead-partners", Role.POLICE_DECISION_MAKER)


def test_a_later_decision_leaves_a_case_in_review() -> None:
    facts = {"has_every_position": True}
    assert next_status(Thing.CASE, "in-review", "sign-decision", facts) is CaseStage.IN_REVIEW


def test_a_coordinator_prepares_a_decision_and_cannot_take_it() -> None:
    actions = offered(Thing.CASE, "open", Role.COORDINATOR, has_every_position=True)
    assert actions == {
        "add-document", "ask-agencies", "correct", "link-process", "record-screening", "prepare-decision"
    }  # fmt: skip


def test_a_case_with_an_open_review_cannot_be_closed() -> None:
    assert "close" not in offered(Thing.CASE, "in-review", Role.COORDINATOR, has_open_review=True)
    assert "close" in offered(
        Thing.CASE, "in-review", Role.COORDINATOR, has_open_review=False, has_decision=True, is_offered=False
    )


def test_a_case_in_a_rapid_review_that_a_notification_opened_is_not_closed_before_a_decision() -> None:
    undecided = {"has_open_review": False, "has_decision": False, "is_offered": False}
    assert "close" not in offered(Thing.CASE, "in-review", Role.COORDINATOR, **undecided)


@pytest.mark.parametrize("stage", CaseStage)
def test_a_notification_is_never_blocked_and_puts_the_case_in_review(stage: CaseStage) -> None:
    begins = {"begins_a_rapid_review": True}
    for role in (Role.COORDINATOR, Role.LOCAL_AUTHORITY_DECISION_MAKER):
        assert "record-notification" in offered(Thing.CASE, stage, role, **begins)
    assert next_status(Thing.CASE, stage, "record-notification", begins) is CaseStage.IN_REVIEW
    assert next_status(Thing.CASE, stage, "record-notification", {"begins_a_rapid_review": False}) is stage
    for role in (Role.CHAIR, Role.POLICE_DECISION_MAKER, Role.ICB_DECISION_MAKER):
        assert "record-notification" not in offered(Thing.CASE, stage, role, **begins)


def test_the_body_advises_and_its_advice_moves_no_case() -> None:
    for stage in (CaseStage.OPEN, CaseStage.DECIDED, CaseStage.IN_REVIEW):
        assert "record-screening" in offered(Thing.CASE, stage, Role.CHAIR)
        assert next_status(Thing.CASE, stage, "record-screening") is stage
        assert "record-screening" not in offered(Thing.CASE, stage, Role.SCREENING_MEMBER)
    assert "prepare-decision" in offered(Thing.CASE, CaseStage.OPEN, Role.CHAIR)


def test_a_review_opens_only_from_a_decision_that_begins_one() -> None:
    begins = {"has_outcome_that_begins_a_review": True}
    assert "open-review" not in offered(Thing.CASE, "open", Role.COORDINATOR, **begins)
    assert "open-review" in offered(Thing.CASE, "decided", Role.COORDINATOR, **begins)
    assert next_status(Thing.CASE, "decided", "open-review") is CaseStage.IN_REVIEW


def test_an_author_cannot_approve_what_they_wrote() -> None:
    held = permissions_of([Role.CHAIR, Role.COORDINATOR])
    with pytest.raises(NotAllowed, match="did not write"):
        require_action(Thing.OUTPUT, "ready-for-approval", "approve", held, {"is_author": True})


def test_whoever_prepared_a_publication_cannot_publish_it() -> None:
    facts = {"is_prepared": True, "is_preparer": True}
    assert "publish" not in offered(Thing.OUTPUT, "approved", Role.PUBLISHER, **facts)
    facts["is_preparer"] = False
    held = permissions_of([Role.PUBLISHER])
    published = require_action(Thing.OUTPUT, "approved", "publish", held, facts)
    assert published.leads_to is OutputStatus.PUBLISHED


def test_a_report_comes_down_by_its_rule_only_by_the_portals_own_hand_and_only_when_due() -> None:
    due = {"is_due_to_come_down": True}
    for role in Role:
        assert "come-down" not in offered(Thing.OUTPUT, "published", role, **due)
    assert next_status(Thing.OUTPUT, "published", "come-down", due) is OutputStatus.NO_LONGER_PUBLISHED
    with pytest.raises(NotAllowed):
        require_action(
            Thing.OUTPUT, "published", "come-down", COMMAND_PERMISSIONS, {"is_due_to_come_down": False}
        )


def test_one_person_can_take_something_down_at_once_before_any_term_is_over() -> None:
    assert "withdraw" in offered(Thing.OUTPUT, "published", Role.PUBLISHER, is_due_to_come_down=False)
    assert "end-publication" not in offered(
        Thing.OUTPUT, "published", Role.PUBLISHER, is_due_to_come_down=False
    )


def test_an_emergency_removal_is_confirmed_by_somebody_else() -> None:
    facts = {"awaits_confirmation": True, "is_remover": True}
    gone = OutputStatus.NO_LONGER_PUBLISHED
    held = permissions_of([Role.PUBLISHER])
    with pytest.raises(NotAllowed, match=Separation.REMOVAL_RATIFICATION.value):
        require_action(Thing.OUTPUT, gone, "confirm-withdrawal", held, facts)
    facts["is_remover"] = False
    assert "confirm-withdrawal" in offered(Thing.OUTPUT, gone, Role.PUBLISHER, **facts)


def test_what_came_down_returns_only_by_being_prepared_and_approved_again() -> None:
    assert offered(Thing.OUTPUT, "no-longer-published", Role.PUBLISHER) == {"put-back"}
    assert next_status(Thing.OUTPUT, "no-longer-published", "put-back") is OutputStatus.APPROVED


def test_a_finished_review_can_still_have_something_written_and_be_reopened() -> None:
    assert offered(Thing.REVIEW, "complete", Role.COORDINATOR) == {
        "write-output", "reopen", "record-answer", "score-quality",
    }  # fmt: skip
    assert next_status(Thing.REVIEW, "open", "complete") is ReviewStatus.COMPLETE


def test_an_unknown_status_is_an_error_and_never_an_empty_list() -> None:
    with pytest.raises(ValueError, match="archived"):
        available_actions(Thing.OUTPUT, "archived", EVERYTHING, {})


def test_a_person_without_the_permission_is_told_so() -> None:
    with pytest.raises(NotAllowed, match="roles"):
        require_action(Thing.REFERRAL, "received", "accept", permissions_of([Role.REFERRER]), {})


def test_a_lead_reviewer_writes_the_terms_and_recommendations_of_their_own_review_alone() -> None:
    own = offered(Thing.REVIEW, "open", Role.LEAD_REVIEWER, works_on_review=True, may_declare=False)
    assert own == {"write-output", "write-terms", "recommend"}
    assert offered(Thing.REVIEW, "open", Role.LEAD_REVIEWER, works_on_review=False) == {"write-output"}


def test_a_coordinator_appoints_one_lead_reviewer_at_a_time() -> None:
    assert "appoint" in offered(Thing.REVIEW, "open", Role.COORDINATOR, has_lead_reviewer=False)
    led = offered(Thing.REVIEW, "open", Role.COORDINATOR, has_lead_reviewer=True)
    assert "appoint" not in led
    assert "end-appointment" in led
