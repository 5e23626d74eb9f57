"""People, time entries and their history, timers, days off, prompts, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("work_from", sa.Time(), nullable=False),
        sa.Column("work_to", sa.Time(), nullable=False),
        sa.Column("week_start", sa.SmallInteger(), nullable=False),
        sa.Column("remind_at", sa.Time(), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("turn", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "accounts",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_accounts_person", ondelete="CASCADE"),
        sa.UniqueConstraint("platform", "workspace", "known_as", name="uq_accounts_platform_workspace_known_as"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accounts_person", "accounts", ["person"])
    op.create_table(
        "places",
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("upload", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "upload", name="pk_places"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_places_person", ondelete="CASCADE"),
    )
    op.create_table(
        "history",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("entry", _NUMBER, nullable=True),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("old_day", sa.Date(), nullable=True),
        sa.Column("new_day", sa.Date(), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_history_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_history_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", "position", name="uq_history_delivery_position"),
        sa.UniqueConstraint("delivery", "entry", name="uq_history_delivery_entry"),
        sa.CheckConstraint("(entry IS NULL) <> (position IS NULL)", name=op.f("ck_history_wrote_or_touched")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_entry", "history", ["entry"])
    op.create_index("ix_history_person_id", "history", ["person", "id"])
    op.create_table(
        "entries",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("start_at", _INSTANT, nullable=True),
        sa.Column("end_at", _INSTANT, nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_entries_person", ondelete="CASCADE"),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_entries_minutes")),
    )
    op.create_index("ix_entries_person_day", "entries", ["person", "day"])
    op.create_index("ix_entries_person_project", "entries", ["person", "project"])
    op.create_table(
        "timers",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=False),
        sa.Column("stopped_at", _INSTANT, nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("stopped_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_timers_person", ondelete="CASCADE"),
        sa.UniqueConstraint("started_by", name="uq_timers_started_by"),
        sa.UniqueConstraint("stopped_by", name="uq_timers_stopped_by"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_timers_running",
        "timers",
        ["person"],
        unique=True,
        sqlite_where=sa.text("stopped_at IS NULL"),
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_index("ix_timers_person_stopped_at", "timers", ["person", "stopped_at"])
    op.create_table(
        "offs",
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "day", name="pk_offs"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_offs_person", ondelete="CASCADE"),
    )
    op.create_table(
        "prompts",
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("person", "kind", name="pk_prompts"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_prompts_person", ondelete="CASCADE"),
    )
    op.create_index("ix_prompts_due_at", "prompts", ["due_at"])
    op.create_table(
        "outbox",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("person", _NUMBER, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("not_before", _INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sending", sa.Boolean(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", _INSTANT, nullable=True),
        sa.Column("insists", sa.Boolean(), nullable=False),
        sa.Column("maybe_twice", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_outbox_person", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "campaign", "step", "occasion", "recipient", name="uq_outbox_campaign_step_occasion_recipient"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_person", "outbox", ["person"])
    op.create_index(
        "ix_outbox_not_before",
        "outbox",
        ["not_before", "id"],
        sqlite_where=sa.text("not_before IS NOT NULL"),
        postgresql_where=sa.text("not_before IS NOT NULL"),
    )
    op.create_index("ix_outbox_status", "outbox", ["campaign", "fate", "step", "reason", "maybe_twice"])
    op.create_table(
        "audit",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("campaign", _NUMBER, nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_audit_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_audit_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_campaign_id", "audit", ["campaign", "id"])
    op.create_table(
        "versions",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("signed_by", _NUMBER, nullable=True),
        sa.Column("signed_at", _INSTANT, nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_versions_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["signed_by"], ["people.id"], name="fk_versions_signed_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_versions_delivery"),
        sa.UniqueConstraint("campaign", "subject", "number", name="uq_versions_campaign_subject_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tellings",
        sa.Column("campaign", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("upto", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("campaign", name="pk_tellings"),
    )
    op.create_table(
        "lanes",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.Column("held_until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_lanes"),
    )
    op.create_table(
        "got_it",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "step", "mark", name="pk_got_it"),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pulse"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("playbook", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("anchor", _INSTANT, nullable=False),
        sa.Column("survey_end", _INSTANT, nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("created_by", _NUMBER, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("previous", _INSTANT, nullable=True),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("promises", sa.Integer(), nullable=False),
        sa.Column("started_at", _INSTANT, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_campaigns_created_by", ondelete="SET NULL"),
        sa.UniqueConstraint("key", name="uq_campaigns_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaigns_state", "campaigns", ["state"])
    op.create_table(
        "moves",
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("old", _INSTANT, nullable=False),
        sa.Column("new", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "number", name="pk_moves"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_moves_campaign", ondelete="CASCADE"),
    )
    op.create_table(
        "journeys",
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("joined_at", _INSTANT, nullable=True),
        sa.Column("due_at", _INSTANT, nullable=True),
        sa.Column("since", _INSTANT, nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("last_step", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("prompts", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "person", name="pk_journeys"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_journeys_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_journeys_person", ondelete="CASCADE"),
    )
    op.create_index("ix_journeys_person", "journeys", ["person"])
    op.create_index(
        "ix_journeys_void",
        "journeys",
        ["void"],
        sqlite_where=sa.text("void = 1"),
        postgresql_where=sa.text("void"),
    )
    op.create_index(
        "ix_journeys_due_at",
        "journeys",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "agreements",
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "version", "person", name="pk_agreements"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_agreements_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_agreements_person", ondelete="CASCADE"),
    )
    op.create_table(
        "approvals",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_approvals_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_approvals_by", ondelete="SET NULL"),
        sa.UniqueConstraint("campaign", "step", "seal", "note", name="uq_approvals_campaign_step_seal_note"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "summaries",
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", _NUMBER, nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "number", name="pk_summaries"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_summaries_campaign", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_summaries_by", ondelete="SET NULL"),
        sa.UniqueConstraint("delivery", name="uq_summaries_delivery"),
    )
    op.create_table(
        "counted",
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "step", name="pk_counted"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_counted_campaign", ondelete="CASCADE"),
    )
    op.create_table(
        "notices",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("campaign", _NUMBER, nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name="fk_notices_campaign", ondelete="CASCADE"),
        sa.UniqueConstraint("campaign", "told", "step", "reason", name="uq_notices_campaign_told_step_reason"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "surveys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", _INSTANT, nullable=True),
        sa.Column("ends_at", _INSTANT, nullable=True),
        sa.Column("response_on", sa.Date(), nullable=True),
        sa.Column("response", sa.SmallInteger(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("released", sa.Text(), nullable=True),
        sa.Column("comments", sa.Text(), nullable=True),
        sa.Column("swept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
    )
    op.create_table(
        "survey_roster",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("survey", "person", name="pk_survey_roster"),
        sa.ForeignKeyConstraint(["survey"], ["surveys.id"], name="fk_survey_roster_survey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_survey_roster_person", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_roster_person", "survey_roster", ["person"])
    op.create_table(
        "survey_marks",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("survey", "person", name="pk_survey_marks"),
        sa.ForeignKeyConstraint(["survey"], ["surveys.id"], name="fk_survey_marks_survey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_survey_marks_person", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_marks_person", "survey_marks", ["person"])
    op.create_table(
        "survey_unasked",
        sa.Column("person", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_survey_unasked"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_survey_unasked_person", ondelete="CASCADE"),
    )
    op.create_table(
        "survey_ballots",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("survey", "slot", name="pk_survey_ballots"),
        sa.ForeignKeyConstraint(["survey"], ["surveys.id"], name="fk_survey_ballots_survey", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them, those that point elsewhere first."""
    for name in (
        "survey_ballots",
        "survey_unasked",
        "survey_marks",
        "survey_roster",
        "surveys",
        "notices",
        "counted",
        "summaries",
        "approvals",
        "agreements",
        "journeys",
        "moves",
        "campaigns",
        "tellings",
        "audit",
        "versions",
        "got_it",
        "pulse",
        "lanes",
        "outbox",
        "prompts",
        "offs",
        "timers",
        "entries",
        "history",
        "places",
        "accounts",
        "people",
    ):
        op.drop_table(name)
