"""Slack's Web API with one workspace's token, through slack_sdk.

The rule to keep: what leaves here is `Busy`, `Unreachable`, `Declined`, or TimeoutError where nobody can know whether
it was done; a wait that Slack asked for is obeyed by everything in the same lane; and nothing that is said is logged.
https://docs.slack.dev/apis/web-api/rate-limits
"""

import json
import logging
import math
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import BUSY, UNREACHABLE, Declined
from adapters.slack.lanes import Lanes
from adapters.slack.rich import Data
from bot.errors import Busy, Unreachable

SECONDS = 10.0
"""Until an answer must be there."""
BASE = "https://slack.com/api/"
_HOOKS = ("https://hooks.slack.com", "https://hooks.slack-gov.com")


def quiet() -> logging.Logger:
    """The logger that slack_sdk and slack_bolt are given: at DEBUG they print whole requests.

    Its level is its own, because both copy the root's level where they find none, and because slack_sdk formats what
    it would print before it asks whether to.
    """
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in list(logging.Logger.manager.loggerDict):
        if name.startswith(("slack_sdk.", "slack_bolt.")):
            logging.getLogger(name).setLevel(logging.WARNING)
    return logging.getLogger("slack_sdk")


def session() -> aiohttp.ClientSession:
    """Connections to Slack, kept open. Whoever asks for it closes it."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=True)


class Api:
    """The methods of the Web API, for one workspace."""

    def __init__(self, token: str, workspace: str, web: aiohttp.ClientSession, lanes: Lanes, base: str = BASE) -> None:
        self.workspace = workspace
        self._web = web
        self._lanes = lanes
        self.scopes: frozenset[str] = frozenset()
        """What the token may do, as Slack said last; empty before it has said anything."""
        self._hooks = (*_HOOKS, _origin(base))
        self._client = AsyncWebClient(
            token,
            base_url=base,
            session=web,
            logger=quiet(),
            # One try: after a broken connection nobody knows what was done, and a second message is one too many.
            retry_handlers=[],
        )

    async def call(self, method: str, /, *, patience: float = 0.0, lane: str = "", **arguments: Any) -> Data:  # noqa: ANN401 - as the SDK takes them
        """One method by its name in slack_sdk, such as `chat_postMessage`.

        `lane` is the channel, for methods that Slack limits by channel. Waits up to `patience` seconds where Slack
        asks for a pause, else raises `Busy`. Raises `Unreachable`, `Declined`, and TimeoutError where it may have
        been done all the same.
        """
        where = (self._client.token or "", self.workspace, method, lane)
        while True:
            patience -= await self._lanes.turn(*where, patience)
            try:
                answer = await getattr(self._client, method)(**arguments)
            except SlackApiError as error:
                # None of the error's own words go any further: they repeat what was sent.
                wait = _failed(method, error)
            except aiohttp.ClientConnectorError:
                raise Busy(BUSY["service_unavailable"]) from None
            except (aiohttp.ClientError, SlackClientError, TimeoutError, ConnectionError):
                raise TimeoutError(method) from None
            else:
                granted = str(answer.headers.get("x-oauth-scopes") or "").split(",")
                self.scopes = frozenset(filter(None, map(str.strip, granted))) or self.scopes
                return answer.data if isinstance(answer.data, dict) else {}
            await self._lanes.pause(*where, wait)

    async def upload(self, url: str, data: bytes) -> None:
        """Hand over a file's bytes where Slack said. Raises `Busy`, `Declined`."""
        if not self._ours(url, "files.slack.com"):
            raise Declined("upload", "foreign_url")
        try:
            async with self._web.post(url, data=data) as answer:
                if answer.status != HTTPStatus.OK:
                    raise Declined("upload", f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError):
            # Nothing is shown of it before it is completed, so a second try does no harm.
            raise Busy(BUSY["service_unavailable"]) from None

    def lacks(self, scope: str) -> bool:
        """Whether Slack has said that the token may not do this."""
        return bool(self.scopes) and scope not in self.scopes

    async def download(self, url: str, limit: int) -> bytes | None:
        """A file's bytes; None for more than `limit` of them. Raises `Declined`, TimeoutError."""
        if not self._ours(url, "files.slack.com"):
            raise Declined("download", "foreign_url")
        headers = {"Authorization": f"Bearer {self._client.token}"}
        try:
            async with self._web.get(url, headers=headers, allow_redirects=False) as answer:
                # To whom it does not show a file, Slack shows a page to log in, with 200.
                if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
                    raise Declined("download", f"http_{answer.status}")
                found = bytearray()
                async for chunk in answer.content.iter_any():
                    found += chunk
                    if len(found) > limit:
                        return None
        except (aiohttp.ClientError, TimeoutError):
            raise TimeoutError("download") from None
        return bytes(found)

    async def respond(self, url: str, body: Data) -> bool:
        """Answer at the place of a command or a press. False where that place is gone: after 30 minutes, or 5 times.

        Raises `Declined` for a message that Slack does not like, and TimeoutError.
        """
        if not any(url.startswith(f"{hook}/") for hook in self._hooks):
            return False
        try:
            async with self._web.post(url, json=body) as answer:
                said = await answer.text()
                if answer.status == HTTPStatus.OK and said in {"ok", ""}:
                    return True
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            raise TimeoutError("respond") from None
        word = _word(said)
        if status == HTTPStatus.OK and word == "":
            return True
        if word in {"used_url", "expired_url", "expired_trigger_id"} or (status == HTTPStatus.NOT_FOUND and not word):
            return False
        raise Declined("respond", word or f"http_{status}")

    def _ours(self, url: str, host: str) -> bool:
        return url.startswith((f"https://{host}/", "https://files.slack-gov.com/", f"{self._hooks[-1]}/"))


def _failed(method: str, error: SlackApiError) -> float:
    """The seconds until the call can be made again. Raises whatever else it means."""
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    headers = getattr(response, "headers", {})
    data = getattr(response, "data", None)
    word = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == HTTPStatus.TOO_MANY_REQUESTS or word in {"ratelimited", "rate_limited"}:
        return _seconds(headers.get("Retry-After"))
    if word in UNREACHABLE:
        raise Unreachable(word) from None
    if word in BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR or not word:
        raise Busy(BUSY.get(word, BUSY["service_unavailable"])) from None
    raise Declined(method, word) from None


def _seconds(said: str | None) -> float:
    try:
        seconds = float(said or "")
    except ValueError:
        return BUSY["ratelimited"]
    return seconds if math.isfinite(seconds) and 0 <= seconds <= 86_400 else BUSY["ratelimited"]


def _word(said: str) -> str:
    try:
        found = json.loads(said)
    except ValueError:
        return said.strip() if said.strip().replace("_", "").isalnum() and len(said) < 60 else ""
    return str(found.get("error", "")) if isinstance(found, dict) else ""


def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"
