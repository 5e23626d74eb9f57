"""The Bot Connector: Teams' own REST interface, called with a token of ours.

The rule to keep: what leaves here is `Busy`, `Unreachable`, `Declined`, or TimeoutError where nobody can know whether
it was done; a wait that Teams asked for is obeyed by everything in the same lane; and nothing that is said is logged.

It is spoken by aiohttp and not by the SDK's connector client, which costs 17 ms of processor a call as it comes (4
once its retry list is mended), runs in threads, six at a time, and turns every card into objects and back.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import json
import logging
import math
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import quote

import aiohttp

from adapters.teams.errors import AGAIN, BY_STATUS, UNREACHABLE, Declined
from adapters.teams.lanes import Lanes
from adapters.teams.login import Login
from adapters.teams.rich import Data
from bot.errors import Busy, Unreachable

log = logging.getLogger(__name__)

SECONDS = 10.0
"""Until an answer must be there."""
Method = Literal["GET", "POST", "PUT"]
_FIRST = 0.5
"""Seconds until something is tried again; then twice as long, and again, each give or take a half."""
_LONGEST = 30.0
_LARGEST = 8 * 1024 * 1024
_CONNECTIONS = 64
"""Calls at once: more than the fifty a second that Teams takes from an app in one tenant."""


def session() -> aiohttp.ClientSession:
    """Connections to Microsoft, kept open. Whoever asks for it closes it."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
        trust_env=True,
        json_serialize=lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    )


class Api:
    """Calls, with the app's token. Where one may call, the caller has to know from a token of Microsoft's."""

    def __init__(
        self, login: Login, web: aiohttp.ClientSession, lanes: Lanes, spread: Callable[[], float] = random.random
    ) -> None:
        self._login = login
        self._web = web
        self._lanes = lanes
        self._spread = spread

    def planned(self) -> None:
        """One of the calls had a place in the lane that all processes share."""
        self._lanes.planned += 1

    @property
    def unplanned(self) -> int:
        """How many calls of this process had none: answers, chats that were opened, and what was tried again."""
        return self._lanes.calls - self._lanes.planned

    async def send(self, service: str, conversation: str, activity: Data, *, patience: float = 0.0) -> str:
        """Say something. Gives the message's id. Raises as `call`."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        told = await self.call("POST", service, path, activity, lane=conversation, patience=patience)
        return str(told.get("id") or "")

    async def change(
        self, service: str, conversation: str, message: str, activity: Data, *, patience: float = 0.0
    ) -> None:
        """Say something in place of what was said. Raises as `call`."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities/{quote(message, safe='')}"
        await self.call("PUT", service, path, activity | {"id": message}, lane=conversation, patience=patience)

    async def open(self, service: str, tenant: str, contact: str, bot: str, *, patience: float = 0.0) -> str:
        """The id of somebody's own chat with the bot, which Teams opens if need be. Raises as `call`."""
        told = await self.call(
            "POST",
            service,
            "v3/conversations",
            {
                "isGroup": False,
                "bot": {"id": bot},
                "members": [{"id": contact}],
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            },
            patience=patience,
        )
        found = told.get("id")
        if not isinstance(found, str) or not found:
            raise Declined("open", "no_id")
        return found

    async def member(self, service: str, conversation: str, contact: str, *, patience: float = 0.0) -> Data:
        """Somebody in a conversation, as its roster has them. Raises as `call`."""
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(contact, safe='')}"
        return await self.call("GET", service, path, patience=patience)

    async def call(
        self,
        method: Method,
        service: str,
        path: str,
        body: Data | None = None,
        *,
        lane: str = "",
        patience: float = 0.0,
        query: Mapping[str, str] | None = None,
    ) -> Data:
        """One call. `lane` is the conversation, for what Teams counts by conversation.

        Waits up to `patience` seconds where Teams asks for a pause, else raises `Busy`. Raises `Unreachable`,
        `Declined`, and TimeoutError where it may have been done all the same.
        """
        tries = 0
        fresh = False
        while True:
            patience -= await self._lanes.turn(service, lane, patience)
            token = await self._login.token()
            status, told, after = await self._once(method, f"{service.rstrip('/')}/{path}", body, token, query)
            if status < HTTPStatus.MULTIPLE_CHOICES:
                return told
            word = _word(told) or BY_STATUS.get(status, "")
            if status == HTTPStatus.UNAUTHORIZED and word not in UNREACHABLE:
                self._login.spoilt(token)
                if fresh:
                    log.error("Teams does not take Lentera's token: %s", word or status)
                    raise Busy(_LONGEST)
                fresh = True
            elif status in AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                if status not in AGAIN:
                    # Nothing says that it was not done.
                    raise TimeoutError(method)
                wait = self._pause(after, tries)
                # What is asked for by name is for this conversation; the rest passes by itself.
                self._lanes.close(lane or service, wait)
                tries += 1
            elif word in UNREACHABLE:
                raise Unreachable(word)
            else:
                raise Declined(f"{method} {path.partition('/')[2].partition('/')[0]}", word or f"http_{status}")

    async def _once(
        self, method: Method, url: str, body: Data | None, token: str, query: Mapping[str, str] | None
    ) -> tuple[int, Data, str | None]:
        try:
            async with self._web.request(
                method,
                url,
                json=body,
                params=query,
                headers={"Authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as answer:
                raw = await answer.content.read(_LARGEST)
        except aiohttp.ClientConnectorError:
            raise Busy(_LONGEST) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            raise TimeoutError(method) from None
        told: Any = None
        with suppress(ValueError):
            told = json.loads(raw)
        return answer.status, told if isinstance(told, dict) else {"items": told}, answer.headers.get("Retry-After")

    def _pause(self, said: str | None, tries: int) -> float:
        """Seconds to wait: as Teams says, else longer each time, and not together with everybody else."""
        try:
            asked = float(said or "")
        except ValueError:
            asked = math.nan
        if math.isfinite(asked) and 0 <= asked <= 3600:
            return asked + self._spread()
        return min(_FIRST * 2.0**tries, _LONGEST) * (0.5 + self._spread())


def _word(told: Data) -> str:
    """Teams' own word for what went wrong."""
    error = told.get("error")
    found = error.get("code") if isinstance(error, dict) else told.get("errorCode")
    return found if isinstance(found, str) and found.isidentifier() and len(found) < 80 else ""
