"""One example of every message the bot can say.

The rule to keep: whoever adds a message adds its example here, so that the page on which people read all of them, and
the tests that render all of them on every platform, stay complete.
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


def gallery() -> tuple[Example, ...]:
    """Every example, in the order in which a person would meet them."""
    return ()
