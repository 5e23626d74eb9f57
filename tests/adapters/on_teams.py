"""The five answers for Teams, over the pretend one.

The rule to keep: everything a person does and sees goes over HTTP; only the script stands behind the adapter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import File
from bot.ports import Messenger
from tests.adapters.script import Script, Trouble
from tests.pretend.teams import reading
from tests.pretend.teams.person import Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.speaker import address
from tests.pretend.teams.tenant import Conversation


@dataclass
class OnTeams:
    """Give it the pretend Teams, the adapter's messenger, and the script that answers the adapter's events."""

    teams: PretendTeams
    messenger: Messenger
    script: Script
    general: Conversation
    """A channel of a team that has the app; everybody joins it."""
    name: str = "teams"
    mention: str = "@Lentera"
    troubles: frozenset[Trouble] = frozenset({"gone", "busy", "lost"})

    takes_files: bool = False
    """A dialog has no upload: what a file holds is pasted."""

    async def person(self, name: str, locale: str, zone: str) -> "Member":
        """A member of the tenant and of the team."""
        person = self.teams.user(name, locale=locale, tz=zone)
        self.teams.join(person, self.general)
        return Member(person, self.general, self.mention)

    async def again(self) -> None:
        """Teams did not see the answer and delivers once more."""
        await self.teams.again()

    async def trouble(self, kind: Trouble, who: "Member") -> None:
        """The app was removed; or over the limit; or the line breaks after the deed."""
        match kind:
            case "gone":
                who.person.user.installed = False
            case "busy":
                self.teams.fails("send", retry_after=30)
            case "lost":
                self.teams.fails("send", drop=True, done=True)


@dataclass
class Member:
    """Somebody in front of Teams."""

    person: Person
    general: Conversation
    mention: str

    @property
    def account(self) -> str:
        """The id in Entra."""
        return self.person.user.aad

    @property
    def address(self) -> str:
        """The chat with the app."""
        return address(self.person)

    async def types(self, text: str, *, aloud: bool = False) -> None:
        """In the chat with the app, or in the channel, where a command has to be addressed like everything else."""
        if aloud and text.startswith("/"):
            text = f"{self.mention} {text}"
        await self.person.types(text, self.general if aloud else None)

    async def presses(self, label: str) -> None:
        """The newest button of this label."""
        await self.person.presses(label)

    async def fills(self, **fields: str | Sequence[str] | File) -> None:
        """Send the dialog. What a file holds is pasted."""
        await self.person.submits(
            {name: value.data.decode() if isinstance(value, File) else value for name, value in fields.items()}
        )

    def reads(self, *, aloud: bool = False) -> list[str]:
        """What the app has said there."""
        return self.person.sees(self.general if aloud else None)

    def dialog(self) -> str | None:
        """The dialog, with what is said of it."""
        found = self.person.dialog()
        return None if found is None else reading.dialog(found)
