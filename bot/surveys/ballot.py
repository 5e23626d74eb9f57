"""A ballot on its way into the box, and the code that is the only way back to it.

The rule to keep: whatever was answered, a survey's ballots are of one length, and nothing that is stored says whose a
ballot is. The slot is a hash of the code, and only the voter has the code.
"""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256

from typing_extensions import override

from bot.surveys.questionnaire import Questionnaire, valid
from bot.surveys.release import Ballot

SHORT, LONG = 512, 4096
"""Bytes of a ballot without and with text, before it is sealed."""
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U. https://www.crockford.com/base32.html"""
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "–": None, "—": None})
THREAD = 32
"""Bytes of a thread's place."""
_LENGTH = 16
_HEAD = 2


@dataclass(frozen=True, slots=True)
class Code:
    """A receipt code: 80 random bits, such as `7M3K-X0QZ-4T9B-HW2C`."""

    signs: str

    @override
    def __str__(self) -> str:
        return "-".join(self.signs[place : place + 4] for place in range(0, _LENGTH, 4))

    @override
    def __repr__(self) -> str:
        return "Code(…)"

    def slot(self, survey: str, use: str = "slot") -> bytes:
        """Where the ballot lies: 32 bytes that lead back to nothing. Other uses of one code have other places."""
        return sha256(b"\0".join((b"lentera", use.encode(), survey.encode(), self.signs.encode()))).digest()


def new_code() -> Code:
    """A code nobody has."""
    return Code("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)))


def read_code(typed: str) -> Code | None:
    """A code as people type it: any case, with or without dashes, O for 0; None where it is none."""
    signs = typed.strip().upper().translate(_READ_AS)
    return Code(signs) if len(signs) == _LENGTH and set(signs) <= {*_SIGNS} else None


class TooLong(Exception):  # noqa: N818 - it is the person's turn to shorten it
    """The text does not fit into a ballot."""


def size_of(questionnaire: Questionnaire) -> int:
    """How long every ballot of a survey is, in bytes, before it is sealed."""
    return LONG if questionnaire.has_text else SHORT


def packed(ballot: Ballot, size: int) -> bytes:
    """A ballot as exactly `size` bytes. Raises `TooLong`."""
    chosen = {question: list(options) for question, options in ballot.answers.items()}
    # The place of the thread is inside the seal, and what is outside has one length with it or without.
    thread = [ballot.thread.hex()] if ballot.thread else []
    content = json.dumps(
        [ballot.division, chosen, ballot.comments, *thread], ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "replace")
    if len(content) > size - _HEAD:
        raise TooLong
    return (len(content).to_bytes(_HEAD) + content).ljust(size, b"\0")


def unpacked(content: bytes, questionnaire: Questionnaire) -> Ballot:
    """The ballot again. Raises ValueError for what is none: whoever can write to the database can put in anything."""
    try:
        division, answers, comments, *more = json.loads(content[_HEAD : _HEAD + int.from_bytes(content[:_HEAD])])
        thread = b"".join(map(bytes.fromhex, more))
        ballot = Ballot(
            str(division),
            {str(question): tuple(map(str, chosen)) for question, chosen in answers.items()},
            tuple(map(str, comments)),
            thread,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise ValueError("not a ballot") from None
    if valid(questionnaire, ballot.answers) is not None or len(thread) not in {0, THREAD}:
        raise ValueError("not a ballot of this survey")
    return ballot
