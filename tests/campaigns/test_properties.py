"""Thousands of journeys, played by the engine and by a second, literal reading of the rules."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.campaigns.line import Line
from bot.campaigns.scenario import Happening, MoveMeeting, Proposal, Scenario, Somebody, Stop, Travel, Turn
from bot.composition.campaign import played
from tests.campaigns.literal import Out, literal
from tests.campaigns.play import known

ZONES = (
    "Asia/Jakarta",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Moon/Tycho",
    None,
)
BEGIN = datetime(2026, 2, 2, tzinfo=UTC)
MEMORY = Path("/dev/shm")  # noqa: S108 - only where it is a folder to make one of ours in


@st.composite
def scenarios(draw: st.DrawFn, people: int) -> Scenario:
    """A company, one or two campaigns, and a few things that happen to them."""
    home = ZoneInfo(draw(st.sampled_from(["Asia/Jakarta", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])))
    meeting = _moment(draw, home, BEGIN.date(), 300)
    lead = draw(st.sampled_from([40, 40, 40, 30, 20, 10, 3, 1]))
    created = _near(draw, meeting - timedelta(days=lead))
    days = [meeting.date() + timedelta(days=offset) for offset in range(-45, 50)]
    holidays = {
        "": frozenset[date](),
        "few": frozenset(draw(st.lists(st.sampled_from(days), max_size=6))),
        "many": frozenset(draw(st.lists(st.sampled_from(days), max_size=30))),
    }
    playbook = draw(st.sampled_from(["time-tracking", "time-tracking", "career-pulse"]))
    closes = meeting + timedelta(days=draw(st.integers(-13, -5))) if playbook == "time-tracking" else None
    proposal = Proposal(
        id="A",
        playbook=playbook,
        created=created,
        zone=home,
        anchor=meeting,
        survey_closes=closes if draw(st.booleans()) else None,
        confirm=True,
        hour=draw(st.sampled_from([None, None, None, time(2, 30), time(14), time(20)])),
        weekends=draw(st.sampled_from([False, False, False, True])),
    )
    somebody = [_somebody(draw, number, created) for number in range(people)]
    events = sorted(_events(draw, somebody, proposal), key=lambda event: event[0])
    return Scenario(meeting + timedelta(days=60), holidays, tuple(somebody), (proposal,), tuple(events))


def _moment(draw: st.DrawFn, zone: ZoneInfo, first: date, days: int) -> datetime:
    day = first + timedelta(days=draw(st.integers(30, days)))
    hour = draw(st.sampled_from([time(10), time(8, 30), time(9), time(14), time(17), time(23)]))
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _near(draw: st.DrawFn, moment: datetime) -> datetime:
    """Somewhere near an instant, at a full half hour."""
    return moment + timedelta(minutes=30 * draw(st.integers(-30, 30)))


def _somebody(draw: st.DrawFn, number: int, created: datetime) -> Somebody:
    joins = leaves = None
    match draw(st.sampled_from(["stays", "stays", "stays", "joins", "leaves", "both"])):
        case "joins":
            joins = _near(draw, created + timedelta(days=draw(st.integers(0, 60))))
        case "leaves":
            leaves = _near(draw, created + timedelta(days=draw(st.integers(0, 60))))
        case "both":
            joins = _near(draw, created + timedelta(days=draw(st.integers(0, 30))))
            leaves = joins + timedelta(hours=draw(st.integers(1, 700)))
        case _:
            pass
    return Somebody(
        id=f"p{number:02}",
        zone=draw(st.sampled_from(ZONES)),
        holidays=draw(st.sampled_from(["", "few", "many"])),
        joins=joins,
        leaves=leaves,
        lead=draw(st.sampled_from([False, False, False, True])),
    )


def _events(draw: st.DrawFn, people: Sequence[Somebody], proposal: Proposal) -> list[tuple[datetime, Happening]]:
    events: list[tuple[datetime, Happening]] = []
    span = int((proposal.anchor - proposal.created) / timedelta(hours=1)) + 24 * 20
    down_from: datetime | None = None
    for hours in sorted(draw(st.lists(st.integers(1, span * 2), max_size=7, unique=True))):
        at = proposal.created + timedelta(minutes=30 * hours)
        match draw(
            st.sampled_from(["move", "move", "pause", "resume", "resume", "travel", "travel", "down", "cancel"])
        ):
            case "move":
                days = draw(st.sampled_from([-14, -7, -3, -1, 0, 1, 2, 7, 14]))
                anchor = proposal.anchor + timedelta(days=days, hours=draw(st.sampled_from([0, 0, 2, 9])))
                events.append((at, MoveMeeting("A", anchor)))
            case "pause" | "resume" | "cancel" as turn:
                if turn != "cancel" or draw(st.booleans()):
                    events.append((at, Turn("A", turn)))
            case "travel":
                chosen = draw(st.sets(st.sampled_from([one.id for one in people]), min_size=1, max_size=4))
                zones = {name: draw(st.sampled_from(ZONES)) or "?" for name in sorted(chosen)}
                events.append((at, Travel(zones)))
            case _:
                until = at + timedelta(minutes=30 * draw(st.integers(1, 700)))
                if down_from is None or at > down_from:
                    events += [(at, Stop(down=True)), (until, Stop(down=False))]
                    down_from = until
    return events


def out(line: Line) -> Out:
    return line.at, line.person or "", line.campaign, line.step or "", line.event, line.reason


def differences(scenario: Scenario) -> str:
    """Where the two readings differ: nowhere, it is hoped."""
    place = MEMORY if MEMORY.is_dir() else None
    engine = {out(line) for line in asyncio.run(played(scenario, known(), place)) if line.event != "refused"}
    rules = {line for line in literal(scenario) if line[0] <= scenario.until}
    told = [f"engine {line}" for line in engine - rules] + [f"rules  {line}" for line in rules - engine]
    return "\n".join(sorted(told, key=lambda line: (line.split("datetime", 1)[1], line)))


# To shrink a company takes minutes; the differences say who it is about.
QUIET = settings(
    deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=(Phase.explicit, Phase.generate)
)


@pytest.mark.slow
@settings(QUIET, max_examples=4)
@given(scenarios(people=20))
def test_the_engine_does_what_the_rules_say(scenario: Scenario) -> None:
    assert not differences(scenario)


@pytest.mark.proof
@settings(QUIET, max_examples=400)
@given(scenarios(people=40))
def test_the_engine_does_what_the_rules_say_to_thousands(scenario: Scenario) -> None:
    assert not differences(scenario)
