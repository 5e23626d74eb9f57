"""What HR does with a campaign: start, pause, resume, move, cancel, close.

The rule to keep: a deed changes the campaign alone. What that means for each person is planned anew with the next tick.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.campaigns.campaign import Campaign, Move, State
from bot.campaigns.course import survey_end
from bot.campaigns.playbook import Playbook
from bot.ports import Work


async def start(work: Work, campaign: Campaign, playbook: Playbook, now: datetime) -> Campaign:
    """Let a draft go. Whoever is in its audience now has been there from the start. Started twice, it goes once."""
    found = await work.campaigns.lock(campaign.id)
    if found.state is not State.DRAFT:
        return found
    started = replace(found, state=State.RUNNING, started_at=now, survey_end=survey_end(found, playbook))
    await work.campaigns.save(started)
    await work.journeys.enter(started, now, joins=False)
    return started


async def pause(work: Work, campaign: int) -> Campaign:
    """Nothing goes until it is resumed."""
    return await _turn(work, campaign, State.RUNNING, State.PAUSED)


async def resume(work: Work, campaign: int) -> Campaign:
    """Go on; what was missed goes out as late as it is, or not at all."""
    return await _turn(work, campaign, State.PAUSED, State.RUNNING)


async def move(work: Work, campaign: int, playbook: Playbook, anchor: datetime, now: datetime) -> Campaign:
    """Move the anchor, and the survey's end by as many days. Whoever has heard of it is told."""
    found = await work.campaigns.lock(campaign)
    if found.state not in {State.RUNNING, State.PAUSED} or anchor == found.anchor:
        return found
    moved = moved_to(found, playbook, anchor)
    await work.campaigns.moved(campaign, Move(moved.moves, now, found.anchor, anchor))
    await work.campaigns.save(moved)
    return moved


def moved_to(campaign: Campaign, playbook: Playbook, anchor: datetime) -> Campaign:
    """The campaign with another anchor: days are counted, and clock times kept, in its own zone."""
    end = survey_end(campaign, playbook)
    if end is not None:
        days = anchor.astimezone(campaign.zone).date() - campaign.anchor.astimezone(campaign.zone).date()
        wall = end.astimezone(campaign.zone).replace(tzinfo=None) + timedelta(days=days.days)
        end = wall.replace(tzinfo=campaign.zone).astimezone(UTC)
    return replace(campaign, anchor=anchor, previous=campaign.anchor, moves=campaign.moves + 1, survey_end=end)


async def cancel(work: Work, campaign: int, now: datetime) -> Campaign:
    """Stop everything. Whoever has heard of it is told; the survey is ended by whoever holds it."""
    found = await work.campaigns.lock(campaign)
    if found.state not in {State.RUNNING, State.PAUSED}:
        return found
    # The survey's end stays as it was said: it is what its reminders were about. That it is over, the state says.
    cancelled = replace(found, state=State.CANCELLED, ended_at=now)
    await work.campaigns.save(cancelled)
    return cancelled


async def close(work: Work, campaign: int, now: datetime) -> Campaign:
    """It is over. Whether its follow-up went out, whoever closes it has seen."""
    found = await work.campaigns.lock(campaign)
    if found.state not in {State.RUNNING, State.PAUSED}:
        return found
    closed = replace(found, state=State.CLOSED, ended_at=now)
    await work.campaigns.save(closed)
    return closed


async def _turn(work: Work, campaign: int, before: State, after: State) -> Campaign:
    found = await work.campaigns.lock(campaign)
    if found.state is not before:
        return found
    await work.campaigns.turn(campaign, after)
    return replace(found, state=after)
