import asyncio
import random
from collections import Counter
from itertools import count

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.proof.house import COMPANY, Client, House

pytestmark = pytest.mark.slow
CLIENTS = 6


async def log_while_it_is_killed(house: House, kills: int) -> list[Client]:
    """Several people log without a pause while the server is killed at random moments; all of them get an answer."""
    dice = random.Random(kills)  # noqa: S311 - the same moments each time, as far as a machine repeats itself
    clients = [Client(person.id, house.url) for person in COMPANY.people[:CLIENTS]]
    over = asyncio.Event()

    async def work(client: Client) -> None:
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            for number in count():
                if over.is_set():
                    return
                await client.log(session, number)

    await house.start()
    async with asyncio.TaskGroup() as tasks:
        for client in clients:
            tasks.create_task(work(client))
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(0.05, 0.8))
            house.kill()
            await house.start()
        await asyncio.sleep(0.3)
        over.set()
    return clients


async def nothing_is_lost_and_nothing_is_there_twice(house: House, kills: int) -> None:
    clients = await log_while_it_is_killed(house, kills)
    written = Counter(note for client in clients for notes in client.acknowledged.values() for note in notes)
    assert set(written.values()) == {1}
    assert Counter(draft.note for draft in await house.standing()) == written
    changes = await house.changes()
    assert Counter(change.new.note for change in changes if change.new) == written
    assert not [change for change in changes if change.old]
    retries = sum(client.retries for client in clients)
    assert retries, "no request was in flight at any kill: nothing was tried"
    print(f"\n{kills} kills, {len(clients)} clients: {len(written)} entries, {retries} requests sent again")


async def test_nothing_acknowledged_is_lost_and_nothing_is_stored_twice(house: House) -> None:
    await nothing_is_lost_and_nothing_is_there_twice(house, kills=3)


@pytest.mark.proof
async def test_the_same_over_sixty_kills(house: House) -> None:
    await nothing_is_lost_and_nothing_is_there_twice(house, kills=60)


async def test_the_same_delivery_five_times_is_one_entry_and_five_deliveries_are_five(house: House) -> None:
    await house.start()

    async def say(session: ClientSession, delivery: str) -> str:
        body = {"id": delivery, "person": "sari", "text": "/track 20m #proof standup"}
        async with session.post(f"{house.url}/local/say", json=body) as answer:
            assert answer.status == 200
            return await answer.text()

    async with ClientSession() as session:
        said = await asyncio.gather(*(say(session, "one") for _ in range(5)))
        assert all("track.undo" in answer for answer in said)
        assert len(await house.standing()) == 1
        # After a restart it is known still: what was written carries the delivery's id, and nothing is kept in memory.
        house.kill()
        await house.start()
        await say(session, "one")
        assert len(await house.standing()) == 1
        await asyncio.gather(*(say(session, f"{number}") for number in range(5)))
    assert len(await house.standing()) == 6


async def test_a_server_that_is_asked_to_stop_answers_what_it_has_begun(house: House) -> None:
    await house.start()
    client = Client("sari", house.url)
    async with ClientSession() as session:
        logging = [asyncio.create_task(client.log(session, number)) for number in range(8)]
        await asyncio.sleep(0.02)
        assert await asyncio.to_thread(house.close) == 0
        await house.start()
        await asyncio.gather(*logging)
    written = {note for notes in client.acknowledged.values() for note in notes}
    assert {draft.note for draft in await house.standing()} == written
