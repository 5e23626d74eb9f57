"""Who is looked after when, and what is owed to whom."""

from sqlalchemy import Boolean, Double, Integer, Table, Text, UniqueConstraint

from storage.schema.columns import Instant, Keep, Kind, column, metadata, number, person_of

prompts = Table(
    "prompts",
    metadata,
    # A row for everybody, whatever they did, so that no row tells anything.
    person_of(Keep.WHILE_EMPLOYED, primary_key=True),
    column("kind", Text, Kind.DELIVERY, Keep.LATEST_ONLY, primary_key=True),
    # None: planned, and not subscribed.
    column("due_at", Instant, Kind.DELIVERY, Keep.LATEST_ONLY, null=True, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    number(Keep.UNTIL_DELIVERED),
    # Empty for what the bot says by itself.
    column("campaign", Text, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    column("step", Text, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    column("occasion", Text, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    # `person:12`, or a channel; never null, because nulls are never equal.
    column("recipient", Text, Kind.IDENTITY, Keep.UNTIL_DELIVERED),
    person_of(Keep.UNTIL_DELIVERED, null=True, index=True),
    # As JSON; may quote an entry that somebody else has corrected.
    column("body", Text, Kind.OWN_WORDS, Keep.UNTIL_DELIVERED),
    # The lease of whoever claimed it, too.
    column("not_before", Instant, Kind.DELIVERY, Keep.UNTIL_DELIVERED, index=True),
    column("attempts", Integer, Kind.TECHNICAL, Keep.UNTIL_DELIVERED),
    # Handed to the platform, whose answer has not been seen.
    column("sending", Boolean, Kind.DELIVERY, Keep.UNTIL_DELIVERED),
    UniqueConstraint("campaign", "step", "occasion", "recipient"),
    sqlite_autoincrement=True,
)

lanes = Table(
    "lanes",
    metadata,
    # Platform and workspace.
    column("lane", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    # Seconds since 1970, because both databases can add to a number.
    column("free_at", Double, Kind.TECHNICAL, Keep.LATEST_ONLY),
)
