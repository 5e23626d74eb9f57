"""What every adapter promises, whatever the platform. A platform's tests import all of it and give a `platform`.

The rule to keep: a promise is told by a person in front of the platform and by the event the bot got; how the adapter
does it is its own affair. See `tests/adapters/test_local.py` for what a platform has to bring.
"""

import logging
from dataclasses import replace
from datetime import date, time

import pytest

from bot.errors import Busy, Unreachable
from bot.events import Command, Event, Press, Said, Submitted
from bot.markup import Markup, literal
from bot.message import (
    UPLOAD_LIMIT,
    Button,
    Buttons,
    Choice,
    Choices,
    Correction,
    Day,
    Facts,
    File,
    Form,
    Link,
    Message,
    Option,
    Part,
    Picture,
    Prose,
    Reply,
    Table,
    Text,
    Time,
    Upload,
)
from tests.adapters.script import Platform, Script, Somebody

# One amber pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6338d12402000374015f0bc1776f0000000049454e44ae426082"
)
CARD = Message(
    "Logged: 2 h design",
    (Buttons((Button("Undo", "track.undo", "7", "danger"), Button("Edit", "track.edit", "7", opens_form=True))),),
)
FORM = Form(
    "Edit entry",
    "track.save",
    "Save entry",
    (
        Prose("What was logged:"),
        Text("note", "Note", "design", limit=200),
        Text("more", "More", required=False, multiline=True),
        Choice("project", "Project", (Option("acme", "#acme"), Option("beta", "#beta")), "acme"),
        Choices("days", "Days", (Option("1", "Monday"), Option("2", "Tuesday")), ("1",)),
        Day("day", "Day", date(2026, 11, 17)),
        Time("start", "Start", time(9, 30), required=False, hint="When it began"),
    ),
    value="7|x",
)
AS_IT_WAS = {
    "note": "design",
    "more": "",
    "project": "acme",
    "days": ("1",),
    "day": "2026-11-17",
    "start": "09:30",
}


@pytest.fixture
def script(platform: Platform) -> Script:
    return platform.script


@pytest.fixture
async def ada(platform: Platform) -> Somebody:
    return await platform.person("ada", "en-GB", "Europe/Berlin")


@pytest.fixture
async def sari(platform: Platform) -> Somebody:
    return await platform.person("sari", "id-ID", "Asia/Jakarta")


def last(script: Script, kind: type[Event]) -> Event:
    assert script.events, "the bot has heard nothing"
    assert isinstance(script.events[-1], kind), script.events[-1]
    return script.events[-1]


def everything(somebody: Somebody) -> str:
    return "\n".join(somebody.reads())


# What comes in.


@pytest.mark.parametrize(
    ("who", "locale", "zone"), [("ada", "en-GB", "Europe/Berlin"), ("sari", "id-ID", "Asia/Jakarta")]
)
async def test_a_command_says_who_gave_it(platform: Platform, script: Script, who: str, locale: str, zone: str) -> None:
    person = await platform.person(who, locale, zone)
    await person.types("/track 2h design")
    event = last(script, Command)
    assert (event.actor.platform, event.actor.id) == (platform.name, person.account)
    assert event.actor.address == person.address
    assert (event.actor.locale or "").partition("-")[0] == locale.partition("-")[0]
    assert event.actor.timezone == zone
    assert who in event.actor.name.lower()


@pytest.mark.parametrize(
    "words",
    [
        "2h design",
        "",
        "2h R&D <review> of \"it\" & 'that' &amp; more",
        "1,5 jam rapat *klien* _pagi_ `kode` #acme @sari",
        "1h 💬 café 設計 https://example.org/a?b=c&d=e",
    ],
)
async def test_what_is_typed_arrives_as_it_was_typed(ada: Somebody, script: Script, words: str) -> None:
    await ada.types(f"/track {words}")
    event = last(script, Command)
    assert isinstance(event, Command)
    assert (event.name, event.args) == ("track", words)


@pytest.mark.parametrize("words", ["2h design", "Good <Morning> & *Welcome*", "💬 설계 & more"])
async def test_a_direct_chat_needs_no_slash(ada: Somebody, script: Script, words: str) -> None:
    await ada.types(words)
    event = last(script, Said)
    assert isinstance(event, Said)
    assert (event.text, event.actor.id) == (words, ada.account)


