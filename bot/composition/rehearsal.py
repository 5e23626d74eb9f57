"""`lentera survey rehearse`: a survey from its opening to its release, in a database that is thrown away."""

from __future__ import annotations

import json
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.composition.desk import complain, options_of
from bot.composition.process import Wall
from bot.surveys import rehearsal
from bot.surveys.ballot import Code, TooLong, new_code
from bot.surveys.preflight import LEAST_FOR_COMMENTS, LEAST_INVITED
from bot.surveys.rehearsal import Unreadable
from bot.surveys.release import FLOOR
from bot.surveys.turnout import of_day
from config import manual

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from bot.surveys.box import Box
    from bot.surveys.clerk import Clerk
    from bot.surveys.questionnaire import Questionnaire
    from bot.surveys.survey import Survey
    from storage.store import Database

_SURVEY = "rehearsal"
_FILE = "BALLOTS.csv"


def rehearse(rest: list[str]) -> int:
    """Play a survey and print what is shown of it."""
    options = options_of(manual.REHEARSE, rest, (_FILE,))
    import asyncio

    from config.rehearsal import PROBLEMS

    try:
        for line in asyncio.run(_played(getattr(options, _FILE), options.roster, options.k, options.looks)):
            print(json.dumps(line, ensure_ascii=False))
    except Unreadable as mistake:
        return complain(": ".join(part for part in (mistake.place, PROBLEMS[mistake.problem]) if part))
    return 0


async def _played(ballots: str, roster: str | None, k: str | None, log: str | None) -> list[dict[str, object]]:
    """What is shown, object by object. Raises `Unreadable`."""
    from config.questionnaires import questionnaires

    if not roster:
        raise Unreadable("--roster", "unreadable")
    floor = rehearsal.floor(k) if k is not None else FLOOR
    asked = questionnaires()["concern"]
    invited = rehearsal.roster(_text(roster), roster)
    cast = rehearsal.ballots(_text(ballots), ballots, invited, asked)
    events = rehearsal.looks(_text(log), log, asked) if log else ()
    if log and cast:
        raise Unreadable(ballots, "ballots_and_looks")
    if len(invited) < LEAST_INVITED:
        raise Unreadable(roster, "few")
    async with _stage(invited, asked, floor) as stage:
        if log:
            return [shown async for shown in stage.play(events, log)]
        return [await stage.count(cast, ballots)]


def _text(file: str) -> str:
    from pathlib import Path

    try:
        return Path(file).read_bytes().decode("utf-8")
    except OSError:
        raise Unreadable(file, "unreadable") from None
    except UnicodeDecodeError:
        raise Unreadable(file, "not_utf8") from None


