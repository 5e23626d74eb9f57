"""What people do in Slack, as values: all that anybody behind `payload` knows of Slack's bodies.

The rule to keep: whoever holds one of these need not doubt a type. Delivery ids are Slack's own: an event keeps its
`event_id` over every retry; a command, a press and a sent form are never repeated by Slack itself, and their
`trigger_id` is what a copy of them would have in common.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.slack.door import Body
from adapters.slack.uploads import Uploaded
from adapters.slack.views import NOWHERE, Origin


@dataclass(frozen=True, slots=True)
class Who:
    """An account, as it is named in what Slack says."""

    team: str
    enterprise: str
    user: str
    name: str = ""
    """What Slack says beside the id, if it does; shown only while nobody knows better."""

    @property
    def workspace(self) -> str:
        """Where ids of people are unique: the Grid organisation, or the workspace."""
        return self.enterprise or self.team


@dataclass(frozen=True, slots=True)
class Slash:
    """A slash command."""

    id: str
    who: Who
    name: str
    text: str
    channel: str
    response_url: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button. `view` is that of a modal or the Home tab it was in, with `home` to tell them apart."""

    id: str
    who: Who
    action: str
    value: str
    opens_form: bool
    trigger: str
    channel: str = ""
    response_url: str = ""
    ephemeral: bool = False
    view: str = ""
    home: bool = False
    origin: Origin = NOWHERE
    """Of the modal."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form."""

    id: str
    who: Who
    action: str
    value: str
    fields: Mapping[str, str | tuple[str, ...]]
    inputs: tuple[str, ...]
    origin: Origin
    trigger: str
    view: str
    shown: Body = field(default_factory=dict, repr=False)
    """The view as it was sent, with what was typed into it."""
    uploads: Mapping[str, Uploaded] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wrote:
    """A message to the bot: in its own chat, or where it was mentioned."""

    id: str
    who: Who
    text: str
    channel: str
    own: bool
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened the Home tab; `first` if they never did before. `pictures` are the ids of those on it."""

    id: str
    who: Who
    first: bool
    pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """A new member of the workspace."""

    id: str
    who: Who
    profile: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """A member changed: name, zone, language, or whether they are one at all."""

    id: str
    who: Who
    profile: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """User groups changed."""

    id: str
    who: Who


@dataclass(frozen=True, slots=True)
class Gone:
    """The app was removed from a workspace, or its token taken back."""

    id: str
    who: Who


Told = Slash | Pressed | Sent | Wrote | Opened | Joined | Changed | Regrouped | Gone
