"""The people of the dialogue tests, on Slack: the interface of `tests.speaker.Speaker` over real HTTP.

The rule to keep: what a speaker reads is what stood on the screen; of the bot only `Actor` is known here, as an adapter
has to make it of this account.
"""

from dataclasses import dataclass, field

from bot.events import Actor
from tests.pretend.slack import reading
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.slack.screen import Heard
from tests.pretend.slack.workspace import Message


@dataclass
class SlackSpeaker:
    """Somebody with a Slack account. Calling it types, in the chat with the app."""

    person: Person

    @property
    def last(self) -> Heard:
        """What the person saw last; its `content` can be pressed on later."""
        return self.person.last

    @last.setter
    def last(self, seen: Heard) -> None:
        """Look at something else that is still on the screen."""
        self.person.last = seen

    @property
    def actor(self) -> Actor:
        """The account as the bot knows it."""
        user = self.person.user
        home = self.person.workspace
        address = f"{home.id}:{user.id}"
        return Actor("slack", home.id, user.id, user.real_name, address, user.locale, user.tz, user.email)

    async def __call__(self, text: str, *, id: str | None = None) -> str:  # noqa: A002 - as in tests.speaker
        """Type something. A slash makes it a command."""
        return await self.person.types(text, key=id)

    async def arrive(self) -> str:
        """Open the chat for the first time."""
        return await self.person.opens("messages")

    async def press(self, label: str, *, id: str | None = None, on: object | None = None) -> str:  # noqa: A002
        """Press a button of what was seen last, by its label."""
        return await self.person.presses(label, self.last if on is None else on, key=id)

    async def fill(self, *, id: str | None = None, **fields: str) -> str:  # noqa: A002
        """Send the form on the screen with some fields changed and the others as they were when it opened."""
        form = self.person.form()
        if form is not None:
            form.entered.clear()
        return await self.person.submits(fields, key=id)

    def buttons(self) -> list[str]:
        """The labels of the buttons seen last."""
        return self.person.screen.buttons(self.last)


@dataclass
class SlackMail:
    """What the app says on its own: what came since the last look and was no answer to what somebody did."""

    slack: PretendSlack
    _read: int = field(default=0)

    @property
    def sent(self) -> list[tuple[str, Message]]:
        """Who got what: the person's name, and the message, on which one can press."""
        home = self.slack.workspace
        found: dict[str, tuple[str, Message]] = {}
        for change in home.journal[self._read :]:
            one = change.what
            if not isinstance(one, Message) or one.author != home.bot.id or one.only_for is not None:
                continue
            if not one.deleted and one.ts not in self.slack.heard:
                names = [home.users[user].name for user in one.channel.members if user != home.bot.id]
                found[one.ts] = (names[0] if one.channel.kind == "im" else one.channel.name, one.as_it_is())
        return list(found.values())

    def read(self) -> list[str]:
        """What has come since the last look, as text."""
        texts = [reading.message(one) for _, one in self.sent]
        self._read = len(self.slack.workspace.journal)
        return texts
