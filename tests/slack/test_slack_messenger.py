import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from adapters.slack.api import Api, session
from adapters.slack.errors import BUSY, SHAPE, UNREACHABLE, Declined
from adapters.slack.lanes import Lanes
from adapters.slack.messenger import SlackMessenger
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Only
from bot.errors import Busy, Unreachable
from bot.message import Button, Buttons, File, Message, Picture, Prose, Table
from tests.adapters.contract import PNG
from tests.pretend.slack import reading
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack

HELLO = Message("Hello")


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    async with PretendSlack(speed=20) as slack:
        slack.patience = 0.3
        yield slack


def process(slack: PretendSlack, web: object) -> SlackMessenger:
    """The way out, as another process would have it: nothing shared but Slack."""
    lanes = Lanes(slack.clock.now, slack.clock.sleep)
    return SlackMessenger(Only(slack.bot_token, web, lanes, base=slack.api), Poster())  # type: ignore[arg-type]


@pytest.fixture
async def messenger(slack: PretendSlack) -> AsyncIterator[SlackMessenger]:
    async with session() as web:
        yield process(slack, web)


@pytest.fixture
def ada(slack: PretendSlack) -> Person:
    return slack.user("ada")


def address(slack: PretendSlack, person: Person) -> str:
    return f"{slack.workspace.id}:{person.user.id}"


def read(slack: PretendSlack) -> list[str]:
    return [reading.message(one) for one in slack.workspace.messages.values()]


