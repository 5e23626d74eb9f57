"""The tables.

The rule to keep: every column says what kind of data it holds and how long it is kept (a test fails for one that does
not), and everything about a person hangs on `people` by foreign keys, so that walking them finds all there is.
What happens to a row when its person is erased is the foreign key's `ON DELETE`.
"""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine
from typing_extensions import override

from bot.people import Role


class Kind(Enum):
    """What a column tells."""

    IDENTITY = "who somebody is: names, addresses, numbers that stand for a person"
    COMPANY = "somebody's place in the company: division, roles, working-time policy"
    PREFERENCE = "what somebody has set, or the platform says, about how to be spoken to"
    WORKING_TIME = "when and how long somebody worked, paused or was off"
    OWN_WORDS = "what somebody wrote, and which project they named"
    DELIVERY = "what the bot owes to whom, and when it looks after them"
    TECHNICAL = "keys and counters that say nothing about a person by themselves"


class Keep(Enum):
    """How long a row is kept. The lengths are settings; these are their names."""

    WHILE_EMPLOYED = "until the person has left, or asks for erasure"
    ENTRIES = "as long as the company keeps time entries"
    UNTIL_DELIVERED = "until it was delivered, or decided not to be"
    LATEST_ONLY = "overwritten by the next one"


class Instant(TypeDecorator[datetime]):
    """An instant in UTC. Refuses naive datetimes; gives aware UTC back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        moment = value.astimezone(UTC)
        # SQLite keeps text, which sorts as time only while nothing follows the microseconds.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Roles(TypeDecorator[frozenset[Role]]):
    """Roles, as their names with a space between. A name this version does not know gives no rights."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(sorted(value))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role] | None:
        return None if value is None else frozenset(role for role in Role if role in value.split())


Number = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number. SQLite counts by itself only what is called INTEGER."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _column(
    name: str,
    stored_as: type[TypeEngine[Any]] | TypeEngine[Any],
    kind: Kind,
    keep: Keep,
    *more: SchemaItem,
    null: bool = False,
    **options: bool,
) -> Column[Any]:
    # SQLAlchemy's own signature tells the options apart by type, which a dictionary of booleans cannot.
    return Column(name, stored_as, *more, nullable=null, info={"kind": kind, "keep": keep}, **options)  # type: ignore[arg-type]


def _number(keep: Keep) -> Column[Any]:
    return _column("id", Number, Kind.TECHNICAL, keep, primary_key=True)


def _person(keep: Keep, **options: bool) -> Column[Any]:
    """Whose row it is. It goes when the person is erased."""
    return _column("person", Number, Kind.IDENTITY, keep, ForeignKey("people.id", ondelete="CASCADE"), **options)


# sqlite_autoincrement: a number is never given out twice. An old button or a late postman must not hit another row.

