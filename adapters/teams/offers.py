"""What a card carries and gets back: a button's action and value, a form with all that belongs to it.

The rule to keep: it comes back through the client of whoever presses, so it is signed, and what nobody signed is never
read. Nothing is secret in it: whoever has the card can read it. What somebody may do, the core asks all the same.
"""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass

from adapters.teams.rich import Data

KEY = "lentera"
"""Under which it travels, beside what is filled in."""
_PURPOSE = b"lentera teams offers"
_SIGNATURE = 18
"""Bytes of it that travel."""
_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Button:
    """What a button carried."""

    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Packed:
    """What a form carried: see `forms.unpacked`."""

    data: Data


class Offers:
    """Signs and checks. Every process of one installation has to be given the same secret."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise ValueError("without a secret anybody could press what nobody has offered")
        self._key = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()

    def button(self, action: str, value: str) -> Data:
        """What a button is given."""
        return {KEY: {"a": action, "v": value, "s": self._sign("b", action, value)}}

    def form(self, data: Data) -> Data:
        """What a form is given; made small, for it travels twice."""
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        packed = base64.b64encode(zlib.compress(text.encode("utf-8", "replace"))).decode()
        return {KEY: {"f": packed, "s": self._sign("f", packed)}}

    def read(self, data: object) -> Button | Packed | None:
        """What came back; None for what was never given out."""
        offer = data.get(KEY) if isinstance(data, dict) else None
        match offer:
            case {"a": str(action), "v": str(value), "s": str(sign)}:
                return Button(action, value) if self._signed(sign, "b", action, value) else None
            case {"f": str(packed), "s": str(sign)} if self._signed(sign, "f", packed):
                return _unpacked(packed)
            case _:
                return None

    def _sign(self, *what: str) -> str:
        said = json.dumps(what).encode()
        return base64.b64encode(hmac.new(self._key, said, hashlib.sha256).digest()[:_SIGNATURE]).decode()

    def _signed(self, sign: str, *what: str) -> bool:
        return hmac.compare_digest(self._sign(*what).encode(), sign.encode("utf-8", "replace"))


def _unpacked(packed: str) -> Packed | None:
    try:
        unzip = zlib.decompressobj()
        found = json.loads(unzip.decompress(base64.b64decode(packed, validate=True), _LARGEST))
    except (ValueError, zlib.error, binascii.Error, RecursionError):
        return None
    return Packed(found) if isinstance(found, dict) else None
