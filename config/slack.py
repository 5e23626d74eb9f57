"""Slack's settings: what an operator sets so that Lentera speaks Slack.

The rule to keep: as in `config.settings`. Whether Slack is on follows from what is set; half a configuration is a
mistake that is told, never a Slack that is silently off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.settings import Mistake, Variable

VARIABLES = (
    Variable(
        "SLACK_BOT_TOKEN",
        "The token of the workspace that Lentera is in: *OAuth & Permissions* in Slack's app settings.",
        "xoxb-…",
        secret=True,
    ),
    Variable(
        "SLACK_SIGNING_SECRET",
        "What Slack signs its requests with: *Basic Information*. Needed unless `SLACK_APP_TOKEN` is set.",
        "the 32 characters beside Signing Secret",
        secret=True,
    ),
    Variable(
        "SLACK_APP_TOKEN",
        "Switches Socket Mode on: Lentera calls Slack, and needs no public address. An app-level token with"
        " `connections:write`.",
        "xapp-…",
        secret=True,
    ),
    Variable("SLACK_CLIENT_ID", "For further workspaces of the same organisation: *Basic Information*.", "1234.5678"),
    Variable(
        "SLACK_CLIENT_SECRET",
        "The other half of it. Tokens of further workspaces are sealed with it, so a new one means installing again.",
        "the 32 characters beside Client Secret",
        secret=True,
    ),
    Variable(
        "SLACK_WORKSPACES",
        "The ids of the workspaces, or of the Grid organisation, that may install it by `SLACK_CLIENT_ID`.",
        "T0123ABCD,T0456EFGH",
    ),
    Variable(
        "SLACK_DIVISION_GROUPS",
        "The handles of the user groups that are divisions, with commas between. `division-*` is all that begin so.",
        "division-*, board",
        "division-*",
    ),
    Variable(
        "SLACK_LEAD_GROUPS",
        "Those of the user groups whose members lead: `leads-design` the division `division-design`, or their own.",
        "leads-*, team-leads",
        "leads-*",
    ),
    Variable(
        "SLACK_HR_GROUPS",
        "Those of the user groups whose members draft rollouts and keep the table of divisions, as `LENTERA_DRAFTERS`.",
        "hr",
    ),
    Variable(
        "SLACK_UPLOADS",
        "`on` asks further workspaces for `files:read` too: where the manifest was made with `--upload`.",
        "on",
        "off",
    ),
    Variable("SLACK_GUESTS", "`on` lets guest accounts use Lentera.", "on", "off"),
    Variable(
        "SLACK_API_BASE_URL",
        "Where Slack's Web API is, for GovSlack.",
        "https://slack-gov.com/api/",
        "https://slack.com/api/",
    ),
)
# https://slack.com/help/articles/212906697-Create-a-user-group
_HANDLES = r"(\s*@?[\w.-]+\*?\s*(,\s*@?[\w.-]+\*?\s*)*)?"
_BY_NAME = {variable.name: variable for variable in VARIABLES}


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What is set. Secrets are kept out of `repr`."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    app_token: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    workspaces: frozenset[str]
    divisions: tuple[str, ...]
    leads: tuple[str, ...]
    hr: tuple[str, ...]
    uploads: bool
    guests: bool
    base: str


def read(environment: Mapping[str, str]) -> tuple[SlackSettings | None, tuple[Mistake, ...]]:
    """Read the environment: the settings, or None where Slack is off or something is wrong with them."""
    values = {variable.name: environment.get(variable.name, "").strip() or variable.default for variable in VARIABLES}
    if not any(values[name] != _BY_NAME[name].default for name in values):
        return None, ()
    mistakes = [*_shapes(values), *_missing(values)]
    if mistakes:
        return None, tuple(mistakes)
    return SlackSettings(
        bot_token=values["SLACK_BOT_TOKEN"],
        signing_secret=values["SLACK_SIGNING_SECRET"],
        app_token=values["SLACK_APP_TOKEN"],
        client_id=values["SLACK_CLIENT_ID"],
        client_secret=values["SLACK_CLIENT_SECRET"],
        workspaces=frozenset(filter(None, map(str.strip, values["SLACK_WORKSPACES"].split(",")))),
        divisions=_handles(values["SLACK_DIVISION_GROUPS"]),
        leads=_handles(values["SLACK_LEAD_GROUPS"]),
        hr=_handles(values["SLACK_HR_GROUPS"]),
        uploads=values["SLACK_UPLOADS"].lower() == "on",
        guests=values["SLACK_GUESTS"].lower() == "on",
        base=values["SLACK_API_BASE_URL"],
    ), ()


def _handles(value: str) -> tuple[str, ...]:
    return tuple(handle.strip().removeprefix("@") for handle in value.split(",") if handle.strip())


def _shapes(values: Mapping[str, str]) -> list[Mistake]:
    """What is set and cannot be right."""
    shapes: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("SLACK_BOT_TOKEN", r"(xoxb-\S+)?", "wrong_slack_token", {"begin": "xoxb-"}),
        ("SLACK_APP_TOKEN", r"(xapp-\S+)?", "wrong_slack_token", {"begin": "xapp-"}),
        ("SLACK_SIGNING_SECRET", r"(\S{16,})?", "wrong_slack_secret", {}),
        ("SLACK_CLIENT_SECRET", r"(\S{16,})?", "wrong_slack_secret", {}),
        ("SLACK_WORKSPACES", r"([TE][A-Z0-9]+(\s*,\s*[TE][A-Z0-9]+)*)?", "wrong_slack_workspaces", {}),
        ("SLACK_DIVISION_GROUPS", _HANDLES, "wrong_slack_groups", {}),
        ("SLACK_LEAD_GROUPS", _HANDLES, "wrong_slack_groups", {}),
        ("SLACK_HR_GROUPS", _HANDLES, "wrong_slack_groups", {}),
        ("SLACK_UPLOADS", r"(?i)on|off", "wrong_choice", {"choices": "on, off"}),
        ("SLACK_GUESTS", r"(?i)on|off", "wrong_choice", {"choices": "on, off"}),
        (
            "SLACK_API_BASE_URL",
            r"https://[\w.-]+(:\d+)?/api/|http://(127\.0\.0\.1|localhost)(:\d+)?/api/",
            "wrong_slack_base",
            {},
        ),
    )
    return [_mistake(name, key, params) for name, shape, key, params in shapes if not re.fullmatch(shape, values[name])]


def _missing(values: Mapping[str, str]) -> list[Mistake]:
    """What is needed besides what is set."""
    found = []
    if not values["SLACK_BOT_TOKEN"] and not values["SLACK_CLIENT_ID"]:
        other = next(name for name in values if values[name] != _BY_NAME[name].default)
        found.append(_mistake("SLACK_BOT_TOKEN", "missing", {"other": other}))
    if not values["SLACK_SIGNING_SECRET"]:
        if values["SLACK_CLIENT_ID"]:
            found.append(_mistake("SLACK_SIGNING_SECRET", "missing", {"other": "SLACK_CLIENT_ID"}))
        elif not values["SLACK_APP_TOKEN"]:
            found.append(_mistake("SLACK_SIGNING_SECRET", "missing", {"other": "SLACK_BOT_TOKEN"}))
    together = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_WORKSPACES")
    given = [name for name in together if values[name]]
    return found + [_mistake(name, "missing", {"other": given[0]}) for name in together if given and not values[name]]


def _mistake(name: str, key: str, params: Mapping[str, str]) -> Mistake:
    return Mistake(name, key, params, _BY_NAME[name].example)
