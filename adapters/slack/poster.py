"""How messages get into Slack: pictures first, then page after page, then files.

The rule to keep: a message arrives. What Slack does not like of it is left out step by step, down to its text alone;
and what it shows is uploaded to Slack for the one who reads it, never to an address that others could open.
https://docs.slack.dev/messaging/working-with-files
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Literal

from adapters.slack.blocks import Page, pages
from adapters.slack.errors import SHAPE, Declined
from adapters.slack.rich import Data, cut
from adapters.slack.workspaces import Home
from bot.errors import Busy, Unreachable
from bot.markup import plain
from bot.message import File, Message, Picture, Table

log = logging.getLogger(__name__)

Send = Callable[[Page, bool], Awaitable[None]]
"""Says one page; whether it is a message's first."""

Remember = Callable[[str, str, int], Awaitable[None]]
"""Takes a workspace, a file's id there, and the hours after which it is deleted."""

PATIENCE = 20.0
"""Seconds that a page which is not the first, or a file, may wait for its turn."""
_ALT = 1000
_UNREADY = (0.5, 1.0, 2.0)
"""Seconds until Slack may have looked at a picture it was given: until then it calls it invalid."""
_REMEMBERED = 500
_ANSWERS = 4
"""Slack takes five answers to a command or a press; one is kept for what a form may come to."""


class _GoneError(Exception):
    """The place of an answer is no more."""


