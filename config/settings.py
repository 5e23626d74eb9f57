"""Settings: everything an operator sets, read from the environment and from nothing else.

The rule to keep: a wrong value never hides another one. All mistakes are found in one reading, and none of them, nor
anything else here, ever shows a value that may be a secret.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.people import Role
from bot.privacy.request import Law
from bot.privacy.retention import RULES, Kept, Periods, period

LANGUAGES = ("en", "id")
LEVELS = ("debug", "info", "warning", "error")
SLACK = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
TEAMS = ("MICROSOFT_APP_ID", "MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_TENANT_ID")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment, as the manual shows it. Without a default it is off or empty."""

    name: str
    meaning: str
    example: str
    default: str = ""
    secret: bool = False


_KEPT = {
    Kept.ENTRIES: "How long time entries are kept, with their history, timers and days off, counted from their day.",
    Kept.LEAVERS: "How long anything about somebody who has left is kept, counted from when the worker saw it.",
    Kept.ROLLOUTS: "How long a rollout is kept, with who got what of it and its log, counted from its end.",
    Kept.RESULTS: "How long a survey is kept, with who was invited and what was released, counted from its end.",
    Kept.COMMENTS: "How long the comments of a survey are kept, counted from its end. Never longer than its results.",
    Kept.REQUESTS: "How long it is kept what people asked about their data, counted from when it was closed.",
    Kept.LOOKS: "How long it is kept who looked at figures that include somebody, counted from the look.",
    Kept.LOGS: "How long you keep what the processes print. Lentera cannot see to it, and tells people what you say.",
    Kept.BACKUPS: "How long you keep backups of the database. Lentera cannot see to it, and tells people what you say.",
}


def _keep(kept: Kept) -> Variable:
    """The setting of one length."""
    usual = RULES[kept].usual
    return Variable(keep_variable(kept), _KEPT[kept], str(usual or "30 days"), str(usual or ""))


