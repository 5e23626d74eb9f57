"""An office with plain hours, and people who work in it."""

from datetime import date, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.timesheet.entry import Draft, Entry, Kind, Off
from bot.timesheet.hours import Ledger
from bot.timesheet.policy import Calendar, Overtime, Policy, Version, days

MON, TUE, WED, THU, FRI, SAT, SUN = days(date(2026, 11, 16), date(2026, 11, 22))
DAILY, ONE = Overtime(), Fraction(1)
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 5)
FULL = (480, 480, 480, 480, 480, 0, 0)


def office(
    overtime: Overtime = DAILY,
    time_back: Fraction | None = ONE,
    since: date = date(2020, 1, 1),
    calendar: Calendar | None = None,
) -> Policy:
    zone = ZoneInfo("Asia/Jakarta")
    return Policy(
        "office",
        (Version(since, zone, time(9), time(18), FULL, calendar=calendar, overtime=overtime, time_back=time_back),),
    )


def worked(*said: tuple[date, int], kind: Kind = "work") -> list[Entry]:
    return [Entry(n, 1, Draft(day, minutes, kind=kind)) for n, (day, minutes) in enumerate(said)]


@st.composite
def histories(draw: st.DrawFn) -> Ledger:
    some_day = st.dates(FIRST, LAST)
    entries = draw(st.lists(st.tuples(some_day, st.integers(1, 900)), max_size=30))
    offs = draw(
        st.lists(
            st.builds(Off, some_day, st.none() | st.integers(1, 600), st.sampled_from(["credited", "time_back"])),
            max_size=10,
            unique_by=lambda off: off.day,
        )
    )
    rule = draw(st.sampled_from([Overtime(), Overtime(per_day=False, per_week=True), Overtime(per_week=True)]))
    calendar = draw(st.sampled_from([None, Calendar("ID", categories=("public", "government"))]))
    return Ledger(office(rule, calendar=calendar), worked(*entries), offs, today=draw(some_day))
