"""The number by which a button, a form or a command names a row of ours.

The rule to keep: it comes from outside and may be anything; what cannot be one of our numbers is None, and the database
is not asked.
"""

_DIGITS = 18
"""More are too many for a column."""


def reference(text: str) -> int | None:
    """The number; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
