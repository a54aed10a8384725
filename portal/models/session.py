"""Which partnership, and which face, does this database session serve for the whole of its life?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import (
    ORMExecuteState,
    SessionTransaction,
    UOWTransaction,
    scoped_session,
    with_loader_criteria,
)
from sqlalchemy.orm.interfaces import UserDefinedOption

from portal.models.base import Published, Released, TenantOwned
from portal.models.bounds import SCOPE, Face, NoTenant, OutOfBounds, Scope, SessionIsBound
from portal.models.tripwire import MARK

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

__all__ = ["Face", "NoTenant", "OutOfBounds", "Scope", "SessionIsBound", "TenantSession", "entering", "in_one_commit"]

READERS = "portal_readers"


class TenantSession(Session):
    """A session of one scope for life; outside a scope, tenant tables cannot be named."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:
        super().__init__(db, **options)
        self.scope = Scope()
        self.criteria: Any = None
        self.is_holding = False

    def commit(self) -> None:
        """Commit what was done; inside `in_one_commit` it is written and waits for the rest."""
        if self.is_holding:
            self.flush()
        else:
            super().commit()

    def enter(self, scope: Scope) -> None:
        """Bind this session for life; SessionIsBound where it has begun work or serves another scope."""
        if self.scope != Scope() and self.scope != scope:
            raise SessionIsBound(f"serves {self.scope}, asked for {scope}")
        if self.in_transaction() or self.identity_map.keys():
            raise SessionIsBound("has begun work already")
        self.scope = scope
        self.criteria = None if scope.tenant is None else _criteria(scope.tenant)

    def get_bind(self, *args: Any, **options: Any) -> Engine:
        """Return the engine of this session's face; one that only reads where the scope says so."""
        key = None if self.scope.face == "staff" else self.scope.face
        return self._db.engines[key] if self.scope.writes else current_app.extensions[READERS][key]

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Return one row by its key; its id alone is enough. OutOfBounds for another partnership's key."""
        return super().get(entity, self._own_key(entity, ident), **options)

    def get_one(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Return one row by its key, as `get`; NoResultFound where there is none."""
        return super().get_one(entity, self._own_key(entity, ident), **options)

    def merge(self, instance: Any, **options: Any) -> Any:
        """Merge a row of this session's own partnership."""
        within(self.scope, instance)
        return super().merge(instance, **options)

    def refresh(self, instance: Any, *args: Any, **options: Any) -> None:
        """Read a row of this session's own partnership again."""
        within(self.scope, instance)
        super().refresh(instance, *args, **options)

    def _own_key(self, entity: Any, ident: Any) -> Any:
        model = inspect(entity).class_
        if not issubclass(model, TenantOwned):
            return ident
        if self.scope.tenant is None and not may_read_all(self.scope, model):
            raise NoTenant(f"{model.__name__} asked for, but the session serves no partnership")
        if not isinstance(ident, (tuple, list, dict)):
            ident = (self.scope.tenant, ident)
        tenant = ident["tenant"] if isinstance(ident, dict) else ident[0]
        if self.scope.tenant is not None and tenant != self.scope.tenant:
            raise OutOfBounds(f"{model.__name__} of another partnership asked for")
        return ident


class PortalSession(TenantSession):
    """A session of the portal's own tables, whose work goes on the record (`audit.py`)."""


@contextmanager
def entering(
    session: scoped_session[TenantSession], tenant: str | None, *, face: Face = "staff", writes: bool = True
) -> Iterator[TenantSession]:
    """Give a new session of its own for one tenant: a fresh application context, removed at the end."""
    with current_app.app_context():
        own = session()
        own.enter(Scope(face, tenant, writes))
        yield own


@contextmanager
def in_one_commit(session: TenantSession) -> Iterator[None]:
    """Commit everything that is done inside at its end, the record too; nothing of it where it does not come so far."""
    session.is_holding = True
    try:
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        session.is_holding = False
    session.commit()


def may_read_all(scope: Scope, model: type[Any]) -> bool:
    """Say whether a session may read every partnership's rows: what is published, off the staff face; what is released,
    on the region's."""
    if scope.tenant is not None or scope.face == "staff":
        return False
    return issubclass(model, Published) or (scope.face == "region" and issubclass(model, Released))


def within(scope: Scope, instance: object) -> None:
    """Raise OutOfBounds where an object is another partnership's, by its key or by what it says now."""
    if not isinstance(instance, TenantOwned):
        return
    state = inspect(instance)
    said = {state.dict.get("tenant"), state.key[1][0] if state.key else None} - {None}
    if scope.tenant is None:
        raise NoTenant(f"{type(instance).__name__} handled, but the session serves no partnership")
    if said != {scope.tenant}:
        raise OutOfBounds(f"{type(instance).__name__} of another partnership")


@lru_cache(256)
def _criteria(tenant: str) -> UserDefinedOption | Any:
    # The value must be a plain local that the lambda closes over (SQLAlchemy issues 5760, 8399).
    # Each statement is given it anew, so loaders need not hand it on.
    return with_loader_criteria(
        TenantOwned, lambda model: model.tenant == tenant, include_aliases=True, propagate_to_loaders=False
    )


@event.listens_for(TenantSession, "do_orm_execute")
def narrow(state: ORMExecuteState) -> None:
    """Add the tenant to every statement of the session, whatever kind it is."""
    session = cast("TenantSession", state.session)
    if session.scope.tenant is None:
        _refuse_unscoped(session.scope, state)
    elif state.is_orm_statement and not state.is_insert:
        state.statement = state.statement.options(session.criteria)


def _refuse_unscoped(scope: Scope, state: ORMExecuteState) -> None:
    for mapper in state.all_mappers:
        if issubclass(mapper.class_, TenantOwned) and not may_read_all(scope, mapper.class_):
            raise NoTenant(f"{mapper.class_.__name__} named, but the session serves no partnership")


@event.listens_for(TenantSession, "before_attach")
def _refuse_stranger(session: TenantSession, instance: object) -> None:
    within(session.scope, instance)


@event.listens_for(TenantSession, "loaded_as_persistent")
def _refuse_leaked(session: TenantSession, instance: object) -> None:
    """Whatever SQL brought a row here, another partnership's never becomes an object."""
    if isinstance(instance, TenantOwned) and not may_read_all(session.scope, type(instance)):
        within(session.scope, instance)


@event.listens_for(TenantSession, "before_flush")
def _refuse_foreign_changes(session: TenantSession, flush: UOWTransaction, instances: Any) -> None:
    changed = [*session.new, *session.dirty, *session.deleted]
    if changed and not session.scope.writes:
        raise OutOfBounds("a session that only reads was asked to write")
    for instance in changed:
        within(session.scope, instance)


@event.listens_for(TenantSession, "after_begin")
def mark(session: TenantSession, transaction: SessionTransaction, connection: Connection) -> None:
    """Tell the connection, and through it the engine, whom this transaction serves."""
    connection.info[SCOPE] = session.scope
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(MARK, {"tenant": session.scope.tenant or "", "face": session.scope.face})
