"""The channel of a campaign: where it is chosen, and what was said there.

The rule to keep: a channel is chosen by whoever may write, and Lentera has spoken there, to that person alone, before
anything hangs on it.
"""

from dataclasses import dataclass, replace

from bot.campaigns.channel import Channel
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import Dossier, step_title, title
from bot.campaigns.console.drafting import carried
from bot.campaigns.console.looking import Looking
from bot.campaigns.console.overview import of, overview
from bot.campaigns.playbook import Via
from bot.errors import Busy, Refusal, Unreachable
from bot.events import Press, Submitted, delivery
from bot.markup import literal
from bot.message import Form, Message, Prose, Reply, Text
from bot.people import Person
from bot.texts import Words

_LINK = 500
"""Characters of a link."""
_NAME = 80


@dataclass(frozen=True, slots=True)
class Channels:
    """Where campaigns speak to everybody at once."""

    desk: Desk
    looking: Looking

    async def choosing(self, event: Press, person: Person, t: Words) -> Reply:
        """The form. Its value says which channel it was read with."""
        del person
        if event.actor.platform not in self.desk.rooms:
            raise Refusal("rollout.channel_nowhere")
        return Reply(channel_form(t, await self.looking.one(event.value), key=delivery(event)))

    async def chosen(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A channel, or none."""
        key, number = carried(event, 2)
        dossier = await self.looking.one(str(number_of(number)))
        wanted = await self._found(event, t, dossier)
        async with self.desk.store.begin() as work:
            campaign = await work.campaigns.lock(dossier.campaign.id)
            if campaign.ended_at is not None:
                raise Refusal("rollout.not_running")
            if campaign.channel != wanted:
                name = wanted.name if wanted else ""
                act = "channel" if wanted else "channel_none"
                if await self.desk.note(work, key, person, act, campaign, channel=name):
                    await work.campaigns.post_in(campaign.id, wanted)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    async def _found(self, event: Submitted, t: Words, dossier: Dossier) -> Channel | None:
        """What the form says. Raises a refusal at the field where Lentera cannot speak there."""
        text, name = event.text("channel"), " ".join(event.text("name").split())[:_NAME]
        before = dossier.campaign.channel
        if not text:
            return None
        if before is not None and text == before.name:
            return replace(before, name=name or before.name)
        rooms = self.desk.rooms.get(event.actor.platform)
        if rooms is None:
            raise Refusal("rollout.channel_nowhere")
        hello = Message(t("rollout.channel_hello", title=literal(title(dossier, t))))
        try:
            found = await rooms.find(event.actor, text, hello)
        except (Busy, TimeoutError):
            raise Refusal("rollout.channel_busy", "channel") from None
        except Unreachable as shut:
            raise Refusal("rollout.channel_shut", "channel", reason=shut.reason) from None
        if found is None:
            raise Refusal("rollout.channel_unknown", "channel")
        # The name that stood there was another channel's.
        meant = name and (before is None or name != before.name)
        return replace(found, name=name) if meant else found


def channel_form(t: Words, dossier: Dossier, *, key: str) -> Form:
    """Which channel."""
    known = dossier.campaign.channel
    said = ", ".join(step_title(stop.step, t) for stop in dossier.stops if stop.step.via is not Via.DM)
    name = known.name if known else ""
    return Form(
        t("rollout.channel_title"),
        "rollout.channelled",
        t("rollout.channel_submit"),
        (
            Prose(t("rollout.channel_why", steps=literal(said))),
            Text(
                "channel",
                t("rollout.channel_link"),
                name,
                hint=t("rollout.channel_link_hint"),
                required=False,
                limit=_LINK,
            ),
            Text(
                "name",
                t("rollout.channel_name"),
                name,
                hint=t("rollout.channel_name_hint"),
                required=False,
                limit=_NAME,
            ),
        ),
        f"{key}|{of(dossier)}",
    )
