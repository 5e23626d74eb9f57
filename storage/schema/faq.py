"""What HR says beside answers.

The rule to keep: only HR's own words are here; who asks what is in no table.
"""

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.schema.columns import Instant, Keep, Kind, Number, column, metadata, number

_KEEP = Keep.WORDS


def _by(name: str) -> Column[Any]:
    """Who did it; None once whoever it was has been erased."""
    return column(name, Number, Kind.IDENTITY, _KEEP, ForeignKey("people.id", ondelete="SET NULL"), null=True)


additions = Table(
    "additions",
    metadata,
    number(_KEEP),
    column("topic", Text, Kind.ROLLOUT, _KEEP),
    # From 1. Two people who write after the same version run into each other here.
    column("number", Integer, Kind.ROLLOUT, _KEEP),
    # `before` or `after` what Lentera says itself.
    column("place", Text, Kind.ROLLOUT, _KEEP),
    # As JSON, by language.
    column("content", Text, Kind.ROLLOUT, _KEEP),
    _by("by"),
    column("at", Instant, Kind.ROLLOUT, _KEEP),
    _by("approved_by"),
    column("approved_at", Instant, Kind.ROLLOUT, _KEEP, null=True),
    _by("taken_back_by"),
    column("taken_back_at", Instant, Kind.ROLLOUT, _KEEP, null=True),
    UniqueConstraint("topic", "number"),
    sqlite_autoincrement=True,
)
