"""Rollouts: what HR has set up, what opens its gates, and how far everybody has come.

The rule to keep: nothing here tells what somebody has answered, read or not done; a lead's word on the ground rules is
the one exception, and is given by name on purpose.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number, person_of

_KEEP = Keep.ROLLOUT


def _campaign(**options: bool) -> Column[Any]:
    """Which campaign it is about. It goes with it."""
    return column("campaign", Number, Kind.ROLLOUT, _KEEP, ForeignKey("campaigns.id", ondelete="CASCADE"), **options)


def _by(name: str = "by") -> Column[Any]:
    """Who did it; None once whoever it was has been erased."""
    return column(name, Number, Kind.IDENTITY, _KEEP, ForeignKey("people.id", ondelete="SET NULL"), null=True)


campaigns = Table(
    "campaigns",
    metadata,
    number(_KEEP),
    # A second click runs into it.
    column("key", Text, Kind.TECHNICAL, _KEEP, unique=True),
    column("playbook", Text, Kind.ROLLOUT, _KEEP),
    column("title", Text, Kind.ROLLOUT, _KEEP),
    column("zone", Text, Kind.ROLLOUT, _KEEP),
    # The meeting, or the opening of the survey.
    column("anchor", Instant, Kind.ROLLOUT, _KEEP),
    column("survey_end", Instant, Kind.ROLLOUT, _KEEP, null=True),
    # `all`, or a division.
    column("audience", Text, Kind.ROLLOUT, _KEEP),
    # A working-time policy.
    column("calendar", Text, Kind.ROLLOUT, _KEEP),
    column("created_at", Instant, Kind.ROLLOUT, _KEEP),
    _by("created_by"),
    column("state", Text, Kind.ROLLOUT, _KEEP, index=True),
    column("moves", Integer, Kind.ROLLOUT, _KEEP),
    column("previous", Instant, Kind.ROLLOUT, _KEEP, null=True),
    column("hour", Time, Kind.ROLLOUT, _KEEP, null=True),
    column("weekends", Boolean, Kind.ROLLOUT, _KEEP),
    column("promises", Integer, Kind.ROLLOUT, _KEEP),
    column("started_at", Instant, Kind.ROLLOUT, _KEEP, null=True),
    column("ended_at", Instant, Kind.ROLLOUT, _KEEP, null=True),
    # `platform:workspace:address`; empty for none.
    column("channel", Text, Kind.ROLLOUT, _KEEP),
    column("channel_name", Text, Kind.ROLLOUT, _KEEP),
    sqlite_autoincrement=True,
)

moves = Table(
    "moves",
    metadata,
    _campaign(primary_key=True),
    column("number", Integer, Kind.ROLLOUT, _KEEP, primary_key=True),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
    column("old", Instant, Kind.ROLLOUT, _KEEP),
    column("new", Instant, Kind.ROLLOUT, _KEEP),
)

journeys = Table(
    "journeys",
    metadata,
    # A row for everybody in the audience, whatever they do.
    _campaign(primary_key=True),
    person_of(_KEEP, primary_key=True, index=True),
    column("joined_at", Instant, Kind.DELIVERY, _KEEP, null=True),
    column("due_at", Instant, Kind.DELIVERY, _KEEP, null=True),
    # Since when the plan has been looked at without a gap: what was missed before is late.
    column("since", Instant, Kind.DELIVERY, _KEEP, null=True),
    column("void", Boolean, Kind.DELIVERY, _KEEP),
    column("last_step", Text, Kind.DELIVERY, _KEEP),
    column("last_day", Date, Kind.DELIVERY, _KEEP, null=True),
    # What everybody was owed and goes without a trace.
    column("prompts", Text, Kind.DELIVERY, _KEEP),
    # Steps that would have gone at the last look, had a gate been open.
    column("held", Text, Kind.DELIVERY, _KEEP),
    column("done", Text, Kind.DELIVERY, _KEEP),
    Index(
        "ix_journeys_void",
        "void",
        # As it is asked for, word by word: SQLite uses the index for nothing else.
        sqlite_where=text("void = 1"),
        postgresql_where=text("void"),
    ),
    Index(
        "ix_journeys_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)

agreements = Table(
    "agreements",
    metadata,
    # Leads are named on purpose: HR must know who agrees.
    _campaign(primary_key=True),
    column("version", Text, Kind.ROLLOUT, _KEEP, primary_key=True),
    person_of(_KEEP, primary_key=True),
    column("agrees", Boolean, Kind.ROLLOUT, _KEEP),
    column("reason", Text, Kind.OWN_WORDS, _KEEP),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
)

approvals = Table(
    "approvals",
    metadata,
    number(_KEEP),
    _campaign(),
    column("step", Text, Kind.ROLLOUT, _KEEP),
    # A hash of text, audience and time.
    column("seal", Text, Kind.ROLLOUT, _KEEP),
    _by(),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
    column("note", Text, Kind.ROLLOUT, _KEEP),
    UniqueConstraint("campaign", "step", "seal", "note"),
    sqlite_autoincrement=True,
)

summaries = Table(
    "summaries",
    metadata,
    _campaign(primary_key=True),
    column("number", Integer, Kind.ROLLOUT, _KEEP, primary_key=True),
    # As JSON.
    column("content", Text, Kind.ROLLOUT, _KEEP),
    _by(),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
    column("delivery", Text, Kind.TECHNICAL, _KEEP, unique=True),
)

counted = Table(
    "counted",
    metadata,
    _campaign(primary_key=True),
    column("step", Text, Kind.ROLLOUT, _KEEP, primary_key=True),
    column("outcome", Text, Kind.ROLLOUT, _KEEP),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
)

notices = Table(
    "notices",
    metadata,
    number(_KEEP),
    _campaign(),
    column("told", Text, Kind.ROLLOUT, _KEEP),
    column("step", Text, Kind.ROLLOUT, _KEEP),
    column("reason", Text, Kind.ROLLOUT, _KEEP),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
    UniqueConstraint("campaign", "told", "step", "reason"),
    sqlite_autoincrement=True,
)

evidence = Table(
    "evidence",
    metadata,
    # A coded note from an interview or from observation: no words, and so no names.
    number(_KEEP),
    _campaign(index=True),
    column("source", Text, Kind.ROLLOUT, _KEEP),
    column("factor", Text, Kind.ROLLOUT, _KEEP),
    column("direction", Text, Kind.ROLLOUT, _KEEP),
    _by(),
    # A second delivery runs into it.
    column("delivery", Text, Kind.TECHNICAL, _KEEP, unique=True),
    sqlite_autoincrement=True,
)
