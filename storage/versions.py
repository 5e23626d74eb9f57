"""Texts and promises of the rollouts, version by version.

The rule to keep: a version is never changed, only signed, and that once.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.console.ports import Version
from storage.schema import versions
from storage.transaction import Transaction

_ADD = upsert(versions).on_conflict_do_nothing().returning(versions.c.id)
_MINE = select(versions).where(versions.c.delivery == bindparam("key"))
_ONE = select(versions).where(
    versions.c.campaign == bindparam("of"),
    versions.c.subject == bindparam("about"),
    versions.c.number == bindparam("which"),
)
_last = (
    select(versions.c.subject, func.max(versions.c.number).label("number"))
    .where(versions.c.campaign == bindparam("of"))
    .group_by(versions.c.subject)
    .subquery()
)
_LATEST = (
    select(versions)
    .join(_last, and_(versions.c.subject == _last.c.subject, versions.c.number == _last.c.number))
    .where(versions.c.campaign == bindparam("of"))
)
_SIGNED = (
    select(versions)
    .where(
        versions.c.campaign == bindparam("of"),
        versions.c.subject == bindparam("about"),
        versions.c.signed_at.is_not(None),
    )
    .order_by(versions.c.number.desc())
    .limit(1)
)


class Versions:
    """See `bot.campaigns.console.ports.Versions`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, version: Version) -> Version | None:
        """Write the next version; None where somebody else has written this number. A second delivery gives its own."""
        added = await self._transaction.run(
            _ADD,
            {
                "campaign": version.campaign,
                "subject": version.subject,
                "number": version.number,
                "content": json.dumps(version.content, ensure_ascii=False),
                "by": version.by,
                "at": version.at,
                "delivery": version.delivery,
            },
        )
        if added.scalar_one_or_none() is not None:
            return version
        row = (await self._transaction.run(_MINE, {"key": version.delivery})).one_or_none()
        return _version(row) if row else None

    async def get(self, campaign: int, subject: str, number: int) -> Version | None:
        """One version."""
        values = {"of": campaign, "about": subject, "which": number}
        row = (await self._transaction.run(_ONE, values)).one_or_none()
        return _version(row) if row else None

    async def latest(self, campaign: int) -> Mapping[str, Version]:
        """The last version of everything that was written for a campaign, by subject."""
        return {row.subject: _version(row) for row in await self._transaction.run(_LATEST, {"of": campaign})}

    async def signed(self, campaign: int, subject: str) -> Version | None:
        """The last version that was signed."""
        row = (await self._transaction.run(_SIGNED, {"of": campaign, "about": subject})).one_or_none()
        return _version(row) if row else None

    async def sign(self, version: Version, *, by: int, at: datetime) -> bool:
        """Sign it; False where it was signed already."""
        signed = await self._transaction.run(
            update(versions)
            .where(
                versions.c.campaign == version.campaign,
                versions.c.subject == version.subject,
                versions.c.number == version.number,
                versions.c.signed_at.is_(None),
            )
            .values(signed_by=by, signed_at=at)
        )
        return signed.rowcount == 1


def _version(row: Row[Any]) -> Version:
    return Version(
        campaign=row.campaign,
        subject=row.subject,
        number=row.number,
        content=json.loads(row.content),
        by=row.by,
        at=row.at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        delivery=row.delivery,
    )
