"""The desk: where a campaign's dossier is put together, and where everything that is done is written down.

The rule to keep: what is done and its line in the audit log are one transaction, and the same delivery does it once.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns.beforehand import Question, closes_at
from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.channel import Rooms
from bot.campaigns.console import facts
from bot.campaigns.console.attention import Coming, Load
from bot.campaigns.console.dossier import (
    PRACTICAL,
    PROMISES,
    RULES,
    Answered,
    Departure,
    Dossier,
    Stop,
    rules_of,
    survey_of,
)
from bot.campaigns.console.gaps import Gaps, count_of, hears, missing_of, reads
from bot.campaigns.console.ports import Deed, Group, Surveys, Version
from bot.campaigns.course import course_of
from bot.campaigns.gates import QUORUM, rules_seal, seal, worded
from bot.campaigns.line import Line
from bot.campaigns.place import Calendar, Place
from bot.campaigns.playbook import Audience, Playbook, Step, Via
from bot.campaigns.promises import missing
from bot.campaigns.scenario import Scenario
from bot.errors import Refusal
from bot.mail import Fate
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.reference import reference
from bot.texts import Texts, Words
from bot.timesheet.policy import Policies

OPEN = (State.DRAFT, State.RUNNING, State.PAUSED)
"""Campaigns that something may still come of."""
_Moments = dict[tuple[datetime, ZoneInfo], int]
"""People by instant and zone."""


Play = Callable[[Scenario, Mapping[str, Calendar]], Awaitable[Sequence[Line]]]
"""Plays a scenario where it stands in nobody's way. The second is working days by name."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every part of the console works with."""

    store: Store
    texts: Texts
    clock: Clock
    playbooks: Mapping[str, Playbook]
    policies: Policies
    surveys: Surveys
    company: str
    rooms: Mapping[str, Rooms] = field(default_factory=dict)
    """By platform, where one can speak in channels."""
    play: Play | None = None
    """Plays a rollout beforehand, where something does."""

    async def dossier(self, work: Work, number: int) -> Dossier:
        """A campaign as things stand. Raises a refusal where there is none."""
        campaign = await work.campaigns.get(number)
        if campaign is None or campaign.playbook not in self.playbooks:
            raise Refusal("rollout.gone")
        return await self.of(work, campaign, await work.crowd.groups())

    async def dossiers(self, work: Work) -> tuple[Dossier, ...]:
        """Every campaign that something may still come of, newest first; without those, the last that ended."""
        found = [one for one in await work.campaigns.page() if one.playbook in self.playbooks]
        live = [one for one in found if one.state in OPEN] or found[:1]
        groups = await work.crowd.groups()
        return tuple([await self.of(work, campaign, groups) for campaign in live])

    async def of(self, work: Work, campaign: Campaign, groups: Sequence[Group]) -> Dossier:
        """A campaign's dossier."""
        playbook = self.playbooks[campaign.playbook]
        versions = await work.versions.latest(campaign.id)
        leads = await self._leads(work, campaign, playbook, versions)
        approvals = await work.gates.approvals(campaign.id)
        seals = {step.name: self.seal(campaign, step, versions) for step in playbook.steps}
        approved = {one.step: one.by for one in approvals if one.note != QUORUM and one.seal == seals.get(one.step)}
        form = rules_of(playbook)
        quorum = form is not None and any(
            one.step == form.name and one.note == QUORUM and one.seal == self.rules_seal(form, versions)
            for one in approvals
        )
        tallies = await work.mail.status(str(campaign.id))
        ours = [group for group in groups if campaign.audience in {EVERYBODY, group.division}]
        gaps = await self._gaps(work, campaign, versions, leads, quorum=quorum)
        departures = self.departures(campaign, playbook, ours)
        awaited = await self.surveys.awaited(work, campaign)
        posted = self._posted(campaign, playbook)
        posts = await work.mail.posts(str(campaign.id))
        here = campaign.channel.key if campaign.channel else ""
        # What was not said in an earlier channel is still to be said in this one.
        said = [one for one in posts if one.fate is Fate.SENT or one.channel == here]
        stops = tuple(
            Stop(
                step=step,
                departures=departures[step.name],
                missing=missing_of(campaign, playbook, step, gaps, approved=frozenset(approved), awaited=awaited),
                people=sum(group.people for group in ours if reads(group, step)),
                count=count_of(tallies, step, said),
                print=seals[step.name],
                approved_by=approved.get(step.name),
                posted=posted.get(step.name),
            )
            for step in playbook.steps
        )
        names = {*(version.by for version in versions.values()), *(version.signed_by for version in versions.values())}
        return Dossier(
            campaign=campaign,
            playbook=playbook,
            stops=tuple(sorted(stops, key=lambda stop: stop.step.when.call is not None)),
            people=sum(group.people for group in ours),
            versions=versions,
            promised=facts.said(versions.get(PROMISES)),
            practical=facts.practical(versions.get(PRACTICAL)),
            leads=leads,
            quorum=quorum,
            survey_ends=await self.surveys.ends(work, campaign),
            turnout=await self.surveys.turnout(work, campaign),
            codes=tuple(dict.fromkeys(name for names in awaited.values() for name in names)),
            posts=posts if campaign.channel else (),
            unready=(self.surveys.ready() or "") if survey_of(playbook) else "",
            names=await self.names(work, {*names, campaign.created_by}),
        )

    def seal(self, campaign: Campaign, step: Step, versions: Mapping[str, Version]) -> str:
        """What an approval of a step is bound to."""
        return seal(campaign, step, worded(step, versions.get(f"step:{step.name}")), versions)

    def rules_seal(self, step: Step, versions: Mapping[str, Version]) -> str:
        """What a lead's word is bound to."""
        return rules_seal(step, worded(step, versions.get(f"step:{step.name}")), versions)

    def place(self, campaign: Campaign) -> Place:
        """The campaign's own."""
        return Place(campaign.zone, campaign.calendar, self.policies.of(campaign.calendar), campaign.weekends)

    def departures(
        self, campaign: Campaign, playbook: Playbook, groups: Iterable[Group]
    ) -> Mapping[str, tuple[Departure, ...]]:
        """When each step reaches how many people, where they are."""
        found: dict[str, _Moments] = {step.name: {} for step in playbook.steps}
        for group in groups:
            place = self._place(group, campaign)
            for stop in course_of(campaign, playbook, place).stops:
                may = stop.step.audience is Audience.SIGNED_UP
                if stop.own is not None and (may or hears(group, stop.step)):
                    moments = found[stop.step.name]
                    moment = stop.own, place.zone
                    # Whoever has signed up by then may be anywhere, and may be nobody.
                    moments[moment] = moments.get(moment, 0) + (0 if may else group.people)
        for step in playbook.steps:
            # What goes at the start goes at one instant everywhere.
            if step.when.start and campaign.started_at is not None:
                people = sum(group.people for group in groups if hears(group, step))
                found[step.name] = {(campaign.started_at, campaign.zone): people}
        return {
            name: tuple(
                Departure(at, zone, people)
                for (at, zone), people in sorted(moments.items(), key=lambda one: (one[0][0], one[0][1].key))
            )
            for name, moments in found.items()
        }

    async def loads(self, work: Work, besides: Campaign | None = None) -> tuple[Load, ...]:
        """What everybody is sent by all campaigns that are not over; `besides` counts as it is given."""
        live = [one for one in await work.campaigns.page(OPEN) if one.playbook in self.playbooks]
        live = [one for one in live if besides is None or one.id != besides.id] + ([besides] if besides else [])
        return tuple(
            Load(group.people, tuple(self._coming(group, live))) for group in await work.crowd.groups() if group.people
        )

    def _coming(self, group: Group, campaigns: Sequence[Campaign]) -> Iterable[Coming]:
        for campaign in campaigns:
            if campaign.audience not in {EVERYBODY, group.division}:
                continue
            place = self._place(group, campaign)
            for stop in course_of(campaign, self.playbooks[campaign.playbook], place).stops:
                if stop.own is not None and hears(group, stop.step):
                    yield Coming(campaign.id, stop.step.name, place.day(stop.own))

    def _posted(self, campaign: Campaign, playbook: Playbook) -> Mapping[str, datetime]:
        """When each step is said in the campaign's channel, by name."""
        said = {Via.CHANNEL} if campaign.channel is None else {Via.CHANNEL, Via.BOTH}
        stops = course_of(campaign, playbook, self.place(campaign)).stops
        return {stop.step.name: stop.own for stop in stops if stop.own is not None and stop.step.via in said}

    def _place(self, group: Group, campaign: Campaign) -> Place:
        """Where a group is; whoever has no zone is where the campaign is."""
        policy = self.policies.of(group.policy)
        return Place(group.zone or campaign.zone, group.policy, policy, campaign.weekends)

    async def questions(self, work: Work, campaign: Campaign) -> Sequence[tuple[Question, str]] | None:
        """What was asked for the meeting, with the names of those who gave one; None before HR may see any."""
        if self.clock.now() < closes_at(campaign):
            return None
        found = await work.beforehand.questions(campaign.id)
        names = await self.names(work, (one.person for one in found))
        return tuple((one, names.get(one.person or 0, "")) for one in found)

    async def spoken(self, work: Work, campaign: Campaign) -> tuple[Words, ...]:
        """Each language that a campaign's audience speaks: what is said to all at once is said in all of them."""
        found = await work.crowd.languages(None if campaign.audience == EVERYBODY else campaign.audience)
        # The installation's own language first; without anybody to speak to, in that one.
        first, known = self.texts.to(None), {self.texts.to(one).locale for one in found}
        others = [self.texts.to(one) for one in self.texts.locales if one != first.locale and one in known]
        return (*([first] if first.locale in known or not others else []), *others)

    async def names(self, work: Work, numbers: Iterable[int | None]) -> Mapping[int, str]:
        """What people are called, by number; whoever is gone is not among them."""
        wanted = {number for number in numbers if number is not None}
        found = await work.people.these(wanted) if wanted else {}
        return {number: person.name for number, person in found.items()}

    async def note(
        self, work: Work, key: str, person: Person, act: str, campaign: Campaign | None, **details: str | int
    ) -> bool:
        """Write a line of the audit log; False where this delivery has been here, and nothing is to be done again."""
        told = {"title": campaign.title, **details} if campaign else details
        number = campaign.id if campaign else None
        return await work.audit.note(Deed(self.clock.now(), person.id, number, act, told, key))

    async def _leads(
        self, work: Work, campaign: Campaign, playbook: Playbook, versions: Mapping[str, Version]
    ) -> tuple[Answered, ...]:
        form = rules_of(playbook)
        if form is None:
            return ()
        asked = await work.people.these(await work.gates.leads(campaign))
        words = await work.gates.agreements(campaign.id, self.rules_seal(form, versions))
        said = {one.person: one for one in words}
        found = []
        for lead in sorted(asked.values(), key=lambda lead: (lead.name.casefold(), lead.id)):
            word = said.get(lead.id)
            found.append(
                Answered(lead.id, lead.name, lead.division, word.agrees, word.reason)
                if word
                else Answered(lead.id, lead.name, lead.division)
            )
        return tuple(found)

    async def _gaps(
        self,
        work: Work,
        campaign: Campaign,
        versions: Mapping[str, Version],
        leads: Sequence[Answered],
        *,
        quorum: bool,
    ) -> Gaps:
        promises = versions.get(PROMISES)
        return Gaps(
            promises=promises is None or bool(missing(facts.said(promises), self.texts.locales)),
            signature=promises is None or promises.signed_at is None,
            rules=RULES not in versions,
            leads=not quorum and not all(lead.agrees for lead in leads),
            counted=frozenset(await work.gates.counted(campaign.id)),
            summary=await work.gates.summary(campaign.id) is None,
        )


def number_of(text: str) -> int:
    """The number that a button carries. Raises a refusal for anything else."""
    found = reference(text)
    if found is None:
        raise Refusal("rollout.stale")
    return found
