"""How do migrations reach the database? As its owner, with every other wall standing aside."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator

from portal.models import every_model, owner
from portal.models.base import metadata

every_model.load()


def include_object(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out the index over what is published: `database upgrade` makes it, from what is published."""
    searched = {"table": ("published_words",), "column": ("words",), "index": ("ix_published_output_words",)}
    return not (reflected and (name or "").startswith(searched.get(kind, ("no such kind",))))


def render_item(kind: str, thing: object, context: object) -> str | bool:
    """Write our own kinds of column as what the database keeps: a migration depends on no code that may change."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def run() -> None:
    """Upgrade in one transaction, with SQLite's foreign keys checked after, not during (design 7)."""
    engine = owner.engine(current_app.extensions["settings"].owner_url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=include_object,
            render_item=render_item,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with owner.migrating(connection), context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
