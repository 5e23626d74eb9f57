"""What a person did, in words no platform owns.

The rule to keep: an event holds only what its adapter has verified, and every event carries the platform's own
delivery id, so that a second delivery of it can be recognised where the first one was written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.message import File


@dataclass(frozen=True, slots=True)
class Actor:
    """The account a person acted with."""

    platform: str
    workspace: str
    id: str
    name: str
    address: str
    """Where a message to this person goes. Opaque: only the adapter that made it reads it."""
    locale: str | None = None
    """What the platform says, such as `id-ID`; a person's own setting wins."""
    timezone: str | None = None
    """An IANA name, as the platform says; a person's own setting wins."""
    email: str | None = None
    """Verified by the platform; joins accounts of one person."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command such as `/track 2h design`: name `track`, args `2h design`."""

    id: str
    actor: Actor
    name: str
    args: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed. `action` and `value` are those of the `Button`."""

    id: str
    actor: Actor
    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form was sent. `form` is its action, `value` what the form carried, `fields` what the person filled in."""

    id: str
    actor: Actor
    form: str
    value: str = ""
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict, repr=False)
    """What was uploaded, by the input's name. Its content, name and type are a stranger's."""

    def text(self, name: str) -> str:
        """One field as trimmed text; empty where it is missing or holds several choices."""
        found = self.fields.get(name, "")
        return found.strip() if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody wrote to the bot without a slash: in a direct chat, or by mention."""

    id: str
    actor: Actor
    text: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody opened the chat with the bot for the first time."""

    id: str
    actor: Actor


Event = Command | Press | Submitted | Said | Arrived


def delivery(event: Event) -> str:
    """The delivery id, unique over all platforms and workspaces."""
    return f"{event.actor.platform}:{event.actor.workspace}:{event.id}"
