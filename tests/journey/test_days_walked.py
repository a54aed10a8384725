"""Is what readers find the same on every day, whether the worker runs daily, never, or begins late?

Midnights are London's. The worker is what runs in the night; readers never depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.commands import retention
from portal.domain.retention import RetentionThen, visible_from_instant
from portal.models.published_file import name_of
from portal.outputs import publishing
from tests.reading import BRIEFING, REPORT, Reading, noon

# A leap day: its anniversary is 1 March, and the report is to be had through the whole of that day.
APPEARS_ON = date(2028, 2, 29)
PREPARED_ON = APPEARS_ON - timedelta(days=3)
WITHDRAWN = {"manchester": date(2029, 3, 2), "salford": date(2029, 3, 2), "eastmere": date(2029, 8, 30)}
LAST_DAY = date(2029, 9, 30)
DAILY, NEVER, LATE = "daily", "never", "late"
BEGINS_LATE = timedelta(days=9)
MINUTE = timedelta(minutes=1)
# A word that stands in each.
WORDS = {REPORT: "listened", BRIEFING: "practice"}
Seen = dict[str, str]


@dataclass
class Walk:
    """One partnership's report and briefing, and what a reader finds of them from day to day."""

    reading: Reading
    worker: str
    outputs: dict[str, UUID] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.reading.slug

    @cached_property
    def reader(self) -> FlaskClient:
        return self.reading.portal.test_client()

    @property
    def comes_down_on(self) -> date | None:
        """The first day without the report, as this file says and not as the portal works it out."""
        return WITHDRAWN.get(self.slug)

    def publish(self) -> None:
        """Have a report and a briefing published ahead, by two people, for the same day."""
        review_id = self.reading.review("Child Lantern")
        for kind in (REPORT, BRIEFING):
            self.outputs[kind] = output_id = self.reading.approved(kind, review_id)
            with self.reading.session() as session:
                preparer = self.reading.actor("coordinator")
                publishing.prepare(
                    session, self.reading.tenant, preparer, output_id, APPEARS_ON, now=noon(PREPARED_ON)
                )
            self.reading.publish(output_id, noon(PREPARED_ON))

    def night(self, day: date) -> None:
        """Let the worker do what it does in the night before a day, where it runs."""
        begins = (self.comes_down_on or APPEARS_ON) + BEGINS_LATE
        if self.worker == DAILY or (self.worker == LATE and day >= begins):
            with self.reading.portal.app_context():
                assert retention.run(self.slug, day).faults == []

    def seen(self) -> dict[str, Seen]:
        """Return how each place where a reader could find the two outputs answers at this moment."""
        review = f"/{self.slug}/reviews/child-lantern"
        shared = {
            "list": self.text("reviews"),
            "feed": self.text("feed.atom"),
            "sitemap": self.text("sitemap.xml"),
        }
        status = self.reader.get(review).status
        return {kind: self.seen_of(f"{review}/{kind}", kind, shared) | {"review": status} for kind in WORDS}

    def seen_of(self, path: str, kind: str, shared: dict[str, str]) -> Seen:
        """Return where one output is found, and how its page and its file answer."""
        texts = shared | {"search": self.text(f"reviews?q={WORDS[kind]}&output={kind}")}
        there = {place: f'{path}"' in text or f"{path}<" in text for place, text in texts.items()}
        file = f"{path}/{name_of('child-lantern', kind)}"
        there["sitemap of files"] = f"{file}<" in texts["sitemap"]
        found = {place: "yes" if is_there else "no" for place, is_there in there.items()}
        return found | {"page": self.reader.get(path).status, "file": self.reader.get(file).status}

    def text(self, page: str) -> str:
        answer = self.reader.get(f"/{self.slug}/{page}")
        assert answer.status_code == 200, page
        return answer.text

    def expected(self, kind: str, day: date) -> Seen:
        """Return what the rule says of a day."""
        comes_down_on = self.comes_down_on if kind == REPORT else None
        is_there = day >= APPEARS_ON and (comes_down_on is None or day < comes_down_on)
        found = dict.fromkeys(
            ("list", "search", "feed", "sitemap", "sitemap of files"), "yes" if is_there else "no"
        )
        status = "404 NOT FOUND" if day < APPEARS_ON else "200 OK" if is_there else "410 GONE"
        found |= {"page": status, "file": status}
        return found | {"review": "404 NOT FOUND" if day < APPEARS_ON else "200 OK"}

    def check(self, day: date, moment: datetime) -> None:
        """Compare what a reader finds with what the rule says."""
        with time_machine.travel(moment, tick=False):
            found, expected = self.seen(), {kind: self.expected(kind, day) for kind in WORDS}
            assert found == expected, f"{self.slug}, worker {self.worker}, {moment}"

    def step(self, day: date, *, is_near: bool) -> None:
        """Go to a day: its first moment before anything ran, the night's work, and near a change its last minute."""
        midnight = visible_from_instant(day)
        self.check(day, midnight)
        with time_machine.travel(midnight + 5 * MINUTE, tick=False):
            self.night(day)
        if is_near:
            self.check(day, visible_from_instant(day + timedelta(days=1)) - MINUTE)


