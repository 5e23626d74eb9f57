"""Where each platform says that somebody belongs, and the groups that it says so of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("accounts", sa.Column("division", sa.Text(), nullable=True))
    op.add_column("accounts", sa.Column("roles", sa.Text(), nullable=True))
    op.create_table(
        "groups",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "known_as", name="pk_groups"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("groups")
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("roles")
        batch.drop_column("division")
