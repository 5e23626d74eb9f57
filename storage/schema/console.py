"""What HR wrote and did in a rollout, and was told of it.

The rule to keep: the first two are only added to, so that whoever reads them later reads what was.
"""

from sqlalchemy import ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number

audit = Table(
    "audit",
    metadata,
    number(Keep.ROLLOUT),
    column("at", Instant, Kind.ROLLOUT, Keep.ROLLOUT),
    # None once whoever it was has been erased.
    column("by", Number, Kind.IDENTITY, Keep.ROLLOUT, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    # None for what concerns all of them.
    column("campaign", Number, Kind.ROLLOUT, Keep.ROLLOUT, null=True),
    column("act", Text, Kind.ROLLOUT, Keep.ROLLOUT),
    # As JSON: what the sentence about it needs.
    column("details", Text, Kind.ROLLOUT, Keep.ROLLOUT),
    # A second delivery runs into it.
    column("delivery", Text, Kind.TECHNICAL, Keep.ROLLOUT, unique=True),
    Index(None, "campaign", "id"),
    Index(None, "by"),
    sqlite_autoincrement=True,
)

versions = Table(
    "versions",
    metadata,
    number(Keep.ROLLOUT),
    column("campaign", Number, Kind.ROLLOUT, Keep.ROLLOUT),
    # `step:soft`, or `promises`.
    column("subject", Text, Kind.ROLLOUT, Keep.ROLLOUT),
    # From 1. Two people who write after the same version run into each other here.
    column("number", Integer, Kind.ROLLOUT, Keep.ROLLOUT),
    # As JSON, in every language.
    column("content", Text, Kind.ROLLOUT, Keep.ROLLOUT),
    column("by", Number, Kind.IDENTITY, Keep.ROLLOUT, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    column("at", Instant, Kind.ROLLOUT, Keep.ROLLOUT),
    column("signed_by", Number, Kind.IDENTITY, Keep.ROLLOUT, ForeignKey("people.id", ondelete="SET NULL"), null=True),
    # None until an approver has signed; texts are approved elsewhere, bound to audience and time.
    column("signed_at", Instant, Kind.ROLLOUT, Keep.ROLLOUT, null=True),
    column("delivery", Text, Kind.TECHNICAL, Keep.ROLLOUT, unique=True),
    UniqueConstraint("campaign", "subject", "number"),
    sqlite_autoincrement=True,
)

tellings = Table(
    "tellings",
    metadata,
    column("campaign", Number, Kind.ROLLOUT, Keep.ROLLOUT, primary_key=True, autoincrement=False),
    # The last notice that is on its way to HR.
    column("upto", Number, Kind.TECHNICAL, Keep.LATEST_ONLY),
)
