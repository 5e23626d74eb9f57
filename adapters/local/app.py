"""The playground: a platform of our own, with several people in one browser, and an adapter like any other.

The rule to keep: what is pressed and sent must have been shown. The page and every script are strangers; the core gets
an event only when this file has checked who, what and on which card.
"""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import web

from adapters.local import door, fields, render, wire
from adapters.local.chats import DIRECT, Card, Chats, Dialog
from adapters.local.company import Company, Resident
from adapters.local.door import Refused
from adapters.local.front import Front
from adapters.local.render import Data
from bot.campaigns.channel import Channel
from bot.errors import Unreachable
from bot.events import Actor, Arrived, Command, Event, Press, Said, Submitted
from bot.example import Example
from bot.markup import literal
from bot.message import UPLOAD_LIMIT, Correction, Form, Message, Reply
from bot.people import Person
from bot.ports import Clock
from bot.texts import Texts, Words

Handle = Callable[[Event], Awaitable[Reply]]
Wind = Callable[[datetime], Awaitable[None]]
Known = Callable[[Actor], Awaitable[Person]]

_FARTHEST = timedelta(days=366)
_LAST_YEAR = 2099
_DELIVERED = 8 * 1024 * 1024
"""Bytes of a message that a worker hands over: it may hold a document."""
_SENT = UPLOAD_LIMIT * 4 // 3 + 2 * door.LIMIT
"""Bytes of a form: a file in it is in base64, and one that is too large is told so, not turned away."""
_SUMMED = 500
"""Messages in the answer to a wound clock; the inboxes hold them all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an event: cards that are new or changed, and what became of the dialog."""

    cards: tuple[Card, ...] = ()
    dialog: Dialog | None = None
    correction: Correction | None = None


