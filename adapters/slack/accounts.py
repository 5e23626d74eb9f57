"""Who acts: the accounts of people, as Slack describes them, remembered and kept fresh by its events.

The rule to keep: only members of the organisation get in. Bots, people of other organisations in shared channels,
deactivated accounts and, unless the operator says so, guests are told so and go no further.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from adapters.slack.errors import Declined
from adapters.slack.told import Who
from adapters.slack.workspaces import Home
from bot.errors import Busy, Unreachable
from bot.events import Actor

PLATFORM = "slack"
_FRESH = 12 * 3600.0
"""Seconds that a description holds; events bring changes sooner."""
_SOON = 60.0
"""Seconds until Slack is asked again after it could not say."""
_PATIENCE = 1.2
"""Seconds that looking somebody up may take: they wait for an answer within three."""
_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not let in. `key` says why, in the catalogue; empty where nobody reads it."""

    key: str
    locale: str | None = None


@dataclass(slots=True)
class _Known:
    account: Actor | Stranger
    until: float


class Accounts:
    """The accounts met lately."""

    def __init__(self, *, guests: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        self._guests = guests
        self._now = now
        self._known: dict[tuple[str, str], _Known] = {}

    async def find(self, who: Who, home: Home) -> Actor | Stranger:
        """The account behind an id; asks Slack where it is not known."""
        known = self._known.get((who.workspace, who.user))
        if known is not None and known.until > self._now():
            return known.account
        try:
            async with asyncio.timeout(_PATIENCE):
                told = await home.api.call("users_info", user=who.user, include_locale=True)
            profile = told["user"]
        except Unreachable as unknown:
            if unknown.reason in {"user_not_found", "users_not_found", "user_not_visible"}:
                return self._keep(who, Stranger("slack.stranger"), _SOON)
            return self._stale(who, home)
        except (Busy, Declined, TimeoutError, KeyError):
            return self._stale(who, home)
        return self.learn(profile, who, home)

    def known(self, who: Who) -> Actor | Stranger | None:
        """How somebody was described last, if they were."""
        known = self._known.get((who.workspace, who.user))
        return known.account if known else None

    def learn(self, profile: Mapping[str, object], who: Who, home: Home) -> Actor | Stranger:
        """Remember how Slack describes somebody, as `users.info` or an event does."""
        account = described(profile, who, home, guests=self._guests)
        known = self._known.get((who.workspace, who.user))
        if isinstance(account, Actor) and account.locale is None and known and known.account.locale:
            # Not everything that describes somebody says their language.
            account = replace(account, locale=known.account.locale)
        return self._keep(who, account, _FRESH)

    def forget(self, workspace: str) -> None:
        """Nobody of a workspace is known any more."""
        self._known = {key: known for key, known in self._known.items() if key[0] != workspace}

    def _stale(self, who: Who, home: Home) -> Actor | Stranger:
        """What was known once; else as much as an id tells, so that nobody has to wait for Slack."""
        known = self._known.get((who.workspace, who.user))
        return self._keep(who, known.account if known else _actor(who, home, who.name or who.user), _SOON)

    def _keep(self, who: Who, account: Actor | Stranger, seconds: float) -> Actor | Stranger:
        if len(self._known) >= _SIZE:
            del self._known[next(iter(self._known))]
        self._known[who.workspace, who.user] = _Known(account, self._now() + seconds)
        return account


def described(profile: Mapping[str, object], who: Who, home: Home, *, guests: bool) -> Actor | Stranger:
    """Who somebody is, from Slack's description.

    https://docs.slack.dev/reference/objects/user-object
    """
    locale = _text(profile.get("locale")) or None
    if profile.get("is_bot") or profile.get("is_workflow_bot") or who.user == "USLACKBOT":
        return Stranger("")
    if profile.get("deleted"):
        return Stranger("slack.stranger", locale)
    if profile.get("is_stranger") or not _ours(profile, home):
        return Stranger("slack.stranger", locale)
    if not guests and (profile.get("is_restricted") or profile.get("is_ultra_restricted")):
        return Stranger("slack.guest", locale)
    inner = profile.get("profile")
    details = inner if isinstance(inner, dict) else {}
    name = next(
        filter(
            None,
            (
                _text(details.get("display_name")).strip(),
                _text(details.get("real_name")).strip(),
                _text(profile.get("real_name")).strip(),
                _text(profile.get("name")).strip(),
            ),
        ),
        who.user,
    )
    confirmed = profile.get("is_email_confirmed") is not False
    return _actor(
        who,
        home,
        name,
        locale=locale,
        timezone=_text(profile.get("tz")) or None,
        email=(_text(details.get("email")) or None) if confirmed else None,
    )


def address(home: Home, user: str) -> str:
    """Where to write to somebody: the workspace whose token reaches them, and who."""
    return f"{home.id}:{user}"


def _actor(
    who: Who, home: Home, name: str, *, locale: str | None = None, timezone: str | None = None, email: str | None = None
) -> Actor:
    return Actor(
        platform=PLATFORM,
        workspace=who.workspace,
        id=who.user,
        name=name,
        address=address(home, who.user),
        locale=locale,
        timezone=timezone,
        email=email,
    )


def _ours(profile: Mapping[str, object], home: Home) -> bool:
    """Whether somebody belongs to the workspace, or to its Grid organisation."""
    inner = profile.get("enterprise_user")
    enterprise = _text(inner.get("enterprise_id")) if isinstance(inner, dict) else ""
    if home.enterprise and enterprise:
        return enterprise == home.enterprise
    team = _text(profile.get("team_id"))
    return not (team and home.team) or team in {home.team, home.enterprise}


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
