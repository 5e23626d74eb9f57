"""No exception leaves the core, and no bug carries somebody's words into a log."""

import logging

import pytest

from bot.app import Bot, Features
from bot.errors import Refusal
from bot.events import Actor, Arrived, Command, Press, Said, Submitted
from bot.message import Correction, Message, Reply
from bot.people import Person
from bot.ports import Store
from bot.texts import Texts, Words
from tests.speaker import told

ADA = Actor("local", "demo", "ada", "Ada", "ada", "en-GB", "Europe/Berlin")


async def _breaks(event: object, person: Person, t: Words) -> Reply:
    del person, t
    raise RuntimeError(f"I saw {event}")


async def _refuses(event: object, person: Person, t: Words) -> Reply:
    del event, person, t
    raise Refusal("track.settings_no_zone", "zone")


def _bot(store: Store, texts: Texts) -> Bot:
    broken = Features({"track": _breaks}, {"track": _breaks}, {"track": _refuses}, said=_refuses, arrived=_breaks)
    return Bot(store, texts, broken)


async def test_a_bug_gets_a_reference_and_its_log_line_no_words(
    store: Store, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = _bot(store, texts)
    for event in (
        Command("1", ADA, "track", "my secret"),
        Press("2", ADA, "track.undo", "my secret"),
        Arrived("3", ADA),
    ):
        reply = await bot.handle(event)
        assert told(reply.content).startswith("Something broke on our side, and it was not you.")
        assert not reply.settles
    bugs = [record.getMessage() for record in caplog.records if record.name == "bot.app"]
    assert len(bugs) == 3
    assert all("RuntimeError at app.py:" in line and "test_app.py:" in line for line in bugs)
    assert "secret" not in caplog.text


async def test_a_refusal_is_said_where_the_person_is(store: Store, texts: Texts) -> None:
    bot = _bot(store, texts)
    sentence = "I do not know a time zone by that name. A city such as Jakarta, Makassar or Berlin works."
    said = await bot.handle(Said("1", ADA, "hello"))
    assert said == Reply(Message(sentence))
    sent = await bot.handle(Submitted("2", ADA, "track.settings", fields={"zone": "Atlantis"}))
    assert sent == Reply(Correction(sentence, {"zone": sentence}))


async def test_what_nobody_answers_is_said_so(store: Store, texts: Texts) -> None:
    bot = _bot(store, texts)
    assert told((await bot.handle(Command("1", ADA, "nothing", ""))).content).startswith("I do not know that command.")
    for event in (Press("2", ADA, "nothing.at.all", ""), Submitted("3", ADA, "x")):
        assert "does nothing any more" in told((await bot.handle(event)).content)


async def test_a_refusal_without_a_sentence_is_a_bug_and_leaves_nothing_raised(store: Store, texts: Texts) -> None:
    async def refuses(event: Said, person: Person, t: Words) -> Reply:
        del event, person, t
        raise Refusal("track.no_such_sentence")

    bot = Bot(store, texts, Features({}, {}, {}, said=refuses, arrived=_breaks))
    assert told((await bot.handle(Said("1", ADA, "hello"))).content).startswith("Something broke on our side")
