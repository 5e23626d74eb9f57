"""One company on Slack, on Teams and in the playground, with people who have accounts on two or three of them.

The rule to keep: each platform is reached over HTTP, as the process that answers and the worker reach it; what stands
between is put together by the composition root's own functions.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.local.app import Playground
from adapters.local.company import Company, Resident
from adapters.local.post import Post
from adapters.slack.accounts import Accounts
from adapters.slack.directory import Directory as SlackDirectory
from adapters.slack.rooms import SlackRooms
from adapters.teams.activities import Place
from adapters.teams.rooms import TeamsRooms
from bot.app import Bot
from bot.composition.core import console_of, features_of, metronome_of, track_of
from bot.composition.surveys import duty_of, steward_of, surveys_of
from bot.events import Actor
from bot.metronome import Metronome
from bot.people import Person, Role
from bot.ports import Member, Messenger
from bot.staff.roster import Roster
from bot.texts import Texts
from config import content, typed
from config.settings import read
from storage.store import Database
from tests.adapters.on_slack import OnSlack
from tests.adapters.on_teams import OnTeams
from tests.adapters.script import Script, Somebody
from tests.adapters.test_local import Local
from tests.conftest import Moving
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.teams.pretend import PretendTeams
from tests.slack.house import house as slack_house
from tests.teams.house import house as teams_house

SECRET = "what a worker shows to the playground"  # noqa: S105 - of this test
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "gita": ("local",),
    "ratna": ("teams",),
    "bagus": ("slack",),
    "ana": ("slack", "teams"),
    "bo": ("slack", "teams"),
    "citra": ("teams", "local"),
    "dewi": ("slack", "local"),
    "eko": ("slack", "teams", "local"),
    "fajar": ("slack",),
    "gani": ("teams",),
    "hana": ("local",),
    "indra": ("slack",),
    "joko": ("teams",),
    "kiki": ("local",),
}
"""Who has an account where. All of one e-mail are one human."""
ROLES = {
    "gita": frozenset({Role.HR_DRAFTER, Role.HR_SENDER}),
    "ratna": frozenset({Role.HR_APPROVER}),
    "fajar": frozenset({Role.HR_DRAFTER}),
}
SILENT = frozenset({"indra", "joko"})
"""Who is known from a list alone: nobody has seen them, and in Teams their chat is still to be opened."""


def email(name: str) -> str:
    """The playground gives everybody theirs."""
    return f"{name}@demo.example"


def residents() -> Company:
    """Those of them who are in the playground."""
    made = typed.read(content.HERE / "demo" / "company.yaml", Company)
    found = [name for name, platforms in PEOPLE.items() if "local" in platforms]
    people = tuple(Resident(name, name.capitalize(), "Colleague", "jakarta", "en", "product") for name in found)
    return replace(made, divisions=dict.fromkeys(made.divisions, "Product"), people=people, shown=tuple(found[:1]))


@dataclass
class Everywhere:
    """The whole of it, with one clock."""

    store: Database
    clock: Moving
    metronome: Metronome
    slack: PretendSlack
    teams: PretendTeams
    rosters: tuple[Roster, ...]
    accounts: Mapping[tuple[str, str], Somebody]

    def at(self, name: str, platform: str = "") -> Somebody:
        """Somebody in front of one of their platforms; the only one, unless it is said which."""
        return self.accounts[name, platform or PEOPLE[name][0]]

    def reads(self, name: str) -> dict[str, list[str]]:
        """All that a human was told, by platform."""
        return {platform: self.at(name, platform).reads() for platform in PEOPLE[name]}

    def got(self, words: str) -> dict[str, list[str]]:
        """Where each human was told this: once for each time."""
        return {
            name: [platform for platform, texts in self.reads(name).items() for text in texts if words in text]
            for name in PEOPLE
        }

    async def roll_call(self) -> None:
        """Every platform says who its members are."""
        for roster in self.rosters:
            for platform in ("slack", "teams", "local"):
                if platform in roster._directories:
                    await roster.take(platform)

    async def until(self, moment: datetime, *, since: datetime | None = None) -> None:
        """Let the time pass, stopping wherever something is due; of what is before `since`, nobody takes notice."""
        if since is not None:
            self.clock.to(since)
        while True:
            await self.metronome.tick()
            due = await self.metronome.next_due()
            if due is None or due > moment:
                break
            self.clock.to(max(due, self.clock.now() + timedelta(seconds=1)))
        self.clock.to(max(moment, self.clock.now()))
        await self.metronome.tick()


@dataclass
class _Residents:
    """The playground's list, as the demo tells it."""

    company: Company

    async def everyone(self) -> list[Member]:
        return [Member(actor, division, roles) for actor, division, roles in self.company.everyone()]


