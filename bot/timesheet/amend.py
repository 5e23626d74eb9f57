"""A correction that an operator makes at somebody's request.

The rule to keep: it is written into the history under the operator's name, and its owner is told in the same breath.
"""

import json
from dataclasses import dataclass

from bot.errors import Refusal
from bot.people import Act
from bot.ports import Clock, Store
from bot.timesheet.cards import as_draft
from bot.timesheet.entry import packed
from bot.timesheet.grammar import Entries, read
from bot.timesheet.reminders import CHANGED


@dataclass(frozen=True, slots=True)
class Amend:
    """Changes an entry of somebody else."""

    store: Store
    clock: Clock
    operators: frozenset[str] = frozenset()
    """The folded e-mail addresses of operators, as the installation's settings name them."""

    async def change(self, by: str, whose: str, entry: int, line: str | None, *, reason: str, key: str) -> None:
        """Put `line` in the entry's place, or take it away where it is None. Raises `Refusal`.

        `by` and `whose` name the operator and the owner by e-mail or account id. `reason` is shown to the owner as it
        is. `key` makes a repeated call harmless.
        """
        async with self.store.begin() as work:
            operator, owner = await work.people.named(by), await work.people.named(whose)
        if operator is None or owner is None:
            raise Refusal("track.no_such_person")
        named = (operator.email or "").casefold() in self.operators
        if not named and not operator.may(Act.CORRECT_FOR_SOMEBODY):
            raise Refusal("track.not_allowed")
        now = self.clock.now()
        draft = None
        if line is not None:
            match read(line, now=now.astimezone(owner.zone), locale=owner.locale):
                case Entries(lines=(found,)):
                    draft = as_draft(found, owner.zone)
                case _:
                    raise Refusal("track.wrong_other", text=line)
        async with self.store.begin() as work:
            await work.people.lock(owner.id)
            if await work.entries.written_by(key):
                return
            standing = await work.entries.get(owner.id, entry)
            if standing is None:
                raise Refusal("track.gone")
            if draft == standing.draft:
                return
            if draft is None:
                await work.entries.remove(standing, by=operator.id, at=now, delivery=key)
            else:
                await work.entries.change(standing, draft, by=operator.id, at=now, delivery=key)
            body = {
                "who": operator.name,
                "reason": reason,
                "old": packed([standing.draft]),
                "new": None if draft is None else packed([draft]),
            }
            await work.outbox.owe(owner.id, CHANGED, key, not_before=now, body=json.dumps(body, ensure_ascii=False))
