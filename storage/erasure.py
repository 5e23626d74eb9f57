"""Making somebody's data go.

The rule to keep: a person is erased by deleting their row, and every table about people hangs on it; what is written
elsewhere names its author by a key that is then empty.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.campaign import State as Running
from bot.privacy.ports import Binding
from bot.surveys.survey import State
from storage.people import Met
from storage.schema import (
    agreements,
    campaigns,
    entries,
    erasures,
    history,
    holders,
    journeys,
    looks,
    offs,
    outbox,
    people,
    prompts,
    questions,
    roster,
    shares,
    signups,
    surveys,
    talks,
    timers,
)
from storage.transaction import Transaction

_WHOSE = "whose"
_DONE = [State.COUNTED, State.LOST]
_GOING = [Running.RUNNING, Running.PAUSED]
_OPEN = (
    select(campaigns.c.title)
    .join(journeys, journeys.c.campaign == campaigns.c.id)
    .where(journeys.c.person == bindparam(_WHOSE), campaigns.c.state.in_(_GOING))
    .order_by(campaigns.c.id)
)
_ASKED = (
    select(surveys.c.id)
    .where(
        surveys.c.state.not_in(_DONE),
        # Without whoever holds one half of the key, nobody could count it.
        or_(
            *(
                exists().where(table.c.survey == surveys.c.id, table.c.person == bindparam(_WHOSE))
                for table in (roster, holders)
            )
        ),
    )
    .order_by(surveys.c.id)
)
_over = select(campaigns.c.id).where(campaigns.c.state.not_in(_GOING))

_AT_ONCE = (
    *(
        delete(table).where(table.c.person == bindparam(_WHOSE))
        for table in (entries, history, timers, offs, shares, talks)
    ),
    delete(prompts).where(prompts.c.person == bindparam(_WHOSE)),
    delete(looks).where(looks.c.person == bindparam(_WHOSE)),
    delete(outbox).where(outbox.c.person == bindparam(_WHOSE), outbox.c.campaign == ""),
    *(
        delete(table).where(table.c.person == bindparam(_WHOSE), table.c.campaign.in_(_over))
        for table in (journeys, agreements, signups, questions)
    ),
    delete(roster).where(
        roster.c.person == bindparam(_WHOSE),
        roster.c.survey.in_(select(surveys.c.id).where(surveys.c.state.in_(_DONE))),
    ),
)
"""Nobody needs it any more, or nothing but the person did."""
_MINE = delete(outbox).where(outbox.c.person == bindparam(_WHOSE))
_GONE = delete(people).where(people.c.id == bindparam(_WHOSE))
_RESTRICT = update(people).where(people.c.id == bindparam(_WHOSE)).values(restricted_on=bindparam("since"))
# What was planned for them is void either way. What they are owed already is decided at delivery, as always: a reminder
# is not said then, and what somebody has answered them, or changed for them, still is.
_UNPLAN = delete(prompts).where(prompts.c.person == bindparam(_WHOSE))


class Erasure:
    """See `bot.privacy.ports.Erasure`."""

    __slots__ = ("_met", "_transaction")

    def __init__(self, transaction: Transaction, met: Met) -> None:
        self._transaction = transaction
        self._met = met

    async def bindings(self, person: int) -> Sequence[Binding]:
        """What is open and counts on them: rollouts by title, then surveys by id."""
        titles = (await self._transaction.run(_OPEN, {_WHOSE: person})).scalars()
        found = [Binding("rollout", title) for title in titles]
        return found + [
            Binding("survey", name) for name in (await self._transaction.run(_ASKED, {_WHOSE: person})).scalars()
        ]

    async def empty(self, person: int) -> None:
        """Delete all that nothing open needs."""
        for statement in _AT_ONCE:
            await self._transaction.run(statement, {_WHOSE: person})
        self._met.change(person)

    async def erase(self, person: int) -> None:
        """Delete a person, and with them all that hangs on them."""
        await self._transaction.run(_MINE, {_WHOSE: person})
        await self._transaction.run(_GONE, {_WHOSE: person})
        self._met.change(person)

    async def waiting(self, person: int) -> bool:
        """Whether a message to them is still on its way."""
        found = select(outbox.c.id).where(outbox.c.person == person, outbox.c.not_before.is_not(None)).limit(1)
        return (await self._transaction.run(found)).first() is not None

    async def record(self, request: int, asked_on: date, done_on: date) -> None:
        """What is left: that a request of this number was fulfilled."""
        row = {"id": request, "asked_on": asked_on, "done_on": done_on}
        # Two workers may come to the end of one request together.
        await self._transaction.run(upsert(erasures).on_conflict_do_nothing(index_elements=["id"]), row)

    async def restrict(self, person: int, since: date | None) -> None:
        """From now on nothing is done with their data but keeping it; None lifts that."""
        await self._transaction.run(_UNPLAN, {_WHOSE: person})
        await self._transaction.run(_RESTRICT, {_WHOSE: person, "since": since})
        self._met.change(person)
