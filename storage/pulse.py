"""What the database knows about itself, to recognise one that was put back.

The rule to keep: one row, and nothing in it is about anybody.
"""

from datetime import datetime

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.pulse import Pulse
from storage.schema import pulse
from storage.transaction import Transaction

_ONLY = 1

_GET = select(pulse.c.number, pulse.c.home, pulse.c.at, pulse.c.held).where(pulse.c.id == _ONLY)
_new = upsert(pulse)
_PUT = _new.on_conflict_do_update(
    index_elements=["id"], set_={name: _new.excluded[name] for name in ("number", "home", "at", "held")}
)
_GROW = (
    update(pulse)
    .where(pulse.c.id == _ONLY)
    .values(number=pulse.c.number + 1, at=bindparam("now"))
    .returning(pulse.c.number)
)
# pg_restore makes the tables anew, and the server never numbers two alike.
_HOME = text(
    "SELECT d.oid::text || '.' || 'outbox'::regclass::oid::text FROM pg_database d WHERE d.datname = current_database()"
)


class Pulses:
    """See `bot.pulse.Pulses`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self) -> Pulse | None:
        """The row as it stands."""
        row = (await self._transaction.run(_GET)).one_or_none()
        return None if row is None else Pulse(row.number, row.home, row.at, row.held)

    async def put(self, pulse: Pulse) -> None:
        """Put it in the place of what stands."""
        values = {"id": _ONLY, "number": pulse.number, "home": pulse.home, "at": pulse.at, "held": pulse.held}
        await self._transaction.run(_PUT, values)

    async def grow(self, now: datetime) -> int:
        """Count one further; 0 where there is no row yet."""
        return (await self._transaction.run(_GROW, {"now": now})).scalar_one_or_none() or 0

    async def home(self) -> str:
        """Which tables these are. A file of SQLite is the same wherever it is copied to, and does not know."""
        if self._transaction.excludes:
            return "file"
        return str((await self._transaction.run(_HOME)).scalar_one())
