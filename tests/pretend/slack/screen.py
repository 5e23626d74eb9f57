"""What a person sees: chats, the modal on top, the App Home, and every button there.

The rule to keep: only what is on this person's screen, as it is at the moment of looking.
"""

from dataclasses import dataclass

from tests.pretend.slack import reading
from tests.pretend.slack.refusal import Json
from tests.pretend.slack.workspace import Channel, Message, View, Workspace


@dataclass(frozen=True, slots=True)
class Heard:
    """What appeared or changed on somebody's screen after something they did, as it was then.

    A press on it is one that crossed a change on its way: Slack takes it.
    """

    messages: tuple[Message, ...] = ()
    view: View | None = None
    text: str = ""

    @property
    def content(self) -> "Message | View | Heard | None":
        """What a further press can be `on`."""
        return self if self.messages or self.view else None


@dataclass(frozen=True, slots=True)
class Screen:
    """One person's screen."""

    workspace: Workspace
    user: str

    @property
    def dm(self) -> Channel:
        """The chat with the app."""
        return self.workspace.dm(self.user)

    def sees(self, channel: Channel | None = None) -> list[str]:
        """What stands in the chat with the app, or in a channel, oldest first; what is ephemeral too."""
        where = channel or self.dm
        return [reading.message(one) for one in self.messages() if one.channel is where]

    def messages(self) -> list[Message]:
        """Every message on this person's screens, oldest first."""
        return [one for one in self.workspace.messages.values() if one.seen_by(self.user)]

    def form(self) -> View | None:
        """The modal on the screen."""
        return self.workspace.modal(self.user)

    def home(self) -> str:
        """The App Home, as text; empty where the app has published none."""
        view = self.workspace.homes.get(self.user)
        return reading.home(view) if view else ""

    def buttons(self, on: "Heard | Message | View | object | None" = None) -> list[str]:
        """The labels of all that can be pressed."""
        return [label for where in self.places(on) for label, _, _ in reading.buttons(_blocks(where))]

    def places(self, on: "Heard | Message | View | object | None") -> list[Message | View]:
        match on:
            case Message() | View():
                return [on]
            case Heard():
                return [*([on.view] if on.view else []), *reversed(on.messages)]
            case _:
                modal, home = self.form(), self.workspace.homes.get(self.user)
                newest = list(reversed(self.messages()))
                return [*([modal] if modal else []), *newest, *([home] if home else [])]

    def button(self, label: str, on: "Heard | Message | View | object | None") -> tuple[Message | View, Json, Json]:
        for where in self.places(on):
            for name, block, one in reading.buttons(_blocks(where)):
                if name == label:
                    return where, block, one
        raise AssertionError(f"no button {label!r} among {self.buttons(on)}")

    def mark(self) -> int:
        return len(self.workspace.journal)

    def since(self, mark: int) -> Heard:
        """What has changed on this person's screen since."""
        messages: dict[str, Message] = {}
        view: View | None = None
        for change in self.workspace.journal[mark:]:
            what = change.what
            if isinstance(what, View):
                if what.user == self.user and what.open and what.body["type"] == "modal":
                    view = what
            elif what.seen_by(self.user) and what.author != self.user:
                messages[what.ts] = what.as_it_is()
        texts = [reading.message(one) for one in messages.values()]
        if view is not None and view.open:
            texts.append(reading.form(view))
        else:
            view = None
        return Heard(tuple(messages.values()), view, "\n".join(texts))


def _blocks(where: Message | View) -> list[Json]:
    blocks: list[Json] = where.blocks if isinstance(where, Message) else where.body["blocks"]
    return blocks
