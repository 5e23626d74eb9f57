"""What people ask about their data, who looked, and files that are to go again.

The rule to keep: each row carries the delivery that wrote it, and is closed once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.privacy.ports import Handed, Look
from bot.privacy.request import STANDING, Request, Stage, Wish
from storage.schema import handed, looks, requests
from storage.transaction import Transaction

_ASK = upsert(requests).on_conflict_do_nothing(index_elements=["delivery"])
_ASKED = select(requests).where(requests.c.delivery == bindparam("key"))
_ONE = select(requests).where(requests.c.id == bindparam("which"))
_OF = select(requests).where(requests.c.person == bindparam("whose")).order_by(requests.c.id.desc())
_STANDING = select(requests).where(requests.c.state.in_(sorted(STANDING))).order_by(requests.c.due_at, requests.c.id)
_LOOKED = upsert(looks).on_conflict_do_nothing(index_elements=["delivery"])
_AT = (
    select(looks)
    .where(
        or_(
            looks.c.person == bindparam("whose"),
            and_(looks.c.person.is_(None), looks.c.division.in_(bindparam("groups", expanding=True))),
        )
    )
    .order_by(looks.c.id.desc())
    .limit(bindparam("many"))
)
_NEW = upsert(handed)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["platform", "workspace", "file"], set_={"due_at": _NEW.excluded.due_at}
)
_DUE = (
    select(handed)
    .where(handed.c.platform == bindparam("on"), handed.c.due_at <= bindparam("now"))
    .order_by(handed.c.due_at)
    .limit(200)
)


class Requests:
    """See `bot.privacy.ports.Requests`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def ask(self, person: int, wish: Wish, *, at: datetime, due: datetime, words: str, delivery: str) -> Request:
        """Write one down. A second delivery gives what the first one wrote."""
        row = {
            "person": person,
            "kind": wish,
            "state": Stage.OPEN,
            "asked_at": at,
            "due_at": due,
            "words": words,
            "answer": "",
            "warned": False,
            "delivery": delivery,
        }
        await self._transaction.run(_ASK, row)
        return _request((await self._transaction.run(_ASKED, {"key": delivery})).one())

    async def get(self, request: int) -> Request | None:
        """One of them."""
        row = (await self._transaction.run(_ONE, {"which": request})).one_or_none()
        return _request(row) if row else None

    async def of(self, person: int) -> Sequence[Request]:
        """What somebody has asked, newest first."""
        return [_request(row) for row in await self._transaction.run(_OF, {"whose": person})]

    async def standing(self) -> Sequence[Request]:
        """All that are not closed, by when they are due."""
        return [_request(row) for row in await self._transaction.run(_STANDING)]

    async def turn(self, request: int, before: Stage, after: Stage) -> bool:
        """From one stage to the next; False where it is not at the first."""
        turned = update(requests).where(requests.c.id == request, requests.c.state == before).values(state=after)
        return (await self._transaction.run(turned)).rowcount == 1

    async def close(self, request: int, stage: Stage, *, by: int | None, at: datetime, answer: str) -> bool:
        """Close it; False where it was closed already."""
        closed = (
            update(requests)
            .where(requests.c.id == request, requests.c.state.in_(sorted(STANDING)))
            .values(state=stage, by=by, closed_at=at, answer=answer)
        )
        return (await self._transaction.run(closed)).rowcount == 1

    async def warned(self, request: int) -> bool:
        """Those who answer are told that it is due; False where they were."""
        told = update(requests).where(requests.c.id == request, requests.c.warned.is_(False)).values(warned=True)
        return (await self._transaction.run(told)).rowcount == 1


class Looks:
    """See `bot.privacy.ports.Looks`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(self, look: Look, *, delivery: str) -> None:
        """Write it down. A second delivery changes nothing."""
        await self._transaction.run(
            _LOOKED,
            {
                "at": look.at,
                "by": look.by,
                "kind": look.kind,
                "person": look.person,
                "division": look.division,
                "what": look.what,
                "delivery": delivery,
            },
        )

    async def at(self, person: int, division: str | None, *, limit: int) -> Sequence[Look]:
        """Who looked at somebody, or at a group that they are in, newest first."""
        values = {"whose": person, "groups": sorted({"", division or ""}), "many": limit}
        rows = await self._transaction.run(_AT, values)
        return [Look(row.at, row.by, row.kind, row.person, row.division, row.what) for row in rows]


class Files:
    """See `bot.privacy.ports.Files`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def put(self, file: Handed, due: datetime) -> None:
        """Remember one; once more sets a new time."""
        row = {"platform": file.platform, "workspace": file.workspace, "file": file.file, "due_at": due}
        await self._transaction.run(_PUT, row)

    async def due(self, platform: str, now: datetime) -> Sequence[Handed]:
        """Those whose time has come, two hundred at most."""
        rows = await self._transaction.run(_DUE, {"on": platform, "now": now})
        return [Handed(row.platform, row.workspace, row.file) for row in rows]

    async def gone(self, file: Handed) -> None:
        """It is deleted, or somebody else has deleted it."""
        await self._transaction.run(
            delete(handed).where(
                handed.c.platform == file.platform,
                handed.c.workspace == file.workspace,
                handed.c.file == file.file,
            )
        )


def _request(row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        person=row.person,
        wish=Wish(row.kind),
        stage=Stage(row.state),
        asked_at=row.asked_at,
        due_at=row.due_at,
        words=row.words,
        answer=row.answer,
        by=row.by,
        closed_at=row.closed_at,
        warned=row.warned,
    )
