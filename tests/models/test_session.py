"""Does a session serve one partnership for the whole of its life, and nobody else?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.models.bounds import SCOPE, NoTenant, OutOfBounds, Scope, SessionIsBound
from portal.models.session import entering
from tests.conftest import ENGINES
from tests.models.probes import OURS, THEIRS, Case, Child, Ground, Inbox, Notice, ground_on, probes


@pytest.fixture(scope="module", params=ENGINES)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground_on(request.param, tmp_path_factory.mktemp("ground"), set()) as made:
        yield made


def test_a_row_is_found_by_its_id_alone_or_by_its_whole_key(ground: Ground) -> None:
    known = ground.cases[OURS]
    with ground.serving(OURS, writes=False) as own:
        by_id = own.get_one(Case, known)
        assert by_id is own.get_one(Case, (OURS, known)) is own.get_one(Case, {"tenant": OURS, "id": known})


def test_a_foreign_id_is_simply_not_found(ground: Ground) -> None:
    with ground.serving(OURS, writes=False) as own:
        assert own.get(Case, ground.cases[THEIRS]) is None


def test_a_session_cannot_change_sides(ground: Ground) -> None:
    with ground.serving(OURS) as own, pytest.raises(SessionIsBound):
        own.enter(Scope(tenant=THEIRS))


def test_a_session_cannot_be_bound_once_it_has_begun(ground: Ground) -> None:
    with ground.app.app_context():
        own = probes.session()
        own.execute(text("select 1"))
        with pytest.raises(SessionIsBound):
            own.enter(Scope(tenant=OURS))


def test_entering_again_inside_gives_a_session_of_its_own(ground: Ground) -> None:
    with ground.serving(OURS) as outer:
        outer.rollback()
        with entering(probes.session, THEIRS, writes=False) as inner:
            assert inner is not outer
            assert [case.tenant for case in inner.scalars(select(Case))] == [THEIRS]
        assert [case.tenant for case in outer.scalars(select(Case))] == [OURS]


def test_an_object_without_its_tenant_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs its tenant"):
        Case(reference="R", title="x")


def test_an_object_knows_its_key_before_it_is_written() -> None:
    assert Case(tenant=OURS, reference="R", title="x").id is not None


def test_a_session_that_only_reads_refuses_a_new_object(ground: Ground) -> None:
    with ground.serving(OURS, writes=False) as own:
        own.add(Case(tenant=OURS, reference="R-9", title="x"))
        with pytest.raises(OutOfBounds):
            own.flush()


def test_the_engine_itself_refuses_writing_where_a_session_only_reads(ground: Ground) -> None:
    with ground.serving(OURS, writes=False) as own:
        own.scope = Scope(tenant=OURS)
        own.get_bind = lambda *args, **options: ground.app.extensions["portal_readers"][None]  # type: ignore[method-assign]
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            own.execute(Case.__table__.update().where(Case.__table__.c.tenant == OURS).values(title="x"))


def test_a_partnerships_objects_are_nothing_to_a_session_of_none(ground: Ground) -> None:
    with ground.serving(None) as own:
        for reach in (
            lambda: own.add(Case(tenant=OURS, reference="R", title="x")),
            lambda: own.get(Case, (OURS, ground.cases[OURS])),
            lambda: own.scalars(select(Case)).all(),
            lambda: own.scalars(select(Notice)).all(),
        ):
            with pytest.raises(NoTenant):
                reach()


@pytest.mark.parametrize("face", ["public", "region"])
def test_what_is_published_is_read_across_partnerships_off_the_staff_face_only(
    ground: Ground, face: str
) -> None:
    with ground.serving(None, face=face, writes=False) as own:
        assert {notice.tenant for notice in own.scalars(select(Notice))} == {OURS, THEIRS}
    with ground.serving(OURS, face=face, writes=False) as own:
        assert {notice.tenant for notice in own.scalars(select(Notice))} == {OURS}
    with ground.serving(OURS, writes=False) as own:
        assert {notice.tenant for notice in own.scalars(select(Notice))} == {OURS}


@pytest.mark.parametrize("face", ["public", "region"])
def test_casework_cannot_be_named_off_the_staff_face(ground: Ground, face: str) -> None:
    for tenant, sql in [
        (None, 'select * from "case"'),
        (OURS, 'select count(*) from "case"'),
        (OURS, "select 1 where exists (select 1 from child)"),
        (OURS, "select * from published_notice where title in (select name from child)"),
        (OURS, "select words from inbox"),
    ]:
        with (
            ground.serving(tenant, face=face, writes=False) as own,
            pytest.raises(DBAPIError, match=r"prohibited|not authorized|permission denied"),
        ):
            own.execute(text(sql))


def test_the_public_may_add_to_its_inbox_and_nothing_more(ground: Ground) -> None:
    row = {"tenant": OURS, "id": ground.cases[OURS], "words": "please"}
    with ground.serving(OURS, face="public") as own:
        own.execute(Inbox.__table__.insert().values(row))
        own.commit()
    for statement in (
        Inbox.__table__.insert().values(row | {"tenant": THEIRS}),
        Inbox.__table__.update().values(words="x"),
        Inbox.__table__.delete(),
        Notice.__table__.update().values(title="x"),
        Notice.__table__.delete(),
    ):
        with ground.serving(OURS, face="public") as own, pytest.raises(DBAPIError):
            own.execute(statement)


def test_a_connection_forgets_whom_it_served(ground: Ground) -> None:
    for tenant in (OURS, THEIRS, OURS):
        with ground.serving(tenant) as own:
            assert own.connection().info[SCOPE].tenant == tenant
            assert {case.tenant for case in own.scalars(select(Case))} == {tenant}
    with ground.app.app_context(), probes.engine.connect() as connection:
        assert SCOPE not in connection.info
        with pytest.raises(NoTenant):
            connection.execute(select(Case.__table__))


def test_a_session_serves_the_same_partnership_after_commit_rollback_and_savepoint(ground: Ground) -> None:
    with ground.serving(OURS) as own:
        for end in (own.commit, own.rollback):
            assert {case.tenant for case in own.scalars(select(Case))} == {OURS}
            end()
        with own.begin_nested() as nested:
            own.add(Case(tenant=OURS, reference="R-77", title="x"))
            own.flush()
            nested.rollback()
        assert {case.tenant for case in own.scalars(select(Case))} == {OURS}
        assert own.scalars(select(Case).where(Case.reference == "R-77")).all() == []


def test_a_relationship_cannot_be_turned_to_a_foreign_row(ground: Ground) -> None:
    with ground.serving(THEIRS, writes=False) as theirs:
        stranger = theirs.get_one(Case, ground.cases[THEIRS])
        theirs.expunge(stranger)
    with ground.serving(OURS) as own:
        child = own.get_one(Child, ground.children[OURS])
        with pytest.raises(OutOfBounds):
            child.case = stranger
