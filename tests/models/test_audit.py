"""Is every look and every change on the record, in the transaction that made it, with no value in it?"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, func, insert, select, text, update

from portal.domain.audit_chain import Head
from portal.models import audit
from portal.models.audit import RESERVED_TENANT, AuditEntry, RecordBroken, record
from portal.models.bounds import NoTenant, OutOfBounds, Scope
from portal.models.chain import Verdict, entries, head_of, heads, verdict_on
from portal.models.keystore import keystore
from portal.models.session import PortalSession, TenantSession
from tests.models.sealing import (
    Diary,
    Heartbeat,
    Letter,
    RecordedSession,
    Reply,
    canary,
    fresh_database,
    make_tables,
    portal_with,
    records_engine,
    store_at,
    told_of,
)

audit.register(RecordedSession)
ACTOR = UUID("6a0c5a3e-0000-4000-8000-000000000001")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database with the tables of the record, inside an application that has keys."""
    with fresh_database(request.param, tmp_path) as url, portal_with(store_at(tmp_path)):
        made = records_engine(url)
        make_tables(made)
        audit.acting(ACTOR, "session-7")
        yield made
        audit.acting(None)
        made.dispose()


def page(tenant: str = "ashby", **values: object) -> Diary:
    return Diary(**{"tenant": tenant, "page": "Monday", **values})


def kept(engine: Engine, *rows: Any, tenant: str = "ashby") -> None:
    with RecordedSession(engine, tenant) as session:
        session.add_all(rows)
        session.commit()


def verdict(engine: Engine, tenant: str = "ashby", head: Head | None = None) -> Verdict:
    with RecordedSession(engine, tenant, writes=False) as session:
        return verdict_on(session, tenant, head)


# --- what is noted -----------------------------------------------------------------------------------------


def test_only_sessions_of_the_portals_own_tables_keep_a_record() -> None:
    audit.register(PortalSession)
    assert event.contains(PortalSession, "before_commit", audit.write_record)
    assert not event.contains(TenantSession, "before_commit", audit.write_record)


def test_a_new_row_is_on_the_record_by_the_names_of_its_fields(engine: Engine) -> None:
    kept(engine, page(note="something said in confidence"))
    assert told_of(engine, "ashby") == [("created", "diary", ["page", "note"])]


def test_an_entry_says_who_in_which_session_did_what_to_which_row(engine: Engine) -> None:
    row = page()
    row_id = str(row.id)
    kept(engine, row)
    with RecordedSession(engine, "ashby") as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor_id, entry.session_ref, entry.subject_id) == (ACTOR, "session-7", row_id)
    assert entry.seq == 1


def test_a_change_names_only_the_fields_that_changed(engine: Engine) -> None:
    row = page()
    kept(engine, row)
    with RecordedSession(engine, "ashby") as session:
        session.scalars(select(Diary)).one().note = "new"
        session.commit()
    assert told_of(engine, "ashby")[1:] == [("changed", "diary", ["note"])]


def test_a_row_set_to_what_it_was_is_no_change(engine: Engine) -> None:
    kept(engine, page())
    with RecordedSession(engine, "ashby") as session:
        session.scalars(select(Diary)).one().page = "Monday"
        session.commit()
    assert len(told_of(engine, "ashby")) == 1


def test_a_deletion_is_on_the_record(engine: Engine) -> None:
    kept(engine, page())
    with RecordedSession(engine, "ashby") as session:
        session.delete(session.scalars(select(Diary)).one())
        session.commit()
    assert told_of(engine, "ashby")[1:] == [("deleted", "diary", [])]


def test_a_sealed_field_is_named_as_people_know_it(engine: Engine) -> None:
    kept(engine, Letter(tenant="ashby", topic="a topic", words="secret words"))
    assert told_of(engine, "ashby") == [("created", "letter", ["topic", "words"])]


def test_no_value_is_ever_in_the_record(engine: Engine) -> None:
    words = [canary() for _ in range(6)]
    kept(engine, Letter(tenant="ashby", topic=words[0], words=words[1], answers={"q": words[2]}))
    with RecordedSession(engine, "ashby") as session:
        session.scalars(select(Letter)).one().topic = words[3]
        session.commit()
        session.execute(update(Letter).where(Letter.topic == words[3]).values(topic=words[4]))
        session.execute(insert(Diary), [{"tenant": "ashby", "id": uuid4(), "page": words[5]}])
        session.commit()
        stored = "".join(str(row) for row in session.execute(select(entries)))
    assert not [word for word in words if word in stored]


