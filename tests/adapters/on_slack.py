"""The five answers for Slack, over the pretend one.

The rule to keep: everything a person does and sees goes over HTTP; only the script stands behind the adapter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import File
from bot.ports import Messenger
from tests.adapters.script import Script, Trouble
from tests.pretend.slack import reading
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.slack.workspace import Channel


@dataclass
class OnSlack:
    """Give it the pretend Slack, the adapter's messenger, and the script that answers the adapter's events."""

    slack: PretendSlack
    messenger: Messenger
    script: Script
    general: Channel
    """A channel of which the app is a member; everybody joins it."""
    name: str = "slack"
    mention: str = "@lentera"
    troubles: frozenset[Trouble] = frozenset({"gone", "busy", "lost"})
    takes_files: bool = True

    async def person(self, name: str, locale: str, zone: str) -> "Member":
        """A member of the workspace and of the channel."""
        person = self.slack.user(name, locale=locale, tz=zone)
        self.general.members.add(person.user.id)
        return Member(person, self.general)

    async def again(self) -> None:
        """Slack did not see the answer and comes again."""
        await self.slack.again()

    async def trouble(self, kind: Trouble, who: "Member") -> None:
        """Deactivated; over the limit; or the line breaks after the deed."""
        match kind:
            case "gone":
                who.person.user.deleted = True
            case "busy":
                self.slack.fails("chat.postMessage", retry_after=30)
            case "lost":
                self.slack.fails("chat.postMessage", drop=True, done=True)


@dataclass
class Member:
    """Somebody in front of Slack."""

    person: Person
    general: Channel

    @property
    def account(self) -> str:
        """The user id."""
        return self.person.user.id

    @property
    def address(self) -> str:
        """A message to a person goes to the user id, with the token of the workspace."""
        return f"{self.person.workspace.id}:{self.person.user.id}"

    async def types(self, text: str, *, aloud: bool = False) -> None:
        """In the chat with the app, or in the channel."""
        await self.person.types(text, self.general if aloud else None)

    async def presses(self, label: str) -> None:
        """The newest button of this label."""
        await self.person.presses(label)

    async def fills(self, **fields: str | Sequence[str] | File) -> None:
        """Send the modal."""
        await self.person.submits({name: self._put(value) for name, value in fields.items()})

    def _put(self, value: str | Sequence[str] | File) -> object:
        if not isinstance(value, File):
            return value
        slack = self.person.slack
        return [slack.file(self.person.file(value.name, value.data), self.person.workspace)]

    def reads(self, *, aloud: bool = False) -> list[str]:
        """What the app has said there."""
        where = self.general if aloud else self.person.dm
        return [
            reading.message(one)
            for one in self.person.screen.messages()
            if one.channel is where and one.author == self.person.workspace.bot.id
        ]

    def dialog(self) -> str | None:
        """The modal, with what is said of it."""
        view = self.person.form()
        return None if view is None else "\n".join([reading.form(view), *view.errors.values()])
