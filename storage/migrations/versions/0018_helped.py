"""Whether an answer helped, beside how many people asked."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables again, with what was done in their keys.

    What has been counted of this month is let go: under new tags the same people would count twice.
    """
    rows = _rows("SELECT month, topic, 'asked' AS deed, people FROM asked_counts")
    _make("asked", "deed", "tag", last=sa.Column("tag", sa.LargeBinary(), nullable=False))
    op.bulk_insert(_make("asked_counts", "deed", last=sa.Column("people", sa.SmallInteger(), nullable=False)), rows)


def downgrade() -> None:
    """Keep what was asked alone, of last month."""
    rows = _rows("SELECT month, topic, people FROM asked_counts WHERE deed = 'asked'")
    _make("asked", "tag", last=sa.Column("tag", sa.LargeBinary(), nullable=False))
    op.bulk_insert(_make("asked_counts", last=sa.Column("people", sa.SmallInteger(), nullable=False)), rows)


def _rows(statement: str) -> list[dict[str, object]]:
    return [dict(row) for row in op.get_bind().execute(sa.text(statement)).mappings()]


def _make(name: str, *keys: str, last: sa.Column[object]) -> sa.Table:
    """The table, empty, in the place of the one there was."""
    op.drop_table(name)
    return op.create_table(
        name,
        *(sa.Column(text, sa.Text(), nullable=False) for text in ("month", "topic", *keys) if text != "tag"),
        last,
        sa.PrimaryKeyConstraint("month", "topic", *keys, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )
