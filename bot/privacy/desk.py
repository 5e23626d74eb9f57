"""`/privacy`: what is held of somebody, who sees it, and what they can do about it.

The rule to keep: everybody sees their own and nothing else; whoever answers requests sees what was asked, never what
is held.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.campaigns.console.dossier import PROMISES
from bot.campaigns.console.facts import said as said_in
from bot.campaigns.promises import Promises
from bot.errors import Refusal
from bot.events import Command, Event, Press, Submitted, delivery
from bot.hours.desk import HoursDesk
from bot.message import Message, Reply
from bot.people import Act, Person
from bot.ports import Clock, Store, Work
from bot.privacy import asking, cards
from bot.privacy.cards import Promised, Receipt
from bot.privacy.duty import ANSWERED, tell
from bot.privacy.export import export
from bot.privacy.ports import Shelf
from bot.privacy.request import Law, Request, Stage, Wish
from bot.privacy.retention import Periods
from bot.privacy.seen import VIEWS, View
from bot.reference import reference
from bot.surveys.survey import State
from bot.texts import Words

_LOOKS = 50
"""So many are told; the file has all that are kept."""


@dataclass(frozen=True, slots=True)
class House:
    """What holds in this installation."""

    periods: Periods
    law: Law = Law.UU_PDP
    program: str = "0"
    """Version and fingerprint of the program that runs."""


class PrivacyDesk:
    """The handlers of `/privacy` and of everything it leads to: presses and forms are `privacy.…`."""

    def __init__(self, store: Store, clock: Clock, house: House, hours: HoursDesk) -> None:
        self._store = store
        self._clock = clock
        self._house = house
        self._hours = hours
        self._views: tuple[View, ...] = (VIEWS[0], hours.shown, *VIEWS[1:])
        self._presses: Mapping[str, Callable[[Press, Person, Words], Awaitable[Reply]]] = {
            "home": self.home,
            "stored": self._stored,
            "table": self._table,
            "seen": self._seen,
            "looks": self._looks,
            "promises": self._promises,
            "surveys": self._surveys,
            "export": self._export,
            "requests": self._requests,
            "correct": self._correct,
            "restrict": self._restrict,
            "lift": self._lift,
            "erase": self._erase,
            "take_back": self._take_back,
            "open": self._open,
            "answer": self._answer,
        }

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/privacy`."""
        return await self.home(event, person, t)

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of ours."""
        handler = self._presses.get(event.action.partition(".")[2])
        if handler is None:
            raise Refusal("common.unknown_action")
        return await handler(event, person, t)

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A form of ours."""
        match event.form.partition(".")[2]:
            case "corrected":
                return await self._ask(event, person, t, Wish.CORRECT, event.text("words"))
            case "restricted":
                return await self._restricted(event, person, t)
            case "erased":
                return await self._ask(event, person, t, Wish.ERASE)
            case "answered":
                return await self._answered(event, person, t)
            case _:
                raise Refusal("common.unknown_action")

    async def home(self, event: Event, person: Person, t: Words) -> Reply:
        """What there is, who sees it, and what can be done about it."""
        shelves = await self._shelves(person, 0)
        figures = await self._hours.rule(person)
        said = {"platform": event.actor.platform, "program": self._house.program}
        return Reply(cards.home(t, person, shelves, **said, figures=figures))

    async def _stored(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        return Reply(cards.stored(t, await self._shelves(person, 0)))

    async def _table(self, event: Press, person: Person, t: Words) -> Reply:
        if not t.has(f"privacy.subject_{event.value}"):
            raise Refusal("common.unknown_action")
        # Under the heading of what is under no other, all there are.
        shelves = await self._shelves(person, 1, cards.SUBJECTS.get(event.value))
        return Reply(cards.table(t, event.value, shelves, self._house.periods))

    async def _shelves(self, person: Person, latest: int, tables: Collection[str] | None = None) -> Sequence[Shelf]:
        async with self._store.begin() as work:
            return await work.held.of(person.id, tables=tables, latest=latest)

    async def _seen(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        async with self._store.begin() as work:
            parts = [part for view in self._views for part in await view(work, person, t)]
        return Reply(cards.seen(t, parts))

    async def _looks(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        async with self._store.begin() as work:
            looks = await work.looks.at(person.id, person.division, limit=_LOOKS)
            amended = await work.held.amended(person.id, limit=_LOOKS)
            numbers = {look.by for look in looks} | {one.by for one in amended}
            names = await _names(work, numbers)
        return Reply(cards.looked(t, looks, amended, names, person.zone))

    async def _promises(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        found = []
        async with self._store.begin() as work:
            shelves = await work.held.of(person.id, tables={"journeys"})
            joined = {row["campaign"] for shelf in shelves for row in shelf.rows}
            for campaign in await work.campaigns.page():
                version = await work.versions.signed(campaign.id, PROMISES) if campaign.id in joined else None
                if version is None or version.signed_at is None:
                    continue
                names = await _names(work, {version.signed_by})
                said = said_in(version).get(t.locale, Promises())
                who = names.get(version.signed_by or 0, "")
                found.append(Promised(campaign.title, said, version.number, who, version.signed_at))
        return Reply(cards.promised(t, found, self._house.program, person.zone))

    async def _surveys(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        found = []
        async with self._store.begin() as work:
            shelves = await work.held.of(person.id, tables={"survey_roster"})
            invited = [str(row["survey"]) for shelf in shelves for row in shelf.rows]
            for name in invited:
                survey = await work.surveys.get(name)
                if survey is None:
                    continue
                over = survey.state in {State.COUNTED, State.LOST}
                answered = None if over else await work.ballots.has_answered(name, person.id)
                title = survey.rules.questionnaire.title.get(t.locale, name)
                found.append(Receipt(title, survey.ends_at, answered))
        return Reply(cards.receipts(t, found, person.zone))

    async def _export(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        async with self._store.begin() as work:
            shelves = await work.held.of(person.id)
            hands = {
                _number(row[name])
                for shelf in shelves
                for row in shelf.rows
                for name in ("by", "signed_by", "answered_by", "created_by")
                if name in row
            }
            names = await _names(work, hands)
        file = export(shelves, names, t, self._clock.now().astimezone(person.zone))
        return Reply(Message(t("privacy.export", n=file.hours or 0), (file,)))

    async def _requests(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        async with self._store.begin() as work:
            # As stored: what was remembered of them may be older than what they have pressed.
            person = (await work.people.these({person.id})).get(person.id, person)
            found = await work.requests.of(person.id)
        return Reply(asking.requests(t, person, found))

    async def _correct(self, event: Press, person: Person, t: Words) -> Reply:
        del person
        return Reply(asking.correct_form(t, event.actor.platform))

    async def _restrict(self, event: Press, person: Person, t: Words) -> Reply:
        del event, person
        return Reply(asking.restrict_form(t))

    async def _erase(self, event: Press, person: Person, t: Words) -> Reply:
        async with self._store.begin() as work:
            bound = await work.erasure.bindings(person.id)
        return Reply(asking.erase_form(t, person, bound, self._house.periods, platform=event.actor.platform))

    async def _ask(self, event: Submitted, person: Person, t: Words, wish: Wish, words: str = "") -> Reply:
        if wish is Wish.CORRECT and not words:
            raise Refusal("privacy.no_words", "words")
        async with self._store.begin() as work:
            await work.people.lock(person.id)
            request = await self._written(work, event, person, wish, words)
            if wish is Wish.CORRECT:
                await tell(work, request, "new", self._clock.now())
        return Reply(asking.asked(t, request, person.zone), closes=True)

    async def _written(self, work: Work, event: Event, person: Person, wish: Wish, words: str) -> Request:
        """The request; of an erasure, the one that stands already, if one does."""
        if wish is Wish.ERASE:
            for request in await work.requests.of(person.id):
                if request.standing and request.wish is wish:
                    return request
        now = self._clock.now()
        due = self._house.law.due(now)
        return await work.requests.ask(person.id, wish, at=now, due=due, words=words, delivery=delivery(event))

    async def _restricted(self, event: Submitted, person: Person, t: Words) -> Reply:
        now = self._clock.now()
        async with self._store.begin() as work:
            await work.people.lock(person.id)
            request = await self._written(work, event, person, Wish.RESTRICT, "")
            if await work.requests.close(request.id, Stage.DONE, by=None, at=now, answer=""):
                await work.erasure.restrict(person.id, now.astimezone(person.zone).date())
        return Reply(asking.asked(t, request, person.zone), closes=True)

    async def _lift(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        async with self._store.begin() as work:
            await work.people.lock(person.id)
            await work.erasure.restrict(person.id, None)
        return Reply(Message(t("privacy.lifted")), settles=True)

    async def _take_back(self, event: Press, person: Person, t: Words) -> Reply:
        async with self._store.begin() as work:
            await work.people.lock(person.id)
            known = reference(event.value)
            request = await work.requests.get(known) if known is not None else None
            mine = request is not None and request.person == person.id
            if request is None or not mine or request.stage not in {Stage.OPEN, Stage.TAKEN_BACK}:
                raise Refusal("privacy.too_late")
            await work.requests.close(request.id, Stage.TAKEN_BACK, by=None, at=self._clock.now(), answer="")
        return Reply(Message(t("privacy.taken_back", id=request.id)), settles=True)

    async def _open(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        _allowed(person)
        async with self._store.begin() as work:
            found = await work.requests.standing()
            names = await _names(work, {request.person for request in found})
            bound = {
                request.id: await work.erasure.bindings(request.person)
                for request in found
                if request.wish is Wish.ERASE
            }
        return Reply(asking.standing(t, found, names, bound, person.zone))

    async def _answer(self, event: Press, person: Person, t: Words) -> Reply:
        _allowed(person)
        async with self._store.begin() as work:
            request = await self._answerable(work, event.value)
            names = await _names(work, {request.person})
        return Reply(asking.answer_form(t, request, names.get(request.person, "")))

    async def _answered(self, event: Submitted, person: Person, t: Words) -> Reply:
        _allowed(person)
        words, outcome = event.text("answer"), event.text("outcome")
        if outcome not in {asking.DONE, asking.DECLINED}:
            raise Refusal("privacy.no_outcome", "outcome")
        if not words:
            raise Refusal("privacy.no_answer", "answer")
        async with self._store.begin() as work:
            request = await self._answerable(work, event.value)
            now = self._clock.now()
            if not await work.requests.close(request.id, Stage(outcome), by=person.id, at=now, answer=words):
                # Somebody else was a moment faster, and what is written here would reach nobody.
                raise Refusal("privacy.answered_already")
            await work.outbox.owe(request.person, ANSWERED, str(request.id), not_before=now)
        return Reply(Message(t("privacy.answer_sent", id=request.id)), closes=True)

    async def _answerable(self, work: Work, value: str) -> Request:
        known = reference(value)
        request = await work.requests.get(known) if known is not None else None
        if request is None or request.wish is not Wish.CORRECT or request.stage is not Stage.OPEN:
            raise Refusal("privacy.answered_already")
        return request


async def _names(work: Work, numbers: set[int | None] | set[int]) -> Mapping[int, str]:
    wanted = {number for number in numbers if number is not None}
    found = await work.people.these(wanted) if wanted else {}
    return {number: person.name for number, person in found.items()}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _allowed(person: Person) -> None:
    if not person.may(Act.ANSWER_REQUESTS):
        raise Refusal("privacy.not_yours")
