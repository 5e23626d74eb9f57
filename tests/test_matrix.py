"""Every command, every button and every form, as every role: who may is answered, who may not is refused kindly."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.app import Bot, Features
from bot.campaigns.console.console import Console
from bot.composition.core import console_of, features_of, track_of
from bot.composition.privacy import privacy_of
from bot.events import Command, Event, Press, Submitted
from bot.hours.ports import Share
from bot.hours.rule import Rule
from bot.markup import plain
from bot.people import MAY, Act, Role
from bot.staff.rollout import Rollout
from bot.texts import Texts
from config.content import catalogues
from config.settings import read
from storage.engine import engine
from tests.conftest import Another, Moving
from tests.hours.team import Office
from tests.privacy.full import everything
from tests.rights import COMMANDS, FORMS, NAMED, PRESSES, forms, presses, right
from tests.speaker import told

ROLES = (*Role,)
OWN = frozenset({"share.back"})
"""What only answers whose it is."""


@dataclass
class Tried:
    """Everything that can be tried, and what it needs."""

    office: Office
    bot: Bot
    features: Features
    console: Console
    url: str

    def events(self, role: Role) -> list[tuple[str, Event, tuple[Act, ...]]]:
        """Name, event, and the acts of which one is enough; none is for everybody."""
        t, actor = self.office.texts.to("en"), self.office.actor(role.value)
        found: list[tuple[str, Event, tuple[Act, ...]]] = []
        for line, acts in COMMANDS.items():
            name, _, args = line.partition(" ")
            found.append((f"/{line}", Command(f"c-{role}-{line}", actor, name, args), acts))
        for action, value in presses(t, self.console).items():
            act = right(PRESSES, self.console.presses, action)
            found.append((action, Press(f"p-{role}-{action}", actor, action, value), (act,) if act else ()))
        for action, value in forms(t, self.console).items():
            act = right(FORMS, self.console.forms, action)
            found.append(
                (f"{action} (form)", Submitted(f"f-{role}-{action}", actor, action, value), (act,) if act else ())
            )
        return found

    async def said(self, event: Event) -> str:
        return told((await self.bot.handle(event)).content)

    async def kept(self) -> list[tuple[str, str, str]]:
        made = engine(self.url)
        try:
            return sorted((table, name, str(value)) for table, name, value in await everything(made))
        finally:
            await made.dispose()


def refusals() -> frozenset[str]:
    """Whatever says that this is not for whoever asks."""
    return frozenset(
        plain(str(text))
        for key, text in catalogues()["en"].items()
        if ".not_yours" in key or key.endswith("_not_yours")
    )


def may(role: Role, acts: tuple[Act, ...]) -> bool:
    return not acts or any(MAY[act] & {Role.EMPLOYEE, role} for act in acts)


def general(acts: tuple[Act, ...]) -> bool:
    """Whether everybody may."""
    return may(Role.EMPLOYEE, acts)


@pytest.fixture
async def tried(url: str, another: Another, texts: Texts, clock: Moving, tmp_path: Path) -> Tried:
    """A person of each role, a rollout, and a week that is shared with the lead."""
    settings = read({"DATABASE_URL": url, "LENTERA_KEY_DIR": f"{tmp_path / 'keys'}"})
    store = another(appointed={f"{role}@example.org": frozenset({role}) for role in ROLES})
    office = Office(store, texts, clock, tmp_path / "keys")
    for role in ROLES:
        await office.enrol(role.value, "Ops", role)
    await office.rules(Rule.NEVER)
    async with store.begin() as work:
        owner, lead = [await work.people.meet(office.actor(name)) for name in ("employee", "lead")]
        week = Share(0, owner.id, lead.id, date(2026, 11, 9), (60,) * 7, clock.now())
        await work.shares.put(week, "shared")
    track, console = track_of(settings, store, clock), console_of(settings, store, clock)
    features = features_of(track, store, clock, console, privacy=privacy_of(settings, store, clock))
    return Tried(office, Bot(store, texts, features), features, console, url)


async def test_whoever_may_not_is_refused_kindly_and_nothing_is_changed(tried: Tried) -> None:
    no = refusals()
    for role in ROLES:
        await tried.said(Command(f"here-{role}", tried.office.actor(role.value), "track", "help"))
    before = await tried.kept()
    refused = 0
    for role in ROLES:
        for name, event, acts in tried.events(role):
            if not may(role, acts):
                said = await tried.said(event)
                assert said in no, (role, name, said)
                refused += 1
    assert await tried.kept() == before
    assert refused > 5 * len(ROLES)


@pytest.mark.parametrize("role", [role for role in ROLES if role is not Role.OPERATOR])
async def test_whoever_may_is_answered_by_it(tried: Tried, role: Role) -> None:
    no = refusals()
    # What is for everybody, everybody gets: once is enough.
    tries = [one for one in tried.events(role) if may(role, one[2]) and (role is Role.EMPLOYEE or not general(one[2]))]
    for name, event, _ in tries:
        said = await tried.said(event)
        bare = name.removesuffix(" (form)")
        assert "give IT this reference" not in said, (role, name)
        if bare not in OWN | NAMED:
            assert said not in no, (role, name, said)


def test_every_command_and_every_room_is_in_the_table(tried: Tried) -> None:
    lines = {line.partition(" ") for line in COMMANDS}
    assert tried.features.commands.keys() == {name for name, _, _ in lines}
    rollout = tried.features.commands["rollout"]
    assert isinstance(rollout, Rollout)
    assert rollout.words.keys() == {words for name, _, words in lines if name == "rollout"}
    known = {action.partition(".")[0] for action in PRESSES} | {"rollout"}
    assert tried.features.presses.keys() == known
    assert tried.features.forms.keys() == {action.partition(".")[0] for action in FORMS} | {"rollout"}


def test_every_button_and_every_form_is_answered_by_somebody(tried: Tried) -> None:
    t = tried.office.texts.to("en")
    for action in presses(t):
        assert action.partition(".")[0] in tried.features.presses, action
        assert not action.startswith("rollout.") or action.partition(".")[2] in tried.console.presses, action
    for action in forms(t):
        assert action.partition(".")[0] in tried.features.forms, action
        assert not action.startswith("rollout.") or action.partition(".")[2] in tried.console.forms, action
