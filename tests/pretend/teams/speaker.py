"""The people of the dialogue tests, on Teams: the interface of `tests.speaker.Speaker` over real HTTP.

The rule to keep: what a speaker reads is what stood on the screen; of the bot only `Actor` is known here, as an adapter
has to make it of this account.
"""

from dataclasses import dataclass, field

from bot.events import Actor
from bot.message import File
from tests.pretend.teams import reading
from tests.pretend.teams.person import Heard, Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.tenant import Message

OPENING = frozenset({"Open the form", "Buka formulir"})
"""What the button says that opens a form, where something typed is answered by one."""


def address(person: Person) -> str:
    """Where Lentera writes to somebody whose chat is known."""
    teams = person.teams
    return f"{teams.tenant.id}|{teams.service}|{person.user.id}|{person.chat.id}"


@dataclass
class TeamsSpeaker:
    """Somebody with a Teams account. Calling it types, in the chat with the app."""

    person: Person

    @property
    def last(self) -> Heard:
        """What the person saw last; its `content` can be pressed on later."""
        return self.person.last

    @property
    def actor(self) -> Actor:
        """The account as the bot knows it."""
        user, teams = self.person.user, self.person.teams
        return Actor(
            "teams", teams.tenant.id, user.aad, user.name, address(self.person), user.locale, user.tz, user.email
        )

    async def __call__(self, text: str, *, id: str | None = None) -> str:  # noqa: A002 - as in tests.speaker
        """Type something. Where only a button can open the form, press it."""
        said = await self.person.types(text, key=id)
        (only, *others) = self.buttons() or [""]
        return await self.press(only) if only in OPENING and not others else said

    async def arrive(self) -> str:
        """Add the app."""
        return await self.person.installs()

    async def press(self, label: str, *, id: str | None = None, on: object | None = None) -> str:  # noqa: A002
        """Press a button of what was seen last, by its label."""
        return await self.person.presses(label, self.last if on is None else on, key=id)

    async def fill(self, *, id: str | None = None, **fields: str | File) -> str:  # noqa: A002
        """Send the dialog on the screen with some inputs changed and the others as they were when it opened."""
        dialog = self.person.dialog()
        # What a file holds is pasted.
        typed = {name: value.data.decode() if isinstance(value, File) else value for name, value in fields.items()}
        said = await self.person.submits({**(dialog.first if dialog else {}), **typed}, key=id)
        shown = self.person.last.dialog
        return "\n".join(dict.fromkeys(reading.wrong(shown))) or said if shown else said

    def buttons(self) -> list[str]:
        """The labels of the buttons seen last."""
        return self.person.buttons(self.last)


@dataclass
class TeamsMail:
    """What the app says on its own: what came since the last look and was no answer to what somebody did."""

    teams: PretendTeams
    _read: int = field(default=0)

    @property
    def sent(self) -> list[tuple[str, Message]]:
        """Who got what: the person's name, and the message, on which one can press."""
        tenant = self.teams.tenant
        found: dict[tuple[str, str], tuple[str, Message]] = {}
        for what in tenant.journal[self._read :]:
            if not isinstance(what, Message) or what.author != tenant.bot:
                continue
            key = (what.conversation.id, what.id)
            if key not in self.teams.heard:
                (member, *_) = what.conversation.members
                found[key] = (tenant.users[member].short, what.as_it_is())
        return list(found.values())

    def read(self) -> list[str]:
        """What has come since the last look, as text."""
        texts = [reading.message(one) for _, one in self.sent]
        self._read = len(self.teams.tenant.journal)
        return texts
