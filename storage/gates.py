"""What opens the gates of a rollout: leads who agree, approvers, HR's summary, a survey that is counted.

The rule to keep: what was approved is a hash, so that whatever is edited afterwards finds no approval.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Executable, Text, bindparam, cast, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.campaign import EVERYBODY, Campaign
from bot.campaigns.ports import Agreement, Approval, Outcome, Summary
from bot.people import Role
from storage.schema import agreements, approvals, counted, journeys, people, summaries
from storage.transaction import Transaction, Values

_answer = upsert(agreements)
_ANSWER = _answer.on_conflict_do_update(
    index_elements=["campaign", "version", "person"],
    set_={name: _answer.excluded[name] for name in ("agrees", "reason", "at")},
)
_AGREEMENTS = (
    select(agreements)
    .where(agreements.c.campaign == bindparam("of"), agreements.c.version == bindparam("which"))
    .order_by(agreements.c.person)
)
_APPROVE = (
    upsert(approvals)
    .on_conflict_do_nothing(index_elements=["campaign", "step", "seal", "note"])
    .returning(approvals.c.id)
)
_APPROVALS = select(approvals).where(approvals.c.campaign == bindparam("of")).order_by(approvals.c.id)
_SUMMARISE = upsert(summaries).on_conflict_do_nothing().returning(summaries.c.number)
_SUMMARY = select(summaries).where(summaries.c.campaign == bindparam("of")).order_by(summaries.c.number.desc()).limit(1)
_COUNT = upsert(counted).on_conflict_do_nothing(index_elements=["campaign", "step"]).returning(counted.c.step)
_VOID = update(journeys).where(journeys.c.campaign == bindparam("of")).values(void=True)
_COUNTED = select(counted.c.step, counted.c.outcome).where(counted.c.campaign == bindparam("of"))
# Roles are stored as their names with a space between.
_LEADS = select(people.c.id).where(
    people.c.active,
    or_(bindparam("audience") == EVERYBODY, people.c.division == bindparam("audience")),
    literal(" ").concat(cast(people.c.roles, Text)).concat(" ").contains(f" {Role.LEAD} "),
)


class Gates:
    """See `bot.campaigns.ports.Gates`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def answer(self, agreement: Agreement) -> None:
        """A lead agrees or objects; the last word on a version holds."""
        row = {
            "campaign": agreement.campaign,
            "version": agreement.version,
            "person": agreement.person,
            "agrees": agreement.agrees,
            "reason": agreement.reason,
            "at": agreement.at,
        }
        await self._transaction.run(_ANSWER, row)
        await self._transaction.run(_VOID, {"of": agreement.campaign})

    async def agreements(self, campaign: int, version: str) -> tuple[Agreement, ...]:
        """What each lead says to this version, by person."""
        rows = await self._transaction.run(_AGREEMENTS, {"of": campaign, "which": version})
        return tuple(Agreement(row.campaign, row.version, row.person, row.agrees, row.reason, row.at) for row in rows)

    async def approve(self, approval: Approval) -> bool:
        """An approver agrees; False where somebody has approved the same with the same note."""
        row = {
            "campaign": approval.campaign,
            "step": approval.step,
            "seal": approval.seal,
            "by": approval.by,
            "at": approval.at,
            "note": approval.note,
        }
        return await self._written(_APPROVE, row)

    async def approvals(self, campaign: int) -> tuple[Approval, ...]:
        """Every approval, oldest first, also of what was edited since."""
        rows = await self._transaction.run(_APPROVALS, {"of": campaign})
        return tuple(Approval(row.campaign, row.step, row.seal, row.by, row.at, row.note) for row in rows)

    async def summarise(self, summary: Summary) -> bool:
        """Write HR's next summary; False where this number or this delivery has been written."""
        row = {
            "campaign": summary.campaign,
            "number": summary.number,
            "content": json.dumps(summary.content, ensure_ascii=False),
            "by": summary.by,
            "at": summary.at,
            "delivery": summary.delivery,
        }
        return await self._written(_SUMMARISE, row)

    async def summary(self, campaign: int) -> Summary | None:
        """The summary that holds."""
        row = (await self._transaction.run(_SUMMARY, {"of": campaign})).one_or_none()
        if row is None:
            return None
        return Summary(row.campaign, row.number, json.loads(row.content), row.by, row.at, row.delivery)

    async def count(self, campaign: int, step: str, outcome: Outcome, at: datetime) -> bool:
        """A survey is counted; False where it was."""
        row = {"campaign": campaign, "step": step, "outcome": outcome, "at": at}
        return await self._written(_COUNT, row)

    async def counted(self, campaign: int) -> Mapping[str, Outcome]:
        """Which surveys are counted, by step."""
        return {row.step: Outcome(row.outcome) for row in await self._transaction.run(_COUNTED, {"of": campaign})}

    async def leads(self, campaign: Campaign) -> frozenset[int]:
        """The team leads in its audience who are still here."""
        return frozenset((await self._transaction.run(_LEADS, {"audience": campaign.audience})).scalars())

    async def _written(self, statement: Executable, row: Values) -> bool:
        """Write a row that opens something, and plan everybody anew; False where it stands already."""
        if (await self._transaction.run(statement, row)).scalar_one_or_none() is None:
            return False
        await self._transaction.run(_VOID, {"of": row["campaign"]})
        return True
