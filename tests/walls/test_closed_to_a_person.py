"""Is a case closed everywhere at once to whoever is personally involved in it, whatever their roles?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from werkzeug.routing import Rule

from portal.accounts.people import PARTNERSHIP_ROLES
from portal.extensions import db
from portal.models.base import TenantOwned
from portal.models.case import Case
from portal.models.case_access import close_case_to
from portal.models.review import Review
from portal.models.session import TenantSession, entering
from portal.web.policy import POLICY
from tests.people import SomeBody, signed_in, somebody
from tests.walls.conftest import Furnished
from tests.walls.crossing import (
    ANONYMOUS,
    OWN,
    PARTNERSHIP,
    RANDOM,
    Asker,
    Crossing,
    Question,
    whole,
    words_of,
)
from tests.walls.places import Values

# Of whoever asks, of no case: what they get there is their own.
OF_ONESELF = frozenset({"accounts.sign_out", "accounts.end_session"})


def closed_everywhere(furnished: Furnished, slug: str) -> SomeBody:
    """Return somebody with every role of a partnership, to whom each of its cases has just been closed."""
    agency = furnished.places[slug].tenant.agencies[0].code
    person = somebody(
        furnished.portal, f"tenant:{slug}", PARTNERSHIP_ROLES, agency=agency, name="Involved Example"
    )
    with furnished.portal.app_context(), entering(db.session, slug) as session:
        for case in session.scalars(select(Case)):
            close_case_to(session, case, person.account_id, "A neighbour.", person.account_id)
        session.commit()
    return person


def of_cases(session: TenantSession) -> Iterator[str]:
    """Yield how addresses name what belongs to a case: references, and ids of rows of a case or of a review of one."""
    yield from session.scalars(select(Case.reference))
    mappers = [each.class_ for each in db.Model.registry.mappers if issubclass(each.class_, TenantOwned)]
    for model in mappers:
        for owner in ("case_id", "review_id"):
            if hasattr(model, owner):
                yield from map(
                    str, session.scalars(select(model.id).where(getattr(model, owner).is_not(None)))
                )
    yield from map(str, session.scalars(select(Review.id)))


class Sweep:
    """Asks for every staff address as one person, and writes down where a case shows."""

    def __init__(self, furnished: Furnished, slug: str) -> None:
        self.crossing = Crossing(furnished.portal, furnished.places)
        self.slug, self.asker = slug, Asker(slug, ANONYMOUS)
        self.browser: Any = signed_in(furnished.portal, closed_everywhere(furnished, slug), f"tenant:{slug}")
        page = self.browser.get("/account/password").text
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
        with furnished.portal.app_context(), entering(db.session, slug, writes=False) as session:
            self.owned = set(of_cases(session))
            self.references = list(session.scalars(select(Case.reference)))
        self.faults: list[str] = []
        self.answered = self.compared = 0
        # How each method answers for what is not there, as was seen last.
        self.missing: dict[str, tuple[int, str, str]] = {}

    def staff_rules(self) -> list[Rule]:
        """Return the addresses of a partnership that ask who somebody is; a letter's link is its holder's."""
        return [
            rule for rule in self.crossing.rules
            if PARTNERSHIP in rule.arguments and POLICY[rule.endpoint].who not in ("anyone", "visitor")
            and rule.endpoint not in self.crossing.places[self.slug].links and rule.endpoint not in OF_ONESELF
        ]  # fmt: skip

    def ask(self, rule: Rule, method: str, values: Values, whose: str) -> tuple[Question, Any]:
        """Return a question with its answer."""
        question = self.crossing.question(self.asker, rule, method, values, whose)
        sent = {"data": {"csrf_token": self.token}} if method == "POST" else {}
        answer = self.browser.open(question.path, method=method, **sent)
        answer.get_data()
        answer.close()
        self.answered += answer.status_code == 200
        return question, answer

    def look(self, rule: Rule) -> None:
        """Ask for an address with what names a case, which must be as missing, and without, where none may show."""
        named = [each for each in self.crossing.values_at(rule, self.slug) if self.owned & set(each.values())]
        others = [each for each in self.crossing.values_at(rule, self.slug) if each not in named]
        for method in sorted({"GET", "POST"} & set(rule.methods or ())):
            for values in named[:1]:
                self.compare(rule, method, values)
        for values in others[:2] if "GET" in (rule.methods or ()) else ():
            question, answer = self.ask(rule, "GET", values, OWN)
            shown = [each for each in self.references if each in words_of(answer.get_data())]
            self.faults += [f"GET {question.path} shows {each}" for each in shown]

    def compare(self, rule: Rule, method: str, values: Values) -> None:
        """Require the answer that something missing has: as known from elsewhere, or else as it is at this address."""
        question, answer = self.ask(rule, method, values, OWN)
        self.compared += 1
        if whole(answer, question) == self.missing.get(method):
            return
        nobodys, none = self.ask(rule, method, self.crossing.random_values(values, self.slug), RANDOM)
        missing = self.missing[method] = whole(none, nobodys)
        if whole(answer, question) != missing:
            self.faults.append(
                f"{method} {question.path} answers {answer.status_code}, nobody's {none.status_code}"
            )


def test_whoever_is_involved_finds_a_case_at_no_address_and_on_no_page(furnished: Furnished) -> None:
    sweep = Sweep(furnished, list(furnished.places)[furnished.engine != "sqlite"])
    rules = sweep.staff_rules()
    for rule in rules:
        sweep.look(rule)
    assert not sweep.faults, "\n".join(sweep.faults)
    assert sweep.compared > 150 and sweep.answered > 30
