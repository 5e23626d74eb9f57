"""A company with teams that log, ground rules that somebody agrees to, and the counter at its work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Bot
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console.ports import Version
from bot.campaigns.gates import rules_seal
from bot.campaigns.playbook import Kind
from bot.campaigns.ports import Agreement
from bot.events import Actor
from bot.hours.agreed import FIGURES, RULES
from bot.hours.counter import Counter
from bot.hours.desk import HOURS, HoursDesk
from bot.hours.ports import Decision
from bot.hours.rule import Rule
from bot.hours.sharing import SHARED, Sharing
from bot.message import Message
from bot.people import Person, Role
from bot.staff.rollout import Rollout
from bot.texts import Texts
from bot.timesheet.entry import Draft
from bot.timesheet.policy import Policies
from bot.timesheet.track import Track
from config.playbooks import playbooks
from config.policies import policies
from storage.sealing import KeyFolder
from storage.store import Database
from tests.conftest import Moving, account
from tests.speaker import Speaker, told

PLAYBOOKS = playbooks()
POLICIES = Policies(policies().named)
MEETING = datetime(2026, 11, 10, 3, tzinfo=UTC)
"""A Tuesday: the first week that may be told of is that from the 16th to the 22nd."""
MONDAY = date(2026, 11, 16)
THURSDAY = datetime(2026, 11, 26, 5, tzinfo=UTC)
"""When that week is told of."""


@dataclass
class Office:
    """Everybody at work. People are named after their team, such as `ops1`; the first leads it."""

    store: Database
    texts: Texts
    clock: Moving
    folder: Path

    async def enrol(self, name: str, division: str | None, *roles: Role) -> Person:
        async with self.store.begin() as work:
            return await work.people.enrol(
                self.actor(name), division=division, roles=frozenset({Role.EMPLOYEE, *roles})
            )

    async def team(self, division: str, number: int, *, first: int = 1) -> None:
        """So many people; the first of the first ones leads."""
        for place in range(first, first + number):
            await self.enrol(f"{division.lower()}{place}", division, *((Role.LEAD,) if place == 1 else ()))

    def actor(self, name: str) -> Actor:
        return account(name, locale="en", email=f"{name}@example.org")

    async def log(self, name: str, day: date, hours: float, project: str | None = None) -> None:
        async with self.store.begin() as work:
            person = await work.people.meet(self.actor(name))
            draft = Draft(day, round(hours * 60), project)
            await work.entries.add(
                person.id, [draft], by=person.id, at=self.clock.now(), delivery=f"{name}{day}{project}{hours}"
            )

    async def logged(self, names: Mapping[str, float], monday: date = MONDAY, project: str | None = None) -> None:
        """So many hours each, on the Monday."""
        for name, hours in names.items():
            await self.log(name, monday, hours, project)

    async def rules(
        self,
        rule: Rule,
        *,
        audience: str = "all",
        agree: bool = True,
        meeting: datetime = MEETING,
        state: State = State.RUNNING,
    ) -> int:
        """A rollout that runs, or is over, under ground rules to which every lead agrees."""
        playbook = PLAYBOOKS["time-tracking"]
        wanted = Campaign(
            id=0,
            playbook=playbook.name,
            title="Recording time",
            zone=ZoneInfo("Asia/Jakarta"),
            anchor=meeting,
            survey_end=None,
            audience=audience,
            calendar="default",
            created_at=self.clock.now(),
            created_by=None,
            key=f"{rule}{audience}{meeting}",
            state=state,
            started_at=self.clock.now(),
        )
        content = {"en": {"text": "Be kind.", "divisions": {}}, FIGURES: rule.value}
        async with self.store.begin() as work:
            made = await work.campaigns.create(wanted)
            version = Version(made.id, RULES, 1, content, None, self.clock.now(), delivery=wanted.key)
            await work.versions.add(version)
            form = next(step for step in playbook.steps if step.kind is Kind.FORM)
            seal = rules_seal(form, form.wording, {RULES: version})
            if agree:
                for lead in await work.gates.leads(made):
                    await work.gates.answer(Agreement(made.id, seal, lead, True, "", self.clock.now()))
        return made.id

    async def rewrite(self, campaign: int, rule: Rule, text: str = "Be kind.") -> None:
        """HR writes the rules anew; nobody has agreed to that."""
        content = {"en": {"text": text, "divisions": {}}, FIGURES: rule.value}
        async with self.store.begin() as work:
            number = (await work.versions.latest(campaign))[RULES].number + 1
            key = f"rewrite{number}"
            await work.versions.add(Version(campaign, RULES, number, content, None, self.clock.now(), delivery=key))

    def counter(self, folder: Path | None = None, secret: str = "") -> Counter:
        keys, zone = KeyFolder(folder or self.folder), ZoneInfo("Asia/Jakarta")
        return Counter(self.store, self.clock, PLAYBOOKS, POLICIES, keys, zone, secret=secret)

    async def count(self, at: datetime = THURSDAY) -> None:
        """The worker comes by at an instant."""
        self.clock.to(at)
        await self.counter().tick()

    async def decided(self, division: str = "Ops") -> tuple[Decision, ...]:
        async with self.store.begin() as work:
            return await work.figures.get(division)

    async def letter(self, name: str) -> str | None:
        """What somebody is owed of shared weeks, as they get it; None where there is nothing to say any more."""
        async with self.store.begin() as work:
            person = await work.people.meet(self.actor(name))
            claimed = await work.outbox.claim(self.clock.now(), limit=10, lease=60)
        (owed,) = [one for one in claimed if one.step == SHARED and one.person == person.id]
        letter = Sharing(self.store, self.clock).letters()[SHARED]
        found = await letter(owed, person, self.texts.to("en"), self.clock.now())
        return told(found) if isinstance(found, Message) else None

    async def told(self, division: str = "Ops") -> float | None:
        """The last mean in hours; None where nothing is told."""
        newest = (await self.decided(division))[0]
        return newest.told.mean / 60 if newest.told else None

    def speaker(self, name: str, locale: str = "en") -> Speaker:
        desk, sharing = HoursDesk(self.store, self.clock, PLAYBOOKS), Sharing(self.store, self.clock)
        track = Track(self.store, self.texts, POLICIES, self.clock, desk)
        found = track.features()
        features = replace(
            found,
            commands={**found.commands, "rollout": Rollout(dict.fromkeys(HOURS, desk.command))},
            presses={**found.presses, "hours": desk.press, "share": sharing.press},
            forms={**found.forms, "share": sharing.submit},
        )
        return Speaker(Bot(self.store, self.texts, features), replace(self.actor(name), locale=locale))
