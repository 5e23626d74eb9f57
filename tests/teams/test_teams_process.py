"""A process that speaks Teams alone loads what Teams needs, and nothing of another platform's."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process import running

ROOT = Path(__file__).parents[2]
_IMPORTED = re.compile(r"^import time:.*\|\s*(\w[\w.]*)$", re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["web", "worker"])
def test_a_teams_only_process_never_imports_another_platform(tmp_path: Path, command: str) -> None:
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'lentera.db'}",
        "PORT": "0",
        "MICROSOFT_APP_ID": "11111111-2222-3333-4444-555555555555",
        "MICROSOFT_APP_PASSWORD": "0123456789abcdef",
        "MICROSOFT_APP_TENANT_ID": "99999999-2222-3333-4444-555555555555",
        # Nobody is there: a process that starts must not wait for Microsoft.
        "TEAMS_OPENID_METADATA_URL": "http://127.0.0.1:9/openid",
        "TEAMS_LOGIN_URL": "http://127.0.0.1:9",
    }
    others = ("LENTERA_", "SLACK_", "TEAMS_", "MICROSOFT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(others)} | settings
    subprocess.run([sys.executable, "-m", "bot", "migrate"], cwd=ROOT, env=environment, check=True, capture_output=True)
    with (tmp_path / "imports").open("w+") as told:
        with running(
            *(sys.executable, "-X", "importtime", "-m", "bot", command),
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=told, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert any(line.strip() for line in process.stdout)
            process.terminate()
            process.wait(60)
        told.seek(0)
        imported = set(_IMPORTED.findall(told.read()))
    assert {"adapters.teams.poster", "adapters.teams.api"} <= imported
    tops = {name.partition(".")[0] for name in imported}
    assert not tops & {"slack_bolt", "slack_sdk"}
    assert not {name for name in imported if name.startswith("adapters.slack")}
    # Who only writes does not wait for the SDK.
    assert ("botbuilder" in tops) is (command == "web")
