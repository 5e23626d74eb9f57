"""Since when somebody is seen to have left, for deleting by age."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("people", sa.Column("left_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("people") as batch:
        batch.drop_column("left_on")