async def test_in_a_channel_the_bot_hears_only_what_is_meant_for_it(
    platform: Platform, ada: Somebody, script: Script
) -> None:
    await ada.types("good morning everybody", aloud=True)
    assert script.events == []
    await ada.types(f"{platform.mention} what is a Day Off", aloud=True)
    event = last(script, Said)
    assert isinstance(event, Said)
    assert event.text == "what is a Day Off"


async def test_every_delivery_has_an_id_of_its_own(ada: Somebody, script: Script) -> None:
    script.says(CARD, CARD)
    for _ in range(3):
        await ada.types("/track 2h design")
    await ada.types("2h design")
    await ada.types("2h design")
    await ada.presses("Undo")
    await ada.presses("Undo")
    assert len({event.id for event in script.events}) == len(script.events) == 7
    assert all(event.id for event in script.events)


async def test_the_same_delivery_again_is_the_same_event(platform: Platform, ada: Somebody, script: Script) -> None:
    """The bot hears it again under the same id, or not at all where the adapter knows it already."""
    for words in ("/track 2h design", "2h design"):
        await ada.types(words)
        await _again(platform, script)
    script.says(CARD, FORM)
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    await _again(platform, script)
    await ada.fills(note="review")
    await _again(platform, script)
    assert [type(event) for event in script.events] == [Command, Said, Command, Press, Submitted]


async def _again(platform: Platform, script: Script) -> None:
    heard = len(script.events)
    await platform.again()
    assert all(event == script.events[heard - 1] for event in script.events[heard:])
    del script.events[heard:]


async def test_a_press_brings_what_the_button_carried(ada: Somebody, script: Script) -> None:
    value = '{"a":"' + "ü💬&<>" * 200 + '"}'
    script.says(Message("Log it?", (Buttons((Button("Log 2 h", "track.log", value), Button("No", "track.no"))),)))
    await ada.types("/track 2h design")
    await ada.presses("Log 2 h")
    event = last(script, Press)
    assert isinstance(event, Press)
    assert (event.action, event.value, event.actor.id) == ("track.log", value, ada.account)
    await ada.presses("No")
    event = last(script, Press)
    assert isinstance(event, Press)
    assert (event.action, event.value) == ("track.no", "")


