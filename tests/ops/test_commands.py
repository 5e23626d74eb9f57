import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from bot.mail import Fate
from tests.process import running
from tests.proof.rollout import Rollout

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}", "HOME": f"{tmp_path}"}


@pytest.fixture
def lentera(tmp_path: Path, environment: dict[str, str]) -> Run:
    """The command line, in an empty folder, with nothing in the environment but what a test says."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "bot", *words],
            cwd=tmp_path,
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.mark.slow
def test_migrate_makes_the_database_and_the_doctor_sees_before_and_after(lentera: Run, tmp_path: Path) -> None:
    before = lentera("doctor")
    assert before.returncode == 1
    assert "wrong  Database: SQLite has no schema yet. lentera migrate makes it." in before.stdout
    assert not (tmp_path / "var").exists(), "to look must not be to make"
    made = lentera("migrate")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == "Database: SQLite answers, and its schema is up to date.\n"
    assert lentera("migrate").stdout == made.stdout
    after = lentera("doctor", "--lang", "id")
    assert (after.returncode, after.stderr) == (0, "")
    assert after.stdout.endswith("\nSemua yang sudah diatur berfungsi.\n")


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_told_without_its_password(lentera: Run) -> None:
    for command in ("doctor", "migrate"):
        said = lentera(command, DATABASE_URL="postgres://lentera:hunter2@127.0.0.1:1/lentera")
        assert said.returncode == 1
        assert "PostgreSQL does not answer (ConnectionRefusedError)" in said.stdout + said.stderr
        assert "hunter2" not in said.stdout + said.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["web", "worker", "migrate", "demo"])
def test_every_mistake_of_the_settings_stops_the_start_and_is_told(lentera: Run, command: str) -> None:
    said = lentera(command, PORT="x", LENTERA_ZONE="y")
    assert (said.returncode, said.stdout) == (1, "")
    assert [line.split()[0] for line in said.stderr.splitlines()] == ["PORT", "LENTERA_ZONE"]


@pytest.mark.slow
def test_a_mistake_in_a_file_is_told_with_its_place(lentera: Run, tmp_path: Path) -> None:
    for ring in ("bot", "adapters", "storage", "config"):
        shutil.copytree(ROOT / ring, tmp_path / "copy" / ring, ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "copy" / "config" / "policies" / "default.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nholydays: yes\n", encoding="utf-8")
    for command in ("doctor", "demo"):
        said = lentera(command, PYTHONPATH=f"{tmp_path / 'copy'}")
        assert said.returncode == 1
        assert "policies/default.yaml: holydays: " in said.stdout + said.stderr
        assert "bug" not in said.stderr


@pytest.mark.slow
def test_the_playground_does_not_start_beside_real_people_or_for_everybody(lentera: Run) -> None:
    beside = lentera("web", LENTERA_PLAYGROUND="on", SLACK_BOT_TOKEN="xoxb-1")  # noqa: S106 - it is none
    assert beside.returncode == 1
    assert "SLACK_BOT_TOKEN is set" in beside.stderr
    assert "xoxb-1" not in beside.stderr
    everybody = lentera("demo", HOST="0.0.0.0")  # noqa: S104 - refused
    assert everybody.returncode == 1
    assert "it has no login" in everybody.stderr


@pytest.mark.slow
def test_a_port_that_is_taken_is_told_in_a_sentence(lentera: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = lentera("web", "--port", f"{port}")
    assert said.returncode == 1
    assert said.stderr.startswith(f"It cannot answer on port {port}: ")


@pytest.mark.slow
def test_the_demo_sets_itself_up_and_says_where_it_is(environment: dict[str, str], tmp_path: Path) -> None:
    with running(
        *(sys.executable, "-P", "-m", "bot", "demo", "--port", "0"),
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Database: SQLite answers, and its schema is up to date.\n"
        said = process.stdout.readline()
        assert re.fullmatch(r"The playground is on http://localhost:\d+/ \(Ctrl-C stops it\)\n", said)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    # The night's work is made up for at the start, unless the night is still young.
    night = r"(\S+Z INFO bot\.privacy\.sweep: retention: deleted 0 time[\w ,]+\n)?"
    assert re.fullmatch(night + r"\S+Z INFO lentera: stopped\n", errors), errors
    assert (tmp_path / "var" / "demo.db").stat().st_mode & 0o077 == 0


def health(port: int) -> tuple[int, str]:
    """What `/healthz` says, once somebody answers there."""
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except URLError:
            time.sleep(0.1)
    raise TimeoutError


@pytest.mark.slow
def test_it_is_not_ready_without_its_schema_and_ready_without_a_restart(
    lentera: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running(
        *(sys.executable, "-P", "-m", "bot", "web"),
        cwd=tmp_path,
        env=environment | {"PORT": f"{port}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        code, said = health(port)
        while "starting" in said:
            code, said = health(port)
        assert (code, said) == (503, '{"ready": false, "missing": "schema"}')
        assert lentera("migrate").returncode == 0
        assert process.stdout is not None
        assert process.stdout.readline() == f"Lentera answers on http://localhost:{port}/\n"
        assert health(port) == (200, '{"ready": true}')
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert errors.startswith("Database: SQLite has no schema yet. lentera migrate makes it.\n")


@pytest.mark.slow
def test_reading_one_line_loads_no_database_and_no_server() -> None:
    watched = "sqlalchemy", "aiohttp", "alembic", "apscheduler", "yaml", "asyncio", "PIL", "fpdf", "holidays"
    code = (
        "import sys; from bot.__main__ import main; main(['track', 'parse', '--now',"
        " '2026-11-18T15:00:00+07:00[Asia/Jakarta]', '2h design']);"
        f" print(sorted(set({watched!r}) & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    answer, loaded = said.splitlines()
    assert '"minutes": 120' in answer
    assert loaded == "[]"


@pytest.mark.slow
def test_after_a_restore_the_worker_sends_nothing_until_the_operator_has_decided(
    lentera: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    assert lentera("migrate").returncode == 0
    assert lentera("outbox").stdout == "Messages go out. 0 of rollouts are due.\n"
    told = lentera("outbox", "--hold")
    assert "No message goes out. 0 of rollouts are due. Decide with lentera outbox --send or --skip." in told.stdout
    doctor = lentera("doctor")
    assert doctor.returncode == 1
    assert "wrong  Messages: none goes out." in doctor.stdout
    words = (sys.executable, "-P", "-m", "bot", "worker")
    with (
        (tmp_path / "log").open("wb") as log,
        running(*words, cwd=tmp_path, env=environment, stdout=log, stderr=log) as worker,
    ):
        deadline = time.monotonic() + 30
        while b"none goes out" not in (tmp_path / "log").read_bytes():
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.05)
        worker.terminate()
        assert worker.wait(30) == 0
    assert lentera("outbox", "--skip").stdout.startswith("0 messages of rollouts are left out")
    assert lentera("outbox", "--send", "--skip").returncode == 2
    assert lentera("doctor").returncode == 0


@pytest.mark.slow
async def test_what_is_left_out_after_a_restore_is_also_what_nobody_had_written_down_yet(
    lentera: Run, tmp_path: Path
) -> None:
    assert lentera("migrate").returncode == 0
    database = f"sqlite:///{tmp_path / 'var' / 'lentera.db'}"
    rollout = Rollout(database, "", tmp_path / "log")
    await rollout.people(3)
    await rollout.campaign(3)
    assert lentera("outbox", "--hold").returncode == 0
    told = lentera("outbox", "--skip").stdout
    assert told.startswith("3 messages of rollouts are left out"), told
    assert (await rollout.stand())[Fate.SKIPPED] == 3
    assert lentera("outbox", "--skip").stdout.startswith("0 messages")
