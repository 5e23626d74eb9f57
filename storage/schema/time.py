"""Time entries with their history, timers, days off."""

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number, person_of

history = Table(
    "history",
    metadata,
    number(Keep.ENTRIES),
    person_of(Keep.ENTRIES),
    # None for the line that wrote the entry: the entry is then numbered as this line is.
    column("entry", Number, Kind.TECHNICAL, Keep.ENTRIES, null=True, index=True),
    # None once whoever it was has been erased.
    column("by", Number, Kind.IDENTITY, Keep.ENTRIES, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    column("at", Instant, Kind.WORKING_TIME, Keep.ENTRIES),
    # Of `old` and `new`, for looking up.
    column("old_day", Date, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    column("new_day", Date, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    # A draft as JSON.
    column("old", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    column("new", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    column("delivery", Text, Kind.TECHNICAL, Keep.ENTRIES),
    # Which of the entries that its delivery wrote; None where it touched one that stood.
    column("position", SmallInteger, Kind.TECHNICAL, Keep.ENTRIES, null=True),
    # A second delivery runs into one of these.
    UniqueConstraint("delivery", "position"),
    UniqueConstraint("delivery", "entry"),
    CheckConstraint("(entry IS NULL) <> (position IS NULL)", name="wrote_or_touched"),
    Index(None, "person", "id"),
    # To erase one person must not mean to read what all have logged; nor must `/privacy`.
    Index(None, "by"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    # Numbered by the history line that wrote it.
    column("id", Number, Kind.TECHNICAL, Keep.ENTRIES, primary_key=True, autoincrement=False),
    person_of(Keep.ENTRIES),
    column("day", Date, Kind.WORKING_TIME, Keep.ENTRIES),
    column("minutes", Integer, Kind.WORKING_TIME, Keep.ENTRIES),
    column("project", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    column("note", Text, Kind.OWN_WORDS, Keep.ENTRIES),
    column("start_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    column("end_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    column("zone", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    column("kind", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    CheckConstraint("minutes > 0", name="minutes"),
    Index(None, "person", "day"),
    Index(None, "person", "project"),
)

timers = Table(
    "timers",
    metadata,
    number(Keep.ENTRIES),
    person_of(Keep.ENTRIES),
    column("started_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES),
    column("stopped_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    column("zone", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    column("project", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    column("note", Text, Kind.OWN_WORDS, Keep.ENTRIES),
    column("started_by", Text, Kind.TECHNICAL, Keep.ENTRIES, unique=True),
    column("stopped_by", Text, Kind.TECHNICAL, Keep.ENTRIES, null=True, unique=True),
    Index(
        "uq_timers_running",
        "person",
        unique=True,
        sqlite_where=text("stopped_at IS NULL"),
        postgresql_where=text("stopped_at IS NULL"),
    ),
    Index(None, "person", "stopped_at"),
    sqlite_autoincrement=True,
)

offs = Table(
    "offs",
    metadata,
    person_of(Keep.ENTRIES, primary_key=True),
    column("day", Date, Kind.WORKING_TIME, Keep.ENTRIES, primary_key=True),
    column("minutes", Integer, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    column("kind", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    column("delivery", Text, Kind.TECHNICAL, Keep.ENTRIES),
)
