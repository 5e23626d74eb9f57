"""What people ask of a rollout: help, and questions for its meeting.

The rule to keep: a second delivery writes nothing, and questions come out in the order of keys that chance has given.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.beforehand import Question
from bot.campaigns.campaign import State
from storage.schema import campaigns, questions, signups
from storage.transaction import Transaction

_SIGN = upsert(signups).on_conflict_do_nothing().returning(signups.c.person)
_ASK = upsert(questions).on_conflict_do_nothing()


class Beforehand:
    """See `bot.campaigns.beforehand.Beforehand`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def sign_up(self, campaign: int, person: int, kind: str) -> bool:
        """Write somebody down; False where they are."""
        row = {"campaign": campaign, "person": person, "kind": kind}
        return (await self._transaction.run(_SIGN, row)).scalar_one_or_none() is not None

    async def withdraw(self, campaign: int, person: int, kind: str) -> bool:
        """Take somebody off; False where they were not there."""
        gone = delete(signups).where(signups.c.campaign == campaign, signups.c.person == person, signups.c.kind == kind)
        return bool((await self._transaction.run(gone)).rowcount)

    async def signed_up(self, campaign: int, people: Collection[int] | None = None) -> Sequence[tuple[int, str]]:
        """Who is there and for what; with `people`, of these alone."""
        wanted = select(signups.c.person, signups.c.kind).where(signups.c.campaign == campaign)
        if people is not None:
            wanted = wanted.where(signups.c.person.in_(people))
        rows = await self._transaction.run(wanted.order_by(signups.c.person, signups.c.kind))
        return tuple((row.person, row.kind) for row in rows)

    async def ask(self, campaign: int, question: Question) -> None:
        """Write a question down. The same key again does nothing."""
        row = {
            "campaign": campaign,
            "key": question.key,
            "person": question.person,
            "words": question.words,
            "left_out": question.left_out,
        }
        await self._transaction.run(_ASK, row)

    async def questions(self, campaign: int) -> Sequence[Question]:
        """Every question, in no order of time."""
        rows = await self._transaction.run(
            select(questions).where(questions.c.campaign == campaign).order_by(questions.c.key)
        )
        return tuple(Question(row.key, row.words, row.person, row.left_out) for row in rows)

    async def come_in(self) -> bool:
        """Whether a rollout that is under way, or held, has questions without a name."""
        found = (
            select(questions.c.key)
            .join(campaigns, campaigns.c.id == questions.c.campaign)
            .where(questions.c.person.is_(None), campaigns.c.state.in_((State.RUNNING, State.PAUSED)))
        )
        return (await self._transaction.run(found.limit(1))).first() is not None

    async def leave_out(self, campaign: int, key: str) -> bool:
        """Leave one out of the meeting; False where there is none, or it was."""
        left = (
            update(questions)
            .where(questions.c.campaign == campaign, questions.c.key == key, questions.c.left_out.is_(False))
            .values(left_out=True)
        )
        return bool((await self._transaction.run(left)).rowcount)
