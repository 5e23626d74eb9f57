"""A thread without a name, and the code that is the only way to it.

The rule to keep: pure. What is stored under one hash leads to no other without the code, and whatever was written, a
sealed message has one length.
"""

import json
from dataclasses import dataclass
from hashlib import sha256

from bot.surveys.ballot import Code, TooLong

SIZE = 4096
"""Bytes of a message, before it is sealed."""
_HEAD = 2


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sealed: the thread it belongs to, its place among those that wait with it, and the text."""

    thread: bytes
    order: int
    text: str


def thread_of(code: Code) -> bytes:
    """Where the thread stands: 32 bytes."""
    return _hash("thread", code.signs)


def seat_of(code: Code) -> bytes:
    """Where its messages wait."""
    return _hash("seat", code.signs)


def mark_of(code: Code, seen: int, text: str) -> bytes:
    """The author's message: the same text after as many messages as before is the same one."""
    return _hash("message", code.signs, f"{seen}", text)


def answer_mark(thread: bytes, seen: int, text: str) -> bytes:
    """HR's, likewise."""
    return _hash("answer", thread.hex(), f"{seen}", text)


def comment_mark(thread: bytes, place: int) -> bytes:
    """A survey's comment, with which a thread begins."""
    return _hash("comment", thread.hex(), f"{place}")


def packed(letter: Letter) -> bytes:
    """Exactly `SIZE` bytes. Raises `TooLong`."""
    content = json.dumps(
        [letter.thread.hex(), letter.order, letter.text], ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "replace")
    if len(content) > SIZE - _HEAD:
        raise TooLong
    return (len(content).to_bytes(_HEAD) + content).ljust(SIZE, b"\0")


def unpacked(content: bytes) -> Letter:
    """The message again. Raises ValueError for what is none: whoever can write to the database can put in anything."""
    try:
        thread, order, text = json.loads(content[_HEAD : _HEAD + int.from_bytes(content[:_HEAD])])
        return Letter(bytes.fromhex(thread), int(order), str(text))
    except (ValueError, TypeError, RecursionError):
        raise ValueError("not a message") from None


def _hash(use: str, *what: str) -> bytes:
    return sha256(b"\0".join(part.encode("utf-8", "replace") for part in ("lentera talk", use, *what))).digest()
