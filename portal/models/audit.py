"""How does every look at case content and every change go on the record, in the transaction that makes it?

Rows that are added, changed or deleted are noted as they are flushed, by the names of their fields; operations
add what a reader of the record should know by `record`. Just before the commit the chain's head is locked, the
entries are written, and both are committed or neither. What belongs to no partnership, such as failed sign-ins,
is written in a session of the reserved one: `entering(db.session, RESERVED_TENANT)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from flask import Flask, request_started
from sqlalchemy import Delete, Insert, Table, TextClause, Update, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, scoped_session
from sqlalchemy.orm.base import NO_VALUE

from portal.models import look_record, looks
from portal.models.actor import acting, actor, forget_actor
from portal.models.base import TenantOwned
from portal.models.bounds import NoTenant, OutOfBounds
from portal.models.chain import AuditEntry, AuditHead, AuditLook, Happening, append
from portal.models.keystore import RESERVED_TENANT
from portal.models.sealed import SUFFIX
from portal.models.session import PortalSession, TenantSession

__all__ = ["RESERVED_TENANT", "AuditEntry", "AuditHead", "acting", "record"]

# Where a session keeps what is to be written with its transaction.
PENDING, MARKS, WRITTEN, BROKEN = "audit_pending", "audit_marks", "audit_written", "audit_broken"
KEY_NAMES = frozenset({"tenant", "id", "unit"})
WRITING_WORDS = ("insert", "update", "delete", "replace", "merge")


class RecordBroken(RuntimeError):
    """The record could not be written, or a change came after it: this transaction must not be committed."""


def record(
    session: TenantSession | scoped_session[Any],
    action: str,
    subject_kind: str,
    subject_id: UUID | str | None = None,
    detail: Iterable[str] = (),
) -> None:
    """Put on the record, with this session's transaction, what was done to what; names only, never values."""
    own = session() if isinstance(session, scoped_session) else session
    if own.scope.tenant is None:
        raise NoTenant("enter a partnership, or the reserved one for what belongs to none")
    if not own.scope.writes or own.scope.face != "staff":
        raise OutOfBounds("only a session of the staff face that writes can write the record")
    note(own, action, subject_kind, subject_id, detail)


def note(
    session: TenantSession,
    action: str,
    subject_kind: str,
    subject_id: UUID | str | None,
    detail: Iterable[str],
) -> None:
    """Keep a happening until the session's transaction is about to be committed."""
    if WRITTEN in session.info:
        raise RecordBroken("something was changed after the record of this transaction was written")
    subject = None if subject_id is None else str(subject_id)
    pending(session).append(Happening(action, subject_kind, subject, tuple(detail), *actor()))


def pending(session: TenantSession) -> list[Happening]:
    """Return what will be written when the session commits."""
    kept: list[Happening] = session.info.setdefault(PENDING, [])
    return kept


# --- what is noted by itself ---------------------------------------------------------------------------------


def is_recorded(session: TenantSession, table: Table) -> bool:
    """Whether changes to a table go on the record: every partnership's, on the staff face.

    `info={"unaudited": reason}` exempts a table that holds nothing a person did.
    """
    own = session.scope.tenant is not None and session.scope.face == "staff"
    return own and "tenant" in table.c and table.name not in APART and not table.info.get("unaudited")


APART = frozenset({AuditEntry.__tablename__, AuditHead.__tablename__, AuditLook.__tablename__})


def note_rows(session: TenantSession, flush: object) -> None:
    """Note every row of a flush, by the names of the fields that were set or changed."""
    rows = [("created", row) for row in session.new]
    rows += [("changed", row) for row in session.dirty if session.is_modified(row, include_collections=False)]
    rows += [("deleted", row) for row in session.deleted]
    for action, row in rows:
        if is_recorded(session, type(row).__table__):
            names = () if action == "deleted" else changed_names(row)
            note(session, action, row.__tablename__, row.id, names)


def changed_names(row: TenantOwned) -> Iterator[str]:
    """Yield the names of a row's fields that this flush writes; a sealed field by the name people know."""
    state: Any = inspect(row)
    for column in state.mapper.column_attrs:
        # What nobody set has no history, and asking for one was dear: most fields of a row are left as they are.
        if column.key not in state.committed_state or column.key in KEY_NAMES:
            continue
        if was_set(state, column.key):
            yield column.key.removesuffix(SUFFIX)


