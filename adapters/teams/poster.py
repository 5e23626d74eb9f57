"""How messages get into Teams: page after page, then files.

The rule to keep: a message arrives. What Teams does not like of it is left out step by step, down to its text alone.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.teams.cards import SIGHTS, Page, pages
from adapters.teams.chats import Chat, Chats
from adapters.teams.errors import GONE, SHAPE, Declined
from adapters.teams.files import Files
from adapters.teams.offers import Offers
from adapters.teams.rich import Data
from bot.errors import Busy, Unreachable
from bot.markup import plain
from bot.message import File, Message
from bot.texts import Texts

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds that a page which is not the first, or a file, may wait for its turn."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A conversation, and a message there to be replaced; without one, something new is said."""

    service: str
    conversation: str
    card: str = ""


@dataclass(frozen=True, slots=True)
class Poster:
    """Says messages in Teams."""

    chats: Chats
    offers: Offers
    files: Files
    texts: Texts

    async def write(self, to: Chat, message: Message, *, patience: float = 0.0, locale: str | None = None) -> None:
        """Say something in somebody's own chat. Raises `Busy`, `Unreachable`, `Declined`, TimeoutError."""
        to = await self.chats.open(to, patience=patience)
        spot = Spot(to.service, to.conversation)
        await self.put(spot, message, patience=patience)
        await self.hand_over(spot, to.contact, message, locale)

    async def put(self, spot: Spot, message: Message, *, patience: float = PATIENCE) -> None:
        """Say all pages, in the richest way that Teams takes. Raises what the first page raises."""
        said = False
        refused = Declined("put", "nothing_to_say")
        for attempt in self._ways(message):
            try:
                for place, activity in enumerate(attempt):
                    here = spot if place == 0 else Spot(spot.service, spot.conversation)
                    await self._say(here, activity, PATIENCE if place else patience)
                    said = True
            except (Busy, Unreachable, Declined, TimeoutError) as trouble:
                if said:
                    # To say it all again would be worse than to say a part of it.
                    log.warning("Teams took the beginning of a long message only: %s", _told(trouble))
                    return
                if not isinstance(trouble, Declined) or trouble.reason not in SHAPE:
                    raise
                refused = trouble
            else:
                return
        raise refused

    async def hand_over(self, spot: Spot, contact: str, message: Message, locale: str | None = None) -> None:
        """Ask somebody, in their own chat, where a message's files are to go."""
        for file in (part for part in message.parts if isinstance(part, File) and part.instead is None):
            why = plain(self.texts.to(locale)("teams.file_why")) if locale else ""
            activity = self._activity(file.name, [self.files.asking(file, contact, why)])
            try:
                await self._say(Spot(spot.service, spot.conversation), activity, PATIENCE)
            except (Busy, Unreachable, Declined, TimeoutError) as trouble:
                log.warning("a file did not get into Teams: %s", _told(trouble))

    async def attach(self, spot: Spot, text: str, attachment: Data) -> None:
        """Say something that is neither words nor a card of ours. Raises as `put`."""
        await self._say(spot, self._activity(text, [attachment]), PATIENCE)

    def _ways(self, message: Message) -> Iterator[Sequence[Data]]:
        """The message from its richest to its plainest form."""
        first = pages(message, self.offers)
        tried: list[Sequence[Page]] = []
        for sight in SIGHTS:
            made = pages(message, self.offers, sight=sight) if tried else first
            if made not in tried:
                yield [self._carded(page) for page in made]
            tried.append(made)
        log.warning("Teams does not take the card of a message; it gets the text alone")
        yield [self._activity("", []) | {"text": page.text, "textFormat": "plain"} for page in first]

    def _carded(self, page: Page) -> Data:
        return self._activity(page.text, [page.attachment])

    def _activity(self, summary: str, attachments: list[Data]) -> Data:
        made: Data = {"type": "message", "from": {"id": self.chats.bot}, "inputHint": "acceptingInput"}
        return made | ({"summary": summary} if summary else {}) | ({"attachments": attachments} if attachments else {})

    async def _say(self, spot: Spot, activity: Data, patience: float) -> None:
        api = self.chats.api
        if spot.card:
            try:
                await api.change(spot.service, spot.conversation, spot.card, activity, patience=patience)
            except Declined as gone:
                if gone.reason not in GONE:
                    raise
            else:
                return
        await api.send(spot.service, spot.conversation, activity, patience=patience)


def _told(trouble: Exception) -> str:
    match trouble:
        case Unreachable(reason=reason) | Declined(reason=reason):
            return reason
        case Busy():
            return "busy"
        case _:
            return "no answer"
