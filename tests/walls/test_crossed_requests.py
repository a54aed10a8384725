"""Does anybody ever see another partnership's work, whatever they ask for? (security P1, P22)"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import pytest
from werkzeug.routing import Rule

from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.account import token_hash
from portal.models.base import TenantOwned
from portal.models.sealed import Sealed, SealedJson
from portal.models.session import entering
from portal.web.policy import POLICY
from tests.people import PASSWORD, SomeBody
from tests.walls.conftest import Furnished
from tests.walls.crossing import (
    ANONYMOUS,
    FOREIGN,
    OWN,
    PARTNERSHIP,
    RANDOM,
    REGIONAL,
    WRITTEN_OF_ALL,
    Asker,
    Crossing,
    is_success,
    roles_admitted,
)
from tests.walls.places import letters

MADE_IN_TEST = 1_500  # on each engine
MADE_IN_PROOF = 10_000
PART = 4  # one in so many
# Fields that name a row, with the rest that makes the form whole; "{}" is where the identifier goes.
NAMING_FIELDS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("referrals.accept", "coordinator", "reference", {"where": "existing", "reference": "{}"}),
    ("referrals.pass_to_send", "referrer", "account_id", {"choice": "{}"}),
    ("reviews.cases", "coordinator", "reference", {"reference": "{}"}),
    ("reviews.appoint", "coordinator", "account_id", {"account_id": "{}"}),
    ("casework.grant", "coordinator", "account_id", {"account_id": "{}", "reason": "A made-up reason."}),
    ("casework.exclude", "coordinator", "account_id", {"account_id": "{}", "reason": "A made-up reason."}),
    (
        "casework.open_in_emergency",
        "lead-reviewer",
        "reference",
        {"reference": "{}", "reason": "A made-up reason."},
    ),
    ("meetings.add_member", "coordinator", "account_id", {"account_id": "{}"}),
    ("meetings.put_on_agenda", "coordinator", "reference", {"reference": "{}"}),
    ("information.name_author", "safeguarding-lead", "account_id", {"account_id": "{}"}),
    ("accounts.hand_over", "people-administrator", "membership_id", {"choice": "{}"}),
    ("accounts.let_held_form_go", "referrer", "referral_id", {"held": "{}"}),
    ("accounts.end_session", "referrer", "referral_id", {"session": "{}"}),
    ("accounts.choose_place", "referrer", "place", {"choice": "tenant:{}"}),
)


# --- what is asked --------------------------------------------------------------------------------------------


def names_rows(rule: Rule) -> bool:
    """Whether an address names something that belongs to one partnership."""
    return bool(rule.arguments - {PARTNERSHIP, REGIONAL} - WRITTEN_OF_ALL)


def cross(crossing: Crossing, offset: int, *, is_full: bool) -> None:
    """Ask for everything as everybody: what reads first, then what writes, each person's own writes last."""
    for method in ("GET", "POST", "DELETE"):
        for at, rule in enumerate(crossing.rules):
            for turn, asker in askers(crossing, rule, at + offset, is_full):
                strangers(crossing, rule, method, asker, turn, is_full)
    for method in ("GET", "POST"):
        for at, rule in enumerate(crossing.rules):
            if is_full or not offset or is_of_the_part(crossing, rule, method):
                for _, asker in askers(crossing, rule, at + offset, is_full):
                    own(crossing, rule, method, asker, is_full)


def is_of_the_part(crossing: Crossing, rule: Rule, method: str) -> bool:
    """Whether PostgreSQL too is asked in a short run for what is one's own: a part, and what nothing else asks for.

    Row-level security stands there behind the same code: what this could hear, SQLite says sooner.
    """
    return not crossing.asked[rule.endpoint] or crc32(f"{method} {rule.endpoint}".encode()) % PART == 0


def refused(crossing: Crossing, offset: int, *, is_full: bool) -> int:
    """Ask once for each address as everybody whom the policy does not admit; return how often.

    The engines share them in a short run: what refuses is the policy, which reads nothing but the person's roles.
    """
    slugs, before = list(crossing.places), crossing.count
    # A region's address is asked for by its name, which a lead gives.
    crossing.lead(next(iter(crossing.portal.extensions["tenants"].regions)))
    for at, rule in enumerate(crossing.rules):
        for slug in slugs if is_full else [slugs[at % len(slugs)]]:
            for turn, asker in enumerate(crossing.askers_at(slug)):
                is_asked = is_full or (at + turn) % 2 == offset
                if is_asked and not crossing.may(asker, rule.endpoint):
                    method = "GET" if "GET" in (rule.methods or ()) else "POST"
                    values = crossing.values_at(rule, slug)[0]
                    crossing.ask(crossing.question(asker, rule, method, values, OWN))
    return crossing.count - before


