"""Forty people who answer a survey over HTTP, and everything that is left lying about.

The rule to keep: whoever attacks sees what a thief sees, and the truth is kept apart, to count the hits with.
"""

import asyncio
import json
import random
import secrets
import shutil
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.local.app import Playground
from adapters.local.company import City, Company, Resident
from bot.app import Bot, Features
from bot.ports import Clock, Store
from bot.surveys.ballot import Code, read_code
from bot.surveys.box import Box, Outcome
from bot.surveys.clerk import Clerk
from bot.surveys.code_letters import CodeLetters
from bot.surveys.custodians import Custodians
from bot.surveys.desk import Desk
from bot.surveys.invitation import invitation
from bot.surveys.questionnaire import Answers
from bot.surveys.survey import Rules
from bot.surveys.turnout import of_day
from bot.texts import Texts
from bot.timesheet.policy import Policies
from bot.timesheet.track import Track
from config.questionnaires import questionnaires
from storage.engine import engine
from storage.schema import metadata
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.conftest import account

LETTERS = "ABCDEFG-"
ASKED = questionnaires()["concern"]
NAMES = tuple(f"voter{number}" for number in range(40))
COMPANY = Company(
    name="Office",
    home="jakarta",
    channel="all",
    cities={"jakarta": City("Jakarta", ZoneInfo("Asia/Jakarta"))},
    divisions={"ops": "Ops", "sales": "Sales"},
    shown=NAMES[:1],
    phrases={},
    people=tuple(
        Resident(name, name.title(), "", "jakarta", "en", ("ops", "sales")[number % 2])
        for number, name in enumerate(NAMES)
    ),
)


class AnyBox(Protocol):
    """A ballot box: ours, or the naive one."""

    async def vote(
        self,
        survey: str,
        person: int,
        code: Code,
        answers: Answers,
        comments: tuple[str, ...],
        *,
        ask_back: bool = False,
    ) -> Outcome: ...


@dataclass(frozen=True)
class Truth:
    """What one person did."""

    person: int
    choice: str
    comment: str
    code: Code
    key: bytes
    """Of the ballot, as the box stores it."""


@dataclass
class Loot:
    """What a thief carries away: tables in the order of their rows, files, and the order in which rows lie in them."""

    rows: Mapping[str, list[tuple[Any, ...]]]
    """Table to its rows, as they come without ORDER BY."""
    files: Mapping[str, bytes]
    xmin: Mapping[str, list[int]] = field(default_factory=dict)
    """PostgreSQL: the transaction that wrote each row."""


