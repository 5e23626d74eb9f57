"""Dates as HR reads them: in the reader's language, with the zones that they hold in.

The rule to keep: pure; no time stands without saying where it is.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location, get_timezone_name

from bot.campaigns.console.dossier import Departure, Stop
from bot.campaigns.playbook import Audience
from bot.markup import Markup, literal
from bot.texts import Words


def moment(t: Words, at: datetime, zone: ZoneInfo) -> Markup:
    """`Tue 17 Nov 2026, 09:00 (Jakarta)`; where people call the zone by a name, that: `09.00 WIB`."""
    here = at.astimezone(zone)
    return t("rollout.moment", day=t.dated(here.date()), clock=clock(t, here, zone))


def clock(t: Words, at: datetime, zone: ZoneInfo) -> Markup:
    """`09:00 (Jakarta)`, `09.00 WIB`."""
    here = at.astimezone(zone)
    name = get_timezone_name(here, "short", locale=t.locale)
    if name.isalpha():
        return Markup(f"{t.clock(here)} {name}")
    return t("rollout.clock_in", clock=t.clock(here), city=city(t, zone))


def city(t: Words, zone: ZoneInfo) -> Markup:
    """What the zone is known by: `Jakarta`."""
    return literal(get_timezone_location(zone, locale=t.locale, return_city=True))


def comes(t: Words, stop: Stop, home: ZoneInfo, *, short: bool = False) -> Markup | None:
    """When a step comes, to people or in the channel alone; None where only an event calls it, or nobody gets it."""
    if not stop.departures:
        return moment(t, stop.posted, home) if stop.posted is not None else None
    when = (brief if short else departs)(t, stop.departures, home)
    return t("rollout.comes_signed_up", when=when) if stop.step.audience is Audience.SIGNED_UP else when


def departs(t: Words, departures: Sequence[Departure], home: ZoneInfo) -> Markup:
    """When a step reaches people.

    One place: `Tue 17 Nov 2026, 09:00 (Jakarta)`. Several: `Tue 17 Nov 2026, 09:00 in each person's zone; first
    Jayapura (07:00 WIB), last Berlin (15:00 WIB)`. At one instant everywhere: that instant at home.
    """
    first, last = departures[0], departures[-1]
    if first.at == last.at:
        return moment(t, first.at, home if len(departures) > 1 else first.zone)
    walls = {(one.at.astimezone(one.zone).date(), one.at.astimezone(one.zone).time()) for one in departures}
    ends = {
        "first": city(t, first.zone),
        "first_clock": _at_home(t, first.at, home, first),
        "last": city(t, last.zone),
        "last_clock": _at_home(t, last.at, home, first),
    }
    here = first.at.astimezone(first.zone)
    if len(walls) == 1:
        return t("rollout.departs_each", day=t.dated(here.date()), clock=t.clock(here), **ends)
    return t("rollout.departs_between", day=t.dated(here.date()), clock=t.clock(here), **ends)


def brief(t: Words, departures: Sequence[Departure], home: ZoneInfo) -> Markup:
    """The same for a table: `Tue 17 Nov 2026, 09:00`; where dates differ, each with its cities."""
    if departures[0].at == departures[-1].at:
        return moment(t, departures[0].at, home if len(departures) > 1 else departures[0].zone)
    walls: dict[str, list[str]] = {}
    for one in departures:
        here = one.at.astimezone(one.zone)
        wall = f"{t.dated(here.date())}, {t.clock(here)}"
        walls.setdefault(wall, []).append(city(t, one.zone))
    if len(walls) == 1:
        return Markup(next(iter(walls)))
    return Markup(
        "; ".join(
            t("rollout.brief_in", when=Markup(wall), cities=Markup(", ".join(cities))) for wall, cities in walls.items()
        )
    )


def _at_home(t: Words, at: datetime, home: ZoneInfo, first: Departure) -> Markup:
    """The clock at the campaign's home, with the day where it is not the first's."""
    there = at.astimezone(home)
    if there.date() == first.at.astimezone(home).date():
        return clock(t, at, home)
    return t("rollout.moment", day=t.dated(there.date()), clock=clock(t, at, home))
