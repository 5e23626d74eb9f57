"""A person in a dialogue test: types, presses and fills in, and reads what comes back as plain text."""

from dataclasses import dataclass, field
from itertools import count

from bot.app import Bot
from bot.events import Actor, Arrived, Command, Event, Press, Said, Submitted
from bot.markup import plain
from bot.message import (
    Button,
    Buttons,
    Choice,
    Choices,
    Correction,
    Day,
    Facts,
    File,
    Form,
    Input,
    Link,
    Message,
    Part,
    Picture,
    Prose,
    Reply,
    Table,
    Text,
    Time,
    Upload,
)

_IDS = count(1)


def told(content: Message | Form | Correction | None) -> str:
    """A message, form or correction as a person reads it."""
    match content:
        case None:
            return ""
        case Message():
            return "\n".join([plain(content.text), *(_part(part) for part in content.parts)])
        case Form():
            inputs = [part for part in content.parts if not isinstance(part, Prose)]
            prose = [plain(part.text) for part in content.parts if isinstance(part, Prose)]
            lines = [f"{plain(part.label)}: {_filled(part)}" for part in inputs]
            return "\n".join([f"[{plain(content.title)}]", *prose, *lines, f"({plain(content.submit)})"])
        case Correction():
            return plain(content.text)


def _part(part: Part) -> str:
    match part:
        case Prose():
            return plain(part.text)
        case Facts():
            return "\n".join(f"{plain(label)}: {plain(value)}" for label, value in part.pairs)
        case Table():
            rows = [part.columns, *part.rows]
            return "\n".join([plain(part.caption), *(" | ".join(plain(cell) for cell in row) for row in rows)])
        case Picture():
            return f"<{plain(part.alt)}>"
        case File():
            return f"<{part.name}>"
        case Buttons():
            return " ".join(f"({plain(item.label)})" for item in part.items)


def _filled(part: Input) -> str:
    match part:
        case Text() | Choice():
            return part.value
        case Choices():
            return ", ".join(part.values)
        case Day():
            return part.value.isoformat() if part.value else ""
        case Time():
            return part.value.strftime("%H:%M") if part.value else ""
        case Upload():
            return ""


@dataclass
class Speaker:
    """Somebody with one account. Calling it types; every delivery gets an id of its own unless one is given."""

    bot: Bot
    actor: Actor
    last: Reply = field(default_factory=Reply)

    async def __call__(self, text: str, *, id: str | None = None) -> str:  # noqa: A002 - the field's own name
        """Type something. A slash makes it a command."""
        name, _, args = text.removeprefix("/").partition(" ")
        key = id or f"d{next(_IDS)}"
        event: Event = Command(key, self.actor, name, args) if text.startswith("/") else Said(key, self.actor, text)
        return await self._hear(event)

    async def arrive(self) -> str:
        """Open the chat for the first time."""
        return await self._hear(Arrived(f"d{next(_IDS)}", self.actor))

    async def press(self, label: str, *, id: str | None = None, on: object | None = None) -> str:  # noqa: A002
        """Press a button of the last message, by its label."""
        return await self._hear(Press(id or f"d{next(_IDS)}", self.actor, *self._button(label, on)))

    async def forge(self, action: str, value: str) -> str:
        """Press something that nobody was shown."""
        return await self._hear(Press(f"d{next(_IDS)}", self.actor, action, value))

    async def forge_form(self, action: str, value: str) -> str:
        """Send a form that nobody was shown."""
        return await self._hear(Submitted(f"d{next(_IDS)}", self.actor, action, value))

    async def fill(self, *, id: str | None = None, **fields: str | File) -> str:  # noqa: A002
        """Send the last form with some fields changed and the others as they were."""
        form = self.last.content
        assert isinstance(form, Form), told(form)
        known = {part.name: _filled(part) for part in form.parts if not isinstance(part, Prose | Upload)}
        asked = {part.name for part in form.parts if not isinstance(part, Prose)}
        assert set(fields) <= asked, set(fields) - asked
        files = {name: value for name, value in fields.items() if isinstance(value, File)}
        typed = {name: value for name, value in fields.items() if isinstance(value, str)}
        event = Submitted(id or f"d{next(_IDS)}", self.actor, form.action, form.value, known | typed, files)
        reply = await self.bot.handle(event)
        if not isinstance(reply.content, Correction):
            self.last = reply
        return told(reply.content)

    def buttons(self) -> list[str]:
        """The labels of the last message's buttons."""
        message = self.last.content
        assert isinstance(message, Message), told(message)
        return [plain(item.label) for part in message.parts if isinstance(part, Buttons) for item in part.items]

    def _button(self, label: str, on: object | None) -> tuple[str, str]:
        message = on or self.last.content
        assert isinstance(message, Message), f"nothing with buttons: {message}"
        items: list[Button | Link] = [
            item for part in message.parts if isinstance(part, Buttons) for item in part.items
        ]
        for item in items:
            if isinstance(item, Button) and plain(item.label) == label:
                return item.action, item.value
        raise AssertionError(f"no button {label!r} among {[plain(item.label) for item in items]}")

    async def _hear(self, event: Event) -> str:
        self.last = await self.bot.handle(event)
        return told(self.last.content)
