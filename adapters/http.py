"""The one HTTP application: health, metrics, and a roof over the adapters' own routes.

The rule to keep: whatever goes wrong below, what leaves here is a short word as JSON with careful headers, never a
traceback; and no figure here is about a person.
"""

import logging
import secrets
from asyncio import CancelledError
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from time import monotonic

from aiohttp import web
from aiohttp.typedefs import Handler

log = logging.getLogger(__name__)

Ready = Callable[[], Awaitable[str]]
"""Empty once everything that is needed is there; else one word for what is not, such as `database`."""
Figures = Callable[[], Mapping[str, float]]
"""Further figures for `/metrics`: name without `lentera_`, and value."""

BODY_LIMIT = 256 * 1024
"""Bytes. The longest form has a few fields of a few thousand letters."""
PATIENCE = 10.0
"""Seconds that running requests have to end when the server stops."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def application(ready: Ready, figures: Figures = dict) -> web.Application:
    """An application that answers `/healthz` and `/metrics`. Adapters add their own routes to its router."""
    seen: Counter[str] = Counter()
    began = monotonic()

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        start = monotonic()
        response = await _answer(request, handler)
        seen[f'requests_total{{status="{response.status // 100}xx"}}'] += 1
        seen["requests_milliseconds_total"] += round((monotonic() - start) * 1000)
        return response

    async def healthz(_: web.Request) -> web.Response:
        missing = await ready()
        return web.json_response(
            {"ready": not missing} | ({"missing": missing} if missing else {}), status=503 if missing else 200
        )

    async def metrics(_: web.Request) -> web.Response:
        shown = {"up_seconds": round(monotonic() - began), **figures(), **seen}
        return web.Response(text="".join(f"lentera_{name} {value:g}\n" for name, value in sorted(shown.items())))

    app = web.Application(middlewares=[guard], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(_dress)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends, then let running requests end. Gives the port. Raises OSError if it is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return web.json_response({"error": _word(error.status)}, status=error.status, headers=allow)
    except (CancelledError, ConnectionResetError):
        # Whoever asked has gone.
        raise
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("bug %s in a request", reference)
        return web.json_response({"error": "bug", "reference": reference}, status=500)


def _word(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "_").replace("-", "_")


async def _dress(_: web.BaseRequest, response: web.StreamResponse) -> None:
    """Careful headers on every answer; a route that needs another one has set it already."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    # The version of a server is nobody's business.
    response.headers["Server"] = "lentera"
