"""Who has asked for help, and questions for a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "signups",
        sa.Column("campaign", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "person", "kind", name="pk_signups"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_signups_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_signups_person", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_signups_person", "signups", ["person"])
    op.create_table(
        "questions",
        sa.Column("campaign", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person", _NUMBER, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "key", name="pk_questions"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_questions_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_questions_person", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_questions_person", "questions", ["person"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("questions")
    op.drop_table("signups")
