"""A ballot box as one might write it on a good day: keys that are random, no times, and two tables apart.

The attacks of this folder must take it to pieces; a suite that lets it pass proves nothing.
"""

import json
from uuid import uuid4

from sqlalchemy import text

from bot.surveys.ballot import Code
from bot.surveys.box import Outcome
from bot.surveys.questionnaire import Answers
from storage.store import Database


class NaiveBox:
    """Plain answers under random keys."""

    tables = ("naive_marks", "naive_ballots")

    def __init__(self, store: Database) -> None:
        self._engine = store._engine
        self.last = b""

    async def build(self) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(text("CREATE TABLE naive_marks (survey TEXT, person INTEGER)"))
            await connection.execute(text("CREATE TABLE naive_ballots (id TEXT PRIMARY KEY, survey TEXT, answer TEXT)"))

    async def raze(self) -> None:
        async with self._engine.begin() as connection:
            for table in self.tables:
                await connection.execute(text(f"DROP TABLE {table}"))

    async def vote(
        self,
        survey: str,
        person: int,
        code: Code,
        answers: Answers,
        comments: tuple[str, ...],
        *,
        ask_back: bool = False,
    ) -> Outcome:
        del code, ask_back
        key = str(uuid4())
        answer = json.dumps([answers["concern"][0], comments])
        async with self._engine.begin() as connection:
            await connection.execute(
                text("INSERT INTO naive_marks VALUES (:survey, :person)"), {"survey": survey, "person": person}
            )
            await connection.execute(
                text("INSERT INTO naive_ballots VALUES (:id, :survey, :answer)"),
                {"id": key, "survey": survey, "answer": answer},
            )
        self.last = key.encode()
        return Outcome.DONE
