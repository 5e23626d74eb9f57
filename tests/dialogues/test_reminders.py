"""What Lentera says on its own. Nobody may learn from any table who was reminded."""

from datetime import datetime, timedelta

import pytest

from bot.metronome import Metronome
from bot.ports import Store
from bot.timesheet.reminders import HOURS, STRAIN, TIMER
from tests.conftest import Moving
from tests.dialogues.conftest import Mail
from tests.speaker import Speaker


async def _until(clock: Moving, metronome: Metronome, instant: str) -> None:
    clock.to(datetime.fromisoformat(instant))
    await metronome.tick()


async def test_an_empty_day_gets_one_offer(ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail) -> None:
    await ada("/track help")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T15:29:00+00:00")
    assert mail.read() == []
    await _until(clock, metronome, "2026-11-18T15:30:00+00:00")  # 16:30 in Berlin
    await metronome.tick()
    message = mail.sent[0][1]
    assert mail.read() == [
        (
            "Wed 18 Nov has no entries yet. If you like, one tap fills it. If not, nothing needs to be done.\n"
            "(Log 8 h) (Log time) (Ask in an hour) (Stop these reminders)\n"
            "Lentera sends this to nobody else. To change the hour or stop: /track settings."
        )
    ]
    assert (await ada.press("Log 8 h", on=message)).startswith("Logged: 8 h, 18 Nov 2026\nToday: 8 h")
    assert (await ada.press("Log 8 h", on=message)).startswith("Logged: 8 h, 18 Nov 2026\nToday: 8 h")


async def test_a_full_day_is_left_in_peace(ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail) -> None:
    await ada("/track 7h45m design")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T15:30:00+00:00")
    assert mail.read() == []


async def test_a_day_off_and_a_weekend_are_left_in_peace(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track off friday")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T15:30:00+00:00")
    mail.read()
    for day in (20, 21, 22):
        await _until(clock, metronome, f"2026-11-{day}T15:30:00+00:00")
    assert [text for text in mail.read() if "20 Nov" in text or "21 Nov" in text or "22 Nov" in text] == []


async def test_a_missed_reminder_moves_to_the_next_working_morning(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track help")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T21:00:00+00:00")  # the worker was down until 22:00 in Berlin
    assert mail.read() == []
    await _until(clock, metronome, "2026-11-19T08:00:00+00:00")
    assert mail.read()[0].startswith("Wed 18 Nov has no entries yet.")


@pytest.mark.proves("reminders_off")
async def test_snoozing_asks_again_and_off_means_off(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track help")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T15:30:00+00:00")
    message = mail.sent[0][1]
    mail.read()
    assert (
        await ada.press("Ask in an hour", on=message)
        == "I'll ask again on Wed 18 Nov at 17:30, if hours are still missing then."
    )
    await _until(clock, metronome, "2026-11-18T16:30:00+00:00")
    assert len(mail.read()) == 1
    assert await ada.press("Stop these reminders", on=message) == (
        "You get no more reminders about hours. If a timer is still running at the end of your day, I still ask about"
        " it. /track settings brings the reminders back."
    )
    await _until(clock, metronome, "2026-11-19T17:00:00+00:00")
    assert mail.read() == []


async def test_an_hour_set_in_the_evening_holds(ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail) -> None:
    await ada("/track settings")
    await ada.fill(remind="21:00")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T20:00:04+00:00")  # ticks come every few seconds
    assert mail.read()[0].startswith("Wed 18 Nov has no entries yet.")


async def test_what_is_put_off_past_the_evening_comes_in_the_morning_and_is_said_to(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track help")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T18:30:00+00:00")
    message = mail.sent[0][1]
    mail.read()
    assert await ada.press("Ask in an hour", on=message) == (
        "I'll ask again on Thu 19 Nov at 09:00, if hours are still missing then."
    )
    await _until(clock, metronome, "2026-11-18T19:30:05+00:00")
    assert mail.read() == []
    await _until(clock, metronome, "2026-11-19T08:00:05+00:00")
    assert mail.read()[0].startswith("Wed 18 Nov has no entries yet.")
    await _until(clock, metronome, "2026-11-19T15:30:05+00:00")
    assert mail.read()[0].startswith("Thu 19 Nov has no entries yet.")


