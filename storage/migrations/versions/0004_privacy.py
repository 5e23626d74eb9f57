"""What people ask about their own data, looks, files that are to go again; whose processing is restricted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.add_column("people", sa.Column("restricted_on", sa.Date(), nullable=True))
    op.create_table(
        "requests",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_requests_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_requests_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_requests_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_requests_person", "requests", ["person"])
    op.create_index("ix_requests_state", "requests", ["state"])
    op.create_table(
        "erasures",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_table(
        "looks",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", _NUMBER, nullable=True),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_looks_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_looks_person", ondelete="CASCADE"),
        sa.UniqueConstraint("delivery", name="uq_looks_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_looks_person", "looks", ["person"])
    op.create_index("ix_looks_division_at", "looks", ["division", "at"])
    op.create_table(
        "handed",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "file", name="pk_handed"),
    )
    op.create_index("ix_handed_due_at", "handed", ["due_at"])


def downgrade() -> None:
    """Take them away again."""
    for name in ("handed", "looks", "erasures", "requests"):
        op.drop_table(name)
    with op.batch_alter_table("people") as batch:
        batch.drop_column("restricted_on")
