"""HR's rehearsal: the whole rollout beforehand, for one person of each kind, in a database that is thrown away."""

import asyncio
import time

from bot.campaigns.scenario import Scenario
from bot.composition.campaign import in_a_thread
from bot.events import Press
from bot.message import File, Message
from config.playbooks import playbooks
from config.policies import policies
from config.scenario import parsed
from tests.campaigns.console.conftest import House, at, created
from tests.campaigns.play import known
from tests.speaker import told


async def test_hr_sees_when_each_step_reaches_each_kind_of_people_and_nothing_is_sent(house: House) -> None:
    gita = await created(house)
    await gita("/rollout")
    said = await gita.press("Rehearse")
    assert said.startswith("Recording working time, rehearsed for 4 kinds of people. Nothing was sent to anybody.")
    # HR's three and Sari are in Jakarta; the others are fewer.
    assert "Step | Jakarta (4 people) | Berlin (3 people) |" in said
    line = next(one for one in said.splitlines() if one.startswith("First announcement"))
    assert line.startswith("First announcement | Tue 24 Nov, 09:00 | Tue 24 Nov, 09:00")
    # The meeting is at ten in Jakarta, and in Berlin it is the middle of the night an hour before.
    last = next(one for one in said.splitlines() if one.startswith("Reminder, an hour before"))
    assert "Tue 22 Dec, 09:00 | not sent: it was night there" in last
    message = gita.last.content
    assert isinstance(message, Message)
    (file,) = (part for part in message.parts if isinstance(part, File))
    rows = file.data.decode("utf-8-sig").splitlines()
    assert rows[0] == "at,local,who,step,event,reason"
    assert any("Jakarta (1 lead),Ground rules,sent," in row for row in rows)
    assert house.post.sent == []
    async with house.store.begin() as work:
        assert await work.mail.status("1") == ()


async def test_a_rollout_whose_date_is_over_has_nothing_left_to_rehearse(house: House) -> None:
    gita = await created(house)
    house.clock.to(at(12, 23))
    await gita("/rollout")
    assert "Rehearse" not in gita.buttons()
    late = await house.bot.handle(Press("late", gita.actor, "rollout.rehearse", "1"))
    assert "There is nothing left to rehearse" in told(late.content)


async def test_only_hr_may_rehearse(house: House) -> None:
    await created(house)
    for other in (house.jakob, house.bagus, house.sari):
        refused = await house.bot.handle(Press(f"d-{other.actor.id}", other.actor, "rollout.rehearse", "1"))
        assert "|" not in told(refused.content)


def many(number: int) -> Scenario:
    people = "".join(f"  - {{id: p{n}, zone: Asia/Jakarta}}\n" for n in range(number))
    return parsed(
        f"people:\n{people}campaigns:\n"
        '  - {id: A, playbook: time-tracking, created: "2026-11-16T10:00", zone: Asia/Jakarta, '
        'meeting: "2026-12-15T10:00"}\nuntil: "2027-02-15T00:00Z"\n',
        known(),
    )


async def test_while_it_is_played_others_are_answered() -> None:
    play = in_a_thread(playbooks())
    playing = asyncio.ensure_future(play(many(30), {"default": policies().of("default")}))
    worst, turns = 0.0, 0
    while not playing.done():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        worst, turns = max(worst, time.perf_counter() - began), turns + 1
    assert len([line for line in await playing if line.event == "sent"]) == 30 * 12
    assert turns > 20
    assert worst < 1.0
