"""The `lentera` command line.

The rule to keep: what a command needs is imported when it is called.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot import VERSION
from config import manual

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_COMMANDS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("amend",): "commands:amend",
        ("breach-report",): "breach:breach_report",
        ("campaign", "rehearse"): "campaign:rehearse",
        ("demo",): "server:demo",
        ("doctor",): "commands:doctor",
        ("faq", "ask"): "faq:ask",
        ("faq", "test"): "faq:test",
        ("manifest", "slack"): "commands:slack_manifest",
        ("manifest", "teams"): "commands:teams_manifest",
        ("migrate",): "commands:migrate",
        ("outbox",): "watch:outbox",
        ("playbook", "check"): "commands:playbook_check",
        ("processing-record",): "breach:processing_record",
        ("stir",): "surveys:stir",
        ("survey", "rehearse"): "rehearsal:rehearse",
        ("track", "parse"): "commands:parse",
        ("web",): "server:web",
        ("worker",): "worker:worker",
    }
)
"""How a command is typed, and who does it: a file of `bot.composition` and a function that gives an exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Gives the exit code that the manual promises."""
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain of it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print(manual.page(VERSION))
        return 0
    if words == ["--version"]:
        print(VERSION)
        return 0
    for length in (2, 1):
        if found := _COMMANDS.get(tuple(words[:length])):
            file, _, name = found.partition(":")
            command: Callable[[list[str]], int] = getattr(import_module(f"bot.composition.{file}"), name)
            return command(words[length:])
    print(manual.unknown(words[0]), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