def askers(crossing: Crossing, rule: Rule, at: int, is_full: bool) -> Iterator[tuple[int, Asker]]:
    """Yield who asks for an address: a person for each role, at one partnership in turn or at all."""
    slugs = list(crossing.places)
    # In a short run the engines take turns, and of those who may not have it a few tell as much.
    admitted_each, others_each = (10, 48) if is_full else (16, 72)
    for slug in slugs if is_full else [slugs[at % len(slugs)]]:
        everybody = list(enumerate(crossing.askers_at(slug)))
        in_turn = [
            each
            for each in everybody
            if (at + each[0]) % (admitted_each if crossing.may(each[1], rule.endpoint) else others_each) == 0
        ]
        # Nobody's turn may come where few are admitted; then the first of them asks.
        admitted = (each for each in everybody if crossing.may(each[1], rule.endpoint))
        for turn, asker in in_turn or [next(admitted, everybody[0])]:
            yield at + turn, asker
    if PARTNERSHIP not in rule.arguments or is_full:
        regions = list(crossing.portal.extensions["tenants"].regions)
        yield at, crossing.lead(regions[at % len(regions)])


def strangers(crossing: Crossing, rule: Rule, method: str, asker: Asker, turn: int, is_full: bool) -> None:
    """Ask for another partnership's, and for nobody's, in one's own part of the portal and in the other's."""
    if method == "DELETE" or method not in (rule.methods or ()):
        if is_full or turn % 8 == 0:
            ask_with_no_such_method(crossing, rule, method, asker)
        return
    if PARTNERSHIP not in rule.arguments and REGIONAL in rule.arguments:
        if asker.is_regional:
            other_regions(crossing, rule, method, asker, turn)
        return
    other = another(crossing, asker, turn)
    there = crossing.values_at(rule, other)
    theirs = there[turn % len(there)]
    nobodys = crossing.random_values(theirs, asker.place)
    wheres = (None, other) if PARTNERSHIP in rule.arguments and (is_full or turn % 2) else (None,)
    for at in wheres:
        if is_for_whoever_asks(crossing, rule, at):
            # A letter's link opens its own address for whoever holds it, and public pages are everybody's.
            if POLICY[rule.endpoint].who == "anyone":
                crossing.ask(crossing.question(asker, rule, method, theirs, FOREIGN, at=at))
        elif names_rows(rule):
            crossing.compare(
                crossing.question(asker, rule, method, theirs, FOREIGN, at=at),
                crossing.question(asker, rule, method, nobodys, RANDOM, at=at),
            )
        elif at is not None:
            crossing.ask(crossing.question(asker, rule, method, theirs, FOREIGN, at=at))


def other_regions(crossing: Crossing, rule: Rule, method: str, asker: Asker, turn: int) -> None:
    """As a lead, ask for another region's page, and in one's own region for a partnership that is not of it."""
    regions = crossing.portal.extensions["tenants"].regions
    others = [slug for slug in regions if slug != asker.place]
    apart = [slug for slug in crossing.places if slug not in regions[asker.place].tenants]
    home = apart[turn % len(apart)] if apart else next(iter(crossing.places))
    values = crossing.values_at(rule, home)[0]
    asked = crossing.question(asker, rule, method, values, FOREIGN, at=others[turn % len(others)])
    if is_success(asked, crossing.ask(asked)):
        crossing.fault(asked, "answered with another region's page")
    if apart and "partnership" in values:
        nobodys = {"partnership": "nowhere"}
        crossing.compare(
            crossing.question(asker, rule, method, values, FOREIGN),
            crossing.question(asker, rule, method, nobodys, RANDOM),
        )


def is_for_whoever_asks(crossing: Crossing, rule: Rule, at: str | None) -> bool:
    """Whether an address at this place is for everybody who has it: a link from a letter, a public page."""
    if rule.endpoint in next(iter(crossing.places.values())).links:
        return at is not None or PARTNERSHIP not in rule.arguments
    return at is not None and POLICY[rule.endpoint].who == "anyone"


