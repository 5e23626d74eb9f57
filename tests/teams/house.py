"""The adapter on a server of its own, in front of the pretend Teams."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from adapters.http import application, serving
from adapters.teams.app import Known, Teams
from adapters.teams.lanes import Lanes
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.setup import Reach, reaching
from bot.events import Actor, Event
from bot.message import Reply
from bot.people import Person
from bot.texts import Texts
from tests.pretend.teams.pretend import PretendTeams

Handle = Callable[[Event], Awaitable[Reply]]
COMMANDS = ("track", "ask", "talk")


@dataclass(frozen=True)
class Options:
    """As `config.teams` gives them."""

    app: str
    password: str
    tenant: str
    tenants: Collection[str]
    metadata: str
    login: str
    signing: str = "a secret that signs buttons"
    guests: bool = False
    greets: bool = True
    divisions: tuple[str, ...] = ("*",)
    leads: tuple[str, ...] = ()
    hr: tuple[str, ...] = ()
    graph: str = "https://graph.invalid"


@dataclass(frozen=True)
class House:
    adapter: Teams
    messenger: TeamsMessenger
    reach: Reach
    url: str


def options(teams: PretendTeams, **other: object) -> Options:
    usual: dict[str, object] = {
        "app": teams.app,
        "password": teams.password,
        "tenant": teams.tenant.id,
        "tenants": {teams.tenant.id},
        "metadata": teams.metadata,
        "login": teams.login,
        "graph": teams.graph,
    }
    return Options(**(usual | other))  # type: ignore[arg-type] # as Options has them


async def stranger(actor: Actor) -> Person:
    """Somebody as the platform describes them."""
    return Person(1, actor.name, (actor.locale or "en").partition("-")[0], ZoneInfo(actor.timezone or "UTC"))


async def _ready() -> str:
    return ""


def lanes(teams: PretendTeams) -> Lanes:
    """In time with Teams; where Teams limits nothing, in fast motion."""
    if teams.limits is not None:
        return Lanes(teams.clock.now, teams.clock.sleep)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / 100)

    return Lanes(lambda: time.monotonic() * 100, sleep)


@asynccontextmanager
async def house(
    teams: PretendTeams, texts: Texts, handle: Handle, *, known: Known = stranger, **other: object
) -> AsyncIterator[House]:
    """The adapter, connected; everything it does in the background is awaited before a person looks."""
    told: set[str] = set()

    async def apart(account: Actor) -> bool:
        first = account.id not in told
        told.add(account.id)
        return first

    async with reaching(options(teams, **other), texts, lanes(teams)) as reach:
        app = application(_ready)
        adapter = reach.answering(app, texts, handle=handle, known=known, apart=apart, commands=COMMANDS)
        adapter.awake = True
        async with serving(app, "127.0.0.1", 0) as port, adapter.running():
            url = f"http://127.0.0.1:{port}/api/messages"
            teams.connect(url)
            teams.idle = adapter.idle
            yield House(adapter, reach.messenger, reach, url)
