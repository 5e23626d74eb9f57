"""The playground with surveys that are only practised: `python -m tests.browser.practice PORT`.

A survey is taken for ready, and counted as soon as it has been sent.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.campaigns.campaign import State
from bot.campaigns.console.ports import Concern
from bot.campaigns.ports import Outcome
from bot.composition.database import migrated
from bot.composition.server import Serve
from bot.mail import Fate
from bot.message import Button, Part
from config.questionnaires import questionnaires
from config.settings import read
from storage.store import Database

SURVEY = "survey"


class Practice:
    """See `bot.campaigns.console.ports.Surveys`, and what the beat moves."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def ready(self) -> str | None:
        return None

    async def concerns(self, campaign: int, questionnaire: str) -> Sequence[Concern]:
        del campaign
        choices = questionnaires()[questionnaire].counted[0].choices
        return [Concern(choice.id, choice.label) for choice in choices[:2]]

    async def ends(self, *_: object) -> None:
        return None

    async def turnout(self, *_: object) -> None:
        return None

    async def end_early(self, *_: object) -> bool:
        return False

    async def awaited(self, *_: object) -> dict[str, list[str]]:
        return {}

    async def invitation(self, *_: object) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
        return (), ()

    async def figures(self, *_: object) -> tuple[Part, ...]:
        return ()

    async def tick(self) -> None:
        async with self._store.begin() as work:
            for campaign in await work.campaigns.page((State.RUNNING,)):
                tallies = await work.mail.status(str(campaign.id))
                if any(tally.step == SURVEY and tally.fate is Fate.SENT for tally in tallies):
                    await work.gates.count(campaign.id, SURVEY, Outcome.TOO_FEW, datetime.now(UTC))

    async def next_due(self) -> datetime | None:
        return None


async def main() -> int:
    settings = read({**os.environ, "LENTERA_PLAYGROUND": "on", "PORT": sys.argv[1]})
    store = Database(settings.database_url)
    practice = Practice(store)
    try:
        return await migrated(settings) or await Serve(True, False, practice, (practice,))(settings)
    finally:
        await store.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
