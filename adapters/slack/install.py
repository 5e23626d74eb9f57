"""Installing in an organisation's further workspaces: OAuth, and tokens that are sealed where they are kept.

The rule to keep: only workspaces on the operator's list; nobody else's token is kept, and no token lies open in the
database. The key comes from the client secret, so a new secret means installing again.
https://docs.slack.dev/authentication/installing-with-oauth
"""

import base64
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore, SQLAlchemyInstallationStore
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.api import BASE, Api, Lanes, quiet
from adapters.slack.manifest import OAUTH_PATH, scopes
from adapters.slack.payload import Who
from adapters.slack.workspaces import Home, Workspaces
from bot.errors import Busy
from bot.markup import plain
from bot.texts import Words

log = logging.getLogger(__name__)

INSTALL_PATH = "/slack/install"
_COOKIE = "lentera_slack_install"
_TEN_MINUTES = 600
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


@dataclass(frozen=True, slots=True)
class Installing:
    """The two pages of the OAuth flow."""

    client_id: str
    secret: str
    installed: Installed
    words: Words
    session: aiohttp.ClientSession
    base: str = BASE
    direct: bool = True

    def attach(self, app: web.Application) -> None:
        """Add them."""
        app.router.add_get(INSTALL_PATH, self._begin)
        app.router.add_get(OAUTH_PATH, self._end)

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """Send the browser to Slack, and give it something to recognise it by."""
        stamp = f"{int(time.time())}.{secrets.token_urlsafe(24)}"
        state = f"{stamp}.{self._mark(stamp)}"
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(scopes(direct=self.direct)),
            "state": state,
            "redirect_uri": self._back(request),
        }
        parts = urlsplit(self.base)
        response = web.Response(
            status=HTTPStatus.FOUND,
            headers={"Location": f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize?{urlencode(asked)}"},
        )
        response.set_cookie(
            _COOKIE,
            state,
            max_age=_TEN_MINUTES,
            path=OAUTH_PATH,
            httponly=True,
            secure=self._back(request).startswith("https:"),
            samesite="Lax",
        )
        return response

    async def _end(self, request: web.Request) -> web.StreamResponse:
        """Take what the browser brings back from Slack."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if not self._ours(state, request.cookies.get(_COOKIE, "")) or not code or len(code) > _MANY:
            return self._page("slack.install_again", HTTPStatus.BAD_REQUEST)
        client = AsyncWebClient(base_url=self.base, session=self.session, logger=quiet(), retry_handlers=[])
        try:
            # slack_sdk's own method warns of a deprecation inside aiohttp, which would be printed at each installation.
            asked = {
                "client_id": self.client_id,
                "client_secret": self.secret,
                "code": code,
                "redirect_uri": self._back(request),
            }
            told = (await client.api_call("oauth.v2.access", data=asked)).data
            if not isinstance(told, dict):
                return self._page("slack.install_again", HTTPStatus.BAD_GATEWAY)
            if await self.installed.keep(told):
                return self._page("slack.install_done", HTTPStatus.OK)
            # Somebody else's workspace: the token is given back unused.
            await client.auth_revoke(token=told["access_token"])
        except (SlackApiError, SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as trouble:
            log.warning("Slack: an installation failed: %s", type(trouble).__name__)
            return self._page("slack.install_again", HTTPStatus.BAD_REQUEST)
        log.warning("Slack: an installation was refused: the workspace is not in SLACK_WORKSPACES")
        return self._page("slack.install_refused", HTTPStatus.FORBIDDEN)

    def _page(self, key: str, status: HTTPStatus) -> web.Response:
        response = web.Response(status=status, text=plain(self.words(key)) + "\n")
        response.del_cookie(_COOKIE, path=OAUTH_PATH)
        return response

    def _ours(self, state: str, cookie: str) -> bool:
        """Whether this browser began, with us, and not long ago."""
        stamp, _, mark = state.rpartition(".")
        began = stamp.partition(".")[0]
        timely = began.isascii() and began.isdecimal() and len(began) < 12 and time.time() - int(began) <= _TEN_MINUTES
        same = hmac.compare_digest(state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace"))
        return timely and same and hmac.compare_digest(mark.encode("utf-8", "replace"), self._mark(stamp).encode())

    def _mark(self, stamp: str) -> str:
        return hmac.new(
            self.secret.encode(), b"lentera slack install:" + stamp.encode("utf-8", "replace"), "sha256"
        ).hexdigest()

    def _back(self, request: web.Request) -> str:
        """Where Slack sends the browser: where it came from. Slack checks it against the manifest."""
        forwarded = request.headers.get("X-Forwarded-Proto", "")
        scheme = "https" if forwarded.partition(",")[0].strip() == "https" else request.scheme
        return f"{scheme}://{request.host}{OAUTH_PATH}"
