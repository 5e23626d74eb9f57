"""One example of every message the bot can say.

The rule to keep: whoever adds a message adds its example, so that the page on which people read all of them, and the
tests that render all of them on every platform, stay complete.
"""

from bot.example import Example


def gallery() -> tuple[Example, ...]:
    """Every example, in the order in which a person would meet them."""
    return ()
