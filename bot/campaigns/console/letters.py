"""What the bot writes for a campaign: each step for its reader, a lead asked once more, a test, a word to HR.

The rule to keep: what is sent is what was approved: the words, the promises that are signed, the summary under the
seal, with the reader's own dates and nobody's data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns import notices
from bot.campaigns.campaign import Campaign
from bot.campaigns.console import facts, ground_rules, summary
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import PRACTICAL, PROMISES, RULES, rules_of, step_title, subject, title
from bot.campaigns.console.drafting import ASK
from bot.campaigns.console.gaps import HR
from bot.campaigns.console.looking import Looking
from bot.campaigns.console.ports import Version
from bot.campaigns.console.sending import TEST
from bot.campaigns.console.texts import as_said, shown
from bot.campaigns.course import course_of
from bot.campaigns.gates import worded
from bot.campaigns.invite import invite
from bot.campaigns.letter import Enclosed, Quoted, letter, together
from bot.campaigns.place import Place
from bot.campaigns.playbook import Kind, Playbook, Step, Via
from bot.campaigns.ports import Notice, Told
from bot.campaigns.promises import Promises, difference
from bot.markup import literal
from bot.message import Button, Buttons, Message, Part, Prose
from bot.outbox import Letter
from bot.people import Person
from bot.ports import Owed, Work
from bot.texts import Words, placeholders

NOTICE = "rollout_notice"
"""The letter that tells HR what became of a step."""
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes."""

    desk: Desk
    looking: Looking

    def letters(self) -> Mapping[str, Letter]:
        """What is no step of a campaign, by its step in the outbox."""
        return {TEST: self.test, ASK: self.ask, NOTICE: self.notice}

    async def write(self, campaign: Campaign, step: Step, occasion: str, person: Person, t: Words) -> Message:
        """A step for its reader."""
        zone = person.zone if person.zone_known else campaign.zone
        return await self._write(campaign, step, occasion, person, t, zone)

    async def post(self, campaign: Campaign, step: Step, occasion: str) -> Message:
        """A step for everybody who reads the campaign's channel, in each language that its audience speaks."""
        async with self.desk.store.begin() as work:
            words = await self.desk.spoken(work, campaign)
        return together([await self._write(campaign, step, occasion, None, t, campaign.zone) for t in words])

    async def _write(
        self, campaign: Campaign, step: Step, occasion: str, person: Person | None, t: Words, zone: ZoneInfo
    ) -> Message:
        """A step for one reader, or for everybody in a channel."""
        async with self.desk.store.begin() as work:
            versions = await work.versions.latest(campaign.id)
            wordings = worded(step, versions.get(subject(step.name)))
            wording = wordings.get(t.locale) or next(iter(wordings.values()))
            quotes = placeholders(wording.text) | placeholders(wording.body)
            holds = await work.versions.get(campaign.id, PROMISES, campaign.promises)
            blocks = await self._blocks(work, campaign, versions, person, t, occasion, quotes)
            signer = await self.desk.names(work, [holds.signed_by]) if holds and "signed" in quotes else {}
            if "figures" in quotes:
                blocks["figures"] = await self.desk.surveys.figures(work, campaign, t)
            asks: tuple[Button, ...] = ()
            if step.kind is Kind.SURVEY and person is not None:
                blocks["survey"], asks = await self.desk.surveys.invitation(work, campaign, step, person, t)
            agreed = None
            if "agreed" in quotes:
                dossier = await self.desk.dossier(work, campaign.id)
                agreed = dossier.agreed
        quoted = Quoted(
            campaign=campaign,
            company=self.desk.company,
            promises=facts.said(holds),
            practical=facts.practical(versions.get(PRACTICAL)),
            agreed=agreed,
            signed=next(iter(signer.values()), ""),
            figures=ground_rules.figures_of(versions.get(RULES))
            if rules_of(self.desk.playbooks[campaign.playbook])
            else None,
        )
        buttons = asks
        if step.kind is Kind.FORM:
            label = t("campaigns.button_rules")
            buttons = (Button(label, "rollout.rules", str(campaign.id), "primary", opens_form=True),)
        label, place = t("campaigns.button_calendar"), quoted.practical.place
        meeting = invite(campaign, self.desk.company, place, self.looking.now(), label) if step.calendar else None
        return letter(step, wording, t, zone, quoted, Enclosed(blocks, buttons, meeting), channel=person is None)

    async def ask(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """A lead is asked once more, if that still makes sense."""
        del now
        number = number_of(owed.occasion.partition(":")[0])
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number)
        form = rules_of(dossier.playbook)
        open_ = any(lead.person == person.id and lead.agrees is None for lead in dossier.leads)
        if form is None or not open_ or dossier.campaign.ended_at is not None:
            return None
        return await self.write(dossier.campaign, form, "", person, t)

    async def test(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """A step as this person would get it, marked as a test. Nothing in it can be pressed."""
        del now
        number, name, *_ = owed.occasion.split(":")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            stop = dossier.stop(name)
            if stop is None:
                return None
            message = await self.looking.preview(work, dossier, stop.step, t, person.zone)
            posted = await self.looking.posted(work, dossier, stop.step)
        mark = t("rollout.test_mark", step=step_title(stop.step, t), title=literal(title(dossier, t)))
        parts = [Prose(mark), *shown(t, replace(message, text=""))]
        if posted is not None:
            heading = Prose(as_said(t, dossier), quiet=True)
            if stop.step.via is Via.CHANNEL:
                return Message(posted.text, (Prose(mark), heading, *shown(t, replace(posted, text=""))))
            parts += (heading, *shown(t, posted))
        return Message(message.text, tuple(parts))

    async def notice(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """What became of a step."""
        del person, now
        number, which = owed.occasion.split(":")
        async with self.desk.store.begin() as work:
            campaign = await work.campaigns.get(number_of(number))
            found = await work.campaigns.notices(number_of(number), after=number_of(which) - 1)
        playbook = self.desk.playbooks.get(campaign.playbook) if campaign else None
        if campaign is None or playbook is None or not found or found[0].step not in playbook.by_name:
            return None
        told = self._told(found[0], campaign, playbook, t)
        if told is None:
            return None
        button = Button(t("rollout.button_open"), "rollout.open", str(campaign.id))
        return Message(told.text, (*told.parts, Buttons((button,))))

    async def next_due(self) -> datetime | None:
        """At once, while there is something that HR has not been told."""
        async with self.desk.store.begin() as work:
            waiting = await work.tellings.waiting(1)
        return self.looking.now() if waiting else None

    async def tick(self) -> None:
        """Owe everybody in HR what they have not been told. May be repeated, or run twice at once."""
        while True:
            async with self.desk.store.begin() as work:
                waiting = await work.tellings.waiting(_BATCH)
                if not waiting:
                    return
                people = await work.crowd.holding(HR)
                for notice in waiting:
                    if await work.tellings.passed(notice):
                        at, occasion = self.looking.now(), f"{notice.campaign}:{notice.id}"
                        await work.outbox.owe_each([(person.id, NOTICE, occasion, at) for person in people])

    def _told(self, notice: Notice, campaign: Campaign, playbook: Playbook, t: Words) -> Message | None:
        step = playbook.by_name[notice.step]
        called, what = literal(campaign.title), literal(step_title(step, t))
        due = self._due(campaign, playbook, step, notice)
        if notice.told is Told.HELD:
            return notices.held(t, called, what, due, _why(playbook, notice))
        match notice.reason:
            case "late":
                return notices.late(t, called, what, due)
            case "meeting_started" | "survey_ended" | "moment_passed" | "night":
                return notices.skipped(t, called, what, notice.reason)
            case _:
                return None

    def _due(self, campaign: Campaign, playbook: Playbook, step: Step, notice: Notice) -> datetime:
        """When a step was due at the campaign's home; the moment of the notice for what had no time of its own."""
        policy = self.desk.policies.of(campaign.calendar)
        home = Place(campaign.zone, campaign.calendar, policy, campaign.weekends)
        stops = course_of(campaign, playbook, home).stops
        own = next((stop.own for stop in stops if stop.step.name == step.name and stop.own), None)
        return (own or notice.at).astimezone(campaign.zone)

    async def _blocks(
        self,
        work: Work,
        campaign: Campaign,
        versions: Mapping[str, Version],
        person: Person | None,
        t: Words,
        occasion: str,
        quotes: frozenset[str],
    ) -> dict[str, tuple[Part, ...]]:
        blocks: dict[str, tuple[Part, ...]] = {}
        if "rules" in quotes:
            blocks["rules"] = ground_rules.block(t, versions.get(RULES), person.division if person else None)
        if "heard" in quotes and (written := versions.get(summary.SUBJECT)):
            blocks["heard"] = summary.heard(t, written.content)
        if "changes" in quotes and occasion.isdecimal():
            new = facts.said(await work.versions.get(campaign.id, PROMISES, int(occasion)))
            old = facts.said(await self._signed_before(work, campaign.id, int(occasion)))
            blocks["changes"] = difference(t, old.get(t.locale, Promises()), new.get(t.locale, Promises()))
        return blocks

    async def _signed_before(self, work: Work, campaign: int, number: int) -> Version | None:
        """What was promised until a version was signed."""
        for earlier in range(number - 1, 0, -1):
            found = await work.versions.get(campaign, PROMISES, earlier)
            if found is not None and found.signed_at is not None:
                return found
        return None


def _why(playbook: Playbook, notice: Notice) -> notices.Why:
    """What a step waits for: `paused`, or a gate that is named by the step it hangs on."""
    if notice.reason == "codes":
        return "codes"
    gate = playbook.by_name.get(notice.reason.removeprefix("gate:"))
    if gate is None:
        return "paused"
    if gate.name != notice.step:
        return "form" if gate.kind is Kind.FORM else "survey"
    return "summary" if gate.kind is Kind.SUMMARY else "approval"
