"""Lentera's own prompts step back on a full day; the steps of a rollout never do."""

from datetime import datetime, timedelta

from bot.campaigns.console.budget import yielding
from bot.mail import Fate, Parcel, Settled
from bot.message import Message
from bot.people import Person
from bot.ports import Owed
from bot.texts import Texts, Words
from storage.store import Database
from tests.conftest import START, Meet

PROMPT = Owed(1, "hours_reminder", "2026-11-18", "", 1, START, 0, "local", "demo", "dm:sari")


async def written(owed: Owed, person: Person, t: Words, now: datetime) -> Message:
    del owed, person, t, now
    return Message("Anything to log?")


async def sent(store: Database, person: Person, *steps: str, at: datetime) -> None:
    async with store.begin() as work:
        await work.mail.owe([Parcel("1", step, "", person.id, at) for step in steps])
        claimed = await work.outbox.claim(at, limit=9, lease=60)
        await work.mail.settle([Settled(owed.id, Fate.SENT, at) for owed in claimed])


async def test_a_reminder_steps_back_on_a_day_with_two_steps_and_comes_again_the_next_day(
    store: Database, meet: Meet, texts: Texts
) -> None:
    sari = await meet("sari")
    letter = yielding(store, {"hours_reminder": written})["hours_reminder"]
    t = texts.to("id")
    await sent(store, sari, "soft", at=START)
    assert await letter(PROMPT, sari, t, START + timedelta(hours=7)) == Message("Anything to log?")
    await sent(store, sari, "agenda", at=START + timedelta(hours=1))
    assert await letter(PROMPT, sari, t, START + timedelta(hours=7)) is None
    assert await letter(PROMPT, sari, t, START + timedelta(hours=24)) == Message("Anything to log?")


async def test_what_others_were_sent_is_not_counted(store: Database, meet: Meet, texts: Texts) -> None:
    sari, budi = await meet("sari"), await meet("budi")
    letter = yielding(store, {"hours_reminder": written})["hours_reminder"]
    await sent(store, budi, "soft", "agenda", at=START)
    assert await letter(PROMPT, sari, texts.to("id"), START) == Message("Anything to log?")
