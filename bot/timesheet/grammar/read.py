"""Read what follows `/track`.

The one rule to keep: no string raises, and no doubt becomes an entry.
"""

import re
from collections.abc import Collection
from datetime import datetime

from bot.timesheet.grammar.reading import Entries, Line, Order, Reading, Verb, Wrong


def read(text: str, *, now: datetime, locale: str = "en", projects: Collection[str] = ()) -> Reading:
    """Read one message. `now` is aware, in the person's zone; `locale` only breaks ties; never raises."""
    del locale, projects
    if not text.strip():
        return Order(Verb.TODAY)
    found = re.fullmatch(r"\s*(\d{1,2}) ?(?:h|jam)(?: ?(\d{1,2}) ?(?:m|min|menit))?(?: (.{1,1900}))?", text)
    if not found:
        return Wrong("no_duration")
    minutes = int(found[1]) * 60 + int(found[2] or 0)
    return Entries((Line(minutes, now.date(), None, (found[3] or "").strip()),))
