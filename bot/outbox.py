"""The postman: takes what is owed to people there, each thing once.

The rule to keep: a row is claimed in one transaction, carried outside any, and settled in another; the lease lives in
`not_before`, so a postman who died needs no janitor.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.message import Message
from bot.people import Person
from bot.ports import Owed
from bot.texts import Words

Letter = Callable[[Owed, Person, Words, datetime], Awaitable[Message | datetime | None]]
"""Writes what is owed, at delivery time and in the reader's language: a message, or None where there is nothing to say
any more, or the instant at which to ask again."""
