"""Two people's codes between two real processes: the web server, which has no keys, and the worker, which has them."""

import asyncio
import os
import re
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession

from bot.surveys.ballot import new_code, read_code, size_of
from bot.surveys.box import Box
from bot.surveys.clerk import code_key
from bot.surveys.survey import Custody, Rules, State, Survey
from config.questionnaires import questionnaires
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.conftest import Another
from tests.process import running
from tests.proof.house import COMPANY, ROOT

pytestmark = pytest.mark.slow
SURVEY = "two-processes"
LONG = 120.0
"""Seconds that something may take on a busy machine."""


@dataclass
class Pair:
    """Web and worker, each with a folder of keys of its own."""

    url: str
    folder: Path
    session: ClientSession

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    async def ask(self, what: str, **body: str | dict[str, str]) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/local/{what}", json={"id": secrets.token_hex(8), **body}) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def button(self, person: str, action: str, times: int = 1) -> dict[str, str]:
        """Wait until somebody has been sent a message with this button for so many times."""
        async with asyncio.timeout(LONG):
            while True:
                async with self.session.get(f"{self.url}/local/inbox", params={"person": person}) as answer:
                    messages = (await answer.json())["messages"]
                found = [
                    {"person": person, "message": message["id"], "action": action, "value": item["value"]}
                    for message in messages
                    for part in message["parts"]
                    for item in part.get("items", ())
                    if item.get("action") == action
                ]
                if len(found) >= times:
                    return found[-1]
                await asyncio.sleep(0.1)

    async def form(self, person: str, action: str, times: int = 1) -> dict[str, Any]:
        form: dict[str, Any] = (await self.ask("press", **await self.button(person, action, times)))["form"]
        return form

    async def send(self, person: str, form: dict[str, Any], **fields: str) -> str:
        told = await self.ask("submit", person=person, form=form["id"], fields=fields)
        return f"{told}"


def shown(form: dict[str, Any]) -> str:
    """The code that a form shows."""
    codes: set[str] = {*re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", f"{form['parts']}")}
    (code,) = codes
    return code


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def pair(url: str, tmp_path: Path, port: int) -> AsyncIterator[Pair]:
    ours = ("LENTERA_", "SLACK_", "TEAMS_", "MICROSOFT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "DATABASE_URL": url,
        "PORT": f"{port}",
        "LENTERA_PLAYGROUND": "on",
        "LENTERA_PLAYGROUND_URL": f"http://127.0.0.1:{port}",
        "LENTERA_PLAYGROUND_SECRET": "known to web and worker",
    }
    async with AsyncExitStack() as stack:
        log = stack.enter_context((tmp_path / "log").open("ab"))
        both = [
            stack.enter_context(
                running(
                    *(sys.executable, "-m", "bot", command),
                    cwd=ROOT,
                    env={**environment, "LENTERA_KEY_DIR": f"{tmp_path / command}-keys"},
                    stdout=log,
                    stderr=log,
                )
            )
            for command in ("web", "worker")
        ]
        session = await stack.enter_async_context(ClientSession())
        made = Pair(f"http://127.0.0.1:{port}", tmp_path, session)
        async with asyncio.timeout(LONG):
            while True:
                try:
                    async with session.get(f"{made.url}/healthz") as answer:
                        if answer.status == 200:
                            break
                except ClientError:
                    pass
                await asyncio.sleep(0.05)
        yield made
        for process in both:
            process.terminate()
        assert [await asyncio.to_thread(process.wait, 60) for process in both] == [0, 0], made.log


def in_the_forenoon(now: datetime) -> str:
    """A zone where it is ten o'clock or a little later: nobody is asked for a code at night."""
    ahead = (10 - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}"


async def asked(store: Database) -> list[int]:
    """A survey for the demo company, whose codes Ratna and Jakob hold. Gives everybody."""
    rules = Rules(
        questionnaires()["concern"],
        datetime.now(UTC) + timedelta(days=1),
        custody=Custody.CUSTODIANS,
        holders=("Ratna Dewanti", "Jakob Weiss"),
    )
    async with store.begin() as work:
        people = {
            actor.id: await work.people.enrol(actor, division=division, roles=roles)
            for actor, division, roles in COMPANY.everyone()
        }
        for name in ("ratna", "jakob"):
            own = await work.people.preferences(people[name].id)
            await work.people.prefer(people[name].id, replace(own, zone=in_the_forenoon(datetime.now(UTC))))
        await work.surveys.ask(SURVEY, rules, size_of(rules.questionnaire))
        await work.surveys.invite(SURVEY, [(one.id, one.division or "") for one in people.values()])
        await work.holders.appoint(SURVEY, [(people[name].id, people[name].name) for name in ("ratna", "jakob")])
    return [one.id for one in people.values()]


@pytest.fixture
def store(another: Another) -> Database:
    return another(appointed=COMPANY.appointed())


async def becomes(store: Database, state: State) -> Survey:
    async with asyncio.timeout(LONG):
        while True:
            async with store.begin() as work:
                found = await work.surveys.get(SURVEY)
            if found is not None and found.state is state:
                return found
            await asyncio.sleep(0.1)


async def test_the_web_server_never_has_what_opens_an_answer(pair: Pair, store: Database) -> None:
    people = await asked(store)
    codes = {}
    for person in ("ratna", "jakob"):
        form = await pair.form(person, "survey.my_code")
        codes[person] = shown(form)
        assert read_code(codes[person])
        await pair.send(person, form, code=codes[person])
    await becomes(store, State.OPEN)
    box = Box(store, Hpke())
    for number, invited in enumerate(people):
        await box.vote(SURVEY, invited, new_code(), {"concern": ("ABC"[number % 3],)}, ())
    async with store.begin() as work:
        await work.surveys.ended(SURVEY)
    wrong = {"ratna": codes["ratna"], "jakob": f"{new_code()}"}
    for typed, times in ((wrong, 1), (codes, 2)):
        for person in ("ratna", "jakob"):
            form = await pair.form(person, "survey.lost_code", times)
            assert form["parts"]
            # The button beside it, of the same message, asks for the code.
            await pair.send(person, await pair.form(person, "survey.my_code", times + 1), code=typed[person])
    counted = await becomes(store, State.COUNTED)
    assert counted.released is not None
    assert counted.released.answered == len(people)
    assert not (pair.folder / "web-keys").exists(), "the web server has never had a folder of keys"
    keys = KeyFolder(pair.folder / "worker-keys")
    async with asyncio.timeout(LONG):
        while keys.find(SURVEY) or keys.find(code_key(SURVEY)):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.1)
    for code in codes.values():
        assert code not in pair.log
