"""Agreeing to what somebody else has written: texts, promises, a quorum, a day beyond the budget.

The rule to keep: nobody agrees to their own words, and only to the very text, audience and time that were on the
screen; whatever has changed since is shown again instead.
"""

from dataclasses import dataclass, replace

from bot.campaigns.campaign import Campaign
from bot.campaigns.console import attention, changes, facts, ground_rules
from bot.campaigns.console.attention_card import override_form
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import PROMISES, RULES, Dossier, Missing, rules_of
from bot.campaigns.console.drafting import carried
from bot.campaigns.console.looking import Looking, stop_of
from bot.campaigns.console.overview import overview
from bot.campaigns.gates import QUORUM
from bot.campaigns.ports import Approval
from bot.campaigns.promises import missing
from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Message, Reply
from bot.people import Person
from bot.ports import Work
from bot.texts import Words

BUDGET = "budget"
"""The note of an approval in spite of the budget of attention."""


@dataclass(frozen=True, slots=True)
class Approving:
    """What an approver does."""

    desk: Desk
    looking: Looking

    async def approve(self, event: Press, person: Person, t: Words) -> Reply:
        """One text. Answers with the next that waits."""
        number, _, rest = event.value.partition(":")
        name, _, print_ = rest.partition(":")
        await self._approve(number, name, print_, person, key=delivery(event))
        return Reply(await self._next(number_of(number), person, t), settles=True)

    async def overriding(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before approving what goes beyond the budget."""
        del person
        number, _, rest = event.value.partition(":")
        name, _, print_ = rest.partition(":")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            stop = stop_of(dossier, name)
            over = await self._over(work, dossier, name)
            names = await self.looking.called(work, t)
        if print_ != stop.print:
            raise Refusal("rollout.approve_changed")
        return Reply(override_form(t, dossier, stop, over, names, key=delivery(event)))

    async def overridden(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Approved in spite of the budget, with a reason that stands in the log."""
        key, number, name, print_ = carried(event, 4)
        reason = event.text("reason")
        if not reason:
            raise Refusal("rollout.reason_needed", "reason")
        await self._approve(number, name, print_, person, key=key, reason=reason)
        return Reply(await self._next(number_of(number), person, t), closes=True)

    async def signing(self, event: Press, person: Person, t: Words) -> Reply:
        """The promises, to be signed."""
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            signed = await work.versions.signed(dossier.campaign.id, PROMISES)
        self._signable(dossier, person)
        form = facts.sign_form(
            t,
            dossier,
            self.looking.words(t),
            facts.said(signed),
            key=delivery(event),
            tells=heard(dossier) if signed else 0,
        )
        return Reply(form)

    async def signed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Signed by name. Whoever has heard of the campaign is told what has changed."""
        changes.ticked(event)
        key, number, which = carried(event, 3)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            version = dossier.versions.get(PROMISES)
            if version is None or str(version.number) != which:
                raise Refusal("rollout.approve_changed")
            if version.signed_at is None:
                self._signable(dossier, person)
                await work.versions.sign(version, by=person.id, at=self.looking.now())
                await work.campaigns.save(replace(campaign, promises=version.number))
                await self.desk.note(work, key, person, "signed", campaign, n=version.number)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(facts.facts_card(t, person, dossier), closes=True)

    async def quorum(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before going on without all leads."""
        dossier = await self.looking.one(event.value)
        self._quorate(dossier, person)
        return Reply(ground_rules.quorum_form(t, dossier, key=delivery(event)))

    async def quorate(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A quorum counts; the announcement then says how many agree."""
        key, number, agreed, of_all = carried(event, 4)
        reason = event.text("reason")
        if not reason:
            raise Refusal("rollout.reason_needed", "reason")
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            form = rules_of(dossier.playbook)
            if not dossier.quorum and form is not None:
                self._quorate(dossier, person)
                if (agreed, of_all) != tuple(map(str, dossier.agreed)):
                    raise Refusal("rollout.approve_changed")
                mark = self.desk.rules_seal(form, dossier.versions)
                at = self.looking.now()
                await work.gates.approve(Approval(campaign.id, form.name, mark, person.id, at, QUORUM))
                agree, of = dossier.agreed
                if await self.desk.note(work, key, person, "quorum", campaign, n=agree, of=of, reason=reason):
                    await work.journeys.void(campaign.id)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(ground_rules.leads_card(t, person, dossier), closes=True)

    async def _approve(
        self, number: str, name: str, print_: str, person: Person, *, key: str, reason: str = ""
    ) -> None:
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            stop = stop_of(dossier, name)
            if person.id in dossier.authors(stop.step):
                raise Refusal("rollout.approve_own")
            if campaign.ended_at is not None:
                raise Refusal("rollout.not_running")
            if print_ != stop.print:
                raise Refusal("rollout.approve_changed")
            if stop.approved_by is not None or Missing.APPROVAL not in stop.missing:
                return
            over = await self._over(work, dossier, name)
            if over and not reason:
                raise Refusal("rollout.approve_over")
            approval = Approval(campaign.id, name, stop.print, person.id, self.looking.now(), BUDGET if over else "")
            await work.gates.approve(approval)
            act = "approved_over" if over else "approved"
            details: dict[str, str | int] = {"step": name, "people": stop.people}
            if over:
                details["reason"] = reason
            if await self.desk.note(work, key, person, act, campaign, **details):
                await work.journeys.void(campaign.id)

    async def _next(self, number: int, person: Person, t: Words) -> Message:
        """The next text that waits for this person, or the campaign."""
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number)
        for stop in dossier.stops:
            if Missing.APPROVAL in stop.missing and person.id not in dossier.authors(stop.step):
                return await self.looking.card(number, stop.step.name, person, t)
        return overview(t, person, dossier, self.looking.now())

    async def _over(self, work: Work, dossier: Dossier, name: str) -> tuple[attention.Excess, ...]:
        loads = await self.desk.loads(work, dossier.campaign)
        return attention.concerning(attention.excesses(loads), dossier.campaign.id, name)

    async def _locked(self, work: Work, number: str) -> Campaign:
        try:
            return await work.campaigns.lock(number_of(number))
        except LookupError as error:
            raise Refusal("rollout.gone") from error

    def _signable(self, dossier: Dossier, person: Person) -> None:
        version = dossier.versions.get(PROMISES)
        if version is None or missing(dossier.promised, self.desk.texts.locales):
            raise Refusal("rollout.sign_gaps")
        if version.by == person.id:
            raise Refusal("rollout.approve_own")

    def _quorate(self, dossier: Dossier, person: Person) -> None:
        agree, of_all = dossier.agreed
        written = dossier.versions.get(RULES)
        if not 0 < agree < of_all:
            raise Refusal("rollout.quorum_none")
        if written and written.by == person.id:
            raise Refusal("rollout.approve_own")


def heard(dossier: Dossier) -> int:
    """How many people have been sent something that everybody gets, as the figures say."""
    return max((stop.count.sent for stop in dossier.stops if stop.step.content), default=0)
