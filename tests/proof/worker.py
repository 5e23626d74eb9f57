"""A worker process with the real postman, store and way out, and a campaign's letter that asks nobody.

`python -m tests.proof.worker DATABASE URL RATE`: delivers until it is killed.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import datetime

from adapters.beat import Count, beating
from adapters.local.post import Post
from bot.composition.process import Wall, stopping
from bot.message import Message
from bot.outbox import Postman, Ready
from bot.people import Person
from bot.ports import Owed
from bot.texts import Words
from config import content
from storage.store import Database
from tests.pretend.crowd import SECRET


async def step(owed: Owed, person: Person | None, _t: Words, _now: datetime) -> Ready:
    return Ready(Message(f"{owed.step} for {person.name if person else 'everybody'}"))


async def prompt(owed: Owed, _person: Person, _t: Words, _now: datetime) -> Message:
    return Message(owed.step)


async def main(database: str, url: str, rate: float) -> None:
    store = Database(database)
    async with Post(url, SECRET) as post:
        postman = Postman(
            store,
            content.texts(),
            {"local": post},
            {"prompt": prompt},
            Wall(),
            campaigns=step,
            rates={"local": rate} if rate else {},
        )

        async def tick() -> None:
            await postman.deliver()

        stop = stopping()
        async with beating([tick], 0.2, Count()), AsyncExitStack() as stack:
            stack.callback(postman.stop)
            await stop.wait()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