def test_a_table_that_says_why_it_is_exempt_is_left_out(engine: Engine) -> None:
    kept(engine, Heartbeat(tenant="ashby", beats=1))
    assert told_of(engine, "ashby") == []


@pytest.mark.parametrize(
    ("statement", "action"),
    [
        (lambda: update(Diary).where(Diary.tenant == "ashby").values(note="x"), "changed"),
        (
            lambda: update(Diary.__table__).where(Diary.__table__.c.tenant == "ashby").values(note="x"),
            "changed",
        ),
        (lambda: Diary.__table__.delete().where(Diary.__table__.c.tenant == "ashby"), "deleted"),
        (lambda: insert(Diary).values(tenant="ashby", id=uuid4(), page="p", note="x"), "created"),
    ],
)
def test_a_statement_that_changes_many_rows_is_on_the_record(
    engine: Engine, statement: Callable[[], Any], action: str
) -> None:
    kept(engine, page(), page())
    with RecordedSession(engine, "ashby") as session:
        session.execute(statement())
        session.commit()
    told = told_of(engine, "ashby")[2:]
    assert [(entry[0], entry[1]) for entry in told] == [(action, "diary")]
    assert action == "deleted" or "note" in told[0][2]


def test_rows_changed_by_their_keys_are_each_on_the_record(engine: Engine) -> None:
    rows = [page(), page()]
    ids = sorted(str(row.id) for row in rows)
    kept(engine, *rows)
    with RecordedSession(engine, "ashby") as session:
        session.execute(update(Diary), [{"tenant": "ashby", "id": UUID(each), "note": "x"} for each in ids])
        session.commit()
        wanted = select(AuditEntry.subject_id).where(AuditEntry.action == "changed")
        assert sorted(session.scalars(wanted)) == ids


def test_a_statement_written_as_text_is_on_the_record(engine: Engine) -> None:
    kept(engine, page())
    with RecordedSession(engine, "ashby") as session:
        session.execute(text("UPDATE diary SET note = 'x' WHERE tenant = 'ashby'"))
        session.commit()
    assert told_of(engine, "ashby")[1:] == [("changed", "statement", [])]


