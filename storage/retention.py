"""Deleting what is older than it may be.

The rule to keep: every statement is bounded, by people or by rows, and finds nothing the second time.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CursorResult,
    Delete,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.campaigns.campaign import State as Stage
from bot.surveys.survey import State
from storage.schema import (
    additions,
    audit,
    campaigns,
    entries,
    erasures,
    got_it,
    group_figures,
    group_marks,
    history,
    holders,
    journeys,
    looks,
    offs,
    outbox,
    people,
    questions,
    requests,
    roster,
    shares,
    signups,
    surveys,
    tellings,
    timers,
    versions,
)
from storage.transaction import Transaction, Values

_PEOPLE = select(people.c.id).where(people.c.id > bindparam("after")).order_by(people.c.id).limit(bindparam("limit"))


def _of_these(table: Table) -> Delete:
    return delete(table).where(table.c.person.in_(bindparam("whose", expanding=True)))


_BEFORE: BindParameter[Any] = bindparam("before")
_TIME = (
    _of_these(entries).where(entries.c.day < _BEFORE),
    # A line is about the day that an entry had and the one that it got.
    _of_these(history).where(
        or_(history.c.old_day.is_(None), history.c.old_day < _BEFORE),
        or_(history.c.new_day.is_(None), history.c.new_day < _BEFORE),
    ),
    _of_these(offs).where(offs.c.day < _BEFORE),
    _of_these(shares).where(shares.c.first < _BEFORE),
)
# A timer has instants; whoever is a few hours further east loses theirs a few hours earlier.
_TIMERS = _of_these(timers).where(func.coalesce(timers.c.stopped_at, timers.c.started_at) < _BEFORE)

_GONE = update(people).where(~people.c.active, people.c.left_on.is_(None)).values(left_on=bindparam("today"))
_BACK = update(people).where(people.c.active, people.c.left_on.is_not(None)).values(left_on=None)
_DONE = State.COUNTED, State.LOST
_BOUND = or_(
    exists().where(
        journeys.c.person == people.c.id,
        journeys.c.campaign == campaigns.c.id,
        campaigns.c.state.in_([Stage.RUNNING, Stage.PAUSED]),
    ),
    *(
        exists().where(table.c.person == people.c.id, table.c.survey == surveys.c.id, surveys.c.state.not_in(_DONE))
        for table in (roster, holders)
    ),
)
_LEAVERS = (
    select(people.c.id)
    .where(~people.c.active, people.c.left_on < _BEFORE, ~_BOUND)
    .order_by(people.c.id)
    .limit(bindparam("limit"))
)
_ENDED = (
    select(
        campaigns.c.id,
        campaigns.c.id.in_(select(func.max(campaigns.c.id)).group_by(campaigns.c.playbook)).label("latest"),
    )
    .where(func.coalesce(campaigns.c.ended_at, campaigns.c.created_at) < _BEFORE)
    .where(campaigns.c.state.in_([Stage.DRAFT, Stage.CANCELLED, Stage.CLOSED]))
    .order_by(campaigns.c.id)
)


def _some(table: Table, key: str, campaign: str) -> Delete:
    """Some rows of a campaign, whose number stands in one of the columns."""
    its = table.c.campaign == bindparam(campaign)
    return delete(table).where(its, table.c[key].in_(select(table.c[key]).where(its).limit(bindparam("limit"))))


_PERSONAL = (
    _some(outbox, "id", "named"),
    _some(got_it, "mark", "named"),
    _some(journeys, "person", "of"),
    _some(signups, "person", "of"),
    _some(questions, "key", "of"),
    _some(audit, "id", "of"),
)
_WHOLE = (
    delete(versions).where(versions.c.campaign == bindparam("of")),
    delete(tellings).where(tellings.c.campaign == bindparam("of")),
    delete(campaigns).where(campaigns.c.id == bindparam("of")),
)
_LOG = delete(audit).where(
    audit.c.id.in_(select(audit.c.id).where(audit.c.campaign.is_(None), audit.c.at < _BEFORE).limit(bindparam("limit")))
)
_newer = additions.alias()
_WORDS = delete(additions).where(
    or_(
        additions.c.taken_back_at < _BEFORE,
        and_(additions.c.approved_at.is_(None), additions.c.at < _BEFORE),
        exists().where(
            _newer.c.topic == additions.c.topic,
            _newer.c.number > additions.c.number,
            _newer.c.approved_at < _BEFORE,
        ),
    )
)
# Also those that were never counted, because their key is gone.
_OVER = (surveys.c.ends_at < _BEFORE, surveys.c.state.in_([State.ENDED, *_DONE]))
_SURVEYS = delete(surveys).where(*_OVER)
_COMMENTS = update(surveys).where(*_OVER, surveys.c.comments.is_not(None)).values(comments=None)


class Retention:
    """See `bot.privacy.ports.Retention`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def people(self, after: int, limit: int) -> Sequence[int]:
        """The next people by number."""
        return (await self._run(_PEOPLE, {"after": after, "limit": limit})).scalars().all()

    async def drop_time(self, people: Collection[int], before: date) -> int:
        """Their entries, history, timers and days off of days before that one. Returns how many rows."""
        rows = 0
        for statement in _TIME:
            rows += (await self._run(statement, {"whose": list(people), "before": before})).rowcount
        midnight = datetime(before.year, before.month, before.day, tzinfo=UTC)
        return rows + (await self._run(_TIMERS, {"whose": list(people), "before": midnight})).rowcount

    async def see_leavers(self, today: date) -> None:
        """Write down from when on somebody is seen to have left, and forget it of whoever is back."""
        await self._run(_BACK, {})
        await self._run(_GONE, {"today": today})

    async def leavers(self, before: date, limit: int) -> Sequence[int]:
        """Who was seen to have left before a day, and is counted on by nothing that is open."""
        return (await self._run(_LEAVERS, {"before": before, "limit": limit})).scalars().all()

    async def rollouts(self, before: datetime) -> Sequence[tuple[int, bool]]:
        """Rollouts that ended before, and whether one goes whole: not the latest of its playbook."""
        return [(row.id, not row.latest) for row in await self._run(_ENDED, {"before": before})]

    async def drop_rollout(self, campaign: int, limit: int, *, whole: bool) -> int:
        """Up to so many rows of a rollout; 0 once nothing is left of it that has to go."""
        values = {"of": campaign, "named": str(campaign), "limit": limit}
        for statement in (*_PERSONAL, *(_WHOLE if whole else ())):
            wanted = {name: values[name] for name in statement.compile().params if name in values}
            if many := (await self._run(statement, wanted)).rowcount:
                return many
        return 0

    async def drop_log(self, before: datetime, limit: int) -> int:
        """Lines of the log that are older and concern no single rollout."""
        return (await self._run(_LOG, {"before": before, "limit": limit})).rowcount

    async def drop_words(self, before: datetime) -> int:
        """HR's words beside answers that were replaced, taken back or left unpublished before."""
        return (await self._run(_WORDS, {"before": before})).rowcount

    async def drop_surveys(self, before: datetime) -> int:
        """Surveys that ended before, with who was invited. Returns how many."""
        return (await self._run(_SURVEYS, {"before": before})).rowcount

    async def drop_requests(self, before: datetime) -> int:
        """Requests that were closed before, and what is left of erasures."""
        rows = (await self._run(delete(requests).where(requests.c.closed_at < _BEFORE), {"before": before})).rowcount
        gone = delete(erasures).where(erasures.c.done_on < bindparam("day"))
        return rows + (await self._run(gone, {"day": before.date()})).rowcount

    async def drop_looks(self, before: datetime) -> int:
        """Looks before an instant."""
        return (await self._run(delete(looks).where(looks.c.at < _BEFORE), {"before": before})).rowcount

    async def drop_figures(self, before: date) -> int:
        """Figures of groups of days before that one, and what the next ones would be compared by."""
        asked = {"before": before}
        rows = (await self._run(delete(group_figures).where(group_figures.c.last < _BEFORE), asked)).rowcount
        return rows + (await self._run(delete(group_marks).where(group_marks.c.last < _BEFORE), asked)).rowcount

    async def drop_comments(self, before: datetime) -> int:
        """The comments of surveys that ended before. Returns of how many surveys."""
        return (await self._run(_COMMENTS, {"before": before})).rowcount

    async def _run(self, statement: Any, values: Values) -> CursorResult[Any]:  # noqa: ANN401
        return await self._transaction.run(statement, values)
