"""A working day as a person lives it, in both languages. The clock starts on Wednesday 18 November 2026, 02:00 UTC."""

from tests.conftest import Moving
from tests.speaker import Speaker


async def test_a_day_in_english(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)  # 11:00 in Berlin
    assert await ada("/track 2h design review #acme") == (
        "Logged: 2 h #acme design review, 18 Nov 2026\nToday: 2 h\n(Undo) (Edit)"
    )
    assert await ada("/track 9-9:30 email") == (
        "Logged: 09:00-09:30 (30 min) email, 18 Nov 2026\nToday: 2 h 30 min\n(Undo) (Edit)"
    )
    assert await ada.press("Undo") == "Undone: 09:00-09:30 (30 min) email, 18 Nov 2026\n(Put back)"
    assert await ada.press("Put back") == (
        "Back again: 09:00-09:30 (30 min) email, 18 Nov 2026\nToday: 2 h 30 min\n(Undo)"
    )
    assert await ada("/track start code review #acme") == (
        "Timer running since 11:00: #acme code review.\n(Stop and log)"
    )
    clock.advance(hours=1, minutes=30)
    assert await ada("/track status") == (
        "Timer running since 11:00: #acme code review. So far: 1 h 30 min."
        " It is not added to any total until you stop it.\n"
        "(Stop and log)"
    )
    assert await ada.press("Stop and log") == (
        "Logged: 11:00-12:30 (1 h 30 min) #acme code review, 18 Nov 2026\nToday: 4 h\n(Undo) (Edit)"
    )
    assert await ada("/track yesterday 3h workshop") == (
        "Logged: 3 h workshop, 17 Nov 2026\nTue 17 Nov: 3 h\n(Undo) (Edit)"
    )
    clock.advance(hours=5)
    assert (await ada("/track 4h #acme, 2h #beta review")).startswith(
        "Logged 2 entries:\n4 h #acme, 18 Nov 2026\n2 h #beta review, 18 Nov 2026\nToday: 10 h\n"
    )


async def test_a_day_in_indonesian(sari: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)  # 17.00 in Jakarta
    assert await sari("/track 2 jam rapat klien #acme kemarin") == (
        "Tercatat: 2 jam #acme rapat klien, 17 Nov 2026\nSel 17 Nov: 2 jam\n(Batalkan) (Ubah)"
    )
    assert await sari("/track 09.00-11.30 desain") == (
        "Tercatat: 09.00-11.30 (2 jam 30 menit) desain, 18 Nov 2026\nHari ini: 2 jam 30 menit\n(Batalkan) (Ubah)"
    )
    assert await sari("/track mulai telepon klien") == (
        "Penghitung waktu berjalan sejak 17.00: telepon klien.\n(Berhenti dan catat)"
    )
    clock.advance(minutes=20)
    assert await sari("/track berhenti") == (
        "Tercatat: 17.00-17.20 (20 menit) telepon klien, 18 Nov 2026\nHari ini: 2 jam 50 menit\n(Batalkan) (Ubah)"
    )
    assert await sari("/track batalkan") == (
        "Dibatalkan: 17.00-17.20 (20 menit) telepon klien, 18 Nov 2026\n(Kembalikan)"
    )


