"""Where group figures are looked at: `/track team` for a lead and for everybody in the team, `/rollout hours` for HR.

The rule to keep: a lead sees their own team's figures only. Each look of somebody whom the figures are not about is
written down in the transaction that reads them, and is shown to whom they are about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.campaigns.playbook import Playbook
from bot.errors import Refusal
from bot.events import Command, Event, Press, delivery
from bot.hours import cards
from bot.hours.agreed import Standing, standing
from bot.hours.ports import Decision
from bot.hours.rule import Rule
from bot.hours.sharing import standing as standing_shares
from bot.message import Buttons, Message, Part, Prose, Reply
from bot.people import Act, Person
from bot.ports import Clock, Store, Work
from bot.privacy.ports import Look
from bot.texts import Words

HOURS = ("hours", "jam")
"""The word after `/rollout`."""
_GROUP = "group"
_PAGE = 60
"""Looks that are read, among which those at one's own shared weeks are none of these."""


@dataclass(frozen=True, slots=True)
class HoursDesk:
    """The handlers of team figures; presses are `hours.…`."""

    store: Store
    clock: Clock
    playbooks: Mapping[str, Playbook]

    async def team(self, event: Event, person: Person, t: Words) -> Reply:
        """`/track team`: the figures of one's own team."""
        return Reply(await self._team(event, person, t))

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/rollout hours`: for HR, every team's last figures; with a name behind it that team's."""
        _allowed(person)
        wanted = event.args.partition(" ")[2].strip()
        if wanted:
            return Reply(await self._group(wanted, event, person, t))
        async with self.store.begin() as work:
            newest = await self.newest(work, event, person)
        return Reply(cards.overview(t, newest))

    async def newest(self, work: Work, event: Event, person: Person) -> Sequence[Decision]:
        """Every team's last figures, for HR; each is a look."""
        newest = _shown(await standing(work, self.playbooks), await work.figures.newest())
        await self._noted(work, newest, event, person)
        return newest

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of ours: earlier figures, or the newest; its value is a day and a division."""
        day, _, division = event.value.partition("|")
        try:
            before = date.fromisoformat(day) if day else None
        except ValueError:
            raise Refusal("common.unknown_action") from None
        match event.action.partition(".")[2]:
            case "team":
                return Reply(await self._team(event, person, t, before), settles=True)
            case "group":
                _allowed(person)
                return Reply(await self._group(division, event, person, t, before), settles=True)
            case _:
                raise Refusal("common.unknown_action")

    async def shown(self, work: Work, person: Person, t: Words) -> tuple[Part, ...]:
        """What a lead sees of this person's team, for the person themselves: no look is written down."""
        if person.division is None:
            return (Prose(t("hours.no_division")),)
        rules = await standing(work, self.playbooks)
        if found := _shown(rules, await work.figures.get(person.division)):
            nobody = cards.Seen((), {}, person.zone)
            card = cards.team_card(t, found, nobody, action="hours.team", lead=True, first=True)
        else:
            card = cards.none_card(t, person.division, rules.of(person.division).rule)
        return (Prose(card.text), *(part for part in card.parts if not isinstance(part, Buttons)))

    async def rule(self, person: Person) -> Rule:
        """What holds for this person's hours today."""
        async with self.store.begin() as work:
            rules = await standing(work, self.playbooks)
        return rules.of(person.division).on(self.clock.now().astimezone(person.zone).date())

    async def _team(self, event: Event, person: Person, t: Words, before: date | None = None) -> Message:
        card = Message(t("hours.no_division"))
        if person.division is not None:
            lead = person.may(Act.SEE_TEAM_FIGURES)
            card = await self._card(person.division, event, person, t, before, action="hours.team", logged=lead)
        async with self.store.begin() as work:
            return replace(card, parts=(*card.parts, *await standing_shares(work, person, t)))

    async def _group(self, name: str, event: Event, person: Person, t: Words, before: date | None = None) -> Message:
        async with self.store.begin() as work:
            known = {one.division.casefold(): one.division for one in await work.figures.newest()}
        division = known.get(name.casefold())
        if division is None:
            raise Refusal("hours.no_figures", division=name[:60])
        return await self._card(division, event, person, t, before, action="hours.group", logged=True)

    async def _card(
        self, division: str, event: Event, person: Person, t: Words, before: date | None, *, action: str, logged: bool
    ) -> Message:
        async with self.store.begin() as work:
            rules = await standing(work, self.playbooks)
            found = _shown(rules, await work.figures.get(division, before=before))
            if not found:
                return cards.none_card(t, division, rules.of(division).rule)
            if logged:
                await self._noted(work, found[:1], event, person)
            looks = [
                look
                for look in await work.looks.at(person.id, division, limit=_PAGE)
                if (look.kind, look.division) == (_GROUP, division)
            ]
            names = await work.people.these({look.by for look in looks if look.by is not None})
        seen = cards.Seen(looks, {number: one.name for number, one in names.items()}, person.zone)
        return cards.team_card(t, found, seen, action=action, lead=logged, first=before is None)

    async def _noted(self, work: Work, decisions: Sequence[Decision], event: Event, person: Person) -> None:
        now = self.clock.now()
        for one in decisions:
            if one.told:
                look = Look(now, person.id, _GROUP, division=one.division, what=one.span.name)
                await work.looks.note(look, delivery=f"{delivery(event)}|{one.division}")


def _allowed(person: Person) -> None:
    if not person.may(Act.SEE_GROUP_FIGURES):
        raise Refusal("hours.not_yours")


def _shown(rules: Standing, decisions: Sequence[Decision]) -> list[Decision]:
    """Those that the ground rules still allow: what is agreed no more is shown no more."""
    return [one for one in decisions if not one.rule.shows_more_than(rules.of(one.division).rule)]