def days_near(ends: list[date]) -> set[date]:
    """Return the days around every change, and the one on which a late worker begins."""
    return {end + timedelta(days=by) for end in ends for by in (-1, 0, 1)} | {ends[-1] + BEGINS_LATE}


def days(near: set[date], stride: int) -> Iterator[date]:
    """Yield the days near a change, and every so many between."""
    day = APPEARS_ON - timedelta(days=2)
    while day <= LAST_DAY:
        if day in near or (day - APPEARS_ON).days % stride == 0:
            yield day
        day += timedelta(days=1)


def walks_of(portal: Flask, turn: int) -> list[Walk]:
    """Return a walk in each partnership, the worker's habits taking turns among them."""
    habits = (DAILY, NEVER, LATE)
    slugs = sorted(portal.extensions["tenants"].by_slug)
    return [Walk(Reading(portal, slug), habits[(at + turn) % 3]) for at, slug in enumerate(slugs)]


def walk(walks: list[Walk], stride: int) -> int:
    """Walk every partnership through its days; return how many were walked."""
    walked = 0
    for each in walks:
        each.publish()
        # Where a person decides, nothing may happen on the day on which the others' reports come down.
        near = days_near([APPEARS_ON, each.comes_down_on or WITHDRAWN["salford"]])
        for day in days(near, stride):
            each.step(day, is_near=day in near)
            walked += 1
    return walked


def test_every_partnership_withdraws_as_this_walk_supposes(portal: Flask) -> None:
    rules = {slug: tenant.retention[REPORT] for slug, tenant in portal.extensions["tenants"].by_slug.items()}
    assert {slug for slug, rule in rules.items() if rule.then is RetentionThen.WITHDRAW} == set(WITHDRAWN)
    assert set(rules) - set(WITHDRAWN) == {"north-tyneside"}


def test_readers_find_the_same_whichever_way_the_worker_ran(portal: Flask, engine_name: str) -> None:
    turn = 0 if engine_name == "sqlite" else 1
    assert walk(walks_of(portal, turn), stride=300) > 30


@pytest.mark.prove
@pytest.mark.parametrize("turn", [0, 1, 2])
def test_readers_find_the_same_on_every_single_day(
    portal: Flask, turn: int, figure: Callable[[str, object], None]
) -> None:
    walked = walk(walks_of(portal, turn), stride=1)
    figure(f"days walked across publication and coming down, turn {turn + 1} of 3", walked)


def test_the_record_of_a_late_run_says_when_the_rule_ended_it(portal: Flask) -> None:
    walked = Walk(Reading(portal, "manchester"), LATE)
    walked.publish()
    day = WITHDRAWN["manchester"] + BEGINS_LATE
    with time_machine.travel(visible_from_instant(day), tick=False):
        walked.night(day)
    assert walked.reading.publication(walked.outputs[REPORT], "ended_at") == (
        visible_from_instant(WITHDRAWN["manchester"]).astimezone(UTC),
    )
