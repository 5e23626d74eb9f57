"""The playground keeps every promise of the contract, over its JSON API and through a worker's `Post`."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.local.app import Playground
from adapters.local.company import City, Company, Resident
from adapters.local.post import Post
from bot.message import File
from bot.ports import Messenger
from bot.texts import Texts
from config import content, typed
from tests.adapters.contract import *  # noqa: F403 - every promise is a test here
from tests.adapters.script import Script, Trouble

SECRET = "a shared secret"  # noqa: S105 - of this test
Json = dict[str, Any]


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


@dataclass
class Local:
    """The five answers for the playground."""

    playground: Playground
    client: TestClient[web.Request, web.Application]
    messenger: Messenger
    script: Script
    name: str = "local"
    mention: str = "@lentera"
    troubles: frozenset[Trouble] = frozenset({"gone", "busy"})
    takes_files: bool = True
    sent: tuple[str, Json] = ("", {})

    async def person(self, name: str, locale: str, zone: str) -> "Resided":
        found = self.playground.company.find(name)
        assert found is not None, "the company of this test has no such person"
        assert (found.locale, self.playground.company.zone(found).key) == (locale.partition("-")[0], zone)
        return Resided(self, name)

    async def post(self, path: str, **body: object) -> Json:
        self.sent = (path, {"id": f"d{uuid4().hex}", **body})
        return await self._post()

    async def again(self) -> None:
        await self._post()

    async def _post(self) -> Json:
        path, body = self.sent
        # As a stream: aiohttp warns of a large body that is none.
        sent, kind = BytesIO(json.dumps(body).encode()), {"Content-Type": "application/json"}
        async with self.client.post(f"/local/{path}", data=sent, headers=kind) as response:
            told: Json = await response.json()
            assert response.status == 200, told
        return told

    async def trouble(self, kind: Trouble, who: "Resided") -> None:
        if kind == "gone":
            company = self.playground.company
            people = tuple(person for person in company.people if person.id != who.account)
            self.playground.company = replace(company, people=people, shown=())
        else:
            await self.client.server.close()


@dataclass
class Resided:
    """Somebody of the demo company."""

    local: Local
    account: str
    _dialog: Json | None = None
    _typed: Json = field(default_factory=dict)
    _complaint: str = ""

    @property
    def address(self) -> str:
        return f"person:{self.account}"

    async def types(self, text: str, *, aloud: bool = False) -> None:
        more = {"channel": "general"} if aloud else {}
        self._shows(await self.local.post("say", person=self.account, text=text, **more))

    async def presses(self, label: str) -> None:
        for card in reversed(self._inbox()):
            for part in card["parts"]:
                for item in part.get("items", ()):
                    if item["label"] == label:
                        told = await self.local.post(
                            "press",
                            person=self.account,
                            message=card["id"],
                            action=item["action"],
                            value=item["value"],
                        )
                        self._shows(told)
                        return
        raise AssertionError(f"no button {label!r}")

    async def fills(self, **fields: str | Sequence[str] | File) -> None:
        assert self._dialog is not None
        parts = [part for part in self._dialog["parts"] if part["kind"] != "prose"]
        assert set(fields) <= {part["name"] for part in parts}
        as_shown = {part["name"]: part["values"] if "values" in part else part["value"] for part in parts}
        wanted = {name: _sent(value) for name, value in fields.items()}
        self._typed = as_shown | self._typed | wanted
        missing = [part for part in parts if part["required"] and not self._typed[part["name"]]]
        if missing:
            return
        told = await self.local.post("submit", person=self.account, form=self._dialog["id"], fields=self._typed)
        if told["correction"]:
            self._complaint = "\n".join([told["correction"]["text"], *told["correction"]["fields"].values()])
        else:
            self._dialog, self._typed, self._complaint = None, {}, ""
            self._shows(told)

    def reads(self, *, aloud: bool = False) -> list[str]:
        chat = "general" if aloud else "lentera"
        return ["\n".join(_words(card)) for card in self._inbox() if card["chat"] == chat and card["from"] == "lentera"]

    def dialog(self) -> str | None:
        if self._dialog is None:
            return None
        return "\n".join([*_words(self._dialog), *map(str, self._typed.values()), self._complaint])

    def _shows(self, told: Json) -> None:
        self._dialog = told["form"] or self._dialog

    def _inbox(self) -> list[Json]:
        person = self.local.playground.somebody(self.account)
        return [self.local.playground.shown(card, person) for card in self.local.playground.chats.inbox(self.account)]


def _sent(value: str | Sequence[str] | File) -> object:
    match value:
        case File(name, _, data):
            return {"name": name, "data": b64encode(data).decode()}
        case str():
            return value
        case _:
            return list(value)


def _words(shown: object) -> Iterable[str]:
    """Every text of the page's data, in order; a run of spans is its text."""
    match shown:
        case Mapping():
            for name, value in shown.items():
                if name in {"text", "title", "label", "value", "alt", "name", "submit"} and isinstance(value, str):
                    yield value
                elif name != "spans":
                    yield from _words(value)
        case list() | tuple():
            for value in shown:
                yield from _words(value)
        case _:
            return


@pytest.fixture(scope="session")
def company() -> Company:
    made = typed.read(content.HERE / "demo" / "company.yaml", Company)
    people = (
        Resident("ada", "Ada Lovelace", "Engineer", "berlin", "en", "product"),
        Resident("sari", "Sari Wulandari", "Designer", "jakarta", "id", "product"),
    )
    assert isinstance(made.cities["berlin"], City)
    return replace(made, people=people, shown=("ada", "sari"))


@pytest.fixture
async def platform(company: Company, texts: Texts) -> AsyncIterator[Local]:
    script = Script()
    playground = Playground(company, texts, Clock(), secret=SECRET)
    playground.connect(script.handle)
    app = web.Application()
    playground.attach(app)
    async with TestClient(TestServer(app)) as client, Post(str(client.make_url("/")), SECRET) as post:
        yield Local(playground, client, post, script)
