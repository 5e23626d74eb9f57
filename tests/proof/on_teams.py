"""A worker process with the real postman, store and way out to Teams, and a campaign's letter that asks nobody.

`python -m tests.proof.on_teams DATABASE RATE`, with Teams' settings in the environment: delivers until it is told to
stop, or killed.
"""

import asyncio
import os
import sys
from contextlib import AsyncExitStack

from adapters.beat import Count, beating
from adapters.teams.setup import reaching
from bot.composition.process import Wall, stopping
from bot.outbox import Postman
from config import content, logs, teams
from storage.store import Database
from tests.proof.worker import prompt, step


async def main(database: str, rate: float) -> None:
    options, mistakes = teams.read(os.environ)
    assert options is not None, mistakes
    texts = content.texts()
    store = Database(database)
    async with reaching(options, texts) as reach:
        messengers = {"teams": reach.messenger}
        postman = Postman(store, texts, messengers, {"prompt": prompt}, Wall(), campaigns=step, rates={"teams": rate})

        async def tick() -> None:
            await postman.deliver()

        stop = stopping()
        async with beating([tick], 0.2, Count()), AsyncExitStack() as stack:
            stack.callback(postman.stop)
            await stop.wait()
    await store.close()


if __name__ == "__main__":
    logs.configure("warning")
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
