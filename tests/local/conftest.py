from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.local.app import Playground
from adapters.local.company import Company
from bot.example import Example
from bot.message import Message
from bot.texts import Texts
from config import content, typed
from tests.local.hand import EVERYTHING, FORM, Clock, Hand


@pytest.fixture(scope="session")
def texts() -> Texts:
    return content.texts()


@pytest.fixture(scope="session")
def company() -> Company:
    return typed.read(content.HERE / "demo" / "company.yaml", Company)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def playground(company: Company, texts: Texts, clock: Clock, hand: Hand) -> Playground:
    async def wind(to: datetime) -> None:
        clock.moment = to
        await made.send("person:sari", Message("Nothing logged today yet"))

    examples = (Example("all.parts", lambda _: EVERYTHING), Example("a.form", lambda _: FORM))
    made = Playground(company, texts, clock, gallery=examples, wind=wind, secret="a shared secret")  # noqa: S106
    made.connect(hand.handle)
    return made


@pytest.fixture
async def client(playground: Playground) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    playground.attach(app)
    async with TestClient(TestServer(app)) as client:
        yield client
