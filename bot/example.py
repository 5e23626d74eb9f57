"""One example of a message, for the gallery.

The rule to keep: an example is pure; what it shows depends on nothing but the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.message import Form, Message
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Example:
    """A message or form as somebody would get it. `name` is stable, such as `track.logged`."""

    name: str
    show: Callable[[Words], Message | Form]
