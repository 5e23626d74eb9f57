"""Threads without a name."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "talk_inboxes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_talk_inboxes"),
    )
    op.create_table(
        "talk_waiting",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("seat", sa.LargeBinary(), nullable=False),
        sa.Column("inbox", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_talk_waiting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "talk_messages",
        sa.Column("thread", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_hr", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("thread", "place", name="pk_talk_messages"),
        sa.UniqueConstraint("mark", name="uq_talk_messages_mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "talk_desk",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("sorted_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_talk_desk"),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("talk_desk", "talk_messages", "talk_waiting", "talk_inboxes"):
        op.drop_table(name)
