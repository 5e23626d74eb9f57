"""Figures of groups, what the next ones are compared by, and weeks that people share.

The rule to keep: no row says who was in a figure, nor why there is none; `group_marks` says it to whoever has the key,
which is not in the database, and of the last figure alone.
"""

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, Table, Text

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number, person_of

_KEEP = Keep.ENTRIES

group_figures = Table(
    "group_figures",
    metadata,
    column("division", Text, Kind.COMPANY, _KEEP, primary_key=True),
    column("first", Date, Kind.WORKING_TIME, _KEEP, primary_key=True),
    column("last", Date, Kind.WORKING_TIME, _KEEP),
    # `weekly` or `monthly`: what the ground rules said.
    column("rule", Text, Kind.ROLLOUT, _KEEP),
    # What is told, as JSON; None where nothing is.
    column("told", Text, Kind.WORKING_TIME, _KEEP, null=True),
)

group_marks = Table(
    "group_marks",
    metadata,
    column("division", Text, Kind.COMPANY, _KEEP, primary_key=True),
    # A project that was told, everything together, or the rest.
    column("row", Text, Kind.OWN_WORDS, _KEEP, primary_key=True),
    column("last", Date, Kind.WORKING_TIME, _KEEP),
    column("nonce", LargeBinary, Kind.TECHNICAL, _KEEP),
    column("proof", LargeBinary, Kind.TECHNICAL, _KEEP),
    # Sixteen bytes for each person who was in it, sorted.
    column("tags", LargeBinary, Kind.TECHNICAL, _KEEP),
)

shares = Table(
    "shares",
    metadata,
    number(_KEEP),
    # Who shares a week of theirs.
    person_of(_KEEP, index=True),
    # With whom; None once whoever it was has been erased.
    column("lead", Number, Kind.IDENTITY, _KEEP, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    column("first", Date, Kind.WORKING_TIME, _KEEP),
    # Minutes by day, as JSON: as they were previewed. None once it is taken back.
    column("content", Text, Kind.WORKING_TIME, _KEEP, null=True),
    column("at", Instant, Kind.WORKING_TIME, _KEEP),
    column("taken_back_at", Instant, Kind.WORKING_TIME, _KEEP, null=True),
    # A second delivery runs into it.
    column("delivery", Text, Kind.TECHNICAL, _KEEP, unique=True),
    Index(None, "lead"),
    sqlite_autoincrement=True,
)
