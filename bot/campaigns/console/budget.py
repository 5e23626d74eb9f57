"""The budget of attention, at delivery: what Lentera asks by itself steps back on a full day.

The rule to keep: steps of a rollout are never delayed or merged by it; only Lentera's own prompts yield, without a
trace, as they do where there is nothing to say.
"""

from collections.abc import Mapping
from datetime import datetime, time
from functools import partial

from bot.campaigns.console.attention import BUDGET
from bot.message import Message
from bot.outbox import Letter
from bot.people import Person
from bot.ports import Owed, Store
from bot.texts import Words


def yielding(store: Store, letters: Mapping[str, Letter], budget: int = BUDGET) -> Mapping[str, Letter]:
    """These letters, each of which is not written on a day on which its reader has been sent `budget` steps."""
    return {step: partial(_unless_full, store, letter, budget) for step, letter in letters.items()}


async def _unless_full(
    store: Store, letter: Letter, budget: int, owed: Owed, person: Person, t: Words, now: datetime
) -> Message | datetime | None:
    today = datetime.combine(now.astimezone(person.zone).date(), time(), person.zone)
    async with store.begin() as work:
        sent = await work.mail.sent_to(person.id, today)
    return None if sent >= budget else await letter(owed, person, t, now)
