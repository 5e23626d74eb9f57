"""Everything that HR looks at of one campaign, as things stand.

The rule to keep: pure; whatever is shown of a campaign is read from one dossier, so that no two screens disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console.ports import Version
from bot.campaigns.course import survey_end
from bot.campaigns.letter import Practical
from bot.campaigns.playbook import Kind, Playbook, Step, Until, Via, Wording
from bot.campaigns.promises import SaidIn
from bot.mail import Posted
from bot.surveys.turnout import Turnout
from bot.texts import Words

PROMISES = "promises"
PRACTICAL = "practical"
RULES = "rules"
"""Subjects of what is written for a campaign as a whole; a step's words are `step:{name}`."""


class Missing(StrEnum):
    """What keeps a step from going."""

    PROMISES = "promises"
    SIGNATURE = "signature"
    RULES = "rules"
    APPROVAL = "approval"
    CHANNEL = "channel"
    START = "start"
    LEADS = "leads"
    SURVEY = "survey"
    SUMMARY = "summary"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Departure:
    """An instant at which a step reaches some people."""

    at: datetime
    zone: ZoneInfo
    people: int


@dataclass(frozen=True, slots=True)
class Count:
    """What became of a step, in recipients."""

    queued: int = 0
    sent: int = 0
    failed: int = 0
    skipped: int = 0
    maybe_twice: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the timeline."""

    step: Step
    departures: tuple[Departure, ...] = ()
    """By instant; empty where only an event calls the step, or it is said in the channel alone."""
    missing: tuple[Missing, ...] = ()
    people: int = 0
    """Whom it is for."""
    count: Count = Count()
    print: str = ""
    """What an approval is bound to: the hash of text, audience and time."""
    approved_by: int | None = None
    posted: datetime | None = None
    """When it is said in the campaign's channel; None where it is not, or only an event calls it. What is for a channel
    alone has its time before one is chosen, too."""

    @property
    def gone(self) -> bool:
        """Whether anybody has been sent it."""
        return self.count.sent > 0

    @property
    def begins(self) -> datetime | None:
        """When it first comes; None where only an event calls it, or nobody gets it."""
        return self.departures[0].at if self.departures else self.posted


@dataclass(frozen=True, slots=True)
class Answered:
    """What a lead says to the ground rules. `agrees` is None while they have not answered this version."""

    person: int
    name: str
    division: str | None
    agrees: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One campaign."""

    campaign: Campaign
    playbook: Playbook
    stops: tuple[Stop, ...]
    """In campaign order; what only an event calls comes last."""
    people: int
    """In its audience."""
    versions: Mapping[str, Version] = field(default_factory=dict)
    """The last of each subject."""
    promised: SaidIn = field(default_factory=dict)
    """The promises as last written, signed or not."""
    practical: Practical = field(default_factory=Practical)
    leads: tuple[Answered, ...] = ()
    quorum: bool = False
    """Whether an approver has let it go on without all leads."""
    posts: tuple[Posted, ...] = ()
    """What was said in its channel, or is about to be."""
    unready: str = ""
    """Why the survey cannot be held yet: the end of a key, `rollout.survey_{unready}`."""
    codes: tuple[str, ...] = ()
    """Whose codes a survey waits for, by name."""
    survey_ends: datetime | None = None
    """When the survey that is open ends, where that can still be brought forward."""
    turnout: Turnout | None = None
    """How many have answered the survey that is open, once a day and roughly; None where none is open."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Of everybody who did something, by number."""

    @property
    def agreed(self) -> tuple[int, int]:
        """How many leads agree, and of how many."""
        return sum(lead.agrees is True for lead in self.leads), len(self.leads)

    def upcoming(self, now: datetime) -> Stop | None:
        """The first step that is still to come, or is held past its time."""
        if self.campaign.state in {State.CANCELLED, State.CLOSED}:
            return None
        waiting = [(stop.begins, stop) for stop in self.stops if stop.begins is not None and self._to_come(stop, now)]
        return min(waiting, key=lambda one: one[0], default=(None, None))[1]

    def stop(self, name: str) -> Stop | None:
        """A step, by name."""
        return next((stop for stop in self.stops if stop.step.name == name), None)

    def wording(self, step: Step) -> Mapping[str, Wording]:
        """What a step says, by language: as last written, else as its playbook has it."""
        written = self.versions.get(subject(step.name))
        return wordings(written) if written else step.wording

    def authors(self, step: Step) -> frozenset[int]:
        """Who cannot approve it: whoever wrote the version in force, or set the campaign up where nobody has."""
        written = self.versions.get(subject(step.name))
        who = written.by if written else self.campaign.created_by
        return frozenset() if who is None else frozenset({who})

    def _to_come(self, stop: Stop, now: datetime) -> bool:
        if stop.gone or stop.step.when.start:
            return False
        if stop.departures:
            held = stop.step.content and bool(stop.missing) and not stop.count.skipped
            return held or stop.departures[-1].at > now
        # In a channel it is said once, and until it was it is to come, as long as that makes sense.
        settled = stop.count.failed or stop.count.skipped
        return stop.step.via is Via.CHANNEL and not settled and not self._senseless(stop.step, now)

    def _senseless(self, step: Step, now: datetime) -> bool:
        moments = {Until.ANCHOR: self.campaign.anchor, Until.SURVEY_END: survey_end(self.campaign, self.playbook)}
        return any((moment := moments[until]) is not None and moment <= now for until in step.until)


def subject(step: str) -> str:
    """Under which a step's words are kept."""
    return f"step:{step}"


def wordings(version: Version) -> Mapping[str, Wording]:
    """What a version says, by language."""
    return {
        language: Wording(str(said.get("text", "")), str(said.get("body", "")))
        for language, said in version.content.items()
        if isinstance(said, dict)
    }


def title(dossier: Dossier, t: Words) -> str:
    """What the campaign is called: as HR named it, else as its playbook is called in the reader's language."""
    return dossier.campaign.title or called(dossier.playbook.title, t, dossier.playbook.name)


def step_title(step: Step, t: Words) -> str:
    """What HR reads a step as."""
    return called(step.title, t, step.name)


def called(names: Mapping[str, str], t: Words, otherwise: str) -> str:
    """A name in the reader's language, else in any."""
    return names.get(t.locale) or next(iter(names.values()), otherwise)


def survey_of(playbook: Playbook) -> Step | None:
    """The step in which people are asked, if there is one."""
    return next((step for step in playbook.steps if step.kind is Kind.SURVEY), None)


def rules_of(playbook: Playbook) -> Step | None:
    """The step in which leads are asked, if there is one."""
    return next((step for step in playbook.steps if step.kind is Kind.FORM), None)
