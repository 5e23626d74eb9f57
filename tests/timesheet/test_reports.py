"""Looking at one's own time, on both databases."""

import csv
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Refusal
from bot.events import Actor, Press
from bot.message import Button, Buttons, File, Message, Picture
from bot.people import Person
from bot.texts import Texts
from bot.timesheet.entry import Draft, Off
from bot.timesheet.grammar import Order, Verb
from bot.timesheet.reports import Reports
from config.policies import policies
from storage.store import Database
from tests.conftest import Moving
from tests.timesheet.spoken import spoken

JAKARTA = ZoneInfo("Asia/Jakarta")
SARI = Actor("local", "demo", "sari", "Sari", "sari", locale="id", timezone="Asia/Jakarta")
TODAY = date(2026, 11, 18)
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)

Log = Callable[..., Awaitable[None]]


@pytest.fixture
async def sari(store: Database) -> Person:
    async with store.begin() as work:
        return await work.people.meet(SARI)


@pytest.fixture
def reports(store: Database, clock: Moving) -> Reports:
    return Reports(store, policies(), clock)


@pytest.fixture
def log(store: Database, sari: Person, clock: Moving) -> Log:
    async def write(*drafts: Draft) -> None:
        async with store.begin() as work:
            key = f"log-{len(await work.entries.between(sari.id, date.min, date.max))}"
            await work.entries.add(sari.id, drafts, by=sari.id, at=clock.now(), delivery=key)

    return write


def at(day: date, hour: int, minutes: int, project: str | None = None, note: str = "") -> Draft:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=JAKARTA).astimezone(UTC)
    return Draft(day, minutes, project, note, start, start + timedelta(minutes=minutes), "Asia/Jakarta")


def message(found: object) -> Message:
    assert isinstance(found, Message)
    return found


def button(message: Message, label: str) -> Button:
    rows = [part for part in message.parts if isinstance(part, Buttons)]
    return next(item for row in rows for item in row.items if isinstance(item, Button) and item.label == label)


async def test_today_shows_each_entry_the_total_and_what_is_not_in_it(
    reports: Reports, sari: Person, store: Database, log: Log, clock: Moving, texts: Texts
) -> None:
    t = texts.to("id")
    empty = message((await reports.show(Order(Verb.TODAY), sari, t)).content)
    assert spoken(empty) == (
        "Hari ini, Rab 18 Nov, masih kosong. Bisa dimulai dengan /track 2 jam rapat klien.\n"
        "[Catat waktu] [Mulai penghitung waktu] [Lihat minggu ini]"
    )
    await log(
        at(TODAY, 9, 150, "acme", "rapat *klien*"),
        Draft(TODAY, 15, note="telepon", kind="interruption"),
        Draft(TUESDAY, 60),
    )
    async with store.begin() as work:
        await work.timers.start(
            sari.id, at=clock.now(), zone="Asia/Jakarta", project="acme", note="desain", delivery="start"
        )
    full = message((await reports.show(Order(Verb.TODAY), sari, t)).content)
    assert spoken(full) == (
        "Hari ini, Rab 18 Nov: 2 jam 30 menit\n"
        "1. 09.00-11.30 (2 jam 30 menit) #acme rapat *klien*, 18 Nov 2026\n"
        "Penghitung waktu berjalan sejak 09.00: #acme desain. Masuk jumlah setelah dihentikan.\n"
        "1 gangguan, 15 menit. Bagian dari hari kerja dan tidak masuk jumlah mana pun; hanya terlihat oleh"
        " pemiliknya.\n"
        "[Catat waktu] [Berhenti dan catat] [Lihat minggu ini]"
    )
    assert button(full, "Catat waktu").opens_form
    assert spoken(message((await reports.show(Order(Verb.TODAY, day=TUESDAY), sari, t)).content)).startswith(
        "Sel 17 Nov: 1 jam\n"
    )


