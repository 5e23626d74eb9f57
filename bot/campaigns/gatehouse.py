"""The gatehouse: what is about to leave is asked for once more, with whatever has happened since it was owed.

The rule to keep: the same plan decides as when it was owed. Whoever asks at the same time is answered in the same
transaction, so that a delivery costs a share of a transaction and not one of its own.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.campaigns.atlas import Atlas, Ways, signed_up
from bot.campaigns.campaign import Campaign
from bot.campaigns.ports import Journey, Notice
from bot.campaigns.verdict import LATE, Drop, Go, Hold, Standing
from bot.campaigns.witness import Witness, news, tell
from bot.mail import Had
from bot.outbox import Ready, Skip
from bot.people import Person
from bot.ports import Owed, Store, Work
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class _Asked:
    owed: Owed
    person: Person
    now: datetime
    answer: "asyncio.Future[tuple[Campaign, Go] | Skip | datetime | None]"


@dataclass(slots=True)
class _Told:
    """What is to be written down of one campaign's answers."""

    signed_up: frozenset[int] = frozenset()
    """Who of those who are asked about has asked for help."""
    put: list[Journey] = field(default_factory=list)
    news: list[Notice] = field(default_factory=list)
    dropped: list[tuple[Person, Drop]] = field(default_factory=list)


class Gatehouse:
    """Answers the postman: `letter` is his `CampaignLetter`."""

    def __init__(self, store: Store, ways: Ways, atlas: Atlas, witness: Witness) -> None:
        self._store = store
        self._ways = ways
        self._atlas = atlas
        self._witness = witness
        self._waiting: list[_Asked] = []
        self._deciding: asyncio.Task[None] | None = None

    async def letter(
        self, owed: Owed, person: Person | None, t: Words, now: datetime
    ) -> Ready | Skip | datetime | None:
        """What becomes of a row in hand: see `bot.outbox.CampaignLetter`."""
        if person is None:
            return None
        asked = _Asked(owed, person, now, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._deciding is None or self._deciding.done():
            self._deciding = asyncio.create_task(self._decide())
        decided = await asked.answer
        if not isinstance(decided, tuple):
            return decided
        campaign, go = decided
        message = await self._ways.writer(campaign, go.step, owed.occasion, person, t)
        return Ready(message, LATE if go.late else "")

    async def _decide(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                async with self._store.begin() as work:
                    answers = await self._all(work, taken)
            except Exception as bug:  # noqa: BLE001 - it is told to everybody who asked
                for asked in taken:
                    if not asked.answer.done():
                        asked.answer.set_exception(bug)
                continue
            for asked, answer in zip(taken, answers, strict=True):
                if asked.answer.done():
                    continue
                if isinstance(answer, Exception):
                    asked.answer.set_exception(answer)
                else:
                    asked.answer.set_result(answer)

    async def _all(
        self, work: Work, taken: Sequence[_Asked]
    ) -> list[tuple[Campaign, Go] | Skip | datetime | Exception | None]:
        found: dict[int, tuple[Campaign, Go] | Skip | datetime | Exception | None] = {}
        for number in sorted({int(asked.owed.campaign) for asked in taken}):
            group = [asked for asked in taken if int(asked.owed.campaign) == number]
            campaign = await work.campaigns.get(number)
            if campaign is not None and campaign.playbook in self._ways.playbooks:
                found |= await self._some(work, campaign, group)
        return [found.get(asked.owed.id) for asked in taken]

    async def _some(
        self, work: Work, campaign: Campaign, group: Sequence[_Asked]
    ) -> dict[int, tuple[Campaign, Go] | Skip | datetime | Exception | None]:
        """Answer those who ask about one campaign, by the row's number."""
        people = {asked.person.id for asked in group}
        journeys = dict(await work.journeys.lock(campaign.id, people))
        had = await work.mail.had(str(campaign.id), people)
        moves = await work.campaigns.moves(campaign.id) if campaign.moves else ()
        standing = Standing(moves=moves)
        told = _Told(signed_up=await signed_up(work, campaign, self._ways.playbooks.get(campaign.playbook), people))
        answers: dict[int, tuple[Campaign, Go] | Skip | datetime | Exception | None] = {}
        for asked in group:
            try:
                answers[asked.owed.id] = self._one(campaign, standing, asked, journeys, had, told)
            except Exception as bug:  # noqa: BLE001 - one person's zone must not stop the others
                answers[asked.owed.id] = bug
        await work.journeys.put({journey.person: journey for journey in told.put}.values())
        for person, drop in told.dropped:
            self._witness.dropped(campaign, person, drop)
        await tell(work, self._witness, campaign, told.news)
        return answers

    def _one(
        self,
        campaign: Campaign,
        standing: Standing,
        asked: _Asked,
        journeys: dict[int, Journey],
        had: Mapping[int, tuple[Had, ...]],
        told: _Told,
    ) -> tuple[Campaign, Go] | Skip | datetime | None:
        owed, person, now = asked.owed, asked.person, asked.now
        journey = journeys.get(person.id)
        if journey is None:
            return None
        prompt = f"{owed.step}@{owed.occasion}"
        before = replace(journey, prompts=journey.prompts - {prompt})
        # Whoever was due is in hand; whether the moment is still a good one is asked as of now.
        as_of_now = replace(before, since=now)
        if journey.void:
            # Whatever has changed, the next tick finds out, and writes it anew if it may still go.
            journeys[person.id] = before
            told.put.append(before)
            return None
        others = tuple(one for one in had.get(person.id, ()) if (one.step, one.occasion) != (owed.step, owed.occasion))
        # Whatever opens or shuts a gate voids every journey, so this one's gates are as they were when it was owed.
        made = self._atlas.planned(
            campaign,
            _for(standing, owed),
            as_of_now,
            person,
            others,
            now,
            signed_up=person.id in told.signed_up,
        )
        found = [one for one in made.verdicts if (one.step.name, one.occasion) == (owed.step, owed.occasion)]
        told.news += news(campaign, found, now, leaving=True)
        match found:
            case [Go() as go, *_]:
                day = self._atlas.place_of(campaign, person).day(now)
                if go.step.content and (journey.last_step, journey.last_day) != (go.step.name, day):
                    journeys[person.id] = replace(journey, last_step=go.step.name, last_day=day)
                    told.put.append(journeys[person.id])
                return campaign, go
            case [Drop() as drop, *_]:
                told.dropped.append((person, drop))
                return Skip(drop.reason)
            case [Hold(), *_]:
                return None
            case _:
                return made.waits.get((owed.step, owed.occasion), made.next)


def _for(standing: Standing, owed: Owed) -> Standing:
    """What hangs on the row itself: the version of the rules or of the promises that it is about."""
    changed = (int(owed.occasion), owed.not_before) if owed.occasion.isdecimal() else None
    return replace(standing, changed=changed, rules=owed.occasion)