def keep_variable(kept: Kept) -> str:
    """The name of the variable that says how long one kind of data is kept."""
    return f"LENTERA_KEEP_{kept.upper()}"


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "Where everything is kept. SQLite for trying out and small companies, PostgreSQL for everything bigger.",
        "postgresql://lentera@db.example.org/lentera",
        "sqlite:///var/lentera.db",
        secret=True,
    ),
    Variable("PORT", "The port that `lentera web` answers on; 0 takes any free one.", "8080", "3978"),
    Variable(
        "HOST",
        "The address that `lentera web` answers on. `0.0.0.0` is every network the machine is in.",
        "0.0.0.0",  # noqa: S104 - an example of what an operator may choose; the default is loopback
        "127.0.0.1",
    ),
    Variable("LENTERA_COMPANY", "The company's name, as messages say it.", "Kopi Nusantara", "Lentera"),
    Variable("LENTERA_LOCALE", "The language for people whose own is not known: `en` or `id`.", "id", "en"),
    Variable("LENTERA_ZONE", "The time zone for people whose own is not known.", "Asia/Jakarta", "UTC"),
    Variable(
        "LENTERA_POLICY",
        "The working-time policy for people who have no other: a file in `config/policies`, without `.yaml`.",
        "default",
        "default",
    ),
    Variable(
        "LENTERA_OPERATORS",
        "Who corrects entries at their owner's request, and answers requests about data: e-mails with commas.",
        "it@example.org, ops@example.org",
    ),
    Variable(
        "LENTERA_DRAFTERS",
        "Who in HR sets up rollouts and writes their texts, besides those that the directory names.",
        "gita@example.org",
    ),
    Variable(
        "LENTERA_APPROVERS",
        "Who approves each text of a rollout before it goes out, and signs its promises. Never their own text.",
        "ratna@example.org, budi@example.org",
    ),
    Variable(
        "LENTERA_SENDERS",
        "Who starts, moves and cancels rollouts. Where it is empty, the approvers do.",
        "gita@example.org",
    ),
    Variable(
        "LENTERA_REPRESENTATIVES",
        "Who reads everything that HR did in a rollout, without being able to change it.",
        "jakob@example.org",
    ),
    Variable(
        "LENTERA_HOTLINE",
        "Whom to turn to when somebody is in danger: a person or a hotline, as `/talk` says it.",
        "Dewi Lestari, +62 812 5550 100, at any hour",
    ),
    Variable(
        "LENTERA_PLAYGROUND", "`on` serves the playground. It has no login: never on a public address.", "on", "off"
    ),
    Variable(
        "LENTERA_PLAYGROUND_URL",
        "Where a worker in another process finds the playground.",
        "http://127.0.0.1:3978",
    ),
    Variable(
        "LENTERA_PLAYGROUND_SECRET",
        "What `lentera web` and `lentera worker` know each other by: 16 characters or more, the same for both.",
        "the output of: openssl rand -hex 16",
        secret=True,
    ),
    Variable(
        "LENTERA_KEY_DIR",
        "The folder of the keys to surveys and nameless threads: on the worker's machine alone, and in no backup.",
        "/var/lib/lentera-keys",
        "var/keys",
    ),
    Variable(
        "LENTERA_COUNT_DIR",
        "The folder of the key under which this month's questions are counted: all web servers' own, and in no backup.",
        "/var/lib/lentera-count",
        "var/count",
    ),
    Variable(
        "LENTERA_KEY_SECRET",
        "Where no folder lasts: wraps those keys, which then lie in the database. 16 characters or more.",
        "the output of: openssl rand -hex 32",
        secret=True,
    ),
    Variable(
        "LENTERA_CUSTODIANS",
        "Two people whose codes together open a survey's answers: a drafter or approver, and a works representative.",
        "ratna@example.org, jakob@example.org",
    ),
    Variable(
        "LENTERA_LAW",
        "Whose clock runs for what people ask about their data: `uu-pdp` (3x24 hours) or `gdpr` (one month).",
        "gdpr",
        "uu-pdp",
    ),
    *(_keep(kept) for kept in RULES),
    Variable("LENTERA_LOG", "How much is logged: `debug`, `info`, `warning` or `error`.", "warning", "info"),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: a variable, and the catalogue's key for what is wrong with it."""

    variable: str
    key: str
    params: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    """A value that would work, for a variable that is not in `VARIABLES`."""

    @property
    def example(self) -> str:
        """A value that would work."""
        return self.shown or _BY_NAME[self.variable].example


class SettingsError(Exception):
    """The environment cannot be used as it stands. `mistakes` holds all that is wrong."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(", ".join(mistake.variable for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set. Secrets are kept out of `repr`."""

    database_url: str = field(repr=False)
    port: int
    host: str
    company: str
    locale: str
    zone: str
    policy: str
    operators: frozenset[str]
    """Folded e-mail addresses."""
    appointed: Mapping[str, frozenset[Role]]
    """Who is what in a rollout, by folded e-mail address."""
    hotline: str
    """Whom to turn to in an emergency; empty where nobody is named."""
    playground: bool
    playground_url: str
    playground_secret: str = field(repr=False)
    key_dir: Path
    count_dir: Path
    key_secret: str = field(repr=False)
    law: Law
    keep: Periods
    """How long each kind of data is kept; what nobody has said is missing."""
    custodians: tuple[str, ...]
    """Two folded e-mail addresses, or none."""
    log: str
    slack: frozenset[str]
    """Which of Slack's variables are set; their values are read where they are used."""
    teams: frozenset[str]
    """The same for Teams."""

    @property
    def file(self) -> Path | None:
        """SQLite's file; None for PostgreSQL."""
        scheme, _, rest = self.database_url.partition("://")
        return Path(rest.removeprefix("/").partition("?")[0]) if scheme.startswith("sqlite") else None


