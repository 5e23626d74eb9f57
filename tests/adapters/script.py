"""A bot that answers what a test tells it to, and the five questions that every platform has to answer.

The rule to keep: nothing here knows a platform. Whoever brings a third one answers `Platform` and `Somebody`, in terms
of that platform's own wire, and gets every promise of `tests.adapters.contract`.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.events import Event
from bot.message import Correction, File, Form, Message, Reply
from bot.ports import Messenger

Trouble = Literal["gone", "busy", "lost"]
"""Nobody there any more; come again later; nobody knows whether it arrived."""


class Script:
    """Stands where `Bot.handle` stands. Without a line left it answers nothing."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._lines: list[Reply] = []

    def says(self, *lines: Reply | Message | Form | Correction) -> None:
        """What it will answer to the next events, in order."""
        self._lines += [line if isinstance(line, Reply) else Reply(line) for line in lines]

    async def handle(self, event: Event) -> Reply:
        """Answer one event."""
        self.events.append(event)
        return self._lines.pop(0) if self._lines else Reply()


class Somebody(Protocol):
    """A person with an account. Questions two and three: what can they do, and what do they see?"""

    @property
    def account(self) -> str:
        """What `Actor.id` has to be."""
        ...

    @property
    def address(self) -> str:
        """Where a messenger writes to them."""
        ...

    async def types(self, text: str, *, aloud: bool = False) -> None:
        """Write, in the direct chat; or aloud, in a channel where others read along. Back when the bot is done."""
        ...

    async def presses(self, label: str) -> None:
        """Press the newest button of this label."""
        ...

    async def fills(self, **fields: str | Sequence[str] | File) -> None:
        """Send the dialog on the screen with these fields changed, by the inputs' names, and the others as they are."""
        ...

    def reads(self, *, aloud: bool = False) -> list[str]:
        """All that the bot has said there and that is on the screen, oldest first: every word shown, as plain text."""
        ...

    def dialog(self) -> str | None:
        """The dialog on the screen: every word shown, what is filled in and what is complained about; None for none."""
        ...


class Platform(Protocol):
    """One platform, with an adapter that gives what it hears to `script`."""

    name: str
    """What `Actor.platform` has to be."""
    script: Script
    messenger: Messenger
    mention: str
    """How somebody addresses the bot in a channel, such as `@lentera`."""
    troubles: frozenset[Trouble]
    """Which of them this platform knows."""
    takes_files: bool
    """Whether its forms can ask for a file."""

    async def person(self, name: str, locale: str, zone: str) -> Somebody:
        """Question one: how does somebody get an account? Everybody who has one is in the channel."""
        ...

    async def again(self) -> None:
        """Question four: how does the platform deliver the last thing a second time?"""
        ...

    async def trouble(self, kind: Trouble, who: Somebody) -> None:
        """Question five: how does it fail, the next time that something is sent to this person?"""
        ...
