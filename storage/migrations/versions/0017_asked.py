"""How many people asked about which topic, by calendar month."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "asked_keys",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_asked_keys"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asked",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("month", "topic", "tag", name="pk_asked"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asked_counts",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "topic", name="pk_asked_counts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take them away again."""
    for name in ("asked_counts", "asked", "asked_keys"):
        op.drop_table(name)
