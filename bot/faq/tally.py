"""The tally: how many people asked about which topic in a calendar month, whom it helped, and nothing of who.

The rule to keep: what is stored is an HMAC of person, topic and deed under the month's key, which is in no database
and is shredded when the month is over. HR sees months that are over, what five people or more did, and a band. While a
survey is open for somebody, nothing of theirs is counted.
"""

import hmac
import logging
import secrets
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo

from bot.faq.ports import Deed
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.surveys.ports import Keys
from bot.surveys.survey import State

log = logging.getLogger(__name__)

BANDS = (20, 10, 5)
"""So many, or more; below the last nothing is kept."""
_TAG = 16
_BACK = 24
"""Months: of so many, a key that a stopped process has left behind is looked for."""


def band(people: int) -> int | None:
    """The largest band that so many people reach; None below all of them."""
    return next((one for one in BANDS if people >= one), None)


def before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def named(month: date) -> str:
    """As it is stored: `2026-11`."""
    return f"{month:%Y-%m}"


class Tally:
    """Counts, and folds what is over. `keys` is a folder of its own; months are those of `zone`."""

    def __init__(self, store: Store, clock: Clock, keys: Keys, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._keys = keys
        self._zone = zone
        self._shredded: date | None = None

    async def count(self, person: Person, topic: str, deed: Deed = Deed.ASKED) -> bool:
        """Somebody asked about a topic, or said whether the answer helped. Gives whether they are counted.

        Whoever has restricted what is done with their data is not.
        """
        if person.restricted:
            return False
        month = named(self._month())
        async with self._store.begin() as work:
            for survey in await work.surveys.standing({State.OPEN}):
                if await work.surveys.division(survey.id, person.id) is not None:
                    return False
            key = await self._key(work, month)
            if key is not None:
                await work.asked.add(month, topic, deed, _hmac(key, f"{person.id}|{topic}|{deed}"))
        return key is not None

    async def tick(self) -> None:
        """Fold the months that are over and shred their keys. May be missed, repeated, or run twice at once."""
        now = self._month()
        async with self._store.begin() as work:
            over = await work.asked.months(named(now))
            for month in over:
                bands = {of: band(people) for of, people in (await work.asked.numbers(month)).items()}
                await work.asked.fold(month, {of: kept for of, kept in bands.items() if kept is not None})
            if over or self._shredded != now:
                await work.asked.forget(named(before(now)))
        if over or self._shredded != now:
            past = now
            for _ in range(_BACK):
                past = before(past)
                self._keys.shred(named(past))
            self._shredded = now

    async def next_due(self) -> datetime | None:
        """None: a month's end is looked for at every beat, and nobody waits for it."""
        return None

    def _month(self) -> date:
        return self._clock.now().astimezone(self._zone).date().replace(day=1)

    async def _key(self, work: Work, month: str) -> bytes | None:
        """The one key of a month, made on first use; None where it cannot be kept, or there is another one."""
        proof = await work.asked.proof(month)
        try:
            key = self._keys.find(month)
            if key is None and proof is None:
                # Somebody else may be making it at this moment.
                with suppress(FileExistsError):
                    self._keys.keep(month, secrets.token_bytes(32))
                key = self._keys.find(month)
        except OSError as trouble:
            log.warning("questions are not counted: %s", type(trouble).__name__)
            return None
        if key is None:
            return None
        if proof is None:
            await work.asked.prove(month, _hmac(key, ""))
            proof = await work.asked.proof(month)
        return key if proof == _hmac(key, "") else None


def _hmac(key: bytes, about: str) -> bytes:
    return hmac.digest(key, about.encode(), "sha256")[:_TAG]
