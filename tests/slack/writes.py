"""A process that writes to people on Slack: `python -m tests.slack.writes DATABASE API TOKEN TEAM PERSON...`."""

import asyncio
import sys

from adapters.slack.api import session
from adapters.slack.lanes import Lanes
from adapters.slack.messenger import SlackMessenger
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Only
from bot.composition.pace import Shared
from bot.composition.process import Wall
from bot.errors import Busy
from bot.message import Message
from storage.store import Database

_MESSAGES = 5


async def main(url: str, base: str, token: str, team: str, *people: str) -> None:
    """Write to all of them at once, and wait wherever that is asked for."""
    store = Database(url)
    async with session() as web:
        lanes = Lanes(pace=Shared(store, Wall()))
        messenger = SlackMessenger(Only(token, web, lanes, base=base), Poster())

        async def write(person: str) -> None:
            for number in range(_MESSAGES):
                while True:
                    try:
                        await messenger.send(f"{team}:{person}", Message(f"Message {number}"))
                    except Busy as busy:
                        await asyncio.sleep(busy.retry_after)
                    else:
                        break

        await asyncio.gather(*map(write, people))
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
