"""A step for those who have signed up reaches them, whenever they do so, and nobody else."""

from dataclasses import replace
from datetime import timedelta

from bot.campaigns import deeds
from bot.campaigns.beforehand import ONE
from bot.campaigns.playbook import Audience, Playbook
from bot.texts import Texts
from storage.store import Database
from tests.campaigns.play import known
from tests.campaigns.test_campaign_engine import House
from tests.conftest import Meet, Moving


def altered() -> Playbook:
    """The start of recording is for whoever has asked for help."""
    playbook = known()["time-tracking"]
    steps = [replace(step, audience=Audience.SIGNED_UP) if step.name == "go_live" else step for step in playbook.steps]
    return replace(playbook, steps=tuple(steps))


async def test_it_reaches_whoever_has_signed_up_and_nobody_else(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    ada, ben, cleo = [await meet(name) for name in ("ada", "ben", "cleo")]
    house = House(store, clock, texts, {"time-tracking": altered()})
    worker = house.worker()
    made = await house.begin(clock.now() + timedelta(days=28, hours=1))
    async with store.begin() as work:
        for person in (ada, ben):
            assert await work.beforehand.sign_up(made.id, person.id, ONE)
        assert not await work.beforehand.sign_up(made.id, ben.id, ONE)
    for _ in range(28 + 13):
        clock.advance(days=1)
        await house.run(worker)
    assert {to for to, step in house.inbox.got if step == "go_live"} == {"dm:ada", "dm:ben"}
    # Whoever asks later gets it then, and whoever takes their name off before gets nothing.
    async with store.begin() as work:
        await work.beforehand.sign_up(made.id, cleo.id, ONE)
        await work.journeys.void_person(cleo.id)
    await house.run(worker)
    assert house.inbox.got["dm:cleo", "go_live"] == 1
    async with store.begin() as work:
        await deeds.close(work, made.id, clock.now())


async def test_whoever_takes_their_name_off_before_is_not_reached(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    ada = await meet("ada")
    house = House(store, clock, texts, {"time-tracking": altered()})
    worker = house.worker()
    made = await house.begin(clock.now() + timedelta(days=28, hours=1))
    async with store.begin() as work:
        await work.beforehand.sign_up(made.id, ada.id, ONE)
    for day in range(28 + 13):
        clock.advance(days=1)
        if day == 36:
            async with store.begin() as work:
                assert await work.beforehand.withdraw(made.id, ada.id, ONE)
                await work.journeys.void_person(ada.id)
        await house.run(worker)
    assert not [step for _, step in house.inbox.got if step == "go_live"]
    assert [step for _, step in house.inbox.got if step == "help"]
