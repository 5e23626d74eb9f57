"""Write `docs/grammar.md` from the cases: `python -m tests.timesheet.grammar.table`."""

from pathlib import Path

from bot.timesheet.parse_command import moment
from tests.timesheet.grammar.cases import AFTERNOON, GROUPS, Case

PAGE = Path(__file__).parents[3] / "docs" / "grammar.md"

INTRODUCTION = """\
# What `/track` reads

English and Indonesian may be mixed; the language of the person only breaks ties. What cannot be read with confidence
is asked about or refused: nothing is guessed, and nothing is stored before it is clear.

This page is made from the cases the tests run (`tests/timesheet/grammar/cases.py`) by
`python -m tests.timesheet.grammar.table`. Unless a row says otherwise, it is Wednesday 18 November 2026, 15:00, in
Jakarta. *ask* and *refuse* stand before the key of the sentence the person reads.
"""


def cell(text: str) -> str:
    shown = text.replace("\n", "⏎").replace("\xa0", "⍽")
    shown = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in shown)
    return shown.replace("|", "\\|")


def when(case: Case) -> str:
    if case.now == AFTERNOON:
        return ""
    at = moment(case.now)
    return f"{at:%a %d %b %Y, %H:%M}, {at.tzinfo}"


def page() -> str:
    parts = [INTRODUCTION.rstrip()]
    for group in GROUPS:
        timed = any(case.now != AFTERNOON for case in group.cases)
        parts.append(f"\n## {group.title}\n\n{group.about}\n")
        parts.append("| typed | read |" + (" when |" if timed else ""))
        parts.append("|---|---|" + ("---|" if timed else ""))
        for case in group.cases:
            row = f"| {'`' + cell(case.typed) + '`' if case.typed else '(nothing)'} | {cell(case.read)} |"
            parts.append(row + (f" {when(case)} |" if timed else ""))
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
