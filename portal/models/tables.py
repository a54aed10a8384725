"""Whose is each table: a partnership's, published for everyone, or nobody's in particular?"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Constraint, ForeignKeyConstraint, MetaData, Table, UniqueConstraint

from portal.models.bounds import Face

# The tables that belong to no partnership, each with the reason why it cannot.
GLOBAL_TABLES: dict[str, str] = {
    "account": "one person signs in once and may belong to several partnerships",
    "recovery_code": "opens an account, whatever it belongs to",
    "region_membership": "a regional lead belongs to a region, not to a partnership",
    "account_link": "an invitation or a reset is for an account; the membership it leads to is the tenant's",
    "sign_in_session": "is looked up by its cookie, before anyone knows which place it is for",
    "sign_in_attempt": "guessing is counted before anyone has signed in",
    "known_device": "belongs to an account",
    "held_form": "is kept for the account that wrote it, sealed, until it signs in again",
}

# Alembic's own row: every face may read it, to say whether it is ready.
VERSION_TABLE = "alembic_version"


def is_published(table: Table) -> bool:
    """Say whether the public and region faces may read every partnership's rows of it."""
    return bool(table.info.get("published"))


def is_insert_only(table: Table) -> bool:
    """Say whether its rows, once written, may never change or go."""
    return bool(table.info.get("insert_only"))


def is_tenant_owned(table: Table) -> bool:
    """Say whether its rows are one partnership's; a tenant column is enough, so that a slip errs to safety."""
    return "tenant" in table.c and table.name not in GLOBAL_TABLES


def tenant_tables(metadata: MetaData) -> list[Table]:
    """Return the tables whose rows belong to a partnership, by name."""
    return sorted(filter(is_tenant_owned, metadata.tables.values()), key=lambda table: table.name)


def insert_only_tables(metadata: MetaData) -> list[Table]:
    """Return the tables that are only ever added to, by name."""
    return sorted(filter(is_insert_only, metadata.tables.values()), key=lambda table: table.name)


def rights(table: Table, face: Face) -> frozenset[str]:
    """Return what a face may do with a table; `info={"faces": {"public": {"insert"}}}` adds to the rule."""
    if face == "staff":
        return frozenset(
            {"select", "insert"} if is_insert_only(table) else {"select", "insert", "update", "delete"}
        )
    named = frozenset(table.info.get("faces", {}).get(face, ()))
    return named | {"select"} if is_published(table) else named


def readable(metadata: MetaData, face: Face) -> frozenset[str]:
    """Return the names of the tables that a face may read."""
    return frozenset(name for name, table in metadata.tables.items() if "select" in rights(table, face))


def insertable(metadata: MetaData, face: Face) -> frozenset[str]:
    """Return the names of the tables that a face may add to."""
    return frozenset(name for name, table in metadata.tables.items() if "insert" in rights(table, face))


def key_faults(metadata: MetaData) -> list[str]:
    """Return what is wrong with the keys of the tables, each with its remedy (design section 6, item 1)."""
    return [fault for table in metadata.sorted_tables for fault in _faults_of(table)]


def _faults_of(table: Table) -> Iterable[str]:
    if table.name in GLOBAL_TABLES:
        yield from _global_faults(table)
        return
    if "tenant" not in table.c:
        yield f"{table.name}: has no tenant; use TenantOwned or Published, or give its reason in GLOBAL_TABLES"
        return
    if [column.name for column in table.primary_key] != ["tenant", "id"]:
        yield f"{table.name}: its primary key must be exactly (tenant, id)"
    for rule in table.constraints:
        yield from _constraint_faults(table, rule)
    for index in table.indexes:
        first = next(iter(index.columns), None)
        if first is None or first.name != "tenant":
            yield f"{table.name}.{index.name}: tenant must head the index"


def _constraint_faults(table: Table, rule: Constraint) -> Iterable[str]:
    if isinstance(rule, UniqueConstraint) and [column.name for column in rule.columns][:1] != ["tenant"]:
        yield f"{table.name}.{rule.name}: tenant must head the unique constraint"
    if not isinstance(rule, ForeignKeyConstraint):
        return
    target = rule.referred_table
    pairs = {(element.parent.name, element.column.name) for element in rule.elements}
    if is_tenant_owned(target) and ("tenant", "tenant") not in pairs:
        yield f"{table.name}.{rule.name}: a foreign key into {target.name} must carry the tenant with it"
    if (rule.ondelete or "").upper() == "SET NULL":
        yield f"{table.name}.{rule.name}: ON DELETE SET NULL would empty the tenant; delete by name"
    if rule.ondelete and (is_insert_only(table) or is_insert_only(target)):
        yield f"{table.name}.{rule.name}: nothing may be deleted along with an insert-only table"
    if is_published(table) and is_tenant_owned(target) and not is_published(target):
        yield f"{table.name}.{rule.name}: what is published outlives casework and may not refer to it"


def _global_faults(table: Table) -> Iterable[str]:
    for rule in table.foreign_key_constraints:
        if is_tenant_owned(rule.referred_table):
            yield f"{table.name}.{rule.name}: a table of no partnership may not refer to a partnership's row"
