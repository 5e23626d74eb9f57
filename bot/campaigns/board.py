"""What a campaign says in its channel: planned like a person's way, at the campaign's home.

The rule to keep: the same plan decides as for people, and nothing is remembered but the rows of the outbox: what was
said in any channel of a campaign is not said in another.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.campaigns.atlas import Ways
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.channel import Channel
from bot.campaigns.course import Course, course_of
from bot.campaigns.engine import GRACE, LAST_NOTES
from bot.campaigns.place import Place
from bot.campaigns.plan import plan
from bot.campaigns.playbook import Audience, Playbook, Step, Via
from bot.campaigns.verdict import CANCELLED, LATE, SUPERSEDED, Drop, Go, Hold, Plan, Standing, Traveller
from bot.campaigns.witness import Nobody, news, tell
from bot.mail import Fate, Had, Parcel, Posted
from bot.message import Message
from bot.outbox import CampaignLetter, Ready, Skip
from bot.people import Person
from bot.ports import Clock, Owed, Store, Work
from bot.texts import Words

_OPEN = (State.RUNNING, State.PAUSED, State.CANCELLED)
_HERE = frozenset({Via.CHANNEL, Via.BOTH})
_ALL = frozenset({Audience.EVERYBODY, Audience.HEARD})
_NOBODY = 0
"""Whose rows these are: no person's."""

Writer = Callable[[Campaign, Step, str], Awaitable[Message]]
"""Writes a step for everybody who reads the channel: campaign, step, occasion."""


@dataclass(frozen=True, slots=True)
class Board:
    """Ticks, and writes what is owed to channels. Any number of them may work at once."""

    store: Store
    clock: Clock
    ways: Ways
    write: Writer

    async def tick(self) -> None:
        """Owe each channel what is due there."""
        now = self.clock.now()
        async with self.store.begin() as work:
            for campaign, channel, made in await self._all(work, now):
                await work.mail.owe(_parcels(campaign, channel, made, now))
                await tell(work, Nobody(), campaign, news(campaign, made.verdicts, now, leaving=False))

    async def next_due(self) -> datetime | None:
        """The earliest instant at which something is due in a channel."""
        now = self.clock.now()
        async with self.store.begin() as work:
            plans = [made for *_, made in await self._all(work, now)]
        if any(isinstance(one, Go) for made in plans for one in made.verdicts):
            return now
        return min((made.next for made in plans if made.next is not None), default=None)

    def letter(self, people: CampaignLetter) -> CampaignLetter:
        """What becomes of a row in hand: of a channel's here, of a person's by `people`."""

        async def answer(owed: Owed, person: Person | None, t: Words, now: datetime) -> Ready | Skip | datetime | None:
            return await (self._letter(owed, now) if owed.person is None else people(owed, person, t, now))

        return answer

    async def _letter(self, owed: Owed, now: datetime) -> Ready | Skip | datetime | None:
        async with self.store.begin() as work:
            campaign = await work.campaigns.get(int(owed.campaign))
            channel = campaign.channel if campaign else None
            if campaign is None or channel is None or channel.address != owed.address:
                # It speaks somewhere else by now, where this is planned anew.
                return Skip(SUPERSEDED)
            playbook = self.ways.playbooks.get(campaign.playbook)
            step = playbook.by_name.get(owed.step) if playbook else None
            if playbook is None or step is None:
                return Skip(SUPERSEDED)
            made = await self._planned(work, campaign, channel, playbook, now, besides=owed)
            found = [one for one in made.verdicts if (one.step.name, one.occasion) == (owed.step, owed.occasion)]
            await tell(work, Nobody(), campaign, news(campaign, found, now, leaving=True))
        match found:
            case [Go() as go, *_]:
                return Ready(await self.write(campaign, step, owed.occasion), LATE if go.late else "")
            case [Drop() as drop, *_]:
                return Skip(drop.reason)
            case [Hold(), *_]:
                return None
            case _:
                return made.waits.get((owed.step, owed.occasion), made.next)

    async def _all(self, work: Work, now: datetime) -> list[tuple[Campaign, Channel, Plan]]:
        found = []
        for campaign in await work.campaigns.page(_OPEN):
            playbook = self.ways.playbooks.get(campaign.playbook)
            over = campaign.ended_at is not None and now - campaign.ended_at > LAST_NOTES
            if campaign.channel is not None and playbook is not None and not over:
                made = await self._planned(work, campaign, campaign.channel, playbook, now)
                found.append((campaign, campaign.channel, made))
        return found

    async def _planned(
        self,
        work: Work,
        campaign: Campaign,
        channel: Channel,
        playbook: Playbook,
        now: datetime,
        besides: Owed | None = None,
    ) -> Plan:
        place = Place(campaign.zone, campaign.calendar, self.ways.calendar(campaign.calendar), campaign.weekends)
        course = _said(course_of(campaign, playbook, place))
        posts = [one for one in await work.mail.posts(str(campaign.id)) if _counts(one, channel)]
        if besides is not None:
            posts = [one for one in posts if (one.step, one.occasion) != (besides.step, besides.occasion)]
        moves = await work.campaigns.moves(campaign.id) if campaign.moves else ()
        standing = Standing(await self.ways.gatekeeper(work, campaign, playbook), moves)
        last = _last(posts, playbook)
        traveller = Traveller(
            audiences=_ALL,
            via=_HERE,
            since=now,
            had=tuple(Had(_NOBODY, one.step, one.occasion, one.fate, one.reason, one.at) for one in posts),
            # Nobody asks a channel to be told of every step that will not come.
            done=CANCELLED if campaign.state is State.CANCELLED else "",
            last_step=last.step if last else "",
            last_day=place.day(last.at) if last and last.at else None,
        )
        return plan(course, standing, traveller, now, GRACE)


def _said(course: Course) -> Course:
    """With only those notes that are said in a channel, too."""
    changed = course.changed if course.changed and course.changed.via in _HERE else None
    moved = course.moved if course.moved and course.moved.via in _HERE else None
    cancelled = course.cancelled if course.cancelled and course.cancelled.via in _HERE else None
    return replace(course, moved=moved, cancelled=cancelled, changed=changed)


def _counts(post: Posted, channel: Channel) -> bool:
    """Whether a row counts for this channel: its own, and what was said in an earlier one."""
    return post.channel == channel.key or post.fate is Fate.SENT


def _last(posts: Sequence[Posted], playbook: Playbook) -> Posted | None:
    """The last step of the campaign's order that was said."""
    content = {step.name for step in playbook.steps if step.content}
    sent = [(one.at, one) for one in posts if one.fate is Fate.SENT and one.at and one.step in content]
    return max(sent, key=lambda one: one[0])[1] if sent else None


def _parcels(campaign: Campaign, channel: Channel, made: Plan, now: datetime) -> list[Parcel]:
    parcels = []
    for verdict in made.verdicts:
        match verdict:
            case Go(step, occasion, care):
                parcels.append(Parcel(str(campaign.id), step.name, occasion, None, now, channel.key, care))
            case Drop(step, occasion, care, reason):
                parcels.append(
                    Parcel(
                        str(campaign.id),
                        step.name,
                        occasion,
                        None,
                        now,
                        channel.key,
                        care,
                        fate=Fate.SKIPPED,
                        reason=reason,
                    )
                )
            case Hold():
                pass
    return parcels
