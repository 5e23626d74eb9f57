"""What a lead does: reads the ground rules, and agrees or objects.

The rule to keep: an answer is to the very text that was read; where it has changed meanwhile, that text is shown, with
what the lead has typed.
"""

from dataclasses import dataclass, replace

from bot.campaigns.campaign import State
from bot.campaigns.console import ground_rules
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import Dossier, rules_of
from bot.campaigns.console.looking import Looking
from bot.campaigns.ports import Agreement
from bot.campaigns.rules_form import AGREE, ANSWER, OBJECT, REASON
from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Choice, Form, Input, Message, Prose, Reply, Text
from bot.people import Person
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Answering:
    """The form of a lead."""

    desk: Desk
    looking: Looking

    async def read(self, event: Press, person: Person, t: Words) -> Reply:
        """The rules as they are now."""
        dossier = await self.looking.one(event.value)
        self._asked(dossier, person)
        return Reply(ground_rules.answer_form(t, dossier, person, self._mark(dossier)))

    async def answered(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Agreed, or objected with a reason."""
        number, _, mark = event.value.partition(":")
        answer, reason = event.text(ANSWER), event.text(REASON)
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            self._asked(dossier, person)
            standing = self._mark(dossier)
            if mark != standing:
                form = ground_rules.answer_form(t, dossier, person, standing, again=True)
                return Reply(_with(form, answer, reason))
            if answer not in {AGREE, OBJECT}:
                raise Refusal("rollout.stale", ANSWER)
            if answer == OBJECT and not reason:
                raise Refusal("campaigns.rules_reason_needed", REASON)
            now = self.looking.now()
            agrees = answer == AGREE
            await work.gates.answer(Agreement(dossier.campaign.id, mark, person.id, agrees, reason, now))
            act = "agreed" if agrees else "objected"
            await self.desk.note(work, delivery(event), person, act, dossier.campaign)
            await work.journeys.void(dossier.campaign.id)
        return Reply(Message(t(f"campaigns.rules_{act}")), closes=True)

    def _mark(self, dossier: Dossier) -> str:
        form = rules_of(dossier.playbook)
        if form is None:
            raise Refusal("rollout.stale")
        return self.desk.rules_seal(form, dossier.versions)

    def _asked(self, dossier: Dossier, person: Person) -> None:
        if all(lead.person != person.id for lead in dossier.leads):
            raise Refusal("rollout.not_asked")
        if dossier.campaign.state not in {State.RUNNING, State.PAUSED}:
            raise Refusal("rollout.not_running")


def _with(form: Form, answer: str, reason: str) -> Form:
    """The same form with what was typed."""
    parts: list[Prose | Input] = []
    for part in form.parts:
        match part:
            case Choice(name=name) if name == ANSWER:
                parts.append(replace(part, value=answer))
            case Text(name=name) if name == REASON:
                parts.append(replace(part, value=reason))
            case _:
                parts.append(part)
    return replace(form, parts=tuple(parts))
