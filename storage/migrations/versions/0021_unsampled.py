"""No samples of what goes without a trace: PostgreSQL keeps some values of each column for its planner."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_COLUMNS = {
    "survey_marks": {"survey": "TEXT", "person": "BIGINT"},
    "survey_ballots": {"survey": "TEXT", "slot": "BYTEA", "sealed": "BYTEA"},
    "survey_roster": {"again": "BOOLEAN"},
    "talk_waiting": {"mark": "BYTEA", "seat": "BYTEA", "inbox": "INTEGER", "day": "DATE", "sealed": "BYTEA"},
    "talk_messages": {
        "thread": "BYTEA",
        "place": "SMALLINT",
        "mark": "BYTEA",
        "day": "DATE",
        "from_hr": "BOOLEAN",
        "text": "TEXT",
    },
}
"""With their types: to say the same type again is what makes PostgreSQL drop the samples that it has."""


def upgrade() -> None:
    """Take no more, and drop what there is."""
    _sample(0)


def downgrade() -> None:
    """Take them as of every column."""
    _sample(-1)


def _sample(size: int) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in _COLUMNS.items():
        for column, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {size}")
