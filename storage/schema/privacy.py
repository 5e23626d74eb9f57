"""What people ask about their own data, who looked at something that includes them, and files that are to go again.

The rule to keep: what is left of an erasure names nobody.
"""

from sqlalchemy import Boolean, Date, ForeignKey, Index, Table, Text

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number, person_of

requests = Table(
    "requests",
    metadata,
    number(Keep.REQUESTS),
    person_of(Keep.REQUESTS, index=True),
    # `correct`, `restrict`, `erase`.
    column("kind", Text, Kind.REQUEST, Keep.REQUESTS),
    column("state", Text, Kind.REQUEST, Keep.REQUESTS, index=True),
    column("asked_at", Instant, Kind.REQUEST, Keep.REQUESTS),
    # By when the law wants it answered.
    column("due_at", Instant, Kind.REQUEST, Keep.REQUESTS),
    # What is wrong, and what it should be.
    column("words", Text, Kind.OWN_WORDS, Keep.REQUESTS),
    column("answer", Text, Kind.OWN_WORDS, Keep.REQUESTS),
    # None until somebody has answered, and again once whoever it was has been erased.
    column("by", Number, Kind.IDENTITY, Keep.REQUESTS, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    column("closed_at", Instant, Kind.REQUEST, Keep.REQUESTS, null=True),
    # Whether those who answer have been told that it is due soon.
    column("warned", Boolean, Kind.TECHNICAL, Keep.REQUESTS),
    # A second delivery runs into it.
    column("delivery", Text, Kind.TECHNICAL, Keep.REQUESTS, unique=True),
    Index(None, "by"),
    sqlite_autoincrement=True,
)

erasures = Table(
    "erasures",
    metadata,
    # The number of the request, which whoever asked has in their last message. Nobody else could say whose it was.
    column("id", Number, Kind.TECHNICAL, Keep.REQUESTS, primary_key=True, autoincrement=False),
    column("asked_on", Date, Kind.REQUEST, Keep.REQUESTS),
    column("done_on", Date, Kind.REQUEST, Keep.REQUESTS),
)

looks = Table(
    "looks",
    metadata,
    number(Keep.LOOKS),
    column("at", Instant, Kind.LOOK, Keep.LOOKS),
    # None once whoever it was has been erased.
    column("by", Number, Kind.IDENTITY, Keep.LOOKS, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    # `group`: figures of a group; `share`: what somebody showed them.
    column("kind", Text, Kind.LOOK, Keep.LOOKS),
    # Of whom, where it was about one person.
    person_of(Keep.LOOKS, null=True, index=True),
    # Of which division, where it was about a group; empty for everybody.
    column("division", Text, Kind.LOOK, Keep.LOOKS),
    # Of which time, such as `2026-W47`.
    column("what", Text, Kind.LOOK, Keep.LOOKS),
    # A second delivery runs into it.
    column("delivery", Text, Kind.TECHNICAL, Keep.LOOKS, unique=True),
    Index(None, "division", "at"),
    Index(None, "by"),
    sqlite_autoincrement=True,
)

handed = Table(
    "handed",
    metadata,
    # A file that was put somewhere for somebody and is to go again. Not whose.
    column("platform", Text, Kind.TECHNICAL, Keep.UNTIL_DELIVERED, primary_key=True),
    column("workspace", Text, Kind.TECHNICAL, Keep.UNTIL_DELIVERED, primary_key=True),
    column("file", Text, Kind.TECHNICAL, Keep.UNTIL_DELIVERED, primary_key=True),
    column("due_at", Instant, Kind.TECHNICAL, Keep.UNTIL_DELIVERED, index=True),
)