def _in_slack(slack: PretendSlack) -> list[str]:
    return [slack.user(name).user.id for name, platforms in PEOPLE.items() if "slack" in platforms]


@asynccontextmanager
async def everywhere(url: str, keys: Path, clock: Moving, texts: Texts) -> AsyncIterator[Everywhere]:
    """One database, three platforms, everybody known."""
    settings = read({"DATABASE_URL": url, "LENTERA_KEY_DIR": f"{keys}", "LENTERA_COMPANY": "Kopi Nusantara"})
    store = Database(url, appointed={email(name): roles for name, roles in ROLES.items()})
    track, surveys = track_of(settings, store, clock), surveys_of(settings, store, clock)
    rooms: dict[str, SlackRooms | TeamsRooms | Playground] = {}
    console = console_of(settings, store, clock, surveys, rooms)
    bot = Bot(store, texts, features_of(track, store, clock, console))
    company = residents()
    playground = Playground(company, texts, clock, secret=SECRET)
    playground.connect(bot.handle)
    app = web.Application()
    playground.attach(app)

    async def known(actor: Actor) -> Person:
        async with store.begin() as work:
            return await work.people.meet(actor)

    async with (
        PretendSlack(limited=False) as slack,
        PretendTeams(limited=False) as teams,
        slack_house(slack, texts, bot.handle, known=known) as on_slack,
        teams_house(teams, texts, bot.handle, known=known) as on_teams,
        TestClient(TestServer(app)) as client,
        Post(f"{client.make_url('/')}", SECRET) as post,
    ):
        slack.patience = teams.patience = 0.3
        messengers: dict[str, Messenger] = {"slack": on_slack.messenger, "teams": on_teams.messenger, "local": post}
        slack_rooms = SlackRooms(on_slack.messenger.workspaces, on_slack.messenger.poster)
        rooms |= {"slack": slack_rooms, "teams": TeamsRooms(on_teams.messenger.poster.chats.api), "local": playground}
        duties = steward_of(settings, store, clock, separate=True), duty_of(settings, store, clock)
        metronome, _ = metronome_of(track, console, store, clock, messengers, more=duties)
        places = (
            OnSlack(slack, on_slack.messenger, Script(), slack.channel("general", app=True)),
            OnTeams(teams, on_teams.messenger, Script(), teams.channel("general", team="Product")),
            Local(playground, client, post, Script()),
        )
        accounts: dict[tuple[str, str], Somebody] = {}
        for name, platforms in PEOPLE.items():
            for place in places:
                if place.name not in platforms:
                    continue
                if place.name == "slack":
                    slack.user(name, locale="en-US", tz="Asia/Jakarta", email=email(name))
                if place.name == "teams":
                    teams.user(name, locale="en-US", tz="Asia/Jakarta", email=email(name))
                locale = "en" if place.name == "local" else "en-US"
                accounts[name, place.name] = await place.person(name, locale, "Asia/Jakarta")
        directory = on_teams.reach.directory()

        async def joined(tenant: str, place: Place, here: bool) -> None:
            directory.joined(tenant, place, here)

        on_teams.adapter.joined = joined
        await teams.adds(teams.channel("general", team="Product"), teams.user("gani"))
        rosters = (
            Roster(store, clock, {"slack": SlackDirectory(on_slack.adapter.workspaces, Accounts())}),
            Roster(store, clock, {"teams": directory}, partial={"teams"}),
            Roster(store, clock, {"local": _Residents(company)}),
        )
        made = Everywhere(store, clock, metronome, slack, teams, rosters, accounts)
        slack.workspace.group("division-product", "Product", *_in_slack(slack))
        slack.workspace.group("leads-product", "Leads", slack.user("bagus").user.id)
        await made.roll_call()
        for (name, _), somebody in accounts.items():
            if name not in SILENT:
                await somebody.types("hello")
        try:
            yield made
            assert not slack.complaints
            assert not teams.complaints
        finally:
            await store.close()