def test_an_operation_says_more_than_its_rows(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        record(session, "referral:accept", "referral", ACTOR, ["status"])
        session.commit()
    assert told_of(engine, "ashby") == [("referral:accept", "referral", ["status"])]


def test_a_session_of_no_partnership_writes_to_the_reserved_chain_only_by_entering_it(engine: Engine) -> None:
    with RecordedSession(engine, None) as session, pytest.raises(NoTenant):
        record(session, "sign-in-failed", "account")
    with RecordedSession(engine, RESERVED_TENANT) as session:
        record(session, "sign-in-failed", "account")
        session.commit()
    assert told_of(engine, RESERVED_TENANT) == [("sign-in-failed", "account", [])]
    assert verdict(engine, RESERVED_TENANT).faults == []


def test_a_session_that_only_reads_cannot_write_the_record(engine: Engine) -> None:
    with RecordedSession(engine, "ashby", writes=False) as session, pytest.raises(OutOfBounds):
        record(session, "referral:accept", "referral")


# --- looks -------------------------------------------------------------------------------------------------


def test_looking_in_a_session_that_writes_is_one_entry_naming_each_case(engine: Engine) -> None:
    letters = [Letter(tenant="ashby", topic="t", words="w") for _ in range(3)]
    ids = sorted(str(letter.id) for letter in letters)
    kept(engine, *letters)
    with RecordedSession(engine, "ashby") as session:
        assert [letter.words for letter in session.scalars(select(Letter))] == ["w"] * 3
        assert len(session.info["looked_at"]) == 3
        session.commit()
        session.commit()
    assert told_of(engine, "ashby")[3:] == [("looked-at", "several", [f"letter:{each}" for each in ids])]


def test_looking_at_a_part_names_the_case_it_belongs_to(engine: Engine) -> None:
    letter = Letter(tenant="ashby", topic="t")
    reply = Reply(tenant="ashby", unit=letter.unit, letter_id=letter.id, words="w")
    letter_id = str(letter.id)
    kept(engine, letter, reply)
    with RecordedSession(engine, "ashby") as session:
        assert session.scalars(select(Reply)).one().words == "w"
        session.commit()
    assert told_of(engine, "ashby")[2:] == [("looked-at", "letter", [f"letter:{letter_id}"])]


def test_reading_what_is_not_sealed_is_no_look(engine: Engine) -> None:
    kept(engine, Letter(tenant="ashby", topic="t", words="w"))
    with RecordedSession(engine, "ashby") as session:
        assert session.scalars(select(Letter)).one().topic == "t"
        session.commit()
    assert len(told_of(engine, "ashby")) == 1


def test_what_its_own_author_has_just_written_is_no_look(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        letter = Letter(tenant="ashby", topic="t", words="w")
        session.add(letter)
        assert letter.words == "w"
        session.commit()
    assert [entry[0] for entry in told_of(engine, "ashby")] == ["created"]


def test_a_look_is_still_to_be_recorded_after_a_rollback(engine: Engine) -> None:
    kept(engine, Letter(tenant="ashby", topic="t", words="w"))
    with RecordedSession(engine, "ashby") as session:
        assert session.scalars(select(Letter)).one().words == "w"
        session.rollback()
        session.commit()
    assert told_of(engine, "ashby")[1:][0][0] == "looked-at"


# --- both or neither ---------------------------------------------------------------------------------------


def test_nothing_is_on_the_record_of_what_was_rolled_back(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        session.add(page())
        session.flush()
        session.rollback()
        session.commit()
    assert told_of(engine, "ashby") == []


def test_nothing_is_on_the_record_of_a_session_that_was_closed(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        session.add(page())
        session.flush()
        session.close()
        session.add(page(page="Tuesday"))
        session.commit()
    assert len(told_of(engine, "ashby")) == 1


def test_a_savepoint_that_is_rolled_back_takes_its_entries_along(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        session.add(page())
        session.flush()
        with session.begin_nested() as outer:
            session.add(page(note="kept"))
            session.flush()
            inner = session.begin_nested()
            session.add(page(note="undone"))
            session.flush()
            inner.rollback()
            outer.commit()
        session.commit()
        assert session.scalar(select(func.count()).select_from(Diary)) == 2
    assert told_of(engine, "ashby") == [
        ("created", "diary", ["page"]),
        ("created", "diary", ["page", "note"]),
    ]


def fails_at(session: RecordedSession, place: str, chance: int) -> None:
    """Make a session fail: as it flushes, as the record is written, or as the database is asked to commit."""

    def fail(*given: object) -> None:
        raise ZeroDivisionError

    def fail_at_table(connection: object, cursor: object, sql: str, *rest: object) -> None:
        if any(
            f" {name} " in f"{sql} ".replace("(", " ") and sql.split()[0] in words
            for name, words in TABLES[place]
        ):
            raise ZeroDivisionError

    if place == "commit":
        event.listen(session.get_bind(), "commit", fail, once=False)
    else:
        event.listen(session.get_bind(), "before_cursor_execute", fail_at_table)


TABLES = {
    "row": [("diary", ("INSERT",))],
    "head lock": [("audit_head", ("SELECT",))],
    "entry": [("audit_entry", ("INSERT",))],
    "head": [("audit_head", ("UPDATE",))],
}


@pytest.mark.parametrize("place", ["row", "head lock", "entry", "head", "commit"])
def test_a_failure_anywhere_leaves_neither_row_nor_entry(engine: Engine, place: str) -> None:
    kept(engine, page())
    for number in range(20):
        failing = records_engine(engine.url.render_as_string(hide_password=False))
        with RecordedSession(failing, "ashby") as session:
            fails_at(session, place, number)
            session.add_all([page(), page()])
            with pytest.raises(ZeroDivisionError):
                session.commit()
            session.rollback()
        failing.dispose()
    with RecordedSession(engine, "ashby") as session:
        assert session.scalar(select(func.count()).select_from(Diary)) == 1
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 1
    assert verdict(engine).faults == []


def test_a_transaction_whose_record_failed_cannot_be_committed_by_trying_again(engine: Engine) -> None:
    failing = records_engine(engine.url.render_as_string(hide_password=False))
    with RecordedSession(failing, "ashby") as session:
        fails_at(session, "head", 0)
        session.add(page())
        with pytest.raises(ZeroDivisionError):
            session.commit()
        with pytest.raises(RecordBroken):
            session.commit()
        session.rollback()
    failing.dispose()
    assert told_of(engine, "ashby") == []


def test_a_change_that_comes_after_the_record_was_written_stops_the_commit(engine: Engine) -> None:
    class Late(RecordedSession):
        """A session with a hook that writes after everything else."""

    event.listen(Late, "before_commit", lambda session: session.add(page(page="late")))
    with Late(engine, "ashby") as session:
        session.add(page())
        with pytest.raises(RecordBroken):
            session.commit()
        session.rollback()
    assert told_of(engine, "ashby") == []


def test_a_disposed_case_leaves_its_record_whole(engine: Engine) -> None:
    letter = Letter(tenant="ashby", topic="t", words="w")
    unit = letter.unit
    kept(engine, letter)
    keystore().destroy("ashby", unit)
    with RecordedSession(engine, "ashby") as session:
        session.delete(session.scalars(select(Letter)).one())
        session.commit()
    assert [entry[0] for entry in told_of(engine, "ashby")] == ["created", "deleted"]
    assert verdict(engine).faults == []


# --- the chain ---------------------------------------------------------------------------------------------


def test_each_partnership_has_a_chain_of_its_own(engine: Engine) -> None:
    for tenant, number in (("ashby", 3), ("brough", 2), (RESERVED_TENANT, 1)):
        kept(engine, *[page(tenant) for _ in range(number)], tenant=tenant)
    assert [verdict(engine, tenant) for tenant in ("ashby", "brough", RESERVED_TENANT)] == [
        Verdict(3, []),
        Verdict(2, []),
        Verdict(1, []),
    ]


def test_writers_of_one_partnership_at_the_same_time_make_one_whole_chain(engine: Engine) -> None:
    faults: list[BaseException] = []

    def write(app: Any) -> None:
        try:
            with app.app_context():
                for _ in range(10):
                    kept(engine, page(), page())
        except BaseException as fault:
            faults.append(fault)

    from flask import current_app

    app = current_app._get_current_object()
    writers = [threading.Thread(target=write, args=(app,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert verdict(engine) == Verdict(80, [])


def test_a_missing_stored_head_is_a_fault(engine: Engine) -> None:
    kept(engine, page())
    with engine.begin() as connection:
        connection.execute(heads.delete())
    assert [fault.kind for fault in verdict(engine).faults] == ["head"]


def test_a_head_kept_elsewhere_still_fits_when_the_chain_has_grown(engine: Engine) -> None:
    kept(engine, page(), page())
    with RecordedSession(engine, "ashby", writes=False) as session:
        exported = head_of(session, "ashby")
    kept(engine, page())
    assert verdict(engine, head=exported) == Verdict(3, [])


def test_the_public_face_cannot_write_the_record(engine: Engine) -> None:
    with RecordedSession(engine, "ashby") as session:
        session.scope = Scope(face="public", tenant="ashby")
        with pytest.raises(OutOfBounds):
            record(session, "referral:accept", "referral")


# What takes a statement past the session, and so past the record; where it is used, and why it may be.
PAST_THE_SESSION = re.compile(r"\.(connection|raw_connection|cursor|bulk_\w+)\(|\.driver_connection\b")
MAY_GO_PAST = {
    "portal/models/audit.py": "writes the record itself",
    "portal/models/look_record.py": "writes the record itself",
    "portal/models/key_tables.py": "the key store is another database",
    "portal/web/access.py": "reads whether a person leads a region",
    "portal/web/page_cache.py": "reads whether the database has changed",
}


def test_nothing_in_the_portal_writes_past_the_session_that_keeps_the_record() -> None:
    root = Path(__file__).resolve().parents[2]
    found = {
        str(path.relative_to(root))
        for path in sorted((root / "portal").rglob("*.py"))
        if PAST_THE_SESSION.search(path.read_text("utf-8"))
    }
    assert found <= set(MAY_GO_PAST), "use session.execute, or name the file here with the reason"
