"""From the teams that have Lentera to the database: divisions, leads and HR, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.http import application, serving
from adapters.teams.divisions import among
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.setup import RATE, reaching
from bot.app import Bot, Features
from bot.composition.teams import TeamsWay
from bot.message import Message, Reply
from bot.people import Belongs, Role
from bot.texts import Texts
from storage.store import Database
from tests.conftest import Moving, account
from tests.pretend.teams import payloads
from tests.pretend.teams.person import Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.speaker import address
from tests.teams.house import lanes, options

EMPLOYEE, LEAD, DRAFTER = Role.EMPLOYEE, Role.LEAD, Role.HR_DRAFTER


@dataclass
class Office:
    """A web process that speaks Teams, as the composition root puts it together."""

    teams: PretendTeams
    store: Database
    way: TeamsWay

    def team(self, name: str, *people: Person, owners: tuple[Person, ...] = ()) -> None:
        """A team of these people."""
        channel = self.teams.channel("general", *people, *owners, team=name)
        assert channel.team is not None
        channel.team.owners = {one.user.id for one in owners}

    async def added(self, name: str, by: Person, *, added: bool = True) -> None:
        """Somebody adds Lentera to a team, or takes it away."""
        await self.teams.adds(self.teams.channel("general", team=name), by, added=added)

    def settles(self) -> None:
        """Time goes by, and the list is asked for again."""
        self.way._directory._until = -1.0

    async def takes(self) -> dict[str, tuple[str | None, set[Role]]]:
        """The list is taken. Who is known then."""
        self.settles()
        await self.way.roster.take("teams")
        return await self.known()

    async def known(self) -> dict[str, tuple[str | None, set[Role]]]:
        async with self.store.begin() as work:
            return {one.name: (one.division, set(one.roles)) for one in await work.staff.everyone()}


async def _nothing(_event: object, _person: object, _t: object) -> Reply:
    return Reply(Message("Hello"))


@asynccontextmanager
async def process(
    teams: PretendTeams, texts: Texts, store: Database, clock: Moving, **named: object
) -> AsyncIterator[Office]:
    """A process begins, and ends."""

    async def ready() -> str:
        return ""

    app = application(ready)
    bot = Bot(store, texts, Features({}, {}, {}, _nothing, _nothing))
    async with reaching(options(teams, **({"greets": False} | named)), texts, lanes(teams)) as reach:
        way = TeamsWay(reach, app, bot, store, clock)
        async with AsyncExitStack() as stack, serving(app, "127.0.0.1", 0) as port:
            await way.open(stack)
            teams.connect(f"http://127.0.0.1:{port}/api/messages")
            teams.idle = way._adapter.idle
            yield Office(teams, store, way)


async def test_once_in_their_life_somebody_is_told_in_a_channel_that_nobody_else_reads_their_chat(
    teams: PretendTeams, texts: Texts, store: Database, clock: Moving, ada: Person, sari: Person
) -> None:
    general = teams.channel("general", ada, sari)
    whole, short = (
        "Answered in our chat.\nYou can write to me there: only you and I are in that chat.",
        "Answered in our chat.",
    )
    for said in ([whole, short], [short, short]):
        # The second process has never met anybody.
        async with process(teams, texts, store, clock):
            seen = len(sari.sees(general))
            await ada.types("@Lentera track 2h zebra", general)
            await ada.types("@Lentera track 3h zebra", general)
            assert sari.sees(general)[seen:] == said
    async with store.begin() as work:
        (person,) = [one.id for one in await work.staff.everyone() if one.name == ada.user.name]
        assert not await work.people.tell_apart(person)
        await work.erasure.erase(person)
    async with process(teams, texts, store, clock):
        await ada.types("@Lentera track 2h zebra", general)
        assert sari.sees(general)[-1] == whole


@pytest.fixture
def named(request: pytest.FixtureRequest) -> dict[str, tuple[str, ...]]:
    """What the settings name."""
    return getattr(request, "param", {})


@pytest.fixture
async def office(
    teams: PretendTeams, texts: Texts, store: Database, clock: Moving, named: dict[str, tuple[str, ...]]
) -> AsyncIterator[Office]:
    # The group id is Microsoft's; a test says whose.
    by_id = {
        key: tuple(teams.tenant.team(one[1:]).group if one[:1] == "#" else one for one in value)
        for key, value in named.items()
    }
    async with process(teams, texts, store, clock, **by_id) as found:
        yield found
        assert not teams.complaints


@pytest.fixture
def ada(teams: PretendTeams) -> Person:
    return teams.user("ada", locale="en-GB", tz="Europe/Berlin")


@pytest.fixture
def sari(teams: PretendTeams) -> Person:
    return teams.user("sari", locale="id-ID", tz="Asia/Jakarta")


async def test_a_team_that_adds_lentera_is_a_division_and_graph_is_not_asked(
    office: Office, teams: PretendTeams, ada: Person, sari: Person
) -> None:
    guest = teams.user("guest", role="guest", tenant="elsewhere")
    office.team("Design", sari, guest, owners=(ada,))
    assert await office.takes() == {}
    await office.added("Design", ada)
    assert await office.takes() == {"Ada": ("Design", {EMPLOYEE}), "Sari": ("Design", {EMPLOYEE})}
    assert teams.calls("graph") == []


@pytest.mark.parametrize("named", [{"leads": ("*",)}], indirect=True)
async def test_whoever_owns_a_team_leads_it(office: Office, ada: Person, sari: Person) -> None:
    others = [office.teams.user(name) for name in ("bo", "citra", "dewi")]
    # On the last of Graph's pages.
    office.team("Design", *others, sari, owners=(ada,))
    await office.added("Design", ada)
    found = await office.takes()
    assert found["Ada"] == ("Design", {EMPLOYEE, LEAD})
    assert [name for name, (_, roles) in found.items() if LEAD in roles] == ["Ada"]
    # What one was, one is no more when the team has another owner.
    office.team("Design", ada, owners=(sari,))
    found = await office.takes()
    assert (found["Ada"], found["Sari"]) == (("Design", {EMPLOYEE}), ("Design", {EMPLOYEE, LEAD}))


@pytest.mark.parametrize("named", [{"leads": ("*",)}], indirect=True)
async def test_what_an_owner_has_not_allowed_is_not_known_and_no_error(
    office: Office, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    office.team("Design", owners=(ada,))
    await office.added("Design", ada)
    office.teams.tenant.team("Design").consented = False
    assert await office.takes() == {"Ada": ("Design", {EMPLOYEE})}
    assert "docs/teams.md" in caplog.text
    assert "Ada" not in caplog.text
    office.teams.tenant.team("Design").consented = True
    assert await office.takes() == {"Ada": ("Design", {EMPLOYEE, LEAD})}


@pytest.mark.parametrize("named", [{"leads": ("*",)}], indirect=True)
@pytest.mark.parametrize(
    "how", [{"status": 503, "error": "serviceNotAvailable"}, {"retry_after": 30}, {"drop": True, "times": 9}]
)
async def test_where_graph_cannot_say_it_nobody_stops_leading(
    office: Office, ada: Person, how: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    office.team("Design", owners=(ada,))
    await office.added("Design", ada)
    before = await office.takes()
    office.teams.fails("graph", **how)
    office.settles()
    await office.way.roster.tick()
    assert "could not be read" in caplog.text
    assert await office.known() == before


@pytest.mark.parametrize(
    "named", [{"divisions": ("Design", "Sales *"), "leads": ("Design",), "hr": ("#People",)}], indirect=True
)
async def test_the_settings_name_which_teams_mean_something(office: Office, ada: Person, sari: Person) -> None:
    bo, citra, dewi = (office.teams.user(name) for name in ("bo", "citra", "dewi"))
    office.team("Design", bo, owners=(ada,))
    office.team("Sales East", owners=(sari,))
    office.team("Football", owners=(dewi,))
    office.team("People", bo, owners=(citra,))
    for name, by in (("Design", ada), ("Sales East", sari), ("Football", dewi), ("People", citra)):
        await office.added(name, by)
    assert await office.takes() == {
        "Ada": ("Design", {EMPLOYEE, LEAD}),
        "Bo": ("Design", {EMPLOYEE}),
        "Sari": ("Sales East", {EMPLOYEE}),
        "Dewi": (None, {EMPLOYEE}),
        # Drafting is all that a team can give: whoever approves, sends or represents is named in the settings alone.
        "Citra": (None, {EMPLOYEE, DRAFTER}),
    }


@pytest.mark.parametrize("named", [{"hr": ("People",)}], indirect=True)
async def test_a_name_makes_nobody_hr(office: Office, ada: Person) -> None:
    office.team("People", owners=(ada,))
    await office.added("People", ada)
    assert await office.takes() == {"Ada": ("People", {EMPLOYEE})}


@pytest.mark.parametrize("named", [{"leads": ("*",)}], indirect=True)
async def test_somebody_in_two_teams_is_counted_where_they_lead_else_in_the_first(
    office: Office, ada: Person, sari: Person
) -> None:
    office.team("Art", ada, sari)
    office.team("Design", sari, owners=(ada,))
    for name in ("Design", "Art"):
        await office.added(name, ada)
    assert await office.takes() == {"Ada": ("Design", {EMPLOYEE, LEAD}), "Sari": ("Art", {EMPLOYEE})}


async def test_a_process_that_begins_anew_knows_the_teams(
    teams: PretendTeams, texts: Texts, store: Database, clock: Moving, ada: Person, sari: Person
) -> None:
    async with process(teams, texts, store, clock) as office:
        office.team("Art", sari)
        office.team("Design", sari, owners=(ada,))
        for name in ("Art", "Design"):
            await office.added(name, ada)
        await office.added("Art", ada, added=False)
    async with process(teams, texts, store, clock) as office:
        assert await office.takes() == {"Ada": ("Design", {EMPLOYEE}), "Sari": ("Design", {EMPLOYEE})}
    assert not teams.complaints


async def test_whoever_it_adds_the_app_for_is_known_and_not_spoken_to(office: Office, ada: Person) -> None:
    await ada.installs()
    assert await office.known() == {"Ada": (None, {EMPLOYEE})}
    assert ada.sees() == []
    await ada.types("hello")
    assert ada.sees() == ["Hello"]


async def test_with_greetings_on_they_are_welcomed(
    teams: PretendTeams, texts: Texts, store: Database, clock: Moving, ada: Person
) -> None:
    async with process(teams, texts, store, clock, greets=True):
        assert await ada.installs() == "Hello"


async def test_who_leaves_a_team_is_employed_and_belongs_nowhere(office: Office, ada: Person, sari: Person) -> None:
    office.team("Design", sari, owners=(ada,))
    await office.added("Design", ada)
    await office.takes()
    team = office.teams.tenant.team("Design")
    team.members.remove(sari.user.id)
    told = payloads.members(
        office.teams.tenant,
        office.teams.service,
        sari.user,
        office.teams.channel("general", team="Design"),
        added=False,
    )
    await office.teams.tells(told)
    assert await office.takes() == {"Ada": ("Design", {EMPLOYEE}), "Sari": (None, {EMPLOYEE})}
    office.team("Design", sari)
    assert (await office.takes())["Sari"] == ("Design", {EMPLOYEE})


async def test_a_team_whose_name_changes_is_a_division_of_that_name(office: Office, ada: Person) -> None:
    office.team("Design", owners=(ada,))
    await office.added("Design", ada)
    await office.takes()
    office.teams.tenant.team("Design").name = "Product"
    assert await office.takes() == {"Ada": ("Product", {EMPLOYEE})}


async def test_what_slack_says_of_somebody_stands_beside_what_teams_says(
    office: Office, ada: Person, sari: Person
) -> None:
    async with office.store.begin() as work:
        for name in ("ada", "sari"):
            slack = account(name, platform="slack", workspace="T1", email=f"{name}@example.com")
            person = await work.people.note(slack)
            said = ("Board", frozenset({EMPLOYEE, LEAD})) if name == "ada" else (None, frozenset({EMPLOYEE}))
            await work.staff.says(person.id, slack, Belongs(*said))
    office.team("Design", ada, sari)
    await office.added("Design", ada)
    assert await office.takes() == {"Ada": ("Board", {EMPLOYEE, LEAD}), "Sari": ("Design", {EMPLOYEE})}


async def test_answers_take_places_from_those_who_write_to_everybody(
    office: Office, ada: Person, clock: Moving
) -> None:
    async def next_place() -> float:
        async with office.store.begin() as work:
            lane = f"teams:{office.teams.tenant.id}"
            return await work.outbox.pace(lane, now=clock.now(), gap=0.0, patience=60.0)

    for _ in range(20):
        await ada.types("hello")
    for _ in range(2):
        # The second finds nothing new.
        await office.way._room.leave()
    # Besides, Teams was asked once who it is.
    assert await next_place() == pytest.approx(21 / RATE)
    # What the postman sends has its place already.
    for _ in range(5):
        await TeamsMessenger(office.way._adapter.answers.poster).send(address(ada), Message("An announcement"))
    await office.way._room.leave()
    assert await next_place() == pytest.approx(21 / RATE)


def test_a_name_is_a_name_or_a_beginning_or_a_group_id() -> None:
    group = "22222222-3333-4444-5555-66666666666A"
    assert among("Design", group, ("design",))
    assert among("Sales East", group, ("Sales *",))
    assert among("Sales East", group, ("*",))
    assert among("anything", group, (group.lower(),))
    assert not among("Designers", group, ("Design",))
    assert not among("", "", ())