def read(environment: Mapping[str, str]) -> Settings:
    """Read the environment; an empty value is one that is not set. Raises `SettingsError`."""
    values = {variable.name: environment.get(variable.name, "").strip() or variable.default for variable in VARIABLES}
    mistakes = [mistake for name, check in _CHECKS.items() for mistake in check(name, values[name])]
    url, secret = values["LENTERA_PLAYGROUND_URL"], values["LENTERA_PLAYGROUND_SECRET"]
    if url and not secret:
        mistakes.append(Mistake("LENTERA_PLAYGROUND_SECRET", "missing", {"other": "LENTERA_PLAYGROUND_URL"}))
    keep = {kept: found for kept in RULES if (found := period(values[keep_variable(kept)]))}
    if Kept.COMMENTS in keep and Kept.RESULTS in keep and keep[Kept.COMMENTS].days > keep[Kept.RESULTS].days:
        other = {"other": keep_variable(Kept.RESULTS)}
        mistakes.append(Mistake(keep_variable(Kept.COMMENTS), "longer_than", other))
    if mistakes:
        raise SettingsError(tuple(mistakes))
    return Settings(
        database_url=values["DATABASE_URL"],
        port=int(values["PORT"]),
        host=values["HOST"],
        company=values["LENTERA_COMPANY"],
        locale=values["LENTERA_LOCALE"].lower(),
        zone=values["LENTERA_ZONE"],
        policy=values["LENTERA_POLICY"],
        operators=frozenset(_addresses(values["LENTERA_OPERATORS"])),
        appointed=_appointed(values),
        hotline=values["LENTERA_HOTLINE"],
        playground=values["LENTERA_PLAYGROUND"].lower() == "on",
        playground_url=url.rstrip("/"),
        playground_secret=secret,
        key_dir=Path(values["LENTERA_KEY_DIR"]),
        count_dir=Path(values["LENTERA_COUNT_DIR"]),
        key_secret=values["LENTERA_KEY_SECRET"],
        law=Law(values["LENTERA_LAW"].lower()),
        keep=keep,
        custodians=tuple(_addresses(values["LENTERA_CUSTODIANS"])),
        log=values["LENTERA_LOG"].lower(),
        slack=_set(environment, SLACK),
        teams=_set(environment, TEAMS),
    )


