"""Which teams are divisions, whose owners lead, and whose owners are in HR.

The rule to keep: pure. A team counts only where the settings name it. Anybody may be able to make a team and call it
as they like, so whoever is to be in HR is named by the team's group id, which nobody can choose.
"""

from collections.abc import Collection
from dataclasses import dataclass

ALL = "*"


@dataclass(frozen=True, slots=True)
class Named:
    """Group ids of teams, or their names; one that ends with `*` names all that begin so."""

    divisions: tuple[str, ...] = (ALL,)
    leads: tuple[str, ...] = ()
    """Those of the divisions whose owners lead them."""
    hr: tuple[str, ...] = ()
    """Group ids alone: whose owners draft rollouts, and keep the table of divisions."""


def among(name: str, group: str, patterns: Collection[str]) -> bool:
    """Whether a team is among those that are named."""
    name, group = name.strip().casefold(), group.casefold()
    for pattern in patterns:
        begin, star, _ = pattern.casefold().partition(ALL)
        if pattern.casefold() in {name, group} or (star and name.startswith(begin)):
            return True
    return False
