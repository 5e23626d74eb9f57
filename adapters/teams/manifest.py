"""The app package: what Teams is told that Lentera needs, and no more, with its icons and both languages, as a zip.

The rule to keep: nothing is asked for that reads channels or chats: in a team or group chat the bot gets only what
mentions it. https://learn.microsoft.com/microsoft-365/extensibility/schema/
"""

import io
import json
import zipfile
from collections.abc import Sequence

from adapters.teams import icons
from adapters.teams.rich import Data, cut
from bot import VERSION
from bot.markup import plain
from bot.texts import Words

SCHEMA_VERSION = "1.30"
_AT = "https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams{part}.schema.json"
ABOUT = "/teams/about"
"""The page that the package names for questions about the app; see `app`."""
COMMAND_LIST = (("track", "manifest_track"), ("track week", "manifest_week"), ("privacy", "manifest_privacy"),
                ("track help", "manifest_help"), ("ask", "manifest_ask"), ("talk", "manifest_talk"))  # fmt: skip
"""What Teams offers to somebody who begins to write: what is sent, and the catalogue's key for what it does."""
QUICK = "log"
"""The command of the message extension."""
_SCOPES = ("personal", "team", "groupChat")
_SHORT, _FULL, _NAME = 80, 4000, 30
_WHEN = (2026, 1, 1, 0, 0, 0)
"""The date of the files in the zip: the same package is the same to the byte."""


OWNERS = "TeamMember.Read.Group"
"""What a team's owner allows when they add Lentera there, so that Microsoft tells who owns that team.
https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent"""


def manifest(
    t: Words, url: str, app: str, others: Sequence[Words] = (), *, owners: bool = False, version: str = VERSION
) -> Data:
    """The manifest. `url` is where Teams reaches Lentera; `others` are further languages of the package.

    With `owners` Lentera may ask who owns the teams it is in. A package replaces only one of a lower `version`.
    """
    made: Data = {
        "$schema": _AT.format(version=SCHEMA_VERSION, part=""),
        "manifestVersion": SCHEMA_VERSION,
        "version": version,
        "id": app,
        "developer": {
            "name": cut(plain(t("teams.name")), _NAME),
            "websiteUrl": f"{url}{ABOUT}",
            "privacyUrl": f"{url}{ABOUT}",
            "termsOfUseUrl": f"{url}{ABOUT}",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": icons.ACCENT,
        "name": {"short": _said(t, "name", _NAME), "full": _said(t, "name", _NAME)},
        "description": {"short": _said(t, "manifest_short", _SHORT), "full": _said(t, "manifest_long", _FULL)},
        "defaultInstallScope": "personal",
        "localizationInfo": {
            "defaultLanguageTag": t.locale,
            "additionalLanguages": [{"languageTag": one.locale, "file": f"{one.locale}.json"} for one in others],
        },
        "bots": [
            {
                "botId": app,
                "scopes": list(_SCOPES),
                "isNotificationOnly": False,
                # Teams asks the person before it takes a file.
                "supportsFiles": True,
                "commandLists": [{"scopes": list(_SCOPES), "commands": _commands(t)}],
            }
        ],
        "composeExtensions": [
            {
                "botId": app,
                "commands": [
                    {
                        "id": QUICK,
                        "type": "action",
                        "context": ["compose", "commandBox"],
                        "title": _said(t, "quick_title", 32),
                        "description": _said(t, "manifest_quick", 128),
                        "fetchTask": True,
                    }
                ],
            }
        ],
        # `identity` is the name; the other lets it write to members of a team that has it.
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
    }
    if owners:
        asked = {"name": OWNERS, "type": "Application"}
        # The resource means nothing here, and has to be there.
        made["webApplicationInfo"] = {"id": app, "resource": url}
        made["authorization"] = {"permissions": {"resourceSpecific": [asked]}}
    return made


def language(t: Words) -> Data:
    """The words of a further language, by where they belong."""
    commands = {
        f"bots[0].commandLists[0].commands[{place}].{name}": word
        for place, command in enumerate(_commands(t))
        for name, word in command.items()
    }
    return {
        "$schema": _AT.format(version=SCHEMA_VERSION, part=".Localization"),
        "name.short": _said(t, "name", _NAME),
        "name.full": _said(t, "name", _NAME),
        "description.short": _said(t, "manifest_short", _SHORT),
        "description.full": _said(t, "manifest_long", _FULL),
        **commands,
        "composeExtensions[0].commands[0].title": _said(t, "quick_title", 32),
        "composeExtensions[0].commands[0].description": _said(t, "manifest_quick", 128),
    }


def package(
    t: Words, url: str, app: str, others: Sequence[Words] = (), *, owners: bool = False, version: str = VERSION
) -> bytes:
    """The zip that an administrator uploads."""
    files = {"manifest.json": _json(manifest(t, url, app, others, owners=owners, version=version))}
    files |= {f"{one.locale}.json": _json(language(one)) for one in others}
    files |= {"color.png": icons.colour(), "outline.png": icons.outline()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, _WHEN), data)
    return out.getvalue()


def _commands(t: Words) -> list[Data]:
    return [{"title": title, "description": _said(t, key, 128)} for title, key in COMMAND_LIST]


def _said(t: Words, key: str, limit: int) -> str:
    return cut(plain(t(f"teams.{key}")), limit)


def _json(data: Data) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode()
