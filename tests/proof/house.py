"""A server that is killed and comes back, and clients that do not give up.

The rule to keep: a client believes only an answer. What was not answered is sent again under the same delivery id, as
every chat platform does.
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.local.company import Company
from bot.timesheet.entry import Change, Draft
from config import content, typed
from storage.store import Database

ROOT = Path(__file__).parents[2]
COMPANY = typed.read(content.HERE / "demo" / "company.yaml", Company)
_READY_WITHIN = 60.0


class House:
    """The server process."""

    def __init__(self, command: Sequence[str], database: str, port: int, log: Path) -> None:
        self.database = database
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self._command = command
        self._environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("LENTERA_", "SLACK_", "TEAMS_"))
            },
            "DATABASE_URL": database,
            "PORT": f"{port}",
            "LENTERA_PLAYGROUND": "on",
        }
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        begin = monotonic()
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            while monotonic() - begin < _READY_WITHIN:
                assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
                try:
                    async with session.get(f"{self.url}/healthz") as answer:
                        if answer.status == 200:
                            return
                except (ClientError, TimeoutError):
                    pass
                await asyncio.sleep(0.02)
        raise TimeoutError(self.log.read_text(encoding="utf-8"))

    @property
    def pid(self) -> int:
        """Of the process that runs."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """`kill -9`: no farewell."""
        self._end(signal.SIGKILL)

    def close(self) -> int:
        """Ask it to stop, as a supervisor does. Gives its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(how)
        return process.wait(timeout=30)

    async def changes(self) -> tuple[Change, ...]:
        """Every line of the history of everybody, as it is in the database."""
        store = Database(self.database)
        try:
            found: list[Change] = []
            for person in COMPANY.people:
                async with store.begin() as work:
                    known = await work.people.meet(COMPANY.actor(person))
                    found += await work.entries.history(known.id, date(2020, 1, 1), date(2100, 1, 1))
            return tuple(found)
        finally:
            await store.close()

    async def standing(self) -> tuple[Draft, ...]:
        """Every entry of everybody."""
        store = Database(self.database)
        try:
            found: list[Draft] = []
            for person in COMPANY.people:
                async with store.begin() as work:
                    known = await work.people.meet(COMPANY.actor(person))
                    entries = await work.entries.between(known.id, date(2020, 1, 1), date(2100, 1, 1))
                    found += [entry.draft for entry in entries]
            return tuple(found)
        finally:
            await store.close()


@dataclass
class Client:
    """Somebody who logs one thing after the other."""

    person: str
    url: str
    acknowledged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Delivery id to the notes it was to write."""
    retries: int = 0

    async def log(self, session: ClientSession, number: int) -> None:
        """Log something new, and ask again until there is an answer. Every fifth time it is two entries in one line."""
        day = datetime.now(UTC).date() - timedelta(days=2 + number // 50)
        notes = (_word(self.person, number), *((_word(self.person, number) + "x",) if number % 5 == 0 else ()))
        text = "/track " + ", ".join(f"5m #proof {note} @{day}" for note in notes)
        delivery = f"{self.person}-{number}"
        while not await self._sent(session, {"id": delivery, "person": self.person, "text": text}):
            self.retries += 1
            await asyncio.sleep(0.05)
        self.acknowledged[delivery] = notes

    async def _sent(self, session: ClientSession, body: dict[str, str]) -> bool:
        try:
            async with session.post(f"{self.url}/local/say", json=body) as answer:
                if answer.status == 503:
                    return False
                said = await answer.text()
        except (ClientError, TimeoutError, ConnectionError):
            return False
        assert answer.status == 200, said
        assert "track.undo" in said, said
        return True


def _word(person: str, number: int) -> str:
    """A word that is nothing to the grammar but a note."""
    return f"note{person}" + "".join("bcdfghjklm"[int(digit)] for digit in f"{number}")