class Playground:
    """Chats, a door for scripts and the page, and the way out for the postman (it is a `Messenger`)."""

    def __init__(  # noqa: PLR0913 - the composition root names each
        self,
        company: Company,
        texts: Texts,
        clock: Clock,
        *,
        gallery: Sequence[Example] = (),
        wind: Wind | None = None,
        known: Known | None = None,
        secret: str = "",
        hosts: frozenset[str] = frozenset(),
    ) -> None:
        self.company = company
        self.texts = texts
        self.clock = clock
        self.chats = Chats([person.id for person in company.people])
        self.wind = wind
        self.winding: tuple[datetime, datetime] | None = None
        """From where to where the clock is being wound at the moment."""
        self._known = known
        """Asks the core for a person's own language and zone, which may differ from what the company says."""
        self._readers: dict[str, tuple[Words, ZoneInfo]] = {}
        self._secret = secret
        """What a worker in another process shows; without one nothing is taken from outside."""
        self._hosts = hosts
        self._handle: Handle | None = None
        self._front = Front(company, texts, clock, self.chats, gallery, lambda: self.winding)

    def connect(self, handle: Handle) -> None:
        """Say who answers: `Bot.handle`."""
        self._handle = handle

    def attach(self, app: web.Application) -> None:
        """Add the page and the JSON API to an application."""
        for method, path, handler in (
            ("POST", "/local/say", self._post_say),
            ("POST", "/local/press", self._post_press),
            ("POST", "/local/submit", self._post_submit),
            ("POST", "/local/arrive", self._post_arrive),
            ("GET", "/local/inbox", self._get_inbox),
            ("POST", "/local/clock", self._post_clock),
            ("POST", "/local/deliver", self._post_deliver),
            *self._front.routes(),
        ):
            app.router.add_route(method, path, door.guarded(handler, self._hosts))
        app.on_shutdown.append(self._front.close)

    async def send(self, address: str, message: Message) -> None:
        """Put a message into somebody's chat, or into a channel. Raises `Unreachable`."""
        kind, _, name = address.partition(":")
        if kind == "person" and self.company.find(name):
            self.chats.post(DIRECT, DIRECT, name, self.clock.now(), message)
        elif kind == "channel" and name == self.company.channel:
            self.chats.post(name, DIRECT, None, self.clock.now(), message)
        else:
            raise Unreachable("no_such_address")

    async def find(self, actor: Actor, text: str, hello: Message) -> Channel | None:
        """The company's channel: see `bot.campaigns.channel.Rooms`."""
        if text.removeprefix("#").casefold() != self.company.channel.casefold():
            return None
        self.chats.post(self.company.channel, DIRECT, actor.id, self.clock.now(), hello)
        return Channel(actor.platform, actor.workspace, f"channel:{self.company.channel}", f"#{self.company.channel}")

    async def say(self, person: Resident, text: str, delivery: str, channel: str | None = None) -> Answer:
        """Somebody types something: `/track …` is a command, anything else is said to the bot."""
        actor = self.company.actor(person)
        name, _, args = text.removeprefix("/").partition(" ")
        command = text.startswith("/") and bool(name)
        chat = channel or DIRECT
        # As on a real platform, a command typed in a channel is seen by its author alone.
        reader = None if channel and not command else person.id
        self.chats.post(chat, person.id, reader, self.clock.now(), Message(literal(text)))
        if command:
            return await self._hand(Command(delivery, actor, name.lower(), args.strip()), person, chat)
        if channel:
            mention = f"@{DIRECT}"
            if mention not in text.lower():
                # The bot asks for no right to read along.
                return Answer()
            at = text.lower().index(mention)
            text = " ".join((text[:at] + text[at + len(mention) :]).split())
        return await self._hand(Said(delivery, actor, text), person, chat)

    def shown(self, card: Card, person: Resident) -> dict[str, Data]:
        """A card as data, for one reader."""
        t, zone = self._reader(person)
        at = card.at.astimezone(zone)
        author = self.company.find(card.author)
        return {
            "id": card.id,
            "seq": card.seq,
            "chat": card.chat,
            "from": card.author,
            "name": author.name if author else "Lentera",
            "private": card.chat != DIRECT and card.reader is not None,
            "at": card.at.isoformat(),
            "day": t.weekday(at.date()),
            "time": t.clock(at),
            **render.message(card.message, lambda part: f"/local/file/{person.id}/{card.id}/{part}"),
        }

    async def meet(self, person: Resident) -> Words:
        """Learn the language and zone that somebody has set for themselves, and speak it from now on."""
        if self._known is not None:
            known = await self._known(self.company.actor(person))
            self._readers[person.id] = (self.texts.to(known.locale), known.zone)
        return self._reader(person)[0]

    def somebody(self, name: object) -> Resident:
        """A person of the company by what a request says. Raises `Refused`."""
        if not isinstance(name, str):
            raise Refused(400, "malformed", "`person` must be text.")
        person = self.company.find(name)
        if person is None:
            raise Refused(404, "unknown_person", "Nobody in the demo company has this id; see /local/company.")
        return person

    def _reader(self, person: Resident) -> tuple[Words, ZoneInfo]:
        return self._readers.get(person.id) or (self.texts.to(person.locale), self.company.zone(person))

    async def _hand(
        self, event: Event, person: Resident, chat: str, card: Card | None = None, dialog: Dialog | None = None
    ) -> Answer:
        """Give an event to the core, and show what it answers."""
        if self._handle is None:
            raise Refused(503, "starting", "Lentera is not ready yet; try again in a moment.")
        reply = await self._handle(event)
        match reply.content:
            case None:
                return Answer()
            case Message() as message:
                return Answer((self._show(message, reply, person, chat, card),))
            case Form() as form:
                return Answer(dialog=self.chats.open(person.id, chat, card.id if card else None, form))
            case Correction() as correction if dialog is not None:
                return Answer(dialog=dialog, correction=correction)
            case Correction(text):
                return Answer((self._show(Message(text), reply, person, chat, None),))

    def _show(self, message: Message, reply: Reply, person: Resident, chat: str, card: Card | None) -> Card:
        if reply.settles and card is not None:
            return self.chats.settle(card, message)
        reader = person.id if chat == DIRECT or reply.private else None
        return self.chats.post(chat, DIRECT, reader, self.clock.now(), message)

    def _told(self, answer: Answer, person: Resident) -> web.Response:
        dialog = answer.dialog
        return door.answer(
            {
                "messages": [self.shown(card, person) for card in answer.cards],
                "form": {"id": dialog.id, **render.form(dialog.form)} if dialog and not answer.correction else None,
                "correction": render.correction(answer.correction) if answer.correction else None,
                "seq": self.chats.seq,
            }
        )

    async def _post_say(self, request: web.Request) -> web.StreamResponse:
        sent = await door.body(request)
        person, delivery = self.somebody(sent.get("person")), door.delivery(sent, uuid4().hex)
        text, channel = door.text(sent, "text").strip(), sent.get("channel")
        if channel is not None and channel != self.company.channel:
            raise Refused(404, "unknown_channel", f"The only channel is {self.company.channel}.")
        if not text:
            raise Refused(400, "malformed", "`text` is empty.")
        return self._told(await self.say(person, text, delivery, self.company.channel if channel else None), person)

    async def _post_arrive(self, request: web.Request) -> web.StreamResponse:
        sent = await door.body(request)
        person, delivery = self.somebody(sent.get("person")), door.delivery(sent, uuid4().hex)
        await self.meet(person)
        if any(card.chat == DIRECT for card in self.chats.inbox(person.id)):
            return self._told(Answer(), person)
        return self._told(await self._hand(Arrived(delivery, self.company.actor(person)), person, DIRECT), person)

    async def _post_press(self, request: web.Request) -> web.StreamResponse:
        sent = await door.body(request)
        person, delivery = self.somebody(sent.get("person")), door.delivery(sent, uuid4().hex)
        card = self.chats.find(person.id, door.number(sent.get("message"), "message"))
        if card is None:
            raise Refused(404, "unknown_message", "This person has no such message.")
        pressed = (door.text(sent, "action"), door.text(sent, "value", ""))
        if pressed not in card.offered:
            raise Refused(409, "unknown_button", "This message has no such button.")
        event = Press(delivery, self.company.actor(person), *pressed)
        return self._told(await self._hand(event, person, card.chat, card), person)

    async def _post_submit(self, request: web.Request) -> web.StreamResponse:
        sent = await door.body(request, _SENT)
        person, delivery = self.somebody(sent.get("person")), door.delivery(sent, uuid4().hex)
        dialog = self.chats.dialog(person.id, door.text(sent, "form"))
        if dialog is None:
            raise Refused(404, "unknown_form", "No such form was opened for this person.")
        found = fields.taken(dialog.form, sent.get("fields", {}), self._reader(person)[0])
        if isinstance(found, Correction):
            return self._told(Answer(dialog=dialog, correction=found), person)
        actor, form = self.company.actor(person), dialog.form
        event = Submitted(delivery, actor, form.action, form.value, found.fields, found.files)
        card = self.chats.card(dialog.card) if dialog.card else None
        answer = await self._hand(event, person, dialog.chat, card, dialog)
        await self.meet(person)
        return self._told(answer, person)

    async def _get_inbox(self, request: web.Request) -> web.StreamResponse:
        person = self.somebody(request.query.get("person"))
        after = door.number(request.query.get("after", "0"), "after")
        cards = [self.shown(card, person) for card in self.chats.inbox(person.id, after)]
        return door.answer({"messages": cards, "seq": self.chats.seq, "locale": self._reader(person)[0].locale})

    async def _post_clock(self, request: web.Request) -> web.StreamResponse:
        sent = await door.body(request)
        now, to = self.clock.now(), self._moment(door.text(sent, "to"))
        if self.wind is None:
            raise Refused(409, "fixed_clock", "This clock cannot be wound: the worker is another process.")
        if self.winding is not None:
            raise Refused(409, "winding", "The clock is being wound already.")
        if to < now:
            raise Refused(400, "backwards", "The clock only goes forward.")
        if to - now > _FARTHEST or to.year > _LAST_YEAR:
            raise Refused(400, "too_far", f"The clock goes at most {_FARTHEST.days} days forward at a time.")
        before = self.chats.seq
        self.winding = (now, to)
        self.chats.ring()
        try:
            await self.wind(to)
        finally:
            self.winding = None
            self.chats.ring()
        told = [
            {"person": person.id, **self.shown(card, person)}
            for person in self.company.people
            for card in self.chats.inbox(person.id, before)
            if card.author == DIRECT
        ]
        return door.answer({**self._front.clock(), "messages": told[-_SUMMED:], "seq": self.chats.seq})

    def _moment(self, said: str) -> datetime:
        """An instant as a request says it; without an offset it is the home city's wall clock. Raises `Refused`."""
        try:
            moment = datetime.fromisoformat(said)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self.company.cities[self.company.home].zone)
            return moment.astimezone(self.clock.now().tzinfo)
        except (ValueError, OverflowError):
            raise Refused(400, "malformed", "`to` must be a time such as 2026-11-18T09:00:00+07:00.") from None

    async def _post_deliver(self, request: web.Request) -> web.StreamResponse:
        shown = request.headers.get("Authorization", "")
        # Compared as bytes: compare_digest refuses text beyond ASCII.
        if not self._secret or not hmac.compare_digest(shown.encode("utf-8", "replace"), self._bearer):
            raise Refused(401, "wrong_secret", "Only Lentera's own worker delivers here.")
        sent = await door.body(request, _DELIVERED)
        try:
            message = wire.unpack(sent.get("message"))
        except ValueError as error:
            raise Refused(400, "malformed", f"{error}") from None
        try:
            await self.send(door.text(sent, "address"), message)
        except Unreachable as unreachable:
            raise Refused(404, "unreachable", unreachable.reason) from None
        return door.answer({"seq": self.chats.seq})

    @property
    def _bearer(self) -> bytes:
        return f"Bearer {self._secret}".encode()
