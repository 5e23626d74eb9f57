"""What somebody sees of what is held about them, and nobody else of them."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.campaigns.console.ports import Version
from bot.campaigns.promises import NAMES
from bot.events import Press
from bot.people import Role
from bot.privacy.ports import Look
from bot.surveys.survey import Rules
from bot.texts import Texts
from bot.timesheet.amend import Amend
from bot.timesheet.policy import Policies
from config.questionnaires import questionnaires
from storage.schema import metadata
from storage.store import Database
from tests.conftest import Moving
from tests.privacy.full import Filler
from tests.privacy.office import PROGRAM, Office, file_of
from tests.speaker import told


@pytest.fixture
def office(store: Database, texts: Texts, policies: Policies, clock: Moving) -> Office:
    return Office(store, texts, policies, clock)


@pytest.mark.parametrize("typed", ["/privacy", "/track privacy", "/track privasi"])
async def test_everything_begins_on_one_page(office: Office, typed: str) -> None:
    sari = await office.somebody("sari")
    await sari("/track 2h #acme zebra")
    page = await sari(typed)
    assert page.startswith("This is what Lentera holds about you now:\nYou: you as Lentera knows you: 1; your accounts")
    assert "\nTime: time entries: 1; changes to time entries: 1\n" in page
    assert "There is no list of who has not logged" in page
    assert f"The program that runs here: {PROGRAM}." in page
    assert "Requests to answer" not in page


async def test_rows_are_shown_as_they_are_stored_with_their_lengths(office: Office) -> None:
    sari = await office.somebody("sari")
    await sari("/track 2h #acme zebra")
    await sari("/privacy")
    await sari.press("Show it as stored")
    page = await sari.press("Time")
    assert "entries, time entries. Rows: 1. The latest:\nid: 1\nperson: 1\nday: 2026-11-18\nminutes: 120\n" in page
    assert "project: acme\nnote: zebra\n" in page
    assert "Deleted 3 years after the day they are about" in page


async def test_nobody_sees_anything_of_anybody_else(office: Office) -> None:
    sari = await office.somebody("sari")
    await sari("/track 2h #acme zebra")
    boss = await office.somebody("boss", "en-GB", *Role)
    await boss("/privacy")
    pages = [(name, "") for name in ("home", "stored", "seen", "looks", "promises", "surveys", "requests", "open")]
    pages += [("table", name) for name in ("account", "time", "messages", "surveys", "work", "asked", "1", "sari")]
    presses = [Press(f"{name}{value}", boss.actor, f"privacy.{name}", value) for name, value in pages]
    seen = [told((await office.bot.handle(press)).content) for press in presses]
    await boss("/privacy")
    await boss.press("Download everything")
    assert "zebra" not in "\n".join(seen)
    assert b"zebra" not in b"".join(_files(file_of(boss).data).values())


async def test_what_others_see_is_what_they_see(office: Office) -> None:
    sari = await office.somebody("sari", division="Finance")
    hr = await office.somebody("hr", "en-GB", Role.HR_DRAFTER)
    await hr("/rollout people")
    await hr.press("Download the table")
    line = next(
        row for row in csv.reader(io.StringIO(file_of(hr).data.decode("utf-8-sig"))) if row[0] == "sari@example.com"
    )
    await sari("/privacy")
    page = await sari.press("What others see")
    assert f"email | division | lead | name\n{' | '.join(cell or '–' for cell in line)}" in page
    assert "nobody. No screen for leads or HR shows them." in page
    assert "you are not in it" in page


@pytest.mark.proves("looks")
async def test_who_looked_and_who_changed_something_is_told_with_name_and_time(office: Office) -> None:
    sari = await office.somebody("sari", division="Finance")
    rini = await office.somebody("rini", "en-GB", Role.LEAD)
    await sari("/privacy")
    assert "Nobody has looked" in await sari.press("Who looked")
    await sari("/track 2h design")
    await office.somebody("made", "en-GB", Role.OPERATOR)
    lead, number = await office.number(rini), await office.number(sari)
    async with office.store.begin() as work:
        at = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
        for kind, person, division in (("group", None, "Finance"), ("share", number, ""), ("group", None, "Sales")):
            for _ in range(2):
                look = Look(at, lead, kind, person, division, "2026-W46")
                await work.looks.note(look, delivery=f"{kind}:{division}")
    await Amend(office.store, office.clock).change(
        "made@example.com", "sari@example.com", 1, "3h design", reason="you asked", key="t"
    )
    await sari("/privacy")
    page = await sari.press("Who looked")
    assert page.startswith("Who looked at something that includes you: 3 times.")
    assert "10:00 (Jakarta): Rini saw group figures (Finance, 9–15 Nov)." in page
    assert "Rini saw what you shared (9–15 Nov)" in page
    assert "Made changed an entry of yours of Wed 18 Nov 2026." in page
    assert "Sales" not in page


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.proves("export")
async def test_the_download_holds_everything_in_both_kinds_of_file(office: Office) -> None:
    sari = await office.somebody("sari", "id-ID")
    await sari("/track 2 jam #acme zebra")
    await sari("/privacy")
    said = await sari.press("Unduh semuanya")
    assert "dihapus setelah 24 jam" in said
    assert "pemilik workspace bisa mengekspornya" in said
    files = _files(file_of(sari).data)
    assert file_of(sari).hours == 24
    everything = json.loads(files["everything.json"])
    async with office.store.begin() as work:
        shelves = await work.held.of(await office.number(sari))
    assert everything["tables"] == {shelf.table: list(shelf.rows) for shelf in shelves}
    for shelf in shelves:
        rows = list(csv.reader(io.StringIO(files[f"{shelf.table}.csv"].decode("utf-8-sig"))))
        assert rows[0] == list(shelf.columns)
        assert len(rows) == shelf.number + 1
    readme = files["BACA-DULU.txt"].decode("utf-8-sig")
    assert "entries.csv: catatan waktu (1)" in readme
    assert "Yang tidak ada di sini: jawaban survei Anda." in readme


async def test_nothing_in_a_table_runs_as_a_formula(office: Office) -> None:
    sari = await office.somebody("sari")
    notes = ("=1+1", "+1", "-1", "@sum", "=cmd|' /C calc'!A0")
    await sari("/track 1h design")
    number = await office.number(sari)
    async with office.store.begin() as work:
        (entry,) = await work.entries.between(number, office.clock.now().date(), office.clock.now().date())
        for n, note in enumerate(notes):
            draft = type(entry.draft)(entry.draft.day, 60, None, note, zone="Asia/Jakarta")
            await work.entries.add(number, [draft], by=number, at=office.clock.now(), delivery=f"x{n}")
    await sari("/privacy")
    await sari.press("Download everything")
    files = _files(file_of(sari).data)
    for name, data in files.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
                assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), name
    kept = {row["note"] for row in json.loads(files["everything.json"])["tables"]["entries"]}
    assert kept == {"design", *notes}


async def test_surveys_say_whether_one_has_answered_while_they_are_open_and_never_what(office: Office) -> None:
    sari = await office.somebody("sari")
    number = await office.number(sari)
    asked = questionnaires()["concern"]
    async with office.store.begin() as work:
        await work.surveys.ask("1:concern", Rules(asked, datetime(2026, 11, 25, 10, 0, tzinfo=UTC)), 512)
        await work.surveys.opened("1:concern", b"public", b"", office.clock.now())
        await work.surveys.invite("1:concern", [(number, "Finance")])
    await sari("/privacy")
    page = await sari.press("My surveys")
    assert f"{asked.title['en']}: open until Wed 25 Nov 2026; there is no answer of yours in it" in page
    async with office.store.begin() as work:
        await work.ballots.cast("1:concern", number, b"slot", b"sealed")
    await sari("/privacy")
    page = await sari.press("My surveys")
    assert "open until Wed 25 Nov 2026; you have answered" in page
    assert "nobody can find it without your code" in page
    await sari("/privacy")
    await sari.press("Download everything")
    assert b"sealed" not in b"".join(_files(file_of(sari).data).values())


async def test_promises_are_told_as_they_were_signed_with_their_version(
    office: Office, database_engine: AsyncEngine
) -> None:
    sari = await office.somebody("sari")
    rini = await office.somebody("rini", "en-GB", Role.HR_DRAFTER)
    number, hr, at = await office.number(sari), await office.number(rini), office.clock.now()
    said = {locale: dict.fromkeys(NAMES, f"nothing at all ({locale})") for locale in ("en", "id")}
    rows = await Filler(database_engine, 5000).fill("x", at, campaigns={"title": "Time at last", "state": "running"})
    campaign = rows["campaigns"]["id"]
    async with database_engine.begin() as connection:
        journey = rows["journeys"] | {"person": number}
        await connection.execute(metadata.tables["journeys"].insert().values(journey))
    async with office.store.begin() as work:
        for n in (1, 2):
            version = await work.versions.add(Version(campaign, "promises", n, said, hr, at, delivery=f"v{n}"))
            assert version is not None
            if n == 1:
                await work.versions.sign(version, by=hr, at=at)
    await sari("/privacy")
    page = await sari.press("What was promised")
    assert "Time at last: version 1, signed by Rini on Wed 18 Nov 2026" in page
    assert "nothing at all (en)" in page
    assert "version 2" not in page
