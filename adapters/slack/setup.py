"""Putting the adapter together, for the web process and for a worker.

The rule to keep: what both need, they get from one place; the worker opens no door.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from aiohttp.web import Application
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.accounts import Accounts
from adapters.slack.album import Album
from adapters.slack.api import session
from adapters.slack.app import Slack
from adapters.slack.directory import Directory
from adapters.slack.divisions import Groups
from adapters.slack.door import Door
from adapters.slack.home import HomeTab
from adapters.slack.lanes import Lanes, Pace
from adapters.slack.leftovers import Kept, Leftovers
from adapters.slack.messenger import SlackMessenger
from adapters.slack.poster import Poster
from adapters.slack.reactions import Handle, Known
from adapters.slack.rooms import SlackRooms
from adapters.slack.workspaces import Only, Workspaces
from bot.events import Actor
from bot.message import Message
from bot.texts import Texts

RATE = 4.0
"""Messages a second into one workspace, of all workers together. Slack allows several hundred a minute, unpublished."""


class Options(Protocol):
    """What an operator has set."""

    @property
    def bot_token(self) -> str:
        """Of the first workspace; empty where there are only further ones."""
        ...

    @property
    def signing_secret(self) -> str:
        """Empty in Socket Mode."""
        ...

    @property
    def app_token(self) -> str:
        """Of Socket Mode; else empty."""
        ...

    @property
    def client_id(self) -> str:
        """For further workspaces; else empty."""
        ...

    @property
    def client_secret(self) -> str:
        """Likewise."""
        ...

    @property
    def workspaces(self) -> Collection[str]:
        """Which further ones may install it."""
        ...

    @property
    def divisions(self) -> tuple[str, ...]:
        """Which user groups are divisions."""
        ...

    @property
    def leads(self) -> tuple[str, ...]:
        """Which hold their leads."""
        ...

    @property
    def hr(self) -> tuple[str, ...]:
        """Which hold HR."""
        ...

    @property
    def uploads(self) -> bool:
        """Whether those are asked for the right to take files."""
        ...

    @property
    def guests(self) -> bool:
        """Whether guests are let in."""
        ...

    @property
    def base(self) -> str:
        """Of the Web API."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """The way out to Slack."""

    options: Options
    workspaces: Workspaces
    poster: Poster
    messenger: SlackMessenger
    leftovers: Leftovers | None
    web: aiohttp.ClientSession
    prepare: Callable[[], Awaitable[None]]
    """Makes the tables that the adapter keeps for itself."""
    _pages: Callable[[Texts, Application], None]

    @property
    def rooms(self) -> SlackRooms:
        """The channels."""
        return SlackRooms(self.workspaces, self.poster)

    def directory(self, accounts: Accounts | None = None) -> Directory:
        """The members of all workspaces; `accounts` then know them too."""
        groups = Groups(self.options.divisions, self.options.leads, self.options.hr)
        return Directory(self.workspaces, accounts or Accounts(guests=self.options.guests), groups)

    def answering(
        self,
        app: Application,
        texts: Texts,
        *,
        handle: Handle,
        known: Known,
        show: Callable[[Actor], Awaitable[Message]],
    ) -> Slack:
        """The way in, on an HTTP application; `Slack.awake` opens it."""
        made = Slack(
            # In Socket Mode there is no door: nothing that comes over HTTP is let in.
            door=Door(self.options.signing_secret, time.time) if self.options.signing_secret else None,
            workspaces=self.workspaces,
            accounts=Accounts(guests=self.options.guests),
            poster=self.poster,
            home=HomeTab(show, Album(self.poster), lambda actor: Message(texts.to(actor.locale)("slack.home_problem"))),
            texts=texts,
            handle=handle,
            known=known,
            awake=False,
        )
        made.attach(app)
        self._pages(texts, app)
        return made


@asynccontextmanager
async def reaching(
    options: Options, engine: AsyncEngine | None = None, pace: Pace | None = None, kept: Kept | None = None
) -> AsyncIterator[Reach]:
    """Open the way out. `engine` is where tokens of further workspaces are kept, `pace` what processes share.

    `kept` remembers files that are to go again.
    """
    async with session() as web:
        lanes, poster = Lanes(pace=pace), Poster(kept.put if kept else None)
        only = Only(options.bot_token, web, lanes, base=options.base) if options.bot_token else None
        workspaces, prepare, pages = _further(options, engine, only, web, lanes)
        leftovers = Leftovers(workspaces, kept) if kept else None
        messenger = SlackMessenger(workspaces, poster)
        yield Reach(options, workspaces, poster, messenger, leftovers, web, prepare, pages)


def _further(
    options: Options, engine: AsyncEngine | None, only: Only | None, web: aiohttp.ClientSession, lanes: Lanes
) -> tuple[Workspaces, Callable[[], Awaitable[None]], Callable[[Texts, Application], None]]:
    """The workspaces, and what belongs to installing in further ones."""
    if not options.client_id or engine is None:
        if only is None:
            raise ValueError("neither a token nor a client id")
        return only, _nothing, lambda _texts, _app: None
    # Only whoever uses it waits for its imports.
    from adapters.slack.install import Installing  # noqa: PLC0415
    from adapters.slack.installed import Several, installed  # noqa: PLC0415

    further = installed(
        options.client_id, options.client_secret, options.workspaces, engine, web, lanes, base=options.base
    )

    def pages(texts: Texts, app: Application) -> None:
        offered = Installing(
            options.client_id,
            options.client_secret,
            further,
            texts.to(None),
            web,
            base=options.base,
            upload=options.uploads,
        )
        offered.attach(app)

    return (Several(only, further) if only else further), further.prepare, pages


async def _nothing() -> None:
    """Where nothing has to be prepared."""
