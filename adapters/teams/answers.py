"""How an answer gets to where the person is: into the chat, in place of a card, into a dialog.

The rule to keep: what is private stays private. A channel has no answer that only one person sees, so there it goes to
their own chat with Lentera, and the channel learns no more than that it did.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.teams.activities import Asked, Consented, Place, Pressed, Quick, Wrote
from adapters.teams.cards import MEDIA, pages
from adapters.teams.chats import chat
from adapters.teams.dialogs import corrected, dialog, notice, words
from adapters.teams.door import Body
from adapters.teams.errors import NOT_INSTALLED, Declined
from adapters.teams.events import AGAIN, LINE, QUICK, again
from adapters.teams.files import given
from adapters.teams.packing import NOWHERE, Origin
from adapters.teams.poster import PATIENCE, Poster, Spot
from adapters.teams.rich import Data
from bot.errors import Busy, Unreachable
from bot.events import Actor, Event
from bot.markup import literal, plain
from bot.message import Button, Buttons, Correction, File, Form, Message, Reply, Text
from bot.texts import Words

_VALUE = 2000
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Answers:
    """Says replies."""

    poster: Poster
    apart: Callable[[Actor], Awaitable[bool]]
    """Asked whether somebody is still to be told that nobody else reads their own chat; says yes once a person."""
    _told: set[str] = field(default_factory=set)
    """For whom it need not be asked again."""

    async def typed(self, about: Wrote, account: Actor, t: Words, reply: Reply, event: Event | None) -> None:
        """After something typed."""
        if reply.content is not None:
            await self._say(about.place, account, t, reply, _said(reply, t, event))

    async def pressed(self, about: Pressed, account: Actor, t: Words, reply: Reply, event: Event | None) -> Data | None:
        """After a button. Gives the card for whoever waits for one."""
        if reply.content is None:
            return _invoked(None, self.poster) if about.invoked else None
        message = _said(reply, t, event)
        card = about.card if reply.settles else ""
        await self._say(about.place, account, t, reply, message, card)
        shown = message if reply.settles and about.place.kind == "personal" else None
        return _invoked(shown, self.poster) if about.invoked else None

    async def opened(self, about: Asked, t: Words, reply: Reply) -> Data:
        """After a button that a dialog answers."""
        origin = Origin(about.place.conversation, about.card, about.place.kind == "personal")
        return self._shown(t, reply, NOWHERE if about.inside else origin)

    async def sent(
        self, about: Asked, account: Actor, t: Words, reply: Reply, form: Form, origin: Origin
    ) -> Data | None:
        """After a form was sent. None closes the dialog."""
        match reply.content:
            case Correction() as wrong:
                return corrected(form, self.poster.offers, origin, t, about.data, wrong)
            case Form():
                return self._shown(t, reply, origin)
            case Message() as message:
                card = origin.card if reply.settles and origin.own else ""
                await self._privately(about.place.service, account, t, message, Spot("", origin.conversation, card))
                return None
            case None:
                return None

    async def quick(self, account: Actor, t: Words, reply: Reply, form: Form, data: Body) -> Data | None:
        """After the message extension's dialog was sent: it says what came of it, and the chat has the buttons."""
        match reply.content:
            case Correction() as wrong:
                return corrected(form, self.poster.offers, NOWHERE, t, data, wrong)
            case Message() as message if any(isinstance(part, Buttons) for part in message.parts):
                try:
                    await self.poster.write(chat(account.address), message, patience=PATIENCE, locale=t.locale)
                except (Unreachable, Busy, Declined, TimeoutError):
                    return self._shown(t, reply, NOWHERE)
                return words(message.text)
            case Message() | Form():
                return self._shown(t, reply, NOWHERE)
            case None:
                return None

    def asking(self, t: Words) -> Data:
        """The message extension's dialog."""
        line = Text(LINE, t("teams.quick_label"), hint=t("teams.quick_hint"))
        return self._shown(t, Reply(Form(t("teams.quick_title"), QUICK, t("teams.quick_submit"), (line,))), NOWHERE)

    async def consented(self, about: Consented, t: Words, file: File | None) -> None:
        """After somebody has said whether they want a file."""
        spot = Spot(about.place.service, about.place.conversation, about.card)
        if not about.accepted:
            await self.poster.put(spot, Message(t("teams.file_declined")))
        elif file is None:
            await self.poster.put(spot, Message(t("teams.file_gone")))
        else:
            try:
                await self.poster.files.put(file, str(about.upload.get("uploadUrl") or ""))
            except (Declined, TimeoutError):
                await self.poster.put(spot, Message(t("teams.file_failed")))
                return
            await self.poster.attach(spot, file.name, given(about.upload))

    async def elsewhere(self, about: Wrote | Pressed | Asked | Quick, t: Words, key: str) -> Data | None:
        """What everybody may read, for somebody whom there is nothing to answer: where they are."""
        match about:
            case Asked() | Quick():
                return words(t(key))
            case Wrote() | Pressed():
                await self.poster.put(Spot(about.place.service, about.place.conversation), Message(t(key)))
                return _invoked(None, self.poster) if isinstance(about, Pressed) and about.invoked else None

    async def late(self, about: Asked | Quick, account: Actor, t: Words, body: Data | None) -> None:
        """What would have stood in a dialog, for somebody who has been told not to wait for it."""
        if body is None:
            return
        shown = body["task"]["value"]
        text = shown if isinstance(shown, str) else shown["title"]
        await self._privately(
            about.place.service, account, t, Message(t("teams.late", what=literal(text))), Spot("", "")
        )

    def _shown(self, t: Words, reply: Reply, origin: Origin) -> Data:
        """A reply as a dialog."""
        match reply.content:
            case Form() as form:
                return dialog(form, self.poster.offers, origin, t)
            case Message() as message:
                return notice(message, t("teams.name"), self.poster.offers)
            case Correction(text=text):
                return notice(Message(text), t("teams.name"), self.poster.offers)
            case None:
                return words(t("teams.done"))

    async def _say(
        self, place: Place, account: Actor, t: Words, reply: Reply, message: Message, card: str = ""
    ) -> None:
        """Say it where it was asked for, if everybody there may read it or nobody else is there."""
        here = Spot(place.service, place.conversation, card)
        if place.kind == "personal":
            await self.poster.put(here, message)
            await self.poster.hand_over(here, chat(account.address).contact, message, t.locale)
        elif not reply.private:
            await self.poster.put(here, message)
        else:
            await self._aside(here, account, t, message)

    async def _aside(self, here: Spot, account: Actor, t: Words, message: Message) -> None:
        """Answer in the person's own chat, and say no more than that where others read along."""
        try:
            await self.poster.write(chat(account.address), message, patience=PATIENCE, locale=t.locale)
        except Unreachable as gone:
            key = "teams.no_chat" if gone.reason in NOT_INSTALLED else "teams.no_answer"
            await self.poster.put(Spot(here.service, here.conversation), Message(t(key)))
            return
        said = [t("teams.answered")]
        if account.id not in self._told:
            if await self.apart(account):
                said.append(t("teams.write_there"))
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            self._told.add(account.id)
        await self.poster.put(Spot(here.service, here.conversation), Message("\n".join(said)))

    async def _privately(self, service: str, account: Actor, t: Words, message: Message, spot: Spot) -> None:
        """Say it in the person's own chat, in place of a card if it is there."""
        if spot.card:
            here = Spot(service, spot.conversation, spot.card)
            await self.poster.put(here, message)
            await self.poster.hand_over(here, chat(account.address).contact, message, t.locale)
        else:
            await self.poster.write(chat(account.address), message, patience=PATIENCE, locale=t.locale)


def _said(reply: Reply, t: Words, event: Event | None) -> Message:
    """A reply as a message: a form becomes the button that opens it, for nothing else can."""
    match reply.content:
        case Message() as message:
            return message
        case Correction(text=text):
            return Message(text)
        case Form():
            value = again(event) if event else ""
            if not value or len(value) > _VALUE:
                return Message(t("teams.busy"))
            button = Button(t("teams.button_form"), AGAIN, value, style="primary", opens_form=True)
            return Message(t("teams.form_here"), (Buttons((button,)),))
        case None:
            return Message(t("teams.done"))


def _invoked(message: Message | None, poster: Poster) -> Data:
    """The body that an `Action.Execute` waits for: the card in its place, or nothing to show."""
    found = pages(message, poster.offers) if message else ()
    if len(found) == 1:
        return {"statusCode": 200, "type": MEDIA, "value": found[0].card}
    text = plain(message.text) if message else ""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}
