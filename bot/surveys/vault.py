"""The vault: how two people's codes come to the worker, when a survey opens and when it is counted.

The rule to keep: a code is opened only in the moment in which both are used. Each time they are asked for there is a
new key pair, whose private half lies in the folder of keys and is destroyed once the codes were used: so no backup that
holds a sealed code can be opened later with what the worker has then.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.ports import Clock, Store, Work
from bot.surveys.clerk import Clerk, WrongCodes, code_key
from bot.surveys.code_letters import AGAIN, LATE, WRONG, CodeLetters
from bot.surveys.ports import Holder, Keys, Sealer
from bot.surveys.survey import State, Survey

HOLDERS = 2
"""People without whose codes nothing is opened or counted."""


class Vault:
    """Looks after the surveys whose key is wrapped by two codes."""

    def __init__(
        self, store: Store, sealer: Sealer, keys: Keys, clock: Clock, clerk: Clerk, letters: CodeLetters
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._keys = keys
        self._clock = clock
        self._clerk = clerk
        self._letters = letters

    async def look_after(self, survey: Survey) -> None:
        """Ask for the codes, and open or count once both are there. Raises `KeyGone`."""
        match survey.state:
            case State.ASKED | State.ENDED:
                await self._ask(survey.id)
                try:
                    if survey.state is State.ASKED:
                        await self._clerk.open(survey.id, self._codes)
                    else:
                        await self._clerk.count(survey.id, self._codes)
                except WrongCodes:
                    await self._refuse(survey.id)
            case State.OPEN:
                # The codes were used.
                self._keys.shred(code_key(survey.id))
            case State.COUNTED | State.LOST:
                pass

    async def next_due(self, survey: Survey) -> datetime | None:
        """The earliest instant at which a tick has something to do for it."""
        if survey.state not in {State.ASKED, State.ENDED}:
            return None
        async with self._store.begin() as work:
            holders = await work.holders.of(survey.id)
        if len(holders) < HOLDERS:
            # Whatever became of them, no tick brings a code of theirs.
            return None
        if not survey.codes_to or all(holder.sealed for holder in holders):
            return self._clock.now()
        return min((holder.until for holder in holders if holder.until), default=None)

    async def _ask(self, survey: str) -> None:
        """Have a key that codes are sealed to, and delete the code that has waited a day for the other."""
        now, name = self._clock.now(), code_key(survey)
        async with self._store.begin() as work:
            found = await work.surveys.get(survey, lock=True)
            if found is None or found.state not in {State.ASKED, State.ENDED}:
                return
            holders = await work.holders.of(survey)
            if not found.codes_to or self._keys.find(name) is None:
                # One left by a crash has sealed nothing; of one that is gone nothing can be opened any more.
                self._keys.shred(name)
                private, public = self._sealer.pair()
                self._keys.keep(name, private)
                await work.surveys.take_codes(survey, public)
                await work.holders.forget(survey)
                await self._letters.owe_both(work, found, holders, AGAIN if found.codes_to else "")
                return
            for holder in holders:
                if holder.until is not None and holder.until <= now:
                    await work.holders.forget(survey, holder.person)
                    await self._letters.owe_both(work, found, (holder,), LATE)

    async def _codes(self, work: Work, survey: Survey) -> Sequence[str] | None:
        holders: Sequence[Holder] = await work.holders.of(survey.id)
        private = self._keys.find(code_key(survey.id))
        if private is None or len(holders) != HOLDERS or not all(holder.sealed for holder in holders):
            return None
        try:
            return [self._sealer.open(private, holder.sealed, holder.about(survey.id)).decode() for holder in holders]
        except ValueError:
            raise WrongCodes("a code cannot be read") from None

    async def _refuse(self, survey: str) -> None:
        """Both are asked once more, and neither is told whose code it was."""
        async with self._store.begin() as work:
            found = await work.surveys.get(survey, lock=True)
            if found is None or found.state not in {State.ASKED, State.ENDED}:
                return
            await work.holders.forget(survey)
            await self._letters.owe_both(work, found, await work.holders.of(survey), WRONG)
