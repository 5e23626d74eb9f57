"""Teams' settings: what an operator sets so that Lentera speaks Teams, by the names that Microsoft uses.

The rule to keep: as in `config.settings`. Whether Teams is on follows from what is set; half a configuration is a
mistake that is told, never a Teams that is silently off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.settings import Mistake, Variable

ONE, MANY, MACHINE = "SingleTenant", "MultiTenant", "UserAssignedMSI"
VARIABLES = (
    Variable(
        "MICROSOFT_APP_ID",
        "The *Microsoft App ID* of the Azure Bot: *Configuration* in the Azure portal.",
        "11111111-2222-3333-4444-555555555555",
    ),
    Variable(
        "MICROSOFT_APP_PASSWORD",
        "A client secret of that app. Buttons are signed with it, so a new one makes older buttons useless. Not needed"
        " with a managed identity.",
        "the Value of a client secret, not its Secret ID",
        secret=True,
    ),
    Variable(
        "MICROSOFT_APP_TENANT_ID",
        "The tenant whose people are let in; of an app of many tenants all of them, with commas between.",
        "99999999-8888-7777-6666-555555555555",
    ),
    Variable("MICROSOFT_APP_TYPE", f"`{ONE}`, `{MANY}` or `{MACHINE}`, as the Azure Bot was made.", ONE, ONE),
    Variable(
        "TEAMS_SIGNING_SECRET",
        "What buttons are signed with where there is no password: 16 characters or more, the same for web and worker.",
        "the output of: openssl rand -hex 16",
        secret=True,
    ),
    Variable(
        "TEAMS_DIVISION_TEAMS",
        "Which of the teams that Lentera was added to are divisions: names or group ids, with commas between."
        " `*` is all.",
        "Design, Sales *",
        "*",
    ),
    Variable(
        "TEAMS_LEAD_TEAMS",
        "Those of the divisions whose owners lead them, in the same way. The package has to be made with `--owners`.",
        "*",
    ),
    Variable(
        "TEAMS_HR_TEAMS",
        "The group ids of teams whose owners draft rollouts and keep the table of divisions, as `LENTERA_DRAFTERS`."
        " Names will not do: anybody may be able to make a team of that name.",
        "22222222-3333-4444-5555-666666666666",
    ),
    Variable(
        "TEAMS_GREETINGS",
        "`on` says hello to everybody for whom the app is installed. Off, nothing is said and no reminder comes before"
        " somebody has written or pressed something, or a rollout speaks: it can be there before it is announced.",
        "on",
        "off",
    ),
    Variable("TEAMS_GUESTS", "`on` lets guests of the tenant use Lentera.", "on", "off"),
    Variable(
        "TEAMS_OPENID_METADATA_URL",
        "Where Microsoft tells its signing keys, for national clouds.",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
    ),
    Variable(
        "TEAMS_LOGIN_URL",
        "Where Lentera gets its own token, for national clouds.",
        "https://login.microsoftonline.us",
        "https://login.microsoftonline.com",
    ),
    Variable(
        "TEAMS_GRAPH_URL",
        "Where Microsoft Graph is, for national clouds. It is asked for a team's members, to know who owns it.",
        "https://graph.microsoft.us",
        "https://graph.microsoft.com",
    ),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}
_GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_LOOPBACK = r"http://(127\.0\.0\.1|localhost)(:\d+)?"


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """What is set. Secrets are kept out of `repr`."""

    app: str
    password: str = field(repr=False)
    tenant: str
    """Where an app of one tenant logs in; empty for one of many."""
    tenants: frozenset[str]
    """Whose people are let in."""
    signing: str = field(repr=False)
    guests: bool
    metadata: str
    login: str
    divisions: tuple[str, ...] = ("*",)
    leads: tuple[str, ...] = ()
    hr: tuple[str, ...] = ()
    greets: bool = False
    graph: str = "https://graph.microsoft.com"


def read(environment: Mapping[str, str]) -> tuple[TeamsSettings | None, tuple[Mistake, ...]]:
    """Read the environment: the settings, or None where Teams is off or something is wrong with them."""
    values = {variable.name: environment.get(variable.name, "").strip() or variable.default for variable in VARIABLES}
    if not any(values[name] != _BY_NAME[name].default for name in values):
        return None, ()
    mistakes = [*_shapes(values), *_missing(values)]
    if mistakes:
        return None, tuple(mistakes)
    tenants = [tenant.strip().lower() for tenant in values["MICROSOFT_APP_TENANT_ID"].split(",")]
    password = "" if _is(values, MACHINE) else values["MICROSOFT_APP_PASSWORD"]
    return TeamsSettings(
        app=values["MICROSOFT_APP_ID"].lower(),
        password=password,
        tenant="" if _is(values, MANY) else tenants[0],
        tenants=frozenset(tenants),
        signing=values["TEAMS_SIGNING_SECRET"] or password,
        guests=values["TEAMS_GUESTS"].lower() == "on",
        metadata=values["TEAMS_OPENID_METADATA_URL"],
        login=values["TEAMS_LOGIN_URL"].rstrip("/"),
        divisions=_listed(values["TEAMS_DIVISION_TEAMS"]),
        leads=_listed(values["TEAMS_LEAD_TEAMS"]),
        hr=_listed(values["TEAMS_HR_TEAMS"]),
        greets=values["TEAMS_GREETINGS"].lower() == "on",
        graph=values["TEAMS_GRAPH_URL"].rstrip("/"),
    ), ()


def _listed(value: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, value.split(","))))


def _shapes(values: Mapping[str, str]) -> list[Mistake]:
    """What is set and cannot be right."""
    tenants = rf"{_GUID}(\s*,\s*{_GUID})*" if _is(values, MANY) else _GUID
    shapes: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("MICROSOFT_APP_ID", rf"({_GUID})?", "wrong_guid", {}),
        # The portal shows the id of a secret beside its value, and people take the wrong one.
        ("MICROSOFT_APP_PASSWORD", rf"(?!{_GUID}$)(\S{{16,}})?", "wrong_teams_password", {}),
        ("MICROSOFT_APP_TENANT_ID", rf"({tenants})?", "wrong_guid", {}),
        ("MICROSOFT_APP_TYPE", f"(?i){ONE}|{MANY}|{MACHINE}", "wrong_choice", {"choices": f"{ONE}, {MANY}, {MACHINE}"}),
        ("TEAMS_SIGNING_SECRET", r"(\S{16,})?", "short_secret", {}),
        ("TEAMS_DIVISION_TEAMS", r"[^*]*(\*\s*(,[^*]*|$))*", "wrong_teams_names", {}),
        ("TEAMS_LEAD_TEAMS", r"[^*]*(\*\s*(,[^*]*|$))*", "wrong_teams_names", {}),
        ("TEAMS_HR_TEAMS", rf"({_GUID}(\s*,\s*{_GUID})*)?", "wrong_guid", {}),
        ("TEAMS_GREETINGS", r"(?i)on|off", "wrong_choice", {"choices": "on, off"}),
        ("TEAMS_GUESTS", r"(?i)on|off", "wrong_choice", {"choices": "on, off"}),
        ("TEAMS_OPENID_METADATA_URL", rf"https://[\w.-]+(:\d+)?/\S+|{_LOOPBACK}/\S+", "wrong_teams_url", {}),
        ("TEAMS_LOGIN_URL", rf"https://[\w.-]+(:\d+)?/?|{_LOOPBACK}(/\S*)?", "wrong_teams_url", {}),
        ("TEAMS_GRAPH_URL", rf"https://[\w.-]+(:\d+)?/?|{_LOOPBACK}(/\S*)?", "wrong_teams_url", {}),
    )
    return [_mistake(name, key, params) for name, shape, key, params in shapes if not re.fullmatch(shape, values[name])]


def _missing(values: Mapping[str, str]) -> list[Mistake]:
    """What is needed besides what is set."""
    other = next(name for name in values if values[name] != _BY_NAME[name].default)
    needed = ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID"]
    needed.append("TEAMS_SIGNING_SECRET" if _is(values, MACHINE) else "MICROSOFT_APP_PASSWORD")
    return [_mistake(name, "missing", {"other": other}) for name in needed if not values[name]]


def _is(values: Mapping[str, str], kind: str) -> bool:
    return values["MICROSOFT_APP_TYPE"].lower() == kind.lower()


def _mistake(name: str, key: str, params: Mapping[str, str]) -> Mistake:
    return Mistake(name, key, params, _BY_NAME[name].example)
