"""The rollouts as HR has set them up, and what HR was told of them.

The rule to keep: to save a campaign is to plan everybody's journey through it anew.
"""

from collections.abc import Collection
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.campaign import Campaign, Move, State
from bot.campaigns.channel import Channel, channel
from bot.campaigns.ports import Notice, Told
from storage.schema import campaigns, journeys, moves, notices
from storage.transaction import Transaction, Values

_NAMES = tuple(field.name for field in fields(Campaign) if field.name not in {"id", "channel"})
_CREATE = upsert(campaigns).on_conflict_do_nothing(index_elements=["key"])
_BY_KEY = select(campaigns).where(campaigns.c.key == bindparam("which"))
_GET = select(campaigns).where(campaigns.c.id == bindparam("which"))
# Rows that name it may be written meanwhile; only who locks as well has to wait.
_LOCK = _GET.with_for_update(key_share=True)
_PAGE = (
    select(campaigns).where(campaigns.c.state.in_(bindparam("states", expanding=True))).order_by(campaigns.c.id.desc())
)
_SAVE = update(campaigns).where(campaigns.c.id == bindparam("which"))
_VOID = update(journeys).where(journeys.c.campaign == bindparam("of")).values(void=True)
_ANEW = _VOID.values(since=None)
_MOVES = select(moves).where(moves.c.campaign == bindparam("of")).order_by(moves.c.number)
_NOTICE = (
    upsert(notices)
    .on_conflict_do_nothing(index_elements=["campaign", "told", "step", "reason"])
    .returning(notices.c.id)
)
_NOTICES = (
    select(notices)
    .where(notices.c.campaign == bindparam("of"), notices.c.id > bindparam("after"))
    .order_by(notices.c.id)
)


class Campaigns:
    """See `bot.campaigns.ports.Campaigns`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def create(self, campaign: Campaign) -> Campaign:
        """Write one; the number is given. The same `key` again gives the one that stands."""
        await self._transaction.run(_CREATE, _row(campaign))
        return _campaign((await self._transaction.run(_BY_KEY, {"which": campaign.key})).one())

    async def get(self, campaign: int) -> Campaign | None:
        """One campaign."""
        row = (await self._transaction.run(_GET, {"which": campaign})).one_or_none()
        return _campaign(row) if row else None

    async def lock(self, campaign: int) -> Campaign:
        """One campaign; SQLite has locked the whole database by beginning. Raises LookupError."""
        row = (await self._transaction.run(_LOCK, {"which": campaign})).one_or_none()
        if row is None:
            raise LookupError("no such campaign")
        return _campaign(row)

    async def page(self, states: Collection[State] = tuple(State)) -> tuple[Campaign, ...]:
        """All campaigns in these states, newest first."""
        return tuple(map(_campaign, await self._transaction.run(_PAGE, {"states": list(states)})))

    async def save(self, campaign: Campaign) -> None:
        """Put it in the place of what stands, and plan everybody anew from now on."""
        await self._transaction.run(_SAVE.values(_row(campaign)), {"which": campaign.id})
        await self._transaction.run(_ANEW, {"of": campaign.id})

    async def turn(self, campaign: int, state: State) -> None:
        """Pause it, or let it go on: its dates stay, and what waits for the morning goes on waiting for it."""
        await self._transaction.run(_SAVE.values(state=state), {"which": campaign})
        await self._transaction.run(_VOID, {"of": campaign})

    async def post_in(self, campaign: int, where: Channel | None) -> None:
        """Let it speak in a channel from now on, or in none. What was approved for another one is not any more."""
        await self._transaction.run(_SAVE.values(_said_in(where)), {"which": campaign})
        await self._transaction.run(_VOID, {"of": campaign})

    async def moved(self, campaign: int, move: Move) -> None:
        """Note a move."""
        row = {"campaign": campaign, "number": move.number, "at": move.at, "old": move.old, "new": move.new}
        await self._transaction.run(insert(moves), row)

    async def moves(self, campaign: int) -> tuple[Move, ...]:
        """Every move, the first one first."""
        rows = await self._transaction.run(_MOVES, {"of": campaign})
        return tuple(Move(row.number, row.at, row.old, row.new) for row in rows)

    async def notice(self, notice: Notice) -> bool:
        """Tell HR something; False where they were told."""
        row = {
            "campaign": notice.campaign,
            "told": notice.told,
            "step": notice.step,
            "reason": notice.reason,
            "at": notice.at,
        }
        return (await self._transaction.run(_NOTICE, row)).scalar_one_or_none() is not None

    async def notices(self, campaign: int, *, after: int = 0) -> tuple[Notice, ...]:
        """What HR was told, oldest first; those after a number."""
        rows = await self._transaction.run(_NOTICES, {"of": campaign, "after": after})
        return tuple(Notice(row.campaign, Told(row.told), row.step, row.reason, row.at, row.id) for row in rows)


def _row(campaign: Campaign) -> Values:
    kept = {name: getattr(campaign, name) for name in _NAMES}
    return kept | {"zone": campaign.zone.key} | _said_in(campaign.channel)


def _said_in(where: Channel | None) -> dict[str, str]:
    return {"channel": where.key if where else "", "channel_name": where.name if where else ""}


def _campaign(row: Row[Any]) -> Campaign:
    stored = {name: getattr(row, name) for name in _NAMES}
    where = channel(row.channel, row.channel_name)
    return Campaign(id=row.id, channel=where, **(stored | {"zone": ZoneInfo(row.zone), "state": State(row.state)}))
