"""Socket Mode: Lentera calls Slack, so that Slack needs no address to call.

The rule to keep: what comes by the socket goes the same way as what comes over HTTP, from the parsed body on; a socket
that we opened with our own token needs no signature. https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import BASE, quiet
from adapters.slack.door import Body

log = logging.getLogger(__name__)

Deliver = Callable[[Body], Awaitable[tuple[int, str]]]
"""`Slack.deliver`."""

_FINE = 200
_LAST = 5.0
"""Seconds that the last answers have when the socket is closed."""


@asynccontextmanager
async def listening(token: str, deliver: Deliver, web: aiohttp.ClientSession, base: str = BASE) -> AsyncIterator[None]:
    """Keep a socket open until the block ends; a broken one is opened again."""
    logger = quiet()
    client = SocketModeClient(
        app_token=token,
        logger=logger,
        web_client=AsyncWebClient(base_url=base, session=web, logger=logger, retry_handlers=[]),
    )

    work: set[asyncio.Task[None]] = set()

    async def hear(socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        # The SDK takes the next one only when this one has been heard.
        task = asyncio.create_task(_answered(socket, request, deliver))
        work.add(task)
        task.add_done_callback(work.discard)

    client.socket_mode_request_listeners.append(hear)
    await client.connect()  # type: ignore[no-untyped-call]  # the SDK has no types there
    try:
        yield
    finally:
        if work:
            await asyncio.wait(set(work), timeout=_LAST)
        await client.close()  # type: ignore[no-untyped-call]  # likewise


async def _answered(socket: AsyncBaseSocketModeClient, request: SocketModeRequest, deliver: Deliver) -> None:
    try:
        status, text = await deliver(request.payload)
        if status != _FINE:
            # Without an answer Slack delivers it again, where that makes sense.
            return
        answer = json.loads(text) if text.startswith("{") else None
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))
    except Exception as bug:  # noqa: BLE001 - asyncio would print what it was about
        log.warning("Slack: something from the socket was not answered: %s", type(bug).__name__)
