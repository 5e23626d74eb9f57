import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession

from adapters.local.company import Company
from bot.timesheet.entry import Draft, packed
from bot.timesheet.reminders import CHANGED
from config import content, typed
from storage.store import Database

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SARI = "sari"


class Dyno:
    """The Procfile, started as a hosting platform would: honcho, an environment, and nothing else."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            # honcho adds 100 for each process after the first.
            port = free.getsockname()[1]
        command = folder / "lentera"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m bot "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        self.url = f"http://127.0.0.1:{port}"
        self.database = f"sqlite:///{folder / 'lentera.db'}"
        self.log = folder / "log"
        self.environment = {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT}",
            "DATABASE_URL": self.database,
            "PORT": f"{port}",
            "LENTERA_PLAYGROUND": "on",
            "LENTERA_PLAYGROUND_URL": self.url,
            "LENTERA_PLAYGROUND_SECRET": "known to web and worker",
        }

    def start(self, *processes: str) -> subprocess.Popen[bytes]:
        """Start some of the Procfile's lines."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "honcho",
                    "--procfile",
                    ROOT / "Procfile",
                    "--env",
                    "/dev/null",
                    "start",
                    *processes,
                ],
                env=self.environment,
                cwd=self.log.parent,
                stdout=log,
                stderr=log,
            )


@pytest.fixture
async def dyno(tmp_path: Path) -> AsyncIterator[Dyno]:
    dyno = Dyno(tmp_path)
    assert await asyncio.to_thread(dyno.start("release").wait, 60) == 0, dyno.log.read_text(encoding="utf-8")
    running = dyno.start("web", "worker")
    yield dyno
    running.send_signal(signal.SIGTERM)
    await asyncio.to_thread(running.wait, 60)
    said = dyno.log.read_text(encoding="utf-8")
    # What honcho says of how they ended is said of the shell that it starts each in.
    assert said.count(" INFO lentera: stopped") == 2, said
    assert " ERROR " not in said, said
    # Whoever answers questions reads what is known beforehand; whoever does not, never.
    known = [line for line in said.splitlines() if line.endswith(" topics are known")]
    assert [" web.1 " in line for line in known] == [True], said


async def ready(session: ClientSession, url: str) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"{url}/healthz") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.05)


async def test_the_procfile_runs_and_talks_and_stops(dyno: Dyno) -> None:
    company = typed.read(content.HERE / "demo" / "company.yaml", Company)
    async with ClientSession(base_url=dyno.url) as session:
        await ready(session, dyno.url)
        body = {"id": "1", "person": SARI, "text": "/track 2 jam rapat klien #acme"}
        async with session.post("/local/say", json=body) as answer:
            said = await answer.json()
            assert answer.status == 200
            assert "2 jam #acme rapat klien" in said["messages"][0]["text"]
        # The worker is another process: what it sends comes to the web process over its own door.
        store = Database(dyno.database)
        sari = company.find(SARI)
        assert sari is not None
        async with store.begin() as work:
            person = await work.people.meet(company.actor(sari))
            body_ = {"who": "IT", "reason": "asked", "old": packed([Draft(date(2026, 11, 17), 60)]), "new": None}
            await work.outbox.owe(person.id, CHANGED, "once", not_before=datetime.now(UTC), body=json.dumps(body_))
        await store.close()
        async with asyncio.timeout(30):
            while True:
                async with session.get("/local/inbox", params={"person": SARI, "after": f"{said['seq']}"}) as answer:
                    if found := (await answer.json())["messages"]:
                        break
                await asyncio.sleep(0.1)
        assert len(found) == 1
        assert "IT" in found[0]["text"]
