import re
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings

from bot.message import File, Message, Prose
from bot.texts import Texts
from bot.timesheet.entry import Entry, Off
from bot.timesheet.figures import Figures
from bot.timesheet.hours import Ledger
from bot.timesheet.policy import Overtime, Policy, Rounding
from bot.timesheet.why import sums, why_card
from config.content import texts as every_language
from tests.timesheet.office import FRI, MON, SUN, TUE, WED, histories, office, worked
from tests.timesheet.spoken import spoken

WORDS = every_language().to("en")


def rounded(policy: Policy, rounding: Rounding) -> Policy:
    return replace(policy, versions=tuple(replace(version, rounding=rounding) for version in policy.versions))


def figures(policy: Policy, entries: list[Entry], offs: list[Off], today: date) -> Figures:
    ledger = Ledger(policy, entries, offs, today=today)
    return Figures(ledger, ledger.span(MON, SUN))


def minutes(said: str) -> int:
    """What a reader with a pencil makes of `-1 h 30 min`."""
    found = re.fullmatch(r"([+-]?)(?:(\d+) h)? ?(?:(\d+) min)?", said)
    assert found, said
    return (-1 if found[1] == "-" else 1) * (int(found[2] or 0) * 60 + int(found[3] or 0))


@settings(max_examples=60, deadline=None)
@given(histories())
def test_every_line_can_be_added_up_with_a_pencil(ledger: Ledger) -> None:
    span = Figures(ledger, ledger.span(ledger.since, ledger.today))
    text = "\n".join(part.text for part in why_card(WORDS, span).parts if isinstance(part, Prose))
    if "is in the file" in text:
        return
    seen = []
    added = 0
    for row in text.replace("*", "").splitlines():
        if row.startswith("= "):
            assert minutes(row.removeprefix("= ")) == added
            seen.append(added)
            added = 0
        elif (last := row.rpartition(": ")[2]) and re.fullmatch(r"[+-]?(\d+ h( \d+ min)?|\d+ min)", last):
            added += minutes(last)
    hours = span.hours
    assert seen[:5] == [hours.expected, hours.worked, hours.credited, hours.balance, hours.overtime]


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_sums_behind_a_report_are_its_numbers(ledger: Ledger) -> None:
    span = Figures(ledger, ledger.span(ledger.since, ledger.today))
    found = sums(WORDS, span)
    hours = span.hours
    assert [one.total for one in found[:5]] == [
        hours.expected,
        hours.worked,
        hours.credited,
        hours.balance,
        hours.overtime,
    ]
    assert all(one.total == sum(minutes for _, minutes in one.lines) for one in found)
    assert found[5].total == ledger.time_back.left


def test_a_total_is_rounded_once_and_from_its_exact_minutes(texts: Texts) -> None:
    # Rounded day by day, five times 7:52 would be 38:45; rounded twice the balance would be -1:15.
    entries = worked(*((MON + timedelta(days=n), 472) for n in range(5)))
    span = figures(rounded(office(), Rounding(15)), entries, [], FRI)
    assert span.hours.worked == 2360
    assert span.shown.worked == 2355
    assert (span.hours.balance, span.shown.balance) == (-40, -45)
    told = spoken(why_card(texts.to("en"), span))
    assert "Rounding, at the very end and only for display: to 15 min, to the nearest." in told
    assert "Worked: 39 h 20 min → 39 h 15 min" in told
    assert "Balance: -40 min → -45 min" in told


def test_where_nothing_is_rounded_nothing_is_said_of_it(texts: Texts) -> None:
    assert "Rounding" not in spoken(why_card(texts.to("en"), figures(office(), worked((MON, 472)), [], MON)))


def test_overtime_of_a_week_shows_the_weeks_own_sum(texts: Texts) -> None:
    entries = worked(*((MON + timedelta(days=n), 500) for n in range(5)))
    weekly = office(Overtime(per_day=False, per_week=True, threshold=30))
    told = spoken(why_card(texts.to("id"), figures(weekly, entries, [], SUN)))
    assert "Dihitung per minggu. Kelebihan di bawah 30 menit tidak dihitung." in told
    assert "Minggu Sen 16 Nov: dikerjakan 41 jam 40 menit − wajib 40 jam: 1 jam 40 menit" in told


def test_a_day_off_and_time_taken_back_stand_where_they_count(texts: Texts) -> None:
    entries = worked((MON, 600))
    told = spoken(why_card(texts.to("en"), figures(office(), entries, [Off(TUE), Off(WED, 60, "time_back")], WED)))
    assert "Tue 17 Nov, day off: 8 h" in told
    assert "2 h overtime × 1: +2 h\nCompensatory time taken: -1 h\n= +1 h" in told


def test_what_is_too_long_for_a_chat_comes_as_a_file_that_has_all_of_it(texts: Texts) -> None:
    entries = worked(*((MON, 1) for _ in range(900)))
    message: Message = why_card(texts.to("en"), figures(office(), entries, [], MON))
    (file,) = [part for part in message.parts if isinstance(part, File)]
    assert len(spoken(message)) < 1500
    assert "= 15 h" in spoken(message)
    assert file.name == "why-2026-11-16-2026-11-22.txt"
    assert file.data.decode().count("Mon 16 Nov: 1 min") == 900
