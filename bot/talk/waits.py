"""Whether something waits for HR in the threads, on HR's own page and in the console.

The rule to keep: it says that something waits and never how much; what has not come with a morning's post is not there.
"""

from bot.message import Part, Prose
from bot.people import Act, Person
from bot.ports import Work
from bot.texts import Words


async def waits(work: Work, person: Person, t: Words) -> tuple[Part, ...]:
    """One line for messages, one for comments of surveys; nothing for whoever does not answer the door."""
    if not person.may(Act.ANSWER_DOOR):
        return ()
    messages = bool(await work.threads.number_unanswered())
    comments = bool(await work.threads.comments(1))
    found = (("messages", messages), ("comments", comments))
    return tuple(Prose(t(f"talk.{name}_wait")) for name, waiting in found if waiting)
