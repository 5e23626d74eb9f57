"""An organisation's further workspaces, where Lentera was installed by OAuth: their tokens, sealed where they are kept.

The rule to keep: nobody's token is kept but that of a workspace on the operator's list, and no token lies open in the
database. The key comes from the client secret, so a new secret means installing again.
"""

import base64
import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore, SQLAlchemyInstallationStore
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.api import BASE, Api, quiet
from adapters.slack.lanes import Lanes
from adapters.slack.told import Who
from adapters.slack.workspaces import Home, Workspaces
from bot.errors import Busy

log = logging.getLogger(__name__)

_FRESH = 300.0
"""Seconds that a found workspace is remembered: elsewhere it may have been removed."""
_LOST = 30.0
"""The same for one that is not there: somebody may just be installing it."""
_MANY = 5000


class Sealer:
    """Seals tokens with a key made of the client secret."""

    def __init__(self, secret: str) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lentera slack tokens").derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, token: str) -> str:
        """The token as it may lie in a database."""
        return self._fernet.encrypt(token.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The token; None where another secret has sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None


@dataclass(slots=True)
class Installed:
    """The workspaces that were installed by OAuth: a `Workspaces`, on slack_sdk's store, remembered for a while."""

    store: AsyncSQLAlchemyInstallationStore
    sealer: Sealer
    allowed: Collection[str]
    """Team or organisation ids."""
    session: aiohttp.ClientSession
    lanes: Lanes
    base: str = BASE
    now: Callable[[], float] = time.monotonic
    _known: dict[tuple[str, str], tuple[float, Home | None]] = field(default_factory=dict)

    async def prepare(self) -> None:
        """Make the tables where they are not there. Two processes may do so at once."""
        try:
            await self.store.create_tables()  # type: ignore[no-untyped-call]  # the SDK has no types there
        except SQLAlchemyError:
            await self.store.create_tables()  # type: ignore[no-untyped-call]  # the SDK has no types there

    async def of(self, who: Who) -> Home | None:
        """See `Workspaces`."""
        key = (who.enterprise, who.team)
        until, home = self._known.get(key, (-1.0, None))
        if until > self.now():
            return home
        home = await self._find(who)
        if len(self._known) >= _MANY:
            self._known.clear()
        self._known[key] = (self.now() + (_FRESH if home else _LOST), home)
        return home

    async def named(self, name: str) -> Home | None:
        """See `Workspaces`."""
        if not name:
            return None
        column = self.store.bots.c
        bots = await self._bots(or_(column.team_id == name, column.enterprise_id == name))
        return next((home for bot in bots if (home := self._home(bot)) and name in {home.team, home.enterprise}), None)

    async def all(self) -> tuple[Home, ...]:
        """See `Workspaces`."""
        homes = [self._home(bot) for bot in await self._bots(None)]
        return tuple({home.id: home for home in homes if home}.values())

    async def gone(self, who: Who) -> None:
        """See `Workspaces`. What is kept of it goes too."""
        log.warning("Slack: Lentera was removed from a workspace, or its token was taken back")
        self._known.clear()
        enterprise, team = who.enterprise or None, who.team or None
        await self.store.async_delete_all(enterprise_id=enterprise, team_id=team)

    async def keep(self, told: dict[str, Any]) -> bool:
        """Keep what Slack answered to an installation; False where the workspace is not on the list."""
        enterprise, team = told.get("enterprise") or {}, told.get("team") or {}
        if not {str(enterprise.get("id")), str(team.get("id"))} & set(self.allowed):
            return False
        await self.store.async_save(
            Installation(
                app_id=told.get("app_id"),
                enterprise_id=enterprise.get("id"),
                enterprise_name=enterprise.get("name"),
                team_id=team.get("id"),
                team_name=team.get("name"),
                bot_token=self.sealer.seal(str(told["access_token"])),
                bot_id=None,
                bot_user_id=told.get("bot_user_id"),
                bot_scopes=str(told.get("scope") or ""),
                user_id=str((told.get("authed_user") or {}).get("id")),
                is_enterprise_install=told.get("is_enterprise_install") is True,
                token_type=told.get("token_type"),
                installed_at=datetime.now(UTC).timestamp(),
            )
        )
        self._known.clear()
        return True

    async def _find(self, who: Who) -> Home | None:
        enterprise = who.enterprise or None
        try:
            found = await self.store.async_find_bot(enterprise_id=enterprise, team_id=who.team or None)
            if found is None and enterprise:
                found = await self.store.async_find_bot(
                    enterprise_id=enterprise, team_id=None, is_enterprise_install=True
                )
        except (SQLAlchemyError, OSError):
            raise Busy(_LOST) from None
        return self._home(found) if found else None

    async def _bots(self, where: Any) -> list[Bot]:  # noqa: ANN401 - a clause of SQLAlchemy's
        table = self.store.bots
        query = select(table).where(table.c.client_id == self.store.client_id).order_by(table.c.installed_at.desc())
        async with self.store.engine.connect() as connection:
            rows = (await connection.execute(query if where is None else query.where(where))).mappings()
            return [SQLAlchemyInstallationStore.build_bot_entity(row) for row in rows]

    def _home(self, bot: Bot) -> Home | None:
        token = self.sealer.open(bot.bot_token or "")
        if token is None:
            log.error("Slack: a token is sealed with another client secret; install Lentera there again")
            return None
        team = "" if bot.is_enterprise_install else (bot.team_id or "")
        api = Api(token, team or bot.enterprise_id or "", self.session, self.lanes, self.base)
        return Home(team, bot.enterprise_id or "", bot.bot_user_id or "", token, api)


def installed(
    client_id: str,
    secret: str,
    allowed: Collection[str],
    engine: AsyncEngine,
    session: aiohttp.ClientSession,
    lanes: Lanes,
    base: str = BASE,
) -> Installed:
    """The workspaces of a client id, kept in the installation's own database."""
    store = AsyncSQLAlchemyInstallationStore(client_id, engine, logger=quiet())
    return Installed(store, Sealer(secret), allowed, session, lanes, base)


@dataclass(frozen=True, slots=True)
class Several:
    """The workspace of the environment's token, and those that were installed by OAuth: a `Workspaces`."""

    first: Workspaces
    further: Installed

    async def of(self, who: Who) -> Home | None:
        """See `Workspaces`."""
        return await self.first.of(who) or await self.further.of(who)

    async def named(self, name: str) -> Home | None:
        """See `Workspaces`."""
        return await self.first.named(name) or await self.further.named(name)

    async def all(self) -> tuple[Home, ...]:
        """See `Workspaces`."""
        return (*await self.first.all(), *await self.further.all())

    async def gone(self, who: Who) -> None:
        """See `Workspaces`."""
        await self.first.gone(who)
        await self.further.gone(who)
