"""What is known is read once, in a thread, and whoever has not asked waits for nothing."""

import asyncio
from threading import Event

import pytest

from bot.faq.matcher import Matcher, Weights
from bot.faq.reading import Reader
from bot.faq.shelf import Known, Shelf

NOTHING = Known(Matcher(Reader({}, {}), Weights((), (), 1.0, {}), 1, 1), {})


class Slow:
    """Reads until it is let go, and counts."""

    def __init__(self) -> None:
        self.begun, self.go, self.times = Event(), Event(), 0

    def __call__(self) -> Known:
        self.times += 1
        self.begun.set()
        assert self.go.wait(30), "whoever lets it go was kept waiting"
        return NOTHING


@pytest.fixture
def slow() -> Slow:
    return Slow()


async def test_while_it_is_read_others_are_served_and_all_who_ask_get_one_reading(slow: Slow) -> None:
    shelf = Shelf(slow)
    asked = [asyncio.create_task(shelf()) for _ in range(3)]
    assert await asyncio.to_thread(slow.begun.wait, 30)
    assert not any(task.done() for task in asked)
    slow.go.set()
    assert [await task for task in asked] == [NOTHING] * 3
    assert await shelf() is shelf.take() is NOTHING
    assert slow.times == 1


async def test_what_could_not_be_read_is_tried_again() -> None:
    tried: list[int] = []

    def read() -> Known:
        tried.append(1)
        if len(tried) == 1:
            raise OSError("not now")
        return NOTHING

    shelf = Shelf(read)
    with pytest.raises(OSError, match="not now"):
        await shelf()
    assert await shelf() is NOTHING
