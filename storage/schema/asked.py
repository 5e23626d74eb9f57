"""How many people asked about which topic, and whether it helped, by calendar month.

The rule to keep: no question, no person, no time and no number is here. A tag is an HMAC of person, topic and deed
under the month's key, which lies in a folder and not in the database. Once the month is over, both are destroyed.
"""

from sqlalchemy import LargeBinary, SmallInteger, Table, Text

from storage.schema.columns import Keep, Kind, column, metadata

asked_keys = Table(
    "asked_keys",
    metadata,
    # Such as `2026-11`.
    column("month", Text, Kind.TECHNICAL, Keep.UNTIL_MONTHS_END, primary_key=True),
    # By which the one key of this month is known: under a second one, people would be counted twice.
    column("proof", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_MONTHS_END),
    sqlite_with_rowid=False,
)

asked = Table(
    "asked",
    metadata,
    column("month", Text, Kind.QUESTION, Keep.UNTIL_MONTHS_END, primary_key=True),
    column("topic", Text, Kind.QUESTION, Keep.UNTIL_MONTHS_END, primary_key=True),
    # `asked`, and of an answer `helped` or `missed`.
    column("deed", Text, Kind.QUESTION, Keep.UNTIL_MONTHS_END, primary_key=True),
    # Another one for each topic and deed, so that no two rows are seen to be one person's. Whoever is erased has theirs
    # here until the month is over: the worker, which erases, has no key that would find them. The form says so.
    column("tag", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_MONTHS_END, primary_key=True),
    sqlite_with_rowid=False,
)

asked_counts = Table(
    "asked_counts",
    metadata,
    # Of last month alone.
    column("month", Text, Kind.QUESTION, Keep.LATEST_ONLY, primary_key=True),
    column("topic", Text, Kind.QUESTION, Keep.LATEST_ONLY, primary_key=True),
    column("deed", Text, Kind.QUESTION, Keep.LATEST_ONLY, primary_key=True),
    # 5, 10 or 20: so many, or more. Fewer have no row.
    column("people", SmallInteger, Kind.QUESTION, Keep.LATEST_ONLY),
    sqlite_with_rowid=False,
)
