"""The playground's door: who may knock, and what may be handed in.

The rule to keep: the playground has no login, so a request must come from this machine's own page or from a script on
it. The host must be a loopback name (or a web page elsewhere could reach us under a name of its own that it lets point
to 127.0.0.1), the origin must be ours, and the body must be small JSON, which no foreign page can send unasked.
"""

import functools
import json
import re
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from adapters.local.render import Data

LIMIT = 64 * 1024
"""Bytes of a request's body."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_DELIVERY = re.compile(r"[\x21-\x7e]{1,200}")


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """A request that is not taken. `code` is for programs, `detail` for the person who writes one."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


def answer(data: dict[str, Data], status: int = 200) -> web.Response:
    """JSON that no other page may read and nobody keeps."""
    headers = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return web.json_response(data, status=status, headers=headers)


def guarded(handler: Handler, hosts: frozenset[str]) -> Handler:
    """The handler behind the door. `hosts` are names that are welcome besides loopback ones."""

    @functools.wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            _welcome(request, hosts)
            return await handler(request)
        except Refused as refused:
            return answer({"error": refused.code, "detail": refused.detail}, refused.status)

    return guard


async def body(request: web.Request, limit: int = LIMIT) -> dict[str, object]:
    """The request's JSON object. Raises `Refused`."""
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise Refused(415, "not_json", "Send the body as application/json, not compressed.")
    if (request.content_length or 0) > limit:
        raise Refused(413, "too_large", f"The body may have {limit} bytes at most.")
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > limit:
            raise Refused(413, "too_large", f"The body may have {limit} bytes at most.")
    try:
        found = json.loads(raw.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(400, "malformed", "The body is not JSON in UTF-8.") from None
    if not isinstance(found, dict):
        raise Refused(400, "malformed", "The body is not a JSON object.")
    return found


def text(found: dict[str, object], name: str, default: str | None = None) -> str:
    """One text of the body; without a default it must be there. Raises `Refused`."""
    value = found.get(name, default)
    if not isinstance(value, str) or not sound(value):
        raise Refused(400, "malformed", f"`{name}` must be text.")
    return value


def number(value: object, name: str) -> int:
    """A whole number from 0 up, as JSON or in a query. Raises `Refused`."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 15:
        value = int(value)
    if type(value) is not int or not 0 <= value < 10**15:
        raise Refused(400, "malformed", f"`{name}` must be a whole number.")
    return value


def delivery(found: dict[str, object], otherwise: str) -> str:
    """The delivery id: what the sender says, or a new one. Raises `Refused`."""
    value = text(found, "id", otherwise)
    if not _DELIVERY.fullmatch(value):
        raise Refused(400, "malformed", "`id` must be 1 to 200 visible ASCII characters.")
    return value


def sound(value: str) -> bool:
    """Whether it can be written in UTF-8: JSON can smuggle in half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _welcome(request: web.Request, hosts: frozenset[str]) -> None:
    host = request.headers.getall("Host", [])
    if len(host) != 1 or not _ours(host[0], hosts):
        raise Refused(403, "wrong_host", "The playground answers to localhost only.")
    origins = request.headers.getall("Origin", [])
    if any(origin.lower() not in {f"http://{host[0]}".lower(), f"https://{host[0]}".lower()} for origin in origins):
        raise Refused(403, "wrong_origin", "The playground answers its own page and local scripts only.")


def _ours(host: str, hosts: frozenset[str]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost") or name in hosts:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _no_number(name: str) -> float:
    raise ValueError(name)