@asynccontextmanager
async def _stage(invited: Mapping[str, str], asked: Questionnaire, k: int) -> AsyncIterator[_Stage]:
    """A database with the people of the roster, and the survey opened among them."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    # In memory where the machine offers it: what is thrown away need not survive a power cut.
    memory = Path("/dev/shm")  # noqa: S108 - only where it is a folder to make one of ours in
    with TemporaryDirectory(prefix="lentera-rehearsal-", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        stage = _Stage(Path(folder), asked)
        await stage.build()
        try:
            await stage.open(invited, k)
            yield stage
        finally:
            await stage.store.close()


class _Stage:
    """Where a rehearsal is played."""

    def __init__(self, folder: Path, asked: Questionnaire) -> None:
        self._folder = folder
        self._asked = asked
        self._people: dict[str, int] = {}
        self._codes: dict[str, Code] = {}
        self.store: Database
        self._box: Box
        self._clerk: Clerk

    async def build(self) -> None:
        """The process: connections, box and clerk."""
        from bot.surveys.box import Box
        from bot.surveys.clerk import Clerk
        from storage.sealing import Hpke, KeyFolder
        from storage.store import Database

        store = Database(self._url)
        self.store, self._box = store, Box(store, Hpke())

        async def rewrite() -> None:
            await store.stir(rewrite=True)

        self._clerk = Clerk(store, Hpke(), KeyFolder(self._folder / "keys"), rewrite, Wall())

    async def open(self, invited: Mapping[str, str], k: int) -> None:
        """Make the tables, meet everybody, and open the survey."""
        from bot.surveys.survey import Rules
        from storage.migrate import create

        await create(self._url)
        await self._meet(invited)
        rules = Rules(self._asked, None, k=k, may_comment=len(invited) >= LEAST_FOR_COMMENTS)
        await self._clerk.ask(_SURVEY, rules, [(self._people[name], invited[name]) for name in invited])
        await self._clerk.open(_SURVEY)

    async def count(self, cast: Sequence[rehearsal.Cast], file: str) -> dict[str, object]:
        """Every ballot by somebody of its division, and then the count."""
        async with self.store.begin() as work:
            roster = await work.surveys.roster(_SURVEY)
        waiting: dict[str, list[int]] = {}
        for person, division in reversed(roster):
            waiting.setdefault(division, []).append(person)
        for ballot in cast:
            await self._vote(waiting[ballot.division].pop(), new_code(), ballot.answer, ballot.comment, file)
        return await self._counted()

    async def play(
        self, events: Sequence[tuple[datetime, rehearsal.Happening]], log: str
    ) -> AsyncIterator[dict[str, object]]:
        """One event after the other; what each look shows."""
        for at, event in events:
            match event:
                case rehearsal.Look():
                    # A day is that of the first line's clock, wherever somebody looks from.
                    yield {"at": event.at, "who": event.who, **await self._look(at, events[0][0].tzinfo)}
                case rehearsal.Restart():
                    await self.store.close()
                    await self.build()
                case rehearsal.Close():
                    await self._clerk.end(_SURVEY)
                    await self._clerk.count(_SURVEY)
                case rehearsal.Moved():
                    await self._moved(event)
                case rehearsal.Withdraw():
                    await self._withdraw(event)
                case rehearsal.Vote():
                    await self._voted(event, log)

    async def _voted(self, event: rehearsal.Vote, log: str) -> None:
        person = self._people.get(event.person)
        if person is None:
            return
        if event.again:
            if code := self._codes.get(event.person):
                await self._vote(person, code, event.answer, event.comment, log, again=True)
        else:
            code = new_code()
            if await self._vote(person, code, event.answer, event.comment, log):
                self._codes[event.person] = code

    async def _vote(
        self, person: int, code: Code, answer: str, comment: str, file: str, *, again: bool = False
    ) -> bool:
        from bot.surveys.box import Outcome

        put = self._box.change if again else self._box.vote
        answers = {self._asked.counted[0].id: (answer,)}
        try:
            return await put(_SURVEY, person, code, answers, (comment,) if comment else ()) is Outcome.DONE
        except TooLong:
            raise Unreadable(file, "too_long") from None

    async def _withdraw(self, event: rehearsal.Withdraw) -> None:
        person, code = self._people.get(event.person), self._codes.get(event.person)
        if person is not None and code is not None:
            await self._box.withdraw(_SURVEY, person, code)

    async def _moved(self, event: rehearsal.Moved) -> None:
        if event.division is None or event.person in self._people:
            # Whoever is invited stays so, in the division they were invited in.
            return
        await self._meet({event.person: event.division})
        await self._clerk.join(_SURVEY, self._people[event.person], event.division)

    async def _look(self, at: datetime, zone: tzinfo | None) -> dict[str, object]:
        survey = await self._survey()
        if survey.released is not None:
            return self._shown(survey)
        async with self.store.begin() as work:
            invited = await work.surveys.invited(_SURVEY)
            response = await of_day(work, _SURVEY, at.astimezone(zone).date())
        return rehearsal.unseen(invited, response)

    async def _counted(self) -> dict[str, object]:
        await self._clerk.end(_SURVEY)
        await self._clerk.count(_SURVEY)
        return self._shown(await self._survey())

    def _shown(self, survey: Survey) -> dict[str, object]:
        from config.rehearsal import withheld

        if survey.released is None:
            raise RuntimeError("a counted survey has a release")
        return rehearsal.shown(survey.released, withheld)

    async def _survey(self) -> Survey:
        async with self.store.begin() as work:
            survey = await work.surveys.get(_SURVEY)
        if survey is None:
            raise RuntimeError("the survey was asked for")
        return survey

    async def _meet(self, names: Mapping[str, str]) -> None:
        from bot.events import Actor

        async with self.store.begin() as work:
            for name in names:
                self._people[name] = (await work.people.meet(Actor("rehearsal", "", name, name, name))).id

    @property
    def _url(self) -> str:
        return f"sqlite:///{self._folder / 'rehearsal.db'}"
