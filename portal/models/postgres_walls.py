"""Which roles, grants and row policies hold the walls in PostgreSQL?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, Table, make_url, text
from sqlalchemy.dialects.postgresql import dialect

from portal.models.bounds import Face
from portal.models.tables import VERSION_TABLE, is_tenant_owned, rights

# The setting is '' and not NULL once a transaction that set it has ended; the SELECT runs once a statement.
OWN = "tenant = (SELECT nullif(current_setting('portal.tenant', true), ''))"
_OWN_AS_KEPT = "nullif(current_setting('portal.tenant'::text, true), ''::text)"
_ORDER = ("select", "insert", "update", "delete")
_quote = dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Roles:
    """The role of each face's pool; none of them owns a table."""

    staff: str = "portal_app"
    public: str = "portal_public"
    region: str = "portal_region"

    @classmethod
    def from_urls(cls, staff: str, public: str, region: str) -> Roles:
        """Return the roles that three addresses sign in with; the portal's own name where one says none."""
        named = {"staff": make_url(staff), "public": make_url(public), "region": make_url(region)}
        return cls(**{face: url.username for face, url in named.items() if url.username})

    def of(self, face: Face) -> str:
        """Return the role of a face."""
        return str(getattr(self, face))

    def faces(self) -> list[tuple[Face, str]]:
        """Return each face with its role."""
        return [("staff", self.staff), ("public", self.public), ("region", self.region)]


@dataclass(frozen=True)
class Policy:
    """One row policy: what a role may do with which rows of a table."""

    table: str
    name: str
    command: str
    role: str
    is_own_rows: bool

    def statement(self) -> str:
        """Return the SQL that makes it."""
        rule = OWN if self.is_own_rows else "true"
        using = f" USING ({rule})" if self.command != "INSERT" else ""
        check = f" WITH CHECK ({rule})" if self.command in {"ALL", "INSERT"} else ""
        to = f"FOR {self.command} TO {_quote(self.role)}"
        return f"CREATE POLICY {_quote(self.name)} ON {_quote(self.table)} {to}{using}{check}"


def policies(table: Table, roles: Roles) -> list[Policy]:
    """Return the policies of one tenant-owned table."""
    found = [Policy(table.name, "own_rows", "ALL", roles.staff, is_own_rows=True)]
    for face, role in roles.faces()[1:]:
        allowed = rights(table, face)
        if "select" in allowed:
            found.append(Policy(table.name, f"{face}_reads", "SELECT", role, is_own_rows=False))
        if "insert" in allowed:
            found.append(Policy(table.name, f"{face}_adds", "INSERT", role, is_own_rows=True))
    return found


