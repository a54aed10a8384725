"""How are all addresses asked for by everybody, with identifiers that are theirs, another's and nobody's?"""

from __future__ import annotations

import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.domain.permissions import ROLE_PERMISSIONS, permissions_of
from portal.domain.vocabulary import Role
from portal.web.policy import POLICY
from tests.people import signed_in, somebody
from tests.walls.places import Place, Values, letters

PARTNERSHIP, REGIONAL = "tenant", "region"
ANONYMOUS, FORMER = "anonymous", "former"
OWN, FOREIGN, RANDOM = "own", "foreign", "random"
WRITTEN_OF_ALL = frozenset({"page", "filename", "tenant_slug", "digest"})
BROWSER_LASTS = 240  # seconds: less than the ten minutes for which a second factor is fresh
TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
LASTING = "max-age=63072000; includeSubDomains"
# A page's address says which review somebody reads: another site learns the portal's name at most.
REFERRERS = {True: "strict-origin-when-cross-origin", False: "no-referrer"}
POLICY_PARTS = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")


@dataclass(frozen=True)
class Asker:
    """Who asks: somebody of a place in a role, or nobody."""

    place: str
    role: str
    is_regional: bool = False


@dataclass(frozen=True)
class Question:
    """One address asked for with one method, with whose identifiers, in whose part of the portal."""

    asker: Asker
    endpoint: str
    method: str
    path: str
    values: tuple[tuple[str, str], ...]
    whose: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def masks(self) -> list[str]:
        """What was sent, which an answer may repeat: identifiers."""
        sent = [value for _, value in (*self.values, *self.fields)]
        return sorted((value for value in sent if len(value) > 5), key=len, reverse=True)


