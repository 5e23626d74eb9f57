"""Weeks that people share with their lead."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "shares",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("lead", _NUMBER, nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_shares_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["lead"], ["people.id"], name="fk_shares_lead", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_shares_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shares_person", "shares", ["person"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("shares")