async def test_editing_in_a_form(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    await ada("/track 2h design")
    assert await ada.press("Edit") == (
        "[Edit entry]\nHow long, or from when to when: 2 h\nDay: 2026-11-18\nProject: \nNote: design\n(Save)"
    )
    assert await ada.fill(time="many") == "Write how long it took (2h 30m) or from when to when (9-11:30)."
    assert await ada.fill(day="2026-11-19") == (
        "That day has not come yet. Time can be logged for today or earlier. This works: /track 2h design review"
    )
    assert await ada.fill(time="9-11:30", project="#Acme", note="design of the door") == (
        "Changed to: 09:00-11:30 (2 h 30 min) #acme design of the door, 18 Nov 2026\nIt was: 2 h design, 18 Nov 2026\n"
        "Today: 2 h 30 min\n(Undo) (Edit)"
    )
    assert await ada.press("Undo") == "Back to: 2 h design, 18 Nov 2026"


async def test_what_is_unlikely_is_asked_about_and_then_written_once(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    assert await ada("/track 11h migration", id="long") == (
        "11 h migration, 18 Nov 2026\nThat is 11 h in one entry. Is this right?\n(Log 11 h) (Do nothing)"
    )
    question = ada.last.content
    logged = "Logged: 11 h migration, 18 Nov 2026\nToday: 11 h\n(Undo) (Edit)"
    assert await ada.press("Log 11 h") == logged
    assert await ada.press("Log 11 h", on=question) == logged
    assert (await ada("/track 6h report")).endswith(
        "With this, Wed 18 Nov comes to 17 h. Is this right?\n(Log 6 h) (Do nothing)"
    )
    assert await ada.press("Do nothing") == "Nothing was logged, and nothing was changed."
    assert await ada("/track 10h more") == (
        "10 h more, 18 Nov 2026\nWith this, Wed 18 Nov comes to 21 h. Is this right?\n(Log 10 h) (Do nothing)"
    )
    await ada.press("Log 10 h")
    assert await ada("/track 4h tea") == (
        "With this, Wed 18 Nov would come to 25 h, more than a day has. Nothing was changed. "
        "To correct another entry: /track edit, or /track edit yesterday"
    )


async def test_an_overlap_is_asked_about(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    await ada("/track 9-11 design")
    assert await ada("/track 10-10:30 call") == (
        "10:00-10:30 (30 min) call, 18 Nov 2026\nThis overlaps with 09:00-11:00 (2 h) design, 18 Nov 2026. Log both?\n"
        "(Log 30 min) (Do nothing)"
    )


async def test_the_same_delivery_five_times_is_one_entry_and_five_are_five(ada: Speaker) -> None:
    replies = [await ada("/track 10m email", id="same") for _ in range(5)]
    assert set(replies) == {"Logged: 10 min email, 18 Nov 2026\nToday: 10 min\n(Undo) (Edit)"}
    for n in range(5):
        await ada("/track 10m email", id=f"other{n}")
    assert "Today: 1 h 10 min" in await ada("/track 10m email")


async def test_a_delivery_repeated_after_it_was_undone_stays_undone(ada: Speaker) -> None:
    await ada("/track 2h design", id="x")
    await ada.press("Undo", id="y")
    assert (
        await ada("/track 2h design", id="x")
        == "That entry is no longer there. /track today shows what is logged today."
    )
    assert "Today: 10 min" in await ada("/track 10m email")


async def test_undo_takes_back_what_was_done_last(ada: Speaker) -> None:
    await ada("/track 2h design")
    await ada("/track 1h email")
    assert await ada("/track delete 1") == "Deleted: 2 h design, 18 Nov 2026\n(Put back)"
    assert (await ada("/track undo")).startswith("Back again: 2 h design, 18 Nov 2026")


async def test_same_as_yesterday(ada: Speaker, clock: Moving) -> None:
    assert await ada("/track same as yesterday") == (
        "Tue 17 Nov has no entries to copy. /track 2h design review logs one."
    )
    await ada("/track 3h design, 2h #acme review")
    clock.advance(days=1)
    assert (await ada("/track same as yesterday")).startswith(
        "Logged 2 entries:\n3 h design, 19 Nov 2026\n2 h #acme review, 19 Nov 2026\nToday: 5 h"
    )
    clock.advance(days=4)
    assert (await ada("/track same as yesterday")).startswith(
        "Sun 22 Nov has no entries. The last day that has some is Thu 19 Nov:\n3 h design, 23 Nov 2026"
    )
    assert "Today: 5 h" in await ada.press("Copy Thu 19 Nov")


async def test_a_direct_chat_needs_no_slash(ada: Speaker, sari: Speaker) -> None:
    assert (await ada("2h design")).startswith("Logged: 2 h design, 18 Nov 2026")
    assert (await sari("track 2 jam desain")).startswith("Tercatat: 2 jam desain, 18 Nov 2026")
    said = await ada("good morning")
    assert said.startswith("I do not know that.")
    assert "To log time, this works: 2h design review." in said


async def test_deleting_and_editing_by_the_numbers_of_the_day(ada: Speaker) -> None:
    await ada("/track yesterday 2h design, 1h email")
    await ada("/track 10m tea, 20m coffee")
    assert "1. 10 min tea, 18 Nov 2026\n2. 20 min coffee, 18 Nov 2026" in await ada("/track")
    assert await ada("/track delete 3") == (
        "Wed 18 Nov has no entry number 3. /track today or /track yesterday shows a day with its numbers."
    )
    assert await ada("/track delete 1") == "Deleted: 10 min tea, 18 Nov 2026\n(Put back)"
    assert "Note: coffee" in await ada("/track edit")


async def test_deleting_all_of_a_day_can_be_taken_back(ada: Speaker) -> None:
    await ada("/track 10m tea, 20m coffee")
    assert await ada("/track delete all") == (
        "Deleted: 10 min tea, 18 Nov 2026, 20 min coffee, 18 Nov 2026\n(Put back)"
    )
    assert (await ada.press("Put back")).endswith("Today: 30 min\n(Undo)")


async def test_undo_on_an_old_card_leaves_what_was_changed_since(ada: Speaker, clock: Moving) -> None:
    clock.advance(hours=8)
    await ada("/track 2h design")
    card = ada.last.content
    await ada.press("Edit")
    await ada.fill(time="3h")
    assert (await ada.press("Undo", on=card)).startswith("That was changed since, so it stays as it is: 3 h design")
    await ada("/track undo")
    assert (await ada.press("Undo", on=card)).startswith("Undone: 2 h design")
    undone = ada.last.content
    await ada.press("Put back")
    assert await ada.press("Put back", on=undone) == "That is back already: 2 h design, 18 Nov 2026"


async def test_a_project_is_a_short_word(ada: Speaker) -> None:
    assert "acme/backend" in await ada(f"/track 2h #{'x' * 61}")
    assert (await ada(f"/track 2h #{'x' * 60}")).startswith("Logged: 2 h #xxx")
