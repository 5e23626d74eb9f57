"""Letting it go, and holding it: start, pause, resume, move, cancel, close, stop everything, send again, try it out.

The rule to keep: what reaches people is asked about in a form that says how many, and done once however often the form
is sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.campaigns import deeds
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console import changes, creation
from bot.campaigns.console.approving import heard
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import PROMISES, RULES, Dossier, Stop
from bot.campaigns.console.drafting import Drafting, carried
from bot.campaigns.console.looking import Looking, stop_of
from bot.campaigns.console.overview import home, overview
from bot.campaigns.deeds import moved_to
from bot.campaigns.promises import missing
from bot.campaigns.question import past
from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Message, Reply
from bot.people import Person
from bot.ports import Work
from bot.surveys.early import NOTICE
from bot.texts import Words

TEST = "rollout_test"
"""The letter that shows somebody in HR a step as they would get it themselves."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What a sender does, and what everybody in HR may do to stop it."""

    desk: Desk
    looking: Looking
    drafting: Drafting

    async def starting(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before the start."""
        del person
        dossier = await self.looking.one(event.value)
        self._startable(dossier)
        return Reply(changes.starting_form(t, dossier, key=delivery(event)))

    async def started(self, event: Submitted, person: Person, t: Words) -> Reply:
        """It runs."""
        changes.ticked(event)
        key, number = carried(event, 2)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            if campaign.state is State.DRAFT:
                self._startable(dossier)
                if await self.desk.note(work, key, person, "started", campaign, people=dossier.people):
                    await deeds.start(work, campaign, dossier.playbook, self.looking.now())
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    async def pause(self, event: Press, person: Person, t: Words) -> Reply:
        """Nothing goes out until somebody resumes it."""
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, event.value)
            if campaign.state is State.RUNNING and await self.desk.note(
                work, delivery(event), person, "paused", campaign
            ):
                await deeds.pause(work, campaign.id)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), settles=True)

    async def resuming(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before it goes on."""
        del person
        dossier = await self.looking.one(event.value)
        if dossier.campaign.state is not State.PAUSED:
            raise Refusal("rollout.not_paused")
        waiting = sum(1 for stop in dossier.stops if self._waits(stop))
        return Reply(changes.resuming_form(t, dossier, key=delivery(event), waiting=waiting))

    async def resumed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """It goes on."""
        changes.ticked(event)
        key, number = carried(event, 2)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            if campaign.state is State.PAUSED and await self.desk.note(work, key, person, "resumed", campaign):
                await deeds.resume(work, campaign.id)
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    async def moving(self, event: Press, person: Person, t: Words) -> Reply:
        """The form for another date."""
        del person
        dossier = await self.looking.one(event.value)
        self._live(dossier.campaign)
        return Reply(creation.moving_form(t, dossier, {}, key=delivery(event), tells=heard(dossier)))

    async def moved(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Another date."""
        key, number, moves, _ = carried(event, 4)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            if await work.audit.seen(key) is None:
                self._live(campaign)
                if str(campaign.moves) != moves:
                    raise Refusal("rollout.approve_changed")
                anchor = creation.instant(event.text("day"), event.text("time"), campaign.zone)
                wanted = moved_to(campaign, dossier.playbook, anchor)
                if past(wanted, self.looking.now()):
                    raise Refusal("rollout.wrong_past", "day")
                before = campaign if campaign.started_at else None
                questions = self.drafting.questions(wanted, t, before=before)
                if anchor != campaign.anchor:
                    if creation.asked(questions, creation.sure(event)):
                        filled = {name: event.text(name) for name in ("day", "time")}
                        form = creation.moving_form(
                            t, dossier, filled, key=key, tells=heard(dossier), questions=questions
                        )
                        return Reply(form)
                    old, new = campaign.anchor.isoformat(), anchor.isoformat()
                    await self.desk.note(work, key, person, "moved", campaign, old=old, new=new)
                    if campaign.state is State.DRAFT:
                        await work.campaigns.save(wanted)
                    else:
                        await deeds.move(work, campaign.id, dossier.playbook, anchor, self.looking.now())
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    async def cancelling(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before it is called off."""
        del person
        dossier = await self.looking.one(event.value)
        self._live(dossier.campaign)
        return Reply(changes.cancelling_form(t, dossier, key=delivery(event), tells=heard(dossier)))

    async def cancelled(self, event: Submitted, person: Person, t: Words) -> Reply:
        """It is called off for good."""
        key, number = carried(event, 2)
        reason = event.text("reason")
        if not reason:
            raise Refusal("rollout.reason_needed", "reason")
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            if campaign.state in {State.DRAFT, State.RUNNING, State.PAUSED} and await self.desk.note(
                work, key, person, "cancelled", campaign, reason=reason
            ):
                await deeds.cancel(work, campaign.id, self.looking.now())
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    async def closing(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before it is closed."""
        del person
        dossier = await self.looking.one(event.value)
        self._closable(dossier)
        return Reply(changes.closing_form(t, dossier, key=delivery(event)))

    async def closed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """It is over."""
        changes.ticked(event)
        key, number = carried(event, 2)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            dossier = await self.desk.dossier(work, campaign.id)
            if campaign.state is not State.CLOSED:
                self._closable(dossier)
                if await self.desk.note(work, key, person, "closed", campaign):
                    await deeds.close(work, campaign.id, self.looking.now())
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    async def ending(self, event: Press, person: Person, t: Words) -> Reply:
        """The form for an earlier end of the survey."""
        del person
        dossier = await self.looking.one(event.value)
        if dossier.survey_ends is None:
            raise Refusal("rollout.ending_none")
        earliest = self._earliest()
        if earliest >= dossier.survey_ends:
            raise Refusal("rollout.ending_too_late")
        return Reply(changes.ending_form(t, dossier, earliest, key=delivery(event)))

    async def ended(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Everybody invited is told, and it ends then."""
        key, number = carried(event, 2)
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            if await work.audit.seen(key) is None:
                old = await self.desk.surveys.ends(work, campaign)
                if old is None:
                    raise Refusal("rollout.ending_none")
                at = creation.instant(event.text("day"), event.text("time"), campaign.zone)
                if at < self.looking.now() + NOTICE:
                    raise Refusal("rollout.ending_too_early", "time")
                if not await self.desk.surveys.end_early(work, campaign, at):
                    raise Refusal("rollout.ending_no_earlier", "day")
                await self.desk.note(work, key, person, "ended_early", campaign, old=old.isoformat(), at=at.isoformat())
            dossier = await self.desk.dossier(work, campaign.id)
        return Reply(overview(t, person, dossier, self.looking.now()), closes=True)

    def _earliest(self) -> datetime:
        """The first full hour for which there is time enough, with one to spare for filling the form in."""
        return (self.looking.now() + NOTICE + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)

    async def halting(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before everything stops."""
        del person
        async with self.desk.store.begin() as work:
            dossiers = [one for one in await self.desk.dossiers(work) if one.campaign.state is State.RUNNING]
        if not dossiers:
            raise Refusal("rollout.nothing_runs")
        return Reply(changes.halting_form(t, dossiers, key=delivery(event)))

    async def halted(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Everything that runs is paused."""
        changes.ticked(event)
        (key,) = carried(event, 1)
        async with self.desk.store.begin() as work:
            running = await work.campaigns.page((State.RUNNING,))
            if running and await self.desk.note(work, key, person, "halted", None, n=len(running)):
                for campaign in running:
                    await deeds.pause(work, campaign.id)
            dossiers = await self.desk.dossiers(work)
        return Reply(home(t, person, dossiers, self.looking.now()), closes=True)

    async def resend(self, event: Press, person: Person, t: Words) -> Reply:
        """Once more to those who were not reached, and to nobody else."""
        number, _, seen = event.value.partition(":")
        async with self.desk.store.begin() as work:
            campaign = await self._locked(work, number)
            self._live(campaign)
            if await work.audit.seen(delivery(event)) is None:
                queued = await work.mail.resend(str(campaign.id), None, self.looking.now())
                # The second of two clicks finds nobody left, and is nothing that was done.
                if queued:
                    await self.desk.note(work, delivery(event), person, "resent", campaign, n=queued)
        del seen
        return Reply(await self.looking.figures(campaign.id, person, t), settles=True)

    async def test(self, event: Press, person: Person, t: Words) -> Reply:
        """Every step, to oneself."""
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            await self._try(work, dossier, dossier.stops, event, person)
        return Reply(Message(t("rollout.tested", n=len(dossier.stops))))

    async def test_one(self, event: Press, person: Person, t: Words) -> Reply:
        """One step, to oneself."""
        number, _, name = event.value.partition(":")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(number))
            await self._try(work, dossier, (stop_of(dossier, name),), event, person)
        return Reply(Message(t("rollout.tested", n=1)))

    async def _try(self, work: Work, dossier: Dossier, stops: tuple[Stop, ...], event: Press, person: Person) -> None:
        now = self.looking.now()
        # A second click within the minute asks for the same messages.
        minute = f"{now:%Y-%m-%dT%H:%M}"
        for number, stop in enumerate(stops):
            occasion = f"{dossier.campaign.id}:{stop.step.name}:{minute}:{event.actor.platform}"
            # One after the other, as they will come.
            await work.outbox.owe(person.id, TEST, occasion, not_before=now + timedelta(milliseconds=number))

    async def _locked(self, work: Work, number: str) -> Campaign:
        try:
            return await work.campaigns.lock(number_of(number))
        except LookupError as error:
            raise Refusal("rollout.gone") from error

    def _startable(self, dossier: Dossier) -> None:
        campaign = dossier.campaign
        if campaign.state is not State.DRAFT:
            raise Refusal("rollout.started_already")
        promises = dossier.versions.get(PROMISES)
        if promises is None or missing(dossier.promised, self.desk.texts.locales):
            raise Refusal("rollout.sign_gaps")
        if promises.signed_at is None:
            raise Refusal("rollout.start_unsigned")
        if dossier.leads and RULES not in dossier.versions:
            raise Refusal("rollout.start_rules")
        if past(campaign, self.looking.now()):
            raise Refusal("rollout.start_past")
        if dossier.unready:
            raise Refusal(f"rollout.survey_{dossier.unready}")

    def _live(self, campaign: Campaign) -> None:
        if campaign.state not in {State.DRAFT, State.RUNNING, State.PAUSED}:
            raise Refusal("rollout.not_running")

    def _closable(self, dossier: Dossier) -> None:
        last = dossier.stop(dossier.playbook.follow_up or "")
        if dossier.campaign.state not in {State.RUNNING, State.PAUSED}:
            raise Refusal("rollout.not_running")
        if last is not None and (not last.count.sent or last.count.queued):
            raise Refusal("rollout.close_follow_up")

    def _waits(self, stop: Stop) -> bool:
        return stop.begins is not None and stop.begins <= self.looking.now() and not stop.gone