def ask_with_no_such_method(crossing: Crossing, rule: Rule, method: str, asker: Asker) -> None:
    """Ask with a method that the address does not have, nor any other rule at the same place."""
    values = crossing.values_at(rule, crossing.home_of(asker))[0]
    asked = crossing.question(asker, rule, method, values, OWN)
    if crossing.portal.url_map.bind("localhost").test(asked.path, method):
        return
    answer = crossing.ask(asked)
    if answer.status_code not in (308, 400, 404, 405):
        crossing.fault(asked, f"answered {answer.status_code} to a method that it has not")


def another(crossing: Crossing, asker: Asker, turn: int) -> str:
    """Return another partnership than the asker's, or than the one at which a regional lead knocks."""
    others = [slug for slug in crossing.places if slug != crossing.home_of(asker)]
    return others[turn % len(others)]


def own(crossing: Crossing, rule: Rule, method: str, asker: Asker, is_full: bool) -> None:
    """Ask for what is of one's own partnership, whoever's it is there."""
    if method not in (rule.methods or ()) or (asker.is_regional and PARTNERSHIP in rule.arguments):
        return
    if method == "POST" and not is_full and not crossing.may(asker, rule.endpoint):
        return
    home = crossing.home_of(asker)
    found = crossing.values_at(rule, home) if method == "GET" else crossing.writable_at(rule, home)
    # Printing takes as long as a dozen pages: in a short run once for each who asks.
    is_printed = rule.endpoint.endswith("pdf") and not is_full
    for values in found[:1] if is_printed else found[:: 5 if is_full and method == "GET" else 11]:
        crossing.ask(crossing.question(asker, rule, method, values, OWN))


def name_rows_in_fields(crossing: Crossing, offset: int, *, is_full: bool) -> None:
    """Send forms whose fields name another partnership's rows, and nobody's; PostgreSQL is asked by one in turn."""
    slugs = list(crossing.places)
    for at, (endpoint, role, name, fields) in enumerate(NAMING_FIELDS):
        for slug in [slugs[at % len(slugs)]] if offset and not is_full else slugs:
            asker, other = Asker(slug, role), another(crossing, Asker(slug, role), len(role))
            rule = next(rule for rule in crossing.rules if rule.endpoint == endpoint)
            for values in crossing.writable_at(rule, slug)[:: 5 if is_full else 20]:
                # What an earlier answer still had to say is heard first, on the page that is made soonest.
                crossing.browser(asker)[0].get("/account/password").close()
                pair = [
                    crossing.question(asker, rule, "POST", values, whose, **filled(fields, named))
                    for whose, named in (
                        (FOREIGN, named_at(crossing, other, name)),
                        (RANDOM, nobodys(crossing, other, name)),
                    )
                ]
                crossing.compare(*pair)


def filled(fields: dict[str, str], named: str) -> dict[str, str]:
    """Return a form with the identifier in its place."""
    return {field: words.replace("{}", named) for field, words in fields.items()}


def named_at(crossing: Crossing, slug: str, name: str) -> str:
    """Return one identifier of a partnership."""
    place = crossing.places[slug]
    if name == "place":
        return slug
    if name == "account_id":
        return str(place.members[Role.CHAIR].account_id)
    return place.known[frozenset({name})][0][name]


def nobodys(crossing: Crossing, slug: str, name: str) -> str:
    """Return an identifier of that kind which nothing has."""
    if name == "place":
        return "nowhere"
    like = (
        crossing.places[slug].known[frozenset({"reference"})][0]["reference"] if name == "reference" else ""
    )
    return crossing.nobodys(name, like, slug)


def search_for_others_words(crossing: Crossing) -> None:
    """Search each partnership's public list for what the others wrote."""
    rule = next(rule for rule in crossing.rules if rule.endpoint == "library.reviews")
    for slug in crossing.places:
        for other in crossing.places:
            for word in ("Zq", "Zp"):
                asker, asked = Asker(slug, ANONYMOUS), f"{word}{letters(other)} reasons report box"
                if other != slug or word == "Zq":
                    crossing.ask(crossing.question(asker, rule, "GET", {}, FOREIGN, q=asked))


# --- every cell that the policy allows ------------------------------------------------------------------------


