"""What people have asked, as HR sees it: questions for the meeting, and who would like help.

The rule to keep: a question is shown as it was written or not at all, and no word of it gets into the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaigns.beforehand import COURSE, ONE, Question
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import title
from bot.campaigns.console.drafting import carried
from bot.campaigns.console.looking import Looking
from bot.campaigns.console.timeline import back
from bot.campaigns.questions import said
from bot.campaigns.signups import listed
from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Buttons, Choice, Form, Message, Option, Prose, Reply, Text
from bot.people import Person
from bot.texts import Words

_REASON = 500
_LABEL = 70
"""Characters of a question in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever prepares the meeting does with it."""

    desk: Desk
    looking: Looking

    async def helped(self, event: Press, person: Person, t: Words) -> Reply:
        """Who would like help."""
        del person
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            found = await work.beforehand.signed_up(dossier.campaign.id)
            names = await self.desk.names(work, (who for who, _ in found))
        kinds = {kind: [names[who] for who, asks in found if asks == kind and who in names] for kind in (COURSE, ONE)}
        text, parts = listed(t, kinds, title(dossier, t))
        return Reply(Message(text, (*parts, Buttons((back(t, dossier),)))), settles=True)

    async def leaving_out(self, event: Press, person: Person, t: Words) -> Reply:
        """Which question, and why."""
        del person
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            asked = await self.desk.questions(work, dossier.campaign)
        there = [(one, name) for one, name in asked or () if not one.left_out]
        if not there:
            raise Refusal("questions.left_none")
        return Reply(leaving_out_form(t, there, f"{delivery(event)}|{dossier.campaign.id}"))

    async def left_out(self, event: Submitted, person: Person, t: Words) -> Reply:
        """It is left out."""
        key, number = carried(event, 2)
        reason = event.text("reason")
        if not reason:
            raise Refusal("rollout.reason_needed", "reason")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            if await self.desk.note(work, key, person, "left_out", dossier.campaign, reason=reason):
                await work.beforehand.leave_out(dossier.campaign.id, event.text("question"))
        return Reply(Message(t("questions.left_out")), closes=True)


def leaving_out_form(t: Words, there: Sequence[tuple[Question, str]], value: str) -> Form:
    """One of the questions, and a reason."""
    options = tuple(Option(one.key, said(one, name)[:_LABEL]) for one, name in there)
    return Form(
        t("questions.leave_out_title"),
        "rollout.left_out",
        t("questions.leave_out_send"),
        (
            Prose(t("questions.leave_out_why")),
            Choice("question", t("questions.leave_out_which"), options, value=options[0].value),
            Text("reason", t("questions.leave_out_reason"), multiline=True, limit=_REASON),
        ),
        value,
    )
