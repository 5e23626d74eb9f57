"""How Slack reaches the app: signed HTTP, or an envelope over the web socket; three seconds, and again if need be.

The rule to keep: what is signed is what is sent, byte for byte; an event that gets no 200 comes again, with its number
and reason. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

import aiohttp

from tests.pretend.slack.refusal import Json
from tests.pretend.slack.server import Server

PATIENCE = 3.0
"""Seconds until Slack gives up on an answer."""
RETRIES = 3
Kind = Literal["slash_commands", "interactive", "events_api"]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What `X-Slack-Signature` says."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something to tell the app. Delivered twice it is the same to the byte, but for the timestamp."""

    kind: Kind
    payload: Json

    @property
    def body(self) -> bytes:
        """As it goes over HTTP."""
        match self.kind:
            case "slash_commands":
                return urlencode(self.payload).encode()
            case "interactive":
                return urlencode({"payload": json.dumps(self.payload)}).encode()
            case "events_api":
                return json.dumps(self.payload).encode()

    @property
    def media_type(self) -> str:
        """What it is."""
        return "application/json" if self.kind == "events_api" else "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the app said to it. `reason` is set where Slack takes it for not delivered."""

    status: int = 200
    body: bytes = b""
    media_type: str = ""
    reason: str = ""
    seconds: float = 0.0
    no_retry: bool = False

    @property
    def told(self) -> object:
        """The body as JSON; a text stands for itself, nothing is None."""
        text = self.body.decode("utf-8", "replace").strip()
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            return text


@dataclass
class Line:
    """The way to the app. Without a URL everything goes over the web socket."""

    server: Server
    secret: str
    url: str = ""
    patience: float = PATIENCE
    hurry: bool = True
    """Whether the minutes between two attempts pass at once."""
    delivered: list[tuple[Delivery, Answered]] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None

    async def deliver(self, delivery: Delivery, *, again: bool = True) -> Answered:
        """Tell the app something; an event is told again up to three times. The last answer."""
        answered = await self.attempt(delivery)
        if delivery.kind != "events_api" or not again:
            return answered
        # Slack comes again at once, after a minute, and after five.
        for number, wait in zip(range(1, RETRIES + 1), (0.0, 60.0, 300.0), strict=True):
            if not answered.reason or answered.no_retry:
                break
            if self.hurry:
                self.server.clock.advance(wait)
            else:
                await self.server.clock.sleep(wait)
            answered = await self.attempt(delivery, (number, answered.reason))
        return answered

    async def attempt(self, delivery: Delivery, retry: tuple[int, str] | None = None) -> Answered:
        """Tell it once. `retry` is the number and the reason of a further time."""
        started = time.monotonic()
        answered = await (self._post(delivery, retry) if self.url else self._send(delivery, retry))
        answered = Answered(
            answered.status,
            answered.body,
            answered.media_type,
            answered.reason,
            time.monotonic() - started,
            answered.no_retry,
        )
        self.delivered.append((delivery, answered))
        return answered

    def headers(self, delivery: Delivery, *, at: float | None = None) -> dict[str, str]:
        """The headers of a signed request; `at` is when it was signed, by the real clock."""
        stamp = str(int(time.time() if at is None else at))
        return {
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
            "Accept-Encoding": "gzip,deflate",
            "Content-Type": delivery.media_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self.secret, stamp, delivery.body),
        }

    async def _post(self, delivery: Delivery, retry: tuple[int, str] | None) -> Answered:
        headers = self.headers(delivery)
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        assert self.session is not None, "the pretend Slack is not running"
        try:
            async with (
                asyncio.timeout(self.patience),
                self.session.post(self.url, data=delivery.body, headers=headers, allow_redirects=False) as response,
            ):
                body = await response.read()
        except TimeoutError:
            return Answered(0, reason="http_timeout")
        except aiohttp.ClientError:
            return Answered(0, reason="connection_failed")
        return Answered(
            response.status,
            body,
            response.content_type,
            "" if response.status == 200 else "http_error",
            no_retry=response.headers.get("X-Slack-No-Retry") == "1",
        )

    async def _send(self, delivery: Delivery, retry: tuple[int, str] | None) -> Answered:
        if not self.server.sockets:
            return Answered(0, reason="connection_failed")
        # Of several connections Slack takes any one.
        socket = self.server.sockets[len(self.delivered) % len(self.server.sockets)]
        payload = delivery.payload
        try:
            told = await socket.send(delivery.kind, payload, self.patience, retry)
        except TimeoutError:
            return Answered(0, reason="timeout")
        answer = told.get("payload")
        return Answered(200, json.dumps(answer).encode() if answer else b"", "application/json")
