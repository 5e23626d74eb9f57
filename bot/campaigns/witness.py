"""What is told of a plan that is carried out: to HR, each thing once, and to whoever watches.

The rule to keep: HR is told about a step, never about a person.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.campaigns.campaign import Campaign
from bot.campaigns.ports import Notice, Told
from bot.campaigns.verdict import LATE, PAST_RECALL, Drop, Go, Hold, Verdict
from bot.people import Person
from bot.ports import Work


class Witness(Protocol):
    """Somebody who sees what becomes of each step: the rehearsal."""

    def dropped(self, campaign: Campaign, person: Person, drop: Drop) -> None:
        """A step is skipped."""
        ...

    def told(self, campaign: Campaign, notice: Notice) -> None:
        """HR is told something, for the first time."""
        ...


class Nobody:
    """Looks away."""

    def dropped(self, campaign: Campaign, person: Person, drop: Drop) -> None:
        """See `Witness`."""

    def told(self, campaign: Campaign, notice: Notice) -> None:
        """See `Witness`."""


async def tell(work: Work, witness: Witness, campaign: Campaign, notices: Iterable[Notice]) -> None:
    """Tell HR what they have not been told yet."""
    seen: set[tuple[Told, str, str]] = set()
    for notice in notices:
        key = notice.told, notice.step, notice.reason
        if key not in seen and await work.campaigns.notice(notice):
            witness.told(campaign, notice)
        seen.add(key)


def news(campaign: Campaign, verdicts: Iterable[Verdict], now: datetime, *, leaving: bool) -> list[Notice]:
    """What HR is told of a plan. That something goes late, they are told when it goes: `leaving`."""
    notices = []
    for verdict in verdicts:
        match verdict:
            case Hold(step, _, reason):
                notices.append(Notice(campaign.id, Told.HELD, step.name, reason, now))
            case Drop(step, _, _, reason) if reason in PAST_RECALL:
                notices.append(Notice(campaign.id, Told.NOTE, step.name, reason, now))
            case Go(step) if verdict.tell and leaving:
                notices.append(Notice(campaign.id, Told.NOTE, step.name, LATE, now))
            case Go() | Drop():
                pass
    return notices
