"""What an app is allowed and wants to hear: scopes, commands, events, as its manifest says.

The rule to keep: an event comes only where it is subscribed to and one of its scopes was granted; a command only where
it is declared. https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "team:read",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
"""What a test's app may do unless it says otherwise."""
COMMANDS = frozenset({"/track", "/ask", "/rollout", "/privacy", "/talk"})
EVENTS: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "app_uninstalled": frozenset(),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "message.im": frozenset({"im:history"}),
    "subteam_created": frozenset({"usergroups:read"}),
    "subteam_members_changed": frozenset({"usergroups:read"}),
    "subteam_updated": frozenset({"usergroups:read"}),
    "team_join": frozenset({"users:read"}),
    "tokens_revoked": frozenset(),
    "user_change": frozenset({"users:read"}),
}
"""The events there are, each with the scopes of which one is needed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An app, as far as Slack acts on it."""

    scopes: frozenset[str] = SCOPES
    commands: frozenset[str] = COMMANDS
    events: frozenset[str] = frozenset(EVENTS)
    home: bool = True
    """Whether the Home tab is on."""
    messages: bool = True
    """Whether people can write to the app."""
    interactive: bool = True
    """Whether buttons and forms are told."""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Manifest":
        """From an app manifest. What Slack would not take is an AssertionError."""
        features, settings = told["features"], told["settings"]
        home = features.get("app_home", {})
        made = cls(
            frozenset(told["oauth_config"]["scopes"]["bot"]),
            frozenset(command["command"] for command in features.get("slash_commands", ())),
            frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            bool(home.get("home_tab_enabled")),
            bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled"),
            bool(settings.get("interactivity", {}).get("is_enabled")),
        )
        assert made.events <= set(EVENTS), f"events that nobody knows here: {sorted(made.events - set(EVENTS))}"
        for event in made.events:
            assert not EVENTS[event] or EVENTS[event] & made.scopes, f"{event} needs one of {sorted(EVENTS[event])}"
        assert not made.commands or "commands" in made.scopes, "slash commands need the scope `commands`"
        return made
