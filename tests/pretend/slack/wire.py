"""One web socket of Socket Mode, seen from Slack's side.

The rule to keep: an envelope is answered by its id within three seconds, or it was not delivered.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from uuid import uuid4

from aiohttp import web

from tests.pretend.slack.refusal import Json


class Socket:
    """A connection of the app."""

    def __init__(self, stream: web.WebSocketResponse, app_id: str) -> None:
        self._stream = stream
        self._app_id = app_id
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    async def hello(self, number: int) -> None:
        """Greet, as Slack does before anything else."""
        await self._stream.send_json(
            {
                "type": "hello",
                "num_connections": number,
                "connection_info": {"app_id": self._app_id},
                "debug_info": {
                    "host": "applink-1",
                    "started": "2026-11-18 02:00:00.000",
                    "approximate_connection_time": 18060,
                },
            }
        )

    def heard(self, text: str) -> None:
        """Take an answer; what answers nothing is left alone."""
        try:
            said = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.pop(str(said.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(said)

    async def send(self, kind: str, payload: Json, seconds: float, retry: tuple[int, str] | None = None) -> Json:
        """Deliver an envelope; the answer to it. Raises `TimeoutError`."""
        envelope = str(uuid4())
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = answer
        told: Json = {
            "envelope_id": envelope,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            told |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        await self._stream.send_json(told)
        try:
            async with asyncio.timeout(seconds):
                return await answer
        finally:
            self._waiting.pop(envelope, None)

    async def refresh(self) -> None:
        """Tell the app to connect again, as Slack does every few hours."""
        await self._stream.send_json(
            {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "applink-1"}}
        )

    async def close(self) -> None:
        """Hang up without a word."""
        await self._stream.close()
