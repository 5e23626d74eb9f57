"""What columns are made of, and what each must say about itself.

The rule to keep: every column says what kind of data it holds and how long it is kept.
"""

from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine
from typing_extensions import override

from bot.people import Role
from bot.privacy.retention import Kept


class Kind(Enum):
    """What a column tells."""

    IDENTITY = "who somebody is: names, addresses, numbers that stand for a person"
    COMPANY = "somebody's place in the company: division, roles, working-time policy"
    PREFERENCE = "what somebody has set, or the platform says, about how to be spoken to"
    WORKING_TIME = "when and how long somebody worked, paused or was off"
    OWN_WORDS = "what somebody wrote, and which project they named"
    ROLLOUT = "what HR and leads did in a rollout: its texts, promises, approvals and dates; HR's words beside answers"
    SURVEY = "a survey: its questions and rules, and what was released of it"
    ANSWER = "what somebody answered, sealed, and apart from who it was"
    DELIVERY = "what the bot owes to whom, and when it looks after them"
    REQUEST = "what somebody asked about their own data, and by when"
    QUESTION = "about which topics people ask, and how many do; not who, and not what"
    LOOK = "that somebody looked at figures, and of whom"
    TECHNICAL = "keys and counters that say nothing about a person by themselves"


class Keep(Enum):
    """How long a row is kept. The lengths are settings; these are their names."""

    WHILE_EMPLOYED = "until some time after the person was seen to have left, or until they ask for erasure"
    ENTRIES = "so long after the day it is about"
    ROLLOUT = "so long after the rollout ended; of the latest, what was promised and agreed stays"
    WORDS = "while it stands beside an answer; replaced, taken back or never published, so long as a rollout"
    UNTIL_COUNTED = "until the survey has been counted"
    RESULTS = "so long after the survey ended"
    COMMENTS = "so long after the survey ended, and never longer than the rest of it"
    TALK = "until 90 days after the last word"
    REQUESTS = "so long after it was closed"
    LOOKS = "so long after the look"
    A_DAY = "until it was used, a day at most"
    UNTIL_MONTHS_END = "until the calendar month is over"
    UNTIL_SORTED = "until it is handed to HR, a day or two later"
    UNTIL_DELIVERED = "until it was delivered, or decided not to be"
    DELIVERIES = "until it was delivered, or decided not to be; of a rollout, so long after the rollout ended"
    LATEST_ONLY = "overwritten by the next one"

    @property
    def kept(self) -> Kept | None:
        """The length that the company sets; None where the end is not one of age."""
        return _KEPT.get(self)


_KEPT = {
    Keep.WHILE_EMPLOYED: Kept.LEAVERS,
    Keep.ENTRIES: Kept.ENTRIES,
    Keep.ROLLOUT: Kept.ROLLOUTS,
    Keep.WORDS: Kept.ROLLOUTS,
    Keep.DELIVERIES: Kept.ROLLOUTS,
    Keep.RESULTS: Kept.RESULTS,
    Keep.COMMENTS: Kept.COMMENTS,
    Keep.REQUESTS: Kept.REQUESTS,
    Keep.LOOKS: Kept.LOOKS,
}


class Instant(TypeDecorator[datetime]):
    """An instant in UTC. Refuses naive datetimes; gives aware UTC back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        moment = value.astimezone(UTC)
        # SQLite keeps text, which sorts as time only while nothing follows the microseconds.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Roles(TypeDecorator[frozenset[Role]]):
    """Roles, as their names with a space between. A name this version does not know gives no rights."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(sorted(value))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role] | None:
        return None if value is None else _roles(value)


@lru_cache(maxsize=64)
def _roles(names: str) -> frozenset[Role]:
    return frozenset(role for role in Role if role in names.split())


Number = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number. SQLite counts by itself only what is called INTEGER."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def column(
    name: str,
    stored_as: type[TypeEngine[Any]] | TypeEngine[Any],
    kind: Kind,
    keep: Keep,
    *more: SchemaItem,
    null: bool = False,
    **options: bool,
) -> Column[Any]:
    """A column that says what kind of data it holds and how long it is kept; never null unless said."""
    # SQLAlchemy's own signature tells the options apart by type, which a dictionary of booleans cannot.
    return Column(name, stored_as, *more, nullable=null, info={"kind": kind, "keep": keep}, **options)  # type: ignore[arg-type]


def number(keep: Keep) -> Column[Any]:
    """A row's number."""
    return column("id", Number, Kind.TECHNICAL, keep, primary_key=True)


def person_of(keep: Keep, **options: bool) -> Column[Any]:
    """Whose row it is. It goes when the person is erased."""
    return column("person", Number, Kind.IDENTITY, keep, ForeignKey("people.id", ondelete="CASCADE"), **options)
