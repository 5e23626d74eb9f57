"""Undoing, putting back, editing: what was acknowledged is what stands, and nothing else changes on the way."""

from datetime import datetime

import pytest

from tests.conftest import Moving
from tests.speaker import Speaker

TO_CORRECT = "To correct another entry: /track edit, or /track edit yesterday"


@pytest.fixture(autouse=True)
def morning(clock: Moving) -> None:
    clock.advance(hours=8)  # 11:00 in Berlin


@pytest.mark.parametrize("gone", ["/track delete all", "/track undo"])
async def test_undo_brings_back_all_that_went_together(ada: Speaker, gone: str) -> None:
    await ada("/track 10m tea, 20m coffee")
    await ada(gone)
    assert await ada("/track undo") == (
        "Back again: 10 min tea, 18 Nov 2026, 20 min coffee, 18 Nov 2026\nToday: 30 min\n(Undo)"
    )
    assert (await ada("/track undo")).startswith("Undone: 10 min tea, 18 Nov 2026, 20 min coffee, 18 Nov 2026")


async def test_what_is_put_back_must_fit_into_the_day(ada: Speaker) -> None:
    await ada("/track 10h design")
    await ada("/track 5h report")
    await ada("/track delete all")
    card = ada.last.content
    await ada("/track 10h migration")
    full = "With this, Wed 18 Nov would come to 25 h, more than a day has. Nothing was changed. " + TO_CORRECT
    assert await ada.press("Put back", on=card) == full
    assert "Wed 18 Nov: 10 h" in await ada("/track today")


async def test_an_undone_change_must_fit_into_the_day(ada: Speaker) -> None:
    await ada("/track 10h design")
    await ada.press("Edit")
    await ada.fill(time="1h")
    card = ada.last.content
    for what in ("9h30m report", "5h30m migration"):
        await ada(f"/track {what}")
    full = "With this, Wed 18 Nov would come to 25 h, more than a day has. Nothing was changed. " + TO_CORRECT
    assert await ada.press("Undo", on=card) == full


async def test_a_day_that_filled_up_meanwhile_takes_no_confirmed_edit(ada: Speaker) -> None:
    await ada("/track 1h design")
    await ada.press("Edit")
    assert "That is 11 h in one entry." in await ada.fill(time="11h")
    question = ada.last
    for what in ("9h30m report", "5h30m migration"):
        await ada(f"/track {what}")
    ada.last = question
    full = "With this, Wed 18 Nov would come to 26 h, more than a day has. Nothing was changed. " + TO_CORRECT
    assert full in await ada.fill()


async def test_an_interruption_of_no_length_is_refused(ada: Speaker) -> None:
    assert await ada("/track interruption 0m phone") == "Zero minutes cannot be logged. This works: /track 15m email"


async def test_an_edited_interruption_stays_one(ada: Speaker) -> None:
    await ada("/track interruption 15m phone")
    await ada.press("Edit")
    await ada.fill(note="telephone", time="20m")
    assert "Nothing is logged today" in await ada("/track today")


async def test_an_edit_elsewhere_leaves_the_time_where_it_was_worked(ada: Speaker) -> None:
    await ada("/track 9-10 design")
    card = ada.last.content
    await ada("/track settings")
    await ada.fill(zone="Jakarta")
    await ada.press("Edit", on=card)
    assert (await ada.fill(note="drawing")).startswith("Changed to: 09:00-10:00 (1 h) drawing, 18 Nov 2026")
    # Nine in Berlin is three in the afternoon in Jakarta: the two overlap only where the hour has not moved.
    assert "overlaps with 09:00-10:00 (1 h) drawing" in await ada("/track 15:30-16:30 call")


async def test_a_new_note_leaves_the_time_as_it_was_measured(ada: Speaker, clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-10-24T23:30:00+00:00"))
    await ada("/track start shift")
    clock.advance(hours=2)
    await ada("/track stop")
    await ada.press("Edit")
    assert (await ada.fill(note="night shift 👩‍💻")).startswith(
        "Changed to: 01:30-02:30[+01:00] (2 h) night shift 👩‍💻, 25 Oct 2026"
    )


async def test_a_timer_takes_no_note_that_could_not_be_logged(ada: Speaker) -> None:
    assert "up to 500 characters" in await ada(f"/track start {'very ' * 100}long")
    assert await ada("/track status") == "No timer is running. /track start design review starts one."


@pytest.mark.parametrize("length", ["0m", "25h", "99999999h"])
async def test_an_interruption_has_a_length_that_can_be(ada: Speaker, length: str) -> None:
    assert "broke" not in await ada(f"/track interruption {length}")
    assert await ada("/track undo") == "There is nothing to undo."


@pytest.mark.parametrize("what", ["snooze 99999999999h", "start 99999999999 hours ago", "stop 9999999999 minutes ago"])
async def test_no_length_is_a_bug(ada: Speaker, what: str) -> None:
    await ada("/track start design")
    assert "broke" not in await ada(f"/track {what}")


async def test_an_interruption_is_in_no_total_and_is_not_copied(ada: Speaker, clock: Moving) -> None:
    await ada("/track interruption 20m phone")
    assert "Today: 1 h\n" in await ada("/track 1h design")
    clock.advance(days=1)
    assert (await ada("/track same as yesterday")).startswith("Logged: 1 h design, 19 Nov 2026\nToday: 1 h\n")


async def test_days_off_are_working_days(ada: Speaker) -> None:
    said = await ada("/track off 20 nov to 23 nov")
    assert [line[:10] for line in said.split("\n")] == ["Fri 20 Nov", "Mon 23 Nov", "(Undo)"]
