"""HR's desk for people: who is known, the table of divisions to take along, and a new one in its place.

The rule to keep: nothing a file says holds before somebody has seen what it would do and said so; and of two tables on
the desk, only the later one can be taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.campaigns.console.ports import Deed
from bot.errors import Refusal
from bot.events import Command, Press, Submitted, delivery
from bot.message import File, Message, Reply
from bot.people import Act, Person, Role
from bot.ports import Clock, Store
from bot.spreadsheet import spreadsheet
from bot.staff import cards
from bot.staff.table import COLUMNS, read
from bot.texts import Words

HEAD = (*COLUMNS, "name")
"""The head of the table."""
APPLIED = "people_table"
"""What the audit log calls it."""


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """The handlers of `/rollout people` and of everything it leads to: presses and forms are `people.…`."""

    store: Store
    clock: Clock

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/rollout people`: who is known, and where they are."""
        del event
        _allowed(person)
        return Reply(await self._overview(t))

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of ours."""
        _allowed(person)
        match event.action.partition(".")[2]:
            case "form":
                return Reply(cards.form(t))
            case "download":
                return Reply(await self._download(t))
            case "apply":
                return await self._apply(event, person, t)
            case "discard":
                async with self.store.begin() as work:
                    await work.staff.discard(event.value)
                return Reply(Message(t("people.discarded")), settles=True)
            case _:
                raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A table: shown if it can be used, else told line by line what is wrong."""
        _allowed(person)
        if event.form.partition(".")[2] != "table" or cards.FIELD not in event.files:
            raise Refusal("common.unknown_action")
        table = read(event.files[cards.FIELD].data)
        if table.mistakes:
            return Reply(cards.wrong(t, table.mistakes))
        upload = delivery(event)
        async with self.store.begin() as work:
            owners = await work.staff.owners({line.email for line in table.lines})
            everyone = {one.id: one for one in await work.staff.everyone()}
            places = {owners[line.email]: line.place for line in table.lines if line.email in owners}
            if not places:
                return Reply(cards.nobody(t))
            await work.staff.draft(upload, places)
        shown = cards.Preview(
            upload,
            places,
            [line for line in table.lines if line.email not in owners],
            len(everyone.keys() - places.keys()),
            sum(
                (everyone[one].division, Role.LEAD in everyone[one].roles) != (place.division, place.lead)
                for one, place in places.items()
            ),
        )
        return Reply(cards.preview(t, shown), closes=True)

    async def _overview(self, t: Words) -> Message:
        async with self.store.begin() as work:
            return cards.overview(t, await work.staff.everyone(), table=len(await work.staff.places()))

    async def _download(self, t: Words) -> Message:
        async with self.store.begin() as work:
            people = await work.staff.everyone()
        return Message(t("people.download"), (as_csv(people, t),))

    async def _apply(self, event: Press, person: Person, t: Words) -> Reply:
        key = delivery(event)
        async with self.store.begin() as work:
            done = await work.audit.seen(key)
            if done is None:
                if not await work.staff.apply(event.value):
                    raise Refusal("people.stale")
                places = (await work.staff.places()).values()
                counted = {"people": len(places), "divisions": len({place.division for place in places} - {None})}
                done = Deed(self.clock.now(), person.id, None, APPLIED, counted, key)
                await work.audit.note(done)
        people, divisions = (int(done.details[name]) for name in ("people", "divisions"))
        return Reply(cards.applied(t, people=people, divisions=divisions), settles=True)


def as_csv(people: Iterable[Person], t: Words) -> File:
    """Everybody with an address, as a table that can be changed and given back."""
    rows = [HEAD, *(listed(person) for person in people if person.email)]
    # Where the comma is the decimal sign, a spreadsheet wants semicolons.
    return File("people.csv", "text/csv", spreadsheet(rows, delimiter=";" if t.number(0.5)[1] == "," else ","))


def listed(person: Person) -> tuple[str, ...]:
    """Somebody's line in the table."""
    return person.email or "", person.division or "", "x" if Role.LEAD in person.roles else "", person.name


def _allowed(person: Person) -> None:
    if not person.may(Act.KEEP_PEOPLE):
        raise Refusal("people.not_yours")
