"""Does the body's advice stand on record under its own name, once and for good, and block nothing?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.meetings import Seat
from portal.domain.vocabulary import Outcome
from portal.models.case_access import close_case_to, known_case
from portal.models.event import events_of
from portal.models.screening import Screening, advice_in_force, screenings_of
from portal.screening import advising, confirming, correspondence, operations
from tests.people import send
from tests.work import TODAY, Work, weighed

WHOLE = advising.Considered(
    "correspondence",
    TODAY,
    Outcome.RAPID_REVIEW.value,
    weighed(),
    "B. Guest, housing",
    "The gate is met.",
    "B. Doubts.",
)
NOBODY = ("",)


def saved(work: Work, reference: str, considered: advising.Considered = WHOLE) -> Any:
    seats = work.seated()
    considered = replace(considered, answered=considered.answered or seats)
    with work.session() as session:
        return advising.save(session, work.tenant, work.actor("chair"), reference, considered).id


def recorded(work: Work, reference: str, draft_id: Any) -> Any:
    with work.session() as session:
        return advising.record_advice(
            session, work.tenant, work.actor("chair"), reference, draft_id, TODAY
        ).id


def test_a_draft_is_kept_as_far_as_it_goes_and_gone_on_with(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    first = saved(work, reference, advising.Considered(members="B. Guest, housing"))
    assert saved(work, reference) == first
    with work.session(writes=False) as session:
        draft = session.get_one(Screening, first)
        assert (draft.members, draft.reasons, draft.dissent) == (
            "B. Guest, housing",
            "The gate is met.",
            "B. Doubts.",
        )
        assert draft.recorded_at is None and draft.outcome is Outcome.RAPID_REVIEW


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"came_from": ""}, "came_from"),
        ({"considered_on": None}, "considered_on"),
        ({"considered_on": TODAY + timedelta(days=1)}, "considered_on"),
        ({"answered": NOBODY}, "answered"),
        ({"considered_on": date(2026, 1, 4)}, "came_from"),
        ({"outcome": ""}, "outcome"),
        ({"reasons": ""}, "reasons"),
        ({"weighed": {}}, "abuse_or_neglect_answer"),
        ({"weighed": {**weighed(), "several-areas": {"answer": "", "reason": ""}}}, "several_areas_answer"),
        (
            {"weighed": {**weighed(), "single-agency": {"answer": "may", "reason": ""}}},
            "single_agency_reason",
        ),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_advice_is_recorded_only_when_it_is_whole(portal: Flask, missing: dict[str, Any], field: str) -> None:
    work = Work(portal)
    reference = work.case()
    draft_id = saved(work, reference, replace(WHOLE, **missing))
    with pytest.raises(InvalidAnswer) as refusal:
        recorded(work, reference, draft_id)
    assert refusal.value.field == field


def test_too_few_who_answered_by_correspondence_cannot_advise_whether_named_or_by_views_given_here(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    chair, council, health, _ = work.seated()
    for answered, missing in (
        (NOBODY, "None of the four needed took part; .* were missing; nobody chaired."),
        # Nobody counts twice, and a guest is no member.
        ((chair, chair, council), "Two of the four needed took part; .* were missing."),
        ((chair, council, health), "Three of the four needed took part; .* Police was missing."),
    ):
        draft_id = saved(work, reference, replace(WHOLE, answered=answered))
        with pytest.raises(InvalidAnswer, match=missing) as refusal:
            recorded(work, reference, draft_id)
        assert refusal.value.field == "answered"
    # The third says here what they think, and is not named besides.
    work.viewed(reference, "police")
    page = f"/manchester/cases/{reference}/screenings"
    form = work.browser("chair").get(f"{page}/new").text
    assert "whoever gave a view here has answered" in form and form.count('name="answered"') == 3
    answered = work.browser("chair").get(f"{page}/{recorded(work, reference, draft_id)}").text
    for words in (
        "Chair Example, ",
        "Screening Member Example, ",
        "B. Guest, housing",
        "Four took part and four are",
    ):
        assert words in answered


def test_whoever_is_involved_has_not_answered_and_their_deputy_speaks_for_them(portal: Flask) -> None:
    work = Work(portal)
    reference, seats = work.case(), work.seated()
    chair = work.actor("chair")
    deputy = work.seat("screening-member", "housing", Seat.DEPUTY, UUID(seats[0]))
    with work.session() as session:
        close_case_to(
            session, work.case_of(session, reference), chair.account_id, "A cousin.", chair.account_id
        )
        session.commit()
    for answered, is_enough in ((seats, False), ((*seats, deputy), True)):
        with work.session() as session:
            case = work.case_of(session, reference)
            draft = Screening(
                considered_on=TODAY, answered=list(answered), tenant=case.tenant, unit=case.unit
            )
            faults = list(correspondence.faults_of_quorum(session, work.tenant, case, draft))
            session.rollback()
        assert ([field for field, _ in faults] == []) is is_enough


def test_a_circumstance_that_is_not_there_needs_no_reason(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    absent = {**weighed(), "institution": {"answer": "no", "reason": ""}}
    assert recorded(work, reference, saved(work, reference, replace(WHOLE, weighed=absent)))


def test_recorded_advice_never_changes_and_a_later_screening_supersedes_it(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    first = recorded(work, reference, saved(work, reference))
    with pytest.raises(Conflict):
        recorded(work, reference, first)
    with work.session() as session:
        session.get_one(Screening, first).reasons = "Otherwise."
        with pytest.raises(Conflict):
            session.flush()
    second = recorded(work, reference, saved(work, reference, replace(WHOLE, reasons="More is known.")))
    with work.session(writes=False) as session:
        actor = work.actor("chair")
        case = known_case(session, reference, actor.account_id, actor.permissions)
        every = screenings_of(session, case.id)
        standing = advice_in_force(every)
        assert [each.id for each in every] == [first, second]
        assert standing is not None and standing.id == second and standing.supersedes_id == first
        assert [each.what for each in events_of(session, "case", case.id)].count("screening-recorded") == 2


def test_advice_says_who_recorded_it_and_whether_the_chair_has_confirmed_it(portal: Flask) -> None:
    work = Work(portal)
    reference, coordinator = work.case(), work.actor("coordinator")
    draft_id = saved(work, reference)
    page = f"/manchester/cases/{reference}/screenings/{draft_id}"
    with work.session() as session:
        advising.record_advice(session, work.tenant, coordinator, reference, draft_id, TODAY)
    chair, reader = work.browser("chair"), work.browser("coordinator")
    shown, waiting = (
        reader.get(page).text,
        f"Confirm the advice of {work.tenant.screening.short_name}: {reference}",
    )
    assert "by Coordinator Example" in shown and "Not yet" in shown and "as the chair wrote" not in shown
    assert reader.get(f"{page}/confirm").status_code == 404 and waiting in chair.get("/manchester/desk").text
    decision = f"/manchester/cases/{reference}/decisions/{work.prepared(reference)}"
    assert "The chair has not confirmed it here." in reader.get(decision).text
    assert send(chair, f"{page}/confirm").location == page
    shown = reader.get(page).text
    assert "Confirmed by the chair" in shown and "by Chair Example" in shown and "Not yet" not in shown
    assert "The chair has not confirmed it here." not in reader.get(decision).text
    assert (
        waiting not in chair.get("/manchester/desk").text and chair.get(f"{page}/confirm").status_code == 303
    )
    with work.session() as session, pytest.raises(NotAllowed, match="has confirmed"):
        confirming.confirm(session, work.actor("chair"), reference, draft_id)
    # What the chair records is their word already.
    later = recorded(work, reference, saved(work, reference))
    assert "Recorded by the chair" in reader.get(f"/manchester/cases/{reference}/screenings/{later}").text


def test_an_outcome_that_is_not_open_at_screening_is_refused(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    for outcome in ("publish-report", "no-such-outcome"):
        with pytest.raises(InvalidAnswer, match="open at screening"):
            saved(work, reference, replace(WHOLE, outcome=outcome))


def test_members_and_decision_makers_do_not_record_for_the_body(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    for role in ("screening-member", "police-decision-maker"):
        with work.session() as session, pytest.raises(NotAllowed):
            advising.save(session, work.tenant, work.actor(role), reference, WHOLE)
    with work.session() as session, pytest.raises(NotFound):
        advising.save(session, work.tenant, work.actor("coordinator"), "NONE-2026-0001", WHOLE)


def test_a_decision_starts_from_the_advice_and_nothing_is_typed_twice(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    screening_id = recorded(work, reference, saved(work, reference))
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}/decisions/new").text
    assert "The gate is met." in page and page.count("As the account says.") == len(weighed())
    assert f"/screenings/{screening_id}" in page and "The three statutory partners decide." in page
    with work.session() as session:
        put = advising.prepared_from(session.get_one(Screening, screening_id))
        decision = operations.prepare(session, work.tenant, work.actor("coordinator"), reference, put)
        assert (decision.outcome, decision.criteria) == (Outcome.RAPID_REVIEW, weighed())


def test_advice_that_was_decided_upon_does_not_start_the_next_stage(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    work.screened(reference)
    work.decided(reference)
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}/decisions/new").text
    assert "As the account says." not in page


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_each_partnerships_body_is_named_on_its_pages(portal: Flask, slug: str) -> None:
    work = Work(portal, slug)
    reference, body = work.case(), work.tenant.screening.body
    chair = work.browser("chair")
    for path in ("screenings/new", "decisions/new"):
        assert f"{body} advises" in chair.get(f"/{slug}/cases/{reference}/{path}").text
    outcome = next(each.code for each in work.tenant.outcomes if each.code == "rapid-review")
    screening_id = work.screened(reference, Outcome(outcome))
    shown = chair.get(f"/{slug}/cases/{reference}/screenings/{screening_id}").text
    assert f"{body} advises. The three statutory partners decide." in shown
    assert f"Screening by {work.tenant.screening.short_name}" in chair.get(f"/{slug}/cases/{reference}").text


def typed(work: Work) -> dict[str, Any]:
    """Return what a browser sends of a whole screening."""
    criteria = {
        f"{code.replace('-', '_')}_{part}": words
        for code, said in weighed().items()
        for part, words in said.items()
    }
    day = {"considered_on": ["20", "11", "2026"]}
    words = {
        "came_from": "correspondence",
        "answered": list(work.seated()),
        "outcome": "rapid-review",
        "reasons": "The gate is met.",
    }
    return {**criteria, **day, **words}


def test_through_the_pages_a_draft_comes_back_is_checked_and_is_recorded_after_asking(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page = f"/manchester/cases/{reference}/screenings/new"
    chair = work.browser("chair")
    assert "Nobody sits on" in chair.get(page).text
    seats = work.seated()
    later = send(chair, page, members="B. Guest, kept", answered=list(seats[:1]), next="later")
    assert later.location == f"/manchester/cases/{reference}"
    again = chair.get(page).text
    assert "B. Guest, kept" in again and again.count(" checked") == 1
    refused = send(chair, page, members="B. Guest", came_from="correspondence", next="go-on")
    assert refused.status_code == 200 and "Enter the day on which the correspondence" in refused.text
    # Everything that is missing is told at once.
    assert refused.text.count("Select an answer: ") == 2 * len(weighed())
    assert "Select what is recommended" in refused.text
    too_few = send(chair, page, **(typed(work) | {"answered": list(seats[1:])}), next="go-on")
    assert (
        "Too few answered for the body to advise. Three of the four needed took part; nobody chaired."
        in too_few.text
    )
    check = send(chair, page, **typed(work), next="go-on")
    assert check.location.endswith("/record") and "never changes" in chair.get(check.location).text
    done = send(chair, check.location)
    shown = chair.get(done.location).text
    assert "The gate is met." in shown and "Prepare a decision" in shown
    assert "The gate is met." in work.browser("police-decision-maker").get(done.location).text


def test_a_draft_is_nobody_elses_to_read(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page = f"/manchester/cases/{reference}/screenings/{saved(work, reference)}"
    assert work.browser("police-decision-maker").get(page).status_code == 404
    assert work.browser("coordinator").get(page).status_code == 303


def test_a_day_that_is_none_is_told_at_its_field_and_nothing_typed_is_lost(portal: Flask) -> None:
    work = Work(portal)
    page = f"/manchester/cases/{work.case()}/screenings/new"
    sent = {**typed(work), "considered_on": ["32", "x", "2026"]}
    refused = send(work.browser("chair"), page, **sent, next="later")
    assert (
        refused.status_code == 200
        and "Enter a real date" in refused.text
        and "The gate is met." in refused.text
    )


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", ["manchester", "salford"])
def test_why_a_death_in_custody_is_not_reviewed_is_asked_at_its_field_where_the_partnership_says_so(
    portal: Flask, slug: str
) -> None:
    work = Work(portal, slug)
    reference = work.case(harm="death", circumstances=["death-in-custody"])
    must_explain = work.tenant.automatic_review_circumstances == "reason-required"
    unreviewed = {**typed(work), "outcome": "criteria-not-met"}
    for person, page in (("chair", "screenings/new"), ("coordinator", "decisions/new")):
        answer = send(work.browser(person), f"/{slug}/cases/{reference}/{page}", **unreviewed, next="go-on")
        assert (answer.status_code == 200) is must_explain, page
        if must_explain:
            assert 'href="#recorded_reason"' in answer.text and "Record why a death" in answer.text
            assert "The gate is met." in answer.text


def test_what_shows_a_criterion_is_kept_with_it_and_where_nothing_does_the_advice_says_so(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    said = {"answer": "yes", "reason": "So.", "evidence": "The hospital’s return.", "source": "police"}
    shown = {**weighed(), "improvements": said}
    screening_id = recorded(work, reference, saved(work, reference, replace(WHOLE, weighed=shown)))
    page = work.browser("chair").get(f"/manchester/cases/{reference}/screenings/{screening_id}").text
    assert "The hospital’s return." in page
    assert f"It comes from:</span> {work.tenant.agency_name('police')}" in page
    assert page.count("No document, return or record is named for it.") == len(weighed()) - 1
    assert "near miss" in page
    prepare = work.browser("coordinator").get(f"/manchester/cases/{reference}/decisions/new").text
    assert "The hospital’s return." in prepare
    assert '<option value="police" selected>' in prepare
