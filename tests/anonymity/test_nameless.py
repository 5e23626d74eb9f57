"""Whoever steals database, log and backups learns nobody's thread, and who has the key still not whose it is."""

import io
import json
import random
import secrets
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Date, Integer, LargeBinary, SmallInteger, Text

from bot.app import Bot
from bot.composition.talk import door_of
from bot.people import Role
from bot.surveys.ballot import Code, new_code
from bot.talk.sorter import Sorter
from bot.talk.thread import SIZE, mark_of, thread_of
from bot.texts import Texts
from storage.schema import metadata
from storage.sealing import Hpke
from tests.anonymity.attack import Guess, Score, copies, in_order_of, linked
from tests.anonymity.office import NAMES, Loot, Office, Truth, _code_in, office
from tests.anonymity.test_attacks import rounds, written  # noqa: F401 - fixtures
from tests.conftest import Moving, account

pytestmark = pytest.mark.slow
WAITING, ARRIVED = "talk_waiting", "talk_messages"
LINK = 1 / len(NAMES)


class PostOffice:
    """The office with its door open, and people who write without their name."""

    def __init__(self, made: Office, clock: Moving, texts: Texts) -> None:
        self.office = made
        self.clock = clock
        self.truth: list[Truth] = []
        self.door = door = door_of(made.store, clock)
        found = made._features
        features = replace(
            found,
            commands={**found.commands, "talk": door.command},
            presses={**found.presses, "talk": door.press},
            forms={**found.forms, "talk": door.submit},
        )
        made.playground.connect(Bot(made.store, texts, features).handle)
        self.sorter = Sorter(made.store, Hpke(), made.keys, made.store.stir, clock, UTC)

    async def write(self, name: str, text: str) -> None:
        """Somebody writes, over HTTP."""
        said = await self.office._post("say", {"person": name, "text": "/talk"})
        form = await self._send(name, said["form"], way="nameless")
        code = _code_in(json.dumps(form))
        done = await self._send(name, form, text=text)
        assert "On its way" in json.dumps(done), done
        self.truth.append(Truth(self.office.people[name], "", text, code, mark_of(code, 0, text)))

    async def _send(self, name: str, form: dict[str, str], **fields: str) -> dict[str, str]:
        sent = await self.office._post("submit", {"person": name, "form": form["id"], "fields": fields})
        assert sent["form"], sent
        found: dict[str, str] = sent["form"]
        return found

    async def morning(self) -> None:
        """The next morning has come."""
        self.clock.advance(days=1)
        self.clock.to(self.clock.now().replace(hour=7, minute=30))
        await self.sorter.tick()


@asynccontextmanager
async def post_office(url: str, folder: Path, texts: Texts, clock: Moving) -> AsyncIterator[PostOffice]:
    async with office(url, folder, texts, clock) as made:
        found = PostOffice(made, clock, texts)
        async with made.store.begin() as work:
            await work.people.enrol(account("gita"), division="HR", roles=frozenset({Role.HR_DRAFTER}))
        await found.sorter.tick()
        yield found


def by_nearest_transaction(loot: Loot, table: str) -> Guess:
    """PostgreSQL: whatever was written next after somebody's account belongs to them."""
    keys = sorted(zip(loot.xmin.get(table, []), (bytes(row[0]) for row in loot.rows[table]), strict=False))
    found = {}
    for row, number in zip(loot.rows["accounts"], loot.xmin.get("accounts", []), strict=False):
        place = bisect_left(keys, (number, b""))
        if place < len(keys):
            found[int(row[1])] = keys[place][1]
    return found


def texts_of(dice: random.Random) -> list[str]:
    """One for each, short and long, each known again."""
    return [f"kw{secrets.token_hex(8)} {'x' * dice.choice((0, 0, 200, 1100))}".strip() for _ in NAMES]


