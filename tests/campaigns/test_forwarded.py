"""A message can be forwarded: its buttons do nothing for whoever it was not meant for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console.dossier import PRACTICAL
from bot.campaigns.console.ports import Version
from bot.campaigns.got_it import GotIt
from bot.campaigns.letter import GOT_IT, HELP
from bot.campaigns.playbook import Step
from bot.campaigns.questions import SEND, Questions
from bot.campaigns.sample import campaign as sample
from bot.campaigns.signups import SignUps
from bot.errors import Refusal
from bot.events import Press, Submitted
from bot.message import Form, Message
from bot.people import Person, Role
from bot.texts import Texts, Words
from config.playbooks import playbooks
from storage.store import Database
from tests.conftest import Moving, account

PLAYBOOK = playbooks()["time-tracking"]


class Rollout:
    """One for Ops alone, whose messages somebody forwards."""

    def __init__(self, store: Database, clock: Moving, texts: Texts) -> None:
        self.store, self.clock, self.t = store, clock, texts.to("en")
        self.questions, self.signups = Questions(store, clock), SignUps(store, clock)
        self.got_it = GotIt(store, clock, {PLAYBOOK.name: PLAYBOOK}, _write)
        self.campaign = sample(PLAYBOOK)

    async def begin(self) -> None:
        drafted = replace(
            self.campaign,
            id=0,
            created_by=None,
            key="a click",
            audience="Ops",
            anchor=self.clock.now() + timedelta(days=20),
        )
        async with self.store.begin() as work:
            self.campaign = await work.campaigns.create(drafted)
            await work.campaigns.turn(self.campaign.id, State.RUNNING)
            helpers = Version(self.campaign.id, PRACTICAL, 1, {"helpers": "Maya"}, None, self.clock.now(), delivery="h")
            await work.versions.add(helpers)

    async def somebody(self, name: str, division: str) -> Person:
        async with self.store.begin() as work:
            return await work.people.enrol(account(name), division=division, roles=frozenset({Role.EMPLOYEE}))

    async def help(self, person: Person, action: str = "one", value: str = "") -> None:
        event = Press(f"{action}{person.id}", account("whoever"), f"{HELP}{action}", value or f"{self.campaign.id}")
        await self.signups.press(event, person, self.t)

    async def ask(self, person: Person) -> None:
        """Open the form and send it."""
        event = Press("p", account("whoever"), SEND, f"{self.campaign.id}")
        form = (await self.questions.press(event, person, self.t)).content
        assert isinstance(form, Form)
        await self.send(person, form.value)

    async def send(self, person: Person, value: str) -> None:
        sent = Submitted("s", account("whoever"), SEND, value, {"question": "Why?", "name": "nameless"})
        await self.questions.submit(sent, person, self.t)

    async def press_got_it(self, person: Person) -> None:
        event = Press(f"g{person.id}", account("whoever"), GOT_IT, f"{self.campaign.id}:soft")
        await self.got_it.press(event, person, self.t)


async def _write(_campaign: Campaign, step: Step, _occasion: str, _person: Person, _t: Words) -> Message:
    return Message(step.name)


@pytest.fixture
async def rollout(store: Database, clock: Moving, texts: Texts) -> Rollout:
    made = Rollout(store, clock, texts)
    await made.begin()
    return made


async def test_whoever_it_was_not_meant_for_is_told_so_and_nothing_is_noted(rollout: Rollout) -> None:
    lena = await rollout.somebody("lena", "Lab")
    for press in (rollout.help, rollout.ask, rollout.press_got_it):
        with pytest.raises(Refusal) as refused:
            await press(lena)
        assert refused.value.key == "campaigns.not_yours"
    with pytest.raises(Refusal):
        await rollout.send(lena, f"{rollout.campaign.id}|{'a' * 32}")
    async with rollout.store.begin() as work:
        assert not await work.beforehand.questions(rollout.campaign.id)
        assert not await work.beforehand.signed_up(rollout.campaign.id, [lena.id])


async def test_whoever_it_is_for_asks_and_is_helped(rollout: Rollout) -> None:
    omar = await rollout.somebody("omar", "Ops")
    await rollout.help(omar)
    await rollout.ask(omar)
    await rollout.press_got_it(omar)
    async with rollout.store.begin() as work:
        assert len(await work.beforehand.questions(rollout.campaign.id)) == 1
        assert await work.beforehand.signed_up(rollout.campaign.id, [omar.id])


async def test_whoever_has_moved_to_another_team_since_it_reached_them_still_is(rollout: Rollout) -> None:
    await rollout.somebody("omar", "Ops")
    async with rollout.store.begin() as work:
        await work.journeys.enter(rollout.campaign, rollout.clock.now(), joins=False)
    omar = await rollout.somebody("omar", "Lab")
    await rollout.help(omar)
    await rollout.help(omar, "withdraw", f"{rollout.campaign.id}:one")
    await rollout.ask(omar)


async def test_whoever_has_signed_up_takes_their_name_off_wherever_they_are(rollout: Rollout) -> None:
    omar = await rollout.somebody("omar", "Ops")
    await rollout.help(omar)
    omar = await rollout.somebody("omar", "Lab")
    await rollout.help(omar, "withdraw", f"{rollout.campaign.id}:one")
    async with rollout.store.begin() as work:
        assert not await work.beforehand.signed_up(rollout.campaign.id, [omar.id])
