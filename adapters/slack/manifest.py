"""The app manifest: what Slack is told that Lentera needs, and no more.

The rule to keep: every scope is here with its reason, and `docs/slack.md` gives the same to whoever has to approve it.
None of them reads channels or other people's chats. https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Mapping

from adapters.slack.rich import Data, cut
from bot.markup import plain
from bot.texts import Words

EVENTS_PATH = "/slack/events"
OAUTH_PATH = "/slack/oauth"
COMMANDS = ("track", "ask", "rollout", "talk", "privacy")
"""Each has a description and a hint in the catalogue."""
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "answer somebody who writes @Lentera in a channel; it gets nothing else from there",
    "chat:write": "answer, send reminders, and say what HR has approved for a channel that Lentera was added to",
    "commands": "have /track, /ask, /rollout, /talk and /privacy",
    "files:write": "send the charts and exports that somebody asked for; it can read no files",
    "im:history": "get what people write to Lentera itself; Slack has no smaller permission for that",
    "im:write": "open the chat with somebody in order to put a file there",
    "usergroups:read": "know divisions and their leads from user groups",
    "users:read": "know name, language and time zone, so that /track 9-12 means their nine",
    "users:read.email": "recognise the same person on Slack and Teams",
}
"""What Lentera may do, and what for."""
UPLOAD = ("files:read", "take the table of divisions that HR puts into Lentera's own form; it looks for no other file")
"""Only where the operator wants it: Slack has no smaller permission than that for all files that Lentera could see."""
EVENTS: Mapping[str, str] = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.im": "im:history",
    "subteam_created": "usergroups:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "team_join": "users:read",
    "tokens_revoked": "",
    "user_change": "users:read",
}
"""What Slack tells Lentera, and the scope that it takes."""
_DIRECT = "im:history"
_NAME = 35
_DESCRIPTION = 140
_COLOUR = "#7a3e00"


def scopes(*, direct: bool = True, upload: bool = False) -> tuple[str, ...]:
    """The scopes. Without `direct` nobody can write to Lentera without a slash, and it may not read its own chats.

    With `upload`, forms can ask for a file.
    """
    found = (scope for scope in SCOPES if direct or scope != _DIRECT)
    return tuple(sorted((*found, UPLOAD[0]) if upload else found))


def manifest(t: Words, url: str, *, direct: bool = True, upload: bool = False, further: bool = False) -> Data:
    """The manifest for an installation.

    `url` is where Slack reaches it; empty for Socket Mode, where Lentera calls Slack. `further` is for organisations
    with several workspaces that install it themselves.
    """
    address = {"url": f"{url}{EVENTS_PATH}"} if url else {}
    request = {"request_url": f"{url}{EVENTS_PATH}"} if url else {}
    return {
        "display_information": {
            "name": cut(plain(t("slack.name")), _NAME),
            "description": cut(plain(t("slack.manifest_description")), _DESCRIPTION),
            "long_description": plain(t("slack.manifest_long")),
            "background_color": _COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": not direct,
            },
            "bot_user": {"display_name": cut(plain(t("slack.name")), _NAME), "always_online": True},
            "slash_commands": [
                {
                    "command": f"/{name}",
                    **address,
                    "description": plain(t(f"slack.manifest_{name}")),
                    "usage_hint": plain(t(f"slack.manifest_{name}_hint")),
                    # Names of people and channels stay as they were typed.
                    "should_escape": False,
                }
                for name in COMMANDS
            ],
        },
        "oauth_config": {
            "scopes": {"bot": list(scopes(direct=direct, upload=upload))},
            **({"redirect_urls": [f"{url}{OAUTH_PATH}"]} if url and further else {}),
        },
        "settings": {
            "event_subscriptions": {
                **request,
                "bot_events": [event for event, scope in EVENTS.items() if direct or scope != _DIRECT],
            },
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": further,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
