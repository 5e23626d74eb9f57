"""Where answers go, what comes back forged, and what is late: each told by a person in front of Teams."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from adapters.teams.offers import KEY, Offers
from bot.events import Arrived, Command, Event, Press, Said, Submitted
from bot.message import (
    Button,
    Buttons,
    Choice,
    Choices,
    Correction,
    File,
    Form,
    Message,
    Option,
    Picture,
    Prose,
    Reply,
    Text,
    Upload,
)
from bot.staff.roster import Roster
from bot.texts import Texts
from storage.store import Database
from tests.adapters.contract import CARD, FORM, PNG
from tests.adapters.script import Script
from tests.conftest import Moving
from tests.pretend.teams import payloads, reading
from tests.pretend.teams.person import Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.speaker import TeamsSpeaker
from tests.teams.house import House, house


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def adapter(teams: PretendTeams, texts: Texts, script: Script) -> AsyncIterator[House]:
    async with house(teams, texts, script.handle) as made:
        yield made


@pytest.fixture
def ada(teams: PretendTeams, adapter: House) -> Person:
    del adapter
    return teams.user("ada", locale="en-GB", tz="Europe/Berlin")


@pytest.fixture
def sari(teams: PretendTeams, adapter: House) -> Person:
    del adapter
    return teams.user("sari", locale="id-ID", tz="Asia/Jakarta")


# What is typed.


@pytest.mark.parametrize(
    "words", ["/track 2h design", "track 2h design", "Track  2h design", "@Lentera track 2h design"]
)
async def test_a_command_needs_no_slash(ada: Person, script: Script, words: str) -> None:
    await ada.types(words)
    (event,) = script.events
    assert isinstance(event, Command)
    assert (event.name, event.args) == ("track", "2h design")


async def test_in_a_group_chat_and_in_a_channel_it_is_mentioned(
    teams: PretendTeams, ada: Person, sari: Person, script: Script
) -> None:
    for where in (teams.group("lunch", ada, sari), teams.channel("general", ada, sari)):
        await ada.types("@Lentera track 2h design", where)
        event = script.events[-1]
        assert isinstance(event, Command)
        assert event.args == "2h design"
    assert len({event.id for event in script.events}) == 2


async def test_other_mentions_are_names(teams: PretendTeams, ada: Person, script: Script) -> None:
    said = teams.tenant.say(ada.chat, ada.user.id, "")
    told = payloads.said(teams.tenant, teams.service, ada.user, said)
    mention = {"type": "mention", "text": "<at>Sari W</at>", "mentioned": {"id": "29:x", "name": "Sari W"}}
    await ada.tells(told | {"text": "track 2h with <at>Sari W</at>\xa0and <at>nobody</at>", "entities": [mention]})
    (event,) = script.events
    assert isinstance(event, Command)
    assert event.args == "2h with @Sari W and <at>nobody</at>"


async def test_what_nobody_said_is_not_heard(teams: PretendTeams, ada: Person, script: Script) -> None:
    await ada.types("track 2h")
    said = next(one for one in teams.tenant.messages.values() if one.author == ada.user.id)
    await ada.edits(said, "track 8h")
    await ada.tells(payloads.reacted(teams.tenant, teams.service, ada.user, said))
    bot = payloads.said(teams.tenant, teams.service, ada.user, said)
    await ada.tells(bot | {"from": {"id": "28:another-bot", "name": "Bot"}})
    await ada.tells(bot | {"type": "typing"})
    assert len(script.events) == 1
    assert not teams.complaints


async def test_a_delivery_that_comes_again_is_answered_once(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(Message("Logged: 2 h"), Message("Logged: 2 h"))
    await ada.types("track 2h")
    assert (await teams.again()).status == 200
    assert ada.sees() == ["Logged: 2 h"]
    assert script.events[0] == script.events[1]


async def test_an_unknown_invoke_is_answered_as_the_protocol_asks(teams: PretendTeams, ada: Person) -> None:
    told = payloads.invoked(teams.tenant, teams.service, ada.user, ada.chat, "tab/fetch", {})
    assert (await teams.line.deliver(told)).status == 501


# Who.


async def test_the_roster_says_name_and_mail_once(teams: PretendTeams, ada: Person, script: Script) -> None:
    for _ in range(3):
        await ada.types("track 2h")
    assert {event.actor.email for event in script.events} == {"ada@example.com"}
    assert len(teams.calls("member")) == 1


async def test_nobody_waits_for_a_roster_that_does_not_answer(teams: PretendTeams, ada: Person, script: Script) -> None:
    teams.fails("member", status=500)
    await ada.types("track 2h")
    (event,) = script.events
    assert (event.actor.name, event.actor.email) == ("Ada", None)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ({"role": "guest", "tenant": "elsewhere"}, "not switched on for guest accounts"),
        ({"role": "guest"}, "not switched on for guest accounts"),
        ({"role": "anonymous"}, "not switched on for guest accounts"),
    ],
)
async def test_guests_are_told_so(
    teams: PretendTeams, adapter: House, script: Script, who: dict[str, str], words: str
) -> None:
    guest = teams.user("guest", **who)
    assert words in await guest.types("track 2h")
    assert script.events == []
    del adapter


async def test_people_of_other_tenants_are_told_so_and_nothing_is_asked_about_them(
    teams: PretendTeams, ada: Person, script: Script
) -> None:
    said = teams.tenant.say(ada.chat, ada.user.id, "track 2h")
    told = payloads.said(teams.tenant, teams.service, ada.user, said)
    told["channelData"] = {"tenant": {"id": "00000000-0000-0000-0000-000000000000"}}
    assert "people of this organisation only" in await ada.tells(told)
    told["channelData"], told["from"] = {"tenant": {"id": teams.tenant.id}}, {"id": "29:anonymous"}
    assert "people of this organisation only" in await ada.tells(told)
    assert script.events == []
    assert teams.calls("member") == []


async def test_everybody_is_welcomed_once_though_teams_tells_it_twice(
    teams: PretendTeams, ada: Person, script: Script
) -> None:
    script.says(Message("Welcome"))
    assert await ada.installs() == "Welcome"
    assert [type(event) for event in script.events] == [Arrived]
    await ada.installs(added=False)
    assert len(script.events) == 1
    assert not teams.complaints


async def test_where_greetings_are_off_an_installation_is_noted_and_nothing_is_said(
    teams: PretendTeams, texts: Texts, store: Database, clock: Moving
) -> None:
    script = Script()
    async with house(teams, texts, script.handle, greets=False) as made:
        made.adapter.came = Roster(store, clock, {}).came
        ada = teams.user("ada", email="ada@example.org")
        await ada.installs()
        assert (ada.sees(), script.events) == ([], [])
        async with store.begin() as work:
            (known,) = await work.staff.everyone()
            # Whoever has not come by themselves is asked nothing; a rollout reaches them.
            assert await work.prompts.missing("hours", 9) == []
            await work.outbox.owe(known.id, "note", "", not_before=clock.now())
            (owed,) = await work.outbox.claim(clock.now(), limit=9, lease=60)
        assert known.email == "ada@example.org"
        await made.messenger.send(owed.address, Message("The announcement"))
        async with store.begin() as work:
            await work.people.meet(TeamsSpeaker(ada).actor)
            assert [one.name for one in await work.prompts.missing("hours", 9)] == ["Ada"]
        assert ada.sees() == ["The announcement"]
        assert teams.calls("open") == []


async def test_a_team_that_adds_it_is_not_greeted(
    teams: PretendTeams, ada: Person, sari: Person, script: Script
) -> None:
    general = teams.channel("general", ada, sari)
    await teams.adds(general, ada)
    await teams.tells(payloads.members(teams.tenant, teams.service, sari.user, general, added=True))
    assert script.events == []
    assert teams.calls("send") == []


# In a channel.


async def test_in_a_channel_one_is_told_where_the_answer_is_and_once_that_nobody_else_reads_it(
    teams: PretendTeams, ada: Person, sari: Person, script: Script
) -> None:
    general = teams.channel("general", ada, sari)
    script.says(Message("Logged: 2 h zebra"), Message("Logged: 3 h zebra"))
    await ada.types("@Lentera track 2h zebra", general)
    await ada.types("@Lentera track 3h zebra", general)
    assert sari.sees(general) == [
        "Answered in our chat.\nYou can write to me there: only you and I are in that chat.",
        "Answered in our chat.",
    ]
    assert ada.sees() == ["Logged: 2 h zebra", "Logged: 3 h zebra"]
    assert "zebra" not in json.dumps(
        [entry.args for entry in teams.calls("send") if entry.args["conversation"] == general.id]
    )
    assert len(teams.calls("open")) == 1


async def test_where_there_is_no_chat_yet_the_channel_says_how_to_get_one(
    teams: PretendTeams, ada: Person, script: Script
) -> None:
    ada.user.installed = False
    general = teams.channel("general", ada)
    script.says(Message("Logged: 2 h zebra"))
    said = await ada.types("@Lentera track 2h zebra", general)
    assert said == (
        "The answer is for you alone, and there is no chat between us yet. "
        "Add Lentera under Apps, then ask again there."
    )
    (event,) = script.events
    assert event.actor.address.endswith("|")


async def test_a_press_on_a_shared_card_answers_in_ones_own_chat(
    teams: PretendTeams, ada: Person, sari: Person, script: Script
) -> None:
    general = teams.channel("general", ada, sari)
    script.says(Reply(CARD, private=False), Reply(Message("Only Sari may know"), settles=True))
    await ada.types("@Lentera track 2h", general)
    await sari.presses("Undo", teams.people["sari"].messages()[-1])
    assert "Only Sari may know" in sari.sees()[-1]
    assert not any("Only Sari" in line for line in ada.sees(general))
    assert "Logged: 2 h design" in ada.sees(general)[0]


# What comes back from a client.


def forged(teams: PretendTeams, ada: Person, data: object) -> object:
    card = ada.messages()[-1]
    return payloads.submitted(teams.tenant, teams.service, ada.user, card, data)  # type: ignore[arg-type] # forged


STALE = "This button cannot be used any more. Type track help for what Lentera can do."
FORGED: dict[str, Callable[[], object]] = {
    "nothing": dict,
    "no offer": lambda: {"action": "track.undo"},
    "unsigned": lambda: {KEY: {"a": "track.undo", "v": "7"}},
    "a wrong signature": lambda: {KEY: {"a": "track.undo", "v": "7", "s": "AAAA"}},
    "not ascii": lambda: {KEY: {"a": "track.undo", "v": "7", "s": "ü"}},
    "signed by somebody else": lambda: Offers("somebody else's secret").button("track.undo", "7"),
    "a form": lambda: Offers("a secret that signs buttons").form({"form": []}),
    "numbers": lambda: {KEY: {"a": 1, "v": 2, "s": 3}},
    "a list": lambda: {KEY: [1]},
    "a form that is none": lambda: {KEY: {"f": "AAAA", "s": "AAAA"}},
}


@pytest.mark.parametrize("what", FORGED)
async def test_what_was_never_offered_is_not_done(teams: PretendTeams, ada: Person, script: Script, what: str) -> None:
    script.says(CARD)
    await ada.types("track 2h")
    assert await ada.tells(forged(teams, ada, FORGED[what]())) == STALE  # type: ignore[arg-type] # forged
    told = payloads.fetched(teams.tenant, teams.service, ada.user, ada.messages()[0], FORGED[what]())  # type: ignore[arg-type] # forged
    answered = await teams.line.deliver(told)
    assert answered.told == {"task": {"type": "message", "value": STALE}}
    assert len(script.events) == 1


@pytest.mark.parametrize("part", ["a", "v"])
async def test_what_was_offered_and_then_changed_is_not_done(
    teams: PretendTeams, ada: Person, script: Script, part: str
) -> None:
    script.says(CARD)
    await ada.types("track 2h")
    data = Offers("a secret that signs buttons").button("track.undo", "7")
    data[KEY][part] = "9999-12-31"
    assert await ada.tells(forged(teams, ada, data)) == STALE  # type: ignore[arg-type] # forged
    assert len(script.events) == 1


async def test_a_form_takes_only_what_it_offered(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(CARD, FORM)
    await ada.types("track 2h")
    await ada.presses("Edit")
    dialog = ada.dialog()
    assert dialog is not None
    more = {"f:project": "nobody", "f:days": "1,9,2", "f:extra": "x", "f:note": ["a"], "f:day": 5, "msteams": "x"}
    told = payloads.sent(teams.tenant, teams.service, ada.user, dialog, dialog.card["actions"][0]["data"] | more)
    await teams.line.deliver(told)
    event = script.events[-1]
    assert isinstance(event, Submitted)
    assert dict(event.fields) == {"note": "", "more": "", "project": "", "days": ("1", "2"), "day": "", "start": ""}


async def test_options_with_commas_in_them_are_told_apart(ada: Person, script: Script) -> None:
    options = (Option("a,b", "A and B"), Option("a", "A"), Option("", "None"))
    script.says(
        CARD,
        Form("Pick", "x.pick", "Save", (Choices("what", "What", options, ("a,b",)), Choice("one", "One", options))),
    )
    await ada.types("track 2h")
    await ada.presses("Edit")
    await ada.submits({"what": ["0", "2"], "one": "1"})
    event = script.events[-1]
    assert isinstance(event, Submitted)
    assert dict(event.fields) == {"what": ("a,b", ""), "one": "a"}


async def test_where_a_file_is_asked_for_its_text_is_pasted(teams: PretendTeams, ada: Person, script: Script) -> None:
    form = Form("Table", "people.upload", "Show it", (Upload("table", "Table", ("csv",)),), "v")
    script.says(CARD, form, Correction("Not so.", {"table": "Line 2 has no address."}))
    await ada.types("track 2h")
    await ada.presses("Edit")
    dialog = ada.dialog()
    assert dialog is not None
    assert "Open the file, copy all of it, and paste it above." in reading.hints(dialog)[0]
    await ada.submits({"table": "email,division\nada@example.com"})
    event = script.events[-1]
    assert isinstance(event, Submitted)
    assert event.files == {"table": File("table.csv", "text/plain", b"email,division\nada@example.com")}
    assert event.fields == {}
    dialog = ada.dialog()
    assert dialog is not None
    assert dialog.card["body"][0]["value"] == "email,division\nada@example.com"
    assert reading.wrong(dialog) == ["Line 2 has no address."]
    assert not teams.complaints


async def test_an_action_execute_is_answered_with_the_card(ada: Person, script: Script) -> None:
    script.says(CARD, Reply(Message("Undone"), settles=True))
    await ada.types("track 2h")
    told = await ada.executes("Undo")
    assert (told["statusCode"], told["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert list(reading.body(told["value"]["body"])) == ["Undone"]
    assert ada.sees() == ["Undone"]
    assert isinstance(script.events[-1], Press)


async def test_a_button_inside_a_dialog_works(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(CARD, Message("Look", (Buttons((Button("Go on", "x.go", "1"),)),)), Message("Gone on"))
    await ada.types("track 2h")
    assert "Look" in await ada.presses("Edit")
    assert "Gone on" in await ada.presses("Go on")
    event = script.events[-1]
    assert isinstance(event, Press)
    assert (event.action, event.value) == ("x.go", "1")
    assert not teams.complaints


# The message extension.


async def test_time_is_logged_from_wherever_one_writes(teams: PretendTeams, ada: Person, script: Script) -> None:
    general = teams.channel("general", ada)
    assert "Log time" in await ada.extends(general)
    script.says(Message("Logged: 2 h design", (Buttons((Button("Undo", "track.undo", "7"),)),)))
    await ada.submits({"line": "2h design"})
    event = script.events[-1]
    assert isinstance(event, Command)
    assert (event.name, event.args) == ("track", "2h design")
    dialog = ada.dialog()
    assert dialog is not None
    assert dialog.words == "Logged: 2 h design"
    assert ada.sees() == ["Logged: 2 h design\n(Undo)"]
    assert ada.sees(general) == []
    assert not teams.complaints


# Files.


async def test_a_file_goes_where_the_person_says_yes(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(Message("Here", (File("hours.csv", "text/csv", b"day,hours\n"),)))
    await ada.types("track export")
    await ada.consents("hours.csv")
    assert teams.server.uploads == {"hours.csv": b"day,hours\n"}
    (info,) = ada.messages()[-1].activity["attachments"]
    assert info["contentType"] == "application/vnd.microsoft.teams.card.file.info"
    assert info["contentUrl"].endswith("/hours.csv")
    # Once taken it is gone from memory.
    assert len(ada.messages()) == 2


async def test_a_file_that_nobody_wants_goes_nowhere(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(Message("Here", (File("hours.csv", "text/csv", b"x"),)))
    await ada.types("track export")
    assert await ada.consents("hours.csv", accepted=False) == "Not saved."
    assert teams.server.uploads == {}


@pytest.mark.parametrize(
    "url", ["http://evil.example/x", "https://evil.example/x", "https://x@a.sharepoint.com/", "file:///etc"]
)
async def test_a_file_is_handed_to_nobody_but_sharepoint(
    teams: PretendTeams, ada: Person, script: Script, url: str
) -> None:
    script.says(Message("Here", (File("hours.csv", "text/csv", b"x"),)))
    await ada.types("track export")
    assert await ada.consents("hours.csv", url=url) == (
        "The file did not get into your OneDrive. Ask for it again in a minute."
    )
    assert teams.server.uploads == {}


async def test_a_file_that_waits_no_more_is_asked_for_again(
    teams: PretendTeams, ada: Person, adapter: House, script: Script
) -> None:
    script.says(Message("Here", (File("hours.csv", "text/csv", b"x"),)))
    await ada.types("track export")
    adapter.reach.poster.files._waiting.clear()
    assert await ada.consents("hours.csv") == "That file is not waiting any more. Ask for it again."
    assert teams.server.uploads == {}


# Late, and broken.


async def test_what_takes_long_is_said_in_the_chat(teams: PretendTeams, texts: Texts) -> None:
    gate = asyncio.Event()

    async def slow(event: Event) -> Reply:
        if isinstance(event, Submitted | Said):
            await gate.wait()
            return Reply(Message("There you are"))
        return Reply(FORM if isinstance(event, Press) else CARD)

    async with house(teams, texts, slow) as made:
        made.adapter.nod = 0.05
        teams.idle = None
        ada = teams.user("ada")
        said = asyncio.create_task(ada.types("hello"))
        # Teams has its answer long before the person has theirs.
        async with asyncio.timeout(30):
            while not teams.line.delivered:  # noqa: ASYNC110 - the line sets no event
                await asyncio.sleep(0.02)
        assert teams.line.delivered[-1][1].status == 200
        assert not said.done()
        gate.set()
        assert await said == "There you are"
        gate.clear()
        await ada.types("track 2h")
        await ada.presses("Edit")
        shown = await ada.submits({"note": "x"})
        assert "you will find the result in your chat" in shown
        gate.set()
        await made.adapter.idle()
        assert ada.sees()[-1] == "There you are"
    assert not teams.complaints


async def test_a_bug_of_ours_is_told_where_the_person_is(
    teams: PretendTeams, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(event: Event) -> Reply:
        raise RuntimeError(f"zebra {event}")

    async with house(teams, texts, broken):
        ada = teams.user("ada")
        said = await ada.types("track 2h zebra")
        assert "Something broke on our side" in said
        assert "Log time" in await ada.extends()
        assert "Something broke on our side" in await ada.submits({"line": "2h zebra"})
    assert "zebra" not in caplog.text
    assert not teams.complaints


async def test_what_teams_does_not_like_arrives_as_its_text(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(Message("Your week: 12 h", (Prose("More"), Picture(PNG, "A bar"))))
    fault = teams.fails("send", "BadSyntax", status=400, times=2, when=lambda call: "attachments" in call)
    await ada.types("track week")
    assert fault.times == 0
    assert ada.sees() == ["Your week: 12 h"]


async def test_without_its_picture_a_message_may_still_arrive(teams: PretendTeams, ada: Person, script: Script) -> None:
    script.says(Message("Your week: 12 h", (Picture(PNG, "A bar"),)))
    teams.fails("send", "MessageSizeTooBig", status=413, when=lambda call: "data:image" in json.dumps(call))
    await ada.types("track week")
    assert ada.sees() == ["Your week: 12 h\nA bar"]


async def test_a_card_that_was_deleted_is_answered_with_a_new_one(
    teams: PretendTeams, ada: Person, script: Script
) -> None:
    script.says(CARD, Reply(Message("Undone"), settles=True))
    await ada.types("track 2h")
    teams.fails("change", "ActivityNotFoundInConversation", status=404)
    await ada.presses("Undo")
    assert ada.sees()[-1] == "Undone"


async def test_a_form_that_says_nothing_back_closes(ada: Person, script: Script) -> None:
    script.says(CARD, Form("Edit", "x.save", "Save", (Text("note", "Note", "x"),)))
    await ada.types("track 2h")
    await ada.presses("Edit")
    await ada.submits()
    assert ada.dialog() is None


async def test_what_a_discreet_form_leads_to_is_never_said_in_the_chat(teams: PretendTeams, texts: Texts) -> None:
    gate = asyncio.Event()

    async def slow(event: Event) -> Reply:
        if isinstance(event, Submitted):
            await gate.wait()
            return Reply(Form("Your answer is in", "x", "Close", (Prose("It lies sealed."),)))
        return Reply(replace(FORM, discreet=True) if isinstance(event, Press) else CARD)

    async with house(teams, texts, slow) as made:
        made.adapter.nod = 0.05
        teams.idle = None
        ada = teams.user("ada")
        await ada.types("track 2h")
        await ada.presses("Edit")
        before = ada.sees()
        assert "Nothing of it comes into the chat" in await ada.submits({"note": "x"})
        gate.set()
        await made.adapter.idle()
        assert ada.sees() == before
    assert not teams.complaints
