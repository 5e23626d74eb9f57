"""Putting the adapter together, for the web process and for a worker.

The rule to keep: what both need, they get from one place; the worker opens no door, and does not wait for the SDK to
be imported.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import aiohttp
from aiohttp.web import Application

from adapters.teams.accounts import Accounts
from adapters.teams.api import Api, session
from adapters.teams.chats import Chats
from adapters.teams.door import LOOPBACK, Door
from adapters.teams.files import Files
from adapters.teams.lanes import Lanes, Pace
from adapters.teams.login import Login
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.offers import Offers
from adapters.teams.poster import Poster
from adapters.teams.rooms import TeamsRooms
from bot.events import Actor, Event
from bot.message import Reply
from bot.people import Person
from bot.texts import Texts

if TYPE_CHECKING:
    from adapters.teams.app import Teams
    from adapters.teams.directory import Directory

RATE = 49.0
"""Messages a second into one tenant, of all workers together. Teams takes fifty calls, and some chats are to be opened.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"""


class Options(Protocol):
    """What an operator has set."""

    @property
    def app(self) -> str:
        """The app id."""
        ...

    @property
    def password(self) -> str:
        """The client secret; empty for a managed identity."""
        ...

    @property
    def tenant(self) -> str:
        """Where an app of one tenant logs in; empty for one of many."""
        ...

    @property
    def tenants(self) -> Collection[str]:
        """Whose people are let in."""
        ...

    @property
    def signing(self) -> str:
        """What buttons are signed with."""
        ...

    @property
    def guests(self) -> bool:
        """Whether guests are let in."""
        ...

    @property
    def greets(self) -> bool:
        """Whether those are welcomed for whom the app is installed."""
        ...

    @property
    def metadata(self) -> str:
        """Where the keys are told."""
        ...

    @property
    def login(self) -> str:
        """Where to log in."""
        ...

    @property
    def graph(self) -> str:
        """Where Microsoft Graph is."""
        ...

    @property
    def divisions(self) -> tuple[str, ...]:
        """Which teams are divisions."""
        ...

    @property
    def leads(self) -> tuple[str, ...]:
        """Whose owners lead."""
        ...

    @property
    def hr(self) -> tuple[str, ...]:
        """Whose owners are in HR."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """The way out to Teams."""

    options: Options
    poster: Poster
    messenger: TeamsMessenger
    accounts: Accounts
    web: aiohttp.ClientSession
    pretending: bool

    @property
    def rooms(self) -> TeamsRooms:
        """The channels."""
        return TeamsRooms(self.poster.chats.api)

    def directory(self) -> "Directory":
        """Who is in the teams that have Lentera."""
        from adapters.teams.directory import Directory  # noqa: PLC0415
        from adapters.teams.divisions import Named  # noqa: PLC0415
        from adapters.teams.owners import Owners  # noqa: PLC0415

        options = self.options

        def login(tenant: str) -> Login:
            return Login(options, self.web, os.environ, resource=options.graph, tenant=tenant)

        named = Named(options.divisions, options.leads, options.hr)
        return Directory(self.poster.chats.api, self.accounts, Owners(options.graph, self.web, login), named)

    def answering(
        self,
        app: Application,
        texts: Texts,
        *,
        handle: Callable[[Event], Awaitable[Reply]],
        known: Callable[[Actor], Awaitable[Person]],
        apart: Callable[[Actor], Awaitable[bool]],
        commands: Collection[str],
    ) -> "Teams":
        """The way in, on an HTTP application; `Teams.awake` opens it."""
        # Only who answers waits for the SDK.
        from adapters.teams.answers import Answers  # noqa: PLC0415
        from adapters.teams.app import Teams  # noqa: PLC0415
        from adapters.teams.connector import Connector  # noqa: PLC0415
        from adapters.teams.keys import Keys  # noqa: PLC0415
        from adapters.teams.tokens import Tokens  # noqa: PLC0415

        made = Teams(
            door=Door(Tokens(self.options.app, Keys(self.options.metadata, self.web)), self.pretending),
            connector=Connector(self.poster.chats.api),
            accounts=self.accounts,
            answers=Answers(self.poster, apart),
            offers=self.poster.offers,
            texts=texts,
            handle=handle,
            known=known,
            commands=commands,
            greets=self.options.greets,
            awake=False,
        )
        made.attach(app)
        return made


@asynccontextmanager
async def reaching(
    options: Options, texts: Texts, lanes: Lanes | None = None, pace: Pace | None = None
) -> AsyncIterator[Reach]:
    """Open the way out. `pace` is what processes share, for lanes of our own."""
    pretending = (urlsplit(options.metadata).hostname or "") in LOOPBACK
    async with session() as web:
        api = Api(Login(options, web, os.environ), web, lanes or Lanes(pace=pace, secret=options.signing))
        chats, offers = Chats(api, options.app), Offers(options.signing)
        poster = Poster(chats, offers, Files(web, offers, pretending=pretending), texts)
        accounts = Accounts(chats, options.tenants, guests=options.guests)
        yield Reach(options, poster, TeamsMessenger(poster), accounts, web, pretending)
