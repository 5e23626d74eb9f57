"""The commands that ask the FAQ, without a chat and without a database.

The rule to keep: what starts in a second stays so; only a single question, which is answered in full, reads any YAML.
"""

from __future__ import annotations

import json
import os
import sys

from bot.composition.desk import complain
from config import manual


def ask(rest: list[str]) -> int:
    """Say what a question is about; with --batch, of each line of standard input."""
    if rest[:1] in (["-h"], ["--help"]):
        print(manual.command(manual.FAQ_ASK, "[QUESTION]"))
        return 0
    import argparse

    from bot.faq.batch import answers
    from config.faq import matcher

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
    verdict = matcher().judge(" ".join(options.question) or sys.stdin.read())
    print(json.dumps({"topic": verdict.topic, "suggestions": [*verdict.suggestions]}))
    return 0


def test(rest: list[str]) -> int:
    """Ask every question of a table, and say how many were answered as they should be."""
    from pathlib import Path

    from bot.composition.desk import options_of
    from bot.faq.batch import measured, samples
    from config.faq import matcher

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
