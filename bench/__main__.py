"""Prints what one `/track` costs, HTTP in to reply out: next to a bare handler, and over Slack next to Bolt alone.

Start-up and memory stand beside it.
"""

import asyncio
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path
from statistics import median

from bench.client import Body, Load, Request, load, local, slack
from bench.servers import Server, bare, bolt, lentera, on_slack, postgres, seconds_of, stay_on, webapi
from bench.webapi import TEAM

SHORT = bool(os.environ.get("BENCH_SHORT"))
ROUNDS = 3 if SHORT else 7
SECONDS = 1.0 if SHORT else 4.0
CONNECTIONS = 16
PEOPLE = ("sari", "jonas", "andi", "ploy", "bagus", "ratna")
USERS = tuple(f"U0BENCH{number:02}" for number in range(60))
# A button of the card that says what was saved; a refusal has none.
SAVED = b"track.undo"
ECHOED = b"Logged"
BASELINE = "Bolt, quick, after one insert"
DEFAULT = "Bolt as it comes"
OURS = "`/track` over Slack"


@dataclass(frozen=True, slots=True)
class Asked:
    """A server, and how it is asked."""

    server: Server
    bodies: Iterator[Body]
    request: Request
    wants: bytes


@dataclass(frozen=True, slots=True)
class Round:
    """One connection, then several, and the seconds of a processor that one of those requests took."""

    alone: Load
    together: Load
    cpu: float


def entries(people: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Ever new entries, spread over people and days so that no day becomes longer than anybody's would."""
    today = date.today()  # noqa: DTZ011 - any day gone by will do
    for number, person in zip(count(), cycle(people), strict=False):
        # Eight pieces of 45 minutes a day, then the day before, however many years back that leads.
        day = today - timedelta(days=2 + number // (8 * len(people)))
        yield person, f"45m #bench review {number} @{day}"


def said() -> Iterator[Body]:
    """Entries, as the playground's page says them."""
    for person, text in entries(PEOPLE):
        yield {"person": person, "text": f"/track {text}"}


def commanded() -> Iterator[Body]:
    """The same as Slack says them, with all it says beside."""
    for number, (person, text) in enumerate(entries(USERS)):
        yield {
            "token": "0",
            "team_id": TEAM,
            "team_domain": "bench",
            "channel_id": "C0BENCH00",
            "channel_name": "general",
            "user_id": person,
            "user_name": person.lower(),
            "command": "/track",
            "text": text,
            "api_app_id": "A0BENCH00",
            "is_enterprise_install": "false",
            # Nobody is there: an answer that is late must not go looking for Slack.
            "response_url": f"https://localhost/commands/{TEAM}/{number}/bench",
            "trigger_id": f"{number}.{TEAM}.bench",
        }


def one(asked: Asked) -> Round:
    """A round."""
    how = (asked.server.url, asked.bodies, asked.request)
    alone = asyncio.run(load(*how, connections=1, seconds=SECONDS, wants=asked.wants))
    before = asked.server.cpu()
    together = asyncio.run(load(*how, connections=CONNECTIONS, seconds=SECONDS, wants=asked.wants))
    return Round(alone, together, (asked.server.cpu() - before) / len(together.times))


def main() -> None:
    """Measure and print."""
    stay_on(-1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(postgres())
        api = stack.enter_context(webapi())
        # In this order: whoever is first is what the others are measured by.
        plain = {
            "bare aiohttp handler": Asked(stack.enter_context(bare()), said(), local, b"messages"),
            "`/track` on SQLite": Asked(
                stack.enter_context(lentera(f"sqlite:///{folder / 'bench.db'}")), said(), local, SAVED
            ),
            "`/track` on PostgreSQL": Asked(stack.enter_context(lentera(database)), said(), local, SAVED),
        }
        over_slack = {
            BASELINE: Asked(stack.enter_context(bolt("quick", api, database)), commanded(), slack, ECHOED),
            DEFAULT: Asked(stack.enter_context(bolt("default", api)), commanded(), slack, ECHOED),
            OURS: Asked(stack.enter_context(on_slack(database, api)), commanded(), slack, SAVED),
        }
        servers = plain | over_slack
        fresh = {name: asked.server.memory() for name, asked in servers.items()}
        rounds: dict[str, list[Round]] = {name: [] for name in servers}
        # Whoever comes for the first time is met before anything is measured, as everybody is after the first day.
        for asked in servers.values():
            one(asked)
        for _ in range(ROUNDS):
            for name, asked in servers.items():
                rounds[name].append(one(asked))
        used = {name: asked.server.memory() for name, asked in servers.items()}
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {ROUNDS} rounds of {SECONDS:g} s in turns;")
        print("the server has one core, the client another. Medians; ratios are to the first line in the same round.")
        print()
        _print_costs({name: rounds[name] for name in plain})
        print()
        print("Over Slack, on PostgreSQL: signed requests, answered in the answer.")
        print()
        _print_costs({name: rounds[name] for name in over_slack})
        quicker = median(
            ours.alone.usual / theirs.alone.usual for ours, theirs in zip(rounds[OURS], rounds[DEFAULT], strict=True)
        )
        print()
        print(f"At one connection {OURS} takes {quicker:.2f} of what {DEFAULT} takes, which saves nothing.")
        print()
        print("| | start to ready, s | memory when ready, MB | after the load, MB |")
        print("|---|---:|---:|---:|")
        for name, asked in servers.items():
            print(f"| {name} | {asked.server.started:.2f} | {fresh[name]:.0f} | {used[name]:.0f} |")
    nothing, parse = (
        median(seconds_of(*arguments) for _ in range(ROUNDS))
        for arguments in (("-c", "pass"), ("-m", "bot", "track", "parse", "2 jam rapat #acme kemarin"))
    )
    print()
    print(f"`lentera track parse` of one line takes {parse:.2f} s, of which Python itself {nothing:.2f} s.")


def _print_costs(rounds: dict[str, list[Round]]) -> None:
    """The first line is what the others are measured by."""
    [floor, *_] = rounds.values()
    print(f"| | p50, ms | p99, ms | ratio | {CONNECTIONS} at once: per s | p99, ms | CPU, ms | CPU ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, seen in rounds.items():
        pairs = list(zip(seen, floor, strict=True))
        figures = (
            f"{median(mine.alone.usual for mine in seen) * 1e3:.2f}",
            f"{median(mine.alone.slow for mine in seen) * 1e3:.2f}",
            f"{median(mine.alone.usual / least.alone.usual for mine, least in pairs):.1f}",
            f"{median(mine.together.per_second for mine in seen):.0f}",
            f"{median(mine.together.slow for mine in seen) * 1e3:.1f}",
            f"{median(mine.cpu for mine in seen) * 1e3:.2f}",
            f"{median(mine.cpu / least.cpu for mine, least in pairs):.2f}",
        )
        print(f"| {name} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
