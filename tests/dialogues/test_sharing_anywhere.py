"""A week that somebody shares with their lead, and a team's figures, wherever the two are."""

from pathlib import Path

from bot.hours.rule import Rule
from bot.metronome import Metronome
from bot.people import Role
from bot.ports import Store
from bot.texts import Texts
from storage.store import Database
from tests.conftest import Moving
from tests.dialogues.conftest import Mail
from tests.hours.team import Office
from tests.speaker import Speaker

HOURS = "Wed 18 Nov: 2 h\nTogether: 2 h"


async def in_ops(store: Store, lead: Speaker, *others: Speaker) -> None:
    """One leads the others."""
    for one in (lead, *others):
        await one.arrive()
        roles = {Role.EMPLOYEE, Role.LEAD} if one is lead else {Role.EMPLOYEE}
        async with store.begin() as work:
            await work.people.enrol(one.actor, division="Ops", roles=frozenset(roles))


async def test_a_week_is_shared_opened_on_the_record_and_taken_back(
    store: Store, sari: Speaker, ada: Speaker, metronome: Metronome, mail: Mail
) -> None:
    await in_ops(store, ada, sari)
    mail.read()
    await sari("/track 2 jam #acme zebra")
    await sari("/track minggu ini")
    form = await sari.press("Bagikan ke ketua tim")
    assert "ada akan bisa melihat ini dari 16–22 Nov, dan tidak lebih" in form.lower().replace("nov", "Nov")
    assert "zebra" not in form
    assert "sekarang dibagikan kepada" in await sari.fill()

    await metronome.tick()
    ((_, message),) = mail.sent
    (letter,) = mail.read()
    assert "shares their hours of 16–22 Nov with you" in letter
    assert "2 h" not in letter, "what is delivered stays, so it holds no hours"
    opened = await ada.press("Open the week", on=message)
    assert HOURS in opened
    assert "zebra" not in opened

    await sari("/privacy")
    looks = await sari.press("Siapa yang melihat")
    assert "ada melihat yang anda bagikan (16–22 nov)" in looks.lower()

    await sari("/track tim")
    taken = await sari.press("Tarik kembali 16–22 Nov")
    assert "tidak bisa lagi membuka jam kerja 16–22 Nov" in taken
    assert "Yang sudah terbaca tidak bisa ditarik" in taken
    gone = await ada.press("Open the week", on=message)
    assert "has taken the hours of 16–22 Nov back" in gone
    assert "2 h" not in gone
    assert "Minggu yang dibagikan" not in await sari("/track tim")


async def test_what_is_taken_back_before_the_lead_hears_of_it_is_not_heard_of(
    store: Store, sari: Speaker, ada: Speaker, metronome: Metronome, mail: Mail
) -> None:
    await in_ops(store, ada, sari)
    mail.read()
    await sari("/track 2 jam")
    await sari("/track minggu ini")
    await sari.press("Bagikan ke ketua tim")
    await sari.fill()
    assert "Jam itu belum pernah dibuka." in await sari.press("Tarik kembali")
    await metronome.tick()
    assert mail.read() == []


async def test_a_lead_and_everybody_in_the_team_read_the_same_average_and_who_has_looked(
    store: Database, texts: Texts, clock: Moving, sari: Speaker, ada: Speaker, tmp_path: Path
) -> None:
    office = Office(store, texts, clock, tmp_path / "keys")
    await in_ops(store, ada, sari)
    await office.team("Ops", 7)
    await office.logged({f"ops{number}": 30.0 for number in range(1, 8)})
    await office.rules(Rule.WEEKLY)
    await office.count()
    assert "30 h" in await ada("/track team")
    seen = await sari("/track tim")
    assert "30 jam" in seen
    assert "Yang pernah melihat" in seen
    assert "ada, kam 26 nov 2026 12.00: angka 16–22 nov" in seen.lower()
    await sari("/privacy")
    assert "ada melihat angka kelompok (ops, 16–22 nov)" in (await sari.press("Siapa yang melihat")).lower()
    await sari("/privacy")
    assert "30 jam" in await sari.press("Yang dilihat orang lain")
