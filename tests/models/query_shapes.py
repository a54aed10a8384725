"""Which shapes of query leak across tenants elsewhere? Each is one function here, asking as carelessly as it can.

A reading shape returns what it saw; a writing shape returns nothing, and what it did to the other tenant's rows is
looked up behind the walls. `caught_by` says which walls promise to stop the shape alone, all others being down.
On PostgreSQL the engine promises every shape that touches a row; on SQLite only what writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Executable, delete, exists, func, insert, literal, select, text, union, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased, joinedload, selectinload, subqueryload

from portal.models.session import Scope, TenantSession
from tests.models.probes import OURS, THEIRS, Case, Child, Ground, case_tag

Ask = Callable[[TenantSession, Ground], Any]
CRITERIA, OBJECTS, TRIPWIRE, ENGINE = "criteria", "objects", "tripwire", "engine"


@dataclass(frozen=True)
class Shape:
    """One shape: how it asks, what it does, and which walls promise to stop it alone."""

    ask: Ask
    kind: str
    caught_by: frozenset[str]
    is_harmless_alone: bool = False

    @property
    def name(self) -> str:
        """Return the words of its name."""
        return self.ask.__name__

    def promised_by(self, wall: str, engine_name: str) -> bool:
        """Say whether a wall promises to stop this shape by itself on an engine."""
        if wall == ENGINE and self.kind == "reads":
            return engine_name == "postgresql" and ENGINE in self.caught_by
        return wall in self.caught_by

    def is_stopped_on(self, engine_name: str) -> bool:
        """Say whether any wall promises to stop this shape on an engine, or nothing of it leaks."""
        walls = (CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
        return self.is_harmless_alone or any(self.promised_by(wall, engine_name) for wall in walls)

    @property
    def finds_ours(self) -> bool:
        """Say whether, asked while every wall stands, it must still answer with our own rows."""
        is_about_theirs = any(
            word in self.name for word in ("foreign", "stranger", "oracle", "exists", "expired")
        )
        return self.kind == "reads" and CRITERIA in self.caught_by and not is_about_theirs


SHAPES: list[Shape] = []


def shape(kind: str, *caught_by: str, is_harmless_alone: bool = False) -> Callable[[Ask], Ask]:
    """List a shape; `is_harmless_alone` where even without walls nothing of another tenant is seen."""

    def listed(ask: Ask) -> Ask:
        SHAPES.append(Shape(ask, kind, frozenset(caught_by), is_harmless_alone))
        return ask

    return listed


# --- reading through the mapped classes ---


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def select_entity(own: TenantSession, ground: Ground) -> Any:
    return [case.title for case in own.scalars(select(Case))]


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def select_column(own: TenantSession, ground: Ground) -> Any:
    return own.scalars(select(Case.title)).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def count_rows(own: TenantSession, ground: Ground) -> Any:
    seen = own.scalar(select(func.count()).select_from(Case))
    return f"Zq{OURS} counted" if seen == 1 else f"Zq{THEIRS} counted"


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def with_query(own: TenantSession, ground: Ground) -> Any:
    inner = select(Case).cte("named")
    return own.execute(select(inner.c.title)).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def scalar_subquery(own: TenantSession, ground: Ground) -> Any:
    return own.execute(
        select(select(func.group_concat(Case.title) if _lite(own) else _agg()).scalar_subquery())
    ).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def derived_table(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(select(Case.title).limit(5).subquery())).all()


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def alias_of_entity(own: TenantSession, ground: Ground) -> Any:
    other = aliased(Case)
    return [case.title for case in own.scalars(select(other))]


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def join_by_hand(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title, Child.name).join(Child, Child.case_id == Case.id)).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def outer_join_by_hand(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title, Child.name).outerjoin(Child, literal(value=True))).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def cartesian_product(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title, Child.name)).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def grouped_figures(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title, func.count()).group_by(Case.title)).all()


@shape("reads", TRIPWIRE, ENGINE)
def exists_oracle(own: TenantSession, ground: Ground) -> Any:
    found = own.scalar(select(exists().where(Case.id == ground.cases[THEIRS])))
    return f"Zq{THEIRS} exists" if found else ""


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def exists_of_select(own: TenantSession, ground: Ground) -> Any:
    found = own.scalar(select(Case.id).where(Case.id == ground.cases[THEIRS]).exists().select())
    return f"Zq{THEIRS} exists" if found else ""


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def subquery_in_condition(own: TenantSession, ground: Ground) -> Any:
    inner = select(Child.case_id)
    return own.execute(select(Case.title).where(Case.id.in_(inner))).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def union_of_two(own: TenantSession, ground: Ground) -> Any:
    return own.execute(union(select(Case.title), select(Child.name))).all()


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def union_as_entity(own: TenantSession, ground: Ground) -> Any:
    both = union(select(Case), select(Case))
    return [case.title for case in own.scalars(select(Case).from_statement(both))]


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def union_kept_since_they_asked(own: TenantSession, ground: Ground) -> Any:
    both = union(select(Case.title), select(Child.name))
    _asked_by_them(ground, both)
    return own.execute(both).all()


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def union_as_entity_kept_since_they_asked(own: TenantSession, ground: Ground) -> Any:
    both = select(Case).from_statement(union(select(Case), select(Case)))
    _asked_by_them(ground, both)
    return [case.title for case in own.scalars(both)]


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def statement_and_loads_kept_since_they_asked(own: TenantSession, ground: Ground) -> Any:
    wanted = select(Case).where(Case.id.in_(select(Child.case_id))).options(selectinload(Case.children))
    _asked_by_them(ground, wanted)
    return [child.name for case in own.scalars(wanted) for child in case.children]


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def old_query(own: TenantSession, ground: Ground) -> Any:
    return [case.title for case in own.query(Case).all()]


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def window_function(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title, func.row_number().over(order_by=Case.title))).all()


@shape("reads", CRITERIA, TRIPWIRE, ENGINE)
def locked_rows(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title).with_for_update(of=Case)).all()


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def read_again_over_the_map(own: TenantSession, ground: Ground) -> Any:
    select_entity(own, ground)
    return [case.title for case in own.scalars(select(Case).execution_options(populate_existing=True))]


@shape("reads", ENGINE)
def raw_cursor(own: TenantSession, ground: Ground) -> Any:
    # Past SQLAlchemy: PostgreSQL's own rights stop it, and SQLite's know nothing of who reads (test_audit.py does).
    return _raw(own, 'select title from "case"').fetchall()


# --- reading along relationships ---


@shape("reads", is_harmless_alone=True)
def lazy_collection(own: TenantSession, ground: Ground) -> Any:
    return [child.name for child in own.get_one(Case, (OURS, ground.cases[OURS])).children]


@shape("reads", is_harmless_alone=True)
def lazy_parent(own: TenantSession, ground: Ground) -> Any:
    return own.get_one(Child, (OURS, ground.children[OURS])).case.title


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def selectin_loaded(own: TenantSession, ground: Ground) -> Any:
    found = own.scalars(select(Case).options(selectinload(Case.children)))
    return [child.name for case in found for child in case.children]


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def subquery_loaded(own: TenantSession, ground: Ground) -> Any:
    found = own.scalars(select(Case).options(subqueryload(Case.children))).all()
    return [child.name for case in found for child in case.children]


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def joined_with_limit(own: TenantSession, ground: Ground) -> Any:
    found = own.scalars(select(Case).options(joinedload(Case.children)).limit(9)).unique()
    return [child.name for case in found for child in case.children]


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def joined_parent(own: TenantSession, ground: Ground) -> Any:
    return [child.case.title for child in own.scalars(select(Child).options(joinedload(Child.case)))]


# --- one row by its key ---


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def get_foreign(own: TenantSession, ground: Ground) -> Any:
    found = own.get(Case, (THEIRS, ground.cases[THEIRS]))
    return found.title if found else ""


@shape("reads", CRITERIA, OBJECTS, TRIPWIRE, ENGINE)
def get_one_foreign(own: TenantSession, ground: Ground) -> Any:
    return own.get_one(Case, (THEIRS, ground.cases[THEIRS])).title


@shape("reads", is_harmless_alone=True)
def get_after_changing_sides(own: TenantSession, ground: Ground) -> Any:
    select_entity(own, ground)
    own.enter(Scope(tenant=THEIRS))
    return own.get_one(Case, (THEIRS, ground.cases[THEIRS])).title


@shape("reads", OBJECTS, TRIPWIRE, ENGINE)
def expired_attribute(own: TenantSession, ground: Ground) -> Any:
    own.add(stranger := _stranger(ground))
    own.expire(stranger)
    return stranger.title


@shape("reads", OBJECTS, TRIPWIRE, ENGINE)
def refreshed_stranger(own: TenantSession, ground: Ground) -> Any:
    own.add(stranger := _stranger(ground))
    own.refresh(stranger)
    return stranger.title


@shape("reads", OBJECTS, is_harmless_alone=False)
def object_carried_over(own: TenantSession, ground: Ground) -> Any:
    own.add(_stranger(ground))
    return own.get_one(Case, (THEIRS, ground.cases[THEIRS])).title


# --- reading past the mapped classes ---


@shape("reads", TRIPWIRE, ENGINE)
def select_table(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.__table__)).all()


@shape("reads", TRIPWIRE, ENGINE)
def select_table_column(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.__table__.c.title)).all()


@shape("reads", TRIPWIRE, ENGINE)
def association_table(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(case_tag.c.word)).all()


@shape("reads", TRIPWIRE, ENGINE)
def raw_text(own: TenantSession, ground: Ground) -> Any:
    return own.execute(text('select title from "case"')).all()


@shape("reads", TRIPWIRE, ENGINE)
def raw_text_of_a_named_tenant(own: TenantSession, ground: Ground) -> Any:
    return own.execute(text('select title from "case" where tenant = :t'), {"t": THEIRS}).all()


@shape("reads", TRIPWIRE, ENGINE)
def raw_text_with_an_or(own: TenantSession, ground: Ground) -> Any:
    return own.execute(text('select title from "case" where tenant = :t or 1 = 1'), {"t": OURS}).all()


@shape("reads", OBJECTS, TRIPWIRE, ENGINE)
def entities_from_text(own: TenantSession, ground: Ground) -> Any:
    return [case.title for case in own.scalars(select(Case).from_statement(text('select * from "case"')))]


@shape("reads", TRIPWIRE, ENGINE)
def driver_sql(own: TenantSession, ground: Ground) -> Any:
    return own.connection().exec_driver_sql('SELECT c.title FROM "case" c').all()


@shape("reads", TRIPWIRE, ENGINE)
def table_in_a_subquery(own: TenantSession, ground: Ground) -> Any:
    inner = (
        select(Child.__table__.c.name).limit(1).offset(1).order_by(Child.__table__.c.tenant).scalar_subquery()
    )
    return own.execute(select(Case.title, inner).where(Case.tenant == OURS)).all()


@shape("reads", TRIPWIRE, ENGINE)
def table_joined_to_entity(own: TenantSession, ground: Ground) -> Any:
    return own.execute(select(Case.title, case_tag.c.word).where(Case.tenant == OURS)).all()


# --- writing ---


@shape("writes", CRITERIA, TRIPWIRE, ENGINE)
def update_entity(own: TenantSession, ground: Ground) -> Any:
    own.execute(update(Case).values(title="taken"))


@shape("writes", CRITERIA, TRIPWIRE, ENGINE)
def delete_entity(own: TenantSession, ground: Ground) -> Any:
    own.execute(delete(Child))


@shape("writes", CRITERIA, TRIPWIRE, ENGINE)
def old_query_update(own: TenantSession, ground: Ground) -> Any:
    own.query(Case).update({"title": "taken"})


@shape("writes", TRIPWIRE, ENGINE)
def bulk_update_by_key(own: TenantSession, ground: Ground) -> Any:
    own.execute(update(Case), [{"tenant": THEIRS, "id": ground.cases[THEIRS], "title": "taken"}])


@shape("writes", TRIPWIRE, ENGINE)
def update_table(own: TenantSession, ground: Ground) -> Any:
    own.execute(update(Case.__table__).values(title="taken"))


@shape("writes", TRIPWIRE, ENGINE)
def delete_from_table(own: TenantSession, ground: Ground) -> Any:
    own.execute(delete(case_tag))


@shape("writes", TRIPWIRE, ENGINE)
def delete_raw(own: TenantSession, ground: Ground) -> Any:
    own.execute(text("delete from case_tag where word like :w"), {"w": "Zq%"})


@shape("writes", ENGINE)
def raw_cursor_that_writes(own: TenantSession, ground: Ground) -> Any:
    _raw(own, "update \"case\" set title = 'taken'")


@shape("writes", OBJECTS, TRIPWIRE, ENGINE)
def insert_object(own: TenantSession, ground: Ground) -> Any:
    own.add(Case(tenant=THEIRS, reference="R-2", title="planted"))


@shape("writes", OBJECTS, TRIPWIRE, ENGINE)
def child_on_a_foreign_parent(own: TenantSession, ground: Ground) -> Any:
    own.add(Child(tenant=THEIRS, case_id=ground.cases[THEIRS], name="planted"))


@shape("writes", is_harmless_alone=True)
def own_child_on_a_foreign_parent(own: TenantSession, ground: Ground) -> Any:
    own.add(Child(tenant=OURS, case_id=ground.cases[THEIRS], name="planted"))


@shape("writes", TRIPWIRE, ENGINE)
def insert_statement(own: TenantSession, ground: Ground) -> Any:
    own.execute(insert(Case), [{"tenant": THEIRS, "id": uuid4(), "reference": "R-2", "title": "planted"}])


@shape("writes", TRIPWIRE, ENGINE)
def insert_many_with_one_foreign(own: TenantSession, ground: Ground) -> Any:
    rows = [{"tenant": t, "id": uuid4(), "reference": "R-2", "title": "planted"} for t in (OURS, THEIRS)]
    own.execute(insert(Case).returning(Case.id), rows)


@shape("writes", TRIPWIRE, ENGINE)
def insert_from_select(own: TenantSession, ground: Ground) -> Any:
    everyones = select(
        Case.__table__.c.tenant, literal(uuid4(), Case.id.type), literal("R-3"), Case.__table__.c.title
    )
    own.execute(insert(Case.__table__).from_select(["tenant", "id", "reference", "title"], everyones))


@shape("writes", TRIPWIRE, ENGINE)
def old_bulk_insert(own: TenantSession, ground: Ground) -> Any:
    row = {"tenant": THEIRS, "id": uuid4(), "reference": "R-2", "title": "planted"}
    own.bulk_insert_mappings(Case, [row])  # type: ignore[arg-type]


@shape("writes", TRIPWIRE, ENGINE)
def insert_or_update(own: TenantSession, ground: Ground) -> Any:
    made = (sqlite if _lite(own) else postgresql).insert(Case.__table__)
    row = {"tenant": THEIRS, "id": ground.cases[THEIRS], "reference": "R-1", "title": "taken"}
    own.execute(
        made.values(**row).on_conflict_do_update(index_elements=["tenant", "id"], set_={"title": "taken"})
    )


@shape("writes", OBJECTS, TRIPWIRE, ENGINE)
def merge_foreign(own: TenantSession, ground: Ground) -> Any:
    own.merge(Case(tenant=THEIRS, id=ground.cases[THEIRS], reference="R-1", title="taken"))


@shape("writes", OBJECTS, TRIPWIRE, ENGINE)
def move_object(own: TenantSession, ground: Ground) -> Any:
    child = own.get_one(Child, (OURS, ground.children[OURS]))
    child.tenant, child.case_id = THEIRS, ground.cases[THEIRS]


@shape("writes", TRIPWIRE, ENGINE)
def move_by_statement(own: TenantSession, ground: Ground) -> Any:
    moved = update(case_tag).where(case_tag.c.tenant == OURS)
    own.execute(moved.values(tenant=THEIRS, case_id=ground.cases[THEIRS]))


@shape("writes", OBJECTS, TRIPWIRE, ENGINE)
def delete_stranger(own: TenantSession, ground: Ground) -> Any:
    with ground.serving(THEIRS) as theirs:
        stranger = theirs.get_one(Child, (THEIRS, ground.children[THEIRS]))
        theirs.expunge(stranger)
    own.delete(stranger)


def _stranger(ground: Ground) -> Case:
    with ground.serving(THEIRS) as theirs:
        found = theirs.get_one(Case, (THEIRS, ground.cases[THEIRS]))
        theirs.expunge(found)
    return found


def _asked_by_them(ground: Ground, statement: Executable) -> None:
    """Have the others ask first, so that what was compiled for them is in the cache when we ask."""
    with ground.serving(THEIRS) as theirs:
        assert theirs.execute(statement).all()


def _raw(own: TenantSession, statement: str) -> Any:
    """Send a statement through a cursor of the driver's own, of which SQLAlchemy hears nothing."""
    cursor = own.connection().connection.cursor()
    try:
        cursor.execute(statement)
    except own.get_bind().dialect.loaded_dbapi.Error as refused:
        raise DBAPIError(statement, None, refused) from refused
    return cursor


def _lite(own: TenantSession) -> bool:
    return own.get_bind().dialect.name == "sqlite"


def _agg() -> Any:
    return func.string_agg(Case.title, literal(" "))
