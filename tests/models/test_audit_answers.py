"""Does an answer leave only when the looks that it was made from are on the record?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask, abort
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from portal.config import Settings
from portal.extensions import db
from portal.models import audit
from portal.models.audit import AuditEntry
from portal.models.bounds import OutOfBounds
from portal.models.case import Case
from portal.models.chain import entries, heads, verdict_on
from portal.models.session import Scope, entering
from tests.models.model_layer import let_go, model_layer, owner_engine

ACTOR = uuid4()
NARRATIVE = "Zq-narrative-of-a-case"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = model_layer(settings, "ashby", "brough")
    yield made
    audit.acting(None)
    let_go(made)


def new_case(app: Flask, tenant: str = "ashby") -> UUID:
    with app.app_context(), entering(db.session, tenant) as session:
        case = Case(tenant=tenant, reference=f"X-{uuid4().hex[:8]}", narrative=NARRATIVE)
        session.add(case)
        case_id = case.id
        session.commit()
    return case_id


def answering(app: Flask, view: Callable[[], str], *, writes: bool = False, tenant: str = "ashby") -> None:
    """Serve one view to a person who is signed in, in a session of their partnership."""

    def admitted() -> str:
        db.session().enter(Scope(tenant=tenant, writes=writes))
        audit.acting(ACTOR, "session-7")
        return view()

    app.add_url_rule("/", "view", admitted, methods=["GET", "POST"])


def narratives() -> str:
    return " ".join(str(case.narrative) for case in db.session.scalars(select(Case)))


def looks_in(app: Flask, tenant: str = "ashby") -> list[AuditEntry]:
    with app.app_context(), entering(db.session, tenant, writes=False) as session:
        assert verdict_on(session, tenant).faults == []
        wanted = select(AuditEntry).where(AuditEntry.action == "looked-at").order_by(AuditEntry.seq)
        return list(session.scalars(wanted))


def test_an_answer_leaves_one_entry_that_names_every_case_in_it(app: Flask) -> None:
    cases = sorted(str(new_case(app)) for _ in range(3))
    answering(app, narratives)
    answer = app.test_client().get("/")
    assert answer.text.count(NARRATIVE) == 3
    (look,) = looks_in(app)
    assert look.detail == [f"case:{case}" for case in cases]
    assert (look.actor_id, look.session_ref, look.subject_kind) == (ACTOR, "session-7", "several")


def test_a_look_at_one_case_can_be_found_by_that_case(app: Flask) -> None:
    case = new_case(app)
    answering(app, narratives)
    app.test_client().get("/")
    (look,) = looks_in(app)
    assert (look.subject_kind, look.subject_id) == ("case", str(case))


def test_an_answer_that_shows_nothing_sealed_leaves_no_entry(app: Flask) -> None:
    new_case(app)
    answering(app, lambda: " ".join(db.session.scalars(select(Case.reference))))
    assert app.test_client().get("/").status_code == 200
    assert looks_in(app) == []


def test_an_answer_whose_look_cannot_be_recorded_does_not_leave(app: Flask) -> None:
    new_case(app)
    answering(app, narratives)
    engine = owner_engine(app)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO somewhere_else"))
    answer = app.test_client().get("/")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE somewhere_else RENAME TO audit_entry"))
    engine.dispose()
    assert answer.status_code == 503
    assert NARRATIVE not in answer.text
    assert looks_in(app) == []
    assert NARRATIVE in app.test_client().get("/").text


def test_sending_and_looking_is_one_entry_in_the_same_transaction(app: Flask) -> None:
    case_id = new_case(app)

    def view() -> str:
        case = db.session.get_one(Case, case_id)
        case.reason = f"because of {case.narrative}"
        db.session.commit()
        return "saved"

    answering(app, view, writes=True)
    assert app.test_client().post("/").text == "saved"
    assert len(looks_in(app)) == 1


def test_a_look_in_a_transaction_that_was_not_committed_is_recorded_without_waiting_for_it(
    app: Flask,
) -> None:
    case_id = new_case(app)

    def view() -> str:
        case = db.session.get_one(Case, case_id)
        case.reason = "never saved"
        db.session.flush()
        return str(case.narrative)

    answering(app, view, writes=True)
    assert app.test_client().post("/").text == NARRATIVE
    assert len(looks_in(app)) == 1
    with app.app_context(), entering(db.session, "ashby", writes=False) as session:
        assert session.get_one(Case, case_id).reason is None


def test_looks_in_sessions_within_the_request_are_recorded_too(app: Flask) -> None:
    new_case(app)

    def view() -> str:
        with entering(db.session, "ashby", writes=False):
            return narratives()

    answering(app, view)
    assert NARRATIVE in app.test_client().get("/").text
    assert len(looks_in(app)) == 1


def test_an_answer_made_from_two_partnerships_is_on_the_record_of_each(app: Flask) -> None:
    ashby, brough = new_case(app), new_case(app, "brough")

    def view() -> str:
        with entering(db.session, "brough", writes=False):
            theirs = narratives()
        return narratives() + theirs

    answering(app, view)
    app.test_client().get("/")
    assert [look.subject_id for look in looks_in(app)] == [str(ashby)]
    assert [look.subject_id for look in looks_in(app, "brough")] == [str(brough)]


@pytest.mark.parametrize("status", [404, 500])
def test_a_look_that_ends_in_an_error_is_recorded_as_well(app: Flask, status: int) -> None:
    new_case(app)

    def view() -> str:
        narratives()
        if status == 404:
            abort(404)
        raise ZeroDivisionError

    answering(app, view)
    assert app.test_client().get("/").status_code == status
    assert len(looks_in(app)) == 1


def test_the_next_request_of_a_thread_does_not_begin_with_the_person_of_the_last(app: Flask) -> None:
    new_case(app)
    answering(app, narratives)
    app.add_url_rule("/next", "next", lambda: str(audit.actor()))
    client = app.test_client()
    client.get("/")
    assert client.get("/next").text == "(None, None)"


def test_the_portal_itself_can_only_add_to_the_record(app: Flask) -> None:
    new_case(app)
    ours = entries.c.tenant == "ashby"
    refused = [update(entries).where(ours).values(action="x"), entries.delete().where(ours)]
    for statement in refused:
        with app.app_context(), entering(db.session, "ashby") as session:
            with pytest.raises(DBAPIError, match=r"only ever added to|permission denied"):
                session.connection().execute(statement)
            session.rollback()
    assert looks_in(app) == []


def test_a_new_row_cannot_be_written_by_the_portal_into_another_partnerships_chain(app: Flask) -> None:
    new_case(app)
    with app.app_context(), entering(db.session, "ashby", writes=False) as session:
        row = dict(session.execute(select(entries).where(entries.c.tenant == "ashby")).one()._mapping)
    with app.app_context(), entering(db.session, "ashby") as session:
        with pytest.raises(OutOfBounds):
            session.connection().execute(entries.insert(), [{**row, "tenant": "brough", "id": uuid4()}])
        session.rollback()


def test_the_lock_of_a_chain_is_taken_last(app: Flask) -> None:
    """Every statement of the record comes after every other, so that the chain is locked for an instant only."""
    from sqlalchemy import event

    said: list[str] = []
    with app.app_context():
        event.listen(
            db.engine, "before_cursor_execute", lambda connection, cursor, sql, *rest: said.append(sql)
        )
    new_case(app)
    of_record = [any(table.name in sql for table in (entries, heads)) for sql in said]
    assert of_record == sorted(of_record)
    assert sum(of_record) >= 3
