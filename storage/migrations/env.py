"""Alembic's way in. The connection, its transaction and its lock are `storage.migrate`'s."""

from alembic import context

from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    # SQLite cannot change a column in place.
    render_as_batch=True,
)
context.run_migrations()
