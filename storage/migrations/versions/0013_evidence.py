"""Coded notes from interviews and from observation, beside a survey."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "evidence",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("factor", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_evidence_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_evidence_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_evidence_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_campaign", "evidence", ["campaign"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("evidence")
