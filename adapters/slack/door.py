"""The door that Slack comes through: who it is, is known before anything it says is read.

The rule to keep: nothing unsigned is parsed, and what is signed and malformed is refused before Bolt sees it, which
would answer it with a 500. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from aiohttp import web

Body: TypeAlias = dict[str, Any]

LIMIT = 1024 * 1024
"""Bytes. A full view of Slack's is 250 KB, and three times that once it is encoded for a form."""
WINDOW = 5 * 60
"""Seconds that a request may be old, or early where a clock is wrong."""
_FIELDS = 60
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Malformed(ValueError):  # noqa: N818 - as `Refused`
    """What was said makes no sense. It holds none of it."""


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """A request that is not taken, and the HTTP status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {status}")
        self.status = status


class Door:
    """Checks and reads requests. `now` gives the seconds since 1970."""

    def __init__(self, secret: str, now: Callable[[], float]) -> None:
        if not secret:
            raise ValueError("without a signing secret anybody could write in anybody's name")
        self._secret = secret.encode()
        self._now = now

    async def read(self, request: web.Request) -> Body:
        """What Slack says. Raises `Refused`: 413 too large, 401 not from Slack or not from now, 400 malformed."""
        if (request.content_length or 0) > LIMIT:
            raise Refused(413)
        if "Content-Encoding" in request.headers:
            raise Refused(400)
        stamp, signature = _one(request, "X-Slack-Request-Timestamp"), _one(request, "X-Slack-Signature")
        if not self._timely(stamp):
            raise Refused(401)
        raw = await _whole(request)
        if not hmac.compare_digest(sign(self._secret, stamp, raw).encode(), signature.encode("utf-8", "replace")):
            raise Refused(401)
        try:
            return parse(raw, request.content_type)
        except Malformed:
            raise Refused(400) from None

    def _timely(self, stamp: str) -> bool:
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
            return False
        return abs(self._now() - int(stamp)) <= WINDOW


def sign(secret: bytes, stamp: str, raw: bytes) -> str:
    """The signature that Slack would send."""
    return "v0=" + hmac.new(secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()


def parse(raw: bytes, content_type: str) -> Body:
    """A body as an object, whichever of Slack's three ways it came. Raises `Malformed`."""
    try:
        text = raw.decode()
        if content_type == "application/json":
            return _object(text)
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"))
    except ValueError:
        raise Malformed from None
    return _object(fields["payload"]) if "payload" in fields else fields


def _object(text: str) -> Body:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(found, dict):
        raise Malformed
    return _sound(found) if _SURROGATE.search(text) else found


def _sound(found: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same without lone surrogates: JSON can say them, and no database and no request can carry them."""
    match found:
        case str():
            return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_sound(name): _sound(value) for name, value in found.items()}
        case list():
            return [_sound(value) for value in found]
        case _:
            return found


def _one(request: web.Request, header: str) -> str:
    found = request.headers.getall(header, [])
    return found[0] if len(found) == 1 else ""


async def _whole(request: web.Request) -> bytes:
    raw = bytearray()
    while chunk := await request.content.readany():
        raw += chunk
        if len(raw) > LIMIT:
            raise Refused(413)
    return bytes(raw)
