"""The way from a worker in another process to the chats, which live in the web process.

The rule to keep: it behaves as a platform's web API does: what leaves is `Unreachable`, `Busy`, `Declined`, or
TimeoutError where the message may be in the chat all the same.
"""

from types import TracebackType
from typing import Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from adapters.local import wire
from bot.errors import Busy, Declined, Unreachable
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
        """Hand a message over. Raises `Unreachable`, `Busy`, `Declined`, TimeoutError."""
        if self._session is None:
            raise Busy(_PAUSE)
        try:
            async with self._session.post(
                self._url,
                json={"address": address, "message": wire.pack(message)},
                headers={"Authorization": f"Bearer {self._secret}"},
            ) as response:
                status, pause = response.status, response.headers.get("Retry-After", "")
        except ClientConnectorError:
            raise Busy(_PAUSE) from None
        except (ClientError, TimeoutError):
            # The connection broke after the message had gone out on it.
            raise TimeoutError("deliver") from None
        match status:
            case 200:
                return
            case 404:
                raise Unreachable("no_such_address")
            case 401 | 429 | 503:
                raise Busy(float(pause) if pause.isascii() and pause.isdecimal() else _PAUSE)
            case _ if status >= 500:
                raise TimeoutError("deliver")
            case _:
                raise Declined(f"http_{status}")