async def test_a_week_reads_the_same_with_and_without_its_picture(
    reports: Reports, sari: Person, store: Database, log: Log, texts: Texts
) -> None:
    await log(Draft(MONDAY, 480), Draft(TUESDAY, 540), Draft(TODAY, 150))
    async with store.begin() as work:
        await work.offs.put(sari.id, Off(MONDAY, 60), delivery="off")
    sari = replace(sari, policy="indonesia")
    week = message((await reports.show(Order(Verb.WEEK), sari, texts.to("en"))).content)
    assert spoken(week) == (
        "Mon 16 Nov – Sun 22 Nov: 19 h 30 min worked\n"
        "Day by day\n"
        "Day | Worked | Expected | Remark\n"
        "Mon 16 Nov | 8:00 | 8:00 | day off 1 h; overtime 1 h\n"
        "Tue 17 Nov | 9:00 | 8:00 | overtime 1 h\n"
        "Wed 18 Nov | 2:30 | 8:00 | \n"
        "Thu 19 Nov |  |  | \n"
        "Fri 20 Nov |  |  | \n"
        "Sat 21 Nov |  |  | \n"
        "Sun 22 Nov |  |  | \n"
        "Total | 19:30 | 24:00 | \n"
        "Expected up to today: 24 h\n"
        "Worked: 19 h 30 min\n"
        "Credited (holidays, days off): 1 h\n"
        "Balance: -3 h 30 min\n"
        "Overtime: 2 h\n"
        "Compensatory time left, as of today: 2 h (2 h from overtime, 0 min taken)\n"
        "Today's hours are expected in full already, so the balance goes up as you log.\n"
        "How overtime is paid is a matter of law and contract. Lentera counts it and decides nothing.\n"
        "[picture: Bar chart, Mon 16 Nov – Sun 22 Nov. Worked 19 h 30 min, credited 1 h, expected 24 h, balance"
        " -3 h 30 min. Mon 16 Nov: 8 h, and 1 h credited. Tue 17 Nov: 9 h. Wed 18 Nov: 2 h 30 min.]\n"
        "[Show the week before] [Explain the numbers] [Share with my lead] [Show my month]"
    )
    (picture,) = [part for part in week.parts if isinstance(part, Picture)]
    assert picture.png.startswith(b"\x89PNG")


async def test_a_week_begins_where_the_person_wants_and_leads_to_its_neighbours(
    reports: Reports, sari: Person, log: Log, texts: Texts
) -> None:
    t = texts.to("id")
    await log(Draft(MONDAY, 480))
    sunday = replace(sari, week_start=6)
    this = message((await reports.show(Order(Verb.WEEK), sunday, t)).content)
    assert this.text == "Min 15 Nov – Sab 21 Nov: *8 jam* tercatat"
    back = button(this, "Lihat minggu sebelumnya")
    reply = await reports.press(Press("p", SARI, back.action, back.value), sunday, t)
    before = message(reply.content)
    assert reply.settles
    assert before.text == "Min 8 Nov – Sab 14 Nov: *0 menit* tercatat"
    forth = button(before, "Lihat minggu sesudahnya")
    again = await reports.press(Press("p", SARI, forth.action, forth.value), sunday, t)
    assert message(again.content).text == this.text
    assert not any(
        isinstance(item, Button) and item.label == "Lihat minggu sesudahnya"
        for part in this.parts
        if isinstance(part, Buttons)
        for item in part.items
    )


async def test_a_month_is_its_weeks(reports: Reports, sari: Person, log: Log, texts: Texts) -> None:
    await log(Draft(date(2026, 11, 2), 480), Draft(date(2026, 11, 3), 450), Draft(TODAY, 480))
    found = spoken(message((await reports.show(Order(Verb.MONTH), sari, texts.to("id"))).content))
    assert found.startswith(
        "November 2026: 23 jam 30 menit tercatat\n"
        "Minggu demi minggu\n"
        "Minggu | Dikerjakan | Kontrak | Libur, cuti | Selisih\n"
        "2–8 Nov | 15:30 | 40:00 | 0:00 | -24:30\n"
        "9–15 Nov | 0:00 | 40:00 | 0:00 | -40:00\n"
        "16–22 Nov | 8:00 | 24:00 | 0:00 | -16:00\n"
        "Jumlah | 23:30 | 104:00 | 0:00 | -80:30\n"
    )
    assert "Jam kontrak dihitung mulai Sen 2 Nov" in found


async def test_a_project_has_its_parts_and_all_projects_a_list(
    reports: Reports, sari: Person, log: Log, texts: Texts
) -> None:
    t = texts.to("en")
    await log(
        Draft(date(2026, 11, 10), 60, "acme"),
        Draft(MONDAY, 120, "acme/design", "logo"),
        Draft(MONDAY, 30, "acmeco"),
        Draft(MONDAY, 15, "acme", kind="interruption"),
    )
    assert spoken(message((await reports.show(Order(Verb.PROJECT, project="acme"), sari, t)).content)) == (
        "#acme: 3 h since 10 Nov 2026\n"
        "Week by week\n"
        "Week | Worked\n"
        "Mon 9 Nov 2026 | 1:00\n"
        "Mon 16 Nov 2026 | 2:00\n"
        "The entries\n"
        "• 1 h #acme, 10 Nov 2026\n"
        "• 2 h #acme/design logo, 16 Nov 2026"
    )
    assert spoken(message((await reports.show(Order(Verb.PROJECT), sari, t)).content)) == (
        "Your projects\nTime by project\nProject | Worked\n#acme/design | 2:00\n#acme | 1:00\n#acmeco | 0:30"
    )
    none = await reports.show(Order(Verb.PROJECT, project="beta"), sari, t)
    assert spoken(message(none.content)).startswith("No entry of yours has #beta yet.")


