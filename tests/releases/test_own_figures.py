"""Does a partnership see its own figures, exactly and of today, and does nobody else?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from portal.domain.following_up import Impact
from portal.domain.quality_markers import Marker
from portal.domain.releasing import year_of
from portal.models.recommendation import Recommendation
from portal.releases import own_figures, own_quarters, own_tables
from portal.reviews.action_operations import Asked, add_action
from portal.reviews.quality_operations import score_marker
from portal.web.working_days import known_holidays
from tests.reading import Reading
from tests.releases.casework import ended, notified, referred
from tests.reviews.test_follow_up import step
from tests.reviews.test_recommendations import added
from tests.work import AGENCY, TODAY


def test_a_partnerships_figures_are_exact_of_today_and_shown_to_those_who_lead_it(portal: Flask) -> None:
    reading, running = Reading(portal), year_of(TODAY)
    review_id = reading.review()
    one, two = added(reading, review_id, "Ask every father.", "Ask again.")
    step(reading, review_id, one, "say-complete")
    step(reading, review_id, one, "record-impact", impact=Impact.CHILD.value)
    with reading.session() as session:
        score_marker(
            session,
            reading.tenant,
            reading.actor("coordinator"),
            review_id,
            Marker.ANALYSIS,
            "met",
            "Made up.",
        )
    with reading.session() as session:
        late = Asked("Made up.", AGENCY, "Head of safeguarding", TODAY - timedelta(days=9))
        add_action(session, reading.tenant, reading.actor("coordinator"), review_id, two, late, TODAY)
    referred(reading, {running: 2, running - 1: 9})
    ended(reading, {running: 1})
    notified(reading, running - 1, [1, 20])
    with reading.session() as session:
        own = own_figures.recommendations(session, TODAY)
        tables = {
            title: {words: number for words, number in pairs if number}
            for title, pairs in own_figures.standing(own)
        }
        assert tables["How they stand"] == {"Complete, awaiting verification": 1, "Not started": 1}
        assert tables["Evidence of impact"] == {Impact.CHILD.label: 1}
        agency = next(each.name for each in reading.tenant.agencies if each.code == AGENCY)
        assert own_figures.actions(session, TODAY, {AGENCY: agency}) == [(agency, [0, 1, 0, 0, 0])]
        scores = {words: numbers for words, numbers in own_figures.scores(session) if any(numbers)}
        assert scores == {Marker.ANALYSIS.label: [1, 0, 0, 0]}
        found = own_figures.casework(session, TODAY, known_holidays())
        # The last quarter is the running one; what a reporting year counts is what its quarters do.
        quarterly = dict(own_quarters.casework(session, TODAY, known_holidays()))
        assert all(sum(quarterly[words][-3:]) == numbers[-1] for words, numbers in found.counts)
        assert all(sum(quarterly[words][-7:-3]) == numbers[-2] for words, numbers in found.counts)
        assert dict(own_quarters.scores(session, TODAY))["Met"][-2:] == [0, 1]
        assert dict(own_quarters.actions(session, TODAY))["Overdue"][-2:] == [0, 1]
        # Nothing is published here yet; published in July, it was not started then and is said to be complete now.
        assert own_quarters.recommendations(session, TODAY) == []
        for each in session.scalars(select(Recommendation)):
            each.published_at = datetime(2026, 7, 31, tzinfo=UTC)
        ended_quarter = dict(own_quarters.recommendations(session, TODAY))
        assert ended_quarter["Recommendations"][-3:] == [0, 2, 2]
        assert ended_quarter["Awaiting verification"][-3:] == [0, 0, 1]
        session.rollback()
    assert found.years[-1] == running
    # The journey to the review's case counts too: one referral, and what its own decision and notification are.
    counts = {words: numbers[-2:] for words, numbers in found.counts}
    assert counts["Notifications sent within five working days"][0] == 1
    assert counts["Notifications sent later"][0] == 1
    assert counts["Decisions that began no review"][1] == 1
    assert counts["Referrals received"] == [9, 3]
    for role in ("chair", "coordinator", "police-decision-maker", "data-protection-officer"):
        page = reading.browser(role).get("/manchester/work/figures").text
        assert "Your partnership’s figures" in page and page.count("<svg class") >= 2, role
    assert "Casework in each quarter" in page and "Oct–Dec 2026, so far" in page
    files = reading.browser("chair")
    for table in own_tables.TABLES:
        assert f"/manchester/work/figures/{table}.csv" in page or "recommendations-by-" in table
        kept = files.get(f"/manchester/work/figures/{table}.csv")
        assert kept.headers["Content-Disposition"].startswith("attachment") and "Counted on" in kept.text
        assert files.get(f"/manchester/work/figures/{table}.xlsx").data.startswith(b"PK")
    years = files.get("/manchester/work/figures/casework.csv").text
    assert "Referrals received,0,0,0,9,3," in years and "Invented entries too" in years
    for role in ("screening-member", "publisher", "people-administrator", "lead-reviewer"):
        assert reading.browser(role).get("/manchester/work/figures").status_code == 404
        assert reading.browser(role).get("/manchester/work/figures/casework.csv").status_code == 404
