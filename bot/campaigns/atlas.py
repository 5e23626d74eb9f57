"""Places and courses: what the tick and the delivery both ask before they plan.

The rule to keep: dates are worked out once for a zone and a calendar, however many people live there.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.campaigns import gates
from bot.campaigns.campaign import EVERYBODY, Campaign
from bot.campaigns.course import Course, course_of
from bot.campaigns.place import Calendar, Place
from bot.campaigns.plan import plan
from bot.campaigns.playbook import Audience, Playbook, Step
from bot.campaigns.ports import Journey
from bot.campaigns.verdict import LEFT, Plan, Standing, Traveller
from bot.mail import Had
from bot.message import Message
from bot.people import Person, Role
from bot.ports import Work
from bot.texts import Words

_HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER})
_COURSES = 2000

Gatekeeper = Callable[[Work, Campaign, Playbook], Awaitable[Mapping[str, str]]]
"""Which steps of a campaign may not go now, and why."""
Writer = Callable[[Campaign, Step, str, Person, Words], Awaitable[Message]]
"""Writes a step for its reader: campaign, step, occasion, reader, the reader's words."""


async def gatekeeper(work: Work, campaign: Campaign, playbook: Playbook) -> Mapping[str, str]:
    """What stands in the way of each step."""
    return gates.shut(campaign, playbook, await gates.evidence_of(work, campaign, playbook))


@dataclass(frozen=True, slots=True)
class Ways:
    """What the engine is given: playbooks by name, whose working days hold for whom, and who writes."""

    playbooks: Mapping[str, Playbook]
    calendar: Callable[[str], Calendar]
    """The working days of a policy by its name."""
    writer: Writer
    gatekeeper: Gatekeeper = gatekeeper
    policy: Callable[[Person], str] = lambda person: person.policy
    """The name of the policy that holds for somebody."""


class Atlas:
    """Remembers every course that was worked out."""

    def __init__(self, ways: Ways, grace: timedelta) -> None:
        self._ways = ways
        self._grace = grace
        self._courses: dict[tuple[Campaign, Place], Course] = {}

    def place_of(self, campaign: Campaign, person: Person) -> Place:
        """Where somebody is, as this campaign sees it."""
        name = self._ways.policy(person)
        zone = person.zone if person.zone_known else campaign.zone
        return Place(zone, name, self._ways.calendar(name), campaign.weekends)

    def planned(
        self,
        campaign: Campaign,
        standing: Standing,
        journey: Journey,
        person: Person | None,
        had: tuple[Had, ...],
        now: datetime,
        *,
        signed_up: bool = False,
    ) -> Plan:
        """The plan for one person, who may be gone. Raises LookupError for a campaign whose playbook is not here."""
        if person is None:
            return Plan((), None, LEFT)
        course = self._course(campaign, self.place_of(campaign, person))
        traveller = _traveller(campaign, journey, person, had, signed_up=signed_up)
        return plan(course, standing, traveller, now, self._grace)

    def _course(self, campaign: Campaign, place: Place) -> Course:
        found = self._courses.get((campaign, place))
        if found is None:
            if len(self._courses) >= _COURSES:
                self._courses.clear()
            found = self._courses[campaign, place] = course_of(campaign, self._ways.playbooks[campaign.playbook], place)
        return found


async def signed_up(
    work: Work, campaign: Campaign, playbook: Playbook | None, people: Collection[int]
) -> frozenset[int]:
    """Who of these has asked for help, where a step is for them."""
    if playbook is None or not any(step.audience is Audience.SIGNED_UP for step in playbook.steps):
        return frozenset()
    return frozenset(person for person, _ in await work.beforehand.signed_up(campaign.id, people))


def _traveller(
    campaign: Campaign, journey: Journey, person: Person, had: tuple[Had, ...], *, signed_up: bool
) -> Traveller:
    audiences = {Audience.EVERYBODY}
    if signed_up:
        audiences.add(Audience.SIGNED_UP)
    if Role.LEAD in person.roles:
        audiences.add(Audience.LEADS)
    if person.roles & _HR:
        audiences.add(Audience.HR)
    return Traveller(
        here=person.active and campaign.audience in {EVERYBODY, person.division},
        audiences=frozenset(audiences),
        joined_at=journey.joined_at,
        since=journey.since,
        last_step=journey.last_step,
        last_day=journey.last_day,
        had=had,
        prompts=journey.prompts,
        held=journey.held,
        done=journey.done,
    )
