"""How an answer gets to where the person is: in the channel for them alone, in place of a card, in a form.

The rule to keep: what is private stays private. In a channel nobody else sees it, and where that is not possible any
more it goes to the person's own chat with Lentera.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from adapters.slack import refill, views
from adapters.slack.blocks import pages
from adapters.slack.errors import Declined
from adapters.slack.poster import PATIENCE, Poster
from adapters.slack.rich import Data
from adapters.slack.told import Pressed, Sent, Slash, Wrote
from adapters.slack.views import Origin
from adapters.slack.workspaces import Home
from bot.errors import Busy
from bot.message import Button, Buttons, Correction, Facts, File, Form, Message, Picture, Prose, Reply, Table
from bot.texts import Words

AGAIN = "slack.again"
"""The action of a button that asks the same again, with a trigger that a form can be opened with."""
_VALUE = 2000

_OVER = frozenset(
    {
        "expired_trigger_id",
        "exchanged_trigger_id",
        "trigger_exchanged",
        "invalid_trigger_id",
        "trigger_expired",
        "push_limit_reached",
    }
)
"""It is too late to open a form, or there are too many already."""

_CLOSED = frozenset({"not_found", "view_not_found", "hash_conflict"})
"""The form was closed meanwhile."""

Body: TypeAlias = Data
"""What stands in the answer to Slack's own request; empty for nothing but a nod."""


@dataclass(slots=True)
class Turn:
    """One request of Slack's. Once `late`, it has been nodded at, and what is to be said is said by another way."""

    late: bool = False
    view: str = ""
    """A light form that was opened so that there is something to see."""
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while one is being opened."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Says replies."""

    poster: Poster

    async def command(self, told: Slash, home: Home, t: Words, reply: Reply, turn: Turn) -> Body:
        """After a slash command."""
        own = self.poster.own(home, told.who.user, told.channel)
        if reply.content is None:
            return {}
        if isinstance(reply.content, Form):
            origin = Origin(told.channel, told.response_url, own)
            if await self._open(home, told.trigger, _form(reply.content, t, origin), turn):
                return {}
            # What was typed after a slash stands in no chat, and a button would put it there.
            typed = "" if reply.content.discreet else told.text
            message = _again(t, "slack.form_again", ["command", told.name, typed])
        else:
            message = _said(reply.content)
        kind: Literal["ephemeral", "in_channel"] = "ephemeral" if reply.private and not own else "in_channel"
        if not turn.late and (body := _inline(message, kind)):
            return body
        shown = _hinted(message, t, own=own)
        user = told.who.user
        if await self.poster.respond(home, user, told.response_url, shown, kind=kind, replace=False):
            await self.poster.hand_over(home, user, message)
        else:
            await self.poster.write(home, user, message, patience=PATIENCE)
        return {}

    async def press(self, told: Pressed, home: Home, t: Words, reply: Reply, turn: Turn) -> Body:
        """After a button."""
        match reply.content:
            case None:
                return {}
            case Form() as form:
                origin = Origin(told.channel, told.response_url, self._own_press(told, home))
                view = _form(form, t, told.origin if told.view and not told.home else origin)
                if not await self._open(home, told.trigger, view, turn, over=bool(told.view) and not told.home):
                    message = _again(t, "slack.form_again", ["press", told.action, told.value])
                    await self._after_press(told, home, t, Reply(message), message, turn)
            case Message() | Correction() as said:
                await self._after_press(told, home, t, reply, _said(said), turn)
        return {}

    async def form(self, told: Sent, home: Home, t: Words, reply: Reply, turn: Turn) -> Body:
        """After a form was sent."""
        match reply.content:
            case Correction() as correction:
                wrong = views.problems(correction, told.inputs)
                if wrong and not turn.late:
                    return {"response_action": "errors", "errors": wrong}
                if wrong:
                    return await self._bring_back(told, home, t, correction, wrong)
                return await self._show(
                    home, views.notice(Message(correction.text), t("slack.name"), t("slack.close")), turn
                )
            case Form() as form:
                return await self._show(home, _form(form, t, told.origin), turn)
            case Message() as message:
                await self._after_form(told, home, t, reply, message)
                return await self._close(home, t, turn)
            case None:
                return await self._close(home, t, turn)

    async def words(self, told: Wrote, home: Home, t: Words, reply: Reply) -> None:
        """After somebody wrote."""
        if reply.content is None:
            return
        if isinstance(reply.content, Form):
            message = _again(t, "slack.form_from_chat", ["said", "", told.text])
        else:
            message = _said(reply.content)
        if told.own:
            await self.poster.write(home, told.who.user, message, patience=PATIENCE, channel=told.channel)
            return
        try:
            await self.poster.whisper(home, told.who.user, told.channel, _hinted(message, t, own=False), told.thread)
        except Exception:  # noqa: BLE001 - whatever the channel forbids, the person's own chat does not
            await self.poster.write(home, told.who.user, message, patience=PATIENCE)

    async def waiting(self, told: Pressed, home: Home, t: Words, turn: Turn) -> None:
        """Open something light at once, where a form is on its way but not there yet."""
        view = views.notice(Message(t("slack.wait")), t("slack.name"), t("slack.close"))
        method = "views_push" if told.view and not told.home else "views_open"
        async with turn.opening:
            answer = await home.api.call(method, trigger_id=told.trigger, view=view)
            shown = answer.get("view")
            turn.view = str(shown.get("id", "")) if isinstance(shown, dict) else ""

    def patience(self, told: Sent, t: Words) -> Body:
        """In place of a form that was sent, where what comes of it is not there yet: what was typed, for reading."""
        view = refill.waiting(told.shown, t("slack.name"), t("slack.close"), t("slack.wait"))
        return {"response_action": "update", "view": view}

    async def _bring_back(
        self, told: Sent, home: Home, t: Words, correction: Correction, wrong: Mapping[str, str]
    ) -> Body:
        """The form once more, with all that was typed; in the person's chat where the form is closed by now.

        Of a form that no chat may hold anything of, that is lost: whoever closed it can open it again.
        """
        back = await _update(home, told.view, refill.again(told.shown, correction.text, wrong))
        if not back and not told.origin.discreet:
            kept = Facts(tuple(refill.typed(told.shown)))
            said = Message(correction.text, (Prose(t("slack.typed")), kept) if kept.pairs else ())
            await self.poster.write(home, told.who.user, said, patience=PATIENCE)
        return {}

    async def _open(self, home: Home, trigger: str, view: Data, turn: Turn, *, over: bool = False) -> bool:
        """Open a form. False where the time for it is over."""
        try:
            async with turn.opening:
                if turn.view:
                    await home.api.call("views_update", view_id=turn.view, view=view)
                elif not trigger:
                    return False
                else:
                    await home.api.call("views_push" if over else "views_open", trigger_id=trigger, view=view)
        except (Declined, Busy) as refused:
            if isinstance(refused, Declined) and refused.reason not in _OVER:
                raise
            return False
        return True

    async def _after_press(
        self, told: Pressed, home: Home, t: Words, reply: Reply, message: Message, turn: Turn
    ) -> None:
        if turn.view or told.view:
            view = views.notice(
                _hinted(message, t, own=False),
                t("slack.name"),
                t("slack.close"),
                pictures=await self.poster.pictures(home, message),
            )
            await self._into_view(told, home, view, turn)
            await self.poster.hand_over(home, told.who.user, message)
            return
        own = self._own_press(told, home)
        if not reply.settles and own:
            await self.poster.write(home, told.who.user, message, patience=PATIENCE, channel=told.channel)
            return
        kind: Literal["ephemeral", "in_channel"] = "ephemeral" if reply.private or told.ephemeral else "in_channel"
        shown = _hinted(message, t, own=own)
        if not await self.poster.respond(
            home, told.who.user, told.response_url, shown, kind=kind, replace=reply.settles
        ):
            await self.poster.write(home, told.who.user, message, patience=PATIENCE)
            return
        await self.poster.hand_over(home, told.who.user, message)

    async def _into_view(self, told: Pressed, home: Home, view: Data, turn: Turn) -> None:
        if turn.view or not told.home:
            await home.api.call("views_update", view_id=turn.view or told.view, view=view)
        else:
            # Where it is too late to open anything, the Home tab shows the outcome itself.
            await self._open(home, told.trigger, view, turn)

    async def _after_form(self, told: Sent, home: Home, t: Words, reply: Reply, message: Message) -> None:
        """Say it where the form was opened: beside the command, in place of the card, or in the person's chat."""
        origin = told.origin
        if origin.response_url and (reply.settles or not origin.own):
            shown = _hinted(message, t, own=origin.own)
            if await self.poster.respond(
                home, told.who.user, origin.response_url, shown, kind="ephemeral", replace=reply.settles
            ):
                await self.poster.hand_over(home, told.who.user, message)
                return
        channel = origin.channel if origin.own else ""
        await self.poster.write(home, told.who.user, message, patience=PATIENCE, channel=channel)

    async def _show(self, home: Home, view: Data, turn: Turn) -> Body:
        if not turn.late:
            return {"response_action": "update", "view": view}
        await _update(home, turn.view, view)
        return {}

    async def _close(self, home: Home, t: Words, turn: Turn) -> Body:
        if turn.late:
            done = views.notice(Message(t("slack.done")), t("slack.name"), t("slack.close"))
            await _update(home, turn.view, done)
        return {}

    def _own_press(self, told: Pressed, home: Home) -> bool:
        """Whether the button was in the person's chat with Lentera: only there we say what all members can see."""
        own = bool(told.channel) and told.channel.startswith("D") and not told.ephemeral
        if own:
            self.poster.met(home, told.who.user, told.channel)
        return own or self.poster.own(home, told.who.user, told.channel)


