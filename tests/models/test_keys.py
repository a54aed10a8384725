"""Do the keys of every table keep the partnerships apart, and would a slip in them be told?"""

from __future__ import annotations

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, UniqueConstraint
from sqlalchemy.orm import configure_mappers

from portal.extensions import db
from portal.models import every_model
from portal.models.base import Published, TenantOwned
from portal.models.tables import GLOBAL_TABLES, is_published, is_tenant_owned, key_faults

every_model.load()


def own(
    name: str, *rest: Column[object] | ForeignKeyConstraint | UniqueConstraint | Index, **how: object
) -> tuple:
    """Return the arguments of a table with the right key."""
    key = (Column("tenant", String, primary_key=True), Column("id", Integer, primary_key=True))
    return (name, *key, Column("case_id", Integer), *rest), how


def test_the_keys_of_every_table_keep_the_partnerships_apart() -> None:
    assert key_faults(db.metadata) == []


def test_every_table_of_no_partnership_exists_and_says_why() -> None:
    assert sorted(set(GLOBAL_TABLES) - set(db.metadata.tables)) == []
    assert all(len(reason) > 20 for reason in GLOBAL_TABLES.values())


def test_every_mapped_class_says_whose_its_rows_are() -> None:
    configure_mappers()
    for mapper in db.Model.registry.mappers:
        table = mapper.local_table
        assert isinstance(table, Table)
        assert issubclass(mapper.class_, TenantOwned) == is_tenant_owned(table), table.name
        assert issubclass(mapper.class_, Published) == is_published(table), table.name
        if is_tenant_owned(table):
            assert [column.name for column in mapper.primary_key] == ["tenant", "id"], table.name


def test_every_relationship_of_a_partnership_ties_the_tenants_and_goes_through_no_hidden_table() -> None:
    configure_mappers()
    for mapper in db.Model.registry.mappers:
        for relation in mapper.relationships:
            name = f"{mapper.class_.__name__}.{relation.key}"
            assert relation.secondary is None, (
                f"{name}: secondary tables are seen by no session; map the table"
            )
            if issubclass(mapper.class_, TenantOwned) and issubclass(relation.mapper.class_, TenantOwned):
                assert "tenant" in str(relation.primaryjoin), f"{name}: spell out primaryjoin, tenants first"
                written = {column.name for _, column in relation.synchronize_pairs}
                assert "tenant" not in written, (
                    f"{name}: use foreign() on the id alone, or a tenant is rewritten"
                )


SLIPS = {
    "a table without a tenant": (("loose", Column("id", Integer, primary_key=True)), {}),
    "a key of its own": (
        ("loose", Column("tenant", String), Column("id", Integer, primary_key=True)),
        {},
    ),
    "a key the wrong way round": (
        ("loose", Column("id", Integer, primary_key=True), Column("tenant", String, primary_key=True)),
        {},
    ),
    "a unique e-mail for all": own("loose", Column("email", String), UniqueConstraint("email")),
    "a unique column for all": own("loose", Column("email", String, unique=True)),
    "an index without the tenant": own("loose", Index("by_case", "case_id")),
    "a tenant second in an index": own("loose", Index("by_case", "case_id", "tenant")),
    "a foreign key by id alone": own("loose", ForeignKeyConstraint(["case_id"], ["kase.id"])),
    "a foreign key that crosses over": own(
        "loose", ForeignKeyConstraint(["case_id", "tenant"], ["kase.tenant", "kase.id"])
    ),
    "a parent that empties the key": own(
        "loose", ForeignKeyConstraint(["tenant", "case_id"], ["kase.tenant", "kase.id"], ondelete="SET NULL")
    ),
    "a record that goes with its case": own(
        "loose",
        ForeignKeyConstraint(["tenant", "case_id"], ["kase.tenant", "kase.id"], ondelete="CASCADE"),
        info={"insert_only": True},
    ),
    "a public page that hangs on casework": own(
        "loose",
        ForeignKeyConstraint(["tenant", "case_id"], ["kase.tenant", "kase.id"]),
        info={"published": True},
    ),
    "a person who hangs on casework": (
        (
            "account",
            Column("id", Integer, primary_key=True),
            Column("kase_tenant", String),
            Column("case_id", Integer),
            ForeignKeyConstraint(["kase_tenant", "case_id"], ["kase.tenant", "kase.id"]),
        ),
        {},
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_key_is_told(slip: str) -> None:
    metadata = MetaData()
    parent, _ = own("kase")
    Table(parent[0], metadata, *parent[1:])
    (name, *parts), how = SLIPS[slip]
    Table(name, metadata, *parts, **how)
    assert len(key_faults(metadata)) == 1, slip


def test_a_table_with_the_right_keys_has_no_fault() -> None:
    metadata = MetaData()
    parent, _ = own("kase")
    Table(parent[0], metadata, *parent[1:])
    (name, *parts), how = own(
        "loose",
        ForeignKeyConstraint(["tenant", "case_id"], ["kase.tenant", "kase.id"]),
        UniqueConstraint("tenant", "case_id"),
        Index("by_case", "tenant", "case_id"),
    )
    Table(name, metadata, *parts, **how)
    assert key_faults(metadata) == []
