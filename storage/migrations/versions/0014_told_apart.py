"""Whom a channel has told once that they can write where nobody else reads along."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("people", sa.Column("told_apart", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("people") as batch:
        batch.drop_column("told_apart")
