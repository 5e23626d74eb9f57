"""Writing: setting a campaign up, its texts, promises, practical facts, ground rules and summary.

The rule to keep: nothing written here reaches anybody until somebody else has approved it, and of two people who write
at once the second is told, with their own words still in the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.campaigns.campaign import Campaign
from bot.campaigns.console import creation, facts, ground_rules, summary
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import PRACTICAL, PROMISES, RULES, Dossier, subject
from bot.campaigns.console.looking import Looking, stop_of
from bot.campaigns.console.moments import moment
from bot.campaigns.console.overview import overview
from bot.campaigns.console.ports import Version
from bot.campaigns.console.texts import edit_form, mistakes
from bot.campaigns.course import survey_end
from bot.campaigns.playbook import Anchor, Wording
from bot.campaigns.ports import Summary
from bot.campaigns.promises import NAMES, suggested
from bot.campaigns.question import doubts, past
from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Message, Reply
from bot.people import Person
from bot.ports import Work
from bot.texts import Words

ASK = "rollout_ask"
"""The letter that asks a lead once more."""
_AGAIN = "|again:"
"""In what a form of a new campaign carries, before the number of the one whose words it takes along."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """The forms of whoever drafts."""

    desk: Desk
    looking: Looking

    async def new(self, event: Press, person: Person, t: Words) -> Reply:
        """An empty form for a campaign."""
        offered = await self._offered()
        return Reply(creation.creation_form(t, offered, {}, key=delivery(event), zone=person.zone))

    async def again(self, event: Press, person: Person, t: Words) -> Reply:
        """The same form, filled with what an earlier campaign was, whose words are taken along."""
        offered, earlier = await self._offered(), (await self.looking.one(event.value)).campaign
        if earlier.ended_at is None:
            raise Refusal("rollout.stale")
        key, filled = f"{delivery(event)}{_AGAIN}{earlier.id}", creation.repeated(earlier, offered)
        return Reply(creation.creation_form(t, offered, filled, key=key, zone=person.zone, like=earlier.title))

    async def created(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The form of a new campaign. Its value is the delivery that opened it: one form, one campaign."""
        offered = await self._offered()
        wish = creation.wished(event, offered)
        key = event.value.rpartition("|")[0]
        now = self.looking.now()
        playbook = self.desk.playbooks[wish.playbook]
        campaign = Campaign(
            id=0,
            playbook=wish.playbook,
            title=wish.title or playbook.title.get(t.locale, playbook.name),
            zone=wish.zone,
            anchor=wish.anchor,
            survey_end=wish.survey_end,
            audience=wish.audience,
            calendar=wish.calendar,
            created_at=now,
            created_by=person.id,
            key=key,
        )
        if past(campaign, now):
            raise Refusal("rollout.wrong_past", "day")
        campaign = replace(campaign, survey_end=survey_end(campaign, playbook))
        questions = self.questions(campaign, t)
        if creation.asked(questions, wish.sure):
            async with self.desk.store.begin() as work:
                earlier = await _earlier(work, key)
            form = creation.creation_form(
                t,
                offered,
                _filled(event),
                key=key,
                zone=person.zone,
                questions=questions,
                like=earlier.title if earlier else "",
            )
            return Reply(form)
        async with self.desk.store.begin() as work:
            made = await work.campaigns.create(campaign)
            if await self.desk.note(work, key, person, "created", made, at=made.anchor.isoformat()):
                await self._take_along(work, made, person)
            dossier = await self.desk.dossier(work, made.id)
        return Reply(overview(t, person, dossier, now), closes=True)

    async def _take_along(self, work: Work, made: Campaign, person: Person) -> None:
        """Write what an earlier campaign says as the first version of this one: nobody has signed or approved it."""
        earlier = await _earlier(work, made.key)
        if earlier is None or earlier.playbook != made.playbook:
            return
        for about, version in (await work.versions.latest(earlier.id)).items():
            if about == summary.SUBJECT:
                # What was heard then is not what will be heard.
                continue
            # The day of a course is over, as the day of the meeting is.
            content = dict(version.content) | ({"course": ""} if about == PRACTICAL else {})
            number, now, key = 1, self.looking.now(), f"{made.key}:{about}"
            await work.versions.add(Version(made.id, about, number, content, person.id, now, delivery=key))
        await self.desk.note(work, f"{made.key}:along", person, "taken_along", made, earlier=earlier.title)

    def questions(self, campaign: Campaign, t: Words, *, before: Campaign | None = None) -> tuple[tuple[str, str], ...]:
        """What HR is asked about a date before anything hangs on it."""
        playbook = self.desk.playbooks[campaign.playbook]
        found = doubts(campaign, playbook, self.desk.place(campaign), self.looking.now(), before=before)
        when = moment(t, campaign.anchor, campaign.zone)
        return tuple((str(doubt), t(f"rollout.doubt_{doubt}", when=when)) for doubt in found)

    async def edit(self, event: Press, person: Person, t: Words) -> Reply:
        """The words of a text."""
        del person
        number, _, name = event.value.partition(":")
        dossier = await self.looking.one(number)
        step = stop_of(dossier, name).step
        return Reply(edit_form(t, dossier, step, self._locales(t), key=delivery(event)))

    async def edited(self, event: Submitted, person: Person, t: Words) -> Reply:
        """New words: a new version, which nobody has approved."""
        key, number, name, after = carried(event, 4)
        filled = _filled(event)
        said = {
            locale: Wording(
                " ".join(filled.get(f"text_{locale}", "").split()), filled.get(f"body_{locale}", "").strip()
            )
            for locale in self.desk.texts.locales
        }
        content = {locale: {"text": one.text, "body": one.body} for locale, one in said.items()}
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            stop = stop_of(dossier, name)
            if correction := mistakes(t, dossier, stop.step, said):
                return Reply(correction)
            if stop.gone and stop.step.when.call is None:
                raise Refusal("rollout.edit_gone")
            if dict(dossier.wording(stop.step)) != said:
                await self._write(work, dossier, subject(name), after, content, person, key)
                if await self.desk.note(work, key, person, "edited", campaign, step=name, n=number_of(after) + 1):
                    await work.journeys.void(campaign.id)
        card = await self.looking.card(campaign.id, name, person, t)
        return Reply(card, closes=True)

    async def promises(self, event: Press, person: Person, t: Words) -> Reply:
        """What the company promises."""
        del person
        dossier = await self.looking.one(event.value)
        start = {locale: suggested(dossier.playbook, locale) for locale in self.desk.texts.locales}
        return Reply(facts.promises_form(t, dossier, self.looking.words(t), start, key=delivery(event)))

    async def promised(self, event: Submitted, person: Person, t: Words) -> Reply:
        """New promises: a new version, which nobody has signed."""
        key, number, after = carried(event, 3)
        said = facts.promised(_filled(event), self.desk.texts.locales)
        content = {locale: {name: getattr(one, name) for name in NAMES} for locale, one in said.items()}
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            if PROMISES not in dossier.versions or dict(dossier.promised) != said:
                await self._write(work, dossier, PROMISES, after, content, person, key)
                await self.desk.note(work, key, person, "promised", campaign, n=number_of(after) + 1)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(facts.facts_card(t, person, dossier), closes=True)

    async def practical(self, event: Press, person: Person, t: Words) -> Reply:
        """Who helps, and where."""
        del person
        return Reply(facts.practical_form(t, await self.looking.one(event.value), key=delivery(event)))

    async def practised(self, event: Submitted, person: Person, t: Words) -> Reply:
        """New practical facts."""
        key, number, after = carried(event, 3)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            day, clock = event.text("course_day"), event.text("course_time")
            if bool(day) != bool(clock):
                raise Refusal("rollout.wrong_end", "course_time" if day else "course_day")
            course = creation.instant(day, clock, campaign.zone, "course_day", "course_time") if day else None
            content = {name: event.text(name) for name in ("hr", "place", "helpers", "course_place", "helper_emails")}
            content["course"] = course.isoformat() if course else ""
            await self._write(work, dossier, PRACTICAL, after, content, person, key)
            if await self.desk.note(work, key, person, "practical", campaign):
                await work.journeys.void(campaign.id)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(facts.facts_card(t, person, dossier), closes=True)

    async def write_rules(self, event: Press, person: Person, t: Words) -> Reply:
        """The ground rules."""
        del person
        dossier = await self.looking.one(event.value)
        start = {words.locale: words("rollout.suggested_rules") for words in self.looking.words(t)}
        divisions = await self._divisions()
        form = ground_rules.writing_form(t, dossier, self._locales(t), start, divisions, key=delivery(event))
        return Reply(form)

    async def ruled(self, event: Submitted, person: Person, t: Words) -> Reply:
        """New ground rules: every lead is asked anew."""
        key, number, after = carried(event, 3)
        content = ground_rules.ruled(_filled(event), self.desk.texts.locales, await self._divisions())
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            standing = dossier.versions.get(RULES)
            ground_rules.may_follow(dossier, content)
            if standing is None or dict(standing.content) != content:
                await self._write(work, dossier, RULES, after, content, person, key)
                if await self.desk.note(work, key, person, "ruled", campaign, n=number_of(after) + 1):
                    await work.journeys.void(campaign.id)
            dossier = await self.desk.dossier(work, campaign.id)
        if not dossier.leads:
            return Reply(overview(t, person, dossier, self.looking.now()), closes=True)
        return Reply(ground_rules.leads_card(t, person, dossier), closes=True)

    async def ask_again(self, event: Press, person: Person, t: Words) -> Reply:
        """Ask the leads once more who have not answered this version."""
        key = delivery(event)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, event.value)
            dossier = await self.desk.dossier(work, campaign.id)
            if campaign.started_at is None or campaign.ended_at is not None:
                raise Refusal("rollout.not_running")
            open_ = [lead for lead in dossier.leads if lead.agrees is None]
            if await self.desk.note(work, key, person, "asked_again", campaign, n=len(open_)):
                for lead in open_:
                    await work.outbox.owe(lead.person, ASK, f"{campaign.id}:{key}", not_before=self.looking.now())
        return Reply(Message(t("rollout.asked_again", n=len(open_))))

    async def concern(self, event: Press, person: Person, t: Words) -> Reply:
        """The answer to one concern."""
        del person
        number, _, name = event.value.partition(":")
        dossier = await self.looking.one(number)
        concern = next((one for one in await self.looking.concerns(dossier) if one.id == name), None)
        if concern is None:
            raise Refusal("rollout.stale")
        form = summary.concern_form(t, dossier, concern, self._locales(t), key=delivery(event))
        return Reply(form)

    async def concerned(self, event: Submitted, person: Person, t: Words) -> Reply:
        """An answer was written."""
        key, number, name, after = carried(event, 4)
        dossier = await self.looking.one(number)
        concerns = await self.looking.concerns(dossier)
        concern = next((one for one in concerns if one.id == name), None)
        if concern is None:
            raise Refusal("rollout.stale")
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            standing = dossier.versions.get(summary.SUBJECT)
            content = summary.concerned(_filled(event), standing, concern, self.desk.texts.locales)
            if standing is None or dict(standing.content) != content:
                await self._write(work, dossier, summary.SUBJECT, after, content, person, key)
                await self.desk.note(work, key, person, "concerned", campaign, n=number_of(after) + 1)
            dossier = await self.desk.dossier(work, campaign.id)
        card = summary.summary_card(t, person, dossier, concerns, self.desk.texts.locales)
        return Reply(card, closes=True)

    async def summarise(self, event: Press, person: Person, t: Words) -> Reply:
        """The summary is complete: from now on the follow-up says it."""
        number, _, seen = event.value.partition(":")
        dossier = await self.looking.one(number)
        concerns = await self.looking.concerns(dossier)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            version = dossier.versions.get(summary.SUBJECT)
            if version is None or not summary.complete(version, concerns, self.desk.texts.locales):
                raise Refusal("rollout.summary_gaps")
            if str(version.number) != seen:
                raise Refusal("rollout.approve_changed")
            if await self.desk.note(work, delivery(event), person, "summarised", campaign):
                standing = await work.gates.summary(campaign.id)
                if standing is None or dict(standing.content) != dict(version.content):
                    number_ = standing.number + 1 if standing else 1
                    at = self.looking.now()
                    await work.gates.summarise(
                        Summary(campaign.id, number_, version.content, person.id, at, delivery(event))
                    )
                await work.journeys.void(campaign.id)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), settles=True)

    async def _write(
        self,
        work: Work,
        dossier: Dossier,
        about: str,
        after: str,
        content: Mapping[str, object],
        person: Person,
        key: str,
    ) -> None:
        """The next version. Raises a refusal where somebody has written one since the form was opened."""
        if dossier.campaign.ended_at is not None:
            raise Refusal("rollout.not_running")
        wanted = Version(
            campaign=dossier.campaign.id,
            subject=about,
            number=number_of(after) + 1,
            content=content,
            by=person.id,
            at=self.looking.now(),
            delivery=key,
        )
        if await work.versions.add(wanted) is None:
            standing = dossier.versions.get(about)
            who = dossier.names.get((standing.by if standing else None) or 0, "?")
            raise Refusal("rollout.edit_meanwhile", None, who=who)

    def _locales(self, t: Words) -> tuple[str, ...]:
        return tuple(words.locale for words in self.looking.words(t))

    async def _locked(self, work: Work, number: str) -> Campaign:
        try:
            return await work.campaigns.lock(number_of(number))
        except LookupError as error:
            raise Refusal("rollout.gone") from error

    async def _offered(self) -> creation.Offered:
        known = sorted(self.desk.playbooks.items(), key=lambda one: one[1].anchor is not Anchor.MEETING)
        return creation.Offered(dict(known), await self._divisions(), sorted(self.desk.policies.named))

    async def _divisions(self) -> tuple[str, ...]:
        async with self.desk.store.begin() as work:
            groups = await work.crowd.groups()
        return tuple(sorted({group.division for group in groups if group.division}))


async def _earlier(work: Work, key: str) -> Campaign | None:
    """The campaign whose words a new one takes along, by what its form carries."""
    _, found, number = key.rpartition(_AGAIN)
    earlier = await work.campaigns.get(number_of(number)) if found else None
    return earlier if earlier is not None and earlier.ended_at is not None else None


def carried(event: Submitted, parts: int) -> tuple[str, ...]:
    """What a form carries: the delivery that opened it, the campaign, and more. Raises a refusal for anything else."""
    found = tuple(event.value.rsplit("|", parts - 1))
    if len(found) != parts or not found[0]:
        raise Refusal("rollout.stale")
    return found


def _filled(event: Submitted) -> dict[str, str]:
    """What was typed, with one kind of line end."""
    return {name: event.text(name).replace("\r\n", "\n") for name in event.fields}
