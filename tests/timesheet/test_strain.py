from datetime import date, timedelta

import pytest

from bot.texts import Texts
from bot.timesheet.hours import Ledger
from bot.timesheet.policy import Policy
from bot.timesheet.strain import Strain, strain_card, strained
from tests.timesheet.office import MON, WED, office, worked
from tests.timesheet.spoken import spoken

WEEK = timedelta(days=7)


def seen(*overtime: int, today: date = WED) -> Strain | None:
    """What is seen after closed weeks with so much overtime, the latest last."""
    first = MON - len(overtime) * WEEK
    entries = worked(*((first + n * WEEK, 480 + minutes) for n, minutes in enumerate(overtime) if minutes))
    return strained(Ledger(office(), entries, [], today=today))


def test_three_long_weeks_of_the_last_four_are_strain() -> None:
    found = seen(300, 0, 300, 300)
    assert found == Strain(((date(2026, 10, 19), 300), (date(2026, 11, 2), 300), (date(2026, 11, 9), 300)), 4, 240, 900)
    assert found.weeks[-1][0].isoformat() == "2026-11-09"


@pytest.mark.parametrize(
    "overtime",
    [
        (0, 0, 300, 300),
        (240, 240, 240, 240),
        (300, 300, 300, 0),
        (300, 300, 300, 0, 0, 300, 300),
        (),
    ],
    ids=["two weeks", "none above the mark", "over by now", "long ago", "nothing logged"],
)
def test_less_than_that_is_not(overtime: tuple[int, ...]) -> None:
    assert seen(*overtime) is None


def test_the_week_that_still_runs_is_not_held_against_anybody() -> None:
    assert (
        strained(Ledger(office(), worked((MON, 1200), (MON - WEEK, 900), (MON - 2 * WEEK, 900)), [], today=WED)) is None
    )


def test_without_a_policy_in_force_there_is_no_overtime_to_speak_of() -> None:
    ledger = Ledger(Policy("later", office(since=MON + WEEK).versions), worked((MON, 900)), [], today=WED)
    assert strained(ledger) is None


def test_the_word_is_kind_and_offers_something_in_both_languages(texts: Texts) -> None:
    found = seen(0, 300, 330, 300)
    assert found
    assert spoken(strain_card(texts.to("en"), found)) == (
        "In 3 of the last 4 weeks, your log has more than 4 h of overtime.\n"
        "Weeks like these make anybody tired. This is not a judgement of your work, and Lentera sends this message to"
        " nobody else.\n"
        "If you want, look at those weeks: what could wait, and what could someone else do?\n"
        "By Lentera's count you have 15 h 30 min of compensatory time left. You can agree on a day with your lead.\n"
        "If you want to talk about the load, you can talk to HR. They do not get this message and will know of it"
        " only from you.\n"
        "26 Oct – 1 Nov: 5 h\n"
        "2–8 Nov: 5 h 30 min\n"
        "9–15 Nov: 5 h\n"
        "[Show the latest of them]"
    )
    assert spoken(strain_card(texts.to("id"), found)) == (
        "Minggu-minggu ini panjang: 3 dari 4 minggu terakhir, lembur yang tercatat lebih dari 4 jam.\n"
        "Siapa pun lelah kalau begini terus. Ini bukan penilaian atas pekerjaan, dan tidak ada orang lain yang menerima"
        " pesan ini.\n"
        "Kalau mau, lihat lagi minggu-minggu itu: mana yang bisa menunggu, dan mana yang bisa dibagi?\n"
        "Masih ada waktu pengganti 15 jam 30 menit. Harinya disepakati dengan ketua tim.\n"
        "Kalau ingin membicarakan beban kerja, HR ada untuk itu. HR tidak tahu soal pesan ini, kecuali diceritakan"
        " sendiri.\n"
        "26 Okt – 1 Nov: 5 jam\n"
        "2–8 Nov: 5 jam 30 menit\n"
        "9–15 Nov: 5 jam\n"
        "[Lihat minggu terakhir itu]"
    )