def role_statements(connection: Connection, urls: Iterable[str]) -> list[str]:
    """Return the SQL that creates the roles still missing, with the sign-in that each face's address gives."""
    standing = set(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
    found = []
    for url in map(make_url, urls):
        if url.username and url.username not in standing:
            secret = f" PASSWORD '{str(url.password).replace(chr(39), chr(39) * 2)}'" if url.password else ""
            limits = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT"
            found.append(f"CREATE ROLE {_quote(url.username)} LOGIN {limits}{secret}")
            standing.add(url.username)
    return found


def statements(connection: Connection, metadata: MetaData, roles: Roles) -> Iterator[str]:
    """Yield what brings the database's rights and policies to exactly what the models declare."""
    schema = _quote(str(connection.exec_driver_sql("SELECT current_schema()").scalar()))
    everyone = ", ".join(_quote(role) for _, role in roles.faces())
    yield f"GRANT USAGE ON SCHEMA {schema} TO {everyone}"
    present = _present(connection)
    for table in (table for table in metadata.sorted_tables if table.name in present):
        yield from _grants(table, roles, everyone)
        if is_tenant_owned(table):
            yield from _row_security(connection, table, roles)
    if VERSION_TABLE in present:
        yield f"GRANT SELECT ON {_quote(VERSION_TABLE)} TO {everyone}"


def _grants(table: Table, roles: Roles, everyone: str) -> Iterator[str]:
    yield f"REVOKE ALL ON {_quote(table.name)} FROM PUBLIC, {everyone}"
    for face, role in roles.faces():
        allowed = [right.upper() for right in _ORDER if right in rights(table, face)]
        if allowed:
            yield f"GRANT {', '.join(allowed)} ON {_quote(table.name)} TO {_quote(role)}"


def _row_security(connection: Connection, table: Table, roles: Roles) -> Iterator[str]:
    name = _quote(table.name)
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    for row in _policies_of(connection):
        if row["table"] == table.name:
            yield f"DROP POLICY {_quote(row['name'])} ON {name}"
    for policy in policies(table, roles):
        yield policy.statement()


def faults(connection: Connection, metadata: MetaData, roles: Roles) -> list[str]:
    """Return each wall that the catalogue shows missing, weakened or got round."""
    present = _present(connection)
    tables = [table for table in metadata.sorted_tables if table.name in present]
    found = [
        f"{table.name}: there is no such table"
        for table in metadata.sorted_tables
        if table.name not in present
    ]
    secured = dict(_rows(connection, _SECURED))
    for table in filter(is_tenant_owned, tables):
        if not secured.get(table.name):
            found.append(f"{table.name}: row-level security is not enabled and forced")
    found += _policy_faults(connection, tables, roles) + _grant_faults(connection, tables, roles)
    found += [
        f"{name}: reads tables with its owner's rights; drop it" for (name,) in _rows(connection, _DETOURS)
    ]
    for _, role in roles.faces():
        found += [f"{role}: {fault}" for fault in _standing(connection, role)]
    return found


def _policy_faults(connection: Connection, tables: list[Table], roles: Roles) -> list[str]:
    wanted = {
        (p.table, p.name): p for table in tables if is_tenant_owned(table) for p in policies(table, roles)
    }
    found = []
    for row in _policies_of(connection):
        policy = wanted.pop((row["table"], row["name"]), None)
        if policy is None or not _is_as_made(policy, row):
            found.append(f"{row['table']}.{row['name']}: this row policy is not the portal's")
    return found + [f"{table}.{name}: the row policy is missing" for table, name in wanted]


def _is_as_made(policy: Policy, row: dict[str, Any]) -> bool:
    rule = f'((tenant)::text = ( select {_OWN_AS_KEPT} as "nullif"))' if policy.is_own_rows else "true"
    using = rule if policy.command != "INSERT" else None
    check = rule if policy.command in {"ALL", "INSERT"} else None
    kept = [part.lower() if part else None for part in (row["using"], row["check"])]
    is_same_reach = (row["command"], row["roles"]) == (policy.command, [policy.role])
    return is_same_reach and kept == [using, check] and row["is_permissive"]


def _grant_faults(connection: Connection, tables: list[Table], roles: Roles) -> list[str]:
    granted: dict[tuple[str, str], set[str]] = {}
    for table, role, right in _rows(connection, _GRANTED):
        granted.setdefault((table, role), set()).add(right.lower())
    found = []
    for table in tables:
        for role, wanted in [
            ("PUBLIC", frozenset()),
            *((role, rights(table, face)) for face, role in roles.faces()),
        ]:
            actual = granted.get((table.name, role), set())
            if actual != wanted:
                found.append(f"{table.name}: {role} may {sorted(actual)}, and should {sorted(wanted)}")
    return found


def role_faults(connection: Connection) -> list[str]:
    """Return why the role of this connection may not serve the portal in production."""
    role = str(connection.exec_driver_sql("SELECT current_user").scalar())
    return [f"{role}: {fault}" for fault in _standing(connection, role)]


def _standing(connection: Connection, role: str) -> list[str]:
    named = {"role": role}
    row = connection.execute(text(_ROLE), named).one_or_none()
    if row is None:
        return ["there is no such role"]
    found = []
    if row.rolsuper or row.rolbypassrls:
        found.append("walks through every wall (superuser or BYPASSRLS)")
    if row.rolcreaterole or row.rolcreatedb:
        found.append("can make roles or databases")
    if connection.execute(text(_OWNED), named).scalar():
        found.append("owns tables; give the portal a role that owns none")
    if connection.execute(text(_MEMBERSHIPS), named).scalar():
        found.append("is a member of another role")
    return found


def _present(connection: Connection) -> set[str]:
    return {name for (name,) in _rows(connection, _TABLES)}


def _policies_of(connection: Connection) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(text(_POLICIES))]


def _rows(connection: Connection, statement: str) -> list[Any]:
    return [tuple(row) for row in connection.execute(text(statement))]


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_SECURED = """
SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
"""
_POLICIES = """
SELECT tablename AS "table", policyname AS name, cmd AS command, roles::text[] AS roles, qual AS "using",
       with_check AS "check", permissive = 'PERMISSIVE' AS is_permissive
FROM pg_policies WHERE schemaname = current_schema()
"""
_DETOURS = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('v', 'm')
UNION ALL
SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prosecdef
"""
_GRANTED = """
SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type
FROM pg_class c, aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
"""
_ROLE = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = :role"
_OWNED = """
SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tableowner = :role
"""
_MEMBERSHIPS = """
SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = :role
"""
