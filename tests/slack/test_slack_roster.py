"""From Slack's list to the database and HR's desk: over HTTP, with the composition's own parts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count

import pytest

from adapters.slack.accounts import Accounts
from adapters.slack.directory import Directory
from adapters.slack.divisions import Groups
from bot.app import Bot, Features
from bot.events import Actor, Arrived, Said
from bot.message import File, Reply
from bot.people import Person as Somebody
from bot.people import Role
from bot.staff.desk import PeopleDesk
from bot.staff.rollout import Rollout
from bot.staff.roster import Roster
from bot.texts import Texts, Words
from storage.store import Database
from tests.adapters.on_slack import Member
from tests.conftest import Moving
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import house


@dataclass
class Office:
    roster: Roster
    store: Database

    async def known(self) -> dict[str, tuple[str | None, bool]]:
        async with self.store.begin() as work:
            return {one.name: (one.division, Role.LEAD in one.roles) for one in await work.staff.everyone()}


async def _nothing(_event: Said | Arrived, _person: Somebody, _t: Words) -> Reply:
    return Reply()


@pytest.fixture
async def office(slack: PretendSlack, texts: Texts, store: Database, clock: Moving) -> AsyncIterator[Office]:
    desk = PeopleDesk(store, clock)
    features = Features(
        {"rollout": Rollout({"people": desk.command})},
        {"people": desk.press},
        {"people": desk.submit},
        _nothing,
        _nothing,
    )

    async def known(actor: Actor) -> Somebody:
        async with store.begin() as work:
            return await work.people.meet(actor)

    async with house(slack, texts, Bot(store, texts, features).handle, known=known) as made:
        roster = Roster(
            store,
            clock,
            {"slack": Directory(made.adapter.workspaces, Accounts(), Groups(hr=("hr",)), now=count(0, 10**6).__next__)},
        )
        made.adapter.reactions.came = roster.came
        made.adapter.reactions.left = lambda workspace, account: roster.left("slack", workspace, account)
        yield Office(roster, store)
        assert not slack.complaints


async def test_everybody_in_slack_is_known_before_a_rollout(slack: PretendSlack, office: Office) -> None:
    ada, sari = (slack.user(name, email=f"{name}@a.id").user.id for name in ("ada", "sari"))
    slack.user("robot").user.is_bot = True
    slack.user("guest").user.is_restricted = True
    slack.user("gone").user.deleted = True
    slack.workspace.group("division-design", "Design", ada, sari)
    slack.workspace.group("leads-design", "Leads", sari)
    await office.roster.take("slack")
    assert await office.known() == {"ada": ("Design", False), "sari": ("Design", True)}


async def test_events_say_who_came_and_who_left(slack: PretendSlack, office: Office) -> None:
    ada = slack.user("ada", locale="en-GB")
    await ada.joins()
    assert set(await office.known()) == {"ada"}
    # On the first day nobody is spoken to by a time tracker they have not heard of.
    assert slack.calls("chat.postMessage") == []
    await ada.changes(tz="Asia/Makassar")
    async with office.store.begin() as work:
        assert [one.zone.key for one in await work.staff.everyone()] == ["Asia/Makassar"]
    await ada.changes(deleted=True)
    assert await office.known() == {}
    await ada.changes(deleted=False)
    assert set(await office.known()) == {"ada"}
    await ada.changes(is_restricted=True)
    assert await office.known() == {}


async def test_hr_uploads_a_table_in_slack(slack: PretendSlack, office: Office) -> None:
    slack.user("sari", email="Sari@a.id")
    ayu = Member(slack.user("ayu", locale="id-ID", email="ayu@a.id"), slack.channel("general"))
    slack.workspace.group("hr", "HR", ayu.account)
    await office.roster.take("slack")
    await ayu.types("/rollout people")
    await ayu.presses("Unggah tabel")
    assert "Tabel divisi" in (ayu.dialog() or "")
    await ayu.fills(table=File("orang.csv", "text/csv", b"surel;divisi;ketua\r\nsari@a.id;Desain;mungkin\r\n"))
    assert "Baris 2: isi ketua dengan x, atau kosongkan." in (ayu.dialog() or "")
    await ayu.fills(table=File("orang.csv", "text/csv", b"surel;divisi;ketua\r\nsari@a.id;Desain;x\r\nx@a.id;Y;\r\n"))
    assert ayu.dialog() is None
    shown = "\n".join(ayu.reads())
    assert "Tabel ini memuat 1 orang yang dikenal Lentera. Belum ada yang berubah." in shown
    assert "Baris 3: x@a.id" in shown
    assert (await office.known())["sari"] == (None, False)
    await ayu.presses("Pakai tabel ini")
    assert (await office.known())["sari"] == ("Desain", True)
    await office.roster.take("slack")
    assert (await office.known())["sari"] == ("Desain", True)
