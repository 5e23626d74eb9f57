"""HR keeps divisions and leads: dialogues with the desk, over a real database."""

from collections.abc import Awaitable, Callable

import pytest

from bot.app import Bot, Features
from bot.events import Actor, Arrived, Said
from bot.message import File, Message, Reply
from bot.people import Person, Role
from bot.staff.desk import PeopleDesk
from bot.staff.rollout import Rollout
from bot.texts import Texts, Words
from storage.store import Database
from tests.conftest import Moving
from tests.speaker import Speaker

HR = frozenset({Role.EMPLOYEE, Role.HR_DRAFTER})


async def nothing(_event: Said | Arrived, _person: Person, _t: Words) -> Reply:
    return Reply()


@pytest.fixture
def bot(store: Database, texts: Texts, clock: Moving) -> Bot:
    desk = PeopleDesk(store, clock)
    rollout = Rollout({"people": desk.command})
    return Bot(
        store, texts, Features({"rollout": rollout}, {"people": desk.press}, {"people": desk.submit}, nothing, nothing)
    )


Join = Callable[..., Awaitable[Speaker]]
EMPLOYEE = frozenset({Role.EMPLOYEE})


@pytest.fixture
def speaker(bot: Bot, store: Database) -> Join:
    async def join(
        name: str,
        *,
        roles: frozenset[Role] = frozenset({Role.EMPLOYEE}),
        locale: str = "en",
        division: str | None = None,
    ) -> Speaker:
        actor = Actor("local", "demo", name, name.title(), name, locale, "Asia/Jakarta", f"{name}@kopi.example")
        async with store.begin() as work:
            await work.people.enrol(actor, division=division, roles=roles)
        return Speaker(bot, actor)

    return join


def table(text: str, name: str = "people.csv") -> File:
    return File(name, "text/csv", text.encode())


TABLE = table(
    "email;division;lead\r\nsari@kopi.example;Design;x\r\nbudi@kopi.example;Design;\r\nnobody@kopi.example;Design;\r\n"
)


async def places(store: Database) -> dict[str, tuple[str | None, bool]]:
    async with store.begin() as work:
        return {one.name: (one.division, Role.LEAD in one.roles) for one in await work.staff.everyone()}


@pytest.fixture
async def hr(speaker: Join) -> Speaker:
    await speaker("sari")
    await speaker("budi", division="Sales")
    return await speaker("ayu", roles=HR)


async def test_hr_uploads_a_table_sees_what_it_would_do_and_then_it_holds(hr: Speaker, store: Database) -> None:
    assert await hr("/rollout people") == (
        "Lentera knows 3 people.\n"
        "1 division\nDivision | People | Leads\nSales | 1 | 0\nIn no division | 2 | 0\n"
        "Divisions and leads come from groups of the chat platform. A table that HR uploads goes before them.\n"
        "(Upload a table) (Download the table)"
    )
    await hr.press("Upload a table")
    assert await hr.fill(table=TABLE) == (
        "This table places 2 people whom Lentera knows. Nothing has changed yet.\n"
        "1 division\nDivision | People | Leads\nDesign | 2 | 1\n"
        "Would change: 2 people\n"
        "Not in the table: 1 person, who is then in no division unless a group says so\n"
        "1 address is nobody's that Lentera knows, and is left out:\nLine 4: nobody@kopi.example\n"
        "(Use this table) (Discard it)"
    )
    assert await places(store) == {"Sari": (None, False), "Budi": ("Sales", False), "Ayu": (None, False)}
    assert await hr.press("Use this table") == "Done: 2 people are now where the table says. Divisions in it: 1."
    assert await places(store) == {"Sari": ("Design", True), "Budi": ("Design", False), "Ayu": (None, False)}
    assert "HR's table places 2 people." in await hr("/rollout people")


async def test_the_same_in_indonesian(speaker: Join, hr: Speaker) -> None:
    del hr
    made = await speaker("dewi", roles=HR, locale="id")
    assert "Lentera mengenal 4 orang." in await made("/rollout people")
    await made.press("Unggah tabel")
    assert await made.fill(table=table("email;divisi;ketua\nsari@kopi.example;Desain;mungkin\nbudi;Desain;\n")) == (
        "Baris 2: isi ketua dengan x, atau kosongkan.\nBaris 3: tidak ada alamat email."
    )
    assert "Tabel ini memuat 2 orang" in await made.fill(table=TABLE)
    assert "Selesai: 2 orang" in await made.press("Pakai tabel ini")


async def test_nothing_is_taken_of_a_table_with_a_mistake(hr: Speaker, store: Database) -> None:
    before = await places(store)
    await hr("/rollout people")
    await hr.press("Upload a table")
    lines = "".join(f"sari@kopi.example;Design{n};\n" for n in range(9))
    assert await hr.fill(table=table(f"email;division;lead\n{lines}")) == (
        "\n".join(f"Line {n}: this address is in line 2 already." for n in range(3, 8)) + "\n… and 3 more"
    )
    assert await hr.fill(table=File("x.csv", "", b"\xff\xfe\xff")) == (
        "Line 1: this is not text in UTF-8. In Excel, save it again as “CSV UTF-8”."
    )
    unknown = await hr.fill(table=table("email,division\nx@y.example,Design\n"))
    assert unknown.startswith("Lentera knows nobody with these addresses.")
    assert await places(store) == before


