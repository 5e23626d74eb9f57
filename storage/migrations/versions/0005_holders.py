"""Custodians: who holds a survey's codes, and what their codes are sealed to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and the column."""
    op.add_column("surveys", sa.Column("codes_to", sa.LargeBinary(), nullable=True))
    op.create_table(
        "survey_holders",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_on", sa.Date(), nullable=True),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("survey", "place", name="pk_survey_holders"),
        sa.ForeignKeyConstraint(["survey"], ["surveys.id"], name="fk_survey_holders_survey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_survey_holders_person", ondelete="CASCADE"),
    )
    op.create_index("ix_survey_holders_person", "survey_holders", ["person"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("survey_holders")
    op.drop_column("surveys", "codes_to")
