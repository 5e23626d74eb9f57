"""A person in front of Teams: types, presses, fills in, and reads what is on the screen.

The rule to keep: a person can do only what the screen offers, and everything goes over the wire.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.pretend.teams import kit, payloads, reading
from tests.pretend.teams.line import Answered
from tests.pretend.teams.tenant import Conversation, Dialog, Json, Message, User

if TYPE_CHECKING:
    from tests.pretend.teams.pretend import PretendTeams

TROUBLE = "Something went wrong. Please try again."
"""What Teams says in a dialog whose app did not answer as it should."""
ADAPTIVE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True)
class Heard:
    """What appeared or changed on somebody's screen after something they did, as it was then."""

    messages: tuple[Message, ...] = ()
    dialog: Dialog | None = None
    text: str = ""

    @property
    def content(self) -> "Heard | None":
        """What a further press can be `on`."""
        return self if self.messages or self.dialog else None


@dataclass
class Person:
    """Somebody with an account."""

    teams: "PretendTeams"
    user: User
    last: Heard = field(default_factory=Heard)
    _keys: dict[str, Json] = field(default_factory=dict)
    _forms: dict[str, Dialog] = field(default_factory=dict)

    @property
    def chat(self) -> Conversation:
        """The chat with the app."""
        return self.teams.tenant.personal(self.user.id)

    def messages(self) -> list[Message]:
        """What the app has said where this person can read it, oldest first."""
        tenant = self.teams.tenant
        return [
            one
            for one in tenant.messages.values()
            if one.author == tenant.bot and self.user.id in one.conversation.members
        ]

    def sees(self, where: Conversation | None = None) -> list[str]:
        """What the app has said in the chat, or in a channel."""
        at = where or self.chat
        return [reading.message(one) for one in self.messages() if one.conversation is at]

    def dialog(self) -> Dialog | None:
        """The dialog on the screen."""
        return self.teams.tenant.dialog(self.user.id)

    def buttons(self, on: "Heard | Message | object | None" = None) -> list[str]:
        """The labels of all that can be pressed."""
        return [label for where in self._places(on) for label, _ in _actions(where)]

    async def types(self, text: str, where: Conversation | None = None, *, key: str | None = None) -> str:
        """Write something, in the chat with the app unless a place is given. What came of it, as text.

        The same `key` again is the same delivery again, to the byte.
        """
        at = where or self.chat
        assert self.user.id in at.members, f"{self.user.short} is not in {at.name}"
        if key is not None and key in self._keys:
            return await self._tell(self._again(key))
        tenant = self.teams.tenant
        said = tenant.say(at, self.user.id, text)
        if at.kind != "personal" and f"@{tenant.bot_name}" not in text:
            return ""
        return await self._tell(payloads.said(tenant, self.teams.service, self.user, said), key)

    async def presses(self, label: str, on: "Heard | Message | object | None" = None, *, key: str | None = None) -> str:
        """Press a button by its label: on what is given, else the newest that has it."""
        where, action = self._button(label, on)
        assert action["type"] == "Action.Submit", f"{label} is {action['type']}"
        data: Json = action["data"]
        if key is not None and key in self._keys:
            return await self._tell(self._again(key))
        tenant, service = self.teams.tenant, self.teams.service
        if isinstance(where, Dialog):
            return await self._send(where, data, key)
        shown = {name: value for name, value in data.items() if name != "msteams"}
        if data.get("msteams", {}).get("type") == "task/fetch":
            return await self._fetch(payloads.fetched(tenant, service, self.user, where, data), where.conversation, key)
        return await self._tell(payloads.submitted(tenant, service, self.user, where, shown), key)

    async def executes(self, label: str) -> Json:
        """Press a button as if it were `Action.Execute`. What the app answers."""
        where, action = self._button(label, None)
        assert isinstance(where, Message)
        told = payloads.executed(self.teams.tenant, self.teams.service, self.user, where, action["data"])
        answered = await self.teams.line.deliver(told)
        await self.teams.settle()
        assert isinstance(answered.told, dict)
        return answered.told

    async def extends(self, where: Conversation | None = None) -> str:
        """Open the message extension."""
        at = where or self.chat
        told = payloads.extended(self.teams.tenant, self.teams.service, self.user, at)
        return await self._fetch(told, at, None, "composeExtension")

    async def submits(self, fields: Mapping[str, str | Sequence[str]] | None = None, *, key: str | None = None) -> str:
        """Send the dialog on the screen, with some inputs changed and the others as they are, by the inputs' names."""
        if key is not None and key in self._keys:
            return await self._sent(self._forms[key], self._again(key))
        dialog = self.dialog()
        assert dialog is not None, "no dialog is open"
        self.puts(dialog, fields or {})
        dialog.complaints = _missing(dialog)
        if dialog.complaints:
            return "\n".join(dialog.complaints)
        (action,) = dialog.card["actions"]
        return await self._send(dialog, action["data"], key)

    def puts(self, dialog: Dialog, fields: Mapping[str, str | Sequence[str]]) -> None:
        """Fill in, as far as the inputs let one."""
        inputs = {block["id"].partition(":")[2]: block for block in dialog.card["body"] if "id" in block}
        assert set(fields) <= set(inputs), set(fields) - set(inputs)
        for name, value in fields.items():
            block = inputs[name]
            text = value if isinstance(value, str) else ",".join(value)
            match block["type"]:
                case "Input.ChoiceSet":
                    offered = {choice["value"] for choice in block["choices"]}
                    assert not text or set(text.split(",")) <= offered, f"{text} is not among {sorted(offered)}"
                case "Input.Date":
                    assert not text or re.fullmatch(r"\d{4}-\d\d-\d\d", text), text
                case _:
                    text = text[: block.get("maxLength", len(text))]
            dialog.entered[block["id"]] = text

    async def consents(self, name: str, *, accepted: bool = True, url: str = "") -> str:
        """Answer whether a file is wanted."""
        for one in reversed(self.messages()):
            for attachment in one.activity.get("attachments") or ():
                if attachment["name" if "name" in attachment else "contentType"] == name:
                    upload = {
                        "contentUrl": f"https://example-my.sharepoint.com/{name}",
                        "name": name,
                        "uploadUrl": url or f"{self.teams.base}/onedrive/{name}",
                        "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
                        "fileType": name.rpartition(".")[2],
                    }
                    told = payloads.consented(
                        self.teams.tenant, self.teams.service, self.user, one, accepted=accepted, upload=upload
                    )
                    return await self._tell(told)
        raise AssertionError(f"nobody asks about {name}")

    async def installs(self, *, added: bool = True) -> str:
        """Add the app to one's chats, or take it away."""
        self.user.installed = added
        mark = len(self.teams.tenant.journal)
        for told in payloads.installed(self.teams.tenant, self.teams.service, self.user, self.chat, added=added):
            await self.teams.line.deliver(told)
        return await self._listen(mark, waits=False)

    async def edits(self, message: Message, text: str) -> str:
        """Change something written before."""
        message.text = text
        return await self._tell(payloads.edited(self.teams.tenant, self.teams.service, self.user, message))

    async def tells(self, activity: Json) -> str:
        """Send any activity, as whoever knows the wire could."""
        return await self._tell(activity)

    async def _fetch(self, told: Json, where: Conversation, key: str | None, opened_by: Any = "task") -> str:  # noqa: ANN401 - a literal
        mark = len(self.teams.tenant.journal)
        answered = await self.teams.line.deliver(self._remember(key, told))
        self._show(answered, where, opened_by)
        return await self._listen(mark, waits=False)

    async def _send(self, dialog: Dialog, data: Json, key: str | None) -> str:
        inputs = {block["id"]: block for block in dialog.card["body"] if "id" in block}
        held = {name: dialog.entered.get(name, block.get("value", "")) for name, block in inputs.items()}
        # What is empty is not always told.
        filled = {name: value for name, value in held.items() if value or inputs[name]["type"] == "Input.Text"}
        told = payloads.sent(self.teams.tenant, self.teams.service, self.user, dialog, {**data, **filled})
        if key is not None:
            self._forms[key] = dialog
        return await self._sent(dialog, self._remember(key, told))

    async def _sent(self, dialog: Dialog, told: Json) -> str:
        mark = len(self.teams.tenant.journal)
        answered = await self.teams.line.deliver(told)
        body = answered.told
        if answered.status == 200 and (body is None or body == {}):
            self.teams.tenant.close(self.user.id)
        else:
            assert dialog.conversation is not None
            self._show(answered, dialog.conversation, dialog.opened_by)
        return await self._listen(mark, waits=False)

    def _show(self, answered: Answered, where: Conversation, opened_by: Any) -> None:  # noqa: ANN401 - a literal
        """What an answer does to the screen."""
        match answered.told:
            case {"task": {"type": "continue", "value": {"title": str(title), "card": dict(attachment), **size}}}:
                if attachment.get("contentType") != ADAPTIVE or not {"height", "width"} <= set(size):
                    self.teams.complain("a dialog without its card or size")
                card = attachment["content"]
                for wrong in kit.card(card, dialog=True):
                    self.teams.complain(f"dialog {title}: {wrong}")
                made = Dialog(self.user.id, title, card, opened_by=opened_by, conversation=where)
                held = {
                    block["id"].partition(":")[2]: block.get("value", "") for block in card["body"] if "id" in block
                }
                before = self.dialog()
                made.first = before.first if before and before.first.keys() == held.keys() else held
                self.teams.tenant.show(made)
            case {"task": {"type": "message", "value": str(text)}}:
                made = Dialog(self.user.id, "", {}, text, opened_by=opened_by, conversation=where)
                self.teams.tenant.show(made)
            case _:
                self.teams.complain(f"an invoke: {answered.status} with {answered.told}")
                made = Dialog(self.user.id, "", {}, TROUBLE, opened_by=opened_by, conversation=where)
                self.teams.tenant.show(made)

    async def _tell(self, activity: Json, key: str | None = None) -> str:
        mark = len(self.teams.tenant.journal)
        answered = await self.teams.line.deliver(self._remember(key, activity))
        if answered.status >= 300:
            self.teams.complain(f"{activity['type']}: {answered.status}")
        return await self._listen(mark, waits=activity["type"] == "message")

    def _again(self, key: str) -> Json:
        """The delivery of this key, which a process gets that knows nothing of the first time."""
        self.teams.restarts()
        return self._keys[key]

    def _remember(self, key: str | None, told: Json) -> Json:
        return told if key is None else self._keys.setdefault(key, told)

    def _places(self, on: object) -> list[Message | Dialog]:
        match on:
            case Message() | Dialog():
                return [on]
            case Heard():
                return [*([on.dialog] if on.dialog else []), *reversed(on.messages)]
            case _:
                dialog = self.dialog()
                return [*([dialog] if dialog else []), *reversed(self.messages())]

    def _button(self, label: str, on: object) -> tuple[Message | Dialog, Json]:
        for where in self._places(on):
            for name, action in _actions(where):
                if name == label:
                    return where, action
        raise AssertionError(f"no button {label!r} among {self.buttons(on)}")

    async def _listen(self, mark: int, *, waits: bool) -> str:
        """Read what comes, waiting for it where the answer itself held nothing."""
        await self.teams.settle()
        heard = self._since(mark)
        if waits and heard.content is None:
            await self.teams.until(lambda: self._since(mark).content is not None)
            heard = self._since(mark)
        self.last = heard
        self.teams.heard |= {(one.conversation.id, one.id) for one in heard.messages}
        return heard.text

    def _since(self, mark: int) -> Heard:
        """What has changed on this person's screen since."""
        tenant = self.teams.tenant
        messages: dict[str, Message] = {}
        dialog: Dialog | None = None
        for what in tenant.journal[mark:]:
            if isinstance(what, Dialog):
                dialog = what if what.user == self.user.id and what.open else dialog
            elif what.author == tenant.bot and self.user.id in what.conversation.members:
                messages[what.id] = what.as_it_is()
        texts = [reading.message(one) for one in messages.values()]
        if dialog is not None and dialog.open:
            texts.append(reading.dialog(dialog))
        else:
            dialog = None
        return Heard(tuple(messages.values()), dialog, "\n".join(texts))


def _missing(dialog: Dialog) -> list[str]:
    return [
        block["errorMessage"]
        for block in dialog.card["body"]
        if block.get("isRequired") and not dialog.entered.get(block["id"], block.get("value", "")).strip()
    ]


def _actions(where: Message | Dialog) -> list[tuple[str, Json]]:
    if isinstance(where, Dialog):
        return reading.actions(where.card) if where.card else []
    return [
        one
        for attachment in where.activity.get("attachments") or ()
        if attachment["contentType"] == ADAPTIVE
        for one in reading.actions(attachment["content"])
    ]