@pytest.mark.proves("strain_private")
async def test_weeks_of_overtime_bring_one_kind_word(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track settings")
    await ada.fill(remind="")
    words = []
    for week in range(6):
        for day in range(5):
            clock.to(datetime.fromisoformat("2026-10-05T19:00:00+00:00") + timedelta(weeks=week, days=day))
            await ada("/track 10h migration")
            await metronome.tick()
            words += mail.read()
    assert len(words) == 1
    assert "overtime" in words[0].lower()


async def test_a_forgotten_timer_is_asked_about_at_the_end_of_the_day(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track start design")  # 03:00 in Berlin
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T17:00:00+00:00")  # 18:00
    assert mail.read() == [
        (
            "Your timer is still running, since 03:00: design. It is not logged until you stop it.\n"
            "(Stop now: 15 h) (Keep it running)"
        )
    ]


async def test_the_hour_is_that_of_the_place(
    ada: Speaker, sari: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track help")
    await sari("/track bantuan")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T09:30:00+00:00")  # 16.30 in Jakarta
    assert [address for address, _ in mail.sent] == ["sari"]
    assert mail.read()[0].startswith("Rab 18 Nov masih kosong.")


async def test_new_working_hours_move_the_reminder(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track settings")
    assert await ada.fill(zone="Jakarta", remind="17:00", locale="id", week="6", **{"from": "08:00"}) == (
        "Tersimpan. Bahasa: Bahasa Indonesia. Zona: Asia/Jakarta. Jam kerja: 08.00–18.00. Pengingat: 17.00."
    )
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T10:00:00+00:00")
    assert mail.read()[0].startswith("Rab 18 Nov masih kosong.")


async def test_settings_that_cannot_be_are_said_at_their_field(ada: Speaker) -> None:
    await ada("/track settings")
    assert await ada.fill(zone="Atlantis") == (
        "I do not know a time zone by that name. A city such as Jakarta, Makassar or Berlin works."
    )
    assert (
        await ada.fill(to="08:00") == "The end of the day has to be later than its start. For example: 09:00 to 17:00."
    )
    for zone in ("localtime", "Factory"):
        assert (await ada.fill(zone=zone)).startswith("I do not know a time zone by that name.")
    for clock in ("09:00+05:00", "09:00:30", "T10"):
        assert (await ada.fill(**{"from": clock})).startswith("That time of day does not exist.")


async def test_a_form_that_was_opened_before_a_newer_change_does_not_undo_it(ada: Speaker) -> None:
    await ada("/track settings")
    older = ada.last
    assert (await ada.fill(zone="Jakarta", id="first")).startswith("Saved.")
    ada.last = older
    assert (await ada.fill(zone="Jakarta", id="first")).startswith("Saved.")
    await ada("/track settings")
    await ada.fill(zone="Berlin", id="second")
    ada.last = older
    assert (await ada.fill(zone="Jakarta", id="first")).startswith(
        "The settings were changed after this form was opened"
    )


async def test_a_day_off_that_was_taken_back_stays_so_when_it_is_delivered_again(ada: Speaker) -> None:
    assert (await ada("/track off friday", id="x")).startswith("Fri 20 Nov is a day off")
    assert (await ada("/track off friday", id="x")).startswith("Fri 20 Nov is a day off")
    await ada.press("Undo")
    assert await ada("/track off friday", id="x") == "That is undone already."
    assert (await ada("/track off 1 jan to 31 dec")).startswith("One command takes up to 62 days off.")


async def test_the_form_of_a_reminder_is_for_the_day_it_is_about(
    ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track help")
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T21:00:00+00:00")
    await _until(clock, metronome, "2026-11-19T08:00:00+00:00")
    assert "Day: 2026-11-18" in await ada.press("Log time", on=mail.sent[0][1])


async def test_whoever_wants_their_data_left_alone_is_not_reminded_until_they_lift_it(
    store: Store, ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track today")
    async with store.begin() as work:
        person = await work.people.meet(ada.actor)
        await work.erasure.restrict(person.id, clock.now().date())
    await metronome.tick()
    await _until(clock, metronome, "2026-11-18T15:30:00+00:00")
    assert mail.read() == []
    async with store.begin() as work:
        await work.erasure.restrict(person.id, None)
    await metronome.tick()
    await _until(clock, metronome, "2026-11-19T15:30:00+00:00")
    assert len(mail.read()) == 1


async def test_a_reminder_that_is_due_already_is_not_said_to_whoever_wants_their_data_left_alone(
    store: Store, ada: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track today")
    await metronome.tick()
    async with store.begin() as work:
        person = await work.people.meet(ada.actor)
        for kind in (HOURS, STRAIN, TIMER):
            await work.outbox.owe(person.id, kind, clock.now().date().isoformat(), not_before=clock.now())
        await work.erasure.restrict(person.id, clock.now().date())
    await metronome.tick()
    assert mail.read() == []
    async with store.begin() as work:
        assert await work.outbox.next_due() is None
