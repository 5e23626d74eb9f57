"""The commands that ask the FAQ, without a chat and without a database.

The rule to keep: what starts in a second stays so; only a single question, which is answered in full, reads any YAML.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.composition.desk import complain, texts
from config import manual

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.campaigns.console.desk import Desk
    from bot.faq.asking import Asking
    from bot.faq.desk import AnswersDesk
    from bot.faq.facts import House
    from bot.faq.shelf import Known, Shelf
    from bot.faq.tally import Tally
    from bot.ports import Clock, Store
    from bot.privacy.retention import Periods
    from bot.talk.door import Door
    from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation gives the FAQ."""

    periods: Periods | None = None
    """How long data is kept, where that is not the usual."""
    tally: Tally | None = None
    """What counts questions; without it nothing is counted."""


def tally_of(settings: Settings, store: Store, clock: Clock) -> Tally:
    """What counts questions, for whoever answers them: it alone has the key."""
    from zoneinfo import ZoneInfo

    from bot.faq.tally import Tally
    from storage.sealing import KeyFolder

    return Tally(store, clock, KeyFolder(settings.count_dir), ZoneInfo(settings.zone))


@cache
def shelf() -> Shelf:
    """What is known, in this process."""
    from bot.faq.shelf import Shelf

    return Shelf(_read)


def _read() -> Known:
    from bot.faq.shelf import Known
    from config.faq import entries
    from config.lessons import matcher

    return Known(matcher(), entries())


@asynccontextmanager
async def reading_ahead() -> AsyncIterator[None]:
    """Read what is known before anybody asks, beside everything else; for a process that answers questions."""
    import asyncio
    import logging

    log = logging.getLogger("lentera")

    async def read() -> None:
        try:
            known = await shelf()()
        except Exception:
            log.exception("what is known about questions cannot be read; the next question tries again")
        else:
            log.info("questions about %d topics are known", len(known.entries))

    task = asyncio.create_task(read())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def asking_of(desk: Desk, door: Door, installed: Installed | None = None) -> Asking:
    """Where people ask."""
    from bot.faq.asking import Asking

    given = installed or Installed()
    return Asking(desk, _house(desk, given.periods), door, shelf(), given.tally)


def answers_of(desk: Desk, periods: Periods | None = None) -> AnswersDesk:
    """Where HR writes beside answers."""
    from bot.faq.desk import AnswersDesk

    return AnswersDesk(desk, _house(desk, periods), shelf())


def _house(desk: Desk, periods: Periods | None) -> House:
    from bot.faq.facts import House
    from bot.privacy.retention import USUAL

    return House(desk.company, desk.policies, USUAL if periods is None else periods)


def ask(rest: list[str]) -> int:
    """Say what a question is about; with --batch, of each line of standard input."""
    if rest[:1] in (["-h"], ["--help"]):
        print(manual.command(manual.FAQ_ASK, "[QUESTION]"))
        return 0
    import argparse

    from bot.faq.batch import answers
    from config.lessons import matcher

    parser = argparse.ArgumentParser(prog="lentera faq ask", add_help=False, allow_abbrev=False)
    parser.add_argument("--batch", action="store_true")
    parser.add_argument("--lang", default=os.environ.get("LENTERA_LOCALE"))
    parser.add_argument("question", nargs="*")
    options = parser.parse_args(rest)
    if options.batch:
        # Bytes, where there are any: a line that is not UTF-8 spoils itself only.
        for reply in answers(matcher(), getattr(sys.stdin, "buffer", sys.stdin)):
            print(json.dumps(reply))
        return 0
    print(_told(" ".join(options.question) or sys.stdin.read(), options.lang))
    return 0


def _told(question: str, lang: str | None) -> str:
    """The card that somebody in the demo company would get, as text."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from bot.composition.demo import company
    from bot.faq.cards import answer_card, near_card, unknown_card
    from bot.faq.facts import Facts, House, said
    from bot.markup import plain
    from bot.message import Button, Buttons, Prose
    from bot.people import Person
    from config.policies import policies

    t = texts().to(lang)
    known = shelf().take()
    verdict, found = known.matcher.judge(question), known.entries
    if verdict.topic:
        person = Person(0, "", t.locale, ZoneInfo("Asia/Jakarta"))
        facts = Facts(House(company().name, policies()), person, "local", datetime.now(UTC))
        card = answer_card(t, found[verdict.topic], said(facts, t), question)
    elif verdict.suggestions:
        card = near_card(t, [found[topic] for topic in verdict.suggestions], question)
    else:
        card = unknown_card(t, question)
    lines = [plain(card.text)]
    for part in card.parts:
        match part:
            case Prose():
                lines.append(plain(part.text))
            case Buttons():
                lines.append("  ".join(f"[{plain(item.label)}]" for item in part.items if isinstance(item, Button)))
            case _:
                pass
    return "\n\n".join(lines)


def test(rest: list[str]) -> int:
    """Ask every question of a table, and say how many were answered as they should be."""
    from pathlib import Path

    from bot.composition.desk import options_of
    from bot.faq.batch import measured, samples
    from config.lessons import matcher

    options = options_of(manual.FAQ_TEST, rest, ("FILE",))
    try:
        text = Path(options.FILE).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return complain(f"{options.FILE} cannot be read as text in UTF-8.")
    known = matcher()
    asked, wrong = samples(text, known.topics)
    if wrong:
        lines = ", ".join(map(str, wrong[:20]))
        return complain(
            f"Not understood in {options.FILE}: line {lines}. A line ends in a topic, a tab and a question; a topic is"
            f" off or one of {', '.join(known.topics)}."
        )
    if not asked:
        return complain(f"There is no question in {options.FILE}.")
    found = measured(known, asked)
    for line in found.missed:
        print(line)
    print(found.told())
    return int(not found.enough)