class Office:
    """The survey, its people, and their way in over HTTP."""

    def __init__(self, url: str, folder: Path, texts: Texts, clock: Clock, box: type[AnyBox] | None = None) -> None:
        self.url = url
        self.survey = f"survey-{secrets.token_hex(3)}"
        self.store = Database(url)
        self.truth: list[Truth] = []
        self.ticks = True
        """Whether everybody lets HR ask back."""
        self.statements: list[str] = []
        self.keys = KeyFolder(folder / "keys")
        self._folder = folder
        self._texts = texts
        self.box: Any = box(self.store) if box else Box(self.store, Hpke())  # type: ignore[call-arg]  # takes a store
        holders = Custodians(self.store, Hpke(), clock, CodeLetters(self.store, clock))
        self._desk = Desk(self.store, texts, cast("Box", self.box), holders)
        self.playground = Playground(COMPANY, texts, clock)
        self._features = _features(self.store, texts, clock, self._desk)
        self.playground.connect(Bot(self.store, texts, self._features).handle)
        self._client: TestClient[web.Request, web.Application]
        self.clerk = Clerk(self.store, Hpke(), self.keys, self._rewrite, clock)
        self.people: dict[str, int] = {}
        event.listen(self.engine.sync_engine, "before_cursor_execute", self._trace)

    @property
    def engine(self) -> AsyncEngine:
        """The store's own."""
        return self.store._engine

    async def open(self) -> None:
        """Enrol everybody, open the survey, and put the invitation into each chat."""
        async with self.store.begin() as work:
            for actor, division, roles in COMPANY.everyone():
                person = await work.people.enrol(actor, division=division, roles=roles)
                self.people[actor.id] = person.id
        roster = [(self.people[name], ("Ops", "Sales")[number % 2]) for number, name in enumerate(NAMES)]
        await self.clerk.ask(self.survey, Rules(ASKED, None), roster)
        await self.clerk.open(self.survey)
        async with self.store.begin() as work:
            survey = await work.surveys.get(self.survey)
        assert survey is not None
        zone = ZoneInfo("Asia/Jakarta")
        for name in NAMES:
            message = invitation(survey, self._texts.to("en"), zone, company="Office", platform="local")
            await self.playground.send(f"person:{name}", message)

    async def votes(self, names: list[str], dice: random.Random) -> None:
        """These people answer one after the other, each over HTTP; choices are even, so that a guess is worth 1/8."""
        choices = [LETTERS[number % len(LETTERS)] for number in range(len(names))]
        dice.shuffle(choices)
        for name, choice in zip(names, choices, strict=True):
            await self.vote(name, choice, f"kw{secrets.token_hex(8)}")

    async def vote(self, name: str, choice: str, comment: str) -> None:
        inbox = await self._get(f"/local/inbox?person={name}")
        card = next(one for one in inbox["messages"] if any(part["kind"] == "buttons" for part in one["parts"]))
        press = {"person": name, "message": card["id"], "action": "survey.open", "value": self.survey}
        form = (await self._post("press", press))["form"]
        code = _code_in(json.dumps(form))
        tick = {"ask_back": ["may"]} if self.ticks else {}
        fields = {"concern": choice, "concern_other": "", "before": comment, **tick}
        sent = await self._post("submit", {"person": name, "form": form["id"], "fields": fields})
        assert sent["form"], sent
        key = code.slot(self.survey) if isinstance(self.box, Box) else self.box.last
        self.truth.append(Truth(self.people[name], choice, comment, code, key))

    async def crowd(self, size: int) -> None:
        """So many more are invited, who do not answer: of few people no figure is told."""
        async with self.store.begin() as work:
            guests = [await work.people.meet(account(f"guest{number}")) for number in range(size)]
            await work.surveys.invite(self.survey, [(guest.id, "Ops") for guest in guests])

    async def figure(self, day: date) -> int | None:
        """What HR is told on a day of how many have answered, as the worker keeps it."""
        async with self.store.begin() as work:
            return await of_day(work, self.survey, day)

    async def loot(self, name: str) -> Loot:
        """Steal a copy of everything as it is now."""
        rows: dict[str, list[tuple[Any, ...]]] = {}
        xmin: dict[str, list[int]] = {}
        stolen = self._stolen_files(name)
        made = engine(self.url)
        try:
            async with made.connect() as connection:
                for table in [*metadata.tables, *self._more()]:
                    found = (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 - a table's name
                    rows[table] = [tuple(row) for row in found]
                    if made.dialect.name == "postgresql":
                        ids = await connection.execute(text(f"SELECT xmin::text::bigint FROM {table}"))  # noqa: S608 - likewise
                        xmin[table] = list(ids.scalars())
                if made.dialect.name == "postgresql":
                    stolen = await _server_files(connection, [*metadata.tables, *self._more()])
        finally:
            await made.dispose()
        return Loot(rows, stolen, xmin)

    async def chats(self) -> str:
        """Everything that stands in everybody's chat, as an export has it."""
        return json.dumps([await self._get(f"/local/inbox?person={name}") for name in NAMES], ensure_ascii=False)

    def _more(self) -> list[str]:
        return list(getattr(self.box, "tables", ()))

    def _stolen_files(self, name: str) -> dict[str, bytes]:
        if not self.url.startswith("sqlite"):
            return {}
        file = Path(self.url.removeprefix("sqlite:///"))
        copy = self._folder / name
        copy.mkdir()
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, copy / part.name)
        stolen = {part.name.removeprefix(file.name) or "db": part.read_bytes() for part in copy.iterdir()}
        # As whoever opens the copy sees it; the log is kept beside, as it was.
        with closing(sqlite3.connect(copy / file.name)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return stolen | {"db": (copy / file.name).read_bytes(), "db as it lay": stolen["db"]}

    async def _rewrite(self) -> None:
        await self.store.stir(rewrite=True)

    def _trace(self, _c: object, _u: object, statement: str, parameters: object, *_: object) -> None:
        self.statements.append(f"{statement} {parameters!r}")

    async def _get(self, path: str) -> dict[str, Any]:
        async with self._client.get(path) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def _post(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._client.post(f"/local/{what}", json={"id": secrets.token_hex(8), **body}) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found


@asynccontextmanager
async def office(
    url: str, folder: Path, texts: Texts, clock: Clock, box: type[AnyBox] | None = None
) -> AsyncIterator[Office]:
    """An office that answers over HTTP."""
    made = Office(url, folder, texts, clock, box)
    app = web.Application()
    made.playground.attach(app)
    async with TestClient(TestServer(app)) as client:
        made._client = client
        try:
            if box:
                await made.box.build()
            await made.open()
            yield made
        finally:
            if box:
                await made.box.raze()
            await made.store.close()
            await asyncio.sleep(0)


def _features(store: Store, texts: Texts, clock: Clock, desk: Desk) -> Features:
    track = Track(store, texts, Policies({}), clock).features()
    return Features(
        track.commands,
        {**track.presses, "survey": desk.press},
        {**track.forms, "survey": desk.submit},
        track.said,
        track.arrived,
    )


async def _server_files(connection: Any, tables: list[str]) -> dict[str, bytes]:  # noqa: ANN401 - a connection
    """PostgreSQL's own files: each table's heap, and the write-ahead log."""
    await connection.execute(text("CHECKPOINT"))
    stolen = {}
    for table in tables:
        found = await connection.execute(
            text("SELECT pg_read_binary_file(pg_relation_filepath(:name), true)"), {"name": table}
        )
        stolen[table] = bytes(found.scalar_one() or b"")
    for name in list((await connection.execute(text("SELECT name FROM pg_ls_waldir()"))).scalars()):
        found = await connection.execute(text("SELECT pg_read_binary_file(:name, true)"), {"name": f"pg_wal/{name}"})
        stolen[f"pg_wal/{name}"] = bytes(found.scalar_one() or b"")
    return stolen


def _code_in(said: str) -> Code:
    for word in said.replace("*", " ").replace('"', " ").split():
        if word.count("-") == 3 and (code := read_code(word)):
            return code
    raise AssertionError(said)
