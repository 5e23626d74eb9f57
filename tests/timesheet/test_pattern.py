from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.texts import Texts
from bot.timesheet.entry import Draft, Entry
from bot.timesheet.pattern import pattern
from bot.timesheet.pattern_card import pattern_card
from tests.timesheet.office import FRI, MON, SUN, TUE, WED, worked
from tests.timesheet.spoken import spoken


def stretch(day: date, start: str, minutes: int, zone: str = "Asia/Jakarta") -> Entry:
    first = datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Entry(1, 1, Draft(day, minutes, start=first, end=first + timedelta(minutes=minutes), zone=zone))


def test_peak_hours_are_the_two_on_end_with_most_logged_work() -> None:
    found = pattern([stretch(MON, "09:30", 150), stretch(TUE, "10:00", 60), stretch(WED, "15:00", 60)], MON, SUN)
    assert found.hours == {9: 30, 10: 120, 11: 60, 15: 60}
    assert found.peak == (10, 180)


def test_the_hour_that_comes_twice_counts_twice_and_the_lost_one_never() -> None:
    autumn, spring = date(2026, 10, 25), date(2026, 3, 29)
    berlin = "Europe/Berlin"
    assert pattern([stretch(autumn, "01:30", 150, berlin)], autumn, autumn).hours == {1: 30, 2: 120}
    assert pattern([stretch(spring, "01:30", 150, berlin)], spring, spring).hours == {1: 30, 3: 60, 4: 60}


def test_interruptions_are_counted_and_a_day_is_named_only_if_it_stands_out() -> None:
    broken = worked((MON, 10), (TUE, 15), (TUE, 5), kind="interruption")
    found = pattern(broken, MON, SUN)
    assert (found.interruptions, found.interrupted, found.weekday) == (3, 30, None)
    assert pattern([*broken, *worked((TUE, 5), kind="interruption")], MON, SUN).weekday == 1


def test_what_lies_outside_the_weeks_is_not_looked_at() -> None:
    assert pattern([stretch(MON, "09:00", 60)], TUE, SUN).days == 0


def test_it_says_first_who_can_see_it(texts: Texts) -> None:
    entries = [
        stretch(MON, "09:00", 150),
        *worked((TUE, 10), (TUE, 15), (TUE, 5), kind="interruption"),
    ]
    assert spoken(pattern_card(texts.to("en"), pattern(entries, MON, FRI))) == (
        "Your own pattern, 16 Nov 2026 – 20 Nov 2026. I work it out now from your entries, show it"
        " to nobody else and do not store it.\n"
        "Hours with most logged work: 09:00–11:00, 2 h in all\n"
        "Interruptions: 3, 30 min in all\n"
        "Interruptions per day with entries: 15 min\n"
        "Day with most interruptions: Tuesday\n"
        "Logged work by hour of the day\n"
        "Hour | Worked\n"
        "09:00 | 1:00\n"
        "10:00 | 1:00\n"
        "11:00 | 0:30"
    )
    assert spoken(pattern_card(texts.to("id"), pattern(entries, MON, FRI))) == (
        "Pola pribadi, 16 Nov 2026 – 20 Nov 2026. Hanya terlihat oleh pemiliknya: dihitung saat ini juga dari"
        " catatannya sendiri, dan tidak disimpan.\n"
        "Paling banyak kerja tercatat: 09.00–11.00, seluruhnya 2 jam\n"
        "Gangguan: 3, seluruhnya 30 menit\n"
        "Rata-rata gangguan per hari yang ada catatannya: 15 menit\n"
        "Hari dengan gangguan terbanyak: Selasa\n"
        "Kerja tercatat menurut jam\n"
        "Jam | Dikerjakan\n"
        "09.00 | 1:00\n"
        "10.00 | 1:00\n"
        "11.00 | 0:30"
    )
