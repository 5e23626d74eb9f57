"""The open door: who wishes to talk by name, and threads without a name.

The rule to keep: what is by name and what is not have no column in common.
"""

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, LargeBinary, SmallInteger, Table, Text

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
    Index(None, "answered_by"),
    sqlite_autoincrement=True,
)

inboxes = Table(
    "talk_inboxes",
    metadata,
    column("number", Integer, Kind.TECHNICAL, Keep.TALK, primary_key=True, autoincrement=False),
    column("year", SmallInteger, Kind.TECHNICAL, Keep.TALK),
    column("public", LargeBinary, Kind.TECHNICAL, Keep.TALK),
    # The private key, unreadable without what wraps it; none where it lies in a folder.
    column("wrapped", LargeBinary, Kind.TECHNICAL, Keep.TALK, null=True),
)

waiting = Table(
    "talk_waiting",
    metadata,
    # A hash of the code and the text, so that the same again is the same.
    column("mark", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_SORTED, primary_key=True),
    # A hash of the code, and not the one under which the thread stands.
    column("seat", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_SORTED),
    column("inbox", Integer, Kind.TECHNICAL, Keep.UNTIL_SORTED),
    # No time: the day alone, so that it comes with a later day's post.
    column("day", Date, Kind.TECHNICAL, Keep.UNTIL_SORTED),
    # Of one length, whatever was written.
    column("sealed", LargeBinary, Kind.OWN_WORDS, Keep.UNTIL_SORTED),
    sqlite_with_rowid=False,
)

messages = Table(
    "talk_messages",
    metadata,
    # A hash of the code that only the author has.
    column("thread", LargeBinary, Kind.TECHNICAL, Keep.TALK, primary_key=True),
    # First, second, third of its thread; comments of a survey with which it begins stand before, at 0 and below.
    column("place", SmallInteger, Kind.TECHNICAL, Keep.TALK, primary_key=True, autoincrement=False),
    column("mark", LargeBinary, Kind.TECHNICAL, Keep.TALK, unique=True),
    # Of the post with which it came, or of HR's answer.
    column("day", Date, Kind.TECHNICAL, Keep.TALK),
    column("from_hr", Boolean, Kind.TECHNICAL, Keep.TALK),
    column("text", Text, Kind.OWN_WORDS, Keep.TALK),
    sqlite_with_rowid=False,
)

desk = Table(
    "talk_desk",
    metadata,
    column("id", SmallInteger, Kind.TECHNICAL, Keep.LATEST_ONLY, primary_key=True, autoincrement=False),
    column("sorted_on", Date, Kind.TECHNICAL, Keep.LATEST_ONLY, null=True),
    # What everybody reads: "HR answered anonymous threads on …".
    column("answered_on", Date, Kind.TECHNICAL, Keep.LATEST_ONLY, null=True),
    # Wrong codes in this hour, of everybody together.
    column("hour", BigInteger, Kind.TECHNICAL, Keep.LATEST_ONLY),
    column("wrong", Integer, Kind.TECHNICAL, Keep.LATEST_ONLY),
)
