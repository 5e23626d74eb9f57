"""Plays scenarios, and reads what is expected of them.

A file has the scenario and, after a line of three dashes, what comes out: when, who (- for HR), step, event, reason.
With two campaigns the step is written `A.soft`. Moments are those of the reader's clock.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.campaigns.line import Line
from bot.campaigns.playbook import Playbook
from bot.composition.campaign import played
from config.playbooks import playbooks
from config.scenario import parsed

SCENARIOS = Path(__file__).parent / "scenarios"
Expected = tuple[datetime, str, str, str, str]


@cache
def known() -> Mapping[str, Playbook]:
    return playbooks()


def play(text: str, folder: Path | None = None) -> tuple[Line, ...]:
    return asyncio.run(played(parsed(text, known()), known(), folder))


def shown(line: Line, *, several: bool) -> str:
    step = line.step or "-"
    name = f"{line.campaign}.{step}" if several else step
    moment = line.local.isoformat(timespec="minutes" if not line.local.second else "seconds")
    return f"{moment} {line.person or '-'} {name} {line.event} {line.reason or ''}".rstrip()


def read(text: str) -> list[str]:
    """The lines of an expectation, without comments."""
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return [" ".join(line) for line in lines if line]


def by_time(line: str) -> tuple[datetime, str]:
    return datetime.fromisoformat(line.split(maxsplit=1)[0]).astimezone(UTC), line