people = Table(
    "people",
    metadata,
    _number(Keep.WHILE_EMPLOYED),
    # Folded; the key that joins accounts of one person.
    _column("email", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED, null=True, unique=True),
    _column("division", Text, Kind.COMPANY, Keep.WHILE_EMPLOYED, null=True),
    _column("policy", Text, Kind.COMPANY, Keep.WHILE_EMPLOYED),
    _column("roles", Roles, Kind.COMPANY, Keep.WHILE_EMPLOYED),
    # None follows the platform.
    _column("locale", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    _column("zone", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    _column("work_from", Time, Kind.PREFERENCE, Keep.WHILE_EMPLOYED),
    _column("work_to", Time, Kind.PREFERENCE, Keep.WHILE_EMPLOYED),
    _column("week_start", SmallInteger, Kind.PREFERENCE, Keep.WHILE_EMPLOYED),
    # None is never.
    _column("remind_at", Time, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    _number(Keep.WHILE_EMPLOYED),
    _person(Keep.WHILE_EMPLOYED, index=True),
    _column("platform", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    _column("workspace", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    _column("known_as", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    _column("address", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    _column("name", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    _column("email", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED, null=True),
    _column("locale", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    _column("timezone", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    # Where messages go: the account met last. A mark, not a time, so that it does not tell who was away.
    _column("latest", Boolean, Kind.DELIVERY, Keep.WHILE_EMPLOYED),
    UniqueConstraint("platform", "workspace", "known_as"),
    sqlite_autoincrement=True,
)

history = Table(
    "history",
    metadata,
    _number(Keep.ENTRIES),
    _person(Keep.ENTRIES),
    # None for the line that wrote the entry: the entry is then numbered as this line is.
    _column("entry", Number, Kind.TECHNICAL, Keep.ENTRIES, null=True, index=True),
    # None once whoever it was has been erased.
    _column("by", Number, Kind.IDENTITY, Keep.ENTRIES, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    _column("at", Instant, Kind.WORKING_TIME, Keep.ENTRIES),
    # Of `old` and `new`, for looking up.
    _column("old_day", Date, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    _column("new_day", Date, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    # A draft as JSON.
    _column("old", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    _column("new", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    _column("delivery", Text, Kind.TECHNICAL, Keep.ENTRIES),
    # Which of the entries that its delivery wrote; None where it touched one that stood.
    _column("position", SmallInteger, Kind.TECHNICAL, Keep.ENTRIES, null=True),
    # A second delivery runs into one of these.
    UniqueConstraint("delivery", "position"),
    UniqueConstraint("delivery", "entry"),
    CheckConstraint("(entry IS NULL) <> (position IS NULL)", name="wrote_or_touched"),
    Index(None, "person", "id"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    # Numbered by the history line that wrote it.
    _column("id", Number, Kind.TECHNICAL, Keep.ENTRIES, primary_key=True, autoincrement=False),
    _person(Keep.ENTRIES),
    _column("day", Date, Kind.WORKING_TIME, Keep.ENTRIES),
    _column("minutes", Integer, Kind.WORKING_TIME, Keep.ENTRIES),
    _column("project", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    _column("note", Text, Kind.OWN_WORDS, Keep.ENTRIES),
    _column("start_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    _column("end_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    _column("zone", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    _column("kind", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    CheckConstraint("minutes > 0", name="minutes"),
    Index(None, "person", "day"),
    Index(None, "person", "project"),
)

timers = Table(
    "timers",
    metadata,
    _number(Keep.ENTRIES),
    _person(Keep.ENTRIES),
    _column("started_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES),
    _column("stopped_at", Instant, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    _column("zone", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    _column("project", Text, Kind.OWN_WORDS, Keep.ENTRIES, null=True),
    _column("note", Text, Kind.OWN_WORDS, Keep.ENTRIES),
    _column("started_by", Text, Kind.TECHNICAL, Keep.ENTRIES, unique=True),
    _column("stopped_by", Text, Kind.TECHNICAL, Keep.ENTRIES, null=True, unique=True),
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
    _person(Keep.ENTRIES, primary_key=True),
    _column("day", Date, Kind.WORKING_TIME, Keep.ENTRIES, primary_key=True),
    _column("minutes", Integer, Kind.WORKING_TIME, Keep.ENTRIES, null=True),
    _column("kind", Text, Kind.WORKING_TIME, Keep.ENTRIES),
    _column("delivery", Text, Kind.TECHNICAL, Keep.ENTRIES),
)

prompts = Table(
    "prompts",
    metadata,
    # A row for everybody, whatever they did, so that no row tells anything.
    _person(Keep.WHILE_EMPLOYED, primary_key=True),
    _column("kind", Text, Kind.DELIVERY, Keep.LATEST_ONLY, primary_key=True),
    # None: planned, and not subscribed.
    _column("due_at", Instant, Kind.DELIVERY, Keep.LATEST_ONLY, null=True, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    _number(Keep.UNTIL_DELIVERED),
    # Empty for what the bot says by itself.
    _column("campaign", Text, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    _column("step", Text, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    _column("occasion", Text, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    # `person:12`, or a channel; never null, because nulls are never equal.
    _column("recipient", Text, Kind.IDENTITY, Keep.UNTIL_DELIVERED),
    _person(Keep.UNTIL_DELIVERED, null=True, index=True),
    # As JSON; may quote an entry that somebody else has corrected.
    _column("body", Text, Kind.OWN_WORDS, Keep.UNTIL_DELIVERED),
    # The lease of whoever claimed it, too.
    _column("not_before", Instant, Kind.DELIVERY, Keep.UNTIL_DELIVERED, index=True),
    _column("attempts", Integer, Kind.TECHNICAL, Keep.UNTIL_DELIVERED),
    # Handed to the platform, whose answer has not been seen.
    _column("sending", Boolean, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    UniqueConstraint("campaign", "step", "occasion", "recipient"),
    sqlite_autoincrement=True,
)

lanes = Table(
    "lanes",
    metadata,
    # Platform and workspace.
    _column("lane", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    # Seconds since 1970, because both databases can add to a number.
    _column("free_at", Double, Kind.TECHNICAL, Keep.LATEST_ONLY),
)