def _form(form: Form, t: Words, origin: Origin) -> Data:
    return views.modal(form, t("slack.cancel"), origin, t("slack.menu_cut"))


async def _update(home: Home, view_id: str, view: Data) -> bool:
    """Put another view in the place of one. False where somebody has closed that one."""
    try:
        await home.api.call("views_update", patience=PATIENCE, view_id=view_id, view=view)
    except Declined as closed:
        if closed.reason not in _CLOSED:
            raise
        return False
    return True


def _said(content: Message | Correction) -> Message:
    return content if isinstance(content, Message) else Message(content.text)


def _inline(message: Message, kind: str) -> Body | None:
    """A message in the answer to Slack's own request, which is the fastest way; None where it needs another.

    Slack does not tell whether it took it, so it is for what it is known to take.
    """
    if any(isinstance(part, Picture | File | Table) for part in message.parts):
        return None
    found = pages(message)
    if len(found) > 1:
        return None
    return {"response_type": kind, "text": found[0].text, "blocks": list(found[0].blocks)}


def _hinted(message: Message, t: Words, *, own: bool) -> Message:
    """Where it is said in a channel, the message says where its files are."""
    if own or not any(isinstance(part, File) for part in message.parts):
        return message
    return Message(message.text, (*message.parts, Prose(t("slack.files_in_chat"), quiet=True)))


def _again(t: Words, key: str, what: list[str]) -> Message:
    """A button that leads to the form."""
    value = json.dumps(what, ensure_ascii=False)
    if len(value) > _VALUE:
        return Message(t("slack.busy"))
    button = Button(t("slack.button_form"), AGAIN, value, style="primary", opens_form=True)
    return Message(t(key), (Buttons((button,)),))
