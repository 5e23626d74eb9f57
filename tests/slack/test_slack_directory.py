from collections.abc import AsyncIterator

import pytest

from adapters.slack.accounts import Accounts
from adapters.slack.api import session
from adapters.slack.directory import Directory
from adapters.slack.divisions import Belongs, Groups, from_groups
from adapters.slack.lanes import Lanes
from adapters.slack.workspaces import Only
from bot.people import Role
from bot.texts import Texts
from tests.adapters.script import Script
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import house

EVERYBODY = frozenset({Role.EMPLOYEE})
LEAD = frozenset({Role.EMPLOYEE, Role.LEAD})


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def directory(slack: PretendSlack, clock: Clock) -> AsyncIterator[Directory]:
    async with session() as web:
        workspaces = Only(slack.bot_token, web, Lanes(slack.clock.now, slack.clock.sleep), base=slack.api)
        yield Directory(workspaces, Accounts(), now=clock)


def names(found: object) -> list[str]:
    return [member.actor.name for member in found]  # type: ignore[attr-defined]  # members


async def test_members_are_found_with_all_that_is_needed_of_them(slack: PretendSlack, directory: Directory) -> None:
    ada = slack.user("ada", locale="en-GB", tz="Europe/Berlin", email="ada@example.org")
    (found,) = await directory.everyone()
    actor = found.actor
    assert (actor.platform, actor.workspace, actor.id) == ("slack", slack.workspace.id, ada.user.id)
    assert (actor.name, actor.locale, actor.timezone) == ("ada", "en-GB", "Europe/Berlin")
    assert actor.email == "ada@example.org"
    assert actor.address == f"{slack.workspace.id}:{ada.user.id}"


async def test_bots_guests_and_those_who_left_are_left_out(slack: PretendSlack, directory: Directory) -> None:
    for name, quality in (
        ("robot", "is_bot"),
        ("gone", "deleted"),
        ("guest", "is_restricted"),
        ("visitor", "is_ultra_restricted"),
    ):
        setattr(slack.user(name).user, quality, True)
    slack.user("ada")
    assert names(await directory.everyone()) == ["ada"]


async def test_guests_come_along_where_the_operator_says_so(slack: PretendSlack, directory: Directory) -> None:
    slack.user("guest").user.is_restricted = True
    directory.accounts = Accounts(guests=True)
    assert names(await directory.everyone()) == ["guest"]


async def test_an_address_that_nobody_has_confirmed_joins_no_accounts(
    slack: PretendSlack, directory: Directory
) -> None:
    slack.user("ada").user.is_email_confirmed = False
    (found,) = await directory.everyone()
    assert found.actor.email is None


async def test_a_long_list_is_read_page_by_page_and_once(
    slack: PretendSlack, directory: Directory, clock: Clock
) -> None:
    for number in range(450):
        slack.user(f"person{number:03}")
    assert names(await directory.everyone()) == [f"person{number:03}" for number in range(450)]
    pages = len(slack.calls("users.list"))
    assert pages == 3
    await directory.everyone()
    assert len(slack.calls("users.list")) == pages
    clock.at = 7 * 3600
    await directory.everyone()
    assert len(slack.calls("users.list")) == 2 * pages


async def test_a_pause_is_kept_in_the_middle_of_the_list(slack: PretendSlack, directory: Directory) -> None:
    for number in range(450):
        slack.user(f"person{number:03}")
    slack.fails("users.list", retry_after=1, when=lambda call: bool(call.get("cursor")))
    assert len(await directory.everyone()) == 450


async def test_divisions_and_leads_are_user_groups(slack: PretendSlack, directory: Directory) -> None:
    ada, sari, budi = (slack.user(name).user.id for name in ("ada", "sari", "budi"))
    slack.workspace.group("division-design", "Design", ada, sari)
    slack.workspace.group("leads-design", "Leads of design", sari)
    slack.workspace.group("lunch", "Lunch", budi)
    found = {member.actor.id: (member.division, member.roles) for member in await directory.everyone()}
    assert found == {ada: ("Design", EVERYBODY), sari: ("Design", LEAD), budi: (None, EVERYBODY)}


async def test_the_settings_name_the_groups(slack: PretendSlack, directory: Directory) -> None:
    ada, sari, budi, ayu = (slack.user(name).user.id for name in ("ada", "sari", "budi", "ayu"))
    slack.workspace.group("Produk", "Tim Produk", ada, sari)
    slack.workspace.group("ketua", "Ketua tim", sari)
    slack.workspace.group("orang-hr", "HR", ayu)
    slack.workspace.group("division-design", "Design", budi)
    directory.groups = Groups(("produk", "keuangan"), ("ketua",), ("orang-*",))
    found = {member.actor.id: (member.division, member.roles) for member in await directory.everyone()}
    assert found == {
        ada: ("Tim Produk", EVERYBODY),
        sari: ("Tim Produk", LEAD),
        budi: (None, EVERYBODY),
        ayu: (None, EVERYBODY | {Role.HR_DRAFTER}),
    }


async def test_events_keep_the_list_fresh(slack: PretendSlack, texts: Texts, clock: Clock) -> None:
    script = Script()
    ada = slack.user("ada", locale="en-GB")
    async with house(slack, texts, script.handle) as made:
        directory = Directory(made.adapter.workspaces, made.adapter.accounts, now=clock)
        made.adapter.reactions.changed = directory.changed
        assert names(await directory.everyone()) == ["ada"]
        await slack.user("sari", locale="id-ID").joins()
        clock.at = 6
        assert names(await directory.everyone()) == ["ada", "sari"]
        await ada.changes(deleted=True)
        clock.at = 12
        assert names(await directory.everyone()) == ["sari"]


async def test_somebody_who_moves_is_known_by_the_new_zone(slack: PretendSlack, texts: Texts) -> None:
    script = Script()
    ada = slack.user("ada", locale="en-GB", tz="Europe/Berlin")
    async with house(slack, texts, script.handle):
        await ada.types("/track today")
        await ada.changes(tz="Asia/Jakarta")
        await ada.types("/track today")
    assert [event.actor.timezone for event in script.events] == ["Europe/Berlin", "Asia/Jakarta"]
    assert len(slack.calls("users.info")) == 1


@pytest.mark.parametrize(
    ("quality", "told"),
    [("is_restricted", "guest accounts"), ("deleted", "this organisation only"), ("is_bot", "this organisation only")],
)
async def test_whoever_is_no_member_is_told_so(slack: PretendSlack, texts: Texts, quality: str, told: str) -> None:
    script = Script()
    async with house(slack, texts, script.handle):
        somebody = slack.user("somebody", locale="en-GB")
        setattr(somebody.user, quality, True)
        assert told in await somebody.types("/track 2h design")
    assert script.events == []


async def test_where_slack_cannot_say_who_it_is_nobody_has_to_wait(slack: PretendSlack, texts: Texts) -> None:
    script = Script()
    async with house(slack, texts, script.handle):
        slack.fails("users.info", "internal_error")
        await slack.user("ada").types("/track 2h design")
    (event,) = script.events
    assert (event.actor.name, event.actor.email) == ("ada", None)


def test_somebody_in_two_divisions_is_always_counted_in_the_same() -> None:
    groups = [("division-b", "B", ["U1"]), ("division-a", "A", ["U1"]), ("leads-b", "Leads", ["U2"])]
    assert from_groups(groups, Groups()) == {"U1": Belongs("A"), "U2": Belongs("B", LEAD)}
    assert from_groups(reversed(groups), Groups()) == from_groups(groups, Groups())
