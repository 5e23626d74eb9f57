"""The pretend Teams: an issuer, a connector service, and people who use it.

The rule to keep: it is strict where Teams is, and everything that Teams would have let pass in silence stands in
`complaints`, for a test to look at.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.pretend.slack.clock import Time
from tests.pretend.slack.faults import Fault
from tests.pretend.teams import payloads
from tests.pretend.teams.issuer import Desk, Issuer
from tests.pretend.teams.limits import TENANT, Limits
from tests.pretend.teams.line import Answered, Line
from tests.pretend.teams.person import Person
from tests.pretend.teams.server import Entry, Server
from tests.pretend.teams.tenant import Conversation, Json, Tenant, guid


class PretendTeams:
    """Use as `async with PretendTeams() as teams:`; then point the app at its addresses and `connect` it."""

    def __init__(
        self,
        *,
        limited: bool = True,
        speed: float = 1.0,
        word: str = "pretend",
        rate: float = TENANT,
    ) -> None:
        """Everything secret is made of `word`, for two processes that are started apart."""
        self.clock = Time(speed)
        self.app = guid(f"app-{word}")
        self.password = f"{word}-password-of-the-app"
        self.tenant = Tenant(self.app, word)
        self.issuer = Issuer(self.app)
        self.desk = Desk(self.app, self.password, self.tenant.id)
        self.limits = Limits(self.clock, tenant=rate) if limited else None
        self.server = Server(self.clock, self.issuer, self.desk, self.tenant, self.limits)
        self.line = Line(self.issuer)
        self.people: dict[str, Person] = {}
        self.heard: set[tuple[str, str]] = set()
        """The messages that came as an answer to something a person did."""
        self.patience = 1.0
        """Real seconds that a person waits for something to appear before they take it that nothing will."""
        self.idle: Callable[[], Awaitable[None]] | None = None
        """Awaited before the screen is read: where the app runs in this process, that it has finished its work."""
        self.restarts: Callable[[], None] = lambda: None
        """Called before a delivery comes again by its key: it comes to a process that has not seen it."""
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
        self._runner = web.AppRunner(self.server.application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.server.base = self.issuer.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.line.session = aiohttp.ClientSession()

    async def stop(self) -> None:
        """Hang up."""
        if self.line.session is not None:
            await self.line.session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base(self) -> str:
        """Where it lives."""
        return self.server.base

    @property
    def service(self) -> str:
        """What activities call `serviceUrl`."""
        return self.server.service

    @property
    def metadata(self) -> str:
        """What goes into `TEAMS_OPENID_METADATA_URL`."""
        return f"{self.base}/issuer/openid"

    @property
    def login(self) -> str:
        """What goes into `TEAMS_LOGIN_URL`."""
        return f"{self.base}/login"

    @property
    def graph(self) -> str:
        """What goes into `TEAMS_GRAPH_URL`."""
        return f"{self.base}/graph"

    @property
    def log(self) -> list[Entry]:
        """Every request of the app, oldest first."""
        return self.server.log

    @property
    def complaints(self) -> list[str]:
        """What the app did that Teams would have swallowed."""
        return self.server.complaints

    def connect(self, url: str) -> None:
        """Say where the app listens, such as `http://127.0.0.1:8000/api/messages`."""
        self.line.url = url

    def user(self, name: str, *, locale: str = "en-US", tz: str = "America/New_York", **more: Any) -> Person:  # noqa: ANN401 - fields of User
        """The person of this name; new where there is none."""
        if name not in self.people:
            self.people[name] = Person(self, self.tenant.hire(name, locale=locale, tz=tz, **more))
        return self.people[name]

    def channel(self, name: str, *people: Person, team: str = "Example") -> Conversation:
        """A channel of a team that has the app."""
        made = self.tenant.channel(name, self.tenant.team(team))
        for person in people:
            self.join(person, made)
        return made

    def group(self, name: str, *people: Person) -> Conversation:
        """A group chat that has the app."""
        return self.tenant.group(name, *(person.user.id for person in people))

    def join(self, person: Person, channel: Conversation) -> None:
        """Put somebody into a channel and its team."""
        channel.members.add(person.user.id)
        if channel.team is not None and person.user.id not in channel.team.members:
            channel.team.members.append(person.user.id)

    async def tells(self, *activities: Json) -> None:
        """Tell the app what nobody in particular does, such as an installation."""
        for activity in activities:
            answered = await self.line.deliver(activity)
            if answered.status >= 300:
                self.complain(f"{activity['type']}: {answered.status}")
        await self.settle()

    async def adds(self, channel: Conversation, by: Person, *, added: bool = True) -> None:
        """Add the app to a team, or take it away."""
        await self.tells(*payloads.installed(self.tenant, self.service, by.user, channel, added=added))

    def fails(self, method: str, error: str = "", **how: object) -> Fault:
        """Order trouble for the next call of a method, such as `open`, `send` or `change`: see `Fault`."""
        return self.server.faults.add(Fault(method, error, **how))  # type: ignore[arg-type] # as Fault has them

    def calls(self, method: str) -> list[Entry]:
        """The calls of one method so far."""
        return [entry for entry in self.log if entry.method == method]

    def complain(self, about: str) -> None:
        """Note what the app did that Teams would have swallowed."""
        self.complaints.append(about)

    async def again(self) -> Answered:
        """Deliver the last delivery again."""
        answered = await self.line.deliver(self.line.delivered[-1][0])
        await self.settle()
        return answered

    async def settle(self) -> None:
        """Wait until an app in this process has nothing more to do."""
        if self.idle is not None:
            await self.idle()

    async def until(self, true: Callable[[], bool]) -> bool:
        """Wait for something to become true on a screen; False where patience ends first."""
        try:
            async with asyncio.timeout(self.patience):
                while not true():
                    await self.tenant.something()
        except TimeoutError:
            return False
        await self.settle()
        return True
