"""The pretend Slack on the wire: the Web API, uploads and downloads, response_urls, Socket Mode.

The rule to keep: every call is judged in Slack's order (who are you, may you, how often, with what) and written into
the log, whatever becomes of it.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.pretend.slack import chat
from tests.pretend.slack.apps import Tokens
from tests.pretend.slack.calls import Call, Token
from tests.pretend.slack.clock import Time
from tests.pretend.slack.faults import Faults
from tests.pretend.slack.limits import Limits
from tests.pretend.slack.methods import METHODS
from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.request import bearer, client, part, read
from tests.pretend.slack.wire import Socket
from tests.pretend.slack.workspace import Workspace

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of the app, and how it was answered."""

    method: str
    args: Json
    at: float
    error: str
    """Slack's word, or the HTTP status where there is none; empty where all is well."""
    retry_after: int = 0


@dataclass
class Server:
    """Answers an app's requests."""

    clock: Time
    tokens: Tokens
    workspaces: dict[str, Workspace]
    limits: Limits | None
    faults: Faults = field(default_factory=Faults)
    log: list[Entry] = field(default_factory=list)
    sockets: list[Socket] = field(default_factory=list)
    base: str = ""

    def application(self) -> web.Application:
        """The server as an aiohttp application."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/v1/{secret}", self._upload)
        app.router.add_get("/files-pri/{team}-{file}/{rest:.*}", self._download)
        app.router.add_post("/{kind:commands|actions}/{rest:.*}", self._answer)
        app.router.add_get("/link/", self._link)
        app.on_shutdown.append(self._hang_up)
        return app

    async def _hang_up(self, app: web.Application) -> None:
        del app
        for socket in list(self.sockets):
            await socket.close()

    def _note(self, method: str, args: Json, error: str = "", retry_after: int = 0) -> None:
        self.log.append(Entry(method, args, self.clock.now(), error, retry_after))

    async def _struck(
        self, request: web.Request, method: str, args: Json, act: Callable[[], object]
    ) -> web.Response | None:
        """What a fault that was ordered makes of a request; None where it goes on."""
        fault = self.faults.strike(method, args)
        if fault is None:
            return None
        if fault.done:
            with suppress(Refused):
                act()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if not (fault.drop or fault.error or fault.status != 200 or fault.retry_after is not None):
            return None
        self._note(method, args, fault.error or f"fault {fault.status}", fault.retry_after or 0)
        if fault.drop:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        if fault.retry_after is not None:
            return _limited(fault.retry_after)
        if fault.error:
            return web.json_response(Refused(fault.error).body(), status=fault.status)
        page = "<html><body>Something broke</body></html>"
        return web.Response(status=fault.status, text=page, content_type="text/html")

    async def _api(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        token, args, odd = await read(request)
        struck = await self._struck(request, name, args, lambda: self._run(name, request.method, token, args, odd))
        if struck is not None:
            return struck
        try:
            if name == "oauth.v2.access":
                return self._done(name, args, self.tokens.exchange(args, *client(request, args)))
            if name == "apps.connections.open":
                return self._done(name, args, self._connect(token))
            told, scopes, accepted = self._run(name, request.method, token, args, odd)
        except Refused as refused:
            seconds = refused.more.get("retry_after")
            self._note(name, args, refused.error, seconds if isinstance(seconds, int) else 0)
            return _limited(seconds) if isinstance(seconds, int) else web.json_response(refused.body())
        return self._done(name, args, told, {"X-OAuth-Scopes": scopes, "X-Accepted-OAuth-Scopes": accepted})

    def _done(self, name: str, args: Json, told: Json, headers: dict[str, str] | None = None) -> web.Response:
        self._note(name, args)
        return web.json_response(
            {"ok": True, **told}, headers={"X-Slack-Req-Id": secrets.token_hex(16), **(headers or {})}
        )

    def _run(self, name: str, verb: str, value: str, args: Json, odd: str) -> tuple[Json, str, str]:
        if odd:
            raise Refused(odd)
        token = self.tokens.find(value)
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        if verb not in method.verbs:
            raise Refused("invalid_http_method" if verb != "GET" else "method_not_supported")
        if token.kind != "bot" and method.by == "bot":
            raise Refused("not_allowed_token_type")
        provided = ",".join(sorted(token.scopes))
        if method.scopes and not token.scopes & set(method.scopes):
            raise Refused("missing_scope", needed=",".join(method.scopes), provided=provided)
        call = Call(token.workspace, token, args, self.base)
        if self.limits is not None:
            channel = _lane(call) if method.by_channel else ""
            seconds = self.limits.take(name, method.tier, token.workspace.id, channel)
            if seconds:
                raise Refused("ratelimited", retry_after=seconds)
        return method.run(call), provided, ",".join(method.scopes)

    async def _upload(self, request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        body = await request.read()
        args = {"length": len(body)}
        struck = await self._struck(request, "upload", args, lambda: None)
        if struck is not None:
            return struck
        for workspace in self.workspaces.values():
            for file in workspace.files.values():
                if file.secret == secret and file.data is None:
                    if request.content_type == "multipart/form-data":
                        body = await part(request)
                    if len(body) != file.length:
                        self._note("upload", args, "400")
                        return web.Response(status=400, text="length does not match")
                    file.data = body
                    self._note("upload", args)
                    return web.Response(text=f"OK - {len(body)}")
        self._note("upload", args, "404")
        return web.Response(status=404, text="no such upload")

    async def _download(self, request: web.Request) -> web.Response:
        try:
            token = self.tokens.find(bearer(request))
        except Refused:
            # Slack sends a page to log in, with 200: an app that does not look takes that for the file.
            return web.Response(text="<!DOCTYPE html><html>Log in</html>", content_type="text/html")
        file = token.workspace.files.get(request.match_info["file"])
        if file is None or file.data is None or "files:read" not in token.scopes:
            return web.Response(text="<!DOCTYPE html><html>Log in</html>", content_type="text/html")
        return web.Response(body=file.data)

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            sent = json.loads(await request.text())
        except ValueError:
            self._note("answer", {}, "invalid_payload")
            return web.Response(status=400, text="invalid_payload")
        path = request.path
        struck = await self._struck(request, "answer", sent, lambda: self._take(path, sent))
        if struck is not None:
            return struck
        try:
            self._take(path, sent)
        except Refused as refused:
            self._note("answer", sent, refused.error)
            gone = refused.error in {"no_service", "expired_url", "used_url"}
            return web.Response(status=404 if gone else 400, text=refused.error)
        self._note("answer", sent)
        return web.Response(text="ok")

    def _take(self, path: str, sent: Json) -> None:
        team = path.split("/")[2]
        workspace = self.workspaces.get(team)
        if workspace is None:
            raise Refused("no_service")
        call = Call(workspace, Token("", "bot", workspace, frozenset()), {}, self.base)
        chat.answered(workspace.tickets.open(path), sent, workspace, call.usable)

    def _connect(self, value: str) -> Json:
        token = self.tokens.find(value)
        if token.kind != "app":
            raise Refused("not_allowed_token_type")
        if "connections:write" not in token.scopes:
            raise Refused("missing_scope", needed="connections:write", provided=",".join(sorted(token.scopes)))
        ticket = secrets.token_urlsafe(24)
        self.tokens.tickets[ticket] = token
        return {"url": f"{self.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={token.workspace.app_id}"}

    async def _link(self, request: web.Request) -> web.StreamResponse:
        token = self.tokens.tickets.pop(request.query.get("ticket", ""), None)
        if token is None:
            return web.Response(status=401)
        stream = web.WebSocketResponse()
        await stream.prepare(request)
        socket = Socket(stream, token.workspace.app_id)
        self.sockets.append(socket)
        try:
            await socket.hello(len(self.sockets))
            async for message in stream:
                if message.type == WSMsgType.TEXT:
                    socket.heard(message.data)
        finally:
            self.sockets.remove(socket)
        return stream


def _lane(call: Call) -> str:
    """The channel a message is limited by; a person's id and their chat are the same one."""
    wanted = str(call.args.get("channel", ""))
    return call.workspace.dm(wanted).id if wanted in call.workspace.users else wanted or "-"


def _limited(seconds: int) -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)})
