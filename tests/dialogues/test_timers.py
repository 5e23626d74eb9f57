from datetime import datetime

from tests.conftest import Moving
from tests.speaker import Speaker


async def test_one_timer_a_person_and_switching_logs_the_first(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    await ada("/track start design")
    clock.advance(minutes=45)
    assert await ada("/track start #acme call") == (
        "A timer is already running, since 11:00: design.\n(Log that, start the new one) (Stop and log)"
    )
    assert await ada.press("Log that, start the new one") == (
        "Logged: 11:00-11:45 (45 min) design, 18 Nov 2026\nToday: 45 min\n"
        "Timer running since 11:45: #acme call.\n(Stop and log)"
    )


async def test_starting_and_stopping_at_an_earlier_time(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    assert await ada("/track start at 9:15 design") == "Timer running since 09:15: design.\n(Stop and log)"
    assert (
        await ada("/track stop at 9:00")
        == "The timer started at 09:15, so it cannot stop before that. /track stop stops it now."
    )
    assert await ada("/track stop at 17:00") == (
        "17:00 has not come yet. A timer can start or stop now or at an earlier time: /track start, /track stop"
    )
    assert (await ada("/track stop at 10:15")).startswith("Logged: 09:15-10:15 (1 h) design, 18 Nov 2026\nToday: 1 h")
    assert await ada("/track resume") == "Timer running since 11:00: design.\n(Stop and log)"


async def test_a_stop_delivered_twice_is_one_entry(ada: Speaker, clock: Moving) -> None:
    await ada("/track start design", id="a")
    clock.advance(hours=1)
    first = await ada("/track stop", id="b")
    assert first.startswith("Logged: 03:00-04:00 (1 h) design")
    assert await ada("/track stop", id="b") == first
    assert (await ada("/track start design", id="a")).startswith("Timer running since 03:00")
    assert await ada("/track status") == "No timer is running. /track start design review starts one."


async def test_a_timer_of_half_a_minute_logs_nothing(ada: Speaker, clock: Moving) -> None:
    await ada("/track start design")
    clock.advance(seconds=20)
    assert await ada("/track stop") == "The timer ran for less than a minute, so nothing was logged."


async def test_a_long_timer_is_asked_about_and_never_cut(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    await ada("/track start migration")
    clock.advance(hours=12)
    assert await ada("/track stop") == (
        "The timer has been running for 12 h, since 11:00: migration. When did the work end?\n"
        "(Stopped at 18:00: 7 h) (Stop now: 12 h) (Keep it running)"
    )
    assert await ada.press("Stopped at 18:00: 7 h") == (
        "Logged: 11:00-18:00 (7 h) migration, 18 Nov 2026\nToday: 7 h\n(Undo) (Edit)"
    )


async def test_a_timer_across_the_clock_change_counts_elapsed_time(ada: Speaker, clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-10-24T23:30:00+00:00"))  # 01:30 in Berlin, an hour before 03:00 becomes 02:00
    await ada("/track start night shift")
    clock.advance(hours=2)
    assert (await ada("/track stop")).startswith("Logged: 01:30-02:30[+01:00] (2 h) night shift, 25 Oct 2026")


async def test_a_timer_forgotten_over_the_weekend_can_be_stopped(ada: Speaker, clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-11-20T09:00:00+00:00"))
    await ada("/track start migration")
    clock.advance(days=3)
    assert await ada("/track stop") == (
        "The timer has been running for 72 h, since Fri 20 Nov, 10:00: migration. When did the work end?\n"
        "(Stopped at 18:00: 8 h) (Keep it running)"
    )
    assert (await ada.press("Stopped at 18:00: 8 h")).startswith("Logged: 10:00-18:00 (8 h) migration, 20 Nov 2026")


async def test_a_second_delivery_of_a_stop_leaves_the_next_timer_alone(ada: Speaker, clock: Moving) -> None:
    await ada("/track start design")
    short = await ada("/track stop", id="stop")
    await ada("/track start email")
    clock.advance(minutes=10)
    assert await ada("/track stop", id="stop") == short
    assert (await ada("/track status")).startswith("Timer running since 03:00: email. So far: 10 min.")


async def test_nothing_switches_before_its_start(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    await ada("/track start at 10:00 design")
    await ada("/track start at 9:00 call")
    assert (
        await ada.press("Log that, start the new one")
        == "The timer started at 10:00, so it cannot stop before that. /track stop stops it now."
    )


async def test_a_timer_counts_the_minutes_it_shows(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8, seconds=40)
    await ada("/track start design")
    clock.advance(minutes=10, seconds=29)
    assert (await ada("/track stop")).startswith("Logged: 11:00-11:11 (11 min) design, 18 Nov 2026")


async def test_the_answer_about_one_timer_leaves_the_next_alone(ada: Speaker, clock: Moving) -> None:
    await ada("/track start design")
    clock.advance(hours=12)
    await ada("/track stop")
    question = ada.last.content
    await ada.press("Stop now: 12 h")
    await ada("/track start email")
    assert (await ada.press("Stop now: 12 h", on=question)).startswith("No timer is running.")
    assert "email" in await ada("/track status")


async def test_switching_from_a_long_timer_asks_first(ada: Speaker, clock: Moving) -> None:
    await ada("/track start design")
    clock.advance(hours=12)
    await ada("/track start call")
    assert (await ada.press("Log that, start the new one")).startswith(
        "The timer has been running for 12 h, since 03:00: design."
    )
    assert "design" in await ada("/track status")
