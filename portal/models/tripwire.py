"""Does the SQL that is about to run stay inside the partnership that its session serves?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, ExecutionContext, MetaData, event

from portal.models.bounds import SCOPE, NoTenant, OutOfBounds
from portal.models.proof import Proof, prove
from portal.models.tables import tenant_tables

# The statements that may run unproven: the reason a caller gives, and why it is sound. None so far.
EXEMPTIONS: dict[str, str] = {}

# Only this statement may say which tenant a PostgreSQL connection serves (security section 5.2).
MARK = "select set_config('portal.tenant', %(tenant)s, true), set_config('portal.face', %(face)s, true)"

Check = Callable[[Connection, Any, str, Any, ExecutionContext | None, bool], None]


def arm(engine: Engine, metadata: MetaData) -> None:
    """Check every statement of an engine before its cursor sees it."""
    event.listen(engine, "before_cursor_execute", tripwire(metadata, engine.dialect.name))


def tripwire(metadata: MetaData, dialect: str) -> Check:
    """Return the check for one engine; what was proven of a statement's text is proven once."""
    names = {"postgresql": "postgres"}.get(dialect, dialect)

    @lru_cache(maxsize=1)
    def owned(count: int) -> frozenset[str]:
        return frozenset(table.name.lower() for table in tenant_tables(metadata))

    @lru_cache(maxsize=4096)
    def proven(statement: str, tables: int) -> Proof:
        if dialect == "postgresql" and statement != MARK and _meddles(statement):
            return Proof(owned(tables), faults=("it says itself which tenant it serves",))
        return proof_of(statement, names, owned(tables))

    def check(
        connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        proof = proven(statement, len(metadata.tables))
        if proof.touches and not _is_exempt(context):
            # Only a list is many rows: a long INSERT is sent as one tuple or mapping, whatever `many` says.
            rows = parameters if isinstance(parameters, list) else [parameters]
            refuse(proof, connection.info.get(SCOPE), statement, rows)

    return check


@lru_cache(maxsize=8192)
def proof_of(statement: str, dialect: str, owned: frozenset[str]) -> Proof:
    """Return the proof of a statement, which every engine of this process shares: it hangs on the text alone."""
    return prove(statement, dialect, owned)


def refuse(proof: Proof, scope: Any, statement: str, rows: Any) -> None:
    """Raise OutOfBounds where a proof, or the values bound to it, reach past the scope."""
    if scope is None or scope.tenant is None:
        raise NoTenant(f"{_names(proof)} named, but the session serves no partnership")
    if proof.faults:
        raise OutOfBounds(f"{'; '.join(proof.faults)}: {statement[:500]}")
    if proof.is_write and not scope.writes:
        raise OutOfBounds(f"{_names(proof)} written by a session that only reads")
    for row in rows:
        for name in proof.placeholders:
            if _bound(row, name) != scope.tenant:
                raise OutOfBounds(f"{_names(proof)} asked for a partnership that the session does not serve")


def _bound(row: Any, name: str) -> Any:
    if hasattr(row, "keys"):
        return row[name]
    return row[int(name[1:])]


def _meddles(statement: str) -> bool:
    lowered = statement.lower()
    return "portal.tenant" in lowered or "set_config" in lowered


def _names(proof: Proof) -> str:
    return ", ".join(sorted(proof.touches))


def _is_exempt(context: ExecutionContext | None) -> bool:
    if context is None:
        return False
    reason = context.execution_options.get("portal_exempt")
    if reason is not None and reason not in EXEMPTIONS:
        raise OutOfBounds(f"{reason!r} is no listed exemption")
    return reason is not None
