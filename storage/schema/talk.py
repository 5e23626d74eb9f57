"""The open door: who wishes to talk by name, and threads without a name.

The rule to keep: what is by name and what is not have no column in common.
"""

from sqlalchemy import Date, ForeignKey, Table, Text

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number, person_of

talks = Table(
    "talks",
    metadata,
    number(Keep.TALK),
    # By their own wish.
    person_of(Keep.TALK, index=True),
    column("topic", Text, Kind.OWN_WORDS, Keep.TALK),
    # When it would suit them.
    column("slot", Instant, Kind.OWN_WORDS, Keep.TALK, null=True),
    # From which the ninety days count.
    column("day", Date, Kind.OWN_WORDS, Keep.TALK),
    column("answer", Text, Kind.OWN_WORDS, Keep.TALK),
    column("answered_by", Number, Kind.IDENTITY, Keep.TALK, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    # A second delivery runs into it.
    column("delivery", Text, Kind.TECHNICAL, Keep.TALK, unique=True),
    sqlite_autoincrement=True,
)
