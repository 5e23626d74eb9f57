"""Channels in which rollouts speak."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A channel for each campaign, and a way to find what was said there."""
    for name in ("channel", "channel_name"):
        op.add_column("campaigns", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("campaigns") as campaigns:
        for name in ("channel", "channel_name"):
            campaigns.alter_column(name, existing_type=sa.Text(), existing_nullable=False, server_default=None)
    op.create_index(
        "ix_outbox_channels",
        "outbox",
        ["campaign"],
        sqlite_where=sa.text("person IS NULL"),
        postgresql_where=sa.text("person IS NULL"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_outbox_channels", table_name="outbox")
    with op.batch_alter_table("campaigns") as campaigns:
        for name in ("channel_name", "channel"):
            campaigns.drop_column(name)