class Poster:
    """Says messages in Slack. `remember` is told of files that are to go again, before they are seen."""

    def __init__(self, remember: Remember | None = None) -> None:
        self._remember = remember
        self._uploaded: dict[tuple[str, bytes], str] = {}
        """Pictures that Slack has already: the same week looked at twice is one file."""
        self._chats: dict[tuple[str, str], str] = {}

    def met(self, home: Home, user: str, channel: str) -> None:
        """Remember somebody's chat with Lentera."""
        self._chats[home.id, user] = channel

    def own(self, home: Home, user: str, channel: str) -> bool:
        """Whether a channel is known to be somebody's chat with Lentera."""
        return bool(channel) and self._chats.get((home.id, user)) == channel

    async def write(self, home: Home, user: str, message: Message, *, patience: float = 0.0, channel: str = "") -> None:
        """Say something in somebody's chat with Lentera. Raises `Busy`, `Unreachable`, `Declined`, TimeoutError."""

        async def send(page: Page, first: bool) -> None:
            await self._write_page(home, user, channel or user, page, patience if first else PATIENCE)

        await self.put(home, message, send)
        await self.hand_over(home, user, message)

    async def _write_page(self, home: Home, user: str, to: str, page: Page, patience: float) -> None:
        told = await home.api.call(
            "chat_postMessage",
            lane=to,
            patience=patience,
            channel=to,
            text=page.text,
            blocks=list(page.blocks) or None,
            unfurl_links=False,
            unfurl_media=False,
        )
        if isinstance(told.get("channel"), str):
            self.met(home, user, told["channel"])

    async def whisper(self, home: Home, user: str, channel: str, message: Message, thread: str = "") -> None:
        """Say something in a channel that only one person there sees. Raises as `write`."""

        async def send(page: Page, first: bool) -> None:
            del first
            await home.api.call(
                "chat_postEphemeral",
                lane=channel,
                patience=PATIENCE,
                channel=channel,
                user=user,
                text=page.text,
                blocks=list(page.blocks) or None,
                thread_ts=thread or None,
            )

        await self.put(home, message, send)
        await self.hand_over(home, user, message)

    async def respond(
        self,
        home: Home,
        user: str,
        url: str,
        message: Message,
        *,
        kind: Literal["ephemeral", "in_channel"],
        replace: bool,
    ) -> bool:
        """Say something where a command was typed or a button pressed. False where that is no longer possible.

        What is longer than one such place takes goes on in the person's chat with Lentera.
        """
        used = 0

        async def send(page: Page, first: bool) -> None:
            nonlocal used
            body: Data = {"text": page.text, "response_type": kind, "replace_original": replace and first}
            if used < _ANSWERS and await home.api.respond(url, body | ({"blocks": page.blocks} if page.blocks else {})):
                used += 1
            elif first:
                raise _GoneError
            else:
                used = _ANSWERS
                await self._write_page(home, user, user, page, PATIENCE)

        try:
            await self.put(home, message, send)
        except _GoneError:
            return False
        return True

    async def put(self, home: Home, message: Message, send: Send) -> None:
        """Say all pages, in the richest way that Slack takes. Raises what the first page raises."""
        said = False
        refused = Declined("put", "nothing_to_say")
        async for attempt in self._ways(home, message):
            try:
                for place, page in enumerate(attempt):
                    await send(page, place == 0)
                    said = True
            except (Busy, Unreachable, Declined, TimeoutError) as trouble:
                if said:
                    # To say it all again would be worse than to say a part of it.
                    log.warning("Slack took the beginning of a long message only: %s", _told(trouble))
                    return
                if not isinstance(trouble, Declined) or trouble.reason not in SHAPE:
                    raise
                refused = trouble
            else:
                return
        raise refused

    async def pictures(self, home: Home, message: Message) -> list[str]:
        """The ids of a message's pictures, uploaded if need be; empty for what could not be."""
        return [await self._picture(home, part) for part in message.parts if isinstance(part, Picture)]

    async def hand_over(self, home: Home, user: str, message: Message) -> None:
        """Put a message's files into somebody's chat with Lentera, all together."""
        files = [part for part in message.parts if isinstance(part, File)]
        if not files:
            return
        try:
            channel = await self._chat(home, user)
            ids = [{"id": await self._put(home, file), "title": file.name} for file in files]
            await home.api.call("files_completeUploadExternal", patience=PATIENCE, files=ids, channel_id=channel)
        except (Busy, Unreachable, Declined, TimeoutError) as trouble:
            log.warning("a file did not get into Slack: %s", _told(trouble))

    async def _put(self, home: Home, file: File) -> str:
        name = await _upload(home, file.name, file.data, "")
        if file.hours is not None and self._remember:
            await self._remember(home.id, name, file.hours)
        return name

    async def _ways(self, home: Home, message: Message) -> AsyncIterator[Sequence[Page]]:
        """The message from its richest to its plainest form."""
        ids = await self.pictures(home, message)
        first = pages(message, pictures=ids)
        yield first
        if any(ids):
            for seconds in _UNREADY:
                await asyncio.sleep(seconds)
                yield first
            self._forget(home, ids)
            yield pages(message)
        if any(isinstance(part, Table) for part in message.parts):
            yield pages(message, native=False)
        log.warning("Slack does not take the blocks of a message; it gets the text alone")
        yield [Page(page.text, ()) for page in first]

    async def _picture(self, home: Home, picture: Picture) -> str:
        key = (home.id, hashlib.sha256(picture.png + plain(picture.alt).encode()).digest())
        if key not in self._uploaded:
            name = await self.add(home, picture)
            if not name:
                return ""
            if len(self._uploaded) >= _REMEMBERED:
                del self._uploaded[next(iter(self._uploaded))]
            self._uploaded[key] = name
        return self._uploaded[key]

    async def add(self, home: Home, picture: Picture) -> str:
        """Upload a picture that only Lentera can show. Its id; empty where it did not get into Slack."""
        try:
            name = await _upload(home, "lentera.png", picture.png, cut(plain(picture.alt), _ALT))
            files = [{"id": name, "title": "Lentera"}]
            await home.api.call("files_completeUploadExternal", patience=PATIENCE, files=files)
        except (Busy, Unreachable, Declined, TimeoutError) as trouble:
            log.warning("a picture did not get into Slack: %s", _told(trouble))
            return ""
        return name

    def _forget(self, home: Home, ids: Sequence[str]) -> None:
        gone = {key for key, name in self._uploaded.items() if key[0] == home.id and name in ids}
        for key in gone:
            del self._uploaded[key]

    async def _chat(self, home: Home, user: str) -> str:
        """The channel of somebody's chat with Lentera: a file cannot be sent to a person's id."""
        found = self._chats.get((home.id, user))
        if found is None:
            told = await home.api.call("conversations_open", patience=PATIENCE, users=user)
            channel = told.get("channel")
            found = str(channel.get("id", "")) if isinstance(channel, dict) else ""
            self.met(home, user, found)
        return found


async def _upload(home: Home, name: str, data: bytes, alt: str) -> str:
    """Hand a file's bytes to Slack. Gives its id, which nobody can open before it is completed."""
    told = await home.api.call(
        "files_getUploadURLExternal",
        patience=PATIENCE,
        filename=name or "lentera",
        length=len(data),
        alt_txt=alt or None,
    )
    await home.api.upload(str(told["upload_url"]), data)
    return str(told["file_id"])


def _told(trouble: Exception) -> str:
    match trouble:
        case Unreachable(reason=reason) | Declined(reason=reason):
            return reason
        case Busy():
            return "busy"
        case _:
            return "no answer"
