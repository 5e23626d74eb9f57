"""Looking at a campaign: the screens that change nothing.

The rule to keep: nothing is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns import pack as meeting
from bot.campaigns.console import attention, facts, ground_rules, summary
from bot.campaigns.console.attention_card import Names
from bot.campaigns.console.attention_card import attention as attention_card
from bot.campaigns.console.audit import PAGE, audit
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import PROMISES, RULES, Dossier, Stop, step_title, survey_of, title
from bot.campaigns.console.overview import home, overview
from bot.campaigns.console.ports import Concern
from bot.campaigns.console.status import SHOWN, status
from bot.campaigns.console.texts import as_read, as_said, preview, preview_form, shown, shown_as, step_card, texts_list
from bot.campaigns.console.timeline import timeline
from bot.campaigns.got_it import share
from bot.campaigns.letter import Enclosed, Quoted, together
from bot.campaigns.playbook import Playbook, Step, Via
from bot.campaigns.promises import difference
from bot.campaigns.questions import said
from bot.errors import Refusal
from bot.events import Press, Submitted
from bot.message import Button, Buttons, Message, Part, Prose, Reply
from bot.people import Act, Person
from bot.ports import Work
from bot.talk.waits import waits
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Looking:
    """The screens of whoever asks."""

    desk: Desk

    async def home(self, person: Person, t: Words) -> Message:
        """All campaigns; with only one, that one."""
        async with self.desk.store.begin() as work:
            dossiers = await self.desk.dossiers(work)
            waiting = await waits(work, person, t)
        alone = len(dossiers) == 1
        shown = overview(t, person, dossiers[0], self.now()) if alone else home(t, person, dossiers, self.now())
        return replace(shown, parts=(*waiting, *shown.parts))

    async def open(self, event: Press, person: Person, t: Words) -> Reply:
        """One campaign."""
        return Reply(overview(t, person, await self.one(event.value), self.now()), settles=True)

    async def timeline(self, event: Press, person: Person, t: Words) -> Reply:
        """Its dates."""
        del person
        return Reply(timeline(t, await self.one(event.value), self.now()), settles=True)

    async def texts(self, event: Press, person: Person, t: Words) -> Reply:
        """Its texts."""
        del person
        return Reply(texts_list(t, await self.one(event.value), self.now()), settles=True)

    async def step(self, event: Press, person: Person, t: Words) -> Reply:
        """One text."""
        number, _, name = event.value.partition(":")
        return Reply(await self.card(number_of(number), name, person, t), settles=True)

    async def card(self, number: int, name: str, person: Person, t: Words) -> Message:
        """One text, as things stand."""
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number)
            stop = stop_of(dossier, name)
            previews = [
                (as_read(t, words), await self.preview(work, dossier, stop.step, words, dossier.campaign.zone))
                for words in self.words(t)
                if stop.step.via is not Via.CHANNEL
            ]
            if (posted := await self.posted(work, dossier, stop.step)) is not None:
                previews.append((as_said(t, dossier), posted))
            over = attention.concerning(
                attention.excesses(await self.desk.loads(work, dossier.campaign)), number, stop.step.name
            )
        return step_card(t, person, dossier, stop, self.now(), previews=previews, over=len(over))

    async def facts(self, event: Press, person: Person, t: Words) -> Reply:
        """Its promises, and who and where."""
        return Reply(facts.facts_card(t, person, await self.one(event.value)), settles=True)

    async def leads(self, event: Press, person: Person, t: Words) -> Reply:
        """What leads say."""
        return Reply(ground_rules.leads_card(t, person, await self.one(event.value)), settles=True)

    async def summary(self, event: Press, person: Person, t: Words) -> Reply:
        """What is answered to whom was heard."""
        dossier = await self.one(event.value)
        concerns = await self.concerns(dossier)
        return Reply(summary.summary_card(t, person, dossier, concerns, self.desk.texts.locales), settles=True)

    async def pack(self, event: Press, person: Person, t: Words) -> Reply:
        """What to take to the meeting, and the same on paper."""
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            asked = survey_of(dossier.playbook)
            counted = asked is not None and asked.name in await work.gates.counted(dossier.campaign.id)
            figures = await self.desk.surveys.figures(work, dossier.campaign, t) if counted else None
            asked_ = await self.desk.questions(work, dossier.campaign)
        if not dossier.playbook.pack:
            raise Refusal("rollout.stale")
        made = meeting.pack(
            dossier.playbook,
            t,
            person.zone if person.zone_known else dossier.campaign.zone,
            self._quoted(dossier),
            title=title(dossier, t),
            figures=figures,
            questions=None if asked_ is None else tuple(said(one, name) for one, name in asked_ if not one.left_out),
        )
        shown = meeting.card(t, made, _pdf(t, made, self.now()))
        if person.may(Act.DRAFT_ROLLOUT) and any(not one.left_out for one, _ in asked_ or ()):
            button = Button(t("questions.button_leave_out"), "rollout.leaving_out", event.value, opens_form=True)
            shown = replace(shown, parts=(*shown.parts, Buttons((button,))))
        return Reply(shown)

    async def status(self, event: Press, person: Person, t: Words) -> Reply:
        """What became of each step."""
        return Reply(await self.figures(number_of(event.value), person, t), settles=True)

    async def figures(self, number: int, person: Person, t: Words) -> Message:
        """The same, by number."""
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number)
            tallies = await work.mail.status(str(number))
            failures = await work.mail.failed(str(number), limit=SHOWN + 1)
            doubtful = await work.mail.doubtful(str(number), limit=SHOWN + 1)
            names = await self.desk.names(work, (one.person for one in (*failures, *doubtful)))
            shares = {
                step: found
                for step in dict.fromkeys(tally.step for tally in tallies)
                if (found := await share(work, self.desk.clock, dossier.campaign, step)) is not None
            }
        return status(t, person, dossier, tallies, failures, doubtful, names, shares=shares)

    async def attention(self, event: Press, person: Person, t: Words) -> Reply:
        """What it costs, with everything else that is on its way."""
        del person
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            loads = await self.desk.loads(work, dossier.campaign)
            names = await self.called(work, t)
        card = attention_card(t, dossier, attention.weeks(loads), attention.excesses(loads), names)
        return Reply(card, settles=True)

    async def audit(self, event: Press, person: Person, t: Words) -> Reply:
        """Who did what: of one campaign or of all, from the newest line or from an older one."""
        number, _, before = event.value.partition(":")
        return Reply(
            await self.log(
                person, t, campaign=number_of(number) if number else None, before=number_of(before) if before else None
            ),
            settles=True,
        )

    async def log(self, person: Person, t: Words, *, campaign: int | None = None, before: int | None = None) -> Message:
        """A page of the audit log."""
        async with self.desk.store.begin() as work:
            deeds = await work.audit.page(campaign, before=before, limit=PAGE + 1)
            known: dict[int, tuple[str, Playbook | None]] = {}
            for number in {deed.campaign for deed in deeds} | {campaign}:
                found = await work.campaigns.get(number) if number is not None else None
                if found is not None:
                    known[found.id] = (found.title, self.desk.playbooks.get(found.playbook))
            names = await self.desk.names(work, (deed.by for deed in deeds))
        return audit(t, deeds, names=names, campaigns=known, zone=person.zone, campaign=campaign, first=before is None)

    async def previewing(self, event: Press, person: Person, t: Words) -> Reply:
        """Which reader a text is to be seen as."""
        del person
        number, _, name = event.value.partition(":")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            groups = await work.crowd.groups()
        home_ = dossier.campaign.zone
        zones = sorted({group.zone for group in groups if group.zone} - {home_}, key=lambda zone: zone.key)
        step = stop_of(dossier, name).step
        return Reply(preview_form(t, dossier, step, self.desk.texts.locales, [home_, *zones]))

    async def previewed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A text as somebody with this language and zone gets it."""
        del person
        number, _, name = event.value.partition(":")
        language, zone = event.text("language"), event.text("zone")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            known = {group.zone.key for group in await work.crowd.groups() if group.zone} | {dossier.campaign.zone.key}
            if language not in self.desk.texts.locales or zone not in known:
                raise Refusal("rollout.stale")
            words, where = self.desk.texts.to(language), ZoneInfo(zone)
            step = stop_of(dossier, name).step
            message = await self.preview(work, dossier, step, words, where)
            posted = await self.posted(work, dossier, step)
        found = shown_as(t, words, where, message)
        if posted is not None:
            there = (Prose(as_said(t, dossier), quiet=True), *shown(t, posted))
            found = replace(found, parts=(*found.parts, *there))
        return Reply(found, closes=True)

    async def preview(self, work: Work, dossier: Dossier, step: Step, words: Words, zone: ZoneInfo) -> Message:
        """A text as anybody with this language and zone gets it, with nobody's data."""
        enclosed = Enclosed(blocks=await self._blocks(work, dossier, words))
        return preview(step, dossier.wording(step), words, zone, self._quoted(dossier), enclosed)

    async def posted(self, work: Work, dossier: Dossier, step: Step) -> Message | None:
        """A text as everybody reads it in the channel, with nobody's data; None for what is not said there."""
        campaign = dossier.campaign
        if step.via is Via.DM or (step.via is Via.BOTH and campaign.channel is None):
            return None
        said = []
        for words in await self.desk.spoken(work, campaign):
            enclosed = Enclosed(blocks=await self._blocks(work, dossier, words))
            quoted, wording = self._quoted(dossier), dossier.wording(step)
            said.append(preview(step, wording, words, campaign.zone, quoted, enclosed, channel=True))
        return together(said)

    async def concerns(self, dossier: Dossier) -> tuple[Concern, ...]:
        """What HR answers in the summary."""
        asked = survey_of(dossier.playbook)
        if asked is None or asked.questionnaire is None:
            return ()
        return tuple(await self.desk.surveys.concerns(dossier.campaign.id, asked.questionnaire))

    async def called(self, work: Work, t: Words) -> Names:
        """What campaigns and their steps are called."""
        names: dict[tuple[int, str], tuple[str, str]] = {}
        for campaign in await work.campaigns.page():
            playbook = self.desk.playbooks.get(campaign.playbook)
            for step in playbook.steps if playbook else ():
                names[campaign.id, step.name] = (campaign.title, step_title(step, t))
        return names

    async def one(self, value: str) -> Dossier:
        """The campaign that a button carries."""
        async with self.desk.store.begin() as work:
            return await self.desk.dossier(work, number_of(value.partition(":")[0]))

    def now(self) -> datetime:
        """The present instant."""
        return self.desk.clock.now()

    def words(self, t: Words) -> tuple[Words, ...]:
        """Every language, the reader's own first."""
        locales = sorted(self.desk.texts.locales, key=lambda locale: locale != t.locale)
        return tuple(self.desk.texts.to(locale) for locale in locales)

    def _quoted(self, dossier: Dossier) -> Quoted:
        """What a text quotes, as things stand."""
        promises = dossier.versions.get(PROMISES)
        return Quoted(
            campaign=dossier.campaign,
            company=self.desk.company,
            promises=dossier.promised,
            practical=dossier.practical,
            agreed=dossier.agreed if dossier.leads else None,
            signed=dossier.names.get((promises.signed_by if promises else None) or 0, ""),
            figures=facts.figures_of(dossier),
        )

    async def _blocks(self, work: Work, dossier: Dossier, words: Words) -> Mapping[str, tuple[Part, ...]]:
        """What stands in a preview where the real thing comes later."""
        signed = facts.said(await work.versions.signed(dossier.campaign.id, PROMISES))
        now = dossier.promised.get(words.locale)
        before = signed.get(words.locale)
        changes = difference(words, before, now) if before and now else ()
        written = dossier.versions.get(summary.SUBJECT)
        heard = summary.heard(words, written.content) if written else ()
        rules = ground_rules.block(words, dossier.versions.get(RULES), None)
        found: dict[str, tuple[Part, ...]] = {"changes": changes, "heard": heard, "rules": rules}
        for name in ("changes", "heard", "rules", "figures", "survey", "questions"):
            if not found.get(name):
                found[name] = (Prose(words(f"rollout.block_{name}"), quiet=True),)
        return found


def _pdf(t: Words, made: meeting.Pack, at: datetime) -> bytes:
    # What sets paper takes most of a second to load, and most days nobody asks for it.
    from bot.campaigns.handout import pdf  # noqa: PLC0415 - see above

    return pdf(t, made, at=at)


def stop_of(dossier: Dossier, name: str) -> Stop:
    """A step that a button names. Raises a refusal where there is none."""
    stop = dossier.stop(name)
    if stop is None:
        raise Refusal("rollout.stale")
    return stop
