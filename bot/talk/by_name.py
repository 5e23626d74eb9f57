"""Talking by name: somebody asks, HR is told who and what about, one of them answers, and the person is told.

The rule to keep: what somebody wrote stands in one row, and the messages on their way hold only its number.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.events import Submitted, delivery
from bot.markup import literal
from bot.message import Button, Buttons, Facts, Message, Prose
from bot.outbox import Letter
from bot.people import Act, Person, Role
from bot.ports import Clock, Owed, Store, Work
from bot.reference import reference
from bot.talk.forms import ANSWERING, OPEN
from bot.talk.ports import Talk
from bot.texts import Words

REQUEST, ANSWER = "talk_request", "talk_answer"
"""Steps of the outbox."""
KEPT = timedelta(days=90)


class ByName:
    """Writes down who wishes to talk, and what HR answers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def letters(self) -> dict[str, Letter]:
        """By their step in the outbox."""
        return {REQUEST: self._request, ANSWER: self._answer}

    async def readers(self) -> tuple[Person, ...]:
        """Who in HR is told: drafters, or where there is none, approvers."""
        async with self._store.begin() as work:
            return await _readers(work)

    async def ask(self, event: Submitted, person: Person) -> None:
        """Write down a wish to talk, and owe HR the word of it. The same delivery again does nothing."""
        slot = _slot(event.text("day"), event.text("time"), person.zone, self._clock.now())
        now = self._clock.now()
        async with self._store.begin() as work:
            readers = await _readers(work)
            if not readers:
                raise Refusal("talk.nobody")
            talk = await work.talks.ask(
                person.id, event.text("topic"), slot, now.astimezone(person.zone).date(), delivery=delivery(event)
            )
            for reader in readers if talk is not None else ():
                await work.outbox.owe(reader.id, REQUEST, f"{talk}", not_before=now)

    async def standing(self, number: str) -> tuple[Talk, Person]:
        """A wish that waits for its answer, and whose it is. Refuses where it is answered or gone."""
        async with self._store.begin() as work:
            talk = await work.talks.get(known) if (known := reference(number)) is not None else None
            people = await work.people.these({talk.person, talk.answered_by or talk.person}) if talk else {}
        if talk is None or talk.person not in people:
            raise Refusal("talk.gone")
        if talk.answer:
            raise _taken(talk, people)
        return talk, people[talk.person]

    async def answer(self, number: str, answer: str, hr: Person) -> Person:
        """Keep HR's answer, and owe it to whoever asked. The same again is harmless; another one is refused."""
        known = reference(number)
        if known is None:
            raise Refusal("talk.gone")
        async with self._store.begin() as work:
            first = await work.talks.answer(known, hr.id, answer)
            talk = await work.talks.get(known)
            people = await work.people.these({talk.person, talk.answered_by or talk.person}) if talk else {}
            if talk is None or talk.person not in people:
                raise Refusal("talk.gone")
            if not first and (talk.answer, talk.answered_by) != (answer, hr.id):
                raise _taken(talk, people)
            if first:
                await work.outbox.owe(talk.person, ANSWER, number, not_before=self._clock.now())
        return people[talk.person]

    async def _request(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del now
        talk, people = await self._found(owed)
        if talk is None or talk.answer or talk.person not in people or not person.may(Act.ANSWER_DOOR):
            return None
        return request(t, talk, people[talk.person], person.zone)

    async def _answer(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del person, now
        talk, people = await self._found(owed)
        if talk is None or not talk.answer:
            return None
        by = people.get(talk.answered_by or 0)
        return answered(t, talk, by.name if by else t("talk.hr"))

    async def _found(self, owed: Owed) -> tuple[Talk | None, dict[int, Person]]:
        async with self._store.begin() as work:
            talk = await work.talks.get(int(owed.occasion))
            people = await work.people.these({talk.person, talk.answered_by or talk.person}) if talk else {}
        return talk, dict(people)


def request(t: Words, talk: Talk, who: Person, zone: ZoneInfo) -> Message:
    """What HR gets: who, what about, when; and a way to answer."""
    pairs = []
    if talk.topic:
        pairs.append((t("talk.request_topic"), literal(talk.topic)))
    if talk.slot:
        slot = talk.slot.astimezone(zone)
        pairs.append((t("talk.request_slot"), t("talk.moment", day=t.dated(slot.date()), time=t.clock(slot))))
    if who.email:
        pairs.append((t("talk.request_email"), literal(who.email)))
    return Message(
        t("talk.request", name=who.name),
        (
            *((Facts(tuple(pairs)),) if pairs else ()),
            Prose(t("talk.request_do")),
            Buttons((Button(t("talk.button_answering"), ANSWERING, f"{talk.id}", "primary", opens_form=True),)),
        ),
    )


def answered(t: Words, talk: Talk, name: str) -> Message:
    """What the person gets."""
    return Message(
        t("talk.got", name=name),
        (
            Prose(t("talk.quoted", text=talk.answer)),
            Buttons((Button(t("talk.button_open"), OPEN, opens_form=True),)),
        ),
    )


async def _readers(work: Work) -> tuple[Person, ...]:
    for role in (Role.HR_DRAFTER, Role.HR_APPROVER):
        if found := tuple(await work.crowd.holding({role})):
            return found
    return ()


def _taken(talk: Talk, people: dict[int, Person] | object) -> Refusal:
    by = people.get(talk.answered_by or 0) if isinstance(people, dict) else None
    return Refusal("talk.taken", name=by.name) if by else Refusal("talk.taken_by_hr")


def _slot(day: str, clock: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The moment that was proposed; None for none. Refuses half of one, and what is over."""
    if not day and not clock:
        return None
    if not day or not clock:
        raise Refusal("talk.half_slot", "time" if day else "day")
    try:
        slot = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), zone)
    except ValueError:
        raise Refusal("talk.half_slot", "day") from None
    if slot <= now:
        raise Refusal("talk.past_slot", "day")
    return slot