def unknown(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that look like ours and are not: most likely a slip of the pen."""
    return tuple(sorted(name for name in environment if name.startswith("LENTERA_") and name not in _BY_NAME))


def _set(environment: Mapping[str, str], names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for name in names if environment.get(name, "").strip())


def _database(name: str, value: str) -> tuple[Mistake, ...]:
    try:
        parts = urlsplit(value)
    except ValueError:
        return (Mistake(name, "wrong_database"),)
    match parts.scheme:
        case "sqlite" | "sqlite+aiosqlite":
            if parts.path in {"", "/"} or ":memory:" in value:
                return (Mistake(name, "database_without_file"),)
            return () if not parts.netloc else (Mistake(name, "database_slashes"),)
        case "postgres" | "postgresql" | "postgresql+asyncpg":
            return () if parts.path.strip("/") else (Mistake(name, "database_without_name"),)
        case _:
            return (Mistake(name, "wrong_database"),)


def _port(name: str, value: str) -> tuple[Mistake, ...]:
    fits = value.isascii() and value.isdecimal() and len(value) <= 5 and int(value) <= 65535
    return () if fits else (Mistake(name, "wrong_port"),)


def _host(name: str, value: str) -> tuple[Mistake, ...]:
    return () if re.fullmatch(r"[\w.:%-]+", value) else (Mistake(name, "wrong_host"),)


def _company(name: str, value: str) -> tuple[Mistake, ...]:
    return () if len(value) <= 80 and value.isprintable() else (Mistake(name, "wrong_company"),)


def _hotline(name: str, value: str) -> tuple[Mistake, ...]:
    return () if len(value) <= 200 and value.isprintable() else (Mistake(name, "wrong_hotline"),)


def _one_of(*choices: str) -> Callable[[str, str], tuple[Mistake, ...]]:
    def check(name: str, value: str) -> tuple[Mistake, ...]:
        return () if value.lower() in choices else (Mistake(name, "wrong_choice", {"choices": ", ".join(choices)}),)

    return check


def _zone(name: str, value: str) -> tuple[Mistake, ...]:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        return (Mistake(name, "wrong_zone"),)
    return ()


def _folder(name: str, value: str) -> tuple[Mistake, ...]:
    return () if value.isprintable() and not _in_a_file(Path(value)) else (Mistake(name, "wrong_folder"),)


def _in_a_file(place: Path) -> bool:
    """Whether a path is that of a file, or leads through one, so that no folder can be made there."""
    try:
        return any(one.is_file() for one in (place, *place.parents))
    except OSError:
        # Whoever may not look need not be the one who writes there.
        return False


def _policy(name: str, value: str) -> tuple[Mistake, ...]:
    return () if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value) else (Mistake(name, "wrong_policy"),)


def _addresses(value: str) -> list[str]:
    return [address.strip().casefold() for address in value.split(",") if address.strip()]


def _appointed(values: Mapping[str, str]) -> Mapping[str, frozenset[Role]]:
    found: dict[str, frozenset[Role]] = {}
    for name, role in (
        ("LENTERA_OPERATORS", Role.OPERATOR),
        ("LENTERA_DRAFTERS", Role.HR_DRAFTER),
        ("LENTERA_APPROVERS", Role.HR_APPROVER),
        ("LENTERA_SENDERS" if values["LENTERA_SENDERS"] else "LENTERA_APPROVERS", Role.HR_SENDER),
        ("LENTERA_REPRESENTATIVES", Role.WORKS_REPRESENTATIVE),
    ):
        for address in _addresses(values[name]):
            found[address] = found.get(address, frozenset()) | {role}
    return found


def _emails(name: str, value: str) -> tuple[Mistake, ...]:
    fits = all(re.fullmatch(r"[^@\s]+@[^@\s]+", address) for address in _addresses(value))
    return () if fits else (Mistake(name, "wrong_emails"),)


def _two_emails(name: str, value: str) -> tuple[Mistake, ...]:
    found = _addresses(value)
    fits = not found or (len(found) == 2 and len(set(found)) == 2 and not _emails(name, value))
    return () if fits else (Mistake(name, "wrong_custodians"),)


def _url(name: str, value: str) -> tuple[Mistake, ...]:
    return () if not value or re.fullmatch(r"https?://[\w.:\[\]-]+/?", value) else (Mistake(name, "wrong_url"),)


def _secret(name: str, value: str) -> tuple[Mistake, ...]:
    return () if not value or len(value) >= 16 else (Mistake(name, "short_secret"),)


def _length(kept: Kept) -> Callable[[str, str], tuple[Mistake, ...]]:
    rule = RULES[kept]
    bounds = {"least": str(rule.least), "most": str(rule.most)}

    def check(name: str, value: str) -> tuple[Mistake, ...]:
        if not value:
            return ()
        found = period(value)
        fits = found is not None and rule.least.days <= found.days <= rule.most.days
        return () if fits else (Mistake(name, "wrong_period", bounds),)

    return check


_CHECKS: Mapping[str, Callable[[str, str], tuple[Mistake, ...]]] = {
    "DATABASE_URL": _database,
    "PORT": _port,
    "HOST": _host,
    "LENTERA_COMPANY": _company,
    "LENTERA_LOCALE": _one_of(*LANGUAGES),
    "LENTERA_ZONE": _zone,
    "LENTERA_POLICY": _policy,
    "LENTERA_OPERATORS": _emails,
    "LENTERA_DRAFTERS": _emails,
    "LENTERA_APPROVERS": _emails,
    "LENTERA_SENDERS": _emails,
    "LENTERA_REPRESENTATIVES": _emails,
    "LENTERA_HOTLINE": _hotline,
    "LENTERA_PLAYGROUND": _one_of("on", "off"),
    "LENTERA_PLAYGROUND_URL": _url,
    "LENTERA_PLAYGROUND_SECRET": _secret,
    "LENTERA_KEY_DIR": _folder,
    "LENTERA_COUNT_DIR": _folder,
    "LENTERA_KEY_SECRET": _secret,
    "LENTERA_CUSTODIANS": _two_emails,
    "LENTERA_LAW": _one_of(*Law),
    **{keep_variable(kept): _length(kept) for kept in RULES},
    "LENTERA_LOG": _one_of(*LEVELS),
}
