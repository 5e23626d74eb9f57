from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.timesheet.entry import Off
from bot.timesheet.hours import Hours, Ledger, TimeBack
from bot.timesheet.policy import Calendar, Overtime, days
from tests.timesheet.office import FIRST, FRI, LAST, MON, SAT, SUN, THU, TUE, WED, histories, office, worked


def numbers(hours: Hours) -> tuple[int, int, int, int]:
    return hours.expected, hours.worked, hours.credited, hours.balance


def test_a_week_is_four_numbers_and_days_to_come_expect_nothing() -> None:
    ledger = Ledger(office(), worked((MON, 480), (TUE, 300)), [], today=WED)
    assert numbers(ledger.span(MON, SUN)) == (1440, 780, 0, -660)


def test_nothing_is_expected_of_the_days_before_the_first_entry() -> None:
    ledger = Ledger(office(), worked((WED, 480)), [], today=THU)
    assert numbers(ledger.span(MON, SUN)) == (960, 480, 0, -480)
    assert numbers(Ledger(office(), [], [], today=THU).span(MON, SUN)) == (480, 0, 0, -480)


def test_a_holiday_is_credited_on_a_contract_day_and_not_on_a_sunday() -> None:
    here = office(calendar=Calendar("ID", categories=("public", "government")))
    first, last = date(2026, 3, 16), date(2026, 3, 22)
    ledger = Ledger(here, worked((date(2026, 3, 2), 480), (first, 480)), [], today=last)
    # Wednesday to Friday are Nyepi and Eid with their joint leave; Eid itself falls on the weekend.
    assert numbers(ledger.span(first, last)) == (2400, 480, 1440, -480)


def test_a_day_told_off_counts_as_worked_up_to_the_contract() -> None:
    offs = [Off(TUE), Off(WED, 600), Off(THU, 120), Off(SAT)]
    ledger = Ledger(office(), worked((MON, 480)), offs, today=SUN)
    assert [day.credited for day in ledger.span(MON, SUN).days] == [0, 480, 480, 120, 0, 0, 0]


def test_an_interruption_is_part_of_the_day_and_adds_nothing() -> None:
    entries = [*worked((MON, 480)), *worked((MON, 45), kind="interruption")]
    assert numbers(Ledger(office(), entries, [], today=MON).span(MON, MON)) == (480, 480, 0, 0)


def test_working_on_a_holiday_is_overtime_from_the_first_minute() -> None:
    here = office(calendar=Calendar("ID"))
    christmas = date(2026, 12, 25)
    hours = Ledger(here, worked((christmas, 120)), [], today=christmas).span(christmas, christmas)
    assert (hours.overtime, hours.balance) == (120, 120)


def test_overtime_by_the_day_does_not_pay_for_a_short_day() -> None:
    ledger = Ledger(office(), worked((MON, 600), (TUE, 300)), [], today=TUE)
    assert ledger.span(MON, SUN).overtime == 120


def test_a_threshold_lets_small_change_go_and_counts_everything_from_there_on() -> None:
    ledger = Ledger(office(Overtime(threshold=15)), worked((MON, 494), (TUE, 495)), [], today=TUE)
    assert [day.overtime for day in ledger.span(MON, TUE).days] == [0, 15]


def test_overtime_by_the_week_begins_when_the_whole_weeks_contract_is_done() -> None:
    weekly = office(Overtime(per_day=False, per_week=True))
    long_days = worked((MON, 600), (TUE, 600), (WED, 600), (THU, 600), (FRI, 60), (SAT, 30))
    assert [day.overtime for day in Ledger(weekly, long_days, [], today=SUN).span(MON, SUN).days] == [
        0, 0, 0, 0, 60, 30, 0
    ]  # fmt: skip
    assert Ledger(weekly, long_days[:3], [], today=WED).span(MON, SUN).overtime == 0


def test_counted_both_ways_the_larger_holds() -> None:
    both = office(Overtime(per_week=True))
    by_day = worked((MON, 600), (TUE, 300))
    by_week = worked((MON, 490), (TUE, 480), (WED, 480), (THU, 480), (FRI, 480), (SAT, 240))
    assert Ledger(both, by_day, [], today=SUN).span(MON, SUN).overtime == 120
    assert Ledger(both, by_week, [], today=SUN).span(MON, SUN).overtime == 250


def test_a_month_that_cuts_a_week_gets_the_overtime_of_its_own_days() -> None:
    weekly = office(Overtime(per_day=False, per_week=True))
    week = days(date(2026, 9, 28), date(2026, 10, 4))
    ledger = Ledger(weekly, worked(*((day, 600) for day in list(week)[:5])), [], today=date(2026, 10, 31))
    assert ledger.span(date(2026, 9, 1), date(2026, 9, 30)).overtime == 0
    assert ledger.span(date(2026, 10, 1), date(2026, 10, 31)).overtime == 600


def test_time_taken_back_is_paid_from_overtime_and_not_credited() -> None:
    ledger = Ledger(office(), worked((MON, 720), (TUE, 720)), [Off(WED, kind="time_back")], today=WED)
    assert numbers(ledger.span(MON, WED)) == (1440, 1440, 0, 0)
    assert ledger.time_back == TimeBack(earned=480, taken=480, overtime=480)
    assert ledger.time_back.left == 0


def test_overtime_gives_time_by_the_policys_factor_or_none() -> None:
    long_day = worked((MON, 541))
    assert Ledger(office(time_back=Fraction(3, 2)), long_day, [], today=MON).time_back.earned == 92
    assert Ledger(office(time_back=None), long_day, [], today=MON).time_back.earned == 0


def test_before_the_first_version_work_is_work_and_neither_expected_nor_overtime() -> None:
    ledger = Ledger(office(since=WED), worked((MON, 600), (WED, 480)), [], today=WED)
    assert numbers(ledger.span(MON, WED)) == (480, 1080, 0, 600)
    assert ledger.span(MON, WED).overtime == 0


@settings(max_examples=60, deadline=None)
@given(histories(), st.dates(FIRST, LAST))
def test_the_sums_of_two_halves_are_the_sum_of_the_whole(ledger: Ledger, cut: date) -> None:
    whole = ledger.span(FIRST, LAST)
    left, right = ledger.span(whole.first, cut), ledger.span(cut + timedelta(days=1), whole.last)
    for total, one, other in zip(numbers(whole), numbers(left), numbers(right), strict=True):
        assert total == one + other
    assert whole.overtime == left.overtime + right.overtime
    assert whole.balance == whole.worked + whole.credited - whole.expected


@settings(max_examples=60, deadline=None)
@given(histories())
def test_no_day_credits_or_gives_back_more_than_its_contract(ledger: Ledger) -> None:
    for day in ledger.span(FIRST, LAST).days:
        assert 0 <= day.credited + day.taken <= day.planned.contract
        assert 0 <= day.overtime <= day.worked
        assert day.expected in (0, day.planned.contract)


@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_day_counted_by_itself_gives_its_whole_surplus(ledger: Ledger) -> None:
    for day in ledger.span(FIRST, ledger.today).days:
        if ledger.policy.versions[0].overtime == Overtime() and day.day >= ledger.since:
            assert day.overtime == max(day.balance + day.taken, 0)