@dataclass
class Crossing:
    """Asks, listens, and writes down everything that should not be."""

    portal: Flask
    places: dict[str, Place]
    seed: int = 20261122
    faults: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    # How often somebody of a place in a role got what they asked for, by place, address and role.
    answered: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    # With which identifiers somebody got what they asked for last, by place and address.
    fitting: dict[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    browsers: dict[Asker, tuple[float, Any, str]] = field(default_factory=dict)
    leads: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.canary = re.compile(f"z[qp](?:{'|'.join(map(letters, self.places))})")
        self.rules: list[Rule] = sorted(
            self.portal.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)
        )

    @property
    def count(self) -> int:
        """How many requests were made."""
        return sum(self.asked.values())

    # --- who and what --------------------------------------------------------------------------------------

    def askers_at(self, slug: str) -> list[Asker]:
        """Return everybody who asks at a partnership."""
        roles = [role.value for role in self.places[slug].members]
        return [Asker(slug, name) for name in (*roles, FORMER, ANONYMOUS)]

    def lead(self, region: str) -> Asker:
        """Return the lead of a region."""
        if region not in self.leads:
            self.leads[region] = somebody(self.portal, f"region:{region}", name="Regional lead")
        return Asker(region, Role.REGIONAL_LEAD.value, is_regional=True)

    def home_of(self, asker: Asker) -> str:
        """Return the partnership in whose part of the portal somebody asks; a regional lead has none and takes one."""
        return next(iter(self.places)) if asker.is_regional else asker.place

    def may(self, asker: Asker, endpoint: str) -> bool:
        """Whether the policy admits this asker to this address at their own place."""
        rule = POLICY[endpoint]
        if rule.who in ("anyone", "visitor"):
            return True
        if asker.role in (ANONYMOUS, FORMER):
            return False
        return rule.permission is None or rule.permission in permissions_of([Role(asker.role)])

    def may_have(self, question: Question) -> bool:
        """Whether the policy's roles admit the asker to exactly this address: at their own place, or at none."""
        rule, asker = POLICY[question.endpoint], question.asker
        if rule.who in ("anyone", "visitor"):
            return True
        place = question.path.split("/")[1]
        if place in self.places:
            return place == asker.place and not asker.is_regional and self.may(asker, question.endpoint)
        # Whoever is signed in has an account, at whichever place they were once.
        is_former = asker.role == FORMER and rule.permission is None
        return is_former or self.may(asker, question.endpoint)

    def browser(self, asker: Asker) -> tuple[Any, str]:
        """Return the asker's browser with its form token; both factors are fresh in it."""
        kept = self.browsers.get(asker)
        if kept is None or time.monotonic() - kept[0] > BROWSER_LASTS:
            client = self.signed_in(asker)
            page = client.get("/sign-in" if asker.role == ANONYMOUS else "/account/password")
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
            kept = self.browsers[asker] = (time.monotonic(), client, found.group(1) if found else "")
        return kept[1], kept[2]

    def signed_in(self, asker: Asker) -> Any:
        """Return a new browser of the asker's."""
        if asker.role == ANONYMOUS:
            return self.portal.test_client()
        if asker.is_regional:
            return signed_in(self.portal, self.leads[asker.place], f"region:{asker.place}")
        place = self.places[asker.place]
        person = place.former if asker.role == FORMER else place.members[Role(asker.role)]
        assert person is not None
        return signed_in(self.portal, person, f"tenant:{asker.place}")

    def writable_at(self, rule: Rule, slug: str) -> list[Values]:
        """Return what fills in a rule that is written to: of the members only the one who can be spared."""
        found = self.values_at(rule, slug)
        return found[:1] if "membership_id" in rule.arguments else found

    def values_at(self, rule: Rule, slug: str) -> list[Values]:
        """Return what fills in a rule from a partnership."""
        names = frozenset(rule.arguments - {PARTNERSHIP, REGIONAL})
        if rule.endpoint in self.places[slug].links:
            return self.places[slug].links[rule.endpoint]
        return self.places[slug].known[names] if names else [{}]

    def likeliest_first(self, rule: Rule, slug: str) -> list[Values]:
        """Return what fills in a rule from a partnership, and first with what somebody else had an answer."""
        fits = self.fitting.get((slug, rule.endpoint))
        return sorted(self.values_at(rule, slug), key=lambda values: tuple(values.items()) != fits)

    def random_values(self, like: Values, slug: str) -> Values:
        """Return identifiers of the same shape that nothing has."""
        return {name: self.nobodys(name, value, slug) for name, value in like.items()}

    def nobodys(self, name: str, value: str, slug: str) -> str:
        """Return one identifier that nothing has."""
        if name.endswith("_id"):
            return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        if name == "reference":
            return f"{value.split('-')[0]}-2026-{self.random.randint(5000, 9999)}"
        if name in ("slug", "output", "file", "token"):
            return f"{self.random.getrandbits(80):020x}"
        return value

    def question(
        self, asker: Asker, rule: Rule, method: str, values: Values, whose: str, at: str | None = None,
        **fields: str,
    ) -> Question:  # fmt: skip
        """Return the question whether this asker may have that address, at their own place or another's."""
        filled = dict(values)
        if PARTNERSHIP in rule.arguments:
            filled[PARTNERSHIP] = at or self.home_of(asker)
        if REGIONAL in rule.arguments:
            filled[REGIONAL] = at or (asker.place if asker.is_regional else next(iter(self.leads)))
        adapter = self.portal.url_map.bind("localhost")
        path = path_of(rule, filled, adapter)
        return Question(
            asker, rule.endpoint, method, path, tuple(values.items()), whose, tuple(fields.items())
        )

    # --- asking --------------------------------------------------------------------------------------------

    def ask(self, question: Question) -> TestResponse:
        """Ask, and examine the answer."""
        client, token = self.browser(question.asker)
        # What is read is read as in production; over http nobody would be told to come back over https.
        sent: dict[str, Any] = {"query_string": dict(question.fields), "base_url": "https://localhost"}
        if question.method == "POST":
            sent = {"data": {"csrf_token": token, **dict(question.fields)}}
        response: TestResponse = client.open(question.path, method=question.method, **sent)
        response.get_data()  # files are read too
        response.close()
        self.asked[question.endpoint] += 1
        self.examine(question, response)
        if question.endpoint in ("accounts.sign_out", "accounts.choose_place", "accounts.confirm"):
            self.browsers.pop(question.asker, None)
        return response

    def examine(self, question: Question, response: TestResponse) -> None:
        """Write down what no answer may be."""
        if response.status_code >= 500:
            self.fault(question, f"answered {response.status_code}")
        for canary in self.canaries_in(question, response):
            self.fault(question, f"answered {response.status_code} with {canary}")
        for wrong in wrong_headers(question, response):
            self.fault(question, wrong)
        if is_success(question, response):
            if not self.may_have(question):
                self.fault(question, f"answered {response.status_code} to somebody whom no role admits")
            self.answered[(question.asker.place, question.endpoint, question.asker.role)] += 1
            self.fitting[(self.home_of(question.asker), question.endpoint)] = question.values

    def canaries_in(self, question: Question, response: TestResponse) -> set[str]:
        """Return the canaries in an answer that this asker may not see there."""
        heard = masked(self.said(response), question.masks).lower()
        found = {match.group(0) for match in self.canary.finditer(heard)}
        return {each for each in found if not self.may_hear(question, each)} if found else found

    def said(self, response: TestResponse) -> str:
        """Return everything that an answer says: body and headers; of a file what a reader reads in it."""
        return f"{words_of(response.get_data())}\n{response.headers}"

    def may_hear(self, question: Question, canary: str) -> bool:
        """Whether a canary is the asker's own, or published at the address asked for."""
        is_published, whose = canary.startswith("zp"), canary[2:]
        if POLICY[question.endpoint].who == "anyone":
            return is_published and whose == letters(question.path.split("/")[1])
        if whose == self.writer_of_letter(question):
            return True
        if question.asker.is_regional:
            region = self.portal.extensions["tenants"].regions[question.asker.place]
            return is_published and whose in map(letters, region.tenants)
        is_theirs = question.asker.role != ANONYMOUS
        if question.asker.role == FORMER:
            # Their own name stays theirs on the pages of their account.
            is_theirs = not question.path.startswith(f"/{question.asker.place}/")
        return is_theirs and whose == letters(question.asker.place)

    def writer_of_letter(self, question: Question) -> str | None:
        """Return the partnership whose letter the address comes from: whoever holds it is who it was sent to."""
        sent = dict(question.values)
        for slug, place in self.places.items():
            if sent and sent in place.links.get(question.endpoint, ()):
                return letters(slug)
        return None

    def compare(self, foreign: Question, nobodys: Question) -> None:
        """Ask for what is another's and what is nobody's: both answers must be one and the same."""
        first, second = self.ask(foreign), self.ask(nobodys)
        answers = [whole(each, asked) for each, asked in ((first, foreign), (second, nobodys))]
        if answers[0] != answers[1]:
            self.fault(
                foreign,
                f"answered {first.status_code}, and nobody's {second.status_code}: they differ",
            )

    def fault(self, question: Question, what: str) -> None:
        """Write down one fault."""
        asker = question.asker
        self.faults.append(
            f"{asker.role} of {asker.place}: {question.method} {question.path} ({question.whose}) {what}"
        )


