"""The press of "Got it", which closes the card, and the one figure that HR sees of it.

The rule to keep: nobody can be told from it. What is kept says that somebody has pressed, on which day, and no more; HR
sees the whole company, floored to ten in a hundred, as it stood when the day began, from twenty recipients up.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.campaigns import audience
from bot.campaigns.campaign import Campaign
from bot.campaigns.letter import GOT_IT
from bot.campaigns.playbook import Playbook, Step
from bot.errors import Refusal
from bot.events import Press
from bot.message import Buttons, Message, Prose, Reply
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.reference import reference
from bot.texts import Words

FEWEST = 20
"""Recipients of whom something is said."""
STEP = 10
"""The figure in a hundred is a multiple of it."""

Writer = Callable[[Campaign, Step, str, Person, Words], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class GotIt:
    """Takes the press. `write` says once more what is on the card, so that it can still be read."""

    store: Store
    clock: Clock
    playbooks: Mapping[str, Playbook]
    write: Writer

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """Count it once, and leave the card without this button."""
        number, _, name = event.value.partition(":")
        async with self.store.begin() as work:
            known = reference(number)
            campaign = await work.campaigns.get(known) if known is not None else None
            playbook = self.playbooks.get(campaign.playbook) if campaign else None
            step = playbook.by_name.get(name) if playbook else None
            if event.action != GOT_IT or campaign is None or step is None:
                raise Refusal("common.unknown_action")
            await audience.check(work, campaign, person)
            today = self.clock.now().astimezone(campaign.zone).date()
            await work.mail.got_it(str(campaign.id), step.name, _mark(event.id), today)
        said = await self.write(campaign, step, "", person, t)
        left = (_without(part) if isinstance(part, Buttons) else part for part in said.parts)
        parts = tuple(part for part in left if not isinstance(part, Buttons) or part.items)
        return Reply(replace(said, parts=(*parts, Prose(t("campaigns.got_it"), quiet=True))), settles=True)


async def share(work: Work, clock: Clock, campaign: Campaign, step: str) -> int | None:
    """How many in a hundred of those who got a step have pressed "Got it", floored; None where that is not said.

    As of the beginning of today in the campaign's zone, so that no press can be told from the figure of the moment.
    """
    today = clock.now().astimezone(campaign.zone).date()
    begin = datetime.combine(today, time(), campaign.zone)
    pressed, recipients = await work.mail.read_by(str(campaign.id), step, today, begin)
    if recipients < FEWEST:
        return None
    return min(pressed, recipients) * 100 // recipients // STEP * STEP


def _without(buttons: Buttons) -> Buttons:
    return Buttons(tuple(item for item in buttons.items if getattr(item, "action", "") != GOT_IT))


def _mark(delivery: str) -> str:
    """A delivery as it is kept: enough to know it again, and nothing to be read from it."""
    return hashlib.sha256(delivery.encode()).hexdigest()[:32]
