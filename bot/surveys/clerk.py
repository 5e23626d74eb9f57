"""The clerk: opens a survey by making its key, ends it, counts it, and destroys the key.

The rule to keep: this runs in the worker, which alone can open ballots. Counting is one transaction that leaves nothing
but what is released; whatever stops it midway, the next attempt finishes it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, tzinfo

from bot.ports import Clock, Store, Work
from bot.surveys.ballot import size_of, unpacked
from bot.surveys.others import others
from bot.surveys.ports import Keys, Sealer
from bot.surveys.preflight import may_break_down
from bot.surveys.release import Ballot, Release, release, threads_of
from bot.surveys.survey import Custody, Rules, State, Survey
from bot.talk.thread import comment_mark

log = logging.getLogger(__name__)

Told = Callable[[Work, str], Awaitable[None]]
"""Owes somebody the word that a survey is counted, in the transaction that counts it."""
Codes = Callable[[Work, Survey], Awaitable[Sequence[str] | None]]
"""The codes that wrap a survey's key, in their order; None while one of them is not there."""
Rewrite = Callable[[], Awaitable[None]]
"""Writes the box's files anew, so that nothing deleted is left in them."""


def code_key(survey: str) -> str:
    """What the key is called that opens custodians' codes on their way; a new one each time they are asked."""
    return f"{survey}/codes"


class WrongCodes(ValueError):  # noqa: N818 - named for what the reader does with it
    """One of the two codes is wrong, and nobody can tell which. Nothing was changed."""


class KeyGone(Exception):  # noqa: N818 - named for what the reader does with it
    """The key of a survey is not where it was put, so its answers cannot be opened. Nothing was changed."""


