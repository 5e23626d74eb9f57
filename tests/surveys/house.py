"""A survey among invented people, from its opening to its release, on a real database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.ports import Work
from bot.surveys.ballot import Code, new_code
from bot.surveys.box import Box, Outcome
from bot.surveys.clerk import Clerk, Codes
from bot.surveys.code_letters import CodeLetters
from bot.surveys.release import Release
from bot.surveys.survey import Custody, Rules, Survey
from bot.surveys.vault import Vault
from config.questionnaires import questionnaires
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.conftest import Moving, account

ASKED = questionnaires()


def given(codes: Sequence[str]) -> Codes:
    """These codes, whoever asks."""

    async def found(work: Work, survey: Survey) -> Sequence[str]:
        del work, survey
        return codes

    return found


@dataclass
class House:
    """The installation: a database, a folder of keys, a box and a clerk."""

    store: Database
    folder: Path
    clock: Moving = field(default_factory=Moving)
    secret: str = "an environment's secret of many signs"  # noqa: S105 - of a test
    keys: KeyFolder = field(init=False)
    box: Box = field(init=False)
    clerk: Clerk = field(init=False)
    vault: Vault = field(init=False)
    people: list[int] = field(default_factory=list)
    codes: dict[int, Code] = field(default_factory=dict)
    survey: str = "concern-1"

    def __post_init__(self) -> None:
        self.keys = KeyFolder(self.folder)
        self.box = Box(self.store, Hpke())
        self.clerk = Clerk(self.store, Hpke(), self.keys, self.rewrite, self.clock, secret=self.secret)
        letters = CodeLetters(self.store, self.clock)
        self.vault = Vault(self.store, Hpke(), self.keys, self.clock, self.clerk, letters)

    async def rewrite(self) -> None:
        await self.store.stir(rewrite=True)

    async def invite(self, *divisions: str) -> list[int]:
        """One person for each division named."""
        async with self.store.begin() as work:
            self.people += [
                (await work.people.meet(account(f"person{len(self.people) + number}"))).id
                for number, _ in enumerate(divisions)
            ]
        return self.people

    async def open(
        self, *divisions: str, custody: Custody = Custody.DIRECTORY, codes: Sequence[str] = (), asked: str = "concern"
    ) -> None:
        people = await self.invite(*divisions)
        rules = Rules(ASKED[asked], None, custody=custody, holders=("Rina", "Budi") if codes else ())
        assert await self.clerk.ask(self.survey, rules, list(zip(people, divisions, strict=True)))
        await self.clerk.open(self.survey, given(codes))

    async def vote(self, number: int, answer: str, *comments: str, ask_back: bool = False) -> Outcome:
        person = self.people[number]
        code = new_code()
        outcome = await self.box.vote(self.survey, person, code, {"concern": (answer,)}, comments, ask_back=ask_back)
        if outcome is Outcome.DONE:
            self.codes[person] = code
        return outcome

    async def close(self, codes: Sequence[str] = ()) -> Release | None:
        await self.clerk.end(self.survey)
        return await self.clerk.count(self.survey, given(codes))

    async def found(self) -> Survey:
        async with self.store.begin() as work:
            found = await work.surveys.get(self.survey)
        assert found is not None
        return found
