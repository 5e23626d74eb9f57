"""The door that Teams comes through: who it is, is known before anything it says is read.

The rule to keep: nothing without a good token is parsed; what it says must be about the place that the token is for,
because that is where the answer goes, with a token of ours; and only Teams speaks here, whatever other channels the
same bot has been given.
"""

import json
import logging
import re
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

from adapters.teams.keys import NoKeysError
from adapters.teams.tokens import BadToken, Tokens

log = logging.getLogger(__name__)

Body: TypeAlias = dict[str, Any]

LIMIT = 1024 * 1024
"""Bytes. A card that comes back with all that was typed into it is a tenth of that."""
CHANNEL = "msteams"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Malformed(ValueError):  # noqa: N818 - as `Refused`
    """What was said makes no sense. It holds none of it."""


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """A request that is not taken, and the HTTP status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Door:
    """Checks and reads requests. With `pretending`, a plain http loopback address may be answered to."""

    tokens: Tokens
    pretending: bool = False

    async def read(self, request: web.Request) -> Body:
        """What Teams says. Raises `Refused`: 413 too large, 401 a bad token, 503 no keys, 400 malformed."""
        if (request.content_length or 0) > LIMIT:
            raise Refused(413)
        headers = request.headers.getall("Authorization", [])
        try:
            known = await self.tokens.check(headers[0] if len(headers) == 1 else "")
        except BadToken as bad:
            log.warning("Teams: an activity with a bad token was turned away: %s", bad.reason)
            raise Refused(401) from None
        except NoKeysError:
            raise Refused(503) from None
        if "Content-Encoding" in request.headers:
            raise Refused(400)
        body = parse(await _whole(request))
        service = body.get("serviceUrl")
        if not isinstance(service, str) or not isinstance(body.get("channelId"), str):
            raise Refused(400)
        if service.rstrip("/") != known.service.rstrip("/") or not self._safe(service):
            log.warning("Teams: an activity from another place than its token's was turned away")
            raise Refused(401)
        if body["channelId"] != CHANNEL or CHANNEL not in known.endorses:
            log.warning("Teams: an activity of another channel was turned away")
            raise Refused(401)
        return body

    def _safe(self, service: str) -> bool:
        parts = urlsplit(service)
        if parts.username or parts.query or parts.fragment or not parts.hostname:
            return False
        return parts.scheme == "https" or (self.pretending and parts.scheme == "http" and parts.hostname in LOOPBACK)


def parse(raw: bytes) -> Body:
    """A body as an object. Raises `Refused`."""
    try:
        found = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise Refused(400) from None
    if not isinstance(found, dict):
        raise Refused(400)
    return _sound(found) if _SURROGATE.search(raw) else found


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


async def _whole(request: web.Request) -> bytes:
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > LIMIT:
            raise Refused(413)
    return bytes(raw)