class Clerk:
    """Keeps the keys. `secret` wraps them where no folder lasts."""

    def __init__(  # noqa: PLR0913 - the composition root passes each by name
        self,
        store: Store,
        sealer: Sealer,
        keys: Keys,
        rewrite: Rewrite,
        clock: Clock,
        *,
        secret: str = "",
        zone: tzinfo = UTC,
        opened: Told | None = None,
        told: Told | None = None,
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._keys = keys
        self._rewrite = rewrite
        self._clock = clock
        self._secret = secret
        self._zone = zone
        self._opened_told = opened
        self._told = told

    async def ask(self, survey: str, rules: Rules, roster: Sequence[tuple[int, str]]) -> bool:
        """Ask for a survey, with its roster; False where there is one of this id. It opens when the worker comes by."""
        async with self._store.begin() as work:
            if not await work.surveys.ask(survey, rules, size_of(rules.questionnaire)):
                return False
            await work.surveys.invite(survey, roster)
        return True

    async def open(self, survey: str, codes: Codes | None = None) -> None:
        """Make the key and take answers. Custodians' survey waits until both of their codes are there.

        Raises `WrongCodes` where one of them cannot be read; then everything is as it was.
        """
        async with self._store.begin() as work:
            found = await work.surveys.get(survey, lock=True)
            if found is None or found.state is not State.ASKED:
                return
            given: Sequence[str] | None = None
            if found.rules.custody is Custody.CUSTODIANS:
                given = await codes(work, found) if codes else None
                if given is None:
                    return
            private, public = self._sealer.pair()
            wrapped = b""
            match found.rules.custody:
                case Custody.DIRECTORY:
                    # Kept before anybody can seal with it. One left by a crash has sealed nothing.
                    self._keys.shred(survey)
                    self._keys.keep(survey, private)
                case Custody.SECRET:
                    wrapped = self._sealer.wrap((self._secret,), private, survey.encode())
                case Custody.CUSTODIANS:
                    wrapped = self._sealer.wrap(given or (), private, survey.encode())
                    # Used, so they go: from here on each code is its holder's alone.
                    await work.holders.forget(survey)
                    await work.surveys.take_codes(survey, b"")
            await work.surveys.opened(survey, public, wrapped, self._clock.now())
            if self._opened_told:
                await self._opened_told(work, survey)

    async def join(self, survey: str, person: int, division: str) -> None:
        """Invite somebody who has joined, in the division they are in today."""
        async with self._store.begin() as work:
            found = await work.surveys.get(survey, lock=True)
            if found is not None and found.state is State.OPEN:
                await work.surveys.invite(survey, [(person, division)])

    async def end(self, survey: str) -> None:
        """Take no more answers."""
        async with self._store.begin() as work:
            found = await work.surveys.get(survey, lock=True)
            if found is not None and found.state is State.OPEN:
                await work.surveys.ended(survey)

    async def count(self, survey: str, codes: Codes | None = None) -> Release | None:
        """Count what has ended, destroy the key and rewrite the files. None where it cannot be counted yet.

        Raises `KeyGone`, and `WrongCodes` where a custodian's is wrong; then everything is as it was.
        """
        async with self._store.begin() as work:
            found = await work.surveys.get(survey, lock=True)
            if found is None or found.state not in {State.ENDED, State.COUNTED}:
                return None
            counted = found.released
            if counted is None:
                given: Sequence[str] | None = ()
                if found.rules.custody is Custody.CUSTODIANS:
                    given = await codes(work, found) if codes else None
                if given is None:
                    return None
                private = self._private(found, given)
                roster = dict(await work.surveys.roster(survey))
                opened = self._opened(found, private, await work.ballots.all(survey))
                counted = release(
                    opened,
                    found.rules.questionnaire,
                    list(roster.values()),
                    k=found.rules.k,
                    by_division=found.rules.by_division and await self._may_break_down(work, found, roster),
                    may_comment=found.rules.may_comment,
                )
                await work.ballots.empty(survey)
                await work.holders.dismiss(survey)
                await work.surveys.counted(survey, counted)
                await self._ask_back(work, opened, counted)
                if self._told:
                    await self._told(work, survey)
        await self.sweep()
        return counted

    async def sweep(self) -> None:
        """Destroy the keys of counted surveys, and what deletion has left in the files. Once more does no harm."""
        async with self._store.begin() as work:
            left = await work.surveys.unswept()
        if not left:
            return
        for survey in left:
            self._keys.shred(survey.id)
            self._keys.shred(code_key(survey.id))
        await self._rewrite()
        async with self._store.begin() as work:
            for survey in left:
                await work.surveys.swept(survey.id)

    async def _ask_back(self, work: Work, ballots: Sequence[Ballot], counted: Release) -> None:
        """Begin a thread with the comments of each author who ticked that HR may ask back."""
        today = self._clock.now().astimezone(self._zone).date()
        if threads := threads_of(ballots, counted):
            await work.threads.lock()
            for thread, said in threads:
                marks = [comment_mark(thread, place) for place in range(len(said))]
                await work.threads.begin(thread, today, list(zip(marks, said, strict=True)))

    async def _may_break_down(self, work: Work, survey: Survey, roster: Mapping[int, str]) -> bool:
        """What was checked before opening is checked again: whoever joined since may have changed it."""
        now, rules = self._clock.now(), survey.rules
        known = await others(work, survey.id, rules.questionnaire, now)
        return may_break_down(roster, known, now=now, wave_of=rules.wave_of)

    def _private(self, survey: Survey, codes: Sequence[str]) -> bytes:
        match survey.rules.custody:
            case Custody.DIRECTORY:
                private = self._keys.find(survey.id)
                if private is None:
                    raise KeyGone(survey.id)
                return private
            case Custody.SECRET:
                try:
                    return self._sealer.unwrap((self._secret,), survey.wrapped, survey.id.encode())
                except ValueError:
                    raise KeyGone(survey.id) from None
            case Custody.CUSTODIANS:
                try:
                    return self._sealer.unwrap(codes, survey.wrapped, survey.id.encode())
                except ValueError:
                    raise WrongCodes("a secret is wrong") from None

    def _opened(self, survey: Survey, private: bytes, box: Sequence[tuple[bytes, bytes]]) -> list[Ballot]:
        found, spoilt = [], 0
        for slot, sealed in box:
            try:
                found.append(unpacked(self._sealer.open(private, sealed, slot), survey.rules.questionnaire))
            except ValueError:
                spoilt += 1
        if box and spoilt == len(box):
            # A key of another survey, or a folder brought back from elsewhere: to count nothing would destroy all.
            raise KeyGone(survey.id)
        if spoilt:
            log.warning("survey %s: %d ballots could not be read and were not counted", survey.id, spoilt)
        return found
