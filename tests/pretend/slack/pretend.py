"""The pretend Slack: a server that an app talks to, and people who use it.

The rule to keep: it is strict where Slack is, and everything it would have let pass in silence stands in
`complaints`, for a test to look at.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
from aiohttp import web

from tests.pretend.slack import files, payloads
from tests.pretend.slack.apps import Code, Tokens
from tests.pretend.slack.calls import Call, Token
from tests.pretend.slack.clock import Time
from tests.pretend.slack.faults import Fault
from tests.pretend.slack.limits import Limits
from tests.pretend.slack.line import Answered, Delivery, Line
from tests.pretend.slack.manifest import EVENTS, Manifest
from tests.pretend.slack.person import Person
from tests.pretend.slack.refusal import Json
from tests.pretend.slack.server import Entry, Server
from tests.pretend.slack.workspace import Channel, File, Workspace


class PretendSlack:
    """Use as `async with PretendSlack() as slack:`; then point the app at `slack.api` and `connect` it."""

    def __init__(
        self,
        *,
        manifest: Manifest | None = None,
        limited: bool = True,
        speed: float = 1.0,
        word: str = "",
    ) -> None:
        """With a `word`, all secrets are made of it, for two processes that are started apart."""
        self.clock = Time(speed)
        self.signing_secret = f"{word}-signing" if word else secrets.token_hex(16)
        self.manifest = manifest or Manifest()
        self.tokens = Tokens()
        self.workspace = Workspace(self.clock)
        self.workspace.home_tab = self.manifest.home
        self.workspaces = {self.workspace.id: self.workspace}
        self.limits = Limits(self.clock) if limited else None
        self.server = Server(self.clock, self.tokens, self.workspaces, self.limits)
        self.line = Line(self.server, self.signing_secret)
        self.bot_token = self.tokens.bot(self.workspace, self.manifest.scopes, word and f"xoxb-{word}")
        self.app_token = self.tokens.app(self.workspace, value=word and f"xapp-{word}")
        self.people: dict[str, Person] = {}
        self.complaints: list[str] = []
        self.heard: set[str] = set()
        """The messages that came as an answer to something a person did."""
        self.patience = 1.0
        """Real seconds that a person waits for something to appear before they take it that nothing will."""
        self.idle: Callable[[], Awaitable[None]] | None = None
        """Awaited before the screen is read: where the app runs in this process, that it has finished its work."""
        self.routes: list[web.RouteDef] = []
        """Further routes of the server, for whoever starts it."""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on this machine; port 0 takes a free one."""
        application = self.server.application()
        application.add_routes(self.routes)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.server.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.line.session = aiohttp.ClientSession()

    async def stop(self) -> None:
        """Hang up."""
        if self.line.session is not None:
            await self.line.session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base(self) -> str:
        """Where it lives, such as `http://127.0.0.1:40000`."""
        return self.server.base

    @property
    def api(self) -> str:
        """What goes into `SLACK_API_BASE_URL`."""
        return f"{self.base}/api/"

    @property
    def log(self) -> list[Entry]:
        """Every request of the app, oldest first."""
        return self.server.log

    def connect(self, url: str) -> None:
        """Say where the app listens, such as `http://127.0.0.1:8000/slack/events`."""
        self.line.url = url

    def user(  # what a person is to Slack
        self,
        name: str,
        *,
        locale: str = "en-US",
        tz: str = "America/New_York",
        email: str | None = None,
        workspace: Workspace | None = None,
    ) -> Person:
        """The person of this name; new where there is none."""
        home = workspace or self.workspace
        key = f"{home.id}/{name}"
        if key not in self.people:
            address = f"{name}@example.com" if email is None else email
            self.people[key] = Person(self, home, home.hire(name, email=address, locale=locale, tz=tz))
        return self.people[key]

    def channel(self, name: str, *people: Person, app: bool = False, private: bool = False) -> Channel:
        """A channel with these people, and with the app where it was invited."""
        members = [person.user.id for person in people] + ([self.workspace.bot.id] if app else [])
        return self.workspace.channel(name, *members, private=private)

    def further(self, name: str, domain: str, *, enterprise: str = "") -> Workspace:
        """One more workspace, in which the app is not installed yet."""
        made = Workspace(self.clock, name=name, domain=domain, enterprise=enterprise)
        made.home_tab = self.manifest.home
        self.workspaces[made.id] = made
        return made

    def fails(self, method: str, error: str = "", **how: object) -> Fault:
        """Order trouble for the next call of a method: see `Fault`."""
        return self.server.faults.add(Fault(method, error, **how))  # type: ignore[arg-type] # as Fault has them

    def calls(self, method: str) -> list[Entry]:
        """The calls of one method so far."""
        return [entry for entry in self.log if entry.method == method]

    def complain(self, about: str) -> None:
        """Note what the app did that Slack would have swallowed."""
        self.complaints.append(about)

    def scopes_in(self, workspace: Workspace) -> frozenset[str]:
        """What the app may do in a workspace: the scopes of its newest good token there."""
        found = [
            token.scopes
            for token in self.tokens.tokens.values()
            if token.kind == "bot" and token.workspace is workspace and not token.revoked
        ]
        return found[-1] if found else frozenset()

    def tells(self, event: str, workspace: Workspace) -> bool:
        """Whether the app hears of such events: subscribed, installed, and with a scope for it."""
        needed, have = EVENTS[event], self.scopes_in(workspace)
        return event in self.manifest.events and bool(have) and (not needed or bool(needed & have))

    def usable(self, workspace: Workspace) -> Callable[[str], bool]:
        """Which files a block may show there."""
        return Call(workspace, Token("", "bot", workspace, frozenset()), {}, self.base).usable

    def file(self, file: File, workspace: Workspace) -> Json:
        """A file as an event tells it."""
        return files.shown(file, workspace, self.base)

    async def tell(self, inner: Json, workspace: Workspace | None = None) -> Answered:
        """Deliver an event of any kind."""
        return await self.line.deliver(Delivery("events_api", payloads.event(workspace or self.workspace, inner)))

    async def verify(self) -> Answered:
        """`url_verification`, as when somebody saves the request URL: a signed challenge to be sent back."""
        challenge = {"token": payloads.VERIFICATION, "challenge": secrets.token_urlsafe(40), "type": "url_verification"}
        answered = await self.line.deliver(Delivery("events_api", challenge), again=False)
        told = answered.told
        back = told.get("challenge") if isinstance(told, dict) else told
        if back != challenge["challenge"]:
            self.complain(f"url_verification: {answered.status} without the challenge")
        return answered

    async def uninstall(self, workspace: Workspace | None = None) -> None:
        """Take the app out of a workspace: its tokens die, then it is told, in no order to rely on."""
        home = workspace or self.workspace
        for token in self.tokens.tokens.values():
            if token.workspace is home and token.kind == "bot":
                token.revoked = True
        await self.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [home.bot.id]}}, home)
        await self.tell({"type": "app_uninstalled"}, home)

    async def echoes(self) -> int:
        """Tell the app what it has said itself in chats with it, as Slack does. How many messages."""
        said = [
            message
            for workspace in self.workspaces.values()
            for message in workspace.messages.values()
            if message.author == workspace.bot.id and message.channel.kind == "im" and message.only_for is None
        ]
        for message in said:
            home = next(one for one in self.workspaces.values() if message.channel.id in one.channels)
            if self.tells("message.im", home):
                await self.tell(payloads.echoed(message, home), home)
        return len(said)

    async def again(self, *, times: int = 1, together: bool = False) -> list[Answered]:
        """Deliver the last delivery again, one after the other or all at once."""
        delivery = self.line.delivered[-1][0]
        if together:
            return list(await asyncio.gather(*(self.line.attempt(delivery) for _ in range(times))))
        return [await self.line.attempt(delivery) for _ in range(times)]

    def approve(self, url: str, person: Person) -> str:
        """Consent to what an authorise URL asks for, in the person's workspace. The URL the browser goes to next."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == self.tokens.client_id, "invalid_client_id"
        scopes = frozenset(asked["scope"].split(","))
        code = secrets.token_urlsafe(24)
        redirect = asked.get("redirect_uri", "")
        self.tokens.codes[code] = Code(person.workspace, person.user.id, scopes, redirect)
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    async def settle(self) -> None:
        """Wait until an app in this process has nothing more to do."""
        if self.idle is not None:
            await self.idle()

    async def until(self, true: Callable[[], bool], workspace: Workspace | None = None) -> bool:
        """Wait for something to become true on a screen; False where patience ends first."""
        home = workspace or self.workspace
        try:
            async with asyncio.timeout(self.patience):
                while not true():
                    await home.something()
        except TimeoutError:
            return False
        await self.settle()
        return True
