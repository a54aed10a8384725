"""Would the crossed requests notice a leak? Each kind is put in on purpose, and has to be caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Response, abort, g, make_response
from sqlalchemy import select

from portal.domain.permissions import permissions_of
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.case import Case
from portal.models.output import Output
from portal.models.referral import Referral
from portal.models.session import entering
from portal.web import access
from portal.web.access import Actor
from tests.conftest import ENGINES
from tests.walls.conftest import Furnished
from tests.walls.crossing import ANONYMOUS, FORMER, PARTNERSHIP, Asker, Crossing
from tests.walls.places import letters
from tests.walls.test_crossed_requests import another, own, strangers

View = Callable[..., Any]
HOME = "salford"
# What listens is the same on both engines; what stops a leak in the database has proofs of its own.
pytestmark = pytest.mark.parametrize("furnished", ENGINES[:1], indirect=True)


def words_anywhere(furnished: Furnished, model: type[Any], read: str, wanted: Any) -> str | None:
    """Read a row's words in whichever partnership it is: what no query may do."""
    for slug in furnished.places:
        with entering(db.session, slug, writes=False) as session:
            row = session.scalar(select(model).where(wanted))
            if row is not None:
                return str(getattr(row, read))
    return None


def elsewhere(furnished: Furnished, model: type[Any], wanted: Any) -> bool:
    """Whether a row is another partnership's."""
    for slug in furnished.places:
        if slug != g.tenant.slug:
            with entering(db.session, slug, writes=False) as session:
                if session.scalar(select(model.id).where(wanted)) is not None:
                    return True
    return False


def fetched_by_id_alone(furnished: Furnished, view: View) -> View:
    def leak(referral_id: UUID) -> Any:
        return words_anywhere(furnished, Referral, "answers", Referral.id == referral_id) or abort(404)

    return leak


def foreign_is_forbidden(furnished: Furnished, view: View) -> View:
    def leak(reference: str) -> Any:
        return abort(403) if elsewhere(furnished, Case, Case.reference == reference) else view(reference)

    return leak


def foreign_is_told(furnished: Furnished, view: View) -> View:
    def leak(output_id: UUID) -> Any:
        if elsewhere(furnished, Output, Output.id == output_id):
            return "<p>This belongs to another partnership.</p>", 404
        return view(output_id)

    return leak


def foreign_is_sent_on(furnished: Furnished, view: View) -> View:
    def leak(output_id: UUID) -> Any:
        words = words_anywhere(furnished, Output, "title", Output.id == output_id)
        return Response("", 303, {"Location": f"/?title={words}"}) if words else view(output_id)

    return leak


def foreign_breaks(furnished: Furnished, view: View) -> View:
    def leak(output_id: UUID) -> Any:
        if elsewhere(furnished, Output, Output.id == output_id):
            raise RuntimeError("not ours")
        return view(output_id)

    return leak


def template_prints_another(furnished: Furnished, view: View) -> View:
    other = next(slug for slug in furnished.places if slug != HOME)

    def leak() -> Any:
        return f"{view()}<!-- Zq{letters(other)} chair -->"

    return leak


def header_names_another(furnished: Furnished, view: View) -> View:
    other = next(slug for slug in furnished.places if slug != HOME)

    def leak() -> Any:
        response = make_response(view())
        response.headers["X-Writer"] = f"Zq{letters(other)} chair"
        return response

    return leak


def draft_is_public(furnished: Furnished, view: View) -> View:
    def leak() -> Any:
        return f"{view()}<!-- Zq{letters(g.tenant.slug)} draft -->"

    return leak


def public_page_sets_a_cookie(furnished: Furnished, view: View) -> View:
    def leak() -> Any:
        response = make_response(view())
        response.set_cookie("seen", "yes")
        return response

    return leak


VIEWS: tuple[tuple[str, Callable[[Furnished, View], View]], ...] = (
    ("referrals.show", fetched_by_id_alone),
    ("casework.show", foreign_is_forbidden),
    ("outputs.show", foreign_is_told),
    ("outputs.edit", foreign_is_sent_on),
    ("retention.keep_longer", foreign_breaks),
    ("casework.index", template_prints_another),
    ("accounts.desk", header_names_another),
    ("library.front", draft_is_public),
    ("library.front", public_page_sets_a_cookie),
)


@pytest.fixture(scope="module")
def crossing(furnished: Furnished) -> Crossing:
    """One listener for every leak, whose askers have signed in once."""
    return Crossing(furnished.portal, furnished.places)


def faults_at(crossing: Crossing, endpoint: str) -> list[str]:
    """Ask for one address as a coordinator, a former member and nobody; return what was wrong."""
    crossing.faults = []
    for rule in [rule for rule in crossing.rules if rule.endpoint == endpoint]:
        for role in (Role.COORDINATOR.value, FORMER, ANONYMOUS):
            asker = Asker(HOME, role)
            strangers(crossing, rule, "GET", asker, 1, is_full=False)
            own(crossing, rule, "GET", asker, is_full=False)
            assert another(crossing, asker, 1) != HOME
    return crossing.faults


@pytest.mark.parametrize(("endpoint", "defect"), VIEWS, ids=[defect.__name__ for _, defect in VIEWS])
def test_a_view_that_leaks_is_caught(
    furnished: Furnished, crossing: Crossing, endpoint: str, defect: Callable[[Furnished, View], View]
) -> None:
    assert faults_at(crossing, endpoint) == []
    with pytest.MonkeyPatch.context() as patch:
        sound = furnished.portal.view_functions[endpoint]
        patch.setitem(furnished.portal.view_functions, endpoint, defect(furnished, sound))
        assert faults_at(crossing, endpoint)


def test_an_answer_without_its_headers_is_caught(furnished: Furnished, crossing: Crossing) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(furnished.portal.after_request_funcs, None, [])
        assert faults_at(crossing, "casework.index")


def test_a_former_member_let_in_is_caught(crossing: Crossing) -> None:
    coordinator = frozenset({Role.COORDINATOR})

    def anybody(account_id: UUID, tenant: str) -> Actor:
        return Actor(account_id, tenant, None, coordinator, "", permissions_of(coordinator))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "member", anybody)
        found = faults_at(crossing, "casework.show")
    assert any(FORMER in fault for fault in found)


def test_a_person_let_in_at_their_own_partnership_without_the_role_for_it_is_caught(crossing: Crossing) -> None:
    assert faults_at(crossing, "accounts.people") == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Actor, "may", lambda actor, permission: True)
        found = faults_at(crossing, "accounts.people")
    assert [fault for fault in found if fault.startswith("coordinator of") and "no role admits" in fault]


def test_a_session_that_counts_at_every_partnership_is_caught(crossing: Crossing) -> None:
    coordinator = frozenset({Role.COORDINATOR})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "is_at_this_place", lambda: True)
        patch.setattr(
            access,
            "member",
            lambda account, slug: Actor(account, slug, None, coordinator, "", permissions_of(coordinator)),
        )
        assert faults_at(crossing, "reviews.index")


def test_every_address_of_a_defect_belongs_to_a_partnership(furnished: Furnished) -> None:
    arguments = {rule.endpoint: rule.arguments for rule in furnished.portal.url_map.iter_rules()}
    assert all(PARTNERSHIP in arguments[endpoint] for endpoint, _ in VIEWS)
