"""Who belongs to which division, who leads it and who is in HR, from user groups.

The rule to keep: pure. A user group counts only where the settings name it by its handle; what others call themselves
means nothing here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.people import Role

_EMPLOYEE = frozenset({Role.EMPLOYEE})


@dataclass(frozen=True, slots=True)
class Groups:
    """Handles of user groups. One that ends with `*` names all that begin so, and what follows tells them apart."""

    divisions: tuple[str, ...] = ("division-*",)
    leads: tuple[str, ...] = ("leads-*",)
    """Whoever is in one of these leads their division; who is in none, the one that is told apart by the same words."""
    hr: tuple[str, ...] = ()
    """Who drafts rollouts, and keeps the table of divisions."""


@dataclass(frozen=True, slots=True)
class Belongs:
    """Somebody's division, and what they are."""

    division: str | None = None
    roles: frozenset[Role] = _EMPLOYEE


def from_groups(groups: Iterable[tuple[str, str, Iterable[str]]], named: Groups) -> dict[str, Belongs]:
    """Where people belong, by user id, from handle, name and members of each user group."""
    names: dict[str, str] = {}
    members: dict[str, str] = {}
    leads: dict[str, str] = {}
    hr: set[str] = set()
    for handle, name, users in sorted((handle.lower(), name, tuple(users)) for handle, name, users in groups):
        if (key := _match(handle, named.divisions)) is not None:
            names[key] = name.strip() or key
            for user in users:
                # Somebody in two divisions is counted in the first by handle, and always in the same.
                members.setdefault(user, key)
        if (key := _match(handle, named.leads)) is not None:
            for user in users:
                leads.setdefault(user, key)
        if _match(handle, named.hr) is not None:
            hr.update(users)
    return {
        user: Belongs(
            names.get(members.get(user) or leads.get(user, "")),
            _EMPLOYEE | ({Role.LEAD} if user in leads else set()) | ({Role.HR_DRAFTER} if user in hr else set()),
        )
        for user in members.keys() | leads.keys() | hr
    }


def _match(handle: str, patterns: Collection[str]) -> str | None:
    """What tells a group apart among those that are named; None where it is not named."""
    for pattern in patterns:
        begin, star, _ = pattern.lower().partition("*")
        if handle == begin and not star:
            return handle
        if star and handle.startswith(begin) and handle != begin:
            return handle.removeprefix(begin)
    return None
