"""Who is looked after when, and what is owed to whom."""

from sqlalchemy import Boolean, Date, Double, Index, Integer, SmallInteger, Table, Text, UniqueConstraint

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number, person_of

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
    number(Keep.DELIVERIES),
    # Empty for what the bot says by itself.
    column("campaign", Text, Kind.DELIVERY, Keep.DELIVERIES),
    column("step", Text, Kind.DELIVERY, Keep.DELIVERIES),
    column("occasion", Text, Kind.DELIVERY, Keep.DELIVERIES),
    # `person:12`, or `channel:platform:workspace:address`; never null, because nulls are never equal.
    column("recipient", Text, Kind.IDENTITY, Keep.DELIVERIES),
    person_of(Keep.DELIVERIES, null=True, index=True),
    # As JSON; may quote an entry that somebody else has corrected.
    column("body", Text, Kind.OWN_WORDS, Keep.DELIVERIES),
    # The lease of whoever claimed it, too. None once it is settled, so that claiming never walks over what is done.
    column("not_before", Instant, Kind.DELIVERY, Keep.DELIVERIES, null=True),
    column("attempts", Integer, Kind.TECHNICAL, Keep.DELIVERIES),
    # Handed to the platform, whose answer has not been seen.
    column("sending", Boolean, Kind.DELIVERY, Keep.DELIVERIES),
    # Of a campaign: what became of it. None for what goes without a trace, which no figure counts.
    column("fate", Text, Kind.DELIVERY, Keep.DELIVERIES, null=True),
    # The platform's own word, or why it made no sense any more.
    column("reason", Text, Kind.DELIVERY, Keep.DELIVERIES),
    column("settled_at", Instant, Kind.DELIVERY, Keep.DELIVERIES, null=True),
    # Whether it is handed over once more where the platform gives no answer, and whether it was.
    column("insists", Boolean, Kind.DELIVERY, Keep.DELIVERIES),
    column("maybe_twice", Boolean, Kind.DELIVERY, Keep.DELIVERIES),
    UniqueConstraint("campaign", "step", "occasion", "recipient"),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_not_before",
    outbox.c.not_before,
    outbox.c.id,
    sqlite_where=outbox.c.not_before.is_not(None),
    postgresql_where=outbox.c.not_before.is_not(None),
)
# The few that are for a channel.
Index(
    "ix_outbox_channels",
    outbox.c.campaign,
    sqlite_where=outbox.c.person.is_(None),
    postgresql_where=outbox.c.person.is_(None),
)
# All that status asks for, so that it reads the index alone.
Index("ix_outbox_status", outbox.c.campaign, outbox.c.fate, outbox.c.step, outbox.c.reason, outbox.c.maybe_twice)

got_it = Table(
    "got_it",
    metadata,
    # That somebody has pressed "Got it", and on which day. Not who, and not when.
    column("campaign", Text, Kind.DELIVERY, Keep.ROLLOUT, primary_key=True),
    column("step", Text, Kind.DELIVERY, Keep.ROLLOUT, primary_key=True),
    # Of the press, so that the same one is not counted twice.
    column("mark", Text, Kind.TECHNICAL, Keep.ROLLOUT, primary_key=True),
    column("day", Date, Kind.DELIVERY, Keep.ROLLOUT),
)

lanes = Table(
    "lanes",
    metadata,
    # Platform and workspace, and which kind of call; channels only by a mark that the database cannot read.
    column("lane", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    # Seconds since 1970, because both databases can add to a number.
    column("free_at", Double, Kind.TECHNICAL, Keep.LATEST_ONLY),
    # Until when the platform has asked for silence; whoever has a place already keeps it, too.
    column("held_until", Double, Kind.TECHNICAL, Keep.LATEST_ONLY),
)

pulse = Table(
    "pulse",
    metadata,
    # There is one row; see `bot.pulse`.
    column("id", SmallInteger, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True, autoincrement=False),
    column("number", Number, Kind.TECHNICAL, Keep.LATEST_ONLY),
    column("home", Text, Kind.TECHNICAL, Keep.LATEST_ONLY),
    column("at", Instant, Kind.TECHNICAL, Keep.LATEST_ONLY),
    column("held", Boolean, Kind.TECHNICAL, Keep.LATEST_ONLY),
)
