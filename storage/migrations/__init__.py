"""The revisions, and how Alembic runs them."""
