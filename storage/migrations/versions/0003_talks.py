"""Who wishes to talk with HR, by name."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "talks",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", _NUMBER, nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_talks"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_talks_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name="fk_talks_answered_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_talks_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_talks_person", "talks", ["person"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("talks")