async def test_what_a_table_holds_is_words_and_nothing_else(hr: Speaker) -> None:
    await hr("/rollout people")
    await hr.press("Upload a table")
    said = await hr.fill(table=table("email,division\nsari@kopi.example,*All* <!channel> [x](https://a.example)\n"))
    assert "*All* <!channel> [x](https://a.example) | 1 | 0" in said


async def test_a_table_that_was_discarded_or_replaced_can_no_longer_be_taken(hr: Speaker, store: Database) -> None:
    before = await places(store)
    await hr("/rollout people")
    await hr.press("Upload a table")
    form = hr.last
    await hr.fill(table=TABLE)
    first = hr.last.content
    hr.last = form
    await hr.fill(table=table("email,division\nsari@kopi.example,Finance\n"))
    second = hr.last.content
    assert "no longer waiting" in await hr.press("Use this table", on=first)
    assert await hr.press("Discard it", on=first) == "The table is discarded. Nothing has changed."
    assert await hr.press("Discard it", on=second) == "The table is discarded. Nothing has changed."
    assert "no longer waiting" in await hr.press("Use this table", on=second)
    assert await places(store) == before


async def test_a_second_delivery_changes_nothing_and_says_the_same(hr: Speaker, store: Database, texts: Texts) -> None:
    await hr("/rollout people")
    await hr.press("Upload a table")
    await hr.fill(table=TABLE)
    shown = hr.last.content
    said = await hr.press("Use this table", id="p1", on=shown)
    after = await places(store)
    assert await hr.press("Use this table", id="p1", on=shown) == said
    assert await places(store) == after
    async with store.begin() as work:
        deeds = await work.audit.page(None, before=None, limit=9)
    assert [(deed.act, dict(deed.details)) for deed in deeds] == [("people_table", {"people": 2, "divisions": 1})]
    # The log can be read, in both languages.
    for locale in texts.locales:
        assert texts.to(locale).has(f"rollout.did_{deeds[0].act}")


async def test_the_table_can_be_taken_along_changed_and_given_back(hr: Speaker, store: Database) -> None:
    await hr("/rollout people")
    await hr.press("Download the table")
    (given,) = [part for part in _parts(hr) if isinstance(part, File)]
    text = given.data.decode("utf-8-sig")
    assert text == (
        "email,division,lead,name\r\nsari@kopi.example,,,Sari\r\n"
        "budi@kopi.example,Sales,,Budi\r\nayu@kopi.example,,,Ayu\r\n"
    )
    await hr("/rollout people")
    await hr.press("Upload a table")
    changed = text.replace("sari@kopi.example,,,", "sari@kopi.example,Sales,x,")
    assert "Would change: 1 person" in await hr.fill(table=table(changed))
    await hr.press("Use this table")
    assert await places(store) == {"Sari": ("Sales", True), "Budi": ("Sales", False), "Ayu": (None, False)}


async def test_a_name_never_becomes_a_formula(speaker: Join, hr: Speaker) -> None:
    await speaker("=cmd()")
    await hr("/rollout people")
    await hr.press("Download the table")
    (given,) = [part for part in _parts(hr) if isinstance(part, File)]
    assert "'=Cmd()" in given.data.decode("utf-8-sig")


async def test_whoever_has_left_is_unknown(hr: Speaker, store: Database) -> None:
    async with store.begin() as work:
        await work.staff.left("local", [("demo", "budi")])
    assert "Lentera knows 2 people." in await hr("/rollout people")
    await hr.press("Upload a table")
    said = await hr.fill(table=TABLE)
    assert "places 1 person" in said
    assert "Line 3: budi@kopi.example" in said


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HR_DRAFTER, Role.HR_APPROVER}))
async def test_nobody_but_hr_gets_to_the_desk(speaker: Join, hr: Speaker, role: Role) -> None:
    somebody = await speaker("eve", roles=frozenset({role}))
    refused = "HR keeps the table of divisions and leads."
    assert refused in await somebody("/rollout people")
    await hr("/rollout people")
    overview = hr.last.content
    await hr.press("Upload a table")
    somebody.last = hr.last
    assert refused in await somebody.fill(table=TABLE)
    await hr.fill(table=TABLE)
    for label, card in (
        ("Use this table", hr.last.content),
        ("Discard it", hr.last.content),
        ("Download the table", overview),
        ("Upload a table", overview),
    ):
        assert refused in await somebody.press(label, on=card)
    assert await hr.press("Use this table") != ""


async def test_other_words_are_refused_with_one_that_works(hr: Speaker) -> None:
    assert "/rollout people" in await hr("/rollout")
    assert "/rollout people" in await hr("/rollout elephants")


def _parts(speaker: Speaker) -> tuple[object, ...]:
    content = speaker.last.content
    assert isinstance(content, Message)
    return content.parts
