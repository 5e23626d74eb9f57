"""Sharing a week: the person's own act, previewed, named, and taken back whenever they like.

The rule to keep: the lead is shown what was previewed and nothing else, in a dialog that leaves nothing in the chat;
each opening is written down for its owner; and once it is taken back, the hours are gone from the row.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.hours import share_cards as cards
from bot.hours.ports import Share
from bot.markup import literal
from bot.message import Message, Part, Reply
from bot.outbox import Letter
from bot.people import Act, Person, Role
from bot.ports import Clock, Owed, Store, Work
from bot.privacy.ports import Look
from bot.reference import reference
from bot.texts import Words
from bot.timesheet.figures import week_of

SHARED = "week_shared"
"""The letter that tells a lead that there is something to open."""
_KIND = "share"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Sharing:
    """The handlers of `share.…`."""

    store: Store
    clock: Clock

    def letters(self) -> Mapping[str, Letter]:
        """What a lead is sent, by its step in the outbox."""
        return {SHARED: self._letter}

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """Share a week (its value: a day of it), open one that is shared, or take one back."""
        match event.action.partition(".")[2]:
            case "week":
                return await self._form(event, person, t)
            case "open":
                return await self._open(event, person, t)
            case "back":
                return await self._back(event, person, t)
            case _:
                raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The preview was confirmed."""
        if event.form.partition(".")[2] != "sent":
            return Reply()
        try:
            day, seen = json.loads(event.value)
            first = date.fromisoformat(day)
        except (ValueError, TypeError) as error:
            raise Refusal("hours.share_stale") from error
        now = self.clock.now()
        async with self.store.begin() as work:
            leads = await _leads(work, person)
            lead = _chosen(event.text(cards.LEAD), leads)
            minutes = await _minutes(work, person, first)
            if list(minutes) != seen:
                return Reply(cards.form(t, first, minutes, leads, value=_value(first, minutes), again=True))
            wanted = Share(0, person.id, lead.id, first, minutes, now)
            kept = await work.shares.put(wanted, delivery(event))
            if kept is None:
                return Reply(Message(t("hours.share_done")), closes=True)
            await work.outbox.owe(lead.id, SHARED, str(kept.id), not_before=now)
        return Reply(cards.shared(t, kept, literal(lead.name)), closes=True)

    async def _form(self, event: Press, person: Person, t: Words) -> Reply:
        try:
            first, _ = week_of(date.fromisoformat(event.value), person.week_start)
        except ValueError:
            raise Refusal("common.unknown_action") from None
        except OverflowError:
            raise Refusal("hours.share_empty") from None
        async with self.store.begin() as work:
            leads = await _leads(work, person)
            minutes = await _minutes(work, person, first)
        return Reply(cards.form(t, first, minutes, leads, value=_value(first, minutes)))

    async def _open(self, event: Press, person: Person, t: Words) -> Reply:
        async with self.store.begin() as work:
            share = await work.shares.get(_number(event.value))
            owner = await _owner(work, share, person) if share else None
            if share is None or owner is None:
                raise Refusal("hours.share_not_yours")
            who = literal(owner.name)
            if share.taken_back_at is not None:
                return Reply(cards.taken(t, share, who))
            look = Look(self.clock.now(), person.id, _KIND, share.person, person.division or "", _what(share))
            await work.looks.note(look, delivery=f"{delivery(event)}|share")
        return Reply(cards.opened(t, share, who))

    async def _back(self, event: Press, person: Person, t: Words) -> Reply:
        number = _number(event.value)
        async with self.store.begin() as work:
            share = await work.shares.get(number)
            if share is None or share.person != person.id:
                raise Refusal("hours.share_not_yours")
            await work.shares.take_back(number, person.id, self.clock.now())
            names = await work.people.these([share.lead] if share.lead is not None else [])
            looks = await work.looks.at(person.id, None, limit=_PAGE)
        lead = names.get(share.lead or 0)
        name = literal(lead.name) if lead else t("hours.looked_gone")
        return Reply(cards.taken_back(t, share, name, _read(share, looks), person.zone), settles=True)

    async def _letter(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | datetime | None:
        """What the lead gets; nothing where it has been taken back already."""
        del now
        async with self.store.begin() as work:
            share = await work.shares.get(_number(owed.occasion))
            if share is None or share.taken_back_at is not None:
                return None
            owner = await _owner(work, share, person)
        return cards.invited(t, share, literal(owner.name)) if owner else None


async def _leads(work: Work, person: Person) -> Sequence[Person]:
    """Who leads this person's team. Raises a refusal where nobody else does."""
    found = [lead for lead in await work.crowd.holding({Role.LEAD}) if _leads_team(lead, person)]
    if not found:
        raise Refusal("hours.share_no_lead")
    return found


async def _owner(work: Work, share: Share, reader: Person) -> Person | None:
    """Whose week it is, where the reader may open it: whom it is shared with, as long as they lead its owner's team.

    "With my lead" is what was agreed to; whichever of the two has moved to another team, that is over.
    """
    if share.lead != reader.id or not reader.may(Act.SEE_SHARED_WEEK):
        return None
    owner = (await work.people.these({share.person})).get(share.person)
    return owner if owner and _leads_team(reader, owner) else None


def _leads_team(lead: Person, person: Person) -> bool:
    return bool(person.division) and lead.division == person.division and lead.id != person.id


def _chosen(text: str, leads: Sequence[Person]) -> Person:
    if not text and len(leads) == 1:
        return leads[0]
    found = next((lead for lead in leads if str(lead.id) == text), None)
    if found is None:
        raise Refusal("hours.share_stale", cards.LEAD)
    return found


async def _minutes(work: Work, person: Person, first: date) -> tuple[int, ...]:
    """The week's minutes of work, day by day. Raises a refusal where there are none."""
    try:
        week = [first + timedelta(days=number) for number in range(7)]
    except OverflowError:
        # Past the last day that there is.
        raise Refusal("hours.share_empty") from None
    entries = await work.entries.between(person.id, week[0], week[-1])
    found = tuple(
        sum(entry.draft.minutes for entry in entries if entry.draft.day == day and entry.draft.kind == "work")
        for day in week
    )
    if not any(found):
        raise Refusal("hours.share_empty")
    return found


def _read(share: Share, looks: Sequence[Look]) -> datetime | None:
    """When the lead has opened it last."""
    mine = [
        look.at
        for look in looks
        if (look.kind, look.by, look.what) == (_KIND, share.lead, _what(share)) and look.at >= share.at
    ]
    return max(mine, default=None)


def _what(share: Share) -> str:
    # By its middle: a week may begin on a Sunday.
    return f"{share.first + timedelta(days=3):%G-W%V}"


def _value(first: date, minutes: Sequence[int]) -> str:
    return json.dumps([first.isoformat(), list(minutes)], separators=(",", ":"))


def _number(text: str) -> int:
    found = reference(text)
    if found is None:
        raise Refusal("hours.share_not_yours")
    return found


async def standing(work: Work, person: Person, t: Words) -> tuple[Part, ...]:
    """What somebody shares now, with a way back for each, and who has opened what they shared."""
    shares = await work.shares.of(person.id)
    looks = [look for look in await work.looks.at(person.id, None, limit=_PAGE) if look.kind == _KIND]
    numbers = {share.lead for share in shares} | {look.by for look in looks}
    found = await work.people.these({number for number in numbers if number is not None})
    return cards.standing(t, shares, looks, {number: one.name for number, one in found.items()}, person.zone)
