"""A made-up rollout of a made-up company, in every state that a screen shows.

The rule to keep: facts are made up here, sentences never.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.channel import Channel
from bot.campaigns.console.dossier import (
    PRACTICAL,
    PROMISES,
    RULES,
    Answered,
    Count,
    Departure,
    Dossier,
    Missing,
    Stop,
)
from bot.campaigns.console.ports import Concern, Version
from bot.campaigns.course import course_of, survey_end
from bot.campaigns.letter import Practical
from bot.campaigns.place import Place
from bot.campaigns.playbook import Audience, Playbook
from bot.campaigns.promises import NAMES, Promises
from bot.mail import Fate, Posted
from bot.people import Person, Role

JAKARTA, MAKASSAR, BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
EVERY = frozenset(Role)
RATNA = Person(1, "Ratna", "id", JAKARTA, roles=EVERY)
GITA = 2
NAMED = {1: "Ratna Dewanti", 2: "Gita Anggraini", 3: "Bagus Prasetyo"}
CONCERNS = (
    Concern("A", {"en": "I might look unproductive", "id": "Saya bisa terlihat tidak produktif"}),
    Concern("C", {"en": "It goes too far into my privacy", "id": "Terlalu masuk ke urusan pribadi saya"}),
)
KEY = "local:demo:1"


class Make(Protocol):
    """Makes a dossier."""

    def __call__(self, state: State = State.RUNNING, *, written: bool = True) -> Dossier:
        """In this state; `written` says whether anything has been."""
        ...


class _Weekdays:
    """Monday to Friday."""

    def is_working_day(self, day: date) -> bool:
        """Whether it is one of them."""
        return day.weekday() < 5


def _campaign(playbook: str, state: State) -> Campaign:
    return Campaign(
        id=1,
        playbook=playbook,
        title="Catat waktu kerja",
        zone=JAKARTA,
        anchor=datetime(2026, 12, 15, 3, tzinfo=UTC),
        survey_end=datetime(2026, 12, 7, 11, tzinfo=UTC),
        audience=EVERYBODY,
        calendar="default",
        created_at=NOW,
        created_by=GITA,
        state=state,
        started_at=None if state is State.DRAFT else NOW,
        ended_at=NOW if state in {State.CANCELLED, State.CLOSED} else None,
    )


def version(subject: str, content: Mapping[str, object], number: int = 1, *, signed: bool = False) -> Version:
    """What was written last about a subject."""
    return Version(1, subject, number, content, GITA, NOW, 1 if signed else None, NOW if signed else None)


SAID = {locale: Promises(**dict.fromkeys(NAMES, "…")) for locale in ("en", "id")}
_PROMISES = {locale: dict.fromkeys(NAMES, "…") for locale in ("en", "id")}
_RULES: Mapping[str, object] = {locale: {"text": "…", "divisions": {"Finance": "…"}} for locale in ("en", "id")}
LEADS = (
    Answered(3, "Bagus Prasetyo", "Product", agrees=True),
    Answered(4, "Maya Lestari", "Finance", agrees=False, reason="…"),
    Answered(5, "Mira Hofmann", "Service"),
)


def dossier_of(playbook: Playbook, state: State = State.RUNNING, *, written: bool = True) -> Dossier:
    """In a state; `written` says whether anything has been."""
    campaign = _campaign(playbook.name, state)
    campaign = replace(campaign, survey_end=survey_end(campaign, playbook))
    missing = (Missing.APPROVAL, Missing.LEADS) if written else tuple(Missing)
    places = [(zone, Place(zone, "default", _Weekdays()), people) for zone, people in _ZONES]
    stops = []
    for step in playbook.steps:
        departures = [
            Departure(stop.own, zone, people)
            for zone, place, people in places
            for stop in course_of(campaign, playbook, place).stops
            if stop.step.name == step.name and stop.own is not None
        ]
        first = step == next(one for one in playbook.steps if one.content)
        waits = missing if step.content and not (written and first) else ()
        departures.sort(key=lambda one: one.at)
        stops.append(Stop(step, tuple(departures), waits, 31, print="0" * 8))
    versions = {
        PROMISES: version(PROMISES, _PROMISES),
        RULES: version(RULES, _RULES),
        PRACTICAL: version(PRACTICAL, {"hr": "Ratna Dewanti"}),
    }
    return Dossier(
        campaign=campaign,
        playbook=playbook,
        stops=tuple(stops),
        people=31,
        versions=versions if written else {},
        promised=SAID if written else {},
        practical=Practical(hr="Ratna Dewanti", course=datetime(2026, 12, 22, 7, tzinfo=UTC), course_place="Gayo"),
        leads=LEADS,
        codes=("Ratna Dewanti", "Jakob Meyer"),
        names=NAMED,
    )


_ZONES = ((JAKARTA, 20), (MAKASSAR, 6), (BERLIN, 5))


def with_quorum(make: Make) -> Dossier:
    """An approver has let it go on with the leads who agree."""
    dossier = make(State.RUNNING)
    promises = version(PROMISES, _PROMISES, signed=True)
    campaign = replace(dossier.campaign, audience="Finance")
    return replace(dossier, campaign=campaign, quorum=True, versions={PROMISES: promises, RULES: version(RULES, {})})


def everywhere(make: Make) -> Dossier:
    """Everything has gone out."""
    dossier = make()
    return replace(dossier, stops=tuple(replace(stop, count=Count(sent=31)) for stop in dossier.stops))


def channelled(make: Make) -> Dossier:
    """With a channel, in which one step was said, one waits, one was skipped and one did not get there."""
    dossier = make(State.DRAFT)
    channel = Channel("local", "", "channel:general", "#general")
    fates = (Fate.SENT, Fate.QUEUED, Fate.SKIPPED, Fate.UNREACHABLE)
    reasons = ("", "", "meeting_started", "not_in_channel")
    posts = tuple(
        Posted(channel.key, stop.step.name, "", fate, reason, NOW)
        for stop, fate, reason in zip(dossier.stops, fates, reasons, strict=False)
    )
    stops = tuple(replace(stop, posted=NOW if stop.departures else None) for stop in dossier.stops)
    helped = replace(stops[4].step, audience=Audience.SIGNED_UP)
    stops = (*stops[:4], replace(stops[4], step=helped, posted=None), *stops[5:])
    campaign = replace(dossier.campaign, channel=channel)
    return replace(dossier, campaign=campaign, posts=posts, stops=stops)


def unheard(make: Make) -> Dossier:
    """Nobody gets its second step."""
    dossier = make(State.DRAFT)
    nobody = replace(dossier.stops[1], departures=(), people=0)
    return replace(dossier, stops=(dossier.stops[0], nobody, *dossier.stops[2:]))


def approved(make: Make) -> Dossier:
    """Nothing waits for anything."""
    dossier = make()
    return replace(dossier, stops=tuple(replace(stop, missing=()) for stop in dossier.stops))


def agreed(make: Make) -> Dossier:
    """All leads agree."""
    return replace(make(), leads=tuple(replace(lead, agrees=True, reason="") for lead in LEADS))


def without_leads(make: Make) -> Dossier:
    """Nobody leads a team."""
    return replace(make(State.DRAFT), leads=())
