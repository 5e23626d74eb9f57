"""The doctor: what is configured, what is off and why, and everything that is wrong, in one reading.

The rule to keep: it looks and tells, and changes nothing; and it names variables, never their values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_address

from bot.markup import plain
from bot.texts import Catalogue, Words
from config import slack, teams
from config.content import ContentError
from config.playbooks import playbooks
from config.policies import policies
from config.settings import VARIABLES, Mistake, Settings, SettingsError, read, unknown


class State(StrEnum):
    """How it stands. Only `WRONG` keeps the bot from being healthy."""

    FINE = "fine"
    OFF = "off"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor saw: a key of the catalogue's `doctor`, and what to fill in."""

    state: State
    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def examine(
    environment: Mapping[str, str], catalogues: Mapping[str, Catalogue]
) -> tuple[Settings | None, tuple[Finding, ...]]:
    """What the environment and the content say. The database is asked by whoever can reach it."""
    findings: list[Finding] = []
    settings = None
    try:
        settings = read(environment)
    except SettingsError as error:
        findings += [_mistaken(mistake) for mistake in error.mistakes]
    else:
        given = sum(bool(environment.get(variable.name, "").strip()) for variable in VARIABLES)
        findings.append(Finding(State.FINE, "settings" if given else "no_settings", {"n": given} if given else {}))
    findings += [_unknown(name) for name in unknown(environment)]
    findings.append(
        Finding(State.FINE, "words", {"n": max(map(len, catalogues.values())), "languages": ", ".join(catalogues)})
    )
    if settings:
        findings += [
            *_policies(settings),
            *_playbooks(),
            *_playground(settings),
            *_slack(environment),
            *_teams(environment),
            *_nobody(settings),
            *_hotline(settings),
        ]
    return settings, tuple(findings)


def loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def playground_refuses(settings: Settings) -> Finding | None:
    """Why the playground, which has no login, must not start; None where it may."""
    if names := sorted(settings.slack | settings.teams):
        return Finding(State.WRONG, "playground_beside", {"names": ", ".join(names)})
    if not loopback(settings.host):
        return Finding(State.WRONG, "playground_open", {"host": settings.host})
    return None


def report(findings: Sequence[Finding], t: Words, version: str) -> str:
    """What the doctor prints: one line a finding, and how many are to be put right."""
    marks = {state: plain(t(f"doctor.{state.value}")) for state in State}
    width = max(map(len, marks.values()))
    lines = [f"{marks[finding.state]:>{width}}  {sentence(finding, t)}" for finding in findings]
    wrong = sum(finding.state is State.WRONG for finding in findings)
    closing = t("doctor.to_fix", n=wrong) if wrong else t("doctor.all_well")
    return "\n".join([plain(t("doctor.title", version=version)), "", *lines, "", plain(closing)])


def sentence(finding: Finding, t: Words) -> str:
    """One finding, in words."""
    return plain(t(f"doctor.{finding.key}", **finding.params))


def told(error: SettingsError, t: Words) -> tuple[str, ...]:
    """Every mistake of the environment, in words."""
    return tuple(sentence(_mistaken(mistake), t) for mistake in error.mistakes)


def _mistaken(mistake: Mistake) -> Finding:
    return Finding(State.WRONG, mistake.key, {"name": mistake.variable, "example": mistake.example, **mistake.params})


def _unknown(name: str) -> Finding:
    # The common beginning would make everything look alike.
    ours = {variable.name.removeprefix("LENTERA_"): variable.name for variable in VARIABLES}
    if near := get_close_matches(name.removeprefix("LENTERA_"), ours, n=1):
        return Finding(State.NOTE, "unknown_near", {"name": name, "near": ours[near[0]]})
    return Finding(State.NOTE, "unknown", {"name": name})


def _policies(settings: Settings) -> list[Finding]:
    try:
        known = policies().named
    except ContentError as error:
        return [Finding(State.WRONG, "content", {"mistake": mistake.told()}) for mistake in error.mistakes]
    found = settings.policy in known
    return [
        Finding(State.FINE if found else State.WRONG, "policy" if found else "no_policy", {"name": settings.policy})
    ]


def _playbooks() -> list[Finding]:
    try:
        known = playbooks()
    except ContentError as error:
        return [Finding(State.WRONG, "content", {"mistake": mistake.told()}) for mistake in error.mistakes]
    return [Finding(State.FINE, "playbooks", {"names": ", ".join(known)})]


def _playground(settings: Settings) -> list[Finding]:
    if not settings.playground:
        return [Finding(State.OFF, "playground_off")]
    if refusal := playground_refuses(settings):
        return [refusal]
    found = [Finding(State.FINE, "playground_on", {"host": settings.host, "port": settings.port})]
    if not settings.playground_url:
        found.append(Finding(State.NOTE, "playground_worker"))
    return found


def _slack(environment: Mapping[str, str]) -> list[Finding]:
    settings, mistakes = slack.read(environment)
    if mistakes:
        return [_mistaken(mistake) for mistake in mistakes]
    if settings is None:
        return [Finding(State.OFF, "slack_off")]
    return [Finding(State.FINE, "slack_socket" if settings.app_token else "slack_http")]


def _teams(environment: Mapping[str, str]) -> list[Finding]:
    settings, mistakes = teams.read(environment)
    if mistakes:
        return [_mistaken(mistake) for mistake in mistakes]
    return [Finding(State.FINE, "teams_on") if settings else Finding(State.OFF, "teams_off")]


def _nobody(settings: Settings) -> list[Finding]:
    reached = settings.playground or settings.slack or settings.teams
    return [] if reached else [Finding(State.NOTE, "nobody")]


def _hotline(settings: Settings) -> list[Finding]:
    return [] if settings.hotline else [Finding(State.NOTE, "no_hotline")]
