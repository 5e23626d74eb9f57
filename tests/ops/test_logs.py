import asyncio
import logging
import sys
from collections.abc import Callable, Iterator

import pytest

from config.logs import QUIET, configure, story, watch

WRITTEN = "dua jam rapat rahasia"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[str], str]]:
    """Logging as the program sets it up; call it with a level, and it gives what was written since."""
    root = logging.getLogger()
    before = (root.level, list(root.handlers), sys.excepthook, logging.raiseExceptions)
    levels = {name: logging.getLogger(name).level for name in QUIET}

    def start(level: str) -> str:
        configure(level)
        return capsys.readouterr().err

    yield start
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    sys.excepthook, logging.raiseExceptions = before[2:]
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def broken(secret: str) -> None:
    raise ValueError(secret)


def test_one_record_is_one_line(logged: Callable[[str], str]) -> None:
    logged("info")
    logging.getLogger("storage.store").warning("two\nlines for %s", "us")
    logging.getLogger("bot.app").debug("too much")
    said = logged("info")
    assert said.count("\n") == 1
    assert said.endswith("Z WARNING storage.store: two lines for us\n")


def test_a_traceback_is_types_and_places(logged: Callable[[str], str]) -> None:
    logged("info")
    try:
        try:
            broken(WRITTEN)
        except ValueError as error:
            raise LookupError(WRITTEN) from error
    except LookupError:
        logging.getLogger("bot").exception("it broke")
    said = logged("info")
    assert "it broke | LookupError at test_logs.py:" in said
    assert "| after ValueError at test_logs.py:" in said
    assert "broken" in said
    assert WRITTEN not in said


def test_a_library_shows_its_template_and_not_what_it_fills_in(logged: Callable[[str], str]) -> None:
    logged("debug")
    logging.getLogger("apscheduler.executors").error('Job "%s" raised an exception', WRITTEN)
    logging.getLogger("sqlalchemy.engine").info(WRITTEN)
    said = logged("debug")
    assert 'Job "%s" raised an exception' in said
    assert WRITTEN not in said


@pytest.mark.parametrize("name", QUIET)
def test_no_library_tells_more_than_warnings(logged: Callable[[str], str], name: str) -> None:
    logged("debug")
    assert logging.getLogger(name).getEffectiveLevel() == logging.WARNING
    logged("error")
    assert logging.getLogger(name).getEffectiveLevel() == logging.ERROR


def test_what_nobody_caught_is_told_without_values(logged: Callable[[str], str]) -> None:
    logged("info")
    try:
        broken(WRITTEN)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    said = logged("info")
    assert "CRITICAL lentera: stopped by a bug | ValueError at test_logs.py" in said
    assert WRITTEN not in said


async def test_what_nobody_awaited_is_told_without_values(logged: Callable[[str], str]) -> None:
    logged("info")
    loop = asyncio.get_running_loop()
    watch(loop)
    try:
        broken(WRITTEN)
    except ValueError as error:
        loop.call_exception_handler({"message": f"Task got {error!r}", "exception": error})
    said = logged("info")
    assert "a task failed unseen | ValueError at test_logs.py" in said
    assert WRITTEN not in said


def test_several_at_once_are_each_told() -> None:
    told = story(ExceptionGroup(WRITTEN, [ValueError(WRITTEN), KeyError(WRITTEN)]))
    assert told == "ExceptionGroup at nowhere (ValueError at nowhere; KeyError at nowhere)"
