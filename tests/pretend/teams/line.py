"""How Teams reaches the app: HTTP with a token of the issuer's, ten seconds, and once more where a test says so.

The rule to keep: what is delivered again is the same to the byte, with a token of its own.
"""

import io
import json
import time
from dataclasses import dataclass, field

import aiohttp

from tests.pretend.teams.issuer import Issuer
from tests.pretend.teams.tenant import Json

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What the app said to it; status 0 where it said nothing."""

    status: int
    body: bytes = b""
    seconds: float = 0.0

    @property
    def told(self) -> object:
        """The body as JSON; None for none."""
        if not self.body.strip():
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            return self.body.decode("utf-8", "replace")


@dataclass
class Line:
    """The way to the app."""

    issuer: Issuer
    url: str = ""
    patience: float = PATIENCE
    delivered: list[tuple[Json, Answered]] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None

    async def deliver(self, activity: Json) -> Answered:
        """Tell the app something."""
        token = self.issuer.token(activity["serviceUrl"])
        answered = await self.post(json.dumps(activity).encode(), f"Bearer {token}")
        self.delivered.append((activity, answered))
        return answered

    async def post(self, body: bytes, authorization: str | None) -> Answered:
        """Send whatever, with whatever token."""
        assert self.session is not None, "the pretend Teams is not running"
        headers = {
            "User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
            "Content-Type": "application/json; charset=utf-8",
            "MS-CV": "pretend.1",
        }
        if authorization is not None:
            headers["Authorization"] = authorization
        started = time.monotonic()
        try:
            async with self.session.post(
                self.url, data=io.BytesIO(body), headers=headers, allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self.patience),
            ) as answer:  # fmt: skip
                said = await answer.read()
                return Answered(answer.status, said, time.monotonic() - started)
        except (TimeoutError, aiohttp.ClientError):
            return Answered(0, b"", time.monotonic() - started)
