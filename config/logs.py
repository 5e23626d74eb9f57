"""Logs: one line a record, to standard error, for whoever keeps the machine.

The rule to keep: no value reaches a log. A traceback is types and places; what a library puts into its records is
shown as the library's own template, because what it would fill in may be what somebody wrote.
"""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType

from typing_extensions import override

from bot.errors import places

OURS = ("bot", "adapters", "storage", "config", "lentera")
QUIET = (
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "asyncio",
    "asyncpg",
    "botbuilder",
    "botframework",
    "fontTools",
    "fpdf",
    "msal",
    "msrest",
    "PIL",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "urllib3",
)
"""Libraries that tell too much when asked to: at DEBUG some of them print whole statements and requests."""


class Lines(logging.Formatter):
    """`2026-11-17T09:30:00.123Z WARNING storage.store: what happened`, and nothing over several lines."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in OURS
        said = record.getMessage() if ours else str(record.msg)[:200]
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        bug = record.exc_info[1] if record.exc_info else None
        line = f"{moment} {record.levelname} {record.name}: {said}" + (f" | {story(bug)}" if bug else "")
        return "".join(sign if sign.isprintable() else " " for sign in line)


def story(bug: BaseException) -> str:
    """Where it went wrong: types, and file and line of each frame, innermost last; no message, no locals."""
    told = f"{type(bug).__name__} at {places(bug) or 'nowhere'}"
    if isinstance(bug, BaseExceptionGroup):
        told += " (" + "; ".join(story(inner) for inner in bug.exceptions) + ")"
    cause = bug.__cause__ or (None if bug.__suppress_context__ else bug.__context__)
    return told + (f" | after {story(cause)}" if cause else "")


def configure(level: str) -> None:
    """Log to standard error from this level on, libraries from WARNING on; uncaught exceptions too, without values."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    sys.excepthook = _uncaught
    logging.raiseExceptions = False


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Log what nobody awaited in a loop the same way: asyncio's own handler prints values."""
    loop.set_exception_handler(_unawaited)


def _uncaught(_: type[BaseException], bug: BaseException, __: TracebackType | None) -> None:
    if isinstance(bug, KeyboardInterrupt):
        return
    logging.getLogger("lentera").critical("stopped by a bug", exc_info=bug)


def _unawaited(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    bug = context.get("exception")
    log = logging.getLogger("lentera")
    log.error("a task failed unseen", exc_info=bug if isinstance(bug, BaseException) else None)
