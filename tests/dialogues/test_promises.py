"""The promises of the privacy card, each held against the code."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text as sql

from bot.events import Actor, Press
from bot.metronome import Metronome
from bot.people import Role
from bot.ports import Store
from bot.timesheet.amend import Amend
from bot.timesheet.track import Track
from storage.store import Database
from tests.conftest import Moving
from tests.dialogues.conftest import Mail
from tests.speaker import Speaker, told

LOOKING = ("", "today", "week", "month", "project acme", "why", "pattern", "export", "status", "help", "privacy")


@pytest.mark.proves("own_entries")
async def test_nobody_but_the_person_sees_an_entry(
    store: Store, ada: Speaker, person: Callable[..., Speaker], clock: Moving
) -> None:
    clock.advance(hours=8)
    await ada("/track 2h #acme zebra")
    boss = person("boss", "en-GB", "Europe/Berlin")
    async with store.begin() as work:
        await work.people.enrol(boss.actor, division="Design", roles=frozenset(Role))
    for what in LOOKING:
        assert "zebra" not in await boss(f"/track {what}"), what


async def test_the_buttons_of_somebody_else_open_nothing(ada: Speaker, sari: Speaker) -> None:
    await ada("/track 2h zebra")
    card = ada.last.content
    for label in ("Undo", "Edit"):
        assert "zebra" not in await sari.press(label, on=card)
    assert "zebra" in await ada("/track today")


@pytest.mark.parametrize("action", ["track.undo", "track.restore"])
async def test_nobody_else_brings_back_what_was_deleted(ada: Speaker, sari: Speaker, action: str) -> None:
    await ada("/track 2h zebra")
    await ada("/track delete 1", id="gone")
    reply = await sari.bot.handle(Press("other", sari.actor, action, "local:demo:gone"))
    assert "zebra" not in told(reply.content)
    assert "zebra" not in await ada("/track today")


@pytest.mark.proves("corrections_told")
async def test_a_correction_by_somebody_else_is_told_to_its_owner(
    store: Store, ada: Speaker, person: Callable[..., Speaker], clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    await ada("/track 2h design")
    made = person("made", "en-GB", "Europe/Berlin")
    async with store.begin() as work:
        await work.people.enrol(made.actor, division=None, roles=frozenset({Role.OPERATOR}))
        owner = await work.people.meet(ada.actor)
        (entry,) = await work.entries.between(owner.id, clock.now().date(), clock.now().date())
    amend = Amend(store, clock)
    for _ in range(2):
        await amend.change(
            "made@example.com",
            "ada@example.com",
            entry.id,
            "3h design",
            reason="you asked for by email",
            key="ticket-7",
        )
    await metronome.tick()
    assert mail.read() == [
        (
            "One of your entries was changed by Made. The reason given: “you asked for by email”.\n"
            "It was: 2 h design, 18 Nov 2026\nIt is now: 3 h design, 18 Nov 2026\nIf that is not right, talk to Made. "
            "You can also change it yourself with /track edit and the day, such as /track edit yesterday."
        )
    ]


@pytest.mark.proves("no_list")
async def test_nothing_in_the_database_tells_who_was_reminded(
    store: Database, ada: Speaker, sari: Speaker, clock: Moving, metronome: Metronome, mail: Mail
) -> None:
    """Ada has logged her day, Sari has not; after the reminder hour their rows differ in what they did, not in that."""
    await ada("/track 8h design")
    await sari("/track settings")
    await sari.fill(zone="Berlin")
    await metronome.tick()
    for moment in ("2026-11-18T15:30:00+00:00", "2026-11-18T17:00:00+00:00", "2026-11-18T20:00:00+00:00"):
        clock.to(datetime.fromisoformat(moment))
        await metronome.tick()
    assert [address for address, _ in mail.sent] == ["sari"]
    async with store._engine.connect() as connection:  # the database itself is what is asked here
        outbox = (await connection.execute(sql("SELECT count(*) FROM outbox"))).scalar_one()
        rows = (await connection.execute(sql("SELECT kind, due_at FROM prompts ORDER BY person, kind"))).all()
    assert outbox == 0
    half = len(rows) // 2
    assert rows[:half] == rows[half:]


@pytest.mark.proves("nothing_watches")
def test_nothing_here_watches(track: Track) -> None:
    """What is never recorded is never received: the core knows five kinds of event, each a deliberate act."""
    assert set(Actor.__slots__) == {
        "platform",
        "workspace",
        "id",
        "name",
        "address",
        "locale",
        "timezone",
        "email",
    }
    assert set(track.features().commands) == {"track"}


@pytest.mark.parametrize("what", ["/track privacy", "/track privasi"])
async def test_the_card_says_all_of_it(ada: Speaker, what: str) -> None:
    card = await ada(what)
    for promise in ("no list of who has not logged", "could read its database", "what it was before", "Screens, keys"):
        assert promise in card


@pytest.mark.proves("history_kept")
async def test_what_was_changed_and_deleted_stays_in_the_history(store: Store, ada: Speaker, clock: Moving) -> None:
    await ada("/track 2h zebra")
    await ada("/track delete 1")
    day = clock.now().date()
    async with store.begin() as work:
        owner = await work.people.meet(ada.actor)
        assert await work.entries.between(owner.id, day, day) == ()
        made, gone = await work.entries.history(owner.id, day, day)
    assert made.new
    assert gone.old
    assert gone.new is None
