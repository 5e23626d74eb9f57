"""Prints what one `/track` costs, HTTP in to reply out, next to a bare handler; start-up and memory beside it."""

import asyncio
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path
from statistics import median

from bench.client import Load, load
from bench.servers import Server, bare, lentera, postgres, seconds_of, stay_on

SHORT = bool(os.environ.get("BENCH_SHORT"))
ROUNDS = 3 if SHORT else 7
SECONDS = 1.0 if SHORT else 4.0
CONNECTIONS = 16
PEOPLE = ("sari", "jonas", "andi", "ploy", "bagus", "ratna")
# A button of the card that says what was saved; a refusal has none.
SAVED = b"track.undo"


def entries() -> Iterator[dict[str, str]]:
    """Ever new entries, spread over people and days so that no day becomes longer than anybody's would."""
    today = date.today()  # noqa: DTZ011 - any day gone by will do
    for number, person in zip(count(), cycle(PEOPLE), strict=False):
        # Eight pieces of 45 minutes a day, then the day before.
        day = today - timedelta(days=2 + number // (8 * len(PEOPLE)) % 330)
        yield {"person": person, "text": f"/track 45m #bench review {number} @{day}"}


def one(server: Server, wants: bytes, bodies: Iterator[dict[str, str]]) -> tuple[Load, Load]:
    """A round: one connection, then several."""
    alone = asyncio.run(load(server.url, bodies, connections=1, seconds=SECONDS, wants=wants))
    together = asyncio.run(load(server.url, bodies, connections=CONNECTIONS, seconds=SECONDS, wants=wants))
    return alone, together


def main() -> None:
    """Measure and print."""
    stay_on(-1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {
            "bare aiohttp handler": (stack.enter_context(bare()), b"messages"),
            "`/track` on SQLite": (stack.enter_context(lentera(f"sqlite:///{folder / 'bench.db'}")), SAVED),
            "`/track` on PostgreSQL": (stack.enter_context(lentera(stack.enter_context(postgres()))), SAVED),
        }
        bodies = {name: entries() for name in servers}
        fresh = {name: server.memory() for name, (server, _) in servers.items()}
        rounds: dict[str, list[tuple[Load, Load]]] = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, (server, wants) in servers.items():
                rounds[name].append(one(server, wants, bodies[name]))
        used = {name: server.memory() for name, (server, _) in servers.items()}
        _print_costs(rounds)
        print()
        print("| | start to ready, s | memory when ready, MB | after the load, MB |")
        print("|---|---:|---:|---:|")
        for name, (server, _) in servers.items():
            print(f"| {name} | {server.started:.2f} | {fresh[name]:.0f} | {used[name]:.0f} |")
    nothing, parse = (
        median(seconds_of(*arguments) for _ in range(ROUNDS))
        for arguments in (("-c", "pass"), ("-m", "bot", "track", "parse", "2 jam rapat #acme kemarin"))
    )
    print()
    print(f"`lentera track parse` of one line takes {parse:.2f} s, of which Python itself {nothing:.2f} s.")


def _print_costs(rounds: dict[str, list[tuple[Load, Load]]]) -> None:
    [floor, *_] = rounds.values()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {ROUNDS} rounds of {SECONDS:g} s in turns;")
    print("the server has one core, the client another. Medians; ratios are to the bare handler in the same round.")
    print()
    print(f"| | p50, ms | p99, ms | ratio | {CONNECTIONS} at once: per s | p99, ms | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, seen in rounds.items():
        pairs = list(zip(seen, floor, strict=True))
        figures = (
            f"{median(alone.usual for alone, _ in seen) * 1e3:.2f}",
            f"{median(alone.slow for alone, _ in seen) * 1e3:.2f}",
            f"{median(mine.usual / least.usual for (mine, _), (least, _) in pairs):.1f}",
            f"{median(together.per_second for _, together in seen):.0f}",
            f"{median(together.slow for _, together in seen) * 1e3:.1f}",
            f"{median(least.per_second / mine.per_second for (_, mine), (_, least) in pairs):.1f}",
        )
        print(f"| {name} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
