import asyncio
import os
import random
import string
import subprocess
from collections import Counter
from itertools import count
from time import monotonic

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.proof.house import COMPANY, Client, House

pytestmark = pytest.mark.slow

_TYPED = """
2h 90m 1,5 jam 9-11 1:15 -3h 0m 99999h kemarin yesterday senin friday @2026-11-16 17/11/2026 31/2 #acme #a/b #
start stop resume switch status today week month why edit undo delete export statement settings rapat klien same as
yesterday sama seperti kemarin dan and , ; - . : setengah jam lalu minggu lalu off snooze interruption
é \u202e \u200b ١٢ ½ 🙂 ' " <b> * _ ` [x](https://example.org) \\ =1+1
"""
PIECES = _TYPED.split()


def garbled(dice: random.Random) -> str:
    """Something somebody might type with their elbows."""
    words = [dice.choice(PIECES) for _ in range(dice.randrange(1, 12))]
    if dice.random() < 0.2:
        words.append("".join(dice.choices(string.printable + "\x00\x07äß中", k=dice.randrange(1, 300))))
    return "/track " + dice.choice(("", " ")).join(words)


async def nothing_raises(house: House, times: int) -> None:
    """Whatever is typed gets an answer, and no bug is in the log."""
    dice = random.Random(times)  # noqa: S311 - the same inputs each time
    await house.start()
    answers: Counter[int] = Counter()
    async with ClientSession(timeout=ClientTimeout(total=30)) as session:
        for _ in range(times):
            person = dice.choice(COMPANY.people[:8]).id
            async with session.post(f"{house.url}/local/say", json={"person": person, "text": garbled(dice)}) as answer:
                answers[answer.status] += 1
                assert answer.status in {200, 400}, await answer.text()
    house.close()
    log = house.log.read_text(encoding="utf-8")
    assert " bug " not in log, log
    assert "rapat" not in log
    print(f"\n{times} garbled inputs: {dict(answers)}")


async def test_no_input_raises_and_none_is_logged(house: House) -> None:
    await nothing_raises(house, 200)


@pytest.mark.proof
async def test_no_input_raises_among_twenty_thousand(house: House) -> None:
    await nothing_raises(house, 20_000)


def resident(pid: int) -> float:
    """Megabytes."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", f"{pid}"], capture_output=True, text=True, check=True)  # noqa: S607
    return int(said.stdout) / 1024


@pytest.mark.proof
async def test_ten_thousand_entries_by_thirty_people_at_once_are_all_there(house: House) -> None:
    await house.start()
    clients = [Client(person.id, house.url) for person in COMPANY.people]
    numbers = {client.person: count() for client in clients}
    begin = monotonic()
    memory = [resident(house.pid)]

    async def work(client: Client, each: int) -> None:
        async with ClientSession(timeout=ClientTimeout(total=60)) as session:
            for _ in range(each):
                await client.log(session, next(numbers[client.person]))

    for _ in range(4):
        await asyncio.gather(*(work(client, 10_000 // len(clients) // 4) for client in clients))
        memory.append(resident(house.pid))
    took = monotonic() - begin
    written = Counter(note for client in clients for notes in client.acknowledged.values() for note in notes)
    assert Counter(draft.note for draft in await house.standing()) == written
    shown = ", ".join(f"{each:.0f}" for each in memory)
    print(f"\n{len(written)} entries in {took:.0f} s on {os.cpu_count()} cores; resident megabytes on the way: {shown}")