async def test_a_message_needs_no_chat_to_be_opened(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    await messenger.send(address(slack, ada), HELLO)
    assert read(slack) == ["Hello"]
    assert [entry.method for entry in slack.log] == ["auth.test", "chat.postMessage"]


@pytest.mark.parametrize("word", sorted(UNREACHABLE))
async def test_who_cannot_be_reached_is_said_in_slacks_own_word(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person, word: str
) -> None:
    slack.fails("chat.postMessage", word)
    with pytest.raises(Unreachable) as unreachable:
        await messenger.send(address(slack, ada), HELLO)
    assert unreachable.value.reason == word


@pytest.mark.parametrize("word", sorted(BUSY))
async def test_when_slack_is_in_trouble_it_is_tried_again_later(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person, word: str
) -> None:
    slack.fails("chat.postMessage", word)
    with pytest.raises(Busy) as busy:
        await messenger.send(address(slack, ada), HELLO)
    assert 0 < busy.value.retry_after <= 120


async def test_a_word_that_nobody_knows_is_a_bug(slack: PretendSlack, messenger: SlackMessenger, ada: Person) -> None:
    slack.fails("chat.postMessage", "purple_monkeys")
    with pytest.raises(Declined, match="purple_monkeys"):
        await messenger.send(address(slack, ada), HELLO)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_is_a_pause(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person, status: int
) -> None:
    slack.fails("chat.postMessage", status=status)
    with pytest.raises(Busy):
        await messenger.send(address(slack, ada), HELLO)


async def test_a_line_that_breaks_is_not_tried_again(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    slack.fails("chat.postMessage", drop=True, done=True)
    with pytest.raises(TimeoutError):
        await messenger.send(address(slack, ada), HELLO)
    assert read(slack) == ["Hello"]


async def test_nobody_there_is_a_pause(slack: PretendSlack, messenger: SlackMessenger, ada: Person) -> None:
    await messenger.send(address(slack, ada), HELLO)
    await slack.stop()
    slack.clock.advance(5)
    with pytest.raises((Busy, TimeoutError)):
        await messenger.send(address(slack, ada), HELLO)


@pytest.mark.parametrize("wrong", ["", "T0OTHER:U1", "T0OTHER", ":U1"])
async def test_an_address_of_another_workspace_leads_nowhere(messenger: SlackMessenger, wrong: str) -> None:
    with pytest.raises(Unreachable, match="not_installed"):
        await messenger.send(wrong, HELLO)


async def test_the_token_that_slack_does_not_take_is_a_pause_and_is_told(
    slack: PretendSlack, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with session() as web:
        wrong = SlackMessenger(Only("xoxb-wrong", web, Lanes(), base=slack.api), Poster())
        for _ in range(2):
            with pytest.raises(Busy):
                await wrong.send(address(slack, ada), HELLO)
    assert "Slack does not take the token: invalid_auth" in caplog.text
    assert len(slack.calls("auth.test")) == 1


# What is shown arrives, in one way or another.


@pytest.mark.parametrize("word", sorted(SHAPE))
async def test_what_slack_does_not_like_arrives_as_its_text(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person, word: str
) -> None:
    slack.fails("chat.postMessage", word, when=lambda call: bool(call.get("blocks")), times=9)
    card = Message("Your week: 12 h", (Prose("More"), Buttons((Button("Go", "x.go"),))))
    await messenger.send(address(slack, ada), card)
    assert read(slack) == ["Your week: 12 h"]


async def test_a_table_that_slack_does_not_like_is_told_in_columns(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    slack.fails("chat.postMessage", "invalid_blocks", when=lambda call: '"table"' in json.dumps(call["blocks"]))
    await messenger.send(address(slack, ada), Message("Week", (Table("", ("Day", "h"), (("Mon", "2:30"),)),)))
    assert read(slack) == ["Week\nDay     h\nMon  2:30"]


async def test_a_picture_that_slack_has_not_looked_at_yet_is_waited_for(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    slack.fails("chat.postMessage", "invalid_blocks", times=1)
    await messenger.send(address(slack, ada), Message("Week", (Picture(PNG, "Two bars"),)))
    assert read(slack) == ["Week\n<Two bars>"]
    assert len(slack.calls("files.getUploadURLExternal")) == 1


async def test_a_picture_that_cannot_be_uploaded_is_told_in_words(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    slack.fails("upload", status=500)
    await messenger.send(address(slack, ada), Message("Week", (Picture(PNG, "Two bars"),)))
    assert read(slack) == ["Week\nTwo bars"]


async def test_no_picture_has_an_address_that_others_could_open(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    await messenger.send(address(slack, ada), Message("Week", (Picture(PNG, "Two bars"),)))
    (call,) = slack.calls("chat.postMessage")
    said = json.dumps(call.args)
    assert "slack_file" in said
    assert "image_url" not in said
    assert "files.sharedPublicURL" not in {entry.method for entry in slack.log}
    assert [file.shared for file in slack.workspace.files.values()] == [[]]


async def test_files_come_into_the_persons_chat_together(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    files = (File("a.csv", "text/csv", b"1,2"), File("b.json", "application/json", b"{}"))
    await messenger.send(address(slack, ada), Message("Yours", files))
    assert len(slack.calls("files.completeUploadExternal")) == 1
    assert {file.name for file in slack.workspace.files.values() if file.shared} == {"a.csv", "b.json"}


async def test_the_beginning_of_a_long_message_is_not_said_twice(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    long = Message("A story", tuple(Prose(f"Paragraph {n} " + "x" * 900) for n in range(30)))
    slack.fails("chat.postMessage", "internal_error", when=lambda call: "Paragraph 12 " in json.dumps(call["blocks"]))
    await messenger.send(address(slack, ada), long)
    said = "\n".join(read(slack))
    assert said.count("Paragraph 0 ") == 1
    assert "Paragraph 12 " not in said


# Limits.


async def test_a_pause_holds_for_everything_in_the_lane(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    slack.fails("chat.postMessage", retry_after=30)
    for _ in range(3):
        with pytest.raises(Busy) as busy:
            await messenger.send(address(slack, ada), HELLO)
        assert 0 < busy.value.retry_after <= 30
    assert len(slack.calls("chat.postMessage")) == 1
    await messenger.send(address(slack, slack.user("sari")), HELLO)
    slack.clock.advance(31)
    await messenger.send(address(slack, ada), HELLO)


async def test_two_processes_obey_every_pause(slack: PretendSlack) -> None:
    """With nothing between them but Slack: each is told to wait, and neither calls again before its time."""
    people = [slack.user(f"person{n}") for n in range(6)]
    async with session() as one, session() as other:
        workers = [process(slack, one), process(slack, other)]

        async def deliver(worker: SlackMessenger, person: Person, n: int) -> None:
            while True:
                try:
                    await worker.send(address(slack, person), Message(f"{n}"))
                except Busy as busy:
                    await slack.clock.sleep(busy.retry_after)
                else:
                    return

        await asyncio.gather(*(deliver(worker, person, n) for worker in workers for person in people for n in range(3)))
    assert len(read(slack)) == 2 * 6 * 3
    assert slack.limits is not None
    # A lane of one process does not know what the other was told, but each asks once at most for each wait.
    assert sum(slack.limits.disobeyed.values()) <= sum(slack.limits.refused.values()) // 2


async def test_one_process_never_calls_before_its_time(
    slack: PretendSlack, messenger: SlackMessenger, ada: Person
) -> None:
    for n in range(8):
        await messenger.send(address(slack, ada), Message(f"{n}"))
    assert read(slack) == [f"{n}" for n in range(8)]
    assert slack.limits is not None
    assert not slack.limits.disobeyed
    assert not slack.limits.refused


@pytest.mark.parametrize("said", ["", "soon", "-1", "1e99", "nan"])
async def test_a_pause_without_sense_is_a_usual_one(slack: PretendSlack, said: str) -> None:
    del slack
    from adapters.slack.api import _seconds  # noqa: PLC0415 - what no server of ours can be made to say

    assert _seconds(said) == BUSY["ratelimited"]


async def test_an_answer_goes_to_slack_and_nowhere_else(slack: PretendSlack) -> None:
    async with session() as web:
        api = Api("xoxb-1", "T1", web, Lanes(), slack.api)
        for url in (
            "https://evil.example/commands/1",
            "https://hooks.slack.com.evil.example/x",
            "ftp://hooks.slack.com",
        ):
            assert await api.respond(url, {"text": "secret"}) is False
        with pytest.raises(Declined, match="foreign_url"):
            await api.upload("https://evil.example/upload", b"x")
