"""The keys that Microsoft signs with: fetched without making anybody wait, and again when one is not among them.

The rule to keep: nobody is let in because keys could not be had. `NoKeysError` is a 503 for whoever knocks.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
from jwt import PyJWK, PyJWTError

log = logging.getLogger(__name__)

PUBLIC = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where the public cloud says which keys are good."""
_SECONDS = 5.0
"""Until the answer must be there: somebody waits for us, and Teams waits fifteen."""
_FRESH = 24 * 3600.0
"""Seconds that keys are good without being asked for again."""
_STALE = 5 * 24 * 3600.0
"""Seconds that old keys serve where new ones cannot be had; Microsoft announces a new one as long before."""
_PAUSE = 10.0
"""Seconds between two times that somebody makes us look for a key that we do not know."""
_LARGEST = 1024 * 1024


class NoKeysError(Exception):
    """The keys cannot be had at the moment."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the channels it may speak for."""

    key: PyJWK = field(repr=False)
    endorses: frozenset[str]


@dataclass(slots=True)
class Keys:
    """The keys of one cloud. `now` gives seconds that only go forward."""

    url: str
    web: aiohttp.ClientSession
    now: Callable[[], float] = time.monotonic
    issuer: str = ""
    """Who signs; known once keys are."""
    _known: Mapping[str, Key] = field(default_factory=dict)
    _since: float = float("-inf")
    _tried: float = float("-inf")
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, name: str) -> Key | None:
        """The key of this id; None where Microsoft has none. Raises `NoKeysError`."""
        if self.now() - self._since > _FRESH or name not in self._known:
            await self._refresh(name)
        return self._known.get(name)

    async def _refresh(self, name: str) -> None:
        begun = self.now()
        async with self._asking:
            if self._since >= begun or (self._fresh() and self._tried > begun - _PAUSE):
                # Somebody else has just looked.
                return None
            if self._tried >= begun:
                # And has found nobody there: who waited in line need not wait once more.
                return self._old(name)
            self._tried = self.now()
            try:
                async with asyncio.timeout(_SECONDS):
                    self.issuer, self._known = await self._fetch()
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, OSError) as trouble:
                log.warning("the keys of Bot Framework cannot be had: %s", type(trouble).__name__)
                return self._old(name)
            self._since = self.now()
            return None

    def _old(self, name: str) -> None:
        """Returns where an old key will do."""
        if name not in self._known or self.now() - self._since > _STALE:
            raise NoKeysError

    def _fresh(self) -> bool:
        return self.now() - self._since <= _FRESH

    async def _fetch(self) -> tuple[str, Mapping[str, Key]]:
        about = await self._json(self.url)
        told = await self._json(str(about["jwks_uri"]))
        found = dict(filter(None, map(_key, told["keys"])))
        if not found:
            raise ValueError("no keys")
        return str(about["issuer"]), found

    async def _json(self, url: str) -> Any:  # noqa: ANN401 - any JSON
        async with self.web.get(url, allow_redirects=False) as answer:
            if answer.status != HTTPStatus.OK:
                raise ValueError(f"status {answer.status}")
            return json.loads(await answer.content.read(_LARGEST))


def _key(told: Mapping[str, Any]) -> tuple[str, Key] | None:
    """One key; None for one of a kind that we do not take."""
    if told.get("kty") != "RSA" or told.get("use", "sig") != "sig" or not isinstance(told.get("kid"), str):
        return None
    try:
        key = PyJWK(dict(told), algorithm="RS256")
    except PyJWTError:
        return None
    endorses = told.get("endorsements")
    return told["kid"], Key(key, frozenset(map(str, endorses)) if isinstance(endorses, list) else frozenset())
