"""The way from a worker in another process to the chats, which live in the web process.

The rule to keep: it behaves as a platform's web API does: known trouble becomes `Unreachable` or `Busy`, and nothing
else leaves.
"""

from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.local import wire
from bot.errors import Busy, Unreachable
from bot.message import Message

_PAUSE = 5.0
"""Seconds until a web process that did not answer is asked again."""


class Post:
    """A `Messenger` that hands messages to the playground over HTTP. Use it as an async context."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = f"{url.rstrip('/')}/local/deliver"
        self._secret = secret
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open a session."""
        self._session = ClientSession(timeout=ClientTimeout(total=20), trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()

    async def send(self, address: str, message: Message) -> None:
        """Hand a message over. Raises `Unreachable` or `Busy`."""
        if self._session is None:
            raise Busy(_PAUSE)
        try:
            async with self._session.post(
                self._url,
                json={"address": address, "message": wire.pack(message)},
                headers={"Authorization": f"Bearer {self._secret}"},
            ) as response:
                status = response.status
        except (ClientError, TimeoutError):
            raise Busy(_PAUSE) from None
        if status == 404:
            raise Unreachable("no_such_address")
        if status != 200:
            raise Busy(_PAUSE)
