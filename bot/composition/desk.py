"""Where a command sits down: its options, the settings, the texts, and how something is said to the operator.

The rule to keep: every word printed is in `config/`.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from typing import TYPE_CHECKING

from config import manual

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.campaigns.playbook import Playbook
    from bot.texts import Texts
    from config.doctor import Finding
    from config.settings import Settings


def options_of(entry: manual.Entry, rest: list[str], arguments: Sequence[str] = ()) -> argparse.Namespace:
    """What was typed after a command: its arguments and options. Leaves the program for `--help`, and for nonsense."""
    if rest[:1] in (["-h"], ["--help"]):
        print(manual.command(entry, " ".join(arguments)))
        sys.exit(0)
    parser = argparse.ArgumentParser(prog=f"lentera {entry.name}", add_help=False, allow_abbrev=False)
    for argument in arguments:
        parser.add_argument(argument)
    for option in entry.options:
        if option.value:
            parser.add_argument(option.name, metavar=option.value)
        else:
            parser.add_argument(option.name, action="store_true")
    return parser.parse_args(rest)


def with_given(environment: Mapping[str, str], **given: str | None) -> dict[str, str]:
    """The environment, with what was typed in its place."""
    """The environment, with what was typed in its place."""
    return {**environment, **{name: value for name, value in given.items() if value}}


def with_settings(environment: Mapping[str, str], act: Callable[[Settings], Awaitable[int]]) -> int:
    """Read the settings, set up logging, and run; or say everything that is wrong."""
    import asyncio

    from config import doctor, logs, slack, teams
    from config.content import ContentError
    from config.settings import SettingsError, read

    try:
        said = texts()
    except ContentError as error:
        return complain(f"{error}")
    try:
        settings = read(environment)
    except SettingsError as error:
        return complain(*doctor.told(error, said.to(environment.get("LENTERA_LOCALE"))))
    if mistakes := (*slack.read(environment)[1], *teams.read(environment)[1]):
        return complain(*doctor.told(SettingsError(mistakes), said.to(environment.get("LENTERA_LOCALE"))))
    logs.configure(settings.log)

    async def run() -> int:
        logs.watch(asyncio.get_running_loop())
        return await act(settings)

    try:
        return asyncio.run(run())
    except ContentError as error:
        return complain(f"{error}")


def complain(*lines: str) -> int:
    """Say it on standard error. Gives the exit code."""
    print(*lines, sep="\n", file=sys.stderr)
    return 1


def say(finding: Finding, settings: Settings) -> None:
    """Tell the operator something: on standard error if it is wrong, where it is seen among the logs."""
    from config.doctor import State, sentence

    told = sentence(finding, texts().to(settings.locale))
    print(told, file=sys.stderr if finding.state is State.WRONG else sys.stdout, flush=True)


@cache
def texts() -> Texts:
    """Everything that can be said, in every language. Raises ContentError."""
    from config import content

    return content.texts()


@cache
def known_playbooks() -> Mapping[str, Playbook]:
    """Every playbook there is. Raises ContentError."""
    from config.playbooks import playbooks

    return playbooks()
