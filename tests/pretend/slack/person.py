"""A person in front of Slack: types, presses, fills in, and reads what is on the screen.

The rule to keep: a person can do only what the screen offers, and everything goes over the wire.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.pretend.slack import chat, directory, filling, modals, payloads
from tests.pretend.slack.line import Answered, Delivery
from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.screen import Heard, Screen
from tests.pretend.slack.workspace import Channel, File, Message, User, View, Workspace, fresh

if TYPE_CHECKING:
    from tests.pretend.slack.pretend import PretendSlack

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack says in a form whose app did not answer as it should."""


@dataclass
class Person:
    """Somebody with an account."""

    slack: "PretendSlack"
    workspace: Workspace
    user: User
    last: Heard = field(default_factory=Heard)
    _keys: dict[str, tuple[Delivery, View | Message | Channel | None]] = field(default_factory=dict)

    @property
    def screen(self) -> Screen:
        """What this person sees."""
        return Screen(self.workspace, self.user.id)

    @property
    def dm(self) -> Channel:
        """The chat with the app."""
        return self.screen.dm

    def sees(self, channel: Channel | None = None) -> list[str]:
        """What stands in the chat with the app, or in a channel, oldest first; what is ephemeral too."""
        return self.screen.sees(channel)

    def form(self) -> View | None:
        """The modal on the screen."""
        return self.screen.form()

    async def types(self, text: str, channel: Channel | None = None, *, key: str | None = None) -> str:
        """Write something, in the chat with the app unless a channel is given. What came of it, as text.

        The same `key` again is the same delivery again, to the byte.
        """
        where = channel or self.dm
        assert self.user.id in where.members, f"{self.user.name} is not in {where.name}"
        if text.startswith("/"):
            return await self._command(text, where, key)
        known = self._known(key)
        if known is not None:
            return await self._tell(known[0])
        assert where.kind != "im" or self.slack.manifest.messages, "the app's messages tab is off"
        message = self.workspace.say(where, self.user.id, self._written(text))
        if where.kind == "im":
            return await self._event("message.im", payloads.said(message, self.workspace), key)
        if f"<@{self.workspace.bot.id}>" in message.text:
            return await self._event("app_mention", payloads.said(message, self.workspace, "app_mention"), key)
        return ""

    async def _command(self, text: str, where: Channel, key: str | None) -> str:
        name, _, rest = text.partition(" ")
        mark = self.screen.mark()
        if name not in self.slack.manifest.commands or "commands" not in self.slack.scopes_in(self.workspace):
            self._slackbot(where, f"{name} is not a valid command.")
            return self.screen.since(mark).text
        fields = payloads.command(self.workspace, self.user, where, name, rest, self.slack.base)
        delivery, _ = self._remember(key, Delivery("slash_commands", dict(fields)))
        answered = await self.slack.line.deliver(delivery)
        told = answered.told
        if answered.reason:
            word = "operation_timeout" if "timeout" in answered.reason else "dispatch_failed"
            self.slack.complain(f"{name}: {answered.reason} {answered.status}")
            self._slackbot(where, f'{name} failed with the error "{word}"')
        elif told is not None:
            self._answer(where, told, name)
        return await self._listen(mark, waits=told is None and not answered.reason)

    def _answer(self, where: Channel, told: object, name: str) -> None:
        answer = self.workspace.tickets.answer("commands", where, self.user.id)
        sent = told if isinstance(told, dict) else {"text": str(told)}
        try:
            chat.answered(self.workspace.tickets.open(answer), sent, self.workspace, self.slack.usable(self.workspace))
        except Refused as refused:
            self.slack.complain(f"{name}: {refused.error} {refused.messages}")
            self._slackbot(where, f'{name} failed with the error "{refused.error}"')

    async def presses(
        self, label: str, on: "Heard | Message | View | object | None" = None, *, key: str | None = None
    ) -> str:
        """Press a button by its label: on what is given, else the newest that has it."""
        assert self.slack.manifest.interactive, "the app has switched interactivity off"
        where, block, one = self.screen.button(label, on)
        if isinstance(where, Message):
            where = self.workspace.messages[where.channel.id, where.ts]
        shared = {"action_id": one["action_id"], "block_id": block["block_id"], "type": one["type"]}
        more = {name: one[name] for name in ("text", "value", "style", "selected_option", "url") if name in one}
        payload = payloads.pressed(self.workspace, self.user, where, shared | more, self.slack.base)
        delivery, _ = self._remember(key, Delivery("interactive", payload))
        mark = self.screen.mark()
        answered = await self.slack.line.deliver(delivery)
        if answered.reason:
            self.slack.complain(f"{label}: {answered.reason} {answered.status}")
        elif answered.told is not None:
            self.slack.complain(f"{label}: Slack ignores a body in the answer to block_actions")
        return await self._listen(mark, waits=not answered.reason)

    async def submits(
        self, fields: Mapping[str, object] | None = None, /, *, key: str | None = None, **named: object
    ) -> str:
        """Send the modal on the screen, with some fields changed and the others as they are.

        A field is named by its block or action, or by its label.
        """
        kept = self._known(key)
        view = kept[1] if kept else self.screen.form()
        assert isinstance(view, View), "no form is open"
        assert "submit" in view.body, "this form has no button that would send it"
        if kept is None:
            filling.put(view, {**(fields or {}), **named})
            view.errors = filling.refused(view)
            if view.errors:
                return "\n".join(dict.fromkeys(view.errors.values()))
        payload = payloads.submitted(self.workspace, self.user, view)
        delivery, _ = self._remember(key, Delivery("interactive", payload), view)
        mark = self.screen.mark()
        answered = await self.slack.line.deliver(delivery)
        if not view.open:
            return await self._listen(mark, waits=False)
        self._close(view, answered)
        if view.errors:
            return "\n".join(dict.fromkeys(view.errors.values()))
        return await self._listen(mark, waits=answered.told is None)

    def _close(self, view: View, answered: Answered) -> None:
        """What the answer to a submission does to the screen."""
        view.errors = {}
        if answered.reason:
            self.slack.complain(f"view_submission: {answered.reason} {answered.status}")
            view.errors = {"": TROUBLE}
            return
        try:
            self._obey(view, answered.told)
        except Refused as refused:
            self.slack.complain(f"view_submission: {refused.error} {refused.messages}")
            view.errors = {"": TROUBLE}

    def _obey(self, view: View, told: object) -> None:
        usable = self.slack.usable(self.workspace)
        match told:
            case None:
                view.open = False
            case {"response_action": "clear"}:
                for one in self.workspace.views.values():
                    one.open = one.open and one.root != view.root
            case {"response_action": "errors", "errors": dict(errors)}:
                self._at_fields(view, errors)
            case {"response_action": "update", "view": body}:
                modals.replace(self.workspace, view, body, usable)
            case {"response_action": "push", "view": body}:
                modals.place(self.workspace, self.user.id, body, usable, on=view)
            case _:
                raise Refused("invalid_response_action")

    def _at_fields(self, view: View, errors: Json) -> None:
        inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
        if not errors or not set(errors) <= inputs or not all(isinstance(one, str) and one for one in errors.values()):
            raise Refused("invalid_errors", [f"{sorted(errors)} are not all inputs: {sorted(inputs)}"])
        view.errors = dict(errors)

    async def closes(self) -> None:
        """Close the modal on the screen."""
        view = self.screen.form()
        assert view is not None, "no form is open"
        view.open = False
        if view.body.get("notify_on_close"):
            payload = payloads.closed(self.workspace, self.user, view, cleared=False)
            await self.slack.line.deliver(Delivery("interactive", payload))

    async def opens(self, tab: str = "home", *, key: str | None = None) -> str:
        """Open the app: its home, or its messages. What came of it; the home as it then is."""
        inner: Json = {"type": "app_home_opened", "user": self.user.id, "channel": self.dm.id, "tab": tab}
        shown = self.workspace.homes.get(self.user.id)
        if shown is not None:
            inner["view"] = modals.shown(shown, self.workspace)
        heard = await self._event("app_home_opened", inner, key)
        return self.screen.home() if tab == "home" else heard

    async def joins(self, channel: Channel | None = None) -> str:
        """Join a channel, or, without one, the workspace."""
        if channel is None:
            member = directory.shown(self.user, self.workspace, email=self._sees_email(), locale=True)
            return await self._event("team_join", {"type": "team_join", "user": member}, None)
        channel.members.add(self.user.id)
        letter = "C" if channel.kind == "channel" else "G"
        inner: Json = {
            "type": "member_joined_channel",
            "user": self.user.id,
            "channel": channel.id,
            "channel_type": letter,
            "team": self.workspace.id,
        }
        return await self._event("member_joined_channel", inner, None)

    async def changes(self, **to: object) -> str:
        """Change something about the account: `locale`, `tz`, `email`, `deleted`, …"""
        for name, value in to.items():
            assert hasattr(self.user, name), name
            setattr(self.user, name, value)
        self.user.updated += 1
        member = directory.shown(self.user, self.workspace, email=self._sees_email(), locale=True)
        inner: Json = {"type": "user_change", "user": member, "cache_ts": self.user.updated}
        return await self._event("user_change", inner, None)

    async def edits(self, message: Message, text: str) -> str:
        """Change something written before, in the chat with the app."""
        before, message.text = message.text, self._written(text)
        return await self._event("message.im", payloads.edited(message, before, self.workspace), None)

    async def uploads(self, name: str, data: bytes, text: str = "") -> str:
        """Send a file in the chat with the app."""
        file = self.file(name, data)
        message = self.workspace.say(self.dm, self.user.id, text, files=[file])
        told = payloads.said(message, self.workspace) | {
            "subtype": "file_share",
            "files": [self.slack.file(file, self.workspace)],
            "upload": False,
        }
        return await self._event("message.im", told, None)

    def file(self, name: str, data: bytes) -> File:
        """A file of this person, as one that was put into a form."""
        made = File(fresh("F"), name, name, "", len(data), fresh(""), self.user.id, data, self.workspace.clock.now())
        self.workspace.files[made.id] = made
        return made

    async def _event(self, name: str, inner: Json, key: str | None) -> str:
        if not self.slack.tells(name, self.workspace):
            return ""
        delivery, _ = self._remember(key, Delivery("events_api", payloads.event(self.workspace, inner)))
        return await self._tell(delivery)

    async def _tell(self, delivery: Delivery) -> str:
        mark = self.screen.mark()
        answered = await self.slack.line.deliver(delivery)
        kind = delivery.payload["event"]["type"]
        if answered.reason:
            self.slack.complain(f"{kind}: {answered.reason} {answered.status}")
        return await self._listen(mark, waits=not answered.reason and kind in {"message", "app_mention"})

    def _written(self, text: str) -> str:
        mention = f"@{self.workspace.bot.name}"
        return payloads.escaped(text).replace(mention, f"<@{self.workspace.bot.id}>")

    def _sees_email(self) -> bool:
        return "users:read.email" in self.slack.scopes_in(self.workspace)

    def _slackbot(self, where: Channel, text: str) -> None:
        self.workspace.say(where, "USLACKBOT", text, only_for=self.user.id)

    def _known(self, key: str | None) -> "tuple[Delivery, View | Message | Channel | None] | None":
        return self._keys.get(key) if key is not None else None

    def _remember(
        self, key: str | None, delivery: Delivery, about: "View | Message | Channel | None" = None
    ) -> "tuple[Delivery, View | Message | Channel | None]":
        if key is None:
            return delivery, about
        return self._keys.setdefault(key, (delivery, about))

    async def _listen(self, mark: int, *, waits: bool) -> str:
        """Read what comes, waiting for it where the answer itself held nothing."""
        await self.slack.settle()
        heard = self.screen.since(mark)
        if waits and heard.content is None:
            await self.slack.until(lambda: self.screen.since(mark).content is not None, self.workspace)
            heard = self.screen.since(mark)
        self.last = heard
        self.slack.heard |= {one.ts for one in heard.messages}
        return heard.text
