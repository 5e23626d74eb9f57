"""A team is found by its name, and what somebody did by who did it, without reading what all have done."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_FOUND_BY = (
    ("people", "division"),
    ("shares", "lead"),
    ("looks", "by"),
    ("requests", "by"),
    ("talks", "answered_by"),
    ("audit", "by"),
)


def upgrade() -> None:
    """Make the indexes."""
    for table, column in _FOUND_BY:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Take them away."""
    for table, column in _FOUND_BY:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
