"""What others can see of somebody, put together by whoever shows it to them.

The rule to keep: what a person is shown here is made by the same lines that make it for a lead or for HR.
"""

from collections.abc import Awaitable, Callable, Sequence

from bot.campaigns.console.timeline import why
from bot.mail import Fate
from bot.markup import literal
from bot.message import Part, Prose, Table
from bot.people import Person
from bot.ports import Work
from bot.staff.desk import HEAD, listed
from bot.texts import Words

View = Callable[[Work, Person, Words], Awaitable[Sequence[Part]]]
"""What one screen of a lead's or of HR's shows of a person."""


async def alone(work: Work, person: Person, t: Words) -> Sequence[Part]:
    """That no screen shows their entries."""
    del work, person
    return (Prose(t("privacy.seen_entries")),)


async def staff(work: Work, person: Person, t: Words) -> Sequence[Part]:
    """The person's line in HR's table of divisions."""
    del work
    cells = tuple(literal(cell) if cell else "–" for cell in listed(person))
    return (Prose(t("privacy.seen_staff")), Table(t("privacy.seen_staff_caption"), HEAD, (cells,)))


async def reached(work: Work, person: Person, t: Words) -> Sequence[Part]:
    """Messages of rollouts that did not arrive, as HR reads them."""
    lines = [
        t("rollout.failure", who=person.name, step=had.step, why=why(t, had.reason))
        for campaign in await work.campaigns.page()
        for had in (await work.mail.had(str(campaign.id), [person.id])).get(person.id, ())
        if had.fate in {Fate.FAILED, Fate.UNREACHABLE}
    ]
    return (Prose(t("privacy.seen_reached" if lines else "privacy.seen_reached_none")), *map(Prose, lines))


async def agreed(work: Work, person: Person, t: Words) -> Sequence[Part]:
    """A lead's own word on ground rules, which HR reads by name."""
    shelves = await work.held.of(person.id, tables={"agreements"}, latest=0)
    return (Prose(t("privacy.seen_agreed", n=shelves[0].number)),) if shelves else ()


async def asked(work: Work, person: Person, t: Words) -> Sequence[Part]:
    """What they have asked about their data, which those who answer read by name."""
    standing = [request for request in await work.requests.of(person.id) if request.standing]
    return (Prose(t("privacy.seen_asked", n=len(standing))),) if standing else ()


VIEWS: tuple[View, ...] = (alone, staff, reached, agreed, asked)
