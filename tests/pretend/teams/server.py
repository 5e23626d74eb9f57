"""The pretend Teams on the wire: issuer, login, and the Bot Connector's REST interface.

The rule to keep: every call is judged in Teams' order (who are you, how often, may you, with what) and written into the
log, whatever becomes of it. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from tests.pretend.slack.clock import Time
from tests.pretend.slack.faults import Fault, Faults
from tests.pretend.teams.issuer import Desk, Issuer
from tests.pretend.teams.kit import Refused, check_message
from tests.pretend.teams.limits import Limits
from tests.pretend.teams.tenant import Conversation, Json, Team, Tenant, User

PAGE = 200
"""Members on a page; Teams takes up to 500."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of the app, and how it was answered."""

    method: str
    args: Json
    at: float
    error: str = ""


@dataclass
class Server:
    """Answers an app's requests."""

    clock: Time
    issuer: Issuer
    desk: Desk
    tenant: Tenant
    limits: Limits | None
    faults: Faults = field(default_factory=Faults)
    log: list[Entry] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    base: str = ""

    @property
    def service(self) -> str:
        """What activities call `serviceUrl`."""
        return f"{self.base}/amer/{self.tenant.id}/"

    def application(self) -> web.Application:
        """The server as an aiohttp application."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/issuer/openid", self._document)
        app.router.add_get("/issuer/keys", self._keys)
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._login)
        at = "/amer/{home}/v3"
        app.router.add_post(f"{at}/conversations", self._open)
        app.router.add_post(f"{at}/conversations/{{conversation}}/activities", self._send)
        app.router.add_put(f"{at}/conversations/{{conversation}}/activities/{{message}}", self._change)
        app.router.add_get(f"{at}/conversations/{{conversation}}/members/{{member}}", self._member)
        app.router.add_get(f"{at}/conversations/{{conversation}}/pagedmembers", self._members)
        app.router.add_get(f"{at}/teams/{{team}}", self._team)
        app.router.add_put("/onedrive/{file}", self._upload)
        app.router.add_get("/graph/v1.0/teams/{group}/members", self._graph)
        return app

    async def _document(self, request: web.Request) -> web.Response:
        del request
        return web.Response(status=503) if self.issuer.down else web.json_response(self.issuer.document())

    async def _keys(self, request: web.Request) -> web.Response:
        del request
        return web.Response(status=503) if self.issuer.down else web.json_response(self.issuer.keys())

    async def _login(self, request: web.Request) -> web.Response:
        asked = {name: str(value) for name, value in (await request.post()).items()}

        async def login() -> Json:
            status, told = self.desk.login(request.match_info["tenant"], asked)
            if status != 200:
                raise _Word(status, told)
            return told

        return await self._answer(request, "token", {}, login, known=True)

    async def _open(self, request: web.Request) -> web.Response:
        asked = await _json(request)

        async def act() -> Json:
            (member,) = asked["members"]
            user = self._somebody(member["id"])
            if asked.get("isGroup") or asked["bot"]["id"] != self.tenant.bot or asked["tenantId"] != self.tenant.id:
                raise Refused(400, "BadArgument")
            if not user.reachable:
                raise Refused(403, "ConversationBlockedByUser" if user.blocked else "ForbiddenOperationException")
            return {"id": self.tenant.personal(user.id).id}

        return await self._answer(request, "open", asked, act, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        activity = await _json(request)
        conversation, _, thread = request.match_info["conversation"].partition(";messageid=")

        async def act() -> Json:
            where = self._conversation(conversation)
            self.complaints += check_message(activity)
            return {"id": self.tenant.say(where, self.tenant.bot, activity=activity, thread=thread).id}

        args = {"conversation": conversation, **activity}
        return await self._answer(request, "send", args, act, status=201, lane=conversation)

    async def _change(self, request: web.Request) -> web.Response:
        activity = await _json(request)
        conversation = request.match_info["conversation"].partition(";")[0]

        async def act() -> Json:
            where = self._conversation(conversation)
            said = self.tenant.messages.get((where.id, request.match_info["message"]))
            if said is None or said.author != self.tenant.bot:
                raise Refused(404, "ActivityNotFoundInConversation")
            self.complaints += check_message(activity)
            said.activity = activity
            said.changed += 1
            self.tenant.note(said)
            return {"id": said.id}

        return await self._answer(request, "change", {"conversation": conversation, **activity}, act, lane=conversation)

    async def _member(self, request: web.Request) -> web.Response:
        async def act() -> Json:
            where = self.tenant.conversations.get(request.match_info["conversation"])
            team = self.tenant.teams.get(request.match_info["conversation"])
            members = where.members if where else set(team.members) if team else set()
            user = self.tenant.users.get(request.match_info["member"])
            if user is None or user.id not in members or user.deleted:
                raise Refused(404, "MemberNotFoundInConversation")
            return self.shown(user)

        return await self._answer(request, "member", dict(request.match_info), act)

    async def _members(self, request: web.Request) -> web.Response:
        async def act() -> Json:
            team = self.tenant.teams.get(request.match_info["conversation"])
            if team is None:
                raise Refused(403, "BotNotInConversationRoster")
            size = min(int(request.query.get("pageSize", PAGE)), PAGE)
            start = int(request.query.get("continuationToken", "0"))
            page = [self.tenant.users[one] for one in team.members[start : start + size]]
            more = start + size < len(team.members)
            return {"members": [self.shown(user) for user in page if not user.deleted]} | (
                {"continuationToken": str(start + size)} if more else {}
            )

        return await self._answer(request, "members", dict(request.match_info), act)

    async def _team(self, request: web.Request) -> web.Response:
        async def act() -> Json:
            team = self.tenant.teams.get(request.match_info["team"])
            if team is None:
                raise Refused(403, "BotNotInConversationRoster")
            told = {"id": team.id, "name": team.name, "aadGroupId": team.group, "type": "standard"}
            return told | {"channelCount": 1, "memberCount": len(team.members)}

        return await self._answer(request, "team", dict(request.match_info), act)

    async def _graph(self, request: web.Request) -> web.Response:
        """Microsoft Graph, as far as a team's owner has consented. https://learn.microsoft.com/graph/api/team-list-members"""

        async def act() -> Json:
            if not self.desk.takes(request.headers.get("Authorization", ""), f"{self.base}/graph"):
                raise Refused(401, "InvalidAuthenticationToken")
            team = next((one for one in self.tenant.teams.values() if one.group == request.match_info["group"]), None)
            if team is None or not team.consented:
                raise Refused(403, "Forbidden")
            # In small pages, so that nobody reads the first alone.
            size, start = 2, int(request.query.get("$skiptoken", "0"))
            page = [self.tenant.users[one] for one in team.members[start : start + size]]
            told: Json = {"@odata.count": len(page), "value": [_conversation_member(one, team) for one in page]}
            if start + size < len(team.members):
                told["@odata.nextLink"] = f"{self.base}{request.path}?$skiptoken={start + size}"
            return told

        return await self._answer(request, "graph", dict(request.match_info), act, known=True)

    async def _upload(self, request: web.Request) -> web.Response:
        data = await request.read()
        name = request.match_info["file"]

        async def act() -> Json:
            if request.headers.get("Content-Range") != f"bytes 0-{len(data) - 1}/{len(data)}":
                raise Refused(400, "BadRange")
            self.uploads[name] = data
            return {"id": name}

        # OneDrive knows the address, and asks for no token.
        return await self._answer(request, "upload", {"file": name}, act, status=201, known=True)

    def shown(self, user: User) -> Json:
        """Somebody as a roster has them."""
        given, _, family = user.name.partition(" ")
        principal = user.email if user.role != "guest" else f"{user.email.replace('@', '_')}#EXT#@example.com"
        return {
            "id": user.id,
            "objectId": user.aad,
            "aadObjectId": user.aad,
            "name": user.name,
            "givenName": given,
            "surname": family,
            "email": user.email,
            "userPrincipalName": principal,
            "tenantId": user.tenant,
            "userRole": user.role,
        }

    def _somebody(self, contact: str) -> User:
        user = self.tenant.users.get(contact)
        if user is None:
            raise Refused(400, "BadArgument")
        return user

    def _conversation(self, name: str) -> Conversation:
        """A conversation where the app may write."""
        where = self.tenant.conversations.get(name)
        if where is None:
            raise Refused(404, "ConversationNotFound")
        if where.kind == "personal":
            user = self.tenant.users[next(iter(where.members))]
            if user.blocked or user.deleted:
                raise Refused(403, "MessageWritesBlocked")
            if not user.installed:
                raise Refused(403, "BotNotInConversationRoster")
        return where

    async def _answer(
        self,
        request: web.Request,
        method: str,
        args: Json,
        act: Callable[[], Awaitable[Json]],
        *,
        status: int = 200,
        lane: str = "",
        known: bool = False,
    ) -> web.Response:
        fault = self.faults.strike(method, args)
        try:
            if fault is not None:
                await self._struck(request, fault, act)
            if not known:
                self._admit(request, lane)
            told = await act()
        except Refused as refused:
            return self._no(method, args, refused)
        except _Word as word:
            self._note(method, args, str(word.told["error"]))
            return web.json_response(word.told, status=word.status)
        except (KeyError, TypeError, ValueError):
            return self._no(method, args, Refused(400, "BadArgument"))
        self._note(method, args)
        return web.json_response(told, status=status)

    async def _struck(self, request: web.Request, fault: Fault, act: Callable[[], Awaitable[Json]]) -> None:
        """What a fault that was ordered makes of a request."""
        if fault.done:
            with suppress(Refused):
                await act()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop:
            if request.transport is not None:
                request.transport.abort()
            raise Refused(500, "")
        if fault.retry_after is not None:
            raise Refused(429, "Throttled", fault.retry_after)
        if fault.error or fault.status != 200:
            raise Refused(fault.status if fault.status != 200 else 403, fault.error)

    def _admit(self, request: web.Request, lane: str) -> None:
        """Who calls, and not too often."""
        if not self.desk.takes(request.headers.get("Authorization", "")):
            raise Refused(401, "Unauthorized")
        if self.limits is not None and (wait := self.limits.take(lane)):
            raise Refused(429, "Throttled", wait)

    def _no(self, method: str, args: Json, refused: Refused) -> web.Response:
        self._note(method, args, refused.code or f"http_{refused.status}")
        headers = {} if refused.retry_after is None else {"Retry-After": str(math.ceil(refused.retry_after))}
        if not refused.code:
            return web.Response(status=refused.status, text="<html>Bad gateway</html>", headers=headers)
        return web.json_response(refused.body(), status=refused.status, headers=headers)

    def _note(self, method: str, args: Json, error: str = "") -> None:
        self.log.append(Entry(method, args, self.clock.now(), error))


class _Word(Exception):  # noqa: N818 - the login's own way to say no
    def __init__(self, status: int, told: Json) -> None:
        super().__init__(told["error"])
        self.status = status
        self.told = told


def _conversation_member(user: User, team: Team) -> Json:
    return {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "id": f"member-{user.aad}",
        "roles": ["owner"] if user.id in team.owners else ["guest"] if user.role == "guest" else [],
        "displayName": user.name,
        "userId": user.aad,
        "email": user.email,
        "tenantId": user.tenant,
    }


async def _json(request: web.Request) -> Json:
    try:
        found = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    return found
