"""One call of a Web API method: who calls, with what, and how Slack reads its arguments.

The rule to keep: methods read their arguments through here only, so that form, query and JSON mean the same.
"""

import json
from dataclasses import dataclass
from typing import Literal

from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.workspace import Channel, User, Workspace


@dataclass(slots=True)
class Token:
    """A token and what it may do."""

    value: str
    kind: Literal["bot", "app"]
    workspace: Workspace
    scopes: frozenset[str]
    revoked: bool = False


@dataclass(slots=True)
class Call:
    """A method is called."""

    workspace: Workspace
    token: Token
    args: Json
    base: str
    """Where this Slack lives, such as `http://127.0.0.1:4000`."""

    def text(self, name: str, default: str | None = None) -> str:
        """An argument that is text. Raises `Refused` where it is missing."""
        value = self.args.get(name)
        if value is None or value == "":
            if default is None:
                raise Refused("invalid_arguments", [f"missing required field: {name}"])
            return default
        if isinstance(value, bool | dict | list):
            raise Refused("invalid_arguments", [f"must provide a string [json-pointer:/{name}]"])
        return str(value)

    def flag(self, name: str) -> bool:
        """An argument that is true or false, however it was written."""
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """An argument that is a whole number."""
        try:
            return int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise Refused("invalid_arguments", [f"must provide a number [json-pointer:/{name}]"]) from None

    def tree(self, name: str, error: str = "invalid_arguments") -> object:
        """An argument that is JSON: as it stands in a JSON body, as a string in a form; None where it is missing."""
        value = self.args.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise Refused(error, [f"invalid JSON [json-pointer:/{name}]"]) from None
        return value

    def usable(self, file: str) -> bool:
        """Whether a block may show this file: a picture that Slack has finished looking at."""
        found = self.workspace.files.get(file)
        return (
            found is not None
            and found.complete_at is not None
            and self.workspace.clock.now() >= found.complete_at + self.workspace.file_delay
            and found.kind in {"png", "jpg", "jpeg", "gif"}
        )

    def channel(self, name: str = "channel", *, people: bool = False) -> Channel:
        """The conversation meant. With `people`, the id of a person means the chat with them."""
        value, home = self.text(name, ""), self.workspace
        if value in home.channels:
            channel = home.channels[value]
        elif people and value in home.users:
            channel = home.dm(self.recipient(value).id)
        else:
            found = [one for one in home.channels.values() if people and value.removeprefix("#") == one.name]
            if not found or found[0].kind == "im":
                raise Refused("channel_not_found")
            channel = found[0]
        if channel.kind != "channel" and home.bot.id not in channel.members:
            raise Refused("channel_not_found")
        if channel.archived:
            raise Refused("is_archived")
        if channel.kind == "im" and any(home.users[user].deleted for user in channel.members):
            raise Refused("user_disabled")
        return channel

    def recipient(self, user: str) -> User:
        """A person the app may write to. Raises `Refused`."""
        found = self.workspace.user(user)
        if found.deleted:
            raise Refused("user_disabled")
        if found.is_bot or found.id == "USLACKBOT":
            raise Refused("cannot_dm_bot")
        return found

    def present(self, channel: Channel) -> None:
        """Raise `Refused` where the app is not in the channel and may not write from outside."""
        if self.workspace.bot.id in channel.members:
            return
        if channel.kind == "channel" and "chat:write.public" in self.token.scopes:
            return
        raise Refused("not_in_channel")
