"""Does the portal answer whatever it is sent, without breaking and without telling how it is made? (security P10)"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing import Rule

from portal.domain.vocabulary import Role
from portal.web.policy import POLICY
from tests.walls.conftest import Furnished
from tests.walls.crossing import (
    OWN,
    PARTNERSHIP,
    Asker,
    Crossing,
    Question,
    roles_admitted,
)
from tests.walls.malformed import HOSTS, Malformed

MADE_IN_TEST = 1_500  # on each engine
MADE_IN_PROOF = 5_000
QUERY_NAMES = ["q", "page", "kind", "year", "output", "stage", "next", "section", "stray"]
TELLS = (b"Traceback (most recent", b"site-packages", b"sqlalchemy", b"werkzeug", b"psycopg")


class Sender:
    """Sends malformed requests to every address, and writes down what broke."""

    def __init__(self, furnished: Furnished, seed: int) -> None:
        self.portal = furnished.portal
        self.crossing = Crossing(furnished.portal, furnished.places, seed)
        self.malformed = Malformed(seed)
        self.faults: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.asked: Counter[str] = Counter()
        self.names: dict[str, list[str]] = {}
        self.broken = ""

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Keep the trace of whatever breaks, for the report of the test."""
        handlers = self.portal.error_handler_spec[None][None]
        answer = handlers[Exception]

        def kept(error: Exception) -> Any:
            self.broken = "".join(traceback.format_exception(error)[-3:])
            return answer(error)

        patch.setitem(handlers, Exception, kept)

    def send(self, rule: Rule, turn: int) -> None:
        """Send one request to an address."""
        asker = self.asker(rule, turn)
        client, token = self.crossing.browser(asker)
        method = ("GET", "POST")[turn % 2] if "POST" in (rule.methods or ()) else "GET"
        if turn % 23 == 0:
            method = "HEAD"
        path = self.path(rule, asker, turn)
        names = self.fields(rule, asker) if method == "POST" else []
        options = self.malformed.sent(method, names, token)
        if turn % 3:
            options["query_string"] = self.malformed.query(QUERY_NAMES)
        try:
            response = client.open(path, **options)
        except (UnicodeError, ValueError):
            # The test client cannot write such a header, which a server would hand on; the rest is sent.
            options["headers"] = []
            response = client.open(path, **options)
        self.examine(Question(asker, rule.endpoint, method, path, (), OWN), response)
        response.close()
        if rule.endpoint in ("accounts.sign_out", "accounts.choose_place", "accounts.confirm"):
            self.crossing.browsers.pop(asker, None)

    def asker(self, rule: Rule, turn: int) -> Asker:
        """Return somebody whom the policy admits, so that the view itself is reached."""
        slugs, roles = list(self.crossing.places), roles_admitted(rule.endpoint)
        role = roles[turn % len(roles)]
        if role == Role.REGIONAL_LEAD.value:
            return self.crossing.lead(next(iter(self.portal.extensions["tenants"].regions)))
        return Asker(slugs[turn % len(slugs)], role)

    def home(self, asker: Asker) -> str:
        """Return the partnership whose rows are asked for."""
        return asker.place if asker.place in self.crossing.places else next(iter(self.crossing.places))

    def path(self, rule: Rule, asker: Asker, turn: int) -> str:
        """Return the address, with a part that is malformed every third time."""
        known = self.crossing.writable_at(rule, self.home(asker))
        path = self.crossing.question(asker, rule, "GET", known[turn % len(known)], OWN).path
        parts = path.split("/")
        # A PDF that is asked for well is printed, which takes as long as a hundred requests: once is enough.
        is_printed = rule.endpoint.endswith("pdf") and self.asked[rule.endpoint] > 0
        if (turn % 3 == 0 or is_printed) and len(parts) > 2:
            at = self.malformed.random.randrange(2 if PARTNERSHIP in rule.arguments else 1, len(parts))
            parts[at] = self.malformed.in_path()
        return "/".join(parts)

    def fields(self, rule: Rule, asker: Asker) -> list[str]:
        """Return the names of the fields on the pages of an address, which are read once."""
        if rule.endpoint not in self.names:
            client, _ = self.crossing.browser(asker)
            names: set[str] = set()
            if "GET" in (rule.methods or ()):
                for values in self.crossing.values_at(rule, self.home(asker))[:2]:
                    if names - {"csrf_token"}:
                        break  # The next one's page asks for the same.
                    page = client.get(self.crossing.question(asker, rule, "GET", values, OWN).path)
                    if page.mimetype == "text/html":
                        names |= set(re.findall(r' name="([^"]+)"', page.text)) - {"viewport", "description"}
                    page.close()
            self.names[rule.endpoint] = sorted(names) or ["choice", "session", "held", "content_hash"]
        return self.names[rule.endpoint]

    def examine(self, question: Question, response: Any) -> None:
        """Write down what broke, and what told too much."""
        self.asked[question.endpoint] += 1
        self.statuses[response.status_code] += 1
        if response.status_code >= 500:
            self.faults.append(
                f"{question.method} {question.path[:200]} for {question.asker.role} answered "
                f"{response.status_code}\n{self.broken[-900:]}"
            )
        body = response.get_data()
        self.faults += [
            f"{question.method} {question.path[:200]} tells {tell!r}" for tell in TELLS if tell in body
        ]
        for name in ("X-Content-Type-Options", "Content-Security-Policy"):
            if name not in response.headers:
                self.faults.append(f"{question.method} {question.path[:200]} has no {name}")


def send_all(furnished: Furnished, count: int, seed: int) -> Sender:
    """Send so many malformed requests, to every address in turn."""
    sender = Sender(furnished, seed)
    with pytest.MonkeyPatch.context() as patch:
        sender.watch(patch)
        for turn in range(count):
            sender.send(sender.crossing.rules[turn % len(sender.crossing.rules)], turn // 7 + turn)
    return sender


def check(sender: Sender, furnished: Furnished, figure: Callable[[str, object], None]) -> None:
    """Nothing broke, nothing told, every address was asked for."""
    assert not sender.faults, f"{len(sender.faults)} faults\n" + "\n".join(sender.faults[:12])
    assert set(sender.asked) == set(POLICY)
    figure(f"malformed requests on {furnished.engine}, none answered 500 or more", sum(sender.asked.values()))


def test_malformed_requests_never_break_the_portal(
    battered: Furnished, figure: Callable[[str, object], None]
) -> None:
    check(send_all(battered, MADE_IN_TEST, seed=10), battered, figure)


@pytest.mark.prove
def test_malformed_requests_never_break_the_portal_in_full(
    battered: Furnished, figure: Callable[[str, object], None]
) -> None:
    check(send_all(battered, MADE_IN_PROOF, seed=11), battered, figure)


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_the_portals_answers_400(battered: Furnished, host: str) -> None:
    for path in ("/", "/salford/", "/salford/desk", "/salford/sign-in", "/nowhere"):
        answer = battered.portal.test_client().get(path, environ_overrides={"HTTP_HOST": host})
        assert answer.status_code == 400, (path, host)
        assert host not in answer.text


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"])
def test_no_header_of_a_visitor_moves_a_link_to_another_host(battered: Furnished, name: str) -> None:
    client = battered.portal.test_client()
    for path in (
        "/",
        "/salford/",
        "/salford/feed.atom",
        "/salford/sitemap.xml",
        "/robots.txt",
        "/salford/desk",
    ):
        answer = client.get(
            path, headers={name: "host=evil.example" if name == "Forwarded" else "evil.example"}
        )
        assert "evil.example" not in answer.text + str(answer.headers)