async def test_why_is_about_this_week_a_day_or_a_month(reports: Reports, sari: Person, log: Log, texts: Texts) -> None:
    t = texts.to("id")
    await log(at(MONDAY, 9, 500, "acme", "rapat"), Draft(date(2026, 11, 3), 60))
    day = spoken(message((await reports.show(Order(Verb.WHY, day=MONDAY), sari, t)).content))
    assert day == (
        "Asal angka Sen 16 Nov, supaya bisa dihitung ulang sendiri.\n"
        "Jam kontrak: kontrak tiap hari sampai hari ini, termasuk hari libur.\n"
        "Sen 16 Nov: 8 jam\n"
        "= 8 jam\n"
        "Dikerjakan: semua catatan. Gangguan tidak termasuk.\n"
        "Sen 16 Nov, 09.00 – 17.20, #acme rapat: 8 jam 20 menit\n"
        "= 8 jam 20 menit\n"
        "Dihitung seperti kerja: hari libur yang jatuh pada hari kerja, dan hari cuti yang diberitahukan.\n"
        "= 0 menit\n"
        "Selisih: dikerjakan + dihitung seperti kerja − jam kontrak\n"
        "Dikerjakan: +8 jam 20 menit\n"
        "Dihitung seperti kerja (libur, cuti): 0 menit\n"
        "Jam kontrak: -8 jam\n"
        "= +20 menit\n"
        "Lembur: yang melewati jam wajib, setelah dikurangi libur, cuti, dan waktu pengganti. Dihitung per hari.\n"
        "Sen 16 Nov: dikerjakan 8 jam 20 menit − wajib 8 jam: 20 menit\n"
        "= 20 menit\n"
        "Waktu pengganti, dari semua catatan sampai hari ini: didapat − diambil\n"
        "lembur 20 menit × 1: +20 menit\n"
        "Waktu pengganti yang diambil: 0 menit\n"
        "= +20 menit"
    )
    week = message((await reports.show(Order(Verb.WHY), sari, t)).content)
    assert week.text == "Asal angka Sen 16 Nov – Min 22 Nov, supaya bisa dihitung ulang sendiri."
    month = message((await reports.show(Order(Verb.WHY, rest="bulan ini"), sari, t)).content)
    last = message((await reports.show(Order(Verb.WHY, rest="minggu lalu"), sari, t)).content)
    assert last.text == "Asal angka Sen 9 Nov – Min 15 Nov, supaya bisa dihitung ulang sendiri."
    assert month.text == "Asal angka Min 1 Nov – Sen 30 Nov, supaya bisa dihitung ulang sendiri."
    explain = button(message((await reports.show(Order(Verb.MONTH), sari, t)).content), "Jelaskan angkanya")
    pressed = await reports.press(Press("p", SARI, explain.action, explain.value), sari, t)
    assert pressed.content == month


async def test_a_pattern_is_of_the_last_weeks_only(reports: Reports, sari: Person, log: Log, texts: Texts) -> None:
    t = texts.to("en")
    await log(at(date(2026, 9, 1), 9, 60))
    assert spoken(message((await reports.show(Order(Verb.PATTERN), sari, t)).content)).startswith(
        "There are no entries in the"
    )
    await log(at(MONDAY, 9, 120))
    told = spoken(message((await reports.show(Order(Verb.PATTERN), sari, t)).content))
    assert told.startswith("Your own pattern, 19 Oct 2026 – 18 Nov 2026. I work it out now from your entries")
    assert "Hours with most logged work: 09:00–11:00, 2 h in all" in told


