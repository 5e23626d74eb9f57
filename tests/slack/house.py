"""The adapter on a server of its own, in front of the pretend Slack."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from adapters.http import application, serving
from adapters.slack.accounts import Accounts
from adapters.slack.album import Album
from adapters.slack.api import session
from adapters.slack.app import Slack
from adapters.slack.door import Door
from adapters.slack.home import HomeTab
from adapters.slack.lanes import Lanes
from adapters.slack.messenger import SlackMessenger
from adapters.slack.poster import Poster, Remember
from adapters.slack.reactions import Known
from adapters.slack.workspaces import Only
from bot.events import Actor, Event
from bot.message import Message, Reply
from bot.people import Person
from bot.texts import Texts
from tests.pretend.slack.pretend import PretendSlack

Handle = Callable[[Event], Awaitable[Reply]]


@dataclass(frozen=True)
class House:
    adapter: Slack
    messenger: SlackMessenger
    url: str


async def stranger(actor: Actor) -> Person:
    """Somebody as the platform describes them."""
    return Person(1, actor.name, (actor.locale or "en").partition("-")[0], ZoneInfo(actor.timezone or "UTC"))


async def dashboard(actor: Actor) -> Message:
    return Message(f"The dashboard of {actor.id}")


async def _ready() -> str:
    return ""


def lanes(slack: PretendSlack) -> Lanes:
    """In time with Slack; where Slack limits nothing, in fast motion."""
    if slack.limits is not None:
        return Lanes(slack.clock.now, slack.clock.sleep)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / 100)

    return Lanes(lambda: time.monotonic() * 100, sleep)


@asynccontextmanager
async def house(
    slack: PretendSlack,
    texts: Texts,
    handle: Handle,
    *,
    known: Known = stranger,
    guests: bool = False,
    show: Callable[[Actor], Awaitable[Message]] = dashboard,
    remember: Remember | None = None,
) -> AsyncIterator[House]:
    """The adapter, connected; everything it does in the background is awaited before a person looks."""
    async with session() as web:
        workspaces, poster = (
            Only(slack.bot_token, web, lanes(slack), base=slack.api),
            Poster(remember),
        )
        adapter = Slack(
            door=Door(slack.signing_secret, time.time),
            workspaces=workspaces,
            accounts=Accounts(guests=guests),
            poster=poster,
            home=HomeTab(show, Album(poster), lambda actor: Message(texts.to(actor.locale)("slack.home_problem"))),
            texts=texts,
            handle=handle,
            known=known,
        )
        app = application(_ready)
        adapter.attach(app)
        async with serving(app, "127.0.0.1", 0) as port, adapter.running():
            url = f"http://127.0.0.1:{port}/slack/events"
            slack.connect(url)
            slack.idle = adapter.idle
            yield House(adapter, SlackMessenger(workspaces, poster), url)
