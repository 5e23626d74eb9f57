"""Many people are written to in Teams, at what it takes, while it does everything wrong; everybody is accounted for."""

import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from adapters.teams.setup import RATE
from bot.mail import NO_ANSWER, Fate
from tests.pretend.slack.faults import Fault
from tests.pretend.teams.pretend import PretendTeams
from tests.proof.rollout import Rollout, until

pytestmark = pytest.mark.slow

CONFIGURED = 50.0
"""Calls a second that the pretend Teams takes, as the real one does."""
TROUBLES = (
    {"status": 412, "error": "PreconditionFailed"},
    {"status": 502},
    {"status": 503, "error": "ServiceError"},
    {"status": 504},
    {"retry_after": 1},
    {"drop": True},
    {"drop": True, "done": True},
)
"""What goes wrong, each with one message in five hundred."""
ODDS = 1 / 500


def troubled(teams: PretendTeams, dice: random.Random) -> None:
    """Order trouble for the whole time."""
    for trouble in TROUBLES:
        fault = Fault("send", times=10**9, when=lambda _: dice.random() < ODDS, **trouble)
        teams.server.faults.add(fault)


async def everybody_is_written_to(
    url: str, log: Path, *, people: int, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(people)  # noqa: S311 - the same troubles each time
    async with PretendTeams() as teams:
        settings = {
            "MICROSOFT_APP_ID": teams.app,
            "MICROSOFT_APP_PASSWORD": teams.password,
            "MICROSOFT_APP_TENANT_ID": teams.tenant.id,
            "TEAMS_OPENID_METADATA_URL": teams.metadata,
            "TEAMS_LOGIN_URL": teams.login,
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        users = {
            number: teams.tenant.hire(f"p{number}", locale="en-GB", tz="Europe/Berlin")
            for number in range(1, people + 1)
        }
        gone = {number for number in users if number % 50 == 7}
        for number in gone:
            users[number].installed = False

        def at(number: int) -> str:
            # One in fifty was never met: their chat has to be opened first.
            chat = teams.tenant.personal(users[number].id).id if number % 50 else ""
            return f"{teams.tenant.id}|{teams.service}|{users[number].id}|{chat}"

        command = [sys.executable, "-m", "tests.proof.on_teams", url, f"{RATE}"]
        rollout = Rollout(url, "", log, command=command)
        try:
            await rollout.people(people, at=at, platform="teams", workspace=teams.tenant.id)
            await rollout.owe(people)
            troubled(teams, dice)
            # Two processes share what Teams takes.
            rollout.start()
            rollout.start()
            await until(rollout.idle, seconds=120 + people / 20)
            taken = {"send", "open"}
            calls = [entry.at for entry in teams.log if entry.method in taken and entry.error != "Throttled"]
            # What is tried again waits half a minute and more: time is let go by while nobody works.
            for _ in range(8):
                await rollout.stop()
                await rollout.later()
                if not await rollout.waiting():
                    break
                rollout.start()
                await until(rollout.idle)
            stand, failures, doubtful = await rollout.stand(), await rollout.failures(), await rollout.doubtful()
        finally:
            await rollout.close()

        numbers = {user.id: number for number, user in users.items()}
        reached = Counter(
            numbers[next(iter(message.conversation.members))] for message in teams.tenant.messages.values()
        )
        twice = {number for number, times in reached.items() if times > 1}
        assert teams.limits is not None
        # Without the first second, in which a process starts, and the last, in which there is little left.
        begin, end = calls[0] + 1, calls[-1] - 1
        share = sum(begin <= moment < end for moment in calls) / (end - begin) / CONFIGURED
        wrong = Counter(entry.error for entry in teams.log if entry.error)
        print(
            f"\n{people} people, {len(calls)} calls, {CONFIGURED:g} a second configured: {share:.1%} of it; "
            f"{teams.limits.refused} times too fast; {stand[Fate.SENT]} sent, {stand[Fate.UNREACHABLE]} unreachable, "
            f"{stand[Fate.FAILED]} failed, {len(doubtful)} listed as maybe twice, of whom {len(twice)} were; "
            f"troubles {dict(wrong)} on {os.cpu_count()} cores"
        )
        assert share >= least
        assert stand[Fate.SENT] + stand[Fate.FAILED] + stand[Fate.UNREACHABLE] == people
        unreachable = {number: one.reason for number, one in failures.items() if one.fate is Fate.UNREACHABLE}
        assert set(unreachable) == gone
        assert set(unreachable.values()) <= {"BotNotInConversationRoster", "ForbiddenOperationException"}
        assert {one.reason for one in failures.values()} <= {*unreachable.values(), NO_ANSWER}
        assert twice <= set(doubtful)
        assert max(reached.values()) <= 2
        missed = set(users) - set(reached)
        assert missed <= set(failures), "whoever got nothing is listed"
        assert not teams.complaints


# A few seconds tell nothing about the pace, where a machine has other things to do.
async def test_some_hundred_people_are_written_to(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await everybody_is_written_to(url, tmp_path / "log", people=400, least=0.3, monkeypatch=monkeypatch)


@pytest.mark.proof
async def test_ten_thousand_people_are_written_to(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await everybody_is_written_to(url, tmp_path / "log", people=10_000, least=0.95, monkeypatch=monkeypatch)
