"""Whom a rollout is for, when somebody presses a button of it.

The rule to keep: a message can be forwarded, so a button is no proof that whoever presses it was sent it.
"""

from bot.campaigns.campaign import EVERYBODY, Campaign
from bot.errors import Refusal
from bot.people import Person
from bot.ports import Work


async def check(work: Work, campaign: Campaign, person: Person) -> None:
    """Refuse somebody who is neither of its audience nor was while it was on its way to them."""
    if campaign.audience in {EVERYBODY, person.division}:
        return
    if await work.journeys.get(campaign.id, person.id) is None:
        raise Refusal("campaigns.not_yours")
