"""The course of a campaign in one place: when each step has its own time there, before anything goes wrong.

The rule to keep: it is the same for everybody in one zone with one calendar, so it is worked out once for all of them.
Rules 1 to 3 of the timing are here; what happens to a step that missed its time is in `bot.campaigns.plan`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.campaigns.campaign import Campaign
from bot.campaigns.place import Place, a_month_before
from bot.campaigns.playbook import NINE, Call, Kind, Playbook, Step, Until
from bot.mail import Care


@dataclass(frozen=True, slots=True)
class Stop:
    """One step in one place."""

    step: Step
    own: datetime | None
    """Its own time; None where that hangs on the person, or on something that calls it."""
    occasion: str
    ahead: bool
    """Whether it stands before the anchor: HR is told where one of these goes out on a later date."""
    care: Care

    @property
    def prompt(self) -> str:
        """How a journey remembers that it was owed, where the outbox does not."""
        return f"{self.step.name}@{self.occasion}"


@dataclass(frozen=True, slots=True)
class Course:
    """A campaign's steps in one place."""

    campaign: Campaign
    place: Place
    anchor: datetime
    end: datetime | None
    """When the survey takes no more answers."""
    content: tuple[Stop, ...]
    """In campaign order, at most one a day."""
    others: tuple[Stop, ...]
    """Forms and reminders."""
    survey: str | None
    """The step that asks, where the campaign has one of its own."""
    last_joining_day: date | None
    """Whoever joins later is not asked any more."""
    moved: Step | None
    cancelled: Step | None
    changed: Step | None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All of them."""
        return self.content + self.others


def course_of(campaign: Campaign, playbook: Playbook, place: Place) -> Course:
    """The course of a campaign in one place. `place` is asked for its working days here and later."""
    end = survey_end(campaign, playbook)
    survey = survey_step(playbook)
    stops = [_stop(step, campaign, place, end) for step in playbook.steps if step.when.call is None]
    calls = {step.when.call: step for step in playbook.steps if step.when.call is not None}
    joining = None
    if end is not None and survey is not None:
        joining = place.before(end.astimezone(campaign.zone).date(), _JOIN)
    return Course(
        campaign=campaign,
        place=place,
        anchor=campaign.anchor,
        end=end,
        content=tuple(stop for stop in stops if stop.step.content),
        others=tuple(stop for stop in stops if not stop.step.content),
        survey=survey.name if survey else None,
        last_joining_day=joining,
        moved=calls.get(Call.MOVED),
        cancelled=calls.get(Call.CANCELLED),
        changed=calls.get(Call.CHANGED),
    )


_JOIN = 3
"""Working days before the survey's end until which somebody new is asked."""


def survey_end(campaign: Campaign, playbook: Playbook) -> datetime | None:
    """When the campaign's survey takes no more answers; None where the playbook has no survey of its own."""
    if campaign.survey_end is not None or playbook.survey_ends is None:
        return campaign.survey_end
    day = campaign.anchor.astimezone(campaign.zone).date() + timedelta(days=playbook.survey_ends.days)
    return datetime.combine(day, playbook.survey_ends.hour, campaign.zone).astimezone(UTC)


def survey_step(playbook: Playbook) -> Step | None:
    """The step that asks what ends with the campaign's survey."""
    return next((step for step in playbook.steps if step.kind is Kind.SURVEY and Until.SURVEY_END in step.until), None)


def care_of(step: Step) -> Care:
    """How a step's messages are looked after."""
    if step.when.working_days_before_end is not None:
        return Care.PROMPT
    return Care.REMINDER if step.kind is Kind.REMINDER else Care.ANNOUNCEMENT


def _stop(step: Step, campaign: Campaign, place: Place, end: datetime | None) -> Stop:
    when, local = step.when, campaign.anchor.astimezone(campaign.zone)
    hour = campaign.hour or when.hour or NINE
    own: datetime | None = None
    ahead = False
    occasion = local.date().isoformat() if step.kind is Kind.REMINDER else ""
    if when.days is not None:
        own = place.at(_day(step, local.date(), place), hour)
        ahead = when.days < 0
    elif when.working_days_before_end is not None and end is not None:
        ends = end.astimezone(campaign.zone)
        own = place.at(place.before(ends.date(), when.working_days_before_end), hour)
        ahead = end <= campaign.anchor
        occasion = f"{ends:%Y-%m-%dT%H:%M}"
    elif when.hours_before is not None:
        own = (campaign.anchor - timedelta(hours=when.hours_before)).astimezone(UTC)
        ahead = True
    return Stop(step, own, occasion, ahead, care_of(step))


def _day(step: Step, anchor: date, place: Place) -> date:
    """The date of a step that stands so many days from the anchor's: moved onto a working day."""
    days = step.when.days or 0
    day = anchor + timedelta(days=days)
    if days >= 0:
        return place.forward(day)
    back = place.back(day)
    if step.when.within_a_month and back != day and back < a_month_before(anchor):
        return place.forward(day)
    return back
