"""Signing up for help: the crash course, or somebody who shows it one to one.

The rule to keep: only whoever asks is written down, and only helpers, and whoever prepares the rollout, read who that
is. Nothing counts or lists those who have not asked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns import audience
from bot.campaigns.beforehand import COURSE, ONE
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console import facts
from bot.campaigns.console.dossier import PRACTICAL
from bot.campaigns.letter import HELP, Practical, offered
from bot.errors import Refusal
from bot.events import Press, delivery
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Facts, Message, Prose, Reply
from bot.outbox import Letter
from bot.people import Person, Role
from bot.ports import Clock, Owed, Store, Work
from bot.reference import reference
from bot.texts import Words

ASKED = "help_asked"
"""The letter that tells a helper who has asked for help."""
_WITHDRAW = f"{HELP}withdraw"
_OPEN = {State.RUNNING, State.PAUSED}
_APART = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class SignUps:
    """Takes names, gives them back, and tells helpers."""

    store: Store
    clock: Clock

    def letters(self) -> Mapping[str, Letter]:
        """By their step in the outbox."""
        return {ASKED: self.asked}

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """Sign up, or take one's name off."""
        number, _, kind = event.value.partition(":")
        async with self.store.begin() as work:
            campaign = await _campaign(work, number)
            if event.action == _WITHDRAW and kind in {COURSE, ONE}:
                await work.beforehand.withdraw(campaign.id, person.id, kind)
                await work.journeys.void_person(person.id)
                return Reply(Message(t(f"signups.withdrawn_{kind}")))
            kind = event.action.removeprefix(HELP)
            practical = await _practical(work, campaign)
            if campaign.state not in _OPEN:
                raise Refusal("signups.over")
            await audience.check(work, campaign, person)
            if kind not in offered(practical):
                raise Refusal("common.unknown_action")
            if await work.beforehand.sign_up(campaign.id, person.id, kind):
                await work.journeys.void_person(person.id)
                for reader in await _readers(work, practical):
                    occasion = f"{campaign.id}:{kind}:{person.id}:{delivery(event)}"
                    await work.outbox.owe(reader, ASKED, occasion, not_before=self.clock.now())
        return Reply(signed_up(t, campaign, person, practical, kind))

    async def asked(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """Who has asked, if they still do and this person still helps."""
        del now
        number, kind, who, *_ = owed.occasion.split(":")
        async with self.store.begin() as work:
            campaign = await work.campaigns.get(int(number))
            if campaign is None or (int(who), kind) not in await work.beforehand.signed_up(campaign.id, [int(who)]):
                return None
            readers = await _readers(work, await _practical(work, campaign))
            found = (await work.people.these([int(who)])).get(int(who))
        if found is None or person.id not in readers:
            return None
        return told(t, found, kind)


def signed_up(t: Words, campaign: Campaign, person: Person, practical: Practical, kind: str) -> Message:
    """What somebody reads who has signed up, with the way back."""
    button = Button(t("signups.button_withdraw"), _WITHDRAW, f"{campaign.id}:{kind}")
    words = t("signups.done_one", helpers=practical.helpers)
    if kind == COURSE and practical.course is not None:
        at = practical.course.astimezone(person.zone if person.zone_known else campaign.zone)
        words = t("signups.done_course", day=t.full_day(at.date()), time=t.clock(at))
    return Message(words, (Prose(t("signups.who_sees"), quiet=True), Buttons((button,))))


def told(t: Words, who: Person, kind: str) -> Message:
    """What a helper reads."""
    pairs = ((t("signups.email"), literal(who.email)),) if who.email else ()
    parts = (Facts(pairs),) if pairs else ()
    return Message(t(f"signups.asked_{kind}", name=who.name), (*parts, Prose(t("signups.asked_do"), quiet=True)))


def listed(t: Words, names: Mapping[str, Sequence[str]], title: str) -> tuple[Markup, tuple[Prose, ...]]:
    """Who has signed up for what, for whoever prepares the rollout."""
    parts = tuple(
        Prose(Markup("\n".join([t(f"signups.list_{kind}"), *(f"• {literal(name)}" for name in found)])))
        for kind, found in names.items()
        if found
    )
    text = t("signups.list", title=title) if parts else t("signups.list_nobody", title=title)
    return text, (*parts, Prose(t("signups.list_why"), quiet=True))


async def _campaign(work: Work, number: str) -> Campaign:
    known = reference(number)
    campaign = await work.campaigns.get(known) if known is not None else None
    if campaign is None:
        raise Refusal("signups.over")
    return campaign


async def _practical(work: Work, campaign: Campaign) -> Practical:
    return facts.practical((await work.versions.latest(campaign.id)).get(PRACTICAL))


async def _readers(work: Work, practical: Practical) -> frozenset[int]:
    """The helpers who are named by their address; without any, whoever prepares rollouts."""
    emails = [one.casefold() for one in _APART.split(practical.helper_emails) if one]
    helpers = frozenset((await work.staff.owners(emails)).values()) if emails else frozenset[int]()
    if helpers:
        return helpers
    for role in (Role.HR_DRAFTER, Role.HR_APPROVER):
        if found := await work.crowd.holding([role]):
            return frozenset(person.id for person in found)
    return frozenset()
