"""Who people are, and the accounts they are met with."""

from sqlalchemy import Boolean, Date, Index, SmallInteger, Table, Text, Time, UniqueConstraint

from storage.schema.columns import Keep, Kind, Number, Roles, column, metadata, number, person_of

people = Table(
    "people",
    metadata,
    number(Keep.WHILE_EMPLOYED),
    # Folded; the key that joins accounts of one person.
    column("email", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED, null=True, unique=True),
    column("division", Text, Kind.COMPANY, Keep.WHILE_EMPLOYED, null=True),
    column("policy", Text, Kind.COMPANY, Keep.WHILE_EMPLOYED),
    column("roles", Roles, Kind.COMPANY, Keep.WHILE_EMPLOYED),
    # None follows the platform.
    column("locale", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    column("zone", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    column("work_from", Time, Kind.PREFERENCE, Keep.WHILE_EMPLOYED),
    column("work_to", Time, Kind.PREFERENCE, Keep.WHILE_EMPLOYED),
    column("week_start", SmallInteger, Kind.PREFERENCE, Keep.WHILE_EMPLOYED),
    # None is never.
    column("remind_at", Time, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    # Where messages go, for whoever has accounts on several. None is the account met last.
    column("platform", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    # Whether any platform still lets an account of theirs in: whoever has left is sent nothing more. Not since when.
    column("active", Boolean, Kind.COMPANY, Keep.WHILE_EMPLOYED),
    # The day on which the worker first saw that they have left; what is kept of them is counted from it.
    column("left_on", Date, Kind.COMPANY, Keep.WHILE_EMPLOYED, null=True),
    # Since when this person wants nothing done with their data but keeping it.
    column("restricted_on", Date, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    # That a channel has told them once that they can write where nobody else reads along; None before it has.
    column("told_apart", Boolean, Kind.DELIVERY, Keep.WHILE_EMPLOYED, null=True),
    # Counts whoever has locked the person, so that what was read without a lock is known to hold when it is written.
    column("turn", Number, Kind.TECHNICAL, Keep.WHILE_EMPLOYED),
    # To read one team must not mean to read all.
    Index(None, "division"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    number(Keep.WHILE_EMPLOYED),
    person_of(Keep.WHILE_EMPLOYED, index=True),
    column("platform", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    column("workspace", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    column("known_as", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    column("address", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    column("name", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED),
    column("email", Text, Kind.IDENTITY, Keep.WHILE_EMPLOYED, null=True),
    column("locale", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    column("timezone", Text, Kind.PREFERENCE, Keep.WHILE_EMPLOYED, null=True),
    # Where messages go: the account met last. A mark, not a time, so that it does not tell who was away. None of a
    # person's where they are known from a list alone: nothing is asked of somebody who has not come by themselves.
    column("latest", Boolean, Kind.DELIVERY, Keep.WHILE_EMPLOYED),
    # Whether the platform still lets it in.
    column("active", Boolean, Kind.COMPANY, Keep.WHILE_EMPLOYED),
    # What this platform says of them; what holds of a person's several accounts is in `people`. None: it says nothing.
    column("division", Text, Kind.COMPANY, Keep.WHILE_EMPLOYED, null=True),
    column("roles", Roles, Kind.COMPANY, Keep.WHILE_EMPLOYED, null=True),
    UniqueConstraint("platform", "workspace", "known_as"),
    sqlite_autoincrement=True,
)

groups = Table(
    "groups",
    metadata,
    # Several people under one name on a platform, such as a team: nothing of them, only that there is such a group.
    column("platform", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    column("workspace", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    column("known_as", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    column("name", Text, Kind.TECHNICAL, Keep.LATEST_ONLY),
    # Where the platform is asked about it.
    column("address", Text, Kind.TECHNICAL, Keep.LATEST_ONLY),
)

places = Table(
    "places",
    metadata,
    person_of(Keep.WHILE_EMPLOYED, primary_key=True),
    # Empty for HR's table that holds; else the one that HR is looking at before it does, of which there is one at most.
    column("upload", Text, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True),
    column("division", Text, Kind.COMPANY, Keep.WHILE_EMPLOYED, null=True),
    column("lead", Boolean, Kind.COMPANY, Keep.WHILE_EMPLOYED),
)
