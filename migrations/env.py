"""How do migrations reach the database? As its owner, with every other wall standing aside."""

from __future__ import annotations

from alembic import context
from flask import current_app

from portal.models import every_model, owner
from portal.models.base import metadata

every_model.load()


def include_object(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out what `published_search.create_search` makes by hand: the words by which readers find things."""
    if kind == "table":
        return not str(name).startswith("published_words")
    return not (reflected and name in {"words", "ix_published_output_words"})


def run() -> None:
    """Upgrade in one transaction, with SQLite's foreign keys checked after, not during (design 7)."""
    engine = owner.engine(current_app.extensions["settings"].owner_url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=include_object,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with owner.migrating(connection), context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