def words_of(content: bytes) -> str:
    """Return the words of an answer, whatever its headers call it."""
    if content.startswith(b"%PDF"):
        return words_of_pdf(content)
    return words_of_zip(content) if content.startswith(b"PK\x03\x04") else content.decode("utf-8", "replace")


def words_of_pdf(content: bytes) -> str:
    """Return the words of a PDF: in its bytes they are compressed, and no canary would be heard."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def words_of_zip(content: bytes) -> str:
    """Return all that a Word file or an Excel workbook says, its properties too: in its bytes it is compressed."""
    with ZipFile(BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def path_of(rule: Rule, values: Values, adapter: Any) -> str:
    """Return the path of exactly this rule, where an endpoint has several."""
    built = rule.build(values, append_unknown=False)
    assert built is not None, (rule, values)
    return str(built[1])


def masked(text: str, values: Iterable[str]) -> str:
    """Return a text with the identifiers that were sent taken out."""
    for value in values:
        text = text.replace(value, "MASKED")
    return text


def whole(response: TestResponse, question: Question) -> tuple[int, str, str]:
    """Return an answer as it is compared: without the identifiers that were sent and without form tokens."""
    body = TOKEN.sub(r"\1MASKED", response.get_data().decode("utf-8", "replace"))
    location = response.headers.get("Location", "")
    return response.status_code, masked(body, question.masks), masked(location, question.masks)


def wrong_headers(question: Question, response: TestResponse) -> Iterator[str]:
    """Yield what is wrong with the headers of an answer (security P22)."""
    headers, is_public = response.headers, POLICY[question.endpoint].who == "anyone"
    for name, wanted in SAFE_HEADERS.items():
        if headers.get(name) != wanted:
            yield f"has {name}: {headers.get(name)}"
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or not all(part in policy for part in POLICY_PARTS):
        yield f"has Content-Security-Policy: {policy}"
    # What answers a method that a page does not have is no page.
    if headers.get("Referrer-Policy") != REFERRERS[is_public and response.status_code != 405]:
        yield f"has Referrer-Policy: {headers.get('Referrer-Policy')}"
    if question.method != "POST" and headers.get("Strict-Transport-Security") != LASTING:
        yield f"has Strict-Transport-Security: {headers.get('Strict-Transport-Security')}"
    if not is_public and headers.get("Cache-Control") != "no-store":
        yield "may be kept in a cache"
    if is_public and "Set-Cookie" in headers:
        yield "sets a cookie on a public page"
    if (
        headers.get("Content-Type", "").startswith("text/html")
        and "charset=utf-8" not in headers["Content-Type"]
    ):
        yield "is HTML without its character set"


def is_success(question: Question, response: TestResponse) -> bool:
    """Whether the asker got what they asked for: neither refused nor sent to sign in or to confirm."""
    if response.status_code in (200, 204):
        return True
    target = response.headers.get("Location", "")
    return response.status_code in (302, 303) and not re.search(r"/(sign-in|confirm)(\?|$)", target)


def roles_admitted(endpoint: str) -> list[str]:
    """Return the roles whose people the policy admits to an address; everybody's own pages take any."""
    rule = POLICY[endpoint]
    if rule.who in ("anyone", "visitor"):
        return [ANONYMOUS]
    return [
        role.value for role, held in ROLE_PERMISSIONS.items()
        if rule.permission is None or rule.permission in held
    ]  # fmt: skip
