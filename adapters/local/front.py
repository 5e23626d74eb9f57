"""The page and what it reads: its files, the company, the gallery, pictures, and word of what is new.

The rule to keep: nothing here changes anything, and nothing the page loads comes from anywhere else.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from aiohttp import web

from adapters.local import door, render
from adapters.local.chats import Chats
from adapters.local.company import Company
from adapters.local.door import Refused
from adapters.local.render import Data
from bot.example import Example
from bot.markup import Markup, plain
from bot.message import File, Form, Message, Part, Picture
from bot.ports import Clock
from bot.texts import Texts, Words

Winding = Callable[[], tuple[datetime, datetime] | None]

_HERE = Path(__file__).parent / "page"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_CAREFUL = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

SUGGESTED = (
    "log",
    "today",
    "week",
    "month",
    "start",
    "stop",
    "undo",
    "edit",
    "interruption",
    "export",
    "settings",
    "ask",
    "talk",
    "privacy",
)
"""What the list under `/` offers: `playground.try_log` is typed, `playground.does_log` says what for."""
_WORDS = (
    "title", "skip", "chats", "gallery", "people", "clock", "theme_light", "theme_dark", "language", "hour", "morning",
    "day", "week", "set_clock", "go", "winding", "wound", "wound_quiet", "write", "write_as", "write_channel", "send",
    "commands",    "private", "direct", "channel", "close", "required", "attachment", "picture_size", "lost", "back",
    "failed", "too_large", "empty", "empty_channel", "hint", "hint_try", "hint_use", "hint_close", "new",
    "gallery_about", "gallery_form", "gallery_empty", "chat_with", "switch",
    "error_backwards", "error_too_far", "error_winding", "error_fixed_clock", "error_malformed", "scripted",
    "file_too_large",
)  # fmt: skip
_GAPS = ("person", "name", "time", "count", "to", "size", "chat", "division")

_BEAT = 15.0
"""Seconds between two signs of life on a silent stream; a stream whose reader is gone is noticed by them."""
_FRAME = 0.2
"""Seconds between two signs of progress while the clock is being wound."""


class Front:
    """Everything that is only read."""

    def __init__(
        self,
        company: Company,
        texts: Texts,
        clock: Clock,
        chats: Chats,
        gallery: Sequence[Example],
        winding: Winding,
    ) -> None:
        self._company = company
        self._texts = texts
        self._clock = clock
        self._chats = chats
        self._gallery = gallery
        self._winding = winding
        self._run = token_hex(4)
        """Another process, other chats: the page starts afresh when this changes."""
        self._closed = False

    def routes(self) -> tuple[tuple[str, str, door.Handler], ...]:
        """Method, path, handler."""
        return (
            ("GET", "/", self._index),
            ("GET", "/local/page/{name}", self._asset),
            ("GET", "/local/company", self._about),
            ("GET", "/local/clock", self._time),
            ("GET", "/local/stream", self._stream),
            ("GET", "/local/file/{person}/{card}/{part}", self._file),
            ("GET", "/local/gallery", self._examples),
            ("GET", "/local/gallery/{example}/{locale}/{part}", self._example_file),
        )

    async def close(self, _app: web.Application) -> None:
        """End the streams, which would otherwise hold up the end of the process."""
        self._closed = True
        self._chats.ring()

    def clock(self) -> dict[str, Data]:
        """What time it is, and how far it is being wound."""
        winding = self._winding()
        home = self._clock.now().astimezone(self._company.cities[self._company.home].zone)
        return {
            "now": self._clock.now().isoformat(),
            "home": home.replace(tzinfo=None).isoformat(timespec="minutes"),
            "winding": {"from": winding[0].isoformat(), "to": winding[1].isoformat()} if winding else None,
        }

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return _page("index.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in {path.name for path in _HERE.iterdir()}:
            raise Refused(404, "unknown_file", "The page has no such file.")
        return _page(name)

    async def _about(self, _request: web.Request) -> web.StreamResponse:
        company = self._company
        return door.answer(
            {
                "run": self._run,
                "name": company.name,
                "channel": company.channel,
                "cities": [{"name": city.name, "zone": city.zone.key} for city in company.cities.values()],
                "home": company.cities[company.home].zone.key,
                "divisions": [{"id": key, "name": name} for key, name in company.divisions.items()],
                "shown": list(company.shown),
                "people": [
                    {
                        "id": person.id,
                        "name": person.name,
                        "title": person.title,
                        "city": company.cities[person.city].name,
                        "zone": company.zone(person).key,
                        "locale": person.locale,
                        "division": person.division,
                        "scripted": person.habits is not None,
                    }
                    for person in company.people
                ],
                "words": {locale: _words(self._texts.to(locale)) for locale in self._texts.locales},
                "commands": {locale: _commands(self._texts.to(locale)) for locale in self._texts.locales},
                "clock": self.clock(),
                "seq": self._chats.seq,
            }
        )

    async def _time(self, _request: web.Request) -> web.StreamResponse:
        return door.answer(self.clock())

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: whose inbox is new, and the clock.

        One stream serves all people on the page: a browser keeps six connections to a host, and one long poll for each
        of six people would leave none for anything else. It carries no message, so there is one way to read them.
        """
        seen = door.number(request.headers.get("Last-Event-ID") or request.query.get("after", "0"), "after")
        seen = min(seen, self._chats.seq)
        stream = web.StreamResponse(headers={**_CAREFUL, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        # The reader goes away: that is how every stream ends.
        with suppress(ConnectionError):
            while not self._closed:
                people, seq = list(self._chats.news(seen)), self._chats.seq
                news = {"run": self._run, "people": people, "seq": seq, "clock": self.clock()}
                await stream.write(f"id: {seq}\ndata: {json.dumps(news)}\n\n".encode())
                seen = seq
                if self._winding():
                    await asyncio.sleep(_FRAME)
                else:
                    await self._wait(seen)
        return stream

    async def _wait(self, seen: int) -> None:
        if self._chats.seq > seen or self._closed:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._chats.change(), _BEAT)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        where = request.match_info
        known = self._company.find(where["person"])
        card = self._chats.find(known.id, door.number(where["card"], "message")) if known else None
        if card is None:
            raise Refused(404, "unknown_message", "This person has no such message.")
        return _bytes(card.message.parts, where["part"])

    async def _examples(self, _request: web.Request) -> web.StreamResponse:
        return door.answer(
            {
                "locales": list(self._texts.locales),
                "examples": [
                    {
                        "name": example.name,
                        "shown": {locale: self._example(place, example, locale) for locale in self._texts.locales},
                    }
                    for place, example in enumerate(self._gallery)
                ],
            }
        )

    def _example(self, place: int, example: Example, locale: str) -> dict[str, Data]:
        match example.show(self._texts.to(locale)):
            case Form() as form:
                return {"form": {"id": f"{place}-{locale}", **render.form(form)}}
            case Message() as message:
                return {
                    "message": render.message(message, lambda part: f"/local/gallery/{place}/{locale}/{part}"),
                }

    async def _example_file(self, request: web.Request) -> web.StreamResponse:
        where = request.match_info
        place = door.number(where["example"], "example")
        shown = self._gallery[place].show(self._texts.to(where["locale"])) if place < len(self._gallery) else None
        return _bytes(shown.parts if isinstance(shown, Message) else (), where["part"])


def _page(name: str) -> web.Response:
    path = _HERE / name
    return web.Response(body=path.read_bytes(), headers={**_CAREFUL, "Content-Type": _KINDS[path.suffix]})


def _bytes(parts: tuple[Part, ...], place: str) -> web.Response:
    """A picture, or a file to keep. Raises `Refused`."""
    number = door.number(place, "part")
    part = parts[number] if number < len(parts) else None
    careful = {**_CAREFUL, "Cache-Control": "no-store"}
    match part:
        case Picture(png):
            return web.Response(body=png, headers={**careful, "Content-Type": "image/png"})
        case File(name, media_type, data):
            kept = {"Content-Type": media_type, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
            return web.Response(body=data, headers={**careful, **kept})
        case _:
            raise Refused(404, "unknown_file", "There is no file here.")


def _words(t: Words) -> dict[str, Data]:
    """The page's own words; gaps stay for the page to fill."""
    gaps = {name: Markup(f"{{{name}}}") for name in _GAPS}
    return {key: plain(t(f"playground.{key}", **gaps)) for key in _WORDS}


def _commands(t: Words) -> list[Data]:
    return [
        {"text": plain(t(f"playground.try_{key}")), "does": plain(t(f"playground.does_{key}"))} for key in SUGGESTED
    ]