def cells(crossing: Crossing) -> list[tuple[str, str]]:
    """Return every address with every role that the policy admits to it."""
    has_tenantless = {rule.endpoint for rule in crossing.rules if PARTNERSHIP not in rule.arguments}
    return [
        (endpoint, role)
        for endpoint in sorted(POLICY)
        for role in roles_admitted(endpoint)
        if role != Role.REGIONAL_LEAD.value or endpoint in has_tenantless
    ]


def asked_cells(crossing: Crossing, offset: int, *, is_full: bool) -> list[tuple[str, str]]:
    """Return the cells that a run fills: in a short one the engines share them."""
    return cells(crossing) if is_full else cells(crossing)[offset::2]


def fill_cell(crossing: Crossing, slug: str, endpoint: str, role: str) -> bool:
    """Ask with everything that could be meant, until one request succeeds."""
    rules = [rule for rule in crossing.rules if rule.endpoint == endpoint]
    asker = Asker(slug, role)
    if role == Role.REGIONAL_LEAD.value:
        asker = crossing.lead(next(iter(crossing.portal.extensions["tenants"].regions)))
        rules = [rule for rule in rules if PARTNERSHIP not in rule.arguments]
    if endpoint in ("accounts.code", "accounts.recovery_code"):
        give_password(crossing, asker, crossing.places[slug].members[Role.CHAIR])
    for rule in rules:
        for values in crossing.likeliest_first(rule, slug):
            for method in sorted({"GET", "POST"} & set(rule.methods or ())):
                fields = fields_of_cell(crossing, asker, endpoint, values) if method == "POST" else {}
                crossing.ask(crossing.question(asker, rule, method, values, OWN, **fields))
                if (asker.place, endpoint, role) in crossing.answered:
                    return True
    return False


def fields_of_cell(crossing: Crossing, asker: Asker, endpoint: str, values: dict[str, str]) -> dict[str, str]:
    """Return what a form needs where its token alone is not enough."""
    if endpoint == "outputs.approve":
        return {"content_hash": read_hash(crossing, asker, values)}
    if endpoint == "accounts.end_session":
        other = crossing.signed_in(asker).get_cookie(crossing.portal.config["SESSION_COOKIE_NAME"])
        return {"session": token_hash(other.value)}
    return {"held": str(uuid.uuid4())} if endpoint == "accounts.let_held_form_go" else {}


def read_hash(crossing: Crossing, asker: Asker, values: dict[str, str]) -> str:
    """Return the hash that stands on the page of an output."""
    client, _ = crossing.browser(asker)
    page = client.get(f"/{asker.place}/work/outputs/{values['output_id']}").text
    found = re.search(r'name="content_hash"[^>]*value="([^"]*)"', page)
    return found.group(1) if found else ""


def give_password(crossing: Crossing, asker: Asker, person: SomeBody) -> None:
    """Go the first half of signing in."""
    client, token = crossing.browser(asker)
    client.post(
        f"/{asker.place}/sign-in", data={"csrf_token": token, "email": person.email, "password": PASSWORD}
    )


def has_cell(crossing: Crossing, slug: str, endpoint: str, role: str) -> bool:
    """Whether a request of this cell has succeeded at a partnership, or anywhere for a regional lead."""
    if role == Role.REGIONAL_LEAD.value:
        return any(key[1:] == (endpoint, role) for key in crossing.answered)
    return (slug, endpoint, role) in crossing.answered


def unfilled(crossing: Crossing, offset: int, *, is_full: bool) -> list[str]:
    """Return the cells in which no request succeeds: at each partnership, or at any for every other cell."""
    slugs, missing = list(crossing.places), []
    for endpoint, role in asked_cells(crossing, offset, is_full=is_full):
        found = [slug for slug in slugs if has_cell(crossing, slug, endpoint, role)]
        # Where somebody else has had an answer there is something to answer with.
        untried = [slug for slug in slugs if slug not in found]
        for slug in sorted(untried, key=lambda slug: (slug, endpoint) not in crossing.fitting):
            if found and not is_full:
                break
            if fill_cell(crossing, slug, endpoint, role):
                found.append(slug)
        is_everywhere = is_full and can_be_everywhere(endpoint, role)
        if not found or (is_everywhere and len(found) < len(slugs)):
            missing.append(f"{endpoint} for {role}: only at {found}")
    return missing


