"""A process that speaks Slack alone loads what Slack needs, and nothing of another platform's."""

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
def test_a_slack_only_process_never_imports_another_platform(tmp_path: Path) -> None:
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'lentera.db'}",
        "PORT": "0",
        "SLACK_BOT_TOKEN": "xoxb-alone",
        "SLACK_SIGNING_SECRET": "0123456789abcdef",
        # Nobody is there: a process that starts must not wait for Slack.
        "SLACK_API_BASE_URL": "http://127.0.0.1:9/api/",
    }
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LENTERA_", "SLACK_", "TEAMS_"))
    } | settings
    subprocess.run([sys.executable, "-m", "bot", "migrate"], cwd=ROOT, env=environment, check=True, capture_output=True)
    with (tmp_path / "imports").open("w+") as told:
        with running(
            *(sys.executable, "-X", "importtime", "-m", "bot", "web"),
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=told, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert any("http://" in line for line in process.stdout)
            process.terminate()
            process.wait(60)
        told.seek(0)
        imported = set(_IMPORTED.findall(told.read()))
    assert {"slack_bolt", "slack_sdk", "adapters.slack.app"} <= imported
    tops = {name.partition(".")[0] for name in imported}
    assert not tops & {"botbuilder", "botframework", "msrest", "msal"}
    assert not {name for name in imported if name.startswith(("adapters.local", "adapters.teams"))}
