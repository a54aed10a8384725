"""Are the figures that regional leads see exact, and of nothing but what readers may know?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from portal.domain.agency_actions import ActionStatus
from portal.domain.following_up import FollowUp, Impact, Step, Strength
from portal.domain.vocabulary import DatePrecision, OutputKind, ReviewKind
from portal.extensions import db
from portal.models.bounds import NoTenant
from portal.models.published import BY_RULE, QUIET, PublishedReview
from portal.models.published_learning import PublishedAction
from portal.models.session import Scope, entering
from portal.region import acting, following, learning_queries, quarterly, queries
from portal.region.asked import asked
from portal.region.following import Measure
from tests.library.publications import end, publish, writing
from tests.region.learning import CURIOSITY, POLICE, REGION, SHARING, at, lead, place_under, recommend, take

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
REPORT, BRIEFING = OutputKind.REPORT, OutputKind.SEVEN_MINUTE_BRIEFING
LOCAL = ReviewKind.LOCAL_LEARNING_REVIEW


def ask(portal: Flask, query: Any, **args: str) -> Any:
    """Return what a query of the region's answers at NOW, with that face's own rights."""
    with portal.app_context(), entering(db.session, None, face="region", writes=False) as session:
        region = portal.extensions["tenants"].regions[args.pop("region", REGION)]
        return query(session, asked(region, NOW, args, is_demonstration=True))


def counts(found: list[queries.Count]) -> set[tuple[Any, ...]]:
    """Return counts as plain tuples."""
    return {(each.tenant, each.year, each.kind, each.number) for each in found}


@pytest.fixture
def furnished(portal: Flask) -> Flask:
    """Two partnerships of one region and one of another, with something of every state."""
    publish(portal, "Harbour", tenant="manchester", published_on=date(2024, 5, 4))
    publish(portal, "Harbour", "Briefing", tenant="manchester", kind=BRIEFING, published_on=date(2025, 2, 1))
    publish(portal, "Meadow", tenant="manchester", review_kind=LOCAL, published_on=date(2025, 3, 1))
    publish(portal, "Undated", tenant="manchester", published_on=None, precision=DatePrecision.NONE)
    publish(portal, "Quay", tenant="salford", published_on=date(2023, 1, 1))
    publish(portal, "Shore", tenant="north-tyneside", published_on=date(2024, 1, 1))
    publish(
        portal, "Later", tenant="salford", visible_from=NOW + timedelta(days=1), published_on=date(2026, 5, 5)
    )
    over = publish(portal, "Old", tenant="salford", published_on=date(2022, 1, 1))
    end(portal, over, BY_RULE, NOW - timedelta(days=1), tenant="salford")
    removed = publish(portal, "Removed", tenant="salford", published_on=date(2022, 1, 1))
    end(portal, removed, QUIET, NOW - timedelta(days=1), tenant="salford")
    return portal


def test_what_is_on_show_is_counted_by_kind_and_what_came_down_apart(furnished: Flask) -> None:
    found = ask(furnished, queries.shown)
    assert set(found) == {"manchester", "salford"}
    here, there = found["manchester"], found["salford"]
    assert (here.reviews, here.outputs, here.no_longer) == (3, {"report": 3, "seven-minute-briefing": 1}, 0)
    assert (there.reviews, there.outputs, there.no_longer) == (1, {"report": 1}, 1)
    assert (here.latest_on, there.latest_on) == (date(2025, 3, 1), date(2023, 1, 1))


def test_years_count_what_became_public_and_neither_what_is_to_come_nor_what_was_removed(
    furnished: Flask,
) -> None:
    thematic = ReviewKind.THEMATIC_REVIEW.value
    assert counts(ask(furnished, queries.reviews_by_year)) == {
        ("manchester", 2024, thematic, 1), ("manchester", 2025, LOCAL.value, 1), ("manchester", None, thematic, 1),
        ("salford", 2023, thematic, 1), ("salford", 2022, thematic, 1),
    }  # fmt: skip
    assert counts(ask(furnished, queries.outputs_by_year)) == {
        ("manchester", 2024, "report", 1), ("manchester", 2025, "report", 1), ("manchester", None, "report", 1),
        ("manchester", 2025, "seven-minute-briefing", 1),
        ("salford", 2023, "report", 1), ("salford", 2022, "report", 1),
    }  # fmt: skip


def test_outputs_are_counted_in_the_quarter_of_their_day_or_month_and_the_undated_in_none(furnished: Flask) -> None:
    since = date(2024, 7, 1)
    found = ask(furnished, lambda session, asked: queries.dated_outputs(session, asked, since))
    wanted, columns = ask(furnished, lambda session, asked: asked), ["manchester", "salford"]
    rows = following.published_by_quarter(found, wanted, columns)
    assert len(rows) == following.QUARTERS
    assert {row.key: row.numbers for row in rows if any(row.numbers)} == {"2025-Q1": (2, 0)}
    reviews = ask(furnished, lambda session, asked: queries.dated_reviews(session, asked, since))
    assert [(each.tenant, each.published_on) for each in reviews] == [("manchester", date(2025, 3, 1))]


def test_filters_narrow_both_reviews_and_outputs(furnished: Flask) -> None:
    only = ask(furnished, queries.outputs_by_year, review=LOCAL.value)
    assert counts(only) == {("manchester", 2025, "report", 1)}
    with_briefing = ask(furnished, queries.reviews_by_year, output=BRIEFING.value)
    assert counts(with_briefing) == {("manchester", 2024, "thematic-review", 1)}
    assert {each.tenant for each in ask(furnished, queries.outputs_by_year, partnership="salford")} == {
        "salford"
    }
    assert [each.title for each in ask(furnished, queries.reviews, year="none")] == ["Undated"]
    assert [each.title for each in ask(furnished, queries.reviews, partnership="salford")] == ["Quay", "Old"]


def test_another_regions_partnership_is_never_counted_even_when_it_is_asked_for(furnished: Flask) -> None:
    for query in (queries.reviews_by_year, queries.outputs_by_year, queries.reviews):
        found = ask(furnished, query, partnership="north-tyneside")
        assert {each.tenant for each in found} == {"manchester", "salford"}
    assert {each.tenant for each in ask(furnished, queries.reviews, region="north-east")} == {
        "north-tyneside"
    }


def test_themes_are_counted_once_for_each_review_output_and_recommendation_in_sight(furnished: Flask) -> None:
    here = {"tenant": "manchester", "review": "Harbour"}
    recommend(furnished, "Ask again", themes=(CURIOSITY, SHARING), **here)
    recommend(furnished, "Ask twice", themes=(CURIOSITY,), **here)
    recommend(furnished, "Not yet", themes=(SHARING,), visible_from=NOW + timedelta(days=1), **here)
    recommend(furnished, "No more", themes=(SHARING,), visible_until=NOW, **here)
    place_under(furnished, CURIOSITY, **here)
    place_under(furnished, CURIOSITY, tenant="manchester", review="Meadow")
    place_under(furnished, SHARING, tenant="salford", review="Removed")
    place_under(furnished, SHARING, tenant="salford", review="Quay", visible_until=NOW)
    place_under(
        furnished, SHARING, tenant="manchester", review="Meadow", visible_from=NOW + timedelta(days=1)
    )
    place_under(furnished, SHARING, tenant="north-tyneside", review="Shore")
    found = {(each.tenant, each.theme, each.reviews, each.recommendations, each.outputs)
             for each in ask(furnished, learning_queries.theme_counts)}  # fmt: skip
    # Harbour has a report and a briefing, Meadow a report: each output once, however often its theme stands.
    assert found == {("manchester", CURIOSITY, 2, 2, 3), ("manchester", SHARING, 1, 1, 2)}
    listed = ask(furnished, queries.reviews, theme=CURIOSITY.value)
    assert {each.title for each in listed} == {"Harbour", "Meadow"}
    assert [each.title for each in ask(furnished, queries.reviews, theme=SHARING.value)] == ["Harbour"]
    placed = ask(furnished, quarterly.themes)
    assert Counter((each.tenant, each.what, each.words) for each in placed) == {
        ("manchester", "Reviews", CURIOSITY.label): 2, ("manchester", "Reviews", SHARING.label): 1,
        ("manchester", "Recommendations", CURIOSITY.label): 2, ("manchester", "Recommendations", SHARING.label): 1,
    }  # fmt: skip


def test_recommendations_are_those_that_readers_may_read_with_their_themes_and_bodies(
    furnished: Flask,
) -> None:
    recommend(furnished, "Share", tenant="manchester", review="Harbour", themes=(SHARING, CURIOSITY),
              bodies=(POLICE,), visible_from=at(2025))  # fmt: skip
    recommend(furnished, "Stays", tenant="salford", review="Old", visible_from=at(2022))
    recommend(furnished, "Unsaid", tenant="salford", review="Removed")
    recommend(furnished, "To come", tenant="salford", review="Later")
    recommend(furnished, "Elsewhere", tenant="north-tyneside", review="Shore")
    first, second = ask(furnished, learning_queries.recommendations)
    assert (first.text, first.themes, first.bodies) == ("Share", (CURIOSITY, SHARING), (POLICE,))
    assert (second.text, second.review_title) == ("Stays", "Old")


def test_invented_entries_count_in_a_demonstration_until_they_are_left_out(portal: Flask) -> None:
    publish(portal, "Real", tenant="salford")
    publish(portal, "Made up", tenant="salford", is_fictional=True)
    with writing(portal, "salford") as session:
        session.query(PublishedReview).filter_by(title="Made up").one().is_fictional = True
    recommend(portal, "Made up", tenant="salford", review="Made up", themes=(SHARING,), is_fictional=True)
    every = (queries.reviews, learning_queries.recommendations, learning_queries.theme_counts)
    assert [len(ask(portal, query)) for query in every] == [2, 1, 1]
    assert [len(ask(portal, query, invented="no")) for query in every] == [1, 0, 0]
    for args, number in (({}, 2), ({"invented": "no"}, 1)):
        assert ask(portal, queries.shown, **args)["salford"].outputs == {"report": number}
        assert [each.number for each in ask(portal, queries.outputs_by_year, **args)] == [number]
        assert [each.number for each in ask(portal, queries.reviews_by_year, **args)] == [number]
    page = lead(portal).get(f"/regions/{REGION}/recommendations")
    assert "Invented entries count too" in page.text and "portal-badge" in page.text


def test_the_regions_face_has_no_right_to_a_case(portal: Flask) -> None:
    from portal.models.case import Case

    with portal.app_context():
        session = db.session()
        session.enter(Scope("region", None, writes=False))
        with pytest.raises(NoTenant):
            session.query(Case).all()


def test_what_came_of_recommendations_is_exact_at_each_quarters_end_and_only_of_what_readers_may_read(
    furnished: Flask,
) -> None:
    here, due = {"tenant": "manchester", "review": "Harbour"}, date(2025, 12, 31)
    done = recommend(furnished, "Done", due_on=due, themes=(SHARING,), visible_from=at(2025), **here)
    recommend(furnished, "Late", due_on=due, themes=(SHARING,), bodies=(POLICE,), visible_from=at(2025), **here)
    away = recommend(furnished, "Away", due_on=due, visible_until=NOW, **here)
    there = recommend(furnished, "There", tenant="salford", review="Quay", visible_from=NOW - timedelta(days=9))
    for of, kind, on, status, codes in (
        (done, Step.COMPLETE, date(2025, 12, 31), FollowUp.AWAITING_VERIFICATION, {}),
        (done, Step.VERIFIED, date(2026, 2, 1), FollowUp.VERIFIED, {"strength": Strength.WEAK}),
        (done, Step.IMPACT, date(2026, 4, 1), FollowUp.VERIFIED, {"impact": Impact.FAMILY}),
        (away, Step.COMPLETE, date(2025, 8, 1), FollowUp.AWAITING_VERIFICATION, {}),
    ):
        take(furnished, of, kind, on, status, tenant="manchester", **codes)
    take(furnished, there, Step.PROGRESS, date(2026, 5, 1), FollowUp.ON_TRACK, tenant="salford")
    lines, columns = ask(furnished, learning_queries.followed), ["manchester", "salford"]
    wanted = ask(furnished, lambda session, asked: asked)
    numbers = {
        measure: [row.numbers for row in following.over_time(lines, wanted, columns, measure)[:4]]
        for measure in Measure
    }
    # The running quarter first, then those that ended with March 2026, and December and September 2025.
    assert numbers == {
        Measure.PUBLISHED: [(2, 1), (2, 0), (2, 0), (2, 0)], Measure.UNDER_WAY: [(1, 1), (1, 0), (1, 0), (2, 0)],
        Measure.OVERDUE: [(1, 0), (1, 0), (0, 0), (0, 0)], Measure.AWAITING: [(0, 0), (0, 0), (1, 0), (0, 0)],
        Measure.VERIFIED: [(1, 0), (1, 0), (0, 0), (0, 0)], Measure.WITH_IMPACT: [(1, 0), (0, 0), (0, 0), (0, 0)],
    }  # fmt: skip
    found = following.stood(lines, NOW.date())
    (theme,) = following.shares_by_theme(found, columns, Measure.OVERDUE)
    (body,) = following.shares_by_body(found, columns, Measure.OVERDUE)
    assert (theme.pairs, body.pairs) == (((1, 2), (0, 0)), ((1, 1), (0, 0)))
    with writing(furnished, "manchester") as session:
        for place, (added_on, due_on, ended_on) in enumerate((
            (date(2025, 7, 1), date(2025, 12, 1), date(2025, 12, 1)), (date(2025, 7, 1), date(2026, 3, 1), None),
            (date(2026, 4, 1), date(2026, 9, 1), None),
        ), 1):  # fmt: skip
            status = ActionStatus.DONE if ended_on else ActionStatus.UNDER_WAY
            session.add(
                PublishedAction(tenant="manchester", recommendation_id=done, position=place, body=POLICE, status=status,
                                added_on=added_on, due_on=due_on, ended_on=ended_on)
            )  # fmt: skip
    lines = ask(furnished, learning_queries.acted)
    acts = acting.stood(lines, NOW.date(), wanted)
    assert {row.key: row.numbers for row in acting.counted(acts, columns) if any(row.numbers)} == {
        "under-way": (1, 0), "overdue": (1, 0), "done-in-time": (1, 0),
    }  # fmt: skip
    late = [row.numbers[0] for row in acting.late_over_time(lines, wanted, columns)]
    assert late[:4] == [1, 1, 0, 0]
    (theme,), (body,) = (acting.shares(group(acts), columns) for group in (acting.by_theme, acting.by_organisation))
    assert (theme.words, theme.pairs, body.words) == (SHARING.label, ((1, 3), (0, 0)), POLICE)
    page = lead(furnished).get(f"/regions/{REGION}/actions?quarter=2026-Q1").text
    assert "2 actions" in page and "1 of 2" in page and page.count("<svg class") >= 6
    weak = {row.key: row.numbers for row in following.counted(found, columns, "verification")}
    assert (weak["weak"], weak["not-complete"]) == ((1, 0), (1, 1))
