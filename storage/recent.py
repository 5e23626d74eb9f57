"""The people met a moment ago, so that meeting somebody known costs no statement.

The rule to keep: only what was committed is remembered, never what somebody else was changing meanwhile, and never
for longer than `seconds`, because another process may have changed it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.events import Actor
from bot.people import Person


@dataclass(frozen=True, slots=True)
class _Met:
    actor: Actor
    person: Person
    at: float


class Recent:
    """A bounded memory: account to person."""

    def __init__(
        self, *, size: int = 10_000, seconds: float = 30.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._size = size
        self._seconds = seconds
        self._monotonic = monotonic
        self._met: dict[tuple[str, str, str], _Met] = {}
        self.epoch = 0
        """Changes whenever something was forgotten: what was read before may be stale."""

    def find(self, actor: Actor) -> Person | None:
        """The person, if met lately and if the platform still says the same of them."""
        met = self._met.get(_account(actor))
        if met is None or met.actor != actor or self._monotonic() - met.at > self._seconds:
            return None
        return met.person

    def keep(self, actor: Actor, person: Person) -> None:
        """Remember; the one remembered first makes room."""
        account = _account(actor)
        self._met.pop(account, None)
        self._met[account] = _Met(actor, person, self._monotonic())
        if len(self._met) > self._size:
            del self._met[next(iter(self._met))]

    def forget(self, person: int) -> None:
        """Something about this person has changed."""
        self.epoch += 1
        self._met = {account: met for account, met in self._met.items() if met.person.id != person}


def _account(actor: Actor) -> tuple[str, str, str]:
    return actor.platform, actor.workspace, actor.id
