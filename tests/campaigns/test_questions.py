"""Questions for a meeting as they lie in the database."""

from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from bot.campaigns.beforehand import Question
from bot.campaigns.campaign import Campaign, State
from bot.talk.sorter import Sorter
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.campaigns.test_campaign_engine import JAKARTA
from tests.conftest import Meet, Moving


async def test_stirring_loses_none_and_they_come_out_in_no_order_of_time(
    store: Database, clock: Moving, meet: Meet
) -> None:
    ada = await meet("ada")
    async with store.begin() as work:
        made = await work.campaigns.create(
            Campaign(0, "time-tracking", "", JAKARTA, clock.now(), None, "all", "default", clock.now(), None, key="k")
        )
    written = [Question(token_hex(16), f"Question {number}? " * 20) for number in range(40)]
    written.append(Question(token_hex(16), "With a name?", ada.id))
    for question in written:
        async with store.begin() as work:
            await work.beforehand.ask(made.id, question)
            # The same form twice is one question, whatever it says the second time.
            await work.beforehand.ask(made.id, Question(question.key, "Something else", ada.id))
    await store.stir(rewrite=True)
    async with store.begin() as work:
        found = await work.beforehand.questions(made.id)
        assert await work.beforehand.leave_out(made.id, found[0].key)
        assert not await work.beforehand.leave_out(made.id, found[0].key)
    assert sorted(found, key=lambda one: one.key) == sorted(written, key=lambda one: one.key)
    assert [one.key for one in found] == sorted(one.key for one in written)


async def test_they_are_stirred_every_hour_also_while_nothing_else_is(
    store: Database, clock: Moving, meet: Meet, tmp_path: Path
) -> None:
    ada = await meet("ada")
    stirred: list[datetime] = []

    async def stir() -> None:
        stirred.append(clock.now())

    sorter = Sorter(store, Hpke(), KeyFolder(tmp_path / "keys"), stir, clock, UTC)
    async with store.begin() as work:
        made = await work.campaigns.create(
            Campaign(0, "time-tracking", "", JAKARTA, clock.now(), None, "all", "default", clock.now(), None, key="k")
        )
        await work.beforehand.ask(made.id, Question(token_hex(16), "With a name?", ada.id))
        assert not await work.beforehand.come_in()
        await work.beforehand.ask(made.id, Question(token_hex(16), "Without one?"))
        assert not await work.beforehand.come_in(), "nobody has been told of a draft"
        await work.campaigns.turn(made.id, State.RUNNING)
    await sorter.tick()
    stirred.clear()
    for _ in range(3):
        await sorter.tick()
        clock.advance(hours=1)
    assert len(stirred) == 2