async def test_who_wrote_what_cannot_be_worked_out(
    url: str,
    tmp_path: Path,
    texts: Texts,
    clock: Moving,
    rounds: int,  # noqa: F811 - the fixture
) -> None:
    scores: dict[str, Score] = {}

    def add(name: str, guess: Guess, truth: list[Truth], loot: Loot, table: str) -> None:
        hits = linked(guess, truth, loot, table, dice)
        scores.setdefault(name, Score(name, LINK)).add(hits, len(truth))

    for number in range(rounds):
        dice, folder = random.Random(number), tmp_path / f"round{number}"
        folder.mkdir()
        async with post_office(url, folder, texts, clock) as made:
            order = list(NAMES)
            dice.shuffle(order)
            for name, text in zip(order, texts_of(dice), strict=True):
                await made.write(name, text)
            seen = [made.office.people[name] for name in order]
            fresh = await made.office.loot("fresh")
            known = in_order_of(seen, fresh, WAITING)
            # In SQLite's later rounds, pages that were freed before are given out again in an order of their own.
            assert number or sum(known[one.person] == one.key for one in made.truth) > 30, "the attack has teeth"
            await made.office.store.stir()
            waiting = await made.office.loot("waiting")
            needles = [one.comment[:18].encode() for one in made.truth]
            needles += [f"{one.code}".encode() for one in made.truth] + [one.code.signs.encode() for one in made.truth]
            assert copies(waiting, needles) == 0
            assert {len(bytes(row[-1])) for row in waiting.rows[WAITING]} == {SIZE + 48}
            for people, how in ((seen, "seen typing"), (sorted(seen), "order of people")):
                add(f"{how}, waiting", in_order_of(people, waiting, WAITING), made.truth, waiting, WAITING)
            add("next transaction, waiting", by_nearest_transaction(waiting, WAITING), made.truth, waiting, WAITING)
            for _ in range(2):
                await made.morning()
            arrived = await made.office.loot("arrived")
            assert not arrived.rows[WAITING]
            assert len(arrived.rows[ARRIVED]) == len(NAMES)
            truth = [replace(one, key=thread_of(one.code)) for one in made.truth]
            for people, how in ((seen, "seen typing"), (sorted(seen), "order of people")):
                add(f"{how}, arrived", in_order_of(people, arrived, ARRIVED), truth, arrived, ARRIVED)
            add("next transaction, arrived", by_nearest_transaction(arrived, ARRIVED), truth, arrived, ARRIVED)
            assert copies(arrived, needles[len(NAMES) :]) == 0, "codes are nowhere"
            clock.advance(days=91)
            await made.morning()
    print("\n" + "\n".join(map(str, scores.values())))
    for score in scores.values():
        score.stays_at_chance()


async def test_nothing_typed_is_in_a_statement_a_log_or_a_chat(
    written: io.StringIO,  # noqa: F811 - the fixture
    url: str,
    tmp_path: Path,
    texts: Texts,
    clock: Moving,
) -> None:
    async with post_office(url, tmp_path, texts, clock) as made:
        for name in NAMES[:6]:
            await made.write(name, f"kw{secrets.token_hex(8)}")
        secret = [needle for one in made.truth for needle in (one.comment, f"{one.code}", one.code.signs)]

        def held(content: str) -> list[str]:
            return [needle for needle in secret if needle in content]

        assert held("\n".join(made.office.statements)) == []
        before = len(made.office.statements)
        for _ in range(2):
            await made.morning()
        # The worker puts them into their threads, and with that into the database, without whose they are.
        carrying = [one for one in made.office.statements[before:] if held(one)]
        assert len(carrying) == len(made.truth)
        assert all(one.startswith("INSERT INTO talk_messages") for one in carrying)
        assert held(await made.office.chats()) == []
        logged = written.getvalue()
        assert held(logged) == []

        class BrokenSealer:
            """Fails with everything in its frames and in its message."""

            def seal(self, *everything: object) -> None:
                raise RuntimeError(*everything)

        made.door._postbox._sealer = BrokenSealer()  # type: ignore[assignment]  # that is the point
        with pytest.raises(AssertionError) as told:
            await made.write(NAMES[9], "kw-of-the-ninth")
        assert "Something broke on our side" in str(told.value)
        assert "RuntimeError" in written.getvalue()
        assert "kw-of" not in written.getvalue()


async def test_the_same_message_twice_is_one_and_after_ninety_days_nothing_is_left(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    async with post_office(url, tmp_path, texts, clock) as made:
        said = await made.office._post("say", {"person": NAMES[3], "text": "/talk"})
        form = await made._send(NAMES[3], said["form"], way="nameless")
        for _ in range(3):
            await made._send(NAMES[3], form, text="kw-once")
        for _ in range(2):
            await made.morning()
        await made._send(NAMES[3], form, text="kw-once")
        loot = await made.office.loot("once")
        assert len(loot.rows[ARRIVED]) == 1
        assert loot.rows[WAITING] == []
        clock.advance(days=91)
        await made.morning()
        loot = await made.office.loot("gone")
        kept = {name: content for name, content in loot.files.items() if not name.startswith("pg_wal/")}
        assert copies(Loot(loot.rows, kept), [b"kw-once"]) == 0
        assert loot.rows[ARRIVED] == []


@pytest.mark.proves("nameless")
def test_threads_have_no_person_no_time_and_no_number() -> None:
    tables = {name: metadata.tables[name] for name in (WAITING, ARRIVED, "talk_desk", "talk_inboxes")}
    for name, table in tables.items():
        assert not table.foreign_keys, name
        for column in table.columns:
            assert column.default is None, column
            assert column.server_default is None, column
            assert column.autoincrement is not True, column
            assert isinstance(column.type, LargeBinary | Date | Integer | Boolean | Text), column
            assert column.name not in {"person", "recipient", "delivery", "id"} or name == "talk_desk", column
    for name in (WAITING, ARRIVED):
        assert all(isinstance(column.type, LargeBinary | SmallInteger) for column in tables[name].primary_key), name
        assert tables[name].dialect_options["sqlite"]["with_rowid"] is False, name
    assert len({thread_of(code) for code in (Code("A" * 16), new_code(), new_code())}) == 3
