"""Time zones as people call them.

The rule to keep: a name that nobody can place is nobody's zone; nothing is guessed.
"""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# What people in Indonesia call their zones. https://en.wikipedia.org/wiki/Time_in_Indonesia
_INDONESIA = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}


def meant(text: str) -> ZoneInfo | None:
    """The zone that somebody means: an IANA name, a city of one, or an Indonesian abbreviation. None for no zone."""
    name = _known().get(text.strip().lower().replace(" ", "_"))
    return ZoneInfo(name) if name else None


@cache
def _known() -> dict[str, str]:
    # The other two are the server's own zone, and what a new machine has before it is given one.
    names = sorted(available_timezones() - {"localtime", "Factory"})
    cities = {name.rpartition("/")[2].lower(): name for name in names if "/" in name}
    return cities | {name.lower(): name for name in names} | _INDONESIA
