"""`kill -9` while people vote and while the survey is counted: nothing acknowledged is lost, nothing is there twice."""

import asyncio
import random
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.local import wire
from bot.composition.process import Wall
from bot.surveys.clerk import Clerk
from bot.surveys.invitation import invitation
from bot.surveys.survey import Rules, State, Survey
from bot.texts import Texts
from config.questionnaires import questionnaires
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.proof.house import COMPANY, House

pytestmark = pytest.mark.slow
SECRET = "sixteen characters and more"  # noqa: S105 - of a test
PEOPLE = [person.id for person in COMPANY.people]


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def served(house: House, tmp_path: Path) -> House:
    """The server with its worker, and with its own folder of keys."""
    house._command = [sys.executable, "-m", "bot", "web", "--with-worker"]
    house._environment |= {"LENTERA_KEY_DIR": f"{tmp_path / 'keys'}", "LENTERA_PLAYGROUND_SECRET": SECRET}
    return house


@dataclass
class Voter:
    """Somebody who answers, and asks again until there is an answer."""

    name: str
    url: str
    acknowledged: bool = False
    retries: int = 0
    heard: list[str] = field(default_factory=list)

    async def vote(self, session: ClientSession, survey: Survey, texts: Texts) -> None:
        while not self.acknowledged:
            try:
                await self._try(session, survey, texts)
            except (ClientError, TimeoutError, ConnectionError, KeyError, StopIteration):
                self.retries += 1
                await asyncio.sleep(0.05)

    async def _try(self, session: ClientSession, survey: Survey, texts: Texts) -> None:
        # The playground forgets its chats when it is killed, as a platform would not.
        message = invitation(survey, texts.to("en"), ZoneInfo("UTC"), company="Demo", platform="local")
        sent = {"address": f"person:{self.name}", "message": wire.pack(message)}
        await self._post(session, "deliver", sent, {"Authorization": f"Bearer {SECRET}"})
        async with session.get(f"{self.url}/local/inbox?person={self.name}") as answer:
            inbox = (await answer.json())["messages"]
        press = {"person": self.name, "message": inbox[-1]["id"], "action": "survey.open", "value": survey.id}
        form = (await self._post(session, "press", press))["form"]
        if form is None:
            raise KeyError("not open yet")
        if any(part.get("name") == "code" for part in form["parts"]):
            # An answer committed just before a kill: its code stood in the form before it was sent.
            self.heard.append("already")
            self.acknowledged = True
            return
        fields = {"concern": "C", "concern_other": "", "before": f"kw{secrets.token_hex(4)}"}
        told = await self._post(session, "submit", {"person": self.name, "form": form["id"], "fields": fields})
        assert told["form"], told
        self.acknowledged = True

    async def _post(
        self, session: ClientSession, what: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        body = {"id": secrets.token_hex(8), **body}
        async with session.post(f"{self.url}/local/{what}", json=body, headers=headers) as answer:
            if answer.status in {404, 409, 503}:
                raise KeyError(answer.status)
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found


async def asked(url: str, keys: KeyFolder, name: str) -> Survey:
    """A survey for the whole demo company, opened."""
    store = Database(url)
    try:
        async with store.begin() as work:
            people = [
                await work.people.enrol(actor, division=division, roles=roles)
                for actor, division, roles in COMPANY.everyone()
            ]
        clerk = Clerk(store, Hpke(), keys, store.stir, Wall())
        await clerk.ask(
            name, Rules(questionnaires()["concern"], None), [(one.id, one.division or "") for one in people]
        )
        await clerk.open(name)
        return await found(store, name)
    finally:
        await store.close()


async def found(store: Database, name: str) -> Survey:
    async with store.begin() as work:
        survey = await work.surveys.get(name)
    assert survey is not None
    return survey


async def votes_through_kills(served: House, url: str, keys: KeyFolder, texts: Texts, kills: int) -> tuple[int, int]:
    """Everybody votes in survey after survey while the server is killed; gives ballots and retries."""
    dice = random.Random(kills)  # noqa: S311 - the same moments each time
    over = asyncio.Event()
    counted = retries = 0
    await served.start()

    async def keep_voting() -> None:
        nonlocal counted, retries
        number = 0
        while not over.is_set():
            survey = await asked(url, keys, f"survey-{kills}-{number}")
            number += 1
            voters = [Voter(name, served.url) for name in PEOPLE]
            async with ClientSession(timeout=ClientTimeout(total=10)) as session:
                await asyncio.gather(*(voter.vote(session, survey, texts) for voter in voters))
            store = Database(url)
            try:
                async with store.begin() as work:
                    assert await work.ballots.number(survey.id) == len(PEOPLE)
                    people = [person for person, _ in await work.surveys.roster(survey.id)]
                    marks = [await work.ballots.has_answered(survey.id, person) for person in people]
                    assert all(marks)
                    # The worker of the server, killed like everything else, counts it.
                    await work.surveys.ended(survey.id)
                async with asyncio.timeout(60):
                    while (await found(store, survey.id)).state is not State.COUNTED or keys.find(survey.id):  # noqa: ASYNC110 - another process does it
                        await asyncio.sleep(0.05)
                released = (await found(store, survey.id)).released
                assert released is not None
                assert released.answered == len(PEOPLE)
                assert len(released.comments) + sum("already" in voter.heard for voter in voters) >= len(PEOPLE)
                async with store.begin() as work:
                    assert await work.ballots.number(survey.id) == 0
            finally:
                await store.close()
            counted += len(PEOPLE)
            retries += sum(voter.retries for voter in voters)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_voting())
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(0.1, 1.2))
            served.kill()
            await served.start()
        over.set()
    return counted, retries


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.proof)])
async def test_no_vote_and_no_count_is_lost_or_doubled_by_kills(
    served: House, url: str, keys: KeyFolder, texts: Texts, kills: int
) -> None:
    counted, retries = await votes_through_kills(served, url, keys, texts, kills)
    assert retries, "no request was in flight at any kill: nothing was tried"
    print(f"\n{kills} kills: {counted} votes counted, {retries} requests sent again")


async def test_sixty_times_eight_clicks_at_once_over_http(
    served: House, url: str, keys: KeyFolder, texts: Texts
) -> None:
    survey = await asked(url, keys, "clicks")
    await served.start()
    clicks = [Voter(name, served.url) for name in PEOPLE for _ in range(8)]
    async with ClientSession(timeout=ClientTimeout(total=60)) as session:
        await asyncio.gather(*(click.vote(session, survey, texts) for click in clicks))
    store = Database(url)
    try:
        async with store.begin() as work:
            assert await work.ballots.number("clicks") == len(PEOPLE)
    finally:
        await store.close()
