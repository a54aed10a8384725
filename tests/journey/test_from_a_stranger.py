"""Does somebody whom nobody knew bring about a signed decision in every partnership, though people differ on it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from portal.commands.fictional_people import Cast, gather
from portal.domain.vocabulary import Role
from tests.journey import asking_path, conflict_path, differing_path, path, stranger_path
from tests.journey.letters import letters
from tests.journey.people import Walkers
from tests.journey.stranger_path import Stranger

PUT = "Made up: there is learning for several agencies."
# What a case's history says of this walk, in no order.
HAPPENED = (
    "Referral accepted into a case", "Asked what it knows",
    "Returned what it knows", "Returned that it knows nothing", "The work went on without its return",
    "Closed to a person who is involved",
    "On the agenda of a meeting without a quorum for it", "Considered at a meeting", "A member’s view given",
    "The screening body’s advice recorded", "The partners do not agree", "The lead safeguarding partners asked",
    "What the lead safeguarding partners decided recorded", "Decision signed",
)  # fmt: skip


@pytest.mark.parametrize(
    ("engine_name", "walkers"),
    [
        # The longest way, with quality assurance; the steps have tests of their own on both engines.
        ("sqlite", "salford"),
        pytest.param("postgresql", "salford", marks=pytest.mark.prove),
        pytest.param("sqlite", "manchester", marks=pytest.mark.prove),
        pytest.param("postgresql", "north-tyneside", marks=pytest.mark.prove),
        pytest.param("sqlite", "eastmere", marks=pytest.mark.prove),
    ],
    indirect=True,
)
def test_a_stranger_at_an_agency_brings_about_a_decision_that_people_differ_on_and_sign(
    walkers: Walkers,
) -> None:
    walkers.signs_in = False
    with walkers.portal.app_context():
        cast = gather(walkers.portal.extensions["settings"], walkers.tenant)
        due_on = asking_path.working_day(path.today())
        later = asking_path.working_day(due_on + timedelta(days=1))
    stranger = Stranger(walkers)
    reference = it_is_received(stranger, cast)
    silent, meeting = agencies_are_asked(stranger, cast, reference, due_on, later)
    involved = conflict_path.take_a_seat(walkers, cast(Role.COORDINATOR))
    walkers.leave()
    with time_machine.travel(datetime.combine(later, time(9), tzinfo=UTC), tick=True):
        conflict_path.declare(walkers, involved, reference, meeting)
        it_is_screened(walkers, reference, silent, meeting)
        differing_path.differ(walkers, reference)
        differing_path.settle(walkers, reference)
        differing_path.agree_and_sign(walkers, reference)
        stranger_path.sees_that_it_is_decided(stranger, PUT)
        the_case_tells_it(walkers, reference)
        no_letter_says_anything(stranger, reference)


def it_is_received(stranger: Stranger, cast: Cast) -> str:
    """A stranger comes in, writes with a colleague, sends once their agency agrees; return the case's reference."""
    stranger_path.come_in(stranger)
    stranger_path.write(stranger)
    stranger_path.agree(stranger)
    stranger_path.write_together(stranger)
    stranger_path.send(stranger)
    if stranger.walkers.tenant.requires_quality_assurance:
        stranger_path.check_twice(stranger)
    reference = path.take_in(stranger.walkers)
    asking_path.refer_again(stranger, cast)
    asking_path.join(stranger.walkers, reference)
    return reference


def agencies_are_asked(
    stranger: Stranger, cast: Cast, reference: str, due_on: date, later: date
) -> tuple[str, str]:
    """One agency answers and one knows nothing; return the one that is silent, and the address of the next meeting."""
    walkers = stranger.walkers
    nil, silent = asking_path.ask(stranger, reference, due_on)
    asking_path.answer(walkers)
    asking_path.know_nothing(walkers, reference, nil)
    asking_path.seat_the_body(stranger, cast)
    return silent, asking_path.meet_with_too_few(walkers, reference, later)


def it_is_screened(walkers: Walkers, reference: str, silent: str, meeting: str) -> None:
    """Without the silent agency: members say what they think, enough of them meet, and the advice is recorded."""
    asking_path.go_on_without(walkers, reference, silent)
    differing_path.give_views(walkers, reference)
    asking_path.meet(walkers, meeting)
    differing_path.advise(walkers, reference)


def the_case_tells_it(walkers: Walkers, reference: str) -> None:
    """The coordinator finds the decision on the case's page, both referrals, and everything in its history."""
    page = walkers.signed_in(Role.COORDINATOR)
    page.goto(f"/{walkers.slug}/cases/{reference}")
    expect(page.get_by_role("heading", name="Referrals", exact=True)).to_be_visible()
    expect(page.locator("main a[href*='/decisions/']").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Signed")
    walkers.picture(page, "case-decided")
    page.goto(f"{page.url}/history")
    for words in HAPPENED:
        expect(page.locator("main")).to_contain_text(words, ignore_case=True)
    walkers.picture(page, "history")


def no_letter_says_anything(stranger: Stranger, reference: str) -> None:
    """Everybody was written to, and no letter says whom or what anything is about."""
    written = letters(stranger.walkers.portal)
    people = {letter["To"] for letter in written}
    assert stranger.email in people and asking_path.ELSEWHERE in people
    assert len(people) > len(asking_path.SITS)
    said = {reference, PUT, *words_in(stranger.answers), *everything_typed()}
    for letter in written:
        text = f"{letter['Subject']}\n{letter.get_content()}"
        assert [words for words in said if words in text] == []


def words_in(answers: Any) -> Iterator[str]:
    """Yield what a person wrote in their own words: names, addresses and what happened, and no code or date."""
    if isinstance(answers, Mapping):
        for each in answers.values():
            yield from words_in(each)
    elif isinstance(answers, list):
        for each in answers:
            yield from words_in(each)
    elif isinstance(answers, str) and (" " in answers or answers[:1].isupper()):
        yield answers


def everything_typed() -> Iterator[str]:
    """Yield what was written on the pages of this walk."""
    for module in (stranger_path, asking_path, conflict_path, differing_path):
        yield from (
            words for words in vars(module).values() if isinstance(words, str) and "Made up:" in words
        )
    yield stranger_path.COMMENT
