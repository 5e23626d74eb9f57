"""Who wrote a line of the history is found by it, for the day on which they ask what is held of them or are erased."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_history_by", "history", ["by"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_history_by", table_name="history")
