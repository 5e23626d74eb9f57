"""The chats as the playground keeps them: what a platform would store on its own side.

The rule to keep: everything here is lost when the process ends, and nothing in the core may mind. A card that changes
keeps its id and gets a new `seq`, so that whoever asks "what is new after N" hears of it.
"""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.message import Button, Buttons, Form, Message

DIRECT = "lentera"
"""The direct chat with the bot; every other chat is a channel. Also the bot's own name as an author."""

_KEPT = 400
"""Cards per inbox. A platform keeps more; a demo that was wound forward a year must not eat the machine."""


@dataclass(frozen=True, slots=True)
class Card:
    """One message in a chat."""

    id: int
    seq: int
    chat: str
    author: str
    reader: str | None
    """Who alone sees it; None in a channel where everybody does."""
    at: datetime
    message: Message
    offered: frozenset[tuple[str, str]]
    """Action and value of every button it has ever shown: a click may cross a change on its way."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """A form that was opened for somebody."""

    id: str
    person: str
    chat: str
    card: int | None
    """Whose button opened it."""
    form: Form


class Chats:
    """Everybody's inbox, and the dialogs that are open."""

    def __init__(self, people: Collection[str]) -> None:
        self.seq = 0
        self._ids = 0
        self._boxes: dict[str | None, dict[int, Card]] = {None: {}, **{person: {} for person in people}}
        self._changed: dict[str | None, int] = dict.fromkeys(self._boxes, 0)
        self._dialogs: dict[str, Dialog] = {}
        self._bell = asyncio.Event()

    def post(self, chat: str, author: str, reader: str | None, at: datetime, message: Message) -> Card:
        """Put a message into a chat."""
        self._ids += 1
        return self._put(Card(self._ids, 0, chat, author, reader, at, message, _offers(message)))

    def settle(self, card: Card, message: Message) -> Card:
        """Put a message in a card's place."""
        return self._put(replace(card, message=message, offered=card.offered | _offers(message)))

    def inbox(self, person: str, after: int = 0) -> list[Card]:
        """What somebody can see and what is new after a `seq`, oldest first."""
        return sorted(
            (card for card in (*self._boxes[person].values(), *self._boxes[None].values()) if card.seq > after),
            key=lambda card: card.seq,
        )

    def find(self, person: str, card: int) -> Card | None:
        """One card, if this person can see it."""
        return self._boxes[person].get(card) or self._boxes[None].get(card)

    def card(self, card: int) -> Card | None:
        """One card, whoever can see it."""
        return next((box[card] for box in self._boxes.values() if card in box), None)

    def news(self, after: int) -> Iterator[str]:
        """Whose inbox has changed after a `seq`."""
        shared = self._changed[None] > after
        return (person for person, seq in self._changed.items() if person is not None and (shared or seq > after))

    async def change(self) -> None:
        """Wait for the next change."""
        await self._bell.wait()

    def ring(self) -> None:
        """Wake whoever waits for a change."""
        self._bell.set()
        self._bell = asyncio.Event()

    def open(self, person: str, chat: str, card: int | None, form: Form) -> Dialog:
        """Remember a form, so that only what was asked can be answered. A sent one stays: platforms deliver twice."""
        self._ids += 1
        dialog = Dialog(f"form-{self._ids}", person, chat, card, form)
        self._dialogs[dialog.id] = dialog
        if len(self._dialogs) > _KEPT:
            del self._dialogs[next(iter(self._dialogs))]
        return dialog

    def dialog(self, person: str, name: str) -> Dialog | None:
        """A form, if it was opened for this person."""
        found = self._dialogs.get(name)
        return found if found is not None and found.person == person else None

    def _put(self, card: Card) -> Card:
        self.seq += 1
        card = replace(card, seq=self.seq)
        box = self._boxes[card.reader]
        box[card.id] = card
        if len(box) > _KEPT:
            del box[next(iter(box))]
        self._changed[card.reader] = self.seq
        self.ring()
        return card


def _offers(message: Message) -> frozenset[tuple[str, str]]:
    return frozenset(
        (item.action, item.value)
        for part in message.parts
        if isinstance(part, Buttons)
        for item in part.items
        if isinstance(item, Button)
    )