def was_set(state: Any, key: str) -> bool:
    """Whether a field that was touched says something else now; of a new row nothing has to be compared."""
    if state.committed_state[key] is NO_VALUE:
        return state.dict.get(key) is not None
    history = state.attrs[key].history
    return any(value is not None for value in (*history.added, *history.deleted))


def note_statement(state: ORMExecuteState) -> None:
    """Note a statement that changes many rows at once, by its table and the names of what it sets."""
    session: Any = state.session
    statement: Any = state.statement
    if isinstance(statement, TextClause):
        if session.scope.tenant and statement.text.lstrip().lower().startswith(WRITING_WORDS):
            note(session, "changed", "statement", None, ())
        return
    if not isinstance(statement, Insert | Update | Delete):
        return
    table: Any = statement.table
    if not is_recorded(session, table):
        return
    action = "created" if state.is_insert else "changed" if state.is_update else "deleted"
    for subject_id, names in subjects_of(statement, state.parameters):
        note(session, action, table.name, subject_id, names)


def subjects_of(statement: Any, parameters: Any) -> Iterator[tuple[UUID | None, list[str]]]:
    """Yield each row that a statement names, with what it sets; one nameless row where it names a condition."""
    said = {getattr(column, "key", column) for column in getattr(statement, "_values", None) or ()}
    rows = parameters if isinstance(parameters, list | tuple) else [parameters or {}]
    for row in rows:
        names = {str(name).removesuffix(SUFFIX) for name in said | set(row)} - KEY_NAMES
        yield row.get("id"), sorted(names)


# --- with the transaction ------------------------------------------------------------------------------------


def write_record(session: TenantSession) -> None:
    """Before the commit: flush, then write what is pending under the chain's lock, which is thus taken last."""
    if session.in_nested_transaction() or not session.scope.writes or session.scope.face != "staff":
        return
    if session.info.get(BROKEN):
        raise RecordBroken("the record of this transaction could not be written; roll it back")
    session.flush()
    looked_at = looks.noted(session) if session.scope.tenant else set()
    happenings = [*pending(session), *look_record.entries_of(looked_at)]
    if not happenings:
        return
    if session.scope.tenant is None:
        raise NoTenant("a session of no partnership has something for the record")
    session.info[BROKEN] = True
    append(session.connection(), session.scope.tenant, happenings)
    session.info[WRITTEN], session.info[BROKEN] = set(looked_at), False


def remember_mark(session: TenantSession, transaction: SessionTransaction) -> None:
    """Keep how much was noted when a savepoint began."""
    if transaction.nested:
        session.info.setdefault(MARKS, {})[id(transaction)] = len(pending(session))


def forget_undone(session: TenantSession, transaction: SessionTransaction) -> None:
    """Drop what was noted since a savepoint that is rolled back."""
    mark = session.info.get(MARKS, {}).pop(id(transaction), None)
    if transaction.nested and mark is not None:
        del pending(session)[mark:]


def count_looks(session: TenantSession) -> None:
    """Forget looks that are on the record now that the commit has succeeded."""
    looks.recorded(session, session.info.get(WRITTEN) or set())


def end(session: TenantSession, transaction: SessionTransaction) -> None:
    """Begin afresh with the next transaction, whichever way this one ended."""
    if transaction.parent is None:
        for name in (PENDING, MARKS, WRITTEN, BROKEN):
            session.info.pop(name, None)


HOOKS: dict[str, Any] = {
    "after_flush": note_rows,
    "do_orm_execute": note_statement,
    "before_commit": write_record,
    "after_transaction_create": remember_mark,
    "after_soft_rollback": forget_undone,
    "after_commit": count_looks,
    "after_transaction_end": end,
}


def register(sessions: type[Session]) -> None:
    """Attach the record to a class of sessions, once."""
    for name, hook in HOOKS.items():
        if not event.contains(sessions, name, hook):
            event.listen(sessions, name, hook)


def init_app(app: Flask) -> None:
    """Record what this portal's sessions do, and refuse answers whose looks cannot be recorded."""
    register(PortalSession)
    request_started.connect(forget_actor, app)
    look_record.init_app(app)