async def test_an_export_holds_ones_own_entries_and_nobody_elses(
    reports: Reports, sari: Person, store: Database, log: Log, clock: Moving, texts: Texts
) -> None:
    t = texts.to("en")
    assert spoken(message((await reports.show(Order(Verb.EXPORT), sari, t)).content)) == (
        "There are no entries to export yet."
    )
    await log(Draft(MONDAY, 90, "acme", "=1+1"), Draft(TODAY, 15, kind="interruption"))
    async with store.begin() as work:
        budi = await work.people.meet(replace(SARI, id="budi", name="Budi", address="budi"))
        await work.entries.add(budi.id, [Draft(MONDAY, 480)], by=budi.id, at=clock.now(), delivery="budi")
    found = message((await reports.show(Order(Verb.EXPORT), sari, t)).content)
    table, program = (part for part in found.parts if isinstance(part, File))
    assert [row[2:5] for row in csv.reader(StringIO(table.data.decode("utf-8-sig"), newline=""))] == [
        ["minutes", "project", "note"],
        ["90", "acme", "'=1+1"],
        ["15", "", ""],
    ]
    assert [entry["minutes"] for entry in json.loads(program.data)["entries"]] == [90, 15]
    assert "may be able to export chats" in spoken(found)
    october = await reports.show(Order(Verb.EXPORT, day=date(2026, 10, 1), rest="month"), sari, t)
    assert spoken(message(october.content)) == "There are no entries in 1 Oct 2026 – 31 Oct 2026 to export."
    day = message((await reports.show(Order(Verb.EXPORT, day=TODAY), sari, t)).content)
    assert day.text == "Your entry of 18 Nov 2026."
    only = message((await reports.show(Order(Verb.EXPORT, rest="csv"), sari, t)).content)
    assert [part.name for part in only.parts if isinstance(part, File)] == ["lentera-2026-11-18.csv"]


async def test_a_statement_has_the_history_and_the_code_of_its_rows(
    reports: Reports, sari: Person, store: Database, log: Log, clock: Moving, texts: Texts
) -> None:
    t = texts.to("id")
    await log(Draft(date(2026, 10, 5), 480, "acme", "rapat"))
    async with store.begin() as work:
        budi = await work.people.meet(replace(SARI, id="budi", name="Budi", address="budi"))
        (entry,) = await work.entries.between(sari.id, date(2026, 10, 5), date(2026, 10, 5))
        await work.entries.change(
            entry, replace(entry.draft, minutes=450), by=budi.id, at=clock.now(), delivery="corrected"
        )
    found = message((await reports.show(Order(Verb.STATEMENT, rest="oktober"), sari, t)).content)
    assert found.text == "Surat keterangan jam kerja, 1 Okt 2026 – 31 Okt 2026, tertanggal 18 Nov 2026."
    paper, data = (part for part in found.parts if isinstance(part, File))
    assert (paper.name, paper.media_type) == ("statement-2026-10-01-2026-10-31.pdf", "application/pdf")
    assert paper.data.startswith(b"%PDF-")
    rows = [json.loads(line) for line in data.data.decode().splitlines()]
    assert [row.get("by") for row in rows] == [None, None, "Sari", "Budi"]
    assert (rows[3]["old"]["minutes"], rows[3]["new"]["minutes"]) == (480, 450)
    assert len(sha256(data.data).hexdigest()) == 64
    week = await reports.show(Order(Verb.STATEMENT, day=date(2026, 10, 7), rest="week"), sari, t)
    assert "5 Okt 2026 – 11 Okt 2026" in message(week.content).text
    none = await reports.show(Order(Verb.STATEMENT), sari, t)
    assert message(none.content).text.startswith("Belum ada catatan pada 1 Nov 2026 – 18 Nov 2026")


async def test_a_statement_asks_for_a_month_it_can_read(reports: Reports, sari: Person, texts: Texts) -> None:
    for said, key in (("someday", "reports.statement_period"), ("2027-01", "reports.statement_future")):
        with pytest.raises(Refusal) as refused:
            await reports.show(Order(Verb.STATEMENT, rest=said), sari, texts.to("en"))
        assert refused.value.key == key
        assert texts.to("id")(refused.value.key, **refused.value.params)


async def test_a_button_of_another_version_is_refused(reports: Reports, sari: Person, texts: Texts) -> None:
    for action, value in (("track.week", "soon"), ("track.why", "year:2026-11-16"), ("track.why", "")):
        with pytest.raises(Refusal):
            await reports.press(Press("p", SARI, action, value), sari, texts.to("en"))


async def test_the_day_is_the_one_where_the_person_is(
    reports: Reports, sari: Person, clock: Moving, texts: Texts
) -> None:
    clock.to(datetime(2026, 11, 18, 17, 30, tzinfo=UTC))
    there = message((await reports.show(Order(Verb.TODAY), sari, texts.to("en"))).content)
    assert there.text.startswith("Nothing is logged today, Thu 19 Nov.")
    berlin = replace(sari, zone=ZoneInfo("Europe/Berlin"))
    here = message((await reports.show(Order(Verb.TODAY), berlin, texts.to("en"))).content)
    assert here.text.startswith("Nothing is logged today, Wed 18 Nov.")