def can_be_everywhere(endpoint: str, role: str) -> bool:
    """Whether every partnership works in a way that needs the address; not all of them are of the lead's region."""
    some_have = (
        "referrals.quality_assurance", "casework.correct_more_of_child", "screening.record_deferral_told",
    )  # fmt: skip
    return endpoint not in some_have and role != Role.REGIONAL_LEAD.value


# --- the proofs ----------------------------------------------------------------------------------------------


def sealed_fields() -> list[tuple[type[Any], str]]:
    """Return every sealed field of every table that belongs to a partnership."""
    models = [mapper.class_ for mapper in db.Model.registry.mappers if issubclass(mapper.class_, TenantOwned)]
    return [
        (model, name)
        for model in sorted(models, key=lambda model: model.__name__)
        for name in dir(model)
        if isinstance(getattr_static(model, name), (Sealed, SealedJson))
    ]


def getattr_static(model: type[Any], name: str) -> Any:
    """Return a descriptor itself."""
    return next((kind.__dict__[name] for kind in model.__mro__ if name in kind.__dict__), None)


# What holds no words of anybody: a link, a day, a receipt's letters, what a form asked, a file's digest.
HOLDS_NO_WORDS = {
    ("Outbox", "link"), ("Child", "born_on"), ("Referral", "receipt"), ("Referral", "asked"),
    ("Attachment", "digest"), ("ReleasePart", "exact"), ("ReleasePart", "figures"), ("ReleasePart", "meanings"),
    ("AgencyReturn", "receipt"), ("AgencyReturn", "asked"), ("QuorumFound", "sentence"),
    ("Screening", "answered"), ("Screening", "quorum"),
}  # fmt: skip


def test_every_sealed_field_holds_canaries_of_partnerships_that_could_be_crossed(
    furnished: Furnished,
) -> None:
    holding: dict[tuple[str, str], set[str]] = {}
    for slug in furnished.places:
        with furnished.portal.app_context(), entering(db.session, slug, writes=False) as session:
            for model, name in sealed_fields():
                words = str([getattr(row, name) for row in session.query(model)])
                found = holding.setdefault((model.__name__, name), set())
                found |= {slug} if f"Zq{letters(slug)}" in words else set()
    # Not every partnership's forms ask everything, and not every one returns a referral with comments.
    too_few = {key: found for key, found in holding.items() if len(found) < 2 and key not in HOLDS_NO_WORDS}
    assert not too_few
    assert len(holding) > 25


def test_nobody_sees_another_partnerships_work_whatever_they_ask_for(
    furnished: Furnished, figure: Callable[[str, object], None]
) -> None:
    crossing = prove(furnished, figure, is_full=False)
    assert crossing.count >= MADE_IN_TEST


@pytest.mark.prove
def test_nobody_sees_another_partnerships_work_in_full(
    furnished: Furnished, figure: Callable[[str, object], None]
) -> None:
    crossing = prove(furnished, figure, is_full=True)
    assert crossing.count >= MADE_IN_PROOF


def prove(furnished: Furnished, figure: Callable[[str, object], None], *, is_full: bool) -> Crossing:
    """Ask for everything; every address is asked for, nothing is heard that should not be, every cell is filled."""
    crossing, offset = Crossing(furnished.portal, furnished.places), int(furnished.engine != "sqlite")
    turned_away = refused(crossing, offset, is_full=is_full)
    # In full while all that was furnished still stands; a short run fills what the crossing has left.
    missing = unfilled(crossing, offset, is_full=True) if is_full else []
    cross(crossing, offset, is_full=is_full)
    name_rows_in_fields(crossing, offset, is_full=is_full)
    search_for_others_words(crossing)
    missing += [] if is_full else unfilled(crossing, offset, is_full=False)
    assert not crossing.faults, f"{len(crossing.faults)} faults\n" + "\n".join(crossing.faults[:40])
    assert set(crossing.asked) == set(POLICY), set(POLICY) - set(crossing.asked)
    assert not missing, "\n".join(missing)
    filled_in = len(asked_cells(crossing, offset, is_full=is_full))
    figure(f"crossed requests on {furnished.engine}, no canary of another partnership", crossing.count)
    figure(f"requests of people whom no role admits on {furnished.engine}, each refused", turned_away)
    figure(f"cells of the policy with a successful request on {furnished.engine}", filled_in)
    return crossing
