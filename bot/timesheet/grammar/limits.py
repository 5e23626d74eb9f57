"""The questions that need no store.

The one rule to keep: `read` does not call this; whoever logs does, so that an answered question is not asked twice.
"""

from bot.timesheet.grammar.reading import Ask, Entries

LONG = 10 * 60  # minutes; longer than this in one entry is asked about


def limits(entries: Entries) -> Ask | None:
    """Ask about an entry over ten hours; None when there is nothing to ask."""
    if any(line.minutes > LONG for line in entries.lines):
        return Ask("long_entry", (entries,), {"hours": str(LONG // 60)})
    return None
