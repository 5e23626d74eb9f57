"""The two pages by which an organisation's further workspaces install Lentera: OAuth.

The rule to keep: the browser that comes back from Slack is the one that was sent there, and a workspace that is not on
the operator's list gets its token back unused. https://docs.slack.dev/authentication/installing-with-oauth
"""

import hmac
import logging
import secrets
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import BASE, quiet
from adapters.slack.installed import Installed
from adapters.slack.manifest import OAUTH_PATH, scopes
from bot.markup import plain
from bot.texts import Words

log = logging.getLogger(__name__)

INSTALL_PATH = "/slack/install"
_COOKIE = "lentera_slack_install"
_TEN_MINUTES = 600
_LONGEST = 5000
"""Characters of a code."""


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
    upload: bool = False

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
            "scope": ",".join(scopes(direct=self.direct, upload=self.upload)),
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
        if not self._ours(state, request.cookies.get(_COOKIE, "")) or not code or len(code) > _LONGEST:
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
