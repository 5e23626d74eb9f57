"""Where somebody is decides which day it is and how long a night was."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.conftest import Moving
from tests.speaker import Speaker


async def test_the_night_the_clocks_go_forward_is_an_hour_shorter(ada: Speaker, clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-03-29T08:00:00+02:00"))
    assert (await ada("/track 23:00-06:00 night shift yesterday")).startswith(
        "Logged: 23:00-06:00 (6 h) night shift, 28 Mar 2026\nSat 28 Mar: 6 h"
    )
    assert "in the morning or in the afternoon?" in await ada("/track 1:30-3:30 backup")
    assert (await ada.press("01:30-03:30 (1 h) backup, 29 Mar 2026")).startswith(
        "01:30-03:30 (1 h) backup, 29 Mar 2026\nThis overlaps with 23:00-06:00 (6 h) night shift, 28 Mar 2026."
    )


async def test_the_night_the_clocks_go_back_is_an_hour_longer(ada: Speaker, clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-10-25T09:00:00+01:00"))
    assert (await ada("/track 23:00-06:00 night shift yesterday")).startswith(
        "Logged: 23:00-06:00 (8 h) night shift, 24 Oct 2026\nSat 24 Oct: 8 h"
    )


async def test_a_timer_over_the_night_the_clocks_go_forward(ada: Speaker, clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-03-29T01:30:00+01:00"))
    await ada("/track start backup")
    clock.advance(hours=1)
    assert (await ada("/track stop")).startswith("Logged: 01:30-03:30 (1 h) backup, 29 Mar 2026\nToday: 1 h")


@pytest.mark.parametrize(
    ("zone", "hour", "day"),
    [
        ("Asia/Jakarta", "23.30", "18 Nov 2026"),
        ("Asia/Makassar", "00.30", "19 Nov 2026"),
        ("Asia/Jayapura", "01.30", "19 Nov 2026"),
    ],
)
async def test_today_is_today_in_wib_wita_and_wit(
    person: Callable[..., Speaker], clock: Moving, zone: str, hour: str, day: str
) -> None:
    clock.to(datetime.fromisoformat("2026-11-18T23:30:00+07:00"))
    made = person("made", "id-ID", zone)
    assert (await made("/track 2 jam rapat")).startswith(f"Tercatat: 2 jam rapat, {day}\nHari ini: 2 jam")
    assert (await made("/track mulai desain")).startswith(f"Penghitung waktu berjalan sejak {hour}")


async def test_who_travels_keeps_the_days_as_they_were_logged(person: Callable[..., Speaker], clock: Moving) -> None:
    clock.to(datetime.fromisoformat("2026-11-18T17:00:00+07:00"))
    home, abroad = person("made", "id-ID", "Asia/Jakarta"), person("made", "id-ID", "Europe/Berlin")
    await home("/track 09.00-11.30 desain")
    assert "09.00-11.30 (2 jam 30 menit) desain, 18 Nov 2026" in await abroad("/track hari ini")
    assert (await abroad("/track 1 jam email")).startswith(
        "Tercatat: 1 jam email, 18 Nov 2026\nHari ini: 3 jam 30 menit"
    )
