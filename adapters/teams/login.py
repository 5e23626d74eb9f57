"""The token that Lentera shows when it speaks: got from Microsoft's login, or from the machine it runs on.

The rule to keep: one is got before the old one runs out, by one caller for all, and it is shown to nobody but the
places that Bot Framework's own tokens have named. MSAL, which the SDK uses, waits inside the event loop.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

import asyncio
import json
import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp

from bot.errors import Busy

log = logging.getLogger(__name__)

_SECONDS = 10.0
_EARLY = 300.0
"""Seconds before its end that a token is replaced."""
_PAUSE = 30.0
"""Seconds until a login that failed is tried again."""
_LARGEST = 256 * 1024
_MULTI = "botframework.com"
"""The tenant that an app of many tenants logs in at."""
_RESOURCES = {
    "login.microsoftonline.us": "https://api.botframework.us",
    "login.partner.microsoftonline.cn": "https://api.botframework.azure.cn",
    "login.chinacloudapi.cn": "https://api.botframework.azure.cn",
}
"""What a token is for, by where one logs in."""
_RESOURCE = "https://api.botframework.com"


class Account(Protocol):
    """Who logs in."""

    @property
    def app(self) -> str:
        """The app id."""
        ...

    @property
    def password(self) -> str:
        """The client secret; empty for a managed identity."""
        ...

    @property
    def tenant(self) -> str:
        """Of an app of one tenant; empty for one of many."""
        ...

    @property
    def login(self) -> str:
        """Where, such as `https://login.microsoftonline.com`."""
        ...


@dataclass(slots=True)
class Login:
    """Gives tokens. `identity` is what the machine says of its own identity, as environment variables."""

    account: Account
    web: aiohttp.ClientSession
    identity: Mapping[str, str] = field(default_factory=dict)
    resource: str = ""
    """What its tokens are for; without one the Bot Connector of the cloud that is logged in to."""
    tenant: str = ""
    """Where to log in, if it is not where the account is at home."""
    now: Callable[[], float] = time.monotonic
    _token: str = field(default="", repr=False)
    _until: float = float("-inf")
    _failed: float = float("-inf")
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def token(self) -> str:
        """A token that is good for the next minutes. Raises `Busy`."""
        if self._until - _EARLY > self.now():
            return self._token
        async with self._asking:
            if self._until - _EARLY <= self.now():
                await self._renew()
        return self._token

    def spoilt(self, token: str) -> None:
        """A token was not taken: the next call gets a new one."""
        if token == self._token:
            self._until = float("-inf")

    async def _renew(self) -> None:
        if self.now() - self._failed < _PAUSE:
            raise Busy(_PAUSE)
        try:
            async with asyncio.timeout(_SECONDS):
                told = await (self._by_password() if self.account.password else self._by_machine())
            self._token, lasts = str(told["access_token"]), float(told["expires_in"])
            self._until = self.now() + (lasts if math.isfinite(lasts) else 0.0)
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, OSError) as trouble:
            # A token that is still good serves until it is not.
            if self._until > self.now():
                return
            self._failed = self.now()
            # Of Microsoft's answer only its own word: the rest repeats what was sent.
            log.error("Lentera cannot log in at Microsoft: %s", trouble if isinstance(trouble, _No) else type(trouble))  # noqa: TRY400 - no values
            raise Busy(_PAUSE) from None

    async def _by_password(self) -> dict[str, Any]:
        host = self.account.login.rstrip("/")
        resource = self.resource or _RESOURCES.get(host.rpartition("/")[2], _RESOURCE)
        url = f"{host}/{self.tenant or self.account.tenant or _MULTI}/oauth2/v2.0/token"
        asked = {
            "grant_type": "client_credentials",
            "client_id": self.account.app,
            "client_secret": self.account.password,
            "scope": f"{resource}/.default",
        }
        async with self.web.post(url, data=asked, allow_redirects=False) as answer:
            return await _told(answer)

    async def _by_machine(self) -> dict[str, Any]:
        """App Service says where to ask; every other machine of Azure knows the same address."""
        asked = {"resource": self.resource or _RESOURCE, "client_id": self.account.app}
        endpoint = self.identity.get("IDENTITY_ENDPOINT", "")
        if endpoint:
            asked["api-version"] = "2019-08-01"
            headers = {"X-IDENTITY-HEADER": self.identity.get("IDENTITY_HEADER", "")}
        else:
            endpoint = "http://169.254.169.254/metadata/identity/oauth2/token"
            asked["api-version"] = "2018-02-01"
            headers = {"Metadata": "true"}
        async with self.web.get(endpoint, params=asked, headers=headers, allow_redirects=False) as answer:
            told = await _told(answer)
        if "expires_in" not in told:
            told["expires_in"] = float(told["expires_on"]) - time.time()
        return told


class _No(ValueError):  # noqa: N818 - Microsoft's word
    """Microsoft's own word for why not."""


async def _told(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    told = json.loads(await answer.content.read(_LARGEST))
    if not isinstance(told, dict):
        raise ValueError("no object")  # noqa: TRY004 - as everything that is malformed
    if answer.status != HTTPStatus.OK:
        word = str(told.get("error", ""))
        raise _No(word if word.replace("_", "").isalnum() and len(word) < 60 else f"http_{answer.status}")
    return told