async def test_a_form_comes_with_what_is_filled_in_and_goes_as_it_is(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    shown = ada.dialog()
    assert shown is not None
    for words in ("Edit entry", "What was logged:", "Note", "design", "Project", "2026-11-17", "09:30", "Save entry"):
        assert words in shown
    await ada.fills()
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert (event.form, event.value, dict(event.fields)) == ("track.save", "7|x", AS_IT_WAS)


async def test_every_kind_of_field_can_be_changed(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    changed = {
        "note": "R&D <review> *now* 💬",
        "more": "one line\nand another",
        "project": "beta",
        "days": ("1", "2"),
        "day": "2026-11-16",
        "start": "14:05",
    }
    await ada.fills(**changed)
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert dict(event.fields) == changed


async def test_what_need_not_be_filled_in_may_be_left_empty(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    await ada.fills(more="", days=(), start="")
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert (event.fields["more"], event.fields["days"], event.fields["start"]) == ("", (), "")


async def test_what_has_to_be_filled_in_is_not_sent_empty(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    heard = len(script.events)
    await ada.fills(note="")
    assert len(script.events) == heard
    assert ada.dialog() is not None


ASKS = Upload("table", "Table", ("csv", "txt"))
TABLE = Form("Upload a table", "people.upload", "Show it", (Text("note", "Note", "x"), ASKS), "v")
BYTES = (b"email,division\n", b"", b"\xff\xfe\x00<script>\r\n" * 999)


@pytest.mark.parametrize("data", BYTES, ids=["text", "empty", "bytes"])
async def test_a_file_arrives_as_it_is(platform: Platform, ada: Somebody, script: Script, data: bytes) -> None:
    if not platform.takes_files:
        return
    await _open(ada, script, TABLE)
    await ada.fills(note="y", table=File("Jadwal <1> & \U0001f4ac.csv", "text/csv", data))
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert (event.files["table"].name, event.files["table"].data) == ("Jadwal <1> & \U0001f4ac.csv", data)
    assert dict(event.fields) == {"note": "y"}


async def test_a_file_that_is_needed_has_to_be_chosen(platform: Platform, ada: Somebody, script: Script) -> None:
    if not platform.takes_files:
        return
    await _open(ada, script, TABLE)
    heard = len(script.events)
    await ada.fills(note="y")
    assert len(script.events) == heard
    assert ada.dialog() is not None


async def test_a_file_that_need_not_be_chosen_may_be_missing(platform: Platform, ada: Somebody, script: Script) -> None:
    if not platform.takes_files:
        return
    await _open(ada, script, Form("Upload", "people.upload", "Show it", (replace(ASKS, required=False),)))
    await ada.fills()
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert (dict(event.fields), dict(event.files)) == ({}, {})


async def test_a_file_that_is_too_large_is_told_at_its_field(platform: Platform, ada: Somebody, script: Script) -> None:
    if not platform.takes_files:
        return
    await _open(ada, script, TABLE)
    heard = len(script.events)
    await ada.fills(table=File("people.csv", "text/csv", b"x" * (UPLOAD_LIMIT + 1)))
    assert len(script.events) == heard
    assert "too large: at most 2 MB" in (ada.dialog() or "")


async def _open(somebody: Somebody, script: Script, form: Form = FORM) -> None:
    script.says(CARD, form)
    await somebody.types("/track 2h design")
    await somebody.presses("Edit")


# What goes out, as an answer.

PARTS: list[tuple[Part, tuple[str, ...]]] = [
    (Prose("Some *strong*, _gentle_ and `plain` words."), ("Some strong, gentle and plain words.",)),
    (Prose("Small print", quiet=True), ("Small print",)),
    (Prose(Markup("See [the page](https://example.org/a)")), ("See the page",)),
    (Facts((("Today", "*2 h*"), ("Week", "12 h"))), ("Today", "2 h", "Week", "12 h")),
    (
        Table("The week", ("Day", "Hours"), (("Mon", "2:30"), ("Tue", "8:00"))),
        ("The week", "Day", "Mon", "2:30", "8:00"),
    ),
    (Picture(PNG, "One amber dot"), ("One amber dot",)),
    (File("hours.csv", "text/csv", b"day,hours\n"), ("hours.csv",)),
    (Buttons((Button("Undo", "track.undo"), Link("Help", "https://example.org/help"))), ("Undo", "Help")),
]


@pytest.mark.parametrize(("part", "words"), PARTS, ids=lambda value: type(value).__name__)
async def test_every_part_is_shown(ada: Somebody, script: Script, part: Part, words: tuple[str, ...]) -> None:
    script.says(Message("First of all *this*", (part,)))
    await ada.types("/track today")
    shown = everything(ada)
    assert "First of all this" in shown
    for word in words:
        assert word in shown


HOSTILE = [
    "*not bold* _nor_ `this` ~or that~",
    "<@U1> <!channel> &amp; <https://a.example|b>",
    "[x](https://a.example)",
]


@pytest.mark.parametrize("words", [*HOSTILE, "a*b*c 2 * 3 * 4", ":tada: :smile:", "> quoted", "1. one\\*", "&lt;b&gt;"])
async def test_words_of_people_are_only_words(ada: Somebody, script: Script, words: str) -> None:
    safe = literal(words)
    table = Table("Week", ("Note", "Day"), ((safe, "Mon"),))
    script.says(Message(safe, (Prose(safe), Prose(safe, quiet=True), Facts((("Note", safe),)), table)))
    await ada.types("/track today")
    assert everything(ada).count(words) >= 5


async def test_nothing_is_a_fine_answer(ada: Somebody, script: Script) -> None:
    await ada.types("/track 2h design")
    await ada.types("2h design")
    assert len(script.events) == 2
    assert ada.reads() == []


async def test_a_settled_card_is_gone(ada: Somebody, script: Script) -> None:
    script.says(CARD, Reply(Message("Undone: 2 h design"), settles=True))
    await ada.types("/track 2h design")
    await ada.presses("Undo")
    assert "Undone: 2 h design" in everything(ada)
    assert "Logged: 2 h design" not in everything(ada)


async def test_a_card_that_comes_by_itself_is_settled_too(platform: Platform, ada: Somebody, script: Script) -> None:
    await platform.messenger.send(ada.address, CARD)
    script.says(Reply(Message("Undone: 2 h design"), settles=True))
    await ada.presses("Undo")
    assert "Undone: 2 h design" in everything(ada)
    assert "Logged: 2 h design" not in everything(ada)


async def test_a_refusal_leaves_the_card_it_answers(ada: Somebody, script: Script) -> None:
    script.says(CARD, Message("Choose a number first."), Reply(Message("Undone"), settles=True))
    await ada.types("/track 2h design")
    await ada.presses("Undo")
    assert "Choose a number first." in everything(ada)
    assert "Logged: 2 h design" in everything(ada)
    await ada.presses("Undo")
    assert "Logged: 2 h design" not in everything(ada)


async def test_a_correction_keeps_the_form_and_all_that_was_typed(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    script.says(Correction("Write how long it took.", {"note": "Write how long it took."}))
    await ada.fills(note="many words", project="beta")
    shown = ada.dialog()
    assert shown is not None
    assert "Write how long it took." in shown
    assert "many words" in shown
    await ada.fills(note="fewer")
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert (event.fields["note"], event.fields["project"]) == ("fewer", "beta")


async def test_what_is_wrong_as_a_whole_is_said_in_the_form_too(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    script.says(Correction("Something went wrong here. Try again in a minute."))
    await ada.fills(note="review")
    shown = ada.dialog()
    assert shown is not None
    assert "Something went wrong here. Try again in a minute." in shown


async def test_a_sent_form_closes_and_what_came_of_it_is_said_in_the_chat(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    script.says(Reply(Message("Changed to 3 h design"), closes=True))
    await ada.fills(note="3 h design")
    assert ada.dialog() is None
    assert "Changed to 3 h design" in everything(ada)


async def test_a_sent_form_settles_the_card_that_opened_it(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    script.says(Reply(Message("Changed to 3 h design"), settles=True, closes=True))
    await ada.fills(note="3 h design")
    assert "Changed to 3 h design" in everything(ada)
    assert "Logged: 2 h design" not in everything(ada)


async def test_a_form_may_answer_a_form(ada: Somebody, script: Script) -> None:
    await _open(ada, script)
    script.says(Form("Thank you", "track.thanks", "Close the form", (Prose("It has arrived."),)))
    await ada.fills(note="review")
    shown = ada.dialog()
    assert shown is not None
    assert "Thank you" in shown
    assert "It has arrived." in shown
    assert "What was logged:" not in shown


async def test_a_command_may_open_a_form(ada: Somebody, script: Script) -> None:
    script.says(FORM)
    await ada.types("/track settings")
    if ada.dialog() is None:
        # Where a command can only be answered with a message, that message has the way to the form, which is asked for
        # when it opens.
        script.says(FORM)
        await ada.presses(everything(ada).partition("(")[2].partition(")")[0])
    assert "What was logged:" in (ada.dialog() or "")


# What others see.


async def test_what_is_answered_in_private_is_seen_by_one(ada: Somebody, sari: Somebody, script: Script) -> None:
    script.says(Message("Logged: 2 h design"))
    await ada.types("/track 2h design", aloud=True)
    assert "Logged: 2 h design" in "\n".join([*ada.reads(aloud=True), *ada.reads()])
    # Where nothing can be said to one person only, the others may read that there was an answer, and no more.
    assert not any(word in line for line in sari.reads(aloud=True) for word in ("Logged", "2 h", "design"))
    assert sari.reads() == []


async def test_what_is_answered_aloud_is_seen_by_all(ada: Somebody, sari: Somebody, script: Script) -> None:
    script.says(Reply(Message("The office is closed on Friday."), private=False))
    await ada.types("/track off", aloud=True)
    for person in (ada, sari):
        assert "The office is closed on Friday." in "\n".join(person.reads(aloud=True))


async def test_two_people_have_two_chats(ada: Somebody, sari: Somebody, script: Script) -> None:
    script.says(Message("For Ada"), Message("Untuk Sari"))
    await ada.types("/track today")
    await sari.types("/track hari ini")
    assert "For Ada" in everything(ada)
    assert "Untuk Sari" not in everything(ada)
    assert "For Ada" not in everything(sari)


# What is long.


async def test_long_words_are_said_to_the_end(ada: Somebody, script: Script) -> None:
    lines = [f"Line {n} of a very long story about a very long day." for n in range(400)]
    script.says(Message("A story", (Prose("\n".join(lines[:200])), *(Prose(line) for line in lines[200:]))))
    await ada.types("/track help")
    shown = everything(ada)
    assert all(line in shown for line in lines)


async def test_a_long_table_is_shown_to_the_end(platform: Platform, ada: Somebody) -> None:
    rows = tuple((f"Day {n}", f"{n}:30", f"Note {n} " + "x" * 60) for n in range(250))
    await platform.messenger.send(ada.address, Message("Your year", (Table("Days", ("Day", "Hours", "Note"), rows),)))
    shown = everything(ada)
    assert all(row[2] in shown for row in rows)


async def test_many_buttons_all_work(ada: Somebody, script: Script) -> None:
    many = Buttons(tuple(Button(f"Entry {n}", "track.edit", str(n)) for n in range(60)))
    script.says(Message("Which one?", (many,)))
    await ada.types("/track edit")
    await ada.presses("Entry 59")
    event = last(script, Press)
    assert isinstance(event, Press)
    assert event.value == "59"


async def test_a_large_form_opens_and_is_sent(ada: Somebody, script: Script) -> None:
    options = tuple(
        Option(f"zone/{n}", f"A zone whose name is as long as names get {n} " + "x" * 60) for n in range(90)
    )
    parts = (
        Prose("Read this first. " * 300),
        Choice("zone", "Zone " * 20, options, "zone/3"),
        Text("note", "Note", "x"),
    )
    await _open(ada, script, Form("Settings", "track.settings", "Save", parts))
    await ada.fills(zone="zone/77")
    event = last(script, Submitted)
    assert isinstance(event, Submitted)
    assert (event.form, event.fields["zone"], event.fields["note"]) == ("track.settings", "zone/77", "x")


# What the bot says on its own.


async def test_a_message_arrives_with_all_its_parts_and_its_buttons_work(
    platform: Platform, ada: Somebody, script: Script
) -> None:
    everything_at_once = Message("Good evening", tuple(part for part, _ in PARTS))
    await platform.messenger.send(ada.address, everything_at_once)
    shown = everything(ada)
    for _, words in PARTS:
        assert all(word in shown for word in words)
    await ada.presses("Undo")
    event = last(script, Press)
    assert isinstance(event, Press)
    assert (event.action, event.actor.id) == ("track.undo", ada.account)


async def test_where_a_person_was_met_they_are_written_to(platform: Platform, ada: Somebody, script: Script) -> None:
    await ada.types("/track 2h design", aloud=True)
    await platform.messenger.send(script.events[-1].actor.address, Message("Only for you"))
    assert "Only for you" in everything(ada)
    assert ada.reads(aloud=True) == []


async def test_somebody_who_is_gone_is_unreachable_with_the_platforms_own_word(
    platform: Platform, ada: Somebody
) -> None:
    await platform.trouble("gone", ada)
    with pytest.raises(Unreachable) as unreachable:
        await platform.messenger.send(ada.address, Message("Hello"))
    assert unreachable.value.reason.replace("_", "").isalnum()


async def test_a_platform_that_wants_a_pause_says_how_long(platform: Platform, ada: Somebody) -> None:
    await platform.trouble("busy", ada)
    with pytest.raises(Busy) as busy:
        await platform.messenger.send(ada.address, Message("Hello"))
    assert 0 < busy.value.retry_after < 3600
    assert everything(ada) == ""


async def test_what_may_have_arrived_is_not_said_to_have_failed(platform: Platform, ada: Somebody) -> None:
    if "lost" not in platform.troubles:
        return
    await platform.trouble("lost", ada)
    with pytest.raises(TimeoutError):
        await platform.messenger.send(ada.address, Message("Hello"))


# What nobody keeps.


async def test_nothing_that_people_write_is_logged(
    platform: Platform, ada: Somebody, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script.says(CARD, FORM, Correction("Not so.", {"note": "Not so."}))
    await ada.types("/track 2h zebra-one")
    await ada.presses("Edit")
    await ada.fills(note="zebra-two")
    await ada.types("zebra-three")
    await ada.types(f"{platform.mention} zebra-four", aloud=True)
    await platform.messenger.send(ada.address, Message("zebra-five"))
    assert len(script.events) == 5
    assert "zebra" not in caplog.text
